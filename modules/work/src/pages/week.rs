//! `GET /work-week`: the work list as a calendar: a week on a desk, a day on a phone; mine, one person's, or my people's.

use chrono::{Datelike, Days, NaiveDate};
use kernel::{Id, Instant};
use maud::{Markup, html};
use ui::{Button, Icon, Shell};
use web::Problem;
use web::records::Call;

use super::desk::{Desk, Names};
use super::list::{switch, whose, words};
use crate::board::{self, Line};
use crate::duties::{Span, Whose};

/// The most entries of a source in a week.
const MOST: usize = 200;

/// Keys of the names of weekdays, Monday first.
const NAMES: [&str; 7] = ["work-mon", "work-tue", "work-wed", "work-thu", "work-fri", "work-sat", "work-sun"];

pub(super) async fn show(call: Call) -> Result<Markup, Problem> {
    let desk = Desk::new(&call);
    let me = call.visitor.user().ok_or_else(Problem::forbidden)?;
    let of = call.pairs.get("of").unwrap_or("me");
    let whose = whose(&call, of, me);
    let today = call.today();
    let chosen = call.pairs.get("day").and_then(records::input::date).unwrap_or(today.date);
    let days = week(chosen);
    let start = |day: NaiveDate| Instant::start_of(day, today.zone);
    let end = days[6].checked_add_days(Days::new(1)).unwrap_or(days[6]);
    let span = Span { from: Some(start(days[0])), until: start(end) };
    let lines = board::between(&call, whose, span, MOST).await?;
    let person = match whose {
        Whose::Of(user) if user != me => Some(("user".to_owned(), user)),
        _ => None,
    };
    let team = matches!(whose, Whose::Team(_));
    let owners = lines.iter().filter(|_| team).filter_map(|(_, d)| d.owner).map(|id| ("user".to_owned(), id));
    let abouts = lines.iter().filter_map(|(_, d)| d.about.clone());
    let names = desk.names(abouts.chain(owners).chain(person.clone())).await?;
    let view = View { desk: &desk, names: &names, team, now: call.app.db.clock.now() };
    let at = |day: NaiveDate| format!("/work-week?of={of}&day={day}");
    let on = |day: NaiveDate| lines.iter().filter(|(_, d)| d.due_at.date_in(today.zone) == day).collect::<Vec<_>>();
    let body = html! {
        (switch(&desk, "/work-week", of, person.and_then(|key| names.get(&key).cloned())))
        nav.week-ways aria-label=(desk.t("work-week")) {
            (Button::new(desk.t("work-week-before")).small().icon(Icon::Left).href(at(before(days[0]))).render())
            (Button::new(desk.t("work-week-now")).small().href(at(today.date)).render())
            (Button::new(desk.t("work-week-after")).small().icon(Icon::Right).href(at(end)).render())
            span.hint { (days[0].format("%Y-%m-%d")) "–" (days[6].format("%m-%d")) }
        }
        nav.week-strip aria-label=(desk.t("work-week-days")) {
            @for (day, name) in days.iter().zip(NAMES) {
                a.is-today[*day == today.date] href=(at(*day)) aria-current=[(*day == chosen).then_some("date")] {
                    span { (desk.t(&format!("{name}-short"))) } b { (day.format("%d")) }
                    small { @let n = on(*day).len(); @if n > 0 { (n) } @else { "·" } }
                }
            }
        }
        div.week {
            @for (day, name) in days.iter().zip(NAMES) {
                section.week-day.is-today[*day == today.date].is-chosen[*day == chosen] {
                    h2 { (desk.t(name)) " " time datetime=(day) { (day.format("%m-%d")) } }
                    @let here = on(*day);
                    @if here.is_empty() { p.hint { (desk.t("work-week-free")) } }
                    ul { @for line in here { (view.entry(line)) } }
                }
            }
        }
    };
    let shell = Shell {
        title: desk.t("work-week").into_owned(),
        crumbs: vec![ui::Crumb::new(desk.t("work-title"), format!("/work?of={of}"))],
        actions: Some(Button::new(desk.t("work-calendar")).quiet().icon(Icon::Share).href("/my-calendar").render()),
        body,
        ..Shell::default()
    };
    Ok(desk.page.show(shell))
}

/// Monday to Sunday of a day's week.
fn week(day: NaiveDate) -> [NaiveDate; 7] {
    let back = Days::new(u64::from(day.weekday().num_days_from_monday()));
    let monday = day.checked_sub_days(back).unwrap_or(day);
    std::array::from_fn(|n| monday.checked_add_days(Days::new(n as u64)).unwrap_or(monday))
}

fn before(monday: NaiveDate) -> NaiveDate {
    monday.checked_sub_days(Days::new(7)).unwrap_or(monday)
}

struct View<'a> {
    desk: &'a Desk<'a>,
    names: &'a Names,
    team: bool,
    now: Instant,
}

impl View<'_> {
    fn entry(&self, (_, duty): &Line) -> Markup {
        let desk = self.desk;
        let time = duty.due_at.utc().with_timezone(&desk.here.zone).format("%H:%M").to_string();
        let about = duty.about.as_ref().and_then(|key| self.names.get(key)).filter(|name| !name.is_empty());
        let owner = |id: Id| self.names.get(&("user".to_owned(), id));
        html! {
            li.is-late[duty.due_at < self.now] {
                a href=(duty.href) {
                    // What is planned for a day is due when the day is over.
                    span.week-time { (ui::icon(duty.icon)) @if time == "23:59" { (desk.t("work-week-all-day")) } @else { (time) } }
                    span { (words(desk, &duty.what)) }
                    @if let Some(about) = about { b { (about) } }
                    @if let Some(level) = &duty.level { (ui::tag(level)) }
                    @if duty.due_at < self.now { (ui::dot(ui::State::Overdue, &desk.t("work-overdue"))) }
                    @if self.team { @if let Some(owner) = duty.owner.and_then(owner) { small { (owner) } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SALE-02: a week begins on Monday, over the turn of a year too.
    #[test]
    fn weeks_begin_on_monday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for text in ["2026-12-28", "2026-12-31", "2027-01-03"] {
            let days = week(day(text));
            assert_eq!((days[0], days[6]), (day("2026-12-28"), day("2027-01-03")), "{text}");
        }
        assert_eq!(before(day("2027-01-04")), day("2026-12-28"));
    }
}
