//! `/leads/new` and `/leads/{lead}/edit`.

use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Input, Uses, find};
use ui::{Choice, Crumb, Form, Shell};
use web::records::form as generic;
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::desk::{Desk, address, answer, mendable, typed};
use crate::LEAD;
use crate::lead::update as change;
use crate::sources::queries as sources;

/// What is asked for, in this order.
const ASKED: [&str; 8] = ["name", "phone", "wechat", "model", "level", "city", "district", "remark"];

/// `GET /leads/new`.
pub(super) async fn new(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    creating(&desk, &typed(&call.pairs, &ASKED), &[]).await
}

/// `POST /leads/new`.
pub(super) async fn create(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let names: Vec<&str> = ASKED.into_iter().chain(["source", "store"]).filter(|f| !desk.hidden(f)).collect();
    let mut input = typed(&form, &names);
    input.0.retain(|_, text| !text.trim().is_empty());
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match crate::create(&mut tx, &desk.seams(), &input).await {
        Ok(made) => {
            tx.commit().await?;
            // A colleague's lead that was joined is not theirs to see.
            let seen = !find::anchors(&call.look(), &LEAD, made.lead, Action::See).await?.is_empty();
            let to = if seen { address(made.lead) } else { "/leads".to_owned() };
            Ok(Redirect::to(&to).into_response())
        }
        Err(refusal) => {
            drop(tx);
            creating(&desk, &input, &mendable(refusal)?).await
        }
    }
}

/// Channels with what stands below them, as one choice.
pub(super) async fn origins(desk: &Desk<'_>) -> Result<Vec<Choice>> {
    let all = sources::all(desk.conn(), desk.tenant()).await?;
    let mut list = Vec::new();
    for channel in desk.choices("source") {
        let (code, name) = (channel.value.clone(), channel.label.clone());
        list.push(channel);
        for platform in all.iter().filter(|s| s.active && s.channel == code && s.parent_id.is_none()) {
            list.push(Choice::new(platform.code.clone(), format!("{name} › {}", platform.name)));
            for campaign in all.iter().filter(|s| s.active && s.parent_id == Some(platform.id)) {
                let label = format!("{name} › {} › {}", platform.name, campaign.name);
                list.push(Choice::new(campaign.code.clone(), label));
            }
        }
    }
    Ok(list)
}

async fn creating(desk: &Desk<'_>, input: &Input, errors: &[FieldError]) -> Result<Response> {
    let visitor = &desk.call.visitor;
    let mut origins = origins(desk).await?;
    origins.insert(0, Choice::new("", desk.p("choose")));
    let mut stores: Vec<Choice> =
        visitor.stores.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let home = visitor.scope.powers.home_store.map(|id| id.to_string()).unwrap_or_default();
    if home.is_empty() {
        stores.insert(0, Choice::new("", desk.p("head-office")));
    }
    let fields = html! {
        (desk.field("source", desk.label("source"), errors).required().select(&origins, input.get("source").unwrap_or_default(), &desk.w))
        (asked(desk, &ASKED, input, errors))
        @if stores.len() > 1 {
            (desk.field("store", desk.label("store"), errors).select(&stores, input.filled("store").unwrap_or(&home), &desk.w))
        }
    };
    let form = Form {
        id: "lead".into(),
        action: "/leads/new".into(),
        draft: visitor.user().map(|user| format!("lead-new:{user}")),
        errors: desk.sentences(errors),
        fields,
        submit: desk.p("take-in").into_owned(),
        cancel: Some("/leads".into()),
        ..Form::default()
    };
    let shell = Shell {
        title: desk.p("new").into_owned(),
        crumbs: vec![Crumb::new(desk.t("kind-lead-plural"), "/leads")],
        body: form.render(&desk.w),
        ..Shell::default()
    };
    Ok(answer(errors, desk.page.show(shell)))
}

/// `GET /leads/{lead}/edit`.
pub(super) async fn edit(call: Call) -> Result<Response> {
    let (id, version, input, open) = stored(&call).await?;
    editing(&Desk::new(&call), id, version, &input, &open, &[])
}

/// `POST /leads/{lead}/edit`.
pub(super) async fn update(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let (id, _, _, open) = stored(&call).await?;
    let version =
        form.get("version").and_then(|v| v.parse().ok()).ok_or_else(|| Problem::bad_request("api-version-required"))?;
    let input = typed(&form, &open);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match change(&mut tx, id, version, &input).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&address(id)).into_response())
        }
        Err(refusal) => {
            drop(tx);
            editing(&desk, id, version, &input, &open, &mendable(refusal)?)
        }
    }
}

/// The lead with the values of its form, and the fields that may be changed: those shown in full.
async fn stored(call: &Call) -> Result<(Id, i64, Input, Vec<&'static str>)> {
    let (id, look) = (call.record(&LEAD)?, call.look());
    find::require(&look, &LEAD, id, Action::Edit).await?;
    let fields: Vec<_> = LEAD.fields_for(Uses::FORM).filter(|f| ASKED.contains(&f.name)).collect();
    let row = find(&look, &LEAD, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let open = generic::fields_to_edit(&row).iter().map(|f| f.name).collect();
    Ok((id, row.version, generic::input_of(&row, call.today().zone), open))
}

fn editing(
    desk: &Desk<'_>,
    id: Id,
    version: i64,
    input: &Input,
    open: &[&'static str],
    errors: &[FieldError],
) -> Result<Response> {
    let names: Vec<&str> = ASKED.into_iter().filter(|name| open.contains(name)).collect();
    let form = Form {
        id: "lead".into(),
        action: format!("{}/edit", address(id)),
        errors: desk.sentences(errors),
        fields: html! { input type="hidden" name="version" value=(version); (asked(desk, &names, input, errors)) },
        submit: desk.p("save").into_owned(),
        cancel: Some(address(id)),
        ..Form::default()
    };
    let shell = Shell {
        title: desk.p("edit").into_owned(),
        crumbs: vec![Crumb::new(desk.t("kind-lead-plural"), "/leads"), Crumb::new(desk.t("kind-lead"), address(id))],
        body: form.render(&desk.w),
        ..Shell::default()
    };
    Ok(answer(errors, desk.page.show(shell)))
}

/// Fields of the lead.
fn asked(desk: &Desk<'_>, names: &[&str], input: &Input, errors: &[FieldError]) -> Markup {
    let one = |name: &str| {
        let value = input.get(name).unwrap_or_default();
        let field = desk.field(name, desk.label(name), errors);
        match name {
            "name" => field.required().focus().text(value, &desk.w),
            "phone" => field.phone(value, &desk.w),
            "level" => {
                let mut levels = desk.choices("customer-grade");
                levels.insert(0, Choice::new("", desk.p("not-yet")));
                field.select(&levels, value, &desk.w)
            }
            "remark" => field.wide().max(2_000).textarea(value, 3, &desk.w),
            _ => field.text(value, &desk.w),
        }
    };
    html! { @for name in names.iter().filter(|name| !desk.hidden(name)) { (one(name)) } }
}
