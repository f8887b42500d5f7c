//! `GET /customers/duplicates?phone=&name=`: customers that the one being typed may repeat, told while typing (CUS-07).
//! Only what the visitor sees anyway is told; what only another store knows leaves no trace here.

use axum::response::{IntoResponse, Response};
use kernel::Id;
use maud::{Markup, html};
use records::{Field, ListQuery, Row, list, search};
use web::Problem;
use web::records::{Call, Renderer};

use super::desk::{Desk, address};
use crate::customer::lookup;
use crate::kind::CUSTOMER;
use crate::phones::NewPhone;

/// At most this many are told.
const TOLD: usize = 5;

/// A name of fewer letters finds too many.
const SHORTEST_NAME: usize = 2;

/// The answer below a field: nothing, or those who may be the same. Three to five queries.
pub(super) async fn look(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let rows =
        found(&desk, call.pairs.get("phone").unwrap_or_default(), call.pairs.get("name").unwrap_or_default()).await?;
    Ok(markup(&desk, &rows).into_response())
}

/// Customers within reach that have this number, then those of this name.
async fn found(desk: &Desk<'_>, phone: &str, name: &str) -> Result<Vec<Row>, Problem> {
    let look = desk.look();
    let mut ids: Vec<Id> = Vec::new();
    if let Some(phone) = NewPhone::read(phone).ok().filter(|p| !p.is_virtual) {
        ids.extend(
            lookup::by_phones(&look, kernel::Action::See, &[phone.phone]).await?.into_iter().map(|m| m.customer),
        );
    }
    if name.trim().chars().count() >= SHORTEST_NAME && !desk.hidden("name") {
        ids.extend(search::search(&look, &CUSTOMER, name.trim(), TOLD).await?.into_iter().map(|hit| hit.record));
    }
    let mut order: Vec<Id> = Vec::new();
    for id in ids {
        if !order.contains(&id) && order.len() < TOLD {
            order.push(id);
        }
    }
    if order.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = ListQuery::new(&CUSTOMER, desk.call.today());
    query.fields = ["name", "phone", "class", "owner", "store"]
        .iter()
        .filter_map(|f| CUSTOMER.field(f))
        .collect::<Vec<&'static Field>>();
    query.ids = Some(order.clone());
    let mut rows = list(&look, desk.call.registry(), &query).await?.rows;
    rows.sort_by_key(|row| order.iter().position(|id| *id == row.id));
    Ok(rows)
}

fn markup(desk: &Desk<'_>, rows: &[Row]) -> Markup {
    let renderer = Renderer::new(&desk.page);
    html! {
        @if !rows.is_empty() {
            p { (desk.p("maybe-known")) }
            ul {
                @for row in rows {
                    li.row {
                        @for (n, (field, shown)) in row.cells.iter().enumerate() {
                            @if n == 0 { a href=(address(row.id, "")) target="_blank" rel="noopener" { (renderer.name(field, shown)) } }
                            @else if shown.value().is_some() || matches!(shown, records::Shown::Masked(_)) { span { (renderer.name(field, shown)) } }
                        }
                    }
                }
            }
        }
    }
}
