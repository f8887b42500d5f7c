//! Why two files may be one person, in words, as far as the reader may know it.

use kernel::Action;
use maud::{Markup, html};
use ui::{State, dot};

use super::desk::Desk;
use crate::duplicates::Reason;

/// The field of the customer that a part of a comparison speaks of; none for what hangs on their cars.
fn field(slot: &str) -> Option<&'static str> {
    match slot {
        "surname" | "given-name" | "name" => Some("name"),
        "sex" => Some("sex"),
        "birthday" => Some("birthday"),
        "suburb" => Some("district"),
        "postcode" => Some("postcode"),
        "state" => Some("province"),
        "phone" => Some("phone"),
        "email" => Some("email"),
        "id-number" => Some("id_number"),
        "plate" | "vin" => None,
        _ => Some("address"),
    }
}

/// Whether the reader may know of a part: the field is open to them, or the cars are.
pub(super) fn open(desk: &Desk<'_>, slot: &str) -> bool {
    match field(slot) {
        Some(field) => !desk.hidden(field),
        None => desk.visitor().scope.can("vehicle", Action::See),
    }
}

/// 电话相同
pub(super) fn sentence(desk: &Desk<'_>, reason: &Reason) -> String {
    let part = desk.t(&format!("customer-pair-slot-{}", reason.slot));
    let level = desk.t(&format!("customer-pair-level-{}", reason.level));
    desk.pair("reason", &[("part", (&*part).into()), ("level", (&*level).into())])
}

/// The reasons that concern a field, or the cars.
pub(super) fn of_field<'r>(reasons: &'r [Reason], name: Option<&str>) -> impl Iterator<Item = &'r Reason> {
    reasons.iter().filter(move |reason| field(&reason.slot) == name)
}

/// What speaks for it or against it, marked.
pub(super) fn mark(desk: &Desk<'_>, reason: &Reason) -> Markup {
    let state = match reason.weight {
        weight if weight > 3.0 => State::Done,
        weight if weight >= 0.0 => State::Plain,
        weight if weight > -3.0 => State::Due,
        _ => State::Overdue,
    };
    html! { (dot(state, &sentence(desk, reason))) }
}
