//! `GET /work`: what waits for me, for one of my people, or for all of them.

use kernel::{Action, Id};
use maud::{Markup, html};
use records::list::COUNT_CAP;
use ui::{Button, Choice, Column, Count, Empty, Icon, Panel, Row, Shell, State, Tab, Table, dot, flash, tabs};
use web::Problem;
use web::records::Call;

use super::desk::{Desk, Names};
use super::when::When;
use crate::HOURS_MANAGE;
use crate::board::{self, Line};
use crate::duties::What;
use crate::duties::{Parts, Whose};
use crate::tasks::TASK;

/// A part of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Overdue,
    Today,
    Soon,
}

impl Part {
    fn of(line: &Line, parts: Parts) -> Part {
        match line.1.due_at {
            at if at < parts.now => Part::Overdue,
            at if at < parts.tomorrow => Part::Today,
            _ => Part::Soon,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Part::Overdue => "overdue",
            Part::Today => "today",
            Part::Soon => "soon",
        }
    }
}

pub(super) async fn show(call: Call) -> Result<Markup, Problem> {
    let desk = Desk::new(&call);
    let me = call.visitor.user().ok_or_else(Problem::forbidden)?;
    let of = call.pairs.get("of").unwrap_or("me");
    let whose = whose(&call, of, me);
    let parts = board::parts(&call);
    let found = board::board(&call, whose, parts).await?;
    let abouts = found.lines.iter().filter_map(|(_, d)| d.about.clone());
    let person = match whose {
        Whose::Of(user) if user != me => Some(("user".to_owned(), user)),
        _ => None,
    };
    let owners = found.lines.iter().filter(|_| whose == Whose::Team(call.visitor.store)).filter_map(|(_, d)| d.owner);
    let owners = owners.map(|id| ("user".to_owned(), id)).chain(person.clone());
    let names = desk.names(abouts.chain(owners)).await?;
    let view = View { desk: &desk, names: &names, parts, team: matches!(whose, Whose::Team(_)) };
    let tally = found.tally;
    let body = html! {
        (switch(&desk, "/work", of, person.and_then(|key| names.get(&key).cloned())))
        @if call.visitor.scope.can(TASK.name, Action::Create) && whose == Whose::Of(me) { (quick(&desk)) }
        @if found.lines.is_empty() { (Empty::new(desk.t("work-none"), desk.t("work-none-text")).render()) }
        @for (part, count) in [(Part::Overdue, tally.overdue), (Part::Today, tally.today), (Part::Soon, tally.soon)] {
            @let lines: Vec<&Line> = found.lines.iter().filter(|line| Part::of(line, parts) == part).collect();
            @if !lines.is_empty() { (view.part(part, &lines, count)) }
        }
        @if found.lines.len() >= board::MOST { p.hint { (desk.t("work-more")) " " a.quiet-link href="/tasks?filter=waiting_at:filled:&sort=waiting_at" { (desk.t("work-all")) } } }
    };
    let create = Button::new(desk.t("task-new")).primary().icon(Icon::Plus).key("n").href("/tasks/new?then=/work");
    let shell = Shell {
        title: desk.t("work-title").into_owned(),
        waiting: (tally.overdue + tally.today).max(0) as u64,
        actions: Some(html! {
            (Button::new(desk.t("work-week")).icon(Icon::Calendar).href(format!("/work-week?of={of}")).render())
            (Button::new(desk.t("work-calendar")).quiet().icon(Icon::Share).href("/my-calendar").render())
            @if call.visitor.scope.may(HOURS_MANAGE) { (Button::new(desk.t("work-hours")).icon(Icon::Clock).href("/working-hours").render()) }
        }),
        primary: call.visitor.scope.can(TASK.name, Action::Create).then(|| create.render()),
        flash: said(&desk),
        body,
        ..Shell::default()
    };
    Ok(desk.page.show(shell))
}

/// Whose list is asked for: one's own, one person's, or everybody's whom the visitor reaches.
pub(super) fn whose(call: &Call, of: &str, me: Id) -> Whose {
    match of {
        "team" => Whose::Team(call.visitor.store),
        other => Whose::Of(other.parse().unwrap_or(me)),
    }
}

/// What is to be done, in words.
pub(super) fn words(desk: &Desk<'_>, what: &What) -> String {
    match what {
        What::Text(text) => text.clone(),
        What::Words(key, args) => {
            let args: Vec<(&str, ui::Arg<'_>)> = args.iter().map(|(n, v)| (*n, v.as_str().into())).collect();
            desk.ta(key, &args)
        }
    }
}

/// What the page before left to be said.
fn said(desk: &Desk<'_>) -> Option<Markup> {
    let key = match desk.call.pairs.get("done")? {
        "given" => "work-said-given",
        "made" => "work-said-made",
        "done" => "work-said-done",
        _ => return None,
    };
    Some(flash(State::Done, &desk.t(key)))
}

/// Mine, and my people's where I reach more than my own.
pub(super) fn switch(desk: &Desk<'_>, page: &str, of: &str, person: Option<String>) -> Markup {
    let reach = desk.call.visitor.scope.reach(TASK.name, Action::See);
    let leads = reach.group || !reach.stores.is_empty() || !reach.paths.is_empty();
    if !leads {
        return html! {};
    }
    let mut list = vec![
        Tab::new(desk.t("work-mine"), page, of == "me"),
        Tab::new(desk.t("work-team"), format!("{page}?of=team"), of == "team"),
    ];
    list.extend(person.map(|name| Tab::new(name, format!("{page}?of={of}"), true)));
    tabs(&desk.t("work-title"), &list, None)
}

/// A task in three strokes: words, day, Enter.
fn quick(desk: &Desk<'_>) -> Markup {
    let days: Vec<Choice> =
        When::ALL.iter().map(|w| Choice::new(w.name(), desk.t(&format!("work-when-{}", w.name())))).collect();
    html! {
        form.quick-add method="post" action="/tasks/new" data-once {
            input type="hidden" name="then" value="/work";
            (ui::Field::new("title", desk.t("task-title")).bare().required().max(200).complete("off").placeholder(desk.t("work-quick-hint")).text("", &desk.w))
            (ui::Field::new("when", desk.t("task-due-at")).bare().required().select(&days, "today", &desk.w))
            (Button::new(desk.t("work-quick-add")).icon(Icon::Plus).render())
        }
    }
}

struct View<'a> {
    desk: &'a Desk<'a>,
    names: &'a Names,
    parts: Parts,
    team: bool,
}

impl View<'_> {
    fn part(&self, part: Part, lines: &[&Line], count: i64) -> Markup {
        let desk = self.desk;
        let title = desk.t(&format!("work-{}", part.name()));
        let mut columns = vec![
            Column::new(desk.t("task-title")),
            Column::new(desk.t("task-due-at")).narrow().fact(),
            Column::new(desk.t("ui-actions")).hide_label().narrow().fact(),
        ];
        if self.team {
            columns.insert(1, Column::new(desk.t("task-owner")).narrow());
        }
        let rows = lines.iter().map(|line| self.row(part, line)).collect();
        let table = Table { caption: title.clone().into_owned(), columns, rows, ..Table::default() };
        let count = match count {
            n if n > COUNT_CAP => Count::AtLeast(COUNT_CAP as u64),
            n => Count::Exact(n.max(0) as u64),
        };
        Panel::new(title, table.render(&desk.w)).count(count).id(part.name()).render()
    }

    fn row(&self, part: Part, (source, duty): &Line) -> Row {
        let desk = self.desk;
        let words = words(desk, &duty.what);
        let about = duty.about.as_ref().and_then(|key| self.names.get(key)).filter(|name| !name.is_empty());
        let first = html! {
            (ui::icon(duty.icon)) " " (words)
            @if let Some(level) = &duty.level { " " (ui::tag(level)) }
            @if let Some(about) = about { " " span.hint { (about) } }
        };
        let mut cells = vec![first, self.when(part, duty.due_at), self.act(source, duty)];
        if self.team {
            cells.insert(1, self.owner(duty.owner));
        }
        let name = about.map_or(words.clone(), |about| format!("{words} {about}"));
        Row::new(duty.id.to_string(), cells).href(duty.href.clone(), name)
    }

    fn owner(&self, owner: Option<Id>) -> Markup {
        let name = owner.and_then(|id| self.names.get(&("user".to_owned(), id)).map(|name| (id, name)));
        html! { @if let Some((id, name)) = name { a.quiet-link href={ "/work?of=" (id) } { (name) } } }
    }

    fn when(&self, part: Part, at: kernel::Instant) -> Markup {
        let desk = self.desk;
        match part {
            Part::Overdue => {
                let late = (self.parts.now.0 - at.0) / 60_000_000;
                let (key, n) = match late {
                    m if m < 60 => ("work-late-minutes", m),
                    m if m < 24 * 60 => ("work-late-hours", m / 60),
                    m => ("work-late-days", m / (24 * 60)),
                };
                dot(State::Overdue, &desk.ta(key, &[("n", n.into())]))
            }
            Part::Today => dot(State::Due, &at.utc().with_timezone(&desk.here.zone).format("%H:%M").to_string()),
            Part::Soon => ui::instant(at.utc(), &desk.here, &desk.w),
        }
    }

    /// One tap ends it where that is all there is to it; else the way to where it is done.
    fn act(&self, source: &str, duty: &crate::duties::Duty) -> Markup {
        let desk = self.desk;
        match &duty.done {
            Some((action, version)) => html! {
                form method="post" action=(action) hx-post=(action) hx-target="closest tr" hx-swap="outerHTML" data-once {
                    input type="hidden" name="version" value=(version);
                    button.button.button-small type="submit" data-done { (ui::icon(Icon::Check)) span { (desk.t("task-finish")) } }
                }
            },
            None => Button::new(desk.t(&format!("duties-{source}-act"))).small().href(duty.href.clone()).render(),
        }
    }
}
