//! One entry of a dictionary at a node: adding, renaming, colour, taking it out of use, going back to what is inherited.

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Tx;
use maud::{Markup, html};
use records::{Input, Refusal};
use ui::{Button, Choice, Crumb, Fact, Form, Icon, Shell, State as Mark, facts, flash};
use web::Path;
use web::page::encode;
use web::{Problem, Shared, Visitor};

use super::super::draft::act;
use super::super::{Desk, Draft, Place, Posted};
use super::{Asked, COLOURS, FIXED, MANAGE, change, entries, fingerprint, label};
use crate::dictionaries::{Entry, ResolvedEntry, clear_entry, set_entry};
use crate::settings::Origin;

pub(super) async fn show_new(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(dictionary): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let place = Place::of(desk, MANAGE, &asked.node).await?;
    open(desk, &place, &dictionary).await?;
    Ok(page(desk, &place, &dictionary, None, &Draft::of([("active", "true")])))
}

pub(super) async fn add(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(dictionary): Path<String>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let input: Input = posted.into_iter().collect();
    let place = Place::of(desk, MANAGE, input.get("node").unwrap_or_default()).await?;
    open(desk, &place, &dictionary).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    let done = insert(&mut tx, &place, &dictionary, &input).await;
    finish(desk, tx, &place, &dictionary, None, input, done, "entry-added").await
}

async fn insert(tx: &mut Tx<'_>, place: &Place, dictionary: &str, input: &Input) -> Result<(), Refusal> {
    let list = change::standing(tx, &place.node, dictionary).await?;
    let code = input.get("code").unwrap_or_default();
    if list.iter().any(|r| r.entry.code == code) {
        return Err(Refusal::field("code", "admin-entry-code-taken"));
    }
    let position = list.iter().map(|r| r.entry.position).max().map_or(0, |last| last + 1);
    set_entry(tx, read(place, dictionary, code, position, input)).await
}

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path((dictionary, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let place = Place::of(desk, MANAGE, &asked.node).await?;
    let held = held(desk, &place, &dictionary, &code).await?;
    Ok(page(desk, &place, &dictionary, Some(&held), &stored(&held.entry)))
}

pub(super) async fn save(
    State(app): State<Shared>,
    visitor: Visitor,
    Path((dictionary, code)): Path<(String, String)>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let mut input: Input = posted.into_iter().collect();
    if FIXED.contains(&dictionary.as_str()) {
        input.set("active", "true");
    }
    let place = Place::of(desk, MANAGE, input.get("node").unwrap_or_default()).await?;
    let held = held(desk, &place, &dictionary, &code).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    let done = match unchanged(&tx, &place, &held.entry, &input).await {
        Ok(standing) => set_entry(&mut tx, read(&place, &dictionary, &code, standing.position, &input)).await,
        Err(refusal) => Err(refusal),
    };
    finish(desk, tx, &place, &dictionary, Some(&held), input, done, "entry-saved").await
}

pub(super) async fn reset(
    State(app): State<Shared>,
    visitor: Visitor,
    Path((dictionary, code)): Path<(String, String)>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let input: Input = posted.into_iter().collect();
    let place = Place::of(desk, MANAGE, input.get("node").unwrap_or_default()).await?;
    let held = held(desk, &place, &dictionary, &code).await?;
    if held.origin != Origin::Here || !held.overrides {
        return Err(Problem::not_found());
    }
    let mut tx = app.db.write(&visitor.scope).await?;
    let done = match unchanged(&tx, &place, &held.entry, &input).await {
        Ok(_) => clear_entry(&mut tx, place.node.id, &dictionary, &code).await,
        Err(refusal) => Err(refusal),
    };
    finish(desk, tx, &place, &dictionary, Some(&held), input, done, "entry-reset").await
}

/// A dictionary that takes further entries.
async fn open(desk: &Desk<'_>, place: &Place, dictionary: &str) -> Result<(), Problem> {
    entries(desk, place, dictionary).await?;
    if FIXED.contains(&dictionary) { Err(Problem::not_found()) } else { Ok(()) }
}

async fn held(desk: &Desk<'_>, place: &Place, dictionary: &str, code: &str) -> Result<ResolvedEntry, Problem> {
    let list = entries(desk, place, dictionary).await?;
    list.into_iter().find(|r| r.entry.code == code).ok_or_else(Problem::not_found)
}

/// The entry as it stands, if it is still as the page showed it.
async fn unchanged(tx: &Tx<'_>, place: &Place, shown: &Entry, input: &Input) -> Result<Entry, Refusal> {
    let list = change::standing(tx, &place.node, &shown.dictionary).await?;
    let standing = list.into_iter().find(|r| r.entry.code == shown.code).ok_or(Refusal::NotFound)?.entry;
    if input.get("was") == Some(fingerprint(&standing).as_str()) { Ok(standing) } else { Err(Refusal::Conflict(0)) }
}

fn read(place: &Place, dictionary: &str, code: &str, position: i64, input: &Input) -> Entry {
    let text = |field: &str| input.get(field).unwrap_or_default().to_owned();
    Entry {
        node: place.node.id,
        path: place.node.path.clone(),
        dictionary: dictionary.to_owned(),
        code: code.to_owned(),
        name_zh: text("name_zh"),
        name_en: text("name_en"),
        position,
        active: input.get("active").is_some(),
        colour: input.filled("colour").filter(|name| COLOURS.iter().any(|(c, _)| c == name)).map(str::to_owned),
    }
}

fn stored(entry: &Entry) -> Draft {
    let mut draft = Draft::of([
        ("code", entry.code.clone()),
        ("name_zh", entry.name_zh.clone()),
        ("name_en", entry.name_en.clone()),
        ("colour", entry.colour.clone().unwrap_or_default()),
    ]);
    if entry.active {
        draft.input.set("active", "true");
    }
    draft
}

#[allow(clippy::too_many_arguments, reason = "the ends of four small handlers in one place")]
async fn finish(
    desk: &Desk<'_>,
    tx: Tx<'_>,
    place: &Place,
    dictionary: &str,
    held: Option<&ResolvedEntry>,
    input: Input,
    done: Result<(), Refusal>,
    said: &str,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&place.after(&input, &format!("/dictionaries/{dictionary}"), said)).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, place, dictionary, held, &draft)))
        }
    }
}

fn page(desk: &Desk<'_>, place: &Place, dictionary: &str, held: Option<&ResolvedEntry>, draft: &Draft) -> Markup {
    let w = &desk.w;
    let back = format!("/dictionaries/{dictionary}?{}", place.query());
    let path = match held {
        Some(held) => format!("/dictionaries/{dictionary}/entries/{}", encode(&held.entry.code)),
        None => format!("/dictionaries/{dictionary}/new"),
    };
    let node = place.node.id.to_string();
    let was = held.map(|h| fingerprint(&h.entry)).unwrap_or_default();
    let colours: Vec<Choice> =
        COLOURS.iter().map(|(name, _)| Choice::new(*name, desk.t(&format!("admin-colour-{name}")))).collect();
    let code = draft.field(desk, "code", "admin-entry-code").required().max(40);
    let code = if held.is_some() { code.readonly() } else { code.hint(desk.t("admin-entry-code-hint")) };
    let form = Form {
        id: "entry".into(),
        action: path.clone(),
        errors: draft.sentences(desk),
        fields: html! {
            input type="hidden" name="node" value=(node);
            input type="hidden" name="was" value=(was);
            (draft.field(desk, "name_zh", "admin-name-zh").required().max(60).focus().text(draft.value("name_zh"), w))
            (draft.field(desk, "name_en", "admin-name-en").max(60).text(draft.value("name_en"), w))
            (code.text(draft.value("code"), w))
            (draft.field(desk, "colour", "admin-colour").hint(desk.t("admin-colour-hint")).select(&colours, draft.value("colour"), w))
            @if !FIXED.contains(&dictionary) {
                (draft.field(desk, "active", "admin-entry-active").hint(desk.t("admin-entry-active-hint")).checkbox(draft.input.get("active").is_some(), w))
            }
        },
        submit: desk
            .t(match held {
                None => "admin-entry-add",
                Some(held) if held.origin == Origin::Here => "admin-save",
                Some(_) => "admin-override",
            })
            .into(),
        cancel: Some(back.clone()),
        ..Form::default()
    };
    let reset = held.filter(|h| h.origin == Origin::Here && h.overrides).map(|_| {
        let button = Button::new(desk.t("admin-reset")).icon(Icon::Undo);
        html! { br; div.row { (act(&format!("{path}/reset"), &[("node", &node), ("was", &was)], &button)) span.hint { (desk.t("admin-reset-hint")) } } }
    });
    let mut list = vec![Fact::text(desk.t("admin-place"), &place.node.name)];
    list.extend(held.map(|h| Fact::new(desk.t("admin-origin"), place.origin(desk, h.origin))));
    let body = html! {
        @if draft.stale.is_some() { (flash(Mark::Due, &desk.t("problem-conflict"))) }
        (facts(&list, w))
        br;
        (form.render(w))
        @if let Some(reset) = reset { (reset) }
    };
    let title = held.map_or_else(|| desk.t("admin-entry-add").into_owned(), |h| h.entry.name(desk.lang()).to_owned());
    let crumbs = vec![
        Crumb::new(desk.t("admin-dictionaries"), format!("/dictionaries?{}", place.query())),
        Crumb::new(label(desk, dictionary), back),
    ];
    desk.show(format!("{path}?{}", place.query()), Shell { title, crumbs, body, ..Shell::default() })
}
