//! The form for a contact: channel and result are one press each, the next day is proposed by the level's rhythm (LEAD-05).

use maud::{Markup, html};
use ui::{Choice, Field, Panel};

use super::desk::{Desk, address};
use super::record::{Record, Refused};
use crate::opportunity::{Act, day};

pub(super) const FORM: &str = "follow-up";

pub(super) fn view(desk: &Desk<'_>, record: &Record, refused: &Refused) -> Markup {
    if !record.may(Act::Follow) {
        return html! {};
    }
    let typed = |field| refused.typed(FORM, field).unwrap_or_default();
    let error = |field| refused.error(desk, FORM, field);
    let chosen = |field, usual: &'static str| match typed(field) {
        "" => usual.to_owned(),
        text => text.to_owned(),
    };
    let today = day(desk.call.app.db.clock.now());
    let level = match typed("level") {
        "" => record.held.level.clone(),
        text => text.to_owned(),
    };
    // The day that each level would set, so that nobody has to reckon.
    let levels: Vec<Choice> = record
        .levels
        .open()
        .map(|l| {
            let next = ui::date_text(record.levels.next_on(&l.code, today), ui::Words::lang(&desk.w));
            Choice::new(l.code.as_str(), format!("{} · {}", desk.level(&l.code), next))
        })
        .collect();
    let next = records::input::date(typed("next_on"));
    let form = ui::Form {
        id: "follow-up-form".into(),
        action: address(record.id, "follow-ups"),
        draft: desk.call.visitor.user().map(|user| format!("follow-up:{}:{user}", record.id)),
        fields: html! {
            (Field::new("channel", desk.t("follow-up-channel")).error(error("channel")).radio(&desk.choices("follow-up-channel"), &chosen("channel", "call"), &desk.w))
            (Field::new("result", desk.t("follow-up-result")).error(error("result")).radio(&desk.choices("follow-up-result"), typed("result"), &desk.w))
            (Field::new("content", desk.t("follow-up-content")).error(error("content")).wide().textarea(typed("content"), 2, &desk.w))
            @if !desk.hidden("level") {
                (Field::new("level", desk.t("follow-up-level")).hint(desk.t("follow-up-level-hint")).error(error("level")).required().select(&levels, &level, &desk.w))
            }
            (Field::new("next_on", desk.label("next_on")).hint(desk.t("follow-up-next-hint")).error(error("next_on")).date(next, &desk.w))
        },
        submit: desk.t("opportunity-log-save").into_owned(),
        ..ui::Form::default()
    };
    Panel::new(desk.t("opportunity-log"), form.render(&desk.w)).id("follow-up").render()
}
