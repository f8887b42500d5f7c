//! `POST /customers/{customer}/reveals/{field}`: a masked value in full, noted in the journal and limited per hour.

use axum::response::{IntoResponse, Response};
use kernel::journal::Change;
use kernel::scope::Place;
use kernel::{Access, Action, Id};
use maud::{Markup, html};
use records::mask::mask;
use records::policy::Look;
use records::{Datum, FieldKind, Source, require};
use web::Problem;
use web::limits::{self, Guard};
use web::records::Call;

use super::desk::{Desk, address};
use crate::customer::queries as customers;
use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;

/// Where a field is revealed, for those who may reveal customers' values at all.
pub(super) fn address_of(desk: &Desk<'_>, customer: Id, field: &str) -> Option<String> {
    desk.can(Action::Reveal).then(|| address(customer, &format!("reveals/{field}")))
}

/// Answers with the value in place of its mask.
pub(super) async fn reveal(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let name = call.uri.path().rsplit('/').next().unwrap_or_default();
    let field =
        CUSTOMER.field(name).filter(|f| !matches!(f.source, Source::Anchor(_))).ok_or_else(Problem::not_found)?;
    let allowed = limits::allowed(&call.app, &call.visitor.scope, Guard::Reveal).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let look = Look::within(&tx);
    let anchors = require(&look, &CUSTOMER, customer, Action::Reveal).await?;
    let places: Vec<Place> =
        engagements::by_ids(tx.conn(), tx.tenant(), &anchors).await?.iter().map(|e| e.place()).collect();
    // What is hidden is not revealed: the mask must be there to be lifted.
    if tx.scope().field_on(CUSTOMER.name, field.name, &places) == Access::Hidden {
        return Err(Problem::not_found());
    }
    limits::take_within(&tx, Guard::Reveal, allowed).await?;
    let value = match field.name {
        "phone" => customers::find(tx.conn(), tx.tenant(), customer).await?.and_then(|c| c.phone),
        name => {
            let (facts, id_number) = customers::facts(&look, customer).await?.ok_or_else(Problem::not_found)?;
            if name == "id_number" { id_number } else { facts.get(name).and_then(|d| d.plain(field.kind)) }
        }
    };
    let datum = value.map_or(Datum::Empty, Datum::Text);
    // The line tells which field was seen; its value stays masked.
    let masked = Some(mask(field.kind, &datum)).filter(|text| !text.is_empty());
    tx.record(
        "customer",
        customer,
        "reveal",
        vec![Change { field: field.name.into(), before: masked.clone(), after: masked }],
    );
    tx.commit().await?;
    let shown = plain(&desk, field.kind, &datum);
    if !call.is_part() {
        let body = html! { p { (desk.label(field.name)) " " (shown) } };
        let crumbs = vec![
            ui::Crumb::new(desk.t("kind-customer-plural"), "/customers"),
            ui::Crumb::new(desk.p("back-to-file"), address(customer, "")),
        ];
        return Ok(desk
            .page
            .show(ui::Shell { title: desk.label(field.name).into_owned(), crumbs, body, ..ui::Shell::default() })
            .into_response());
    }
    Ok(shown.into_response())
}

fn plain(desk: &Desk<'_>, kind: FieldKind, datum: &Datum) -> Markup {
    match (datum, kind) {
        (Datum::Text(text), FieldKind::Phone) => ui::phone(&identifiers::phone::national(text)),
        (Datum::Text(text), FieldKind::Choice(dictionary)) => html! { (desk.code(dictionary, text)) },
        (Datum::Text(text), _) => html! { (text) },
        _ => html! { span.nothing { (desk.t("ui-empty-value")) } },
    }
}
