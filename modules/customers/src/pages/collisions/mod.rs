//! Collisions (CUS-10): what stands on the customer's page, the list of cases, and the page of one.

mod acts;
mod card;
mod list;
mod show;

pub(super) use acts::{answer, appeal, ask, leave, take};
pub(super) use card::cards;
pub(super) use list::list;
pub(super) use show::show;

use ui::State as Mark;

use super::desk::Desk;
use crate::collisions::{Between, Case, State, Told};

/// The words of one of the keys of collisions.
fn word(desk: &Desk<'_>, key: &str) -> String {
    desk.t(&format!("collision-{key}")).into_owned()
}

/// The colour and word of a state.
fn state(desk: &Desk<'_>, case: &Case) -> (Mark, String) {
    let state = case.collision.state();
    let mark = match state {
        State::Open => Mark::Accent,
        State::Asked | State::Appealed => Mark::Due,
        State::Allowed | State::Shared | State::Taken => Mark::Done,
        State::Declined => Mark::Overdue,
        State::Left | State::Withdrawn => Mark::Past,
    };
    (mark, word(desk, &format!("state-{}", state.name())))
}

/// Who knew the customer first, as far as the visitor was told: a colleague, a store, or the group.
fn first(desk: &Desk<'_>, case: &Case) -> String {
    match (case.told(), case.collision.between()) {
        (Told::Named, Between::Store) if !desk.hidden("owner") => {
            case.first_owner_name.clone().unwrap_or_else(|| desk.t("customer-pool").into_owned())
        }
        (Told::Named, Between::Group | Between::Dealers) => case.first_store_name.clone(),
        (_, Between::Store) => word(desk, "colleague"),
        _ => word(desk, "somewhere"),
    }
}
