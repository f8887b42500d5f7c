//! The next-action bar: when the customer is to be contacted next, and the one button that does it (LEAD-05 begins
//! here; CUS-11, CUS-16).

use chrono::{Days, NaiveDate};
use kernel::Id;
use maud::{Markup, html};
use ui::{Arg, Button, Field, Icon, Menu, NextAction, State, Words};

use super::parts::Record;
use crate::customer::file::EngagementView;
use crate::pages::answer::opener_large;
use crate::pages::desk::{Desk, address};

/// How a planned contact stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    /// Nothing is planned.
    Unplanned,
    /// It should have been this many days ago.
    Overdue(i64),
    /// It is today.
    Today,
    /// It is in this many days.
    Ahead(i64),
}

/// How a planned contact stands.
fn due(planned: Option<NaiveDate>, today: NaiveDate) -> Due {
    match planned.map(|day| (day - today).num_days()) {
        None => Due::Unplanned,
        Some(0) => Due::Today,
        Some(days) if days < 0 => Due::Overdue(-days),
        Some(days) => Due::Ahead(days),
    }
}

/// The engagement whose contact is due first; those that nothing is planned for come last, those of a customer who
/// lapsed do not count.
fn first<'r>(desk: &Desk<'_>, record: &'r Record) -> Option<&'r EngagementView> {
    let planned = record
        .file
        .engagements
        .iter()
        .filter(|e| e.engagement.next_contact_on.is_some() && e.engagement.class != "lapsed");
    planned.min_by_key(|e| (e.engagement.next_contact_on, e.engagement.id)).or_else(|| record.own(desk))
}

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    // When the next contact is may be nobody's business but the owner's.
    let Some(at) = first(desk, record).filter(|at| at.shows("next_contact_on")) else { return html! {} };
    let planned = at.engagement.next_contact_on;
    let days = |n: i64| [("n", Arg::Int(n))];
    let (state, when) = match due(planned, desk.today()) {
        Due::Overdue(n) => (State::Overdue, desk.pa("overdue", &days(n))),
        Due::Today => (State::Due, desk.t("ui-time-today").into_owned()),
        Due::Ahead(1) => (State::Accent, desk.t("ui-time-tomorrow").into_owned()),
        Due::Ahead(n) => (State::Accent, desk.pa("ahead", &days(n))),
        Due::Unplanned => (State::Plain, desk.p("unplanned").into_owned()),
    };
    let what = match (planned, &at.owner_name) {
        (Some(_), Some(owner)) => desk.pa("contact-by", &[("owner", owner.as_str().into())]),
        (Some(_), None) if !at.shows("owner") => desk.label("next_contact_on").into_owned(),
        (Some(_), None) => desk.p("contact-by-pool").into_owned(),
        (None, _) => desk.p("plan-contact").into_owned(),
    };
    NextAction { state, when, what, why: why(desk, record, at), actions: Some(actions(desk, record, at)) }.render()
}

/// The day, the last contact, and the store where it is not the only one.
fn why(desk: &Desk<'_>, record: &Record, at: &EngagementView) -> String {
    let mut parts = Vec::new();
    if let Some(day) = at.engagement.next_contact_on {
        parts.push(ui::date_text(day, desk.words.lang()));
    }
    if at.shows("touched_at") {
        let touched = at.engagement.touched_at.utc();
        let touched = ui::instant_text(touched, desk.here.zone, desk.words.lang());
        parts.push(desk.pa("last-touched", &[("at", touched.into())]));
    }
    if record.file.engagements.len() > 1 {
        parts.push(at.store_name.clone());
    }
    parts.join(" · ")
}

fn actions(desk: &Desk<'_>, record: &Record, at: &EngagementView) -> Markup {
    // What is open there plans the next contact by itself: it is logged there, once.
    let elsewhere = record.open.iter().find_map(|item| item.contact.as_ref());
    if let Some((_, href)) = elsewhere.filter(|(store, _)| *store == at.engagement.store_id) {
        return Button::new(desk.p("log-contact")).primary().icon(Icon::Phone).key("c").href(href.as_str()).render();
    }
    let log = format!("{}?kind=call&store={}", address(record.id, "contacts-made/new"), at.engagement.store_id);
    let word = if at.engagement.next_contact_on.is_some() { desk.p("reschedule") } else { desk.p("schedule") };
    html! {
        (opener_large(&desk.p("log-contact"), &log, Icon::Phone, true, Some("c")))
        @if at.editable {
            (Menu::with(word, next_contact_form(desk, record.id, at.engagement.store_id, at.engagement.next_contact_on, None)).icon(Icon::Calendar).at_end().render())
        }
    }
}

/// Days offered with one press: tomorrow, in three days, a week, a month.
const OFFERED: [(u64, &str); 4] = [(1, "in-1"), (3, "in-3"), (7, "in-7"), (30, "in-30")];

/// The form that plans the next contact: one press for the usual days, any other day by the calendar.
pub(in crate::pages) fn next_contact_form(
    desk: &Desk<'_>,
    customer: Id,
    store: Id,
    planned: Option<NaiveDate>,
    error: Option<String>,
) -> Markup {
    let w = &desk.words;
    let action = address(customer, "next-contact");
    let later = |days: u64| desk.today().checked_add_days(Days::new(days)).unwrap_or(desk.today());
    html! {
        form.form.next-contact method="post" action=(action) hx-post=(action) hx-swap="outerHTML" data-once {
            input type="hidden" name="store" value=(store);
            div.row {
                @for (days, key) in OFFERED {
                    button.button.button-small type="submit" name="on" value=(later(days)) { (desk.p(key)) }
                }
            }
            (Field::new("next_contact_on", desk.label("next_contact_on")).id("next-contact-day").error(error).date(planned, w))
            div.row {
                button.button.button-primary.button-small type="submit" { (w.t("ui-apply")) }
                @if planned.is_some() { button.button.button-quiet.button-small type="submit" name="on" value="none" { (desk.p("unplan")) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-11: the bar tells overdue from due by the calendar of the place.
    #[test]
    fn planned_contacts_against_today() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-22");
        assert_eq!(due(None, today), Due::Unplanned);
        assert_eq!(due(Some(day("2026-11-22")), today), Due::Today);
        assert_eq!(due(Some(day("2026-11-20")), today), Due::Overdue(2));
        assert_eq!(due(Some(day("2026-12-01")), today), Due::Ahead(9));
    }
}
