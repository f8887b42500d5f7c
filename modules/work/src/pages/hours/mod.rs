//! `/working-hours?node=`: the hours of a node and its days off, as they hold there and where they come from.

pub(super) mod days;

use axum::response::Response;
use chrono::NaiveDate;
use kernel::{Id, Tx};
use maud::{Markup, html};
use organisation::nodes::{Node, dated};
use organisation::settings::{self, Origin, Resolved};
use organisation::{NodeKind, powers};
use records::Refusal;
use ui::{Button, Choice, Column, Crumb, Fact, Form, Icon, Panel, Row, Shell, State as Mark, Table, dot, facts, flash};
use web::Problem;
use web::records::{Call, Pairs};

use super::desk::{Desk, Typed, see_other};
use crate::HOURS_MANAGE;
use crate::clock::{HOURS, Week, spans, text_of};
use crate::days_off::{self, DayOff};

/// The names of the fields of a week, Monday first; their labels are `work-` with the name.
const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A node, among those whose hours the visitor looks after.
pub(super) struct Place {
    pub node: Node,
    all: Vec<Node>,
    covered: Vec<Id>,
}

impl Place {
    /// The node asked for by id; the topmost one when none is asked for. What is out of reach is not there.
    pub async fn of(desk: &Desk<'_>, asked: Option<&str>) -> Result<Place, Problem> {
        let today = powers::today(desk.call.app.db.clock.now());
        let domain = powers::domain(desk.conn(), &desk.call.visitor.scope, HOURS_MANAGE, today).await?;
        let all = dated::tree(desk.conn(), desk.tenant()).await?;
        // Inside a store all keep its hours: the calendar of a store is what clocks run by.
        let fits = |n: &&Node| n.node_kind() <= NodeKind::Store && domain.covers(&n.path);
        let mut covered: Vec<&Node> = all.iter().filter(fits).collect();
        covered.sort_by(|a, b| a.path.len().cmp(&b.path.len()).then_with(|| a.name.cmp(&b.name)));
        let node = match asked.map(str::parse::<Id>) {
            Some(Ok(id)) => covered.iter().find(|n| n.id == id),
            _ => covered.first(),
        };
        let node = (*node.ok_or_else(Problem::not_found)?).clone();
        let covered = covered.iter().map(|n| n.id).collect();
        Ok(Place { node, all, covered })
    }

    fn name(&self, id: Id) -> &str {
        self.all.iter().find(|n| n.id == id).map_or("–", Node::short)
    }

    fn bar(&self, desk: &Desk<'_>) -> Markup {
        let choices: Vec<Choice> = self.covered.iter().map(|id| Choice::new(id.to_string(), self.name(*id))).collect();
        html! {
            form.form method="get" action="/working-hours" data-auto-submit {
                div.form-fields {
                    (ui::Field::new("node", desk.t("work-place")).required().select(&choices, &self.node.id.to_string(), &desk.w))
                }
                button.sr type="submit" { (desk.t("work-place-look")) }
            }
            br;
        }
    }

    /// Where hours come from, in words.
    fn held(&self, desk: &Desk<'_>, held: &Resolved) -> Markup {
        let from = |key: &str, node: Id| desk.ta(key, &[("node", self.name(node).into())]);
        match (held.fixed_by, held.origin) {
            (Some(node), _) => dot(Mark::Due, &from("work-fixed-by", node)),
            (None, Origin::Here) => dot(Mark::Accent, &desk.t("work-set-here")),
            (None, Origin::Inherited(node)) => dot(Mark::Plain, &from("work-inherited", node)),
            (None, Origin::Default) => dot(Mark::Past, &desk.t("work-by-default")),
        }
    }
}

pub(super) async fn show(call: Call) -> Result<Markup, Problem> {
    let desk = Desk::new(&call);
    let place = Place::of(&desk, call.pairs.get("node")).await?;
    page(&desk, &place, &Typed::default()).await
}

/// Keeps the hours of a week at a node, for it and all below it.
pub(super) async fn save(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let place = Place::of(&desk, pairs.get("node")).await?;
    let mut typed = Typed::new(pairs);
    let week = week(&mut typed);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match (unchanged(&tx, &place, &typed).await, week) {
        (Ok(()), Some(week)) => settings::set_setting(&mut tx, place.node.id, &HOURS, &week.text()).await,
        (Ok(()), None) => Err(Refusal::Invalid(Vec::new())),
        (Err(refusal), _) => Err(refusal),
    };
    finish(&desk, tx, &place, typed, done, "hours").await
}

/// Takes a node's own hours back: those above hold again.
pub(super) async fn reset(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let place = Place::of(&desk, pairs.get("node")).await?;
    let typed = Typed::new(pairs);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match unchanged(&tx, &place, &typed).await {
        Ok(()) => settings::clear_setting(&mut tx, place.node.id, &HOURS).await,
        Err(refusal) => Err(refusal),
    };
    finish(&desk, tx, &place, typed, done, "hours").await
}

/// The week as it was typed; what is wrong with it is noted at its days.
fn week(typed: &mut Typed) -> Option<Week> {
    let mut days = <[Vec<crate::clock::Span>; 7]>::default();
    let mut wrong = Vec::new();
    for (day, name) in days.iter_mut().zip(WEEK) {
        match spans(typed.get(name)) {
            Ok(found) => *day = found,
            Err(error) => wrong.push((name.to_owned(), error.code().to_owned())),
        }
    }
    let week = if wrong.is_empty() {
        Week::new(days).map_err(|e| wrong.push((String::new(), e.code().into()))).ok()
    } else {
        None
    };
    typed.errors.extend(wrong);
    week
}

/// A value is its own version: what stood here when the page was opened must stand here still.
async fn unchanged(tx: &Tx<'_>, place: &Place, typed: &Typed) -> Result<(), Refusal> {
    let here = settings::queries::here(tx.conn(), tx.tenant(), place.node.id, HOURS.key).await?;
    if typed.get("was") == here.unwrap_or_default() { Ok(()) } else { Err(Refusal::Rule("problem-conflict")) }
}

pub(super) async fn finish(
    desk: &Desk<'_>,
    tx: Tx<'_>,
    place: &Place,
    mut typed: Typed,
    done: Result<(), Refusal>,
    said: &str,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(see_other(&format!("/working-hours?node={}&done={said}", place.node.id)))
        }
        Err(refusal) => {
            tx.rollback().await?;
            typed.refused(refusal)?;
            let page = page(desk, place, &typed).await?;
            Ok(typed.answer(page))
        }
    }
}

pub(super) async fn page(desk: &Desk<'_>, place: &Place, typed: &Typed) -> Result<Markup, Problem> {
    let (conn, tenant, node) = (desk.conn(), desk.tenant(), &place.node);
    let held = settings::setting(conn, tenant, &node.path, HOURS.key, HOURS.default).await?;
    let here = settings::queries::here(conn, tenant, node.id, HOURS.key).await?.unwrap_or_default();
    let zone = node.time_zone.parse().unwrap_or(organisation::HOUSE_ZONE);
    let today = desk.call.app.db.clock.now().date_in(zone);
    let days = days_off::queries::listed(conn, tenant, &node.path, today).await?;
    let week = Week::parse(&held.value).unwrap_or_else(|_| Week::usual());
    let list =
        [Fact::new(desk.t("work-origin"), place.held(desk, &held)), Fact::text(desk.t("work-zone"), &node.time_zone)];
    let said = match desk.call.pairs.get("done") {
        Some("hours" | "days") => Some(flash(Mark::Done, &desk.t("work-hours-saved"))),
        _ => None,
    };
    let body = html! {
        (place.bar(desk))
        (facts(&list, &desk.w))
        br;
        @if held.fixed_by.is_some() { (flash(Mark::Plain, &desk.t("work-fixed-hint"))) } @else { (hours(desk, place, typed, &week, &here)) }
        @if held.origin == Origin::Here && node.parent_id.is_some() {
            br;
            form.row method="post" action="/working-hours/reset" data-once {
                input type="hidden" name="node" value=(node.id);
                input type="hidden" name="was" value=(here);
                (Button::new(desk.t("work-hours-reset")).icon(Icon::Undo).render())
            }
        }
        br;
        (Panel::new(desk.t("work-days-off"), html! { (table(desk, place, &days)) (days::form(desk, place, typed)) }).id("days-off").render())
    };
    Ok(desk.page.show(Shell {
        title: desk.t("work-hours").into_owned(),
        crumbs: vec![Crumb::new(desk.t("work-title"), "/work")],
        flash: said,
        body,
        ..Shell::default()
    }))
}

fn hours(desk: &Desk<'_>, place: &Place, typed: &Typed, week: &Week, here: &str) -> Markup {
    let value = |at: usize| match typed.pairs.first(WEEK[at]) {
        Some(text) => text.to_owned(),
        None => text_of(week.day(at)),
    };
    let of_week = typed.pairs.has(WEEK[0]);
    let fields = html! {
        input type="hidden" name="node" value=(place.node.id);
        input type="hidden" name="was" value=(here);
        @for (at, name) in WEEK.iter().enumerate() {
            (typed.field(desk, name, &format!("work-{name}")).max(80).placeholder(desk.t("work-day-off")).text(&value(at), &desk.w))
        }
    };
    let form = Form {
        id: "hours".into(),
        action: "/working-hours".into(),
        errors: if of_week { typed.sentences(desk) } else { Vec::new() },
        fields,
        submit: desk.t("work-hours-save").into_owned(),
        ..Form::default()
    };
    html! { p.hint { (desk.t("work-hours-lead")) } (form.render(&desk.w)) }
}

fn table(desk: &Desk<'_>, place: &Place, days: &[DayOff]) -> Markup {
    let mut last: Option<NaiveDate> = None;
    let rows = days
        .iter()
        .map(|day| {
            // The nearest node stands first and holds.
            let holds = last.replace(day.day) != Some(day.day);
            let own = day.node_id == place.node.id;
            let remove = Button::new(desk.t("work-day-remove")).small().quiet().icon(Icon::Trash);
            let kind = desk.t(&format!("work-day-{}", day.kind));
            let tone = if day.kind == "closed" { Mark::Past } else { Mark::Accent };
            let cells = vec![
                ui::date(day.day, &desk.w),
                html! { (dot(tone, &kind)) @if let Some(hours) = &day.hours { " " span.hint { (hours) } } },
                html! { (day.name) },
                html! { @if own { (desk.t("work-set-here")) } @else { (desk.ta("work-inherited", &[("node", day.node_name.as_str().into())])) } },
                html! {
                    @if own {
                        form method="post" action={ "/days-off/" (day.id) "/removal" } data-once {
                            input type="hidden" name="node" value=(place.node.id);
                            (remove.render())
                        }
                    }
                },
            ];
            Row::new(day.id.to_string(), cells).past(!holds)
        })
        .collect();
    let table = Table {
        caption: desk.t("work-days-off").into_owned(),
        columns: vec![
            Column::new(desk.t("work-day")),
            Column::new(desk.t("work-day-kind")).fact(),
            Column::new(desk.t("work-day-name")),
            Column::new(desk.t("work-origin")),
            Column::new(desk.t("ui-actions")).hide_label().narrow().fact(),
        ],
        rows,
        empty: html! { p.nothing { (desk.t("work-days-none")) } },
        compact: true,
        ..Table::default()
    };
    table.render(&desk.w)
}
