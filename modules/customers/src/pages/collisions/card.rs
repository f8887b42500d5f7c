//! What the customer's page says of a collision, with the way to the case.

use maud::{Markup, html};
use ui::{Icon, Words, icon};

use super::{first, word};
use crate::collisions::{Between, Case, State};
use crate::pages::desk::Desk;

/// A line for each case: that the person is known, or that somebody asks for access.
pub(in crate::pages) fn cards(desk: &Desk<'_>, cases: &[Case]) -> Markup {
    html! { @for case in cases { (card(desk, case)) } }
}

fn card(desk: &Desk<'_>, case: &Case) -> Markup {
    let asked = matches!(case.collision.state(), State::Asked | State::Appealed);
    let judged = case.collision.state() == State::Appealed && !case.is_mine();
    let (text, label) = if case.is_theirs() && asked && !judged {
        let by = case.collision.asked_by_name.as_deref().unwrap_or_default();
        let args = [("by", by.into()), ("store", case.store_name.as_str().into())];
        (desk.words.ta("collision-card-request", &args), "answer")
    } else if case.is_mine() {
        let key = match (case.collision.state(), case.collision.between()) {
            (State::Asked, _) => "collision-card-asked",
            (State::Declined, _) => "collision-card-declined",
            (State::Appealed, _) => "collision-card-appealed",
            (_, Between::Store) => "collision-card-store",
            _ => "collision-card-group",
        };
        (desk.words.ta(key, &[("first", first(desk, case).as_str().into())]), if asked { "look" } else { "what-now" })
    } else {
        return html! {};
    };
    html! {
        div.flash.is-due role="status" {
            (icon(Icon::Warning))
            p { (text) }
            a.button.button-small href={ "/collisions/" (case.collision.id) } { (word(desk, label)) }
        }
    }
}
