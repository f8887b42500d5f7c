//! Both files side by side: which value holds, whose customer they are where a store knows both, and what goes along.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Access, Action, Id};
use maud::{Markup, html};
use records::{Field, Refusal, Shown, Source, Uses, require};
use ui::{Button, Change, Choose, Form, Icon, Shell, Words, section};
use web::Problem;
use web::records::Call;

use super::{crumbs, load, pick};
use crate::customer::file::EngagementView;
use crate::kind::CUSTOMER;
use crate::merge::{self, Choices, Side, settled};
use crate::pages::desk::{Desk, address};
use crate::pages::record::Record;
use crate::pages::typed::Typed;

/// Before a field's name: whose value holds.
const FIELD: &str = "field-";
/// Before a store's id: whose owner stays.
const OWNER: &str = "owner-";

/// `GET …/merge?with=`: both files, or the question with whom.
pub(in crate::pages) async fn page(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let record = load(&desk, desk.customer()?).await?;
    let mut typed = Typed::default();
    match call.pairs.get("with").map(str::parse::<Id>) {
        Some(Ok(with)) if with != record.id => {
            let other = load(&desk, with).await?;
            return Ok(side_by_side(&desk, &record, &other, &typed).await?.into_response());
        }
        Some(Ok(_)) => typed.wrong("with", "customer-merge-self"),
        Some(Err(_)) => typed.wrong("with", "field-required"),
        None => {}
    }
    let look = desk.look();
    let merges = merge::of(look.conn, look.scope.tenant, record.id).await?;
    Ok(pick::page(&desk, &record, &merges, &typed))
}

/// `POST …/merge`: the other file becomes a part of this one.
pub(in crate::pages) async fn join(call: Call, mut typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let survivor = desk.customer()?;
    require(&desk.look(), &CUSTOMER, survivor, Action::Merge).await?;
    let Some(absorbed) = typed.id("with") else {
        return Ok(Redirect::to(&format!("{}?with=", address(survivor, "merge"))).into_response());
    };
    // The form that asks with whom has no versions: both files are shown first.
    if !typed.has("version") {
        return Ok(Redirect::to(&format!("{}?with={absorbed}", address(survivor, "merge"))).into_response());
    }
    // Sent twice: what is merged is merged.
    let look = desk.look();
    if merge::keeper(look.conn, look.scope.tenant, absorbed).await? == Some(survivor)
        && let Some(done) =
            merge::of(look.conn, look.scope.tenant, survivor).await?.into_iter().find(|m| m.absorbed_id == absorbed)
    {
        return Ok(Redirect::to(&address(survivor, &format!("merges/{}", done.id))).into_response());
    }
    match write(&desk, survivor, absorbed, &typed).await {
        Ok(done) => Ok(Redirect::to(&address(survivor, &format!("merges/{done}"))).into_response()),
        Err(refusal) => {
            match refusal {
                // Someone changed one of the files meanwhile: both are shown as they stand now.
                Refusal::Conflict(_) => typed.wrong("", "customer-merge-changed"),
                refusal => typed.refused(refusal)?,
            }
            let (record, other) = (load(&desk, survivor).await?, load(&desk, absorbed).await?);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, side_by_side(&desk, &record, &other, &typed).await?).into_response())
        }
    }
}

async fn write(desk: &Desk<'_>, survivor: Id, absorbed: Id, typed: &Typed) -> Result<Id, Refusal> {
    let mut choices = Choices { reason: typed.filled("reason"), ..Choices::default() };
    for (name, side) in typed.values() {
        let Some(side) = side_of(side) else { continue };
        if let Some(field) = name.strip_prefix(FIELD) {
            choices.fields.insert(field.to_owned(), side);
        } else if let Some(store) = name.strip_prefix(OWNER).and_then(|id| id.parse().ok()) {
            choices.owners.insert(store, side);
        }
    }
    let version = |name: &str| typed.get(name).parse().unwrap_or(-1);
    let (own, other) = ((survivor, version("version")), (absorbed, version("with-version")));
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    let id = merge::merge(&mut tx, &desk.seams(), own, other, &choices).await?;
    tx.commit().await?;
    Ok(id)
}

/// What the radio buttons of a comparison say.
fn side_of(value: &str) -> Option<Side> {
    match value {
        "before" => Some(Side::Survivor),
        "after" => Some(Side::Absorbed),
        _ => None,
    }
}

async fn side_by_side(desk: &Desk<'_>, own: &Record, other: &Record, typed: &Typed) -> Result<Markup, Problem> {
    let w = &desk.words;
    let (name, other_name) = (own.name(desk), other.name(desk));
    let number = |record: &Record| record.file.row.get("number").text().unwrap_or_default().to_owned();
    let columns = (format!("{name} {}", number(own)), format!("{other_name} {}", number(other)));
    let head = |key: &str, record: &Record| desk.pa(key, &[("number", number(record).into())]);
    let changes = fields(desk, own, other, typed);
    let owners = owners(desk, own, other, typed);
    let swap = Button::new(desk.p("merge-swap"))
        .icon(Icon::Merge)
        .href(format!("{}?with={}", address(other.id, "merge"), own.id))
        .render();
    let inputs = html! {
        input type="hidden" name="with" value=(other.id);
        input type="hidden" name="version" value=(own.file.row.version);
        input type="hidden" name="with-version" value=(other.file.row.version);
        div.wide.row.merge-sides {
            p { (desk.pa("merge-stays", &[("name", columns.0.clone().into()), ("other", columns.1.clone().into())])) }
            (swap)
        }
        div.wide { (ui::diff(&head("merge-survivor", own), &head("merge-absorbed", other), &changes, w)) }
        @if !owners.is_empty() {
            (section(&desk.p("merge-owners"), html! { div.wide { (ui::diff(&desk.p("merge-this"), &desk.p("merge-other"), &owners, w)) } }))
        }
        (section(&desk.p("merge-along"), html! { div.wide { (along(desk, other).await?) } }))
        (typed.field(desk, "reason", "reason").wide().max(200).text(typed.get("reason"), w))
    };
    let form = Form {
        id: "merge-form".into(),
        action: address(own.id, "merge"),
        errors: typed.sentences(desk),
        fields: inputs,
        submit: desk.p("merge-do").into_owned(),
        cancel: Some(address(own.id, "")),
        ..Form::default()
    };
    let title = desk.pa("merge-title", &[("name", name.clone().into())]);
    Ok(desk.page.show(Shell { title, crumbs: crumbs(desk, own.id, name), body: form.render(w), ..Shell::default() }))
}

/// The facts in which the files differ, and what holds unless the visitor says otherwise. What they see only under a
/// mask is shown so, and not for them to choose.
fn fields(desk: &Desk<'_>, own: &Record, other: &Record, typed: &Typed) -> Vec<Change> {
    let asked = |field: &&'static Field| field.uses.has(Uses::FORM) && !matches!(field.source, Source::Anchor(_));
    desk.kind()
        .fields
        .iter()
        .filter(asked)
        .filter_map(|field| {
            let (a, b) = (own.file.row.get(field.name), other.file.row.get(field.name));
            if a == b || matches!((a, b), (Shown::Hidden, _) | (_, Shown::Hidden)) {
                return None;
            }
            let choose = match (a, b) {
                (Shown::Value(a), Shown::Value(b)) => {
                    let name = format!("{FIELD}{}", field.name);
                    let before = settled(a, b, side_of(typed.get(&name))) == Side::Survivor;
                    Some(Choose { name, before })
                }
                _ => None,
            };
            let choose = choose.filter(|_| shown_to(desk, field.name, own, other));
            Some(Change {
                field: desk.label(field.name).into_owned(),
                before: desk.value(field, a, None),
                after: desk.value(field, b, None),
                choose,
            })
        })
        .collect()
}

fn shown_to(desk: &Desk<'_>, field: &str, own: &Record, other: &Record) -> bool {
    let places: Vec<_> =
        own.file.engagements.iter().chain(&other.file.engagements).map(|e| e.engagement.place()).collect();
    desk.visitor().scope.field_on(CUSTOMER.name, field, &places) == Access::Shown
}

/// Stores in reach that know both files, where the owners differ.
fn owners(desk: &Desk<'_>, own: &Record, other: &Record, typed: &Typed) -> Vec<Change> {
    let owner = |e: &EngagementView| {
        let name = e.owner_name.clone().unwrap_or_else(|| desk.t("customer-pool").into_owned());
        Some(html! { (name) })
    };
    let both = |a: &EngagementView| {
        let b = other.file.engagements.iter().find(|b| b.engagement.store_id == a.engagement.store_id)?;
        let name = format!("{OWNER}{}", a.engagement.store_id);
        let before = side_of(typed.get(&name)) != Some(Side::Absorbed);
        (a.engagement.owner_id != b.engagement.owner_id).then(|| Change {
            field: a.store_name.clone(),
            before: owner(a),
            after: owner(b),
            choose: Some(Choose { name, before }),
        })
    };
    own.file.engagements.iter().filter_map(both).collect()
}

/// What goes along with the other file.
async fn along(desk: &Desk<'_>, other: &Record) -> Result<Markup, Problem> {
    let file = &other.file;
    let mut parts = vec![
        ("customer-page-merge-along-phones", file.phones.len() as i64),
        ("customer-page-merge-along-contacts", file.contacts.len() as i64),
        ("customer-page-merge-along-relations", file.relations.len() as i64),
        ("customer-page-merge-along-attachments", file.attachments.len() as i64),
        ("customer-page-merge-along-tags", file.tags.len() as i64),
        ("customer-page-merge-along-consents", file.consents.len() as i64),
    ];
    for belonging in &desk.seams().belongings {
        parts.push((belonging.words(), belonging.count(&desk.page, other.id).await?));
    }
    parts.retain(|(_, n)| *n > 0);
    Ok(html! {
        ul.lines {
            @for (key, n) in &parts { li { (desk.words.ta(key, &[("n", (*n).into())])) } }
            li { (desk.p("merge-along-timeline")) }
        }
        p.hint { (desk.p("merge-undoable")) }
    })
}
