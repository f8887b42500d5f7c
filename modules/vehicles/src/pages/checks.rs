//! What is said below a field while someone types: suggestions, doubts, and cars within reach with the same number.

use identifiers::{Verdict, plate as plates, vin as vins};
use kernel::{Access, Action};
use maud::{Markup, html};
use web::Result;
use web::records::Call;

use super::desk::{Desk, address};
use crate::kind::VEHICLE;
use crate::vehicle::reading::{read_vin, sentence};
use crate::{catalogue, lookup};

/// About a VIN: I, O and Q read as digits, the brand that its maker code suggests, doubts, a car that has it.
pub(super) async fn vin(call: Call) -> Result<Markup> {
    let desk = Desk::new(&call);
    let Some(typed) = call.pairs.get("vin").filter(|t| t.chars().count() <= 40) else { return Ok(html! {}) };
    let value = vins::normalise(typed);
    let asked = if closed(&call, "vin") { Vec::new() } else { vec![value.clone()] };
    let known = lookup::by_vins(&call.look(), Action::See, &asked).await?;
    let brand =
        catalogue::suggested_brand(call.app.db.read(), call.visitor.scope.tenant, &value, call.visitor.scope.lang)
            .await?;
    // Half a VIN is not wrong yet.
    let complete = value.chars().count() >= vins::LENGTH;
    let verdict = complete.then(|| read_vin(typed, None, desk.here.today(), false));
    let year = vins::model_year(&value, None, desk.here.today());
    Ok(html! {
        @if let Some(meant) = vins::suggestion(typed) { p.hint { (desk.t("vehicle-check-meant")) " " (ui::vin(&meant)) } }
        @else if let Some(Err(reason)) = &verdict { p.field-error { (desk.t(&sentence(*reason))) } }
        @if let Some(Ok(read)) = &verdict {
            @if let Some(doubt) = read.doubt { p.hint { (desk.t(&sentence(doubt))) } }
            @if let Some(brand) = &brand { p.hint { (desk.t("vehicle-check-brand")) " " b { (brand) } @if let Some(year) = year { " · " (year) } } }
        }
        @for found in known.iter().take(1) { p.hint { a href=(address(found.vehicle)) { (desk.t("vehicle-vin-known")) } } }
    })
}

/// Whether a field is hidden on some row that the visitor reaches: then no car is told by it.
fn closed(call: &Call, field: &str) -> bool {
    call.visitor.scope.field_at_least(VEHICLE.name, field) == Access::Hidden
}

/// About a plate: O and I read as digits, the province of home supplied, doubts, a car that wears it.
pub(super) async fn plate(call: Call) -> Result<Markup> {
    let desk = Desk::new(&call);
    let Some(typed) = call.pairs.get("plate").filter(|t| t.chars().count() <= 40) else { return Ok(html! {}) };
    let checked = plates::check(typed);
    let asked = if closed(&call, "plate") { Vec::new() } else { vec![checked.value.clone()] };
    let known = lookup::by_plates(&call.look(), Action::See, &asked).await?;
    let complete = checked.value.chars().count() >= 6;
    Ok(html! {
        @if let Some(meant) = plates::suggestion(typed) { p.hint { (desk.t("vehicle-check-meant")) " " (ui::plate(&meant, ui::PlateKind::guess(&meant))) } }
        @else if complete {
            @match checked.verdict {
                Verdict::Valid => (ui::plate(&checked.value, ui::PlateKind::guess(&checked.value))),
                Verdict::Suspect(reason) => p.hint { (desk.t(&sentence(reason))) },
                Verdict::Rejected(reason) => p.field-error { (desk.t(&sentence(reason))) },
            }
        }
        @for found in known.iter().take(1) { p.hint { a href=(address(found.vehicle)) { (desk.t("vehicle-plate-worn")) } } }
    })
}
