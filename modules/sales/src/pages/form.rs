//! Opening an opportunity and changing its facts.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Access, Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Commands, Field, Input, Refusal, Row, Uses, find, require};
use web::records::form as generic;
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::desk::{Desk, address, mendable};
use crate::kind::OPPORTUNITY;
use crate::opportunity::{OpportunityCommands, queries};

/// What a customer's file gives along in the address.
const BESIDES: &str = "store";

/// `GET /opportunities/new?customer=&store=`. Somebody whose opportunity is open already is not asked anew: it is opened.
pub(super) async fn new(call: Call) -> Result<Response> {
    let mut input = typed(&call, &call.pairs);
    if let Some(open) = open_one(&call, &input).await? {
        return Ok(Redirect::to(&format!("{}?said=open-already", address(open, ""))).into_response());
    }
    if input.filled("level").is_none() {
        input.set("level", crate::levels::UNRATED);
    }
    creating(&call, &input, &[]).await.map(IntoResponse::into_response)
}

/// `POST /opportunities/new`.
pub(super) async fn create(call: Call, form: Pairs) -> Result<Response> {
    let input = typed(&call, &form);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match OpportunityCommands.create(&mut tx, &input).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("{}?said=opened", address(id, ""))).into_response())
        }
        Err(refusal) => {
            drop(tx);
            let errors = mendable(refusal)?;
            if errors.iter().any(|e| e.code == "opportunity-open-already")
                && let Some(open) = open_one(&call, &input).await?
            {
                return Ok(Redirect::to(&format!("{}?said=open-already", address(open, ""))).into_response());
            }
            Ok((StatusCode::UNPROCESSABLE_ENTITY, creating(&call, &input, &errors).await?).into_response())
        }
    }
}

/// `GET /opportunities/{opportunity}/edit`.
pub(super) async fn edit(call: Call) -> Result<Markup> {
    let (row, fields) = stored(&call).await?;
    let input = generic::input_of(&row, call.today().zone);
    Ok(editing(&call, &row, row.version, &fields, &input, &[]))
}

/// `POST /opportunities/{opportunity}/edit`.
pub(super) async fn update(call: Call, form: Pairs) -> Result<Response> {
    let (row, fields) = stored(&call).await?;
    let version =
        form.get("version").and_then(|v| v.parse().ok()).ok_or_else(|| Problem::bad_request("api-version-required"))?;
    let input = generic::read(&fields, &form, call.today().zone);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match OpportunityCommands.update(&mut tx, row.id, version, &input).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&address(row.id, "")).into_response())
        }
        Err(refusal) => {
            drop(tx);
            let errors = match refusal {
                Refusal::Conflict(_) => {
                    vec![FieldError { field: String::new(), code: "opportunity-changed-meanwhile".into() }]
                }
                other => mendable(other)?,
            };
            let page = editing(&call, &row, row.version, &fields, &input, &errors);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// The one that the customer named has open at the store, if the visitor sees it.
async fn open_one(call: &Call, input: &Input) -> Result<Option<Id>> {
    let Some(customer) = input.filled("customer").and_then(|text| text.parse::<Id>().ok()) else { return Ok(None) };
    let scope = &call.visitor.scope;
    let store = input.filled(BESIDES).and_then(|text| text.parse().ok()).or(scope.powers.home_store);
    let Some(store) = store else { return Ok(None) };
    let Some(live) = queries::live(call.app.db.read(), scope.tenant, customer, store).await? else { return Ok(None) };
    let seen = find::anchors(&call.look(), &OPPORTUNITY, live.id, Action::See).await?;
    Ok((!seen.is_empty()).then_some(live.id))
}

/// Fields of the form, as far as someone may write them.
fn open_fields(call: &Call) -> Vec<&'static Field> {
    let scope = &call.visitor.scope;
    let shown = |f: &&'static Field| scope.field_at_best(OPPORTUNITY.name, f.name) == Access::Shown;
    OPPORTUNITY.fields_for(Uses::FORM).filter(shown).collect()
}

fn typed(call: &Call, pairs: &Pairs) -> Input {
    let mut input = generic::read(&open_fields(call), pairs, call.today().zone);
    if let Some(store) = pairs.get(BESIDES) {
        input.set(BESIDES, store);
    }
    input
}

async fn stored(call: &Call) -> Result<(Row, Vec<&'static Field>)> {
    let (id, look) = (call.record(&OPPORTUNITY)?, call.look());
    require(&look, &OPPORTUNITY, id, Action::Edit).await?;
    let fields: Vec<_> = OPPORTUNITY.fields_for(Uses::FORM).chain(OPPORTUNITY.field("number")).collect();
    let row = find(&look, &OPPORTUNITY, id, &fields).await?.ok_or_else(Problem::not_found)?;
    // Whose it is stays as it is.
    let fields = generic::fields_to_edit(&row).into_iter().filter(|f| f.name != "customer").collect();
    Ok((row, fields))
}

async fn creating(call: &Call, input: &Input, errors: &[FieldError]) -> Result<Markup> {
    let desk = Desk::new(call);
    let mut input = input.clone();
    if let Some(id) = input.filled("customer").and_then(|text| text.parse::<Id>().ok()) {
        let name = customers::lookup::names(&call.look(), &[id]).await?.remove(&id).unwrap_or_default();
        if let Some(field) = OPPORTUNITY.field("customer") {
            generic::name_reference(&mut input, field, name);
        }
    }
    let user = call.visitor.user().map(|id| id.to_string()).unwrap_or_default();
    let form = ui::Form {
        id: "opportunity".into(),
        action: "/opportunities/new".into(),
        draft: Some(format!("opportunity-new:{user}")),
        errors: generic::summary(&desk.page, &OPPORTUNITY, errors),
        fields: html! {
            @if let Some(store) = input.filled(BESIDES) { input type="hidden" name=(BESIDES) value=(store); }
            (generic::form(&desk.page, &OPPORTUNITY, &open_fields(call), &input, errors))
        },
        submit: desk.t("opportunity-open").into_owned(),
        cancel: Some("/opportunities".into()),
        ..ui::Form::default()
    };
    let shell = ui::Shell {
        title: desk.t("opportunity-new").into_owned(),
        crumbs: vec![ui::Crumb::new(desk.t("kind-opportunity-plural"), "/opportunities")],
        body: form.render(&desk.w),
        ..ui::Shell::default()
    };
    Ok(desk.page.show(shell))
}

fn editing(
    call: &Call,
    row: &Row,
    version: i64,
    fields: &[&'static Field],
    input: &Input,
    errors: &[FieldError],
) -> Markup {
    let desk = Desk::new(call);
    let number = row.get("number").text().unwrap_or_default().to_owned();
    let form = ui::Form {
        id: "opportunity".into(),
        action: address(row.id, "edit"),
        errors: generic::summary(&desk.page, &OPPORTUNITY, errors),
        fields: html! {
            input type="hidden" name="version" value=(version);
            (generic::form(&desk.page, &OPPORTUNITY, fields, input, errors))
        },
        submit: desk.t("opportunity-save").into_owned(),
        cancel: Some(address(row.id, "")),
        ..ui::Form::default()
    };
    let shell = ui::Shell {
        title: desk.ta("opportunity-edit", &[("number", number.as_str().into())]),
        crumbs: vec![
            ui::Crumb::new(desk.t("kind-opportunity-plural"), "/opportunities"),
            ui::Crumb::new(number, address(row.id, "")),
        ],
        body: form.render(&desk.w),
        ..ui::Shell::default()
    };
    desk.page.show(shell)
}
