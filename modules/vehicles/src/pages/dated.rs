//! What the page's small forms do: owners, drivers, plates, odometer, putting away.

use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use kernel::{Id, Tx};
use records::{FieldKind, Refusal, input};
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::desk::{Desk, address};
use crate::odometer::NewReading;
use crate::parties::{self, NewParty, Role};
use crate::plates::{self, Taken};
use crate::vehicle::delete as vehicle_delete;

async fn done(
    call: &Call,
    id: Id,
    what: impl AsyncFnOnce(&mut Tx<'_>) -> std::result::Result<(), Refusal>,
) -> Result<Response> {
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    what(&mut tx).await?;
    tx.commit().await?;
    Ok(Redirect::to(&address(id)).into_response())
}

fn day(desk: &Desk<'_>, form: &Pairs) -> std::result::Result<NaiveDate, Refusal> {
    match form.get("on") {
        None => Ok(desk.here.today()),
        Some(text) => input::date(text).ok_or_else(|| Refusal::field("on", "field-not-a-date")),
    }
}

fn customer(form: &Pairs) -> std::result::Result<Id, Refusal> {
    form.get("customer").and_then(|text| text.parse().ok()).ok_or_else(|| Refusal::field("customer", "field-required"))
}

/// `POST /vehicles/{vehicle}/owner`.
pub(super) async fn owner(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let (id, on, to) = (desk.vehicle()?, day(&desk, &form)?, customer(&form)?);
    done(&call, id, async |tx| parties::change_owner(tx, id, Some(to), on).await).await
}

/// `POST /vehicles/{vehicle}/parties`.
pub(super) async fn add_party(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let (id, on, who) = (desk.vehicle()?, day(&desk, &form)?, customer(&form)?);
    let role =
        form.get("role").and_then(Role::from_name).ok_or_else(|| Refusal::field("role", "vehicle-role-unknown"))?;
    done(&call, id, async |tx| parties::add(tx, id, NewParty { customer: who, role, from: Some(on) }).await).await
}

/// `POST /vehicles/{vehicle}/parties/{vehicle_party}/end`: from today on.
pub(super) async fn end_party(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let (id, party, on) = (desk.vehicle()?, call.id("vehicle_party")?, desk.here.today());
    done(&call, id, async |tx| parties::remove(tx, id, party, on).await).await
}

/// `POST /vehicles/{vehicle}/plate`; an empty plate takes it off.
pub(super) async fn plate(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let (id, on) = (desk.vehicle()?, day(&desk, &form)?);
    if desk.hidden("plate") {
        return Err(Problem::forbidden());
    }
    let typed = form.get("plate");
    let checked = typed.map(identifiers::plate::check);
    if let Some(reason) = checked.as_ref().filter(|c| !c.verdict.is_storable()).and_then(|c| c.verdict.reason()) {
        return Err(Refusal::field("plate", &crate::vehicle::reading::sentence(reason)).into());
    }
    let taken = match form.get("taken") {
        Some("bare") => Taken::Bare,
        Some("swap") => Taken::Swap,
        _ => Taken::Refuse,
    };
    done(&call, id, async |tx| {
        plates::change(tx, id, checked.as_ref().map(|c| c.value.as_str()), typed, on, taken).await
    })
    .await
}

/// `POST /vehicles/{vehicle}/odometer`.
pub(super) async fn odometer(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let (id, on) = (desk.vehicle()?, day(&desk, &form)?);
    let field = records::Field::new("km", FieldKind::Kilometres);
    let read = input::read(&field, form.get("km").unwrap_or_default(), call_context(&desk))
        .map_err(|e| Refusal::Invalid(vec![e]))?;
    let records::Datum::Integer(km) = read.datum else { return Err(Refusal::field("km", "field-required").into()) };
    if km < 0 || on > desk.here.today() {
        return Err(Refusal::field(if km < 0 { "km" } else { "on" }, "vehicle-reading-impossible").into());
    }
    let new = NewReading {
        replaced: form.get("replaced").is_some_and(|v| v != "false"),
        store: call.visitor.scope.powers.home_store,
        ..NewReading::new(km, on, "entry")
    };
    done(&call, id, async |tx| crate::odometer::enter(tx, id, new).await.map(drop)).await
}

fn call_context(desk: &Desk<'_>) -> input::Context {
    input::Context { today: desk.here.today(), zone: desk.here.zone }
}

/// `POST /vehicles/{vehicle}/deletion`.
pub(super) async fn delete(call: Call, form: Pairs) -> Result<Response> {
    let id = Desk::new(&call).vehicle()?;
    let version =
        form.get("version").and_then(|v| v.parse().ok()).ok_or_else(|| Problem::bad_request("api-version-required"))?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    vehicle_delete::delete(&mut tx, id, version).await?;
    tx.commit().await?;
    Ok(Redirect::to("/vehicles").into_response())
}
