//! `GET /customers/known?phone=&name=`: customers that the one being typed may repeat, told while typing, the likeliest
//! first, with the reasons (CUS-07). Only what the visitor sees anyway is told and compared; what only another store knows
//! leaves no trace here.

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Response};
use kernel::{Access, Id};
use matching::{Role, Slot};
use maud::{Markup, html};
use records::{Field, ListQuery, Row, list, search};
use web::Problem;
use web::records::{Call, Renderer};

use super::desk::{Desk, address};
use super::reasons;
use crate::customer::lookup;
use crate::duplicates::{self, Likeness};
use crate::kind::CUSTOMER;
use crate::phones::NewPhone;

/// At most this many are told.
const TOLD: usize = 5;

/// So many that answer are compared.
const COMPARED: usize = 20;

/// A name of fewer letters finds too many.
const SHORTEST_NAME: usize = 2;

/// The answer below a field: nothing, or those who may be the same. Four to six queries.
pub(super) async fn look(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let typed = Typed {
        phone: NewPhone::read(call.pairs.get("phone").filter(|_| !closed(&desk, "phone")).unwrap_or_default())
            .ok()
            .filter(|p| !p.is_virtual)
            .map(|p| p.phone),
        name: call.pairs.get("name").unwrap_or_default().trim().to_owned(),
    };
    let rows = found(&desk, &typed).await?;
    Ok(markup(&desk, &rows).into_response())
}

/// Whether a field is hidden on some row that the visitor reaches: then nobody is told by it.
fn closed(desk: &Desk<'_>, field: &str) -> bool {
    desk.visitor().scope.field_at_least(CUSTOMER.name, field) == Access::Hidden
}

struct Typed {
    phone: Option<String>,
    name: String,
}

/// Customers within reach that have this number or this name, with how likely they are the one typed.
async fn found(desk: &Desk<'_>, typed: &Typed) -> Result<Vec<(Row, Likeness)>, Problem> {
    let look = desk.look();
    let mut ids: Vec<Id> = Vec::new();
    if let Some(phone) = &typed.phone {
        let known = lookup::by_phones(&look, kernel::Action::See, std::slice::from_ref(phone)).await?;
        ids.extend(known.into_iter().map(|m| m.customer));
    }
    let called = ids.len();
    if typed.name.chars().count() >= SHORTEST_NAME && !closed(desk, "name") {
        ids.extend(search::search(&look, &CUSTOMER, &typed.name, COMPARED).await?.into_iter().map(|hit| hit.record));
    }
    let by_phone = ids[..called].to_vec();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = ListQuery::new(&CUSTOMER, desk.call.today());
    query.fields = ["name", "phone", "class", "owner", "store"]
        .iter()
        .filter_map(|f| CUSTOMER.field(f))
        .collect::<Vec<&'static Field>>();
    query.ids = Some(ids);
    let rows = list(&look, desk.call.registry(), &query).await?.rows;
    let mut facts: BTreeMap<Id, Vec<(Role, String)>> = BTreeMap::new();
    for row in &rows {
        let shown = |field: &str| row.get(field).text().map(str::to_owned);
        // Whoever was found by the number has it, though another may stand first in the file.
        let phone = typed.phone.clone().filter(|_| by_phone.contains(&row.id)).or(shown("phone"));
        let own = [(Role::FullName, shown("name")), (Role::Phone, phone)];
        facts.insert(row.id, own.into_iter().filter_map(|(role, text)| Some((role, text?))).collect());
    }
    let own: Vec<(Role, String)> = [(Role::FullName, Some(typed.name.clone())), (Role::Phone, typed.phone.clone())]
        .into_iter()
        .filter_map(|(role, text)| Some((role, text.filter(|t| !t.is_empty())?)))
        .collect();
    let mut likely = duplicates::liken(look.conn, look.scope.tenant, &own, &facts).await?;
    let mut rows: Vec<(Row, Likeness)> =
        rows.into_iter().filter_map(|row| likely.remove(&row.id).map(|likeness| (row, likeness))).collect();
    rows.sort_by(|(a, x), (b, y)| y.weight.total_cmp(&x.weight).then(a.id.cmp(&b.id)));
    rows.truncate(TOLD);
    Ok(rows)
}

fn markup(desk: &Desk<'_>, rows: &[(Row, Likeness)]) -> Markup {
    let renderer = Renderer::new(&desk.page);
    let agrees = |likeness: &Likeness| {
        let said: Vec<String> = likeness
            .reasons
            .iter()
            .filter(|reason| reason.weight > 0.0 && Slot::of_name(&reason.slot) != Some(Slot::Sex))
            .filter(|reason| reasons::open(desk, &reason.slot))
            .map(|reason| reasons::sentence(desk, reason))
            .collect();
        said.join(&*desk.p("comma"))
    };
    html! {
        @if !rows.is_empty() {
            p { (desk.p("maybe-known")) }
            ul {
                @for (row, likeness) in rows {
                    li.row {
                        @for (n, (field, shown)) in row.cells.iter().enumerate() {
                            @if n == 0 { a href=(address(row.id, "")) target="_blank" rel="noopener" { (renderer.name(field, shown)) } }
                            @else if shown.value().is_some() || matches!(shown, records::Shown::Masked(_)) { span { (renderer.name(field, shown)) } }
                        }
                        span.hint { (agrees(likeness)) }
                    }
                }
            }
        }
    }
}
