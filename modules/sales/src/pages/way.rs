//! The way of an opportunity on its page: its stages, the goal and tasks of the present one, and the step onwards.

use kernel::{Access, Instant};
use maud::{Markup, html};
use ui::{Button, Choice, Field, Icon, Menu, Panel};

use super::desk::{Desk, address};
use super::record::{Record, Refused};
use crate::opportunity::Act;
use crate::stages::{Stage, is_default};

pub(super) const FORM: &str = "stage";

pub(super) fn view(desk: &Desk<'_>, record: &Record, refused: &Refused) -> Markup {
    if desk.call.visitor.scope.field_on("opportunity", "stage", std::slice::from_ref(&record.row.place))
        != Access::Shown
    {
        return html! {};
    }
    let all: Vec<&Stage> = record.stages.active().collect();
    let rank = record.stages.rank(&record.held.stage);
    let at = all.iter().rposition(|s| s.position <= rank).unwrap_or(0);
    let steps: Vec<(String, Option<String>)> = all.iter().map(|s| (desk.stage(&s.code), None)).collect();
    let open = record.may(Act::Move);
    let stage = all.get(at);
    let days = (desk.call.app.db.clock.now().0 - record.held.stage_at.0).max(0) / Instant(0).plus_days(1).0;
    let body = html! {
        (ui::stepper(&steps, at, &desk.w))
        @if let Some(stage) = stage {
            p.hint { (desk.ta("opportunity-stage-days", &[("stage", desk.stage(&stage.code).as_str().into()), ("n", ui::Arg::Int(days))])) }
            @let goal = text(desk, stage, "goal", &stage.goal);
            @if let Some(goal) = &goal { p { b { (desk.t("stage-goal")) } (desk.t("opportunity-colon")) (goal) } }
            @let tasks = text(desk, stage, "tasks", &stage.tasks);
            @if let Some(tasks) = &tasks { ul.list-plain { @for task in tasks.lines() { li { (task) } } } }
        }
        @if open { (steps_on(desk, record, refused)) }
    };
    Panel::new(desk.t("opportunity-way"), body).id("way").render()
}

/// Goal or tasks of a stage: the house's own, else the words of the module.
pub(super) fn text(desk: &Desk<'_>, stage: &Stage, what: &str, own: &Option<String>) -> Option<String> {
    match own {
        Some(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        None if is_default(&stage.code) => {
            Some(desk.t(&format!("stage-{what}-{}", stage.code.replace('_', "-"))).into_owned())
        }
        None => None,
    }
}

fn steps_on(desk: &Desk<'_>, record: &Record, refused: &Refused) -> Markup {
    let action = address(record.id, "stage");
    let choices: Vec<Choice> = record
        .stages
        .active()
        .filter(|s| s.code != record.held.stage)
        .map(|s| Choice::new(s.code.as_str(), desk.stage(&s.code)))
        .collect();
    let version = record.held.version;
    let typed = |field| refused.typed(FORM, field).unwrap_or_default();
    let error = |field| refused.error(desk, FORM, field);
    let form = html! {
        form.form method="post" action=(action) data-once {
            input type="hidden" name="version" value=(version);
            (Field::new("stage", desk.label("stage")).error(error("stage")).select(&choices, typed("stage"), &desk.w))
            (Field::new("reason", desk.t("opportunity-back-reason")).error(error("reason")).id("stage-reason").text(typed("reason"), &desk.w))
            button.button.button-primary.button-small type="submit" { (desk.t("opportunity-move")) }
        }
    };
    html! {
        div.row {
            @if let Some(next) = record.stages.after(&record.held.stage) {
                form method="post" action=(action) data-once {
                    input type="hidden" name="version" value=(version);
                    (Button::new(desk.ta("opportunity-move-to", &[("stage", desk.stage(&next.code).as_str().into())])).icon(Icon::Right).value("stage", next.code.as_str()).render())
                }
            }
            @if refused.form == FORM { (form) } @else { (Menu::with(desk.t("opportunity-other-stage"), form).render()) }
        }
    }
}
