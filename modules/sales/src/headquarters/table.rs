//! What the board shows: all stores together in large figures, and a line for each store with its funnel.

use maud::{Markup, html};

use super::COLUMNS;
use super::load::{Board, Store};
use crate::figures::{Asked, Figure, Value};
use crate::pages::desk::Desk;
use crate::reports::{figure_text, rows_address};
use crate::stages::{Stage, Stages};

/// What stands large above the lines.
const LARGE: &[&str] = &["visits", "leads", "opened", "ready", "overdue", "answer-minutes"];

fn open(desk: &Desk<'_>, codes: &[&'static str]) -> Vec<&'static Figure> {
    let figures = codes.iter().filter_map(|code| Figure::of(code));
    figures.filter(|figure| figure.source().is_shown(&desk.call.visitor.scope)).collect()
}

/// Of a store; on the wall nobody presses anything.
fn cell(figure: &Figure, store: &Store, asked: &Asked, screen: bool) -> Markup {
    let value = store.counts.value(figure);
    let text = figure_text(figure, value);
    let some = match figure.value {
        Value::Count { .. } => value.unwrap_or(0) > 0,
        Value::Share { whole, .. } | Value::Minutes { whole } => store.counts.get(whole) > 0,
    };
    html! {
        @if some && !screen { a href=(rows_address(figure.code, asked.span, asked)) { (text) } }
        @else if some { (text) }
        @else { span.report-none { (text) } }
    }
}

/// All stores together.
pub(super) fn totals(desk: &Desk<'_>, board: &Board, asked: &Asked, screen: bool) -> Markup {
    html! {
        ul.figures.headquarters-figures {
            @for figure in open(desk, LARGE) {
                @let late = figure.code == "overdue" && board.total.counts.get("overdue") > 0;
                li {
                    div.figure.is-due[late] title=(desk.t(&figure.means())) {
                        span.figure-label { (desk.t(&figure.label())) }
                        span.figure-count { (cell(figure, &board.total, asked, screen)) }
                    }
                }
            }
        }
    }
}

/// A line for each store, below all of them together.
pub(super) fn stores(desk: &Desk<'_>, board: &Board, asked: &Asked, stages: &Stages, screen: bool) -> Markup {
    let columns = open(desk, COLUMNS);
    let way: Vec<&Stage> = stages.open().collect();
    let funnel = columns.iter().any(|figure| figure.code == "open");
    let most = board.stores.iter().map(|store| store.counts.get("open")).max().unwrap_or(0).max(1);
    let line = |store: &Store, head: Markup, total: bool| {
        let asked = if total { asked.clone() } else { Asked { store: Some(store.id), ..asked.clone() } };
        html! {
            tr.report-total[total] {
                th scope="row" { (head) }
                @for figure in &columns {
                    @let n = store.counts.get(figure.code);
                    td.num.is-hot[figure.code == "ready" && n > 0].is-late[figure.code == "overdue" && n > 0] { (cell(figure, store, &asked, screen)) }
                }
                @if funnel {
                    @for stage in &way { td.num.headquarters-stage { (stage_cell(store, stage, &asked, screen)) } }
                    td.headquarters-funnel { (picture(store, &way, if total { store.counts.get("open").max(1) } else { most })) }
                }
            }
        }
    };
    html! {
        div.report-scroll {
            table.report.report-lines {
                caption.sr { (desk.t("nav-headquarters")) }
                thead { tr {
                    th scope="col" { (desk.t("funnel-stores")) }
                    @for figure in &columns { th.num scope="col" title=(desk.t(&figure.means())) { (desk.t(&figure.short())) } }
                    @if funnel {
                        @for stage in &way { th.num.headquarters-stage scope="col" { (desk.stage(&stage.code)) } }
                        th.headquarters-funnel scope="col" { (desk.t("headquarters-funnel")) }
                    }
                } }
                tbody {
                    @if board.stores.len() > 1 { (line(&board.total, html! { (desk.t("report-total")) }, true)) }
                    @for store in &board.stores { (line(store, head(desk, store, screen), false)) }
                }
            }
        }
    }
}

/// The way to the store's report of today.
fn head(desk: &Desk<'_>, store: &Store, screen: bool) -> Markup {
    html! {
        @match store.id {
            Some(id) if !screen => a.row-link translate="no" href=(format!("/showroom/report?store={id}")) { (store.name) },
            Some(_) => span translate="no" { (store.name) },
            None => (desk.t("report-head-office")),
        }
    }
}

fn stage_cell(store: &Store, stage: &Stage, asked: &Asked, screen: bool) -> Markup {
    let n = store.stages.get(&stage.code).copied().unwrap_or(0);
    let asked = Asked { stage: Some(stage.code.clone()), ..asked.clone() };
    html! {
        @if n > 0 && !screen { a href=(rows_address("open", asked.span, &asked)) { (ui::grouped(n)) } }
        @else if n > 0 { (ui::grouped(n)) }
        @else { span.report-none { "0" } }
    }
}

/// How many stand in each stage, the nearer to the order the darker.
fn picture(store: &Store, way: &[&Stage], most: i64) -> Markup {
    let counts: Vec<i64> = way.iter().map(|stage| store.stages.get(&stage.code).copied().unwrap_or(0)).collect();
    let parts = counts.iter().enumerate().map(|(n, count)| {
        let before: i64 = counts[..n].iter().sum();
        let shade = 30 + 70 * (n as i64 + 1) / way.len().max(1) as i64;
        (before * 1_000 / most, count * 1_000 / most, shade)
    });
    html! {
        svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" {
            @for (from, wide, shade) in parts { rect x=(from) y="0" width=(wide) height="10" opacity=(format!("0.{:02}", shade.min(99))) {} }
        }
    }
}
