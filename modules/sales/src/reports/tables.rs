//! The report's tables: figures held against the time before, and the lines of consultants or stores.

use maud::{Markup, html};
use ui::Panel;

use super::asked::{Query, figure_text, rows_address};
use super::load::{Line, Report};
use super::page;
use super::{COLUMNS, PARTS, STANDING};
use crate::figures::{Asked, Counts, Figure, Key, Span, Value};
use crate::pages::desk::Desk;

/// The figures of some codes that are open to the reader.
fn open(desk: &Desk<'_>, codes: &[&'static str]) -> Vec<&'static Figure> {
    let figures = codes.iter().filter_map(|code| Figure::of(code));
    figures.filter(|figure| figure.source().is_shown(&desk.call.visitor.scope)).collect()
}

/// A figure as the way to its rows. What there is none of leads nowhere.
fn cell(figure: &Figure, counts: &Counts, span: Span, asked: &Asked) -> Markup {
    let value = counts.value(figure);
    let text = figure_text(figure, value);
    let some = match figure.value {
        Value::Share { whole, .. } | Value::Minutes { whole } => counts.get(whole) > 0,
        Value::Count { .. } => value.unwrap_or(0) > 0,
    };
    html! {
        @if some { a href=(rows_address(figure.code, span, asked)) { (text) } }
        @else { span.report-none { (text) } }
    }
}

/// How much more or less than before: a count by its difference, a share by percentage points.
fn change(figure: &Figure, now: &Counts, before: &Counts) -> String {
    let (Some(now), Some(before)) = (now.value(figure), before.value(figure)) else { return String::new() };
    let by = now - before;
    let sign = match by {
        0 => return "＝".to_owned(),
        1.. => "+",
        _ => "−",
    };
    match figure.value {
        Value::Share { .. } => format!("{sign}{}.{}", by.abs() / 10, by.abs() % 10),
        _ => format!("{sign}{}", ui::grouped(by.abs())),
    }
}

/// All figures together, by what they are about.
pub(super) fn figures(desk: &Desk<'_>, query: &Query, report: &Report, goes_on: bool) -> Markup {
    let (span, before) = (query.asked.span, query.asked.before.unwrap_or(query.asked.span));
    let (now, then) = (&report.total.now, &report.total.before);
    let earlier = Asked { before: None, ..query.asked.clone() };
    html! {
        section.panel.report-figures {
            table.report {
                caption.sr { (desk.t("report-figures")) }
                thead { tr {
                    th scope="col" { (desk.t("report-figure")) }
                    th.num scope="col" { (desk.t(&format!("report-this-{}", query.every.name()))) }
                    th.num scope="col" { (desk.t(&format!("report-last-{}", query.every.name()))) @if goes_on { " " small { (desk.t("report-as-far")) } } }
                    th.num scope="col" { (desk.t("report-change")) }
                    th scope="col" { span.sr { (desk.t("funnel-picture")) } }
                } }
                @for (part, codes) in PARTS {
                    @let list = open(desk, codes);
                    @if !list.is_empty() {
                        tbody {
                            tr.report-part { th colspan="5" scope="rowgroup" { (desk.t(&format!("report-part-{part}"))) } }
                            @for figure in list {
                                tr {
                                    th scope="row" title=(desk.t(&figure.means())) { (desk.t(&figure.label())) }
                                    td.num.report-value { (cell(figure, now, span, &query.asked)) }
                                    td.num { (cell(figure, then, before, &earlier)) }
                                    td.num.report-change { (change(figure, now, then)) }
                                    td.report-bars { (bars(figure, now, then)) }
                                }
                            }
                        }
                    }
                }
                @if goes_on {
                    @let list = open(desk, STANDING);
                    @if !list.is_empty() {
                        tbody {
                            tr.report-part { th colspan="5" scope="rowgroup" { (desk.t("report-part-standing")) } }
                            @for figure in list {
                                tr {
                                    th scope="row" title=(desk.t(&figure.means())) { (desk.t(&figure.label())) }
                                    td.num.report-value { (cell(figure, now, span, &query.asked)) }
                                    td {} td {} td {}
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Two small bars, this time's above the one before; a share is held against a whole.
fn bars(figure: &Figure, now: &Counts, before: &Counts) -> Markup {
    let (now, before) = (now.value(figure).unwrap_or(0), before.value(figure).unwrap_or(0));
    let most = match figure.value {
        Value::Share { .. } => 1_000,
        _ => now.max(before).max(1),
    };
    let wide = |n: i64| (n * 100 / most).clamp(0, 100);
    html! {
        svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
            rect.is-now x="0" y="0" height="6" width=(wide(now)) {}
            rect x="0" y="7" height="3" width=(wide(before)) {}
        }
    }
}

/// A line for each consultant, or for each store, below all of them together.
pub(super) fn lines(desk: &Desk<'_>, query: &Query, report: &Report, goes_on: bool) -> Markup {
    let scope = &desk.call.visitor.scope;
    let mut columns = open(desk, COLUMNS);
    if goes_on {
        columns.extend(open(desk, STANDING));
    }
    // Whose they are is told by the very lines.
    if query.key == Key::Person {
        columns.retain(|figure| figure.source().shows_people(scope));
    }
    if columns.is_empty() {
        return html! {};
    }
    let title = if query.key == Key::Person { "funnel-people" } else { "funnel-stores" };
    let most = report.lines.iter().map(|line| line.now.get("visits")).max().unwrap_or(0).max(1);
    let line = |head: Markup, line: &Line, asked: &Asked, total: bool| {
        html! {
            tr.report-total[total] {
                th scope="row" { (head) }
                @for figure in &columns {
                    td.num { (cell(figure, &line.now, query.asked.span, asked)) }
                    @if figure.code == "visits" {
                        td.report-bar { @if !total {
                            svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" { rect.is-now x="0" y="0" height="6" width=(line.now.get("visits") * 100 / most) {} }
                        } }
                    }
                }
            }
        }
    };
    let body = html! {
        div.report-scroll {
            table.report.report-lines {
                caption.sr { (desk.t(title)) }
                thead { tr {
                    th scope="col" { (desk.t(title)) }
                    @for figure in &columns {
                        th.num scope="col" title=(desk.t(&figure.means())) { (desk.t(&figure.short())) }
                        @if figure.code == "visits" { th scope="col" { span.sr { (desk.t("funnel-picture")) } } }
                    }
                } }
                tbody {
                    (line(html! { (desk.t("report-total")) }, &report.total, &query.of(None), true))
                    @for one in &report.lines {
                        @let head = page::name(desk, query, one.who, &one.name);
                        @let asked = query.of(Some(one.who));
                        (line(html! {
                            @match (query.key, one.who) {
                                (Key::Store, Some(store)) => a.row-link translate="no" href=(store_address(query, store)) { (head) },
                                _ => span translate="no" { (head) },
                            }
                        }, one, &asked, false))
                    }
                }
            }
        }
    };
    Panel::new(desk.t(title), body).render()
}

fn store_address(query: &Query, store: kernel::Id) -> String {
    format!("/showroom/report?every={}&on={}&store={store}", query.every.name(), query.first)
}
