//! `/customers/{customer}/reveals/{field}`: a masked value in full, for a reason, noted in the journal and limited per
//! hour. `GET` asks for the reason, `POST` shows the value; a script sends the same to
//! `POST /api/v1/customers/{customer}/reveals/{field}`.

use axum::Json;
use axum::body::Bytes;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use kernel::journal::Change;
use kernel::scope::Place;
use kernel::{Access, Action, Id};
use maud::{Markup, html};
use records::custom::is_custom;
use records::mask::mask;
use records::policy::Look;
use records::reason::{NOTE_LENGTH, REASONS, Reason};
use records::{Datum, Field, FieldKind, Source, custom, require};
use serde_json::{Value, json};
use ui::{Choice, Form};
use web::Problem;
use web::limits::{self, Guard};
use web::records::{Call, Renderer, labels};

use super::answer;
use super::desk::{Desk, address};
use super::typed::Typed;
use crate::customer::queries as customers;
use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;

/// Where a field is revealed, for those who may reveal customers' values at all.
pub(super) fn address_of(desk: &Desk<'_>, customer: Id, field: &str) -> Option<String> {
    desk.can(Action::Reveal).then(|| address(customer, &format!("reveals/{field}")))
}

/// Asks for the reason.
pub(super) async fn form(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let (customer, field) = (desk.customer()?, field(&call)?);
    let anchors = require(&desk.look(), &CUSTOMER, customer, Action::Reveal).await?;
    open_on(&desk.look(), &anchors, field).await?;
    Ok(ask(&desk, customer, field, &Typed::default()))
}

/// Answers with the value in place of its mask.
pub(super) async fn reveal(call: Call, mut typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let (customer, field) = (desk.customer()?, field(&call)?);
    let reason = match Reason::given(typed.get("reason"), typed.get("note"), &codes(&desk.choices(REASONS))) {
        Ok(reason) => reason,
        Err(refusal) => {
            require(&desk.look(), &CUSTOMER, customer, Action::Reveal).await?;
            typed.refused(refusal)?;
            return Ok(ask(&desk, customer, field, &typed));
        }
    };
    let datum = lift(&call, customer, field, reason).await?;
    let shown = plain(&desk, field, &datum);
    if call.is_part() {
        let place = format!("outerHTML:[data-reveal='{}']", address(customer, &format!("reveals/{}", field.name)));
        let body = html! {
            span.revealed tabindex="-1" data-focus hx-swap-oob=(place) { (shown) }
            div #dialogs hx-swap-oob="innerHTML" {}
        };
        return Ok(([(HeaderName::from_static("hx-reswap"), HeaderValue::from_static("none"))], body).into_response());
    }
    let list = [ui::Fact::new(desk.label(field.name), shown)];
    let crumbs = vec![
        ui::Crumb::new(desk.t("kind-customer-plural"), "/customers"),
        ui::Crumb::new(desk.p("back-to-file"), address(customer, "")),
    ];
    let shell = ui::Shell {
        title: desk.label(field.name).into_owned(),
        crumbs,
        body: ui::facts(&list, &desk.words),
        ..ui::Shell::default()
    };
    Ok(desk.page.show(shell).into_response())
}

/// The same for a script: `{"reason", "note"}` comes, `{"field", "value"}` goes.
pub(super) async fn api(call: Call, bytes: Bytes) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let (customer, field) = (desk.customer()?, field(&call)?);
    // Whoever may not reveal this learns nothing by what is wrong with the body.
    require(&desk.look(), &CUSTOMER, customer, Action::Reveal).await?;
    let Ok(Value::Object(body)) = serde_json::from_slice(&bytes) else {
        return Err(Problem::bad_request("api-bad-json"));
    };
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let reason = Reason::given(text("reason"), text("note"), &codes(&desk.choices(REASONS)))?;
    let value = match lift(&call, customer, field, reason).await? {
        Datum::Text(text) => Some(text),
        _ => None,
    };
    Ok(Json(json!({ "field": field.name, "value": value })).into_response())
}

/// How the API's description tells of it.
pub(super) fn described() -> Value {
    let text = |name: &str| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } });
    let body = json!({
        "type": "object", "required": ["reason"],
        "properties": {
            "reason": { "type": "string", "description": format!("A code of the dictionary {REASONS}.") },
            "note": { "type": "string", "maxLength": NOTE_LENGTH, "description": "Required where the reason is `other`." },
        },
    });
    let answer = json!({
        "type": "object", "properties": { "field": { "type": "string" }, "value": { "type": ["string", "null"] } },
    });
    json!({
        "parameters": [text("customer"), text("field")],
        "post": {
            "operationId": "reveal_customer_field", "tags": ["customers"],
            "summary": "A masked value in full, for a reason; it is noted and limited per hour",
            "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
            "responses": {
                "200": { "description": "The value", "content": { "application/json": { "schema": answer } } },
                "default": { "$ref": "#/components/responses/problem" },
            },
        },
    })
}

/// The field named in the path.
fn field(call: &Call) -> Result<&'static Field, Problem> {
    let name = call.uri.path().rsplit('/').next().unwrap_or_default();
    call.kind(&CUSTOMER).field(name).filter(|f| !matches!(f.source, Source::Anchor(_))).ok_or_else(Problem::not_found)
}

fn codes(choices: &[Choice]) -> Vec<&str> {
    choices.iter().map(|choice| choice.value.as_str()).collect()
}

/// The form: one press chooses, Enter sends.
fn ask(desk: &Desk<'_>, customer: Id, field: &Field, typed: &Typed) -> Response {
    let choices = desk.choices(REASONS);
    let reason = typed.field(desk, "reason", "reveal-reason").required().wide().focus();
    let note = typed.field(desk, "note", "reveal-note").wide().max(NOTE_LENGTH).hint(desk.p("reveal-note-hint"));
    let fields = html! {
        p.hint.field-wide { (desk.p("reveal-hint")) }
        @if !choices.is_empty() { (reason.radio(&choices, typed.get("reason"), &desk.words)) }
        (note.text(typed.get("note"), &desk.words))
    };
    let form = Form {
        id: "customer-reveal".into(),
        action: address(customer, &format!("reveals/{}", field.name)),
        in_place: true,
        errors: typed.sentences(desk),
        fields,
        submit: desk.t("ui-reveal").into(),
        cancel: (!desk.call.is_part()).then(|| address(customer, "")),
        ..Form::default()
    };
    let title = desk.pa("reveal-title", &[("field", desk.label(field.name).into_owned().into())]);
    answer::form(desk, customer, &title, form.render(&desk.words), !typed.errors.is_empty())
}

/// What is hidden is not revealed: the mask must be there to be lifted.
async fn open_on<C: kernel::ConnectionTrait>(look: &Look<'_, C>, anchors: &[Id], field: &Field) -> Result<(), Problem> {
    let standing = engagements::by_ids(look.conn, look.scope.tenant, anchors).await?;
    let places: Vec<Place> = standing.iter().map(|e| e.place()).collect();
    match look.scope.field_on(CUSTOMER.name, field.name, &places) {
        Access::Hidden => Err(Problem::not_found()),
        _ => Ok(()),
    }
}

/// Reads the value, counts the reading and notes it with its reason.
async fn lift(call: &Call, customer: Id, field: &'static Field, reason: Reason) -> Result<Datum, Problem> {
    let allowed = limits::allowed(&call.app, &call.visitor.scope, Guard::Reveal).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let look = Look::within(&tx);
    let anchors = require(&look, &CUSTOMER, customer, Action::Reveal).await?;
    open_on(&look, &anchors, field).await?;
    limits::take_within(&tx, Guard::Reveal, allowed).await?;
    let value = match field.name {
        "phone" => customers::find(tx.conn(), tx.tenant(), customer).await?.and_then(|c| c.phone),
        name if is_custom(name) => {
            let held = custom::of_records(tx.conn(), tx.keys(), tx.tenant(), call.kind(&CUSTOMER), &[customer]).await?;
            held.get(&customer).and_then(|values| values.get(name)).and_then(|d| d.plain(field.kind))
        }
        name => {
            let (facts, id_number) = customers::facts(&look, customer).await?.ok_or_else(Problem::not_found)?;
            if name == "id_number" { id_number } else { facts.get(name).and_then(|d| d.plain(field.kind)) }
        }
    };
    let datum = value.map_or(Datum::Empty, Datum::Text);
    // The line tells which field was seen; its value stays masked.
    let masked = Some(mask(field.kind, &datum)).filter(|text| !text.is_empty());
    let seen = vec![Change { field: field.name.into(), before: masked.clone(), after: masked }];
    tx.record_because(CUSTOMER.name, customer, labels::REVEAL, seen, Some(reason.text()));
    tx.commit().await?;
    Ok(datum)
}

fn plain(desk: &Desk<'_>, field: &Field, datum: &Datum) -> Markup {
    match (datum, field.kind) {
        (Datum::Text(text), FieldKind::Phone) => ui::phone(&identifiers::phone::national(text)),
        (Datum::Text(text), FieldKind::Choice(dictionary)) => html! { (desk.code(dictionary, text)) },
        // Whatever was not text is read back from its plain form, and codes become words.
        (Datum::Text(text), kind) => html! { (Renderer::new(&desk.page).text(field, &Datum::of_plain(kind, text))) },
        _ => html! { span.nothing { (desk.t("ui-empty-value")) } },
    }
}
