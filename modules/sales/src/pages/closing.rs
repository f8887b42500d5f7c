//! How an opportunity ends or rests: the forms for losing, putting off, giving to the pool, and for taking it up again.

use kernel::Action;
use maud::{Markup, html};
use ui::{Button, Fact, Field, Panel};

use super::desk::{Desk, address, lines};
use super::record::{Record, Refused};
use crate::opportunity::{Act, REVIEW, State};

pub(super) const LOSS: &str = "loss";
pub(super) const VERDICT: &str = "verdict";
pub(super) const REST: &str = "rest";
pub(super) const AGAIN: &str = "again";

pub(super) fn view(desk: &Desk<'_>, record: &Record, refused: &Refused) -> Markup {
    html! {
        @if record.held.state() == State::DefeatPending { (pending(desk, record, refused)) }
        @if record.may(Act::AskDefeat) { (loss(desk, record, refused)) }
        @if record.may(Act::Sleep) || record.may(Act::Release) { (rest(desk, record, refused)) }
        @if record.may(Act::Wake) { (wake(desk, record)) }
        @if again_possible(desk, record) { (again(desk, record, refused)) }
    }
}

fn again_possible(desk: &Desk<'_>, record: &Record) -> bool {
    let possible = matches!(record.held.state(), State::Defeated | State::Pool);
    possible && record.may_edit && desk.can(Action::Create)
}

/// What was said of the loss, and the verdict.
fn pending(desk: &Desk<'_>, record: &Record, refused: &Refused) -> Markup {
    let row = &record.row;
    let mut facts = Vec::new();
    for name in ["reason", "competitor"] {
        if let Some(value) = desk.value(row, name) {
            facts.push(Fact::new(desk.label(name), value));
        }
    }
    if let Some(evidence) = record.held.evidence.as_deref().filter(|_| !desk.hidden("reason")) {
        facts.push(Fact::new(desk.t("opportunity-evidence"), lines(evidence)).wide());
    }
    let own = record.held.asked_by.is_some() && record.held.asked_by == desk.call.visitor.user();
    let may_judge = desk.call.visitor.scope.may(REVIEW) && !own;
    let action = address(record.id, "verdict");
    let body = html! {
        (ui::facts(&facts, &desk.w))
        @if may_judge {
            form.form method="post" action=(action) data-once {
                (Field::new("note", desk.t("opportunity-verdict-note")).id("verdict-note").error(refused.error(desk, VERDICT, "note")).textarea(refused.typed(VERDICT, "note").unwrap_or_default(), 2, &desk.w))
                div.row {
                    (Button::new(desk.t("opportunity-act-approve")).primary().value("verdict", "approve").render())
                    (Button::new(desk.t("opportunity-act-return")).value("verdict", "return").render())
                }
            }
        } @else { p.hint { (desk.t(if own { "opportunity-review-own" } else { "opportunity-review-waits" })) } }
        @if record.may(Act::Withdraw) {
            form method="post" action=(address(record.id, "defeat/withdrawal")) { (Button::new(desk.t("opportunity-act-withdraw")).quiet().small().render()) }
        }
    };
    Panel::new(desk.t("opportunity-review"), body).id("review").render()
}

fn loss(desk: &Desk<'_>, record: &Record, refused: &Refused) -> Markup {
    let typed = |field| refused.typed(LOSS, field).unwrap_or_default();
    let error = |field| refused.error(desk, LOSS, field);
    let form = html! {
        form.form method="post" action=(address(record.id, "defeat")) data-once {
            (Field::new("reason", desk.label("reason")).id("loss-reason").error(error("reason")).required().select(&desk.choices("lost-reason"), typed("reason"), &desk.w))
            (Field::new("competitor", desk.label("competitor")).id("loss-competitor").hint(desk.t("opportunity-competitor-hint")).error(error("competitor")).text(typed("competitor"), &desk.w))
            (Field::new("evidence", desk.t("opportunity-evidence")).id("loss-evidence").hint(desk.t("opportunity-evidence-hint")).error(error("evidence")).required().textarea(typed("evidence"), 2, &desk.w))
            button.button.button-danger type="submit" { (desk.t("opportunity-act-ask-defeat")) }
        }
    };
    folded(desk.t("opportunity-lose").as_ref(), refused.form == LOSS, form)
}

fn rest(desk: &Desk<'_>, record: &Record, refused: &Refused) -> Markup {
    let typed = |field| refused.typed(REST, field).unwrap_or_default();
    let error = |field| refused.error(desk, REST, field);
    let form = html! {
        form.form method="post" action=(address(record.id, "rest")) data-once {
            (Field::new("note", desk.t("opportunity-rest-reason")).id("rest-note").error(error("note")).required().text(typed("note"), &desk.w))
            @if record.may(Act::Sleep) {
                (Field::new("wake_on", desk.label("wake_on")).error(error("wake_on")).date(records::input::date(typed("wake_on")), &desk.w))
            }
            div.row {
                @if record.may(Act::Sleep) { (Button::new(desk.t("opportunity-act-sleep")).value("act", "sleep").render()) }
                @if record.may(Act::Release) { (Button::new(desk.t("opportunity-act-release")).value("act", "release").render()) }
            }
        }
    };
    folded(desk.t("opportunity-rest").as_ref(), refused.form == REST, form)
}

fn wake(desk: &Desk<'_>, record: &Record) -> Markup {
    let form = html! {
        form method="post" action=(address(record.id, "waking")) { (Button::new(desk.t("opportunity-act-wake")).primary().render()) }
    };
    Panel::new(desk.t("opportunity-rest"), form).render()
}

/// Taking up again what was lost or given away.
fn again(desk: &Desk<'_>, record: &Record, refused: &Refused) -> Markup {
    let (act, word) = match record.held.state() {
        State::Pool => ("claim", "opportunity-act-claim"),
        _ => ("reactivation", "opportunity-act-reactivate"),
    };
    let note = Field::new("note", desk.t("opportunity-again-reason"))
        .id("again-note")
        .error(refused.error(desk, AGAIN, "note"));
    let form = html! {
        form.form method="post" action=(address(record.id, act)) data-once {
            @if act == "reactivation" { (note.required().text(refused.typed(AGAIN, "note").unwrap_or_default(), &desk.w)) }
            (Button::new(desk.t(word)).primary().render())
        }
    };
    Panel::new(desk.t("opportunity-again"), form).render()
}

/// What is done seldom stands folded.
fn folded(title: &str, open: bool, form: Markup) -> Markup {
    html! { details.panel.folded open[open] { summary { h2 { (title) } } (form) } }
}
