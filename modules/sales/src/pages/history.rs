//! All that happened with an opportunity, the newest first: moves, contacts, levels.

use kernel::{Access, Instant};
use maud::{Markup, html};
use ui::{Entry, Icon, Panel, State};

use super::desk::{Desk, lines};
use super::record::Record;
use crate::follow_ups::FollowUp;
use crate::opportunity::ledger::{Line, OPENED};

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    let place = std::slice::from_ref(&record.row.place);
    let shown = |field: &str| desk.call.visitor.scope.field_on("opportunity", field, place) == Access::Shown;
    let mut list: Vec<(Instant, Entry)> = Vec::new();
    if shown("stage") && shown("reason") && shown("competitor") {
        list.extend(record.moves.iter().map(|line| (line.at, moved(desk, line))));
    }
    list.extend(record.contacts.iter().map(|c| (c.at, contact(desk, c, shown("level")))));
    if shown("level") {
        let alone = record.rated.iter().filter(|r| {
            // A level that was given with a contact or at the beginning stands there.
            r.from_level.is_some() && !record.contacts.iter().any(|c| c.at == r.at)
        });
        list.extend(alone.map(|r| {
            let title = html! { (r.from_level.as_deref().map(|l| desk.level(l)).unwrap_or_default()) " → " (desk.level(&r.level)) };
            (r.at, Entry::new(r.at.utc(), Icon::Chart, desk.label("level"), r.by_name.clone(), title).state(State::Past))
        }));
    }
    list.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let entries: Vec<Entry> = list.into_iter().map(|(_, entry)| entry).collect();
    Panel::new(desk.t("opportunity-history"), ui::timeline(&entries, None, None, &desk.here, &desk.w)).render()
}

fn moved(desk: &Desk<'_>, line: &Line) -> Entry {
    let title = match (&line.from_stage, line.act.as_str()) {
        (Some(from), "move" | "win") => html! { (desk.stage(from)) " → " (desk.stage(&line.stage)) },
        (_, OPENED) => html! { (desk.stage(&line.stage)) " · " (desk.level(&line.level)) },
        _ => {
            let reason = line.reason.as_deref().map(|code| desk.code("lost-reason", code));
            let said: Vec<String> = reason.into_iter().chain(line.competitor.clone()).collect();
            html! { (said.join(" · ")) }
        }
    };
    let (icon, state) = match line.act.as_str() {
        OPENED => (Icon::Plus, State::Past),
        "win" | "approve" => (Icon::Check, State::Done),
        "ask-defeat" => (Icon::Warning, State::Due),
        "return" | "withdraw" | "reactivate" | "claim" | "wake" => (Icon::Undo, State::Accent),
        _ => (Icon::Sale, State::Past),
    };
    let word = match line.act.as_str() {
        OPENED => desk.t("opportunity-opened").into_owned(),
        act => desk.t(&format!("opportunity-act-{act}")).into_owned(),
    };
    let entry = Entry::new(line.at.utc(), icon, word, line.by_name.clone(), title).state(state);
    match line.note.as_deref() {
        Some(note) => entry.body(lines(note)),
        None => entry,
    }
}

fn contact(desk: &Desk<'_>, c: &FollowUp, level: bool) -> Entry {
    let icon = match c.channel.as_str() {
        "call" => Icon::Phone,
        "visit" => Icon::Visit,
        _ => Icon::Message,
    };
    let mut said = vec![desk.code("follow-up-result", &c.result)];
    if level && c.from_level != c.level {
        said.push(format!("{} → {}", desk.level(&c.from_level), desk.level(&c.level)));
    }
    if let Some(next) = c.next_on {
        let day = ui::date_text(next, ui::Words::lang(&desk.w));
        said.push(desk.ta("opportunity-then", &[("day", day.as_str().into())]));
    }
    let late = c.due_on.is_some_and(|due| due < c.at.date_in(desk.here.zone));
    let state = if late { State::Overdue } else { State::Done };
    let word = desk.code("follow-up-channel", &c.channel);
    let entry = Entry::new(c.at.utc(), icon, word, c.by_name.clone(), html! { (said.join(" · ")) }).state(state);
    match c.content.as_deref() {
        Some(text) => entry.body(lines(text)),
        None => entry,
    }
}
