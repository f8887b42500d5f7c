//! A card of the board: who they are, for how long they have been here, and the steps, each a button where it can be taken.

use maud::{Markup, html};
use records::{Row, Shown};
use ui::{Arg, Button, Icon, Menu, State as Look, Words};
use web::records::Renderer;

use super::super::Act;
use super::super::machine::{State, after, next, way};
use super::board::state_of;
use super::{address, hidden, moment_of, p, value, who};
use crate::pages::desk::Desk;

/// Nobody waits longer than this to be received.
const WAITS: i64 = 5;
/// Whoever is here longer has been forgotten, or has left unseen.
const LONG: i64 = 180;

/// The steps that cards show; leaving is a button of its own.
const SHOWN: [State; 5] = [State::Received, State::Needs, State::TestDrive, State::Quotation, State::Agreed];

/// The card. `several` says that the board shows more than one store.
pub(super) fn card(
    desk: &Desk<'_>,
    renderer: &Renderer<'_>,
    row: &Row,
    reached: &[String],
    edit: bool,
    several: bool,
) -> Markup {
    let Some(state) = state_of(row) else { return html! {} };
    // A group without a name is called by its number of people already.
    let named = !matches!(row.get("name"), Shown::Hidden) && value(renderer, row, "name").is_some();
    let facts = ["heads", "came", "turn", "phone"].into_iter().filter(|field| named || *field != "heads");
    html! {
        li.visit {
            div.visit-head {
                a href=(address(row.id)) { (who(desk, row)) }
                (minutes(desk, row))
            }
            p.visit-facts {
                @for field in facts {
                    @if let Some(shown) = value(renderer, row, field) {
                        @if field == "heads" { span { (heads(desk, row)) } } @else { span { (shown) } }
                    }
                }
            }
            @if let Some(model) = value(renderer, row, "model") { p.visit-model { (model) } }
            p.visit-facts {
                @match value(renderer, row, "owner") {
                    Some(owner) => span { (owner) },
                    None => @if !hidden(desk, "owner") { (ui::dot(Look::Due, &p(desk, "nobody"))) },
                }
                @if several { @if let Some(store) = value(renderer, row, "store") { span.hint { (store) } } }
            }
            (steps(desk, row, state, reached, edit, true))
            @if edit { div.visit-foot { (onwards(desk, row, state, true)) (leaving(desk, row, state, true)) } }
        }
    }
}

fn heads(desk: &Desk<'_>, row: &Row) -> String {
    match row.get("heads") {
        Shown::Value(records::Datum::Integer(n)) => desk.w.ta("visit-page-heads", &[("n", Arg::Int(*n))]),
        _ => String::new(),
    }
}

/// For how long they have been here; the page keeps it fresh.
fn minutes(desk: &Desk<'_>, row: &Row) -> Markup {
    let Some(at) = moment_of(row, "arrived_at") else { return html! {} };
    let minutes = (desk.here.now - at.utc()).num_minutes().max(0);
    let received = row.get("owner").value().is_some() || hidden(desk, "owner");
    let look = match minutes {
        WAITS.. if !received => "is-overdue",
        LONG.. => "is-due",
        _ => "is-accent",
    };
    let title = ui::instant_text(at.utc(), desk.here.zone, desk.w.lang());
    html! {
        span.badge.(look) title=(title) {
            span { time datetime=(at.rfc3339()) data-minutes { (minutes) } " " (p(desk, "minutes-unit")) }
        }
    }
}

/// The steps: what was reached, where they are, and what can be taken next by one tap.
pub(super) fn steps(desk: &Desk<'_>, row: &Row, state: State, reached: &[String], edit: bool, board: bool) -> Markup {
    let word = |state: State| desk.code("visit-state", state.name());
    html! {
        form method="post" action=(format!("{}/steps", address(row.id))) data-once {
            @if board { input type="hidden" name="board" value="true"; }
            ol.steps aria-label=(p(desk, "steps")) {
                @for step in SHOWN {
                    @let done = step == State::Received || reached.iter().any(|name| name == step.name());
                    @let act = way(state, step).filter(|_| edit && state != State::Left);
                    li.step.is-done[done && step != state].is-here[step == state] aria-current=[(step == state).then_some("step")] {
                        @match act {
                            Some(Act::Drive) => a href=(drive(row)) { (word(step)) },
                            Some(act) => button type="submit" name="act" value=(act.name()) { (word(step)) },
                            None => span { @if done && step != state { (ui::icon(Icon::Check)) } (word(step)) },
                        }
                    }
                }
            }
        }
    }
}

/// Where a drive is begun: it asks for a licence.
fn drive(row: &Row) -> String {
    format!("{}#test-drive", address(row.id))
}

/// The usual next step.
pub(super) fn onwards(desk: &Desk<'_>, row: &Row, state: State, board: bool) -> Markup {
    let Some(act) = next(state) else { return html! {} };
    let label = desk.t(&format!("visit-act-{}", act.name()));
    if act == Act::Drive {
        return Button::new(label).icon(Icon::Right).href(drive(row)).render();
    }
    html! {
        form method="post" action=(format!("{}/steps", address(row.id))) data-once {
            @if board { input type="hidden" name="board" value="true"; }
            (Button::new(label).icon(Icon::Right).value("act", act.name()).render())
        }
    }
}

/// Leaving, with how it ended.
pub(super) fn leaving(desk: &Desk<'_>, row: &Row, state: State, board: bool) -> Markup {
    if after(state, Act::Leave).is_none() || hidden(desk, "result") {
        return html! {};
    }
    let items = html! {
        form method="post" action=(format!("{}/leaving", address(row.id))) data-once {
            @if board { input type="hidden" name="board" value="true"; }
            @for result in desk.choices("visit-result") {
                button.menu-item type="submit" name="result" value=(result.value) { span { (result.label) } }
            }
        }
    };
    Menu::with(desk.t("visit-act-leave"), items).at_end().render()
}
