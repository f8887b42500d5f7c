//! `GET /opportunities/funnel`.

use std::collections::HashMap;

use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use kernel::{Access, Action, Id, Instant};
use maud::{Markup, html};
use records::ListError;
use ui::{Choice, Column, Empty, Field, Panel, Row, Shell, Table};
use web::Result;
use web::records::Call;

use super::queries::{self, Asked, Figures};
use super::rules::{Basis, Reached, loss_rate, rate, rate_text};
use crate::kind::OPPORTUNITY;
use crate::pages::desk::Desk;
use crate::stages::{self, ORDERED, Stage, Stages};

/// What the address asks, with the days as they are shown.
pub(super) struct Query {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub asked: Asked,
}

impl Query {
    /// This month, unless the address says otherwise. `to` is the last day, itself counted.
    pub(super) fn read(desk: &Desk<'_>) -> std::result::Result<Query, ListError> {
        let (call, today) = (desk.call, desk.here.today());
        // A figure counts by stage and by whose it was: what is hidden is not counted by.
        for field in ["stage", "state"] {
            if call.visitor.scope.field_at_least(OPPORTUNITY.name, field) != Access::Shown {
                return Err(ListError::FieldHidden);
            }
        }
        let day = |name: &str| call.pairs.get(name).and_then(records::input::date);
        let first = today.with_day(1).unwrap_or(today);
        let (from, to) = (day("from").unwrap_or(first), day("to").unwrap_or(today));
        let id = |name: &str| call.pairs.get(name).and_then(|text| text.parse::<Id>().ok());
        let owner = id("owner").filter(|_| sees_people(desk));
        let behind = to.succ_opt().unwrap_or(to);
        let asked = Asked {
            from: Instant::start_of(from, desk.here.zone),
            to: Instant::start_of(behind, desk.here.zone),
            basis: Basis::from_name(call.pairs.get("basis").unwrap_or_default()),
            store: id("store").or(call.visitor.store),
            owner,
        };
        Ok(Query { from, to, asked })
    }

    /// The address of the funnel of one store.
    fn of_store(&self, store: Id) -> String {
        let basis = self.asked.basis.name();
        format!("/opportunities/funnel?from={}&to={}&basis={basis}&store={store}", self.from, self.to)
    }

    /// The address of the rows behind a figure.
    fn rows(&self, stage: &str, store: Option<Id>, owner: Option<Id>) -> String {
        let mut text = format!(
            "/opportunities/funnel/rows?stage={}&from={}&to={}&basis={}",
            web::page::encode(stage),
            self.from,
            self.to,
            self.asked.basis.name()
        );
        for (name, id) in [("store", store.or(self.asked.store)), ("owner", owner.or(self.asked.owner))] {
            if let Some(id) = id {
                text.push_str(&format!("&{name}={id}"));
            }
        }
        text
    }
}

fn sees_people(desk: &Desk<'_>) -> bool {
    desk.call.visitor.scope.field_at_least(OPPORTUNITY.name, "consultant") == Access::Shown
}

/// The page.
pub(crate) async fn show(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let query = Query::read(&desk)?;
    let look = call.look();
    let stages = stages::all(look.conn, call.visitor.scope.tenant).await?;
    let figures = queries::read(&look, &query.asked).await?;
    let wide = {
        let reach = call.visitor.scope.reach(OPPORTUNITY.name, Action::See);
        reach.group || !reach.stores.is_empty() || !reach.paths.is_empty()
    };
    let body = html! {
        (asking(&desk, &query))
        @if figures.stages.is_empty() { (Empty::new(desk.t("funnel-empty"), desk.t("funnel-empty-text")).render()) }
        @else {
            (Panel::new(desk.t("funnel-stages"), by_stage(&desk, &query, &stages, &figures)).render())
            @if wide && !figures.people.is_empty() && sees_people(&desk) { (by_person(&desk, &query, &stages, &figures).await?) }
            @if wide && figures.stores.len() > 1 { (by_store(&desk, &query, &stages, &figures).await?) }
        }
        (definitions(&desk))
    };
    let shell = Shell {
        title: desk.t("funnel-title").into_owned(),
        crumbs: vec![ui::Crumb::new(desk.t("kind-opportunity-plural"), "/opportunities")],
        body,
        ..Shell::default()
    };
    Ok(desk.page.show(shell).into_response())
}

fn asking(desk: &Desk<'_>, query: &Query) -> Markup {
    let bases = Basis::ALL.map(|b| Choice::new(b.name(), desk.t(&format!("funnel-basis-{}", b.name()))));
    let month = |back: u32| {
        let first = (0..back).fold(desk.here.today().with_day(1).unwrap_or_default(), |day, _| {
            day.pred_opt().and_then(|d| d.with_day(1)).unwrap_or(day)
        });
        let last = (first.day0()..31).rev().find_map(|n| first.with_day0(n)).unwrap_or(first);
        format!("/opportunities/funnel?from={first}&to={last}&basis={}", query.asked.basis.name())
    };
    html! {
        form.board-bar method="get" action="/opportunities/funnel" {
            (Field::new("from", desk.t("funnel-from")).required().date(Some(query.from), &desk.w))
            (Field::new("to", desk.t("funnel-to")).required().date(Some(query.to), &desk.w))
            (Field::new("basis", desk.t("funnel-basis")).required().select(&bases, query.asked.basis.name(), &desk.w))
            @if let Some(owner) = query.asked.owner { input type="hidden" name="owner" value=(owner); }
            @if let Some(store) = query.asked.store.filter(|store| desk.call.visitor.store != Some(*store)) {
                input type="hidden" name="store" value=(store);
            }
            button.button.button-primary type="submit" { (desk.t("funnel-show")) }
            a.quiet-link href=(month(0)) { (desk.t("funnel-this-month")) }
            a.quiet-link href=(month(1)) { (desk.t("funnel-last-month")) }
        }
    }
}

fn by_stage(desk: &Desk<'_>, query: &Query, stages: &Stages, figures: &Figures) -> Markup {
    let none = Reached::default();
    let of = |code: &str| figures.stages.get(code).unwrap_or(&none);
    let all: Vec<&Stage> = stages.active().collect();
    let first = all.first().map_or(0, |s| of(&s.code).count);
    let rows = all.iter().enumerate().map(|(n, stage)| {
        let reached = of(&stage.code);
        let next = all.get(n + 1).map(|s| of(&s.code).count);
        let onwards = next.map_or_else(String::new, |next| rate_text(rate(next, reached.count)));
        let days = match (n, reached.median_days()) {
            (0, _) => String::new(),
            (_, None) => "–".to_owned(),
            (_, Some(days)) => desk.ta("funnel-days", &[("n", ui::Arg::Int(days))]),
        };
        let cells = vec![
            html! { (desk.stage(&stage.code)) },
            html! { a href=(query.rows(&stage.code, None, None)) { (ui::grouped(reached.count)) } },
            html! { progress.funnel-bar max=(first.max(1)) value=(reached.count) aria-hidden="true" {} },
            html! { (onwards) },
            html! { (rate_text(rate(reached.count, first))) },
            html! { (days) },
        ];
        Row::new(stage.code.clone(), cells)
    });
    let word = |key: &str| desk.t(key).into_owned();
    let columns = vec![
        Column::new(desk.label("stage")),
        Column::new(word("funnel-reached")).number().fact(),
        Column::new(word("funnel-picture")).hide_label(),
        Column::new(word("funnel-onwards")).number().fact(),
        Column::new(word("funnel-cumulative")).number(),
        Column::new(word("funnel-median")).number(),
    ];
    let ordered = of(ORDERED).count;
    let lost = desk.ta(
        "funnel-lost",
        &[("n", ui::Arg::Int(figures.lost)), ("rate", rate_text(loss_rate(figures.lost, ordered)).as_str().into())],
    );
    html! {
        (Table { caption: word("funnel-stages"), columns, rows: rows.collect(), ..Table::default() }.render(&desk.w))
        p { (lost) }
    }
}

async fn by_person(desk: &Desk<'_>, query: &Query, stages: &Stages, figures: &Figures) -> Result<Markup> {
    let ids: Vec<Id> = figures.people.keys().flatten().copied().collect();
    let names = queries::names(&desk.call.look(), "users", &ids).await?;
    let nobody = desk.t("funnel-nobody").into_owned();
    let rows = figures.people.iter().map(|(owner, counts)| {
        let owner = *owner;
        let name = owner.map_or_else(|| nobody.clone(), |id| names.get(&id).cloned().unwrap_or_default());
        let href = move |stage: &str| owner.map(|id| query.rows(stage, None, Some(id)));
        (owner.map(|id| id.to_string()).unwrap_or_default(), html! { (name) }, counts, href)
    });
    let rows = rows.map(|(key, name, counts, href)| line(stages, key, name, counts, href)).collect();
    Ok(table(desk, stages, "funnel-people", rows))
}

async fn by_store(desk: &Desk<'_>, query: &Query, stages: &Stages, figures: &Figures) -> Result<Markup> {
    let ids: Vec<Id> = figures.stores.keys().copied().collect();
    let names = queries::names(&desk.call.look(), "nodes", &ids).await?;
    let rows = figures.stores.iter().map(|(store, counts)| {
        // Behind a store stand its people.
        let name = html! { a href=(query.of_store(*store)) { (names.get(store).cloned().unwrap_or_default()) } };
        line(stages, store.to_string(), name, counts, |stage: &str| Some(query.rows(stage, Some(*store), None)))
    });
    Ok(table(desk, stages, "funnel-stores", rows.collect()))
}

fn line(
    stages: &Stages,
    key: String,
    name: Markup,
    counts: &HashMap<String, i64>,
    href: impl Fn(&str) -> Option<String>,
) -> Row {
    let cell = |stage: &Stage| {
        let n = counts.get(&stage.code).copied().unwrap_or(0);
        match href(&stage.code).filter(|_| n > 0) {
            Some(href) => html! { a href=(href) { (ui::grouped(n)) } },
            None => html! { (ui::grouped(n)) },
        }
    };
    let cells = std::iter::once(name).chain(stages.active().map(cell)).collect();
    Row::new(key, cells)
}

fn table(desk: &Desk<'_>, stages: &Stages, title: &str, rows: Vec<Row>) -> Markup {
    let heads = stages.active().map(|s| Column::new(desk.stage(&s.code)).number().fact());
    let columns = std::iter::once(Column::new(desk.t(title).into_owned())).chain(heads).collect();
    let table = Table { caption: desk.t(title).into_owned(), columns, rows, compact: true, ..Table::default() };
    Panel::new(desk.t(title), table.render(&desk.w)).render()
}

/// What each figure counts, from the one place where it is said.
fn definitions(desk: &Desk<'_>) -> Markup {
    let keys = ["funnel-reached", "funnel-onwards", "funnel-cumulative", "funnel-median", "funnel-loss-rate"];
    html! {
        details.panel.folded {
            summary { h2 { (desk.t("funnel-definitions")) } }
            dl.facts { @for key in keys { div.fact.fact-wide { dt { (desk.t(key)) } dd { (desk.t(&format!("{key}-means"))) } } } }
        }
    }
}
