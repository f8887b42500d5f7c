//! `GET /showroom/report[?every=day|week|month][&on=DATE][&store=ID]`.

use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use kernel::{Action, Id};
use leads::VISIT;
use maud::{Markup, html};
use ui::{Button, Empty, Icon, Panel, Shell};
use web::Result;
use web::records::Call;

use super::asked::Query;
use super::load::{Report, load};
use super::tables;
use crate::figures::{Every, Figure};
use crate::funnel::names;
use crate::headquarters;
use crate::pages::desk::Desk;

/// The page.
pub(crate) async fn show(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let query = Query::read(&desk);
    let goes_on = query.goes_on(&desk);
    let report = load(&call.look(), &query.asked, query.key, goes_on).await?;
    let empty = report.lines.is_empty();
    let own = [call.visitor.store, call.visitor.scope.powers.home_store];
    let store = match query.asked.store {
        // Where there is nothing the address alone names a store.
        Some(Some(store)) if !empty || own.contains(&Some(store)) => {
            names(&call.look(), "nodes", &[store]).await?.remove(&store)
        }
        _ => None,
    };
    let whose = match (store, query.several) {
        (Some(name), _) => name,
        (None, true) => desk.t("report-all-stores").into_owned(),
        (None, false) => call.visitor.name.clone(),
    };
    let body = html! {
        (ways(&desk, &query))
        p.report-when { b { (whose) } " · " (time(&desk, &query)) @if goes_on { " · " span.hint { (desk.t("report-goes-on")) } } }
        @if empty { (Empty::new(desk.t("report-empty"), desk.t("report-empty-text")).render()) }
        @else {
            div.report-top {
                (tables::figures(&desk, &query, &report, goes_on))
                @if query.every != Every::Day { (days(&desk, &query, &report)) }
            }
            @if query.wide { (tables::lines(&desk, &query, &report, goes_on)) }
        }
        (definitions(&desk))
    };
    let scope = &call.visitor.scope;
    let shell = Shell {
        title: desk.t(&format!("report-{}", query.every.name())).into_owned(),
        actions: Some(html! {
            @if scope.may(headquarters::SEE) {
                (Button::new(desk.t("nav-headquarters")).quiet().icon(Icon::Organisation).href("/headquarters").render())
            }
            (Button::new(desk.t("report-print")).quiet().icon(Icon::Print).data_print().render())
            @if scope.can(VISIT.name, Action::Export) {
                (Button::new(desk.t("report-export")).quiet().icon(Icon::Export).href(query.export()).render())
            }
        }),
        crumbs: vec![ui::Crumb::new(desk.t("nav-showroom"), "/showroom")],
        body,
        ..Shell::default()
    };
    Ok(desk.page.show(shell).into_response())
}

/// Day, week or month; the one before and the one after, by link and by key.
fn ways(desk: &Desk<'_>, query: &Query) -> Markup {
    let today = desk.here.today();
    let on = query.last().min(today);
    let tabs = Every::ALL.map(|every| {
        let label = desk.t(&format!("report-every-{}", every.name()));
        ui::Tab::new(label, query.address(every, on), every == query.every)
    });
    let (before, next) = (query.every.before(query.first), query.every.next(query.first));
    let end = html! {
        (Button::new(desk.t("report-before")).quiet().small().icon(Icon::Left).key("p").href(query.address(query.every, before)).render())
        @if next <= today {
            (Button::new(desk.t("report-next")).quiet().small().icon(Icon::Right).key("n").href(query.address(query.every, next)).render())
            a.quiet-link href=(query.address(query.every, today)) { (desk.t(&format!("report-this-{}", query.every.name()))) }
        }
    };
    html! {
        (ui::tabs(&desk.t("report-every"), &tabs, Some(end)))
        @if query.several && query.asked.store.is_some() && desk.call.visitor.store.is_none() {
            p { a.quiet-link href=(format!("/showroom/report?every={}&on={}", query.every.name(), query.first)) { (desk.t("report-all-stores")) } }
        }
    }
}

/// The time in words.
pub(super) fn time(desk: &Desk<'_>, query: &Query) -> String {
    let weekday =
        |day: NaiveDate| desk.t(&format!("report-weekday-{}", day.weekday().number_from_monday())).into_owned();
    match query.every {
        Every::Day => format!("{} {}", query.first, weekday(query.first)),
        Every::Week | Every::Month => {
            let args = [("from", query.first.to_string()), ("to", query.last().to_string())];
            desk.ta("report-from-to", &args.each_ref().map(|(name, text)| (*name, text.as_str().into())))
        }
    }
}

/// Groups by day: small bars, each the way to its day.
fn days(desk: &Desk<'_>, query: &Query, report: &Report) -> Markup {
    if report.days.is_empty() {
        return html! {};
    }
    let most = report.days.values().copied().max().unwrap_or(1).max(1);
    let all = (query.last() - query.first).num_days() + 1;
    let today = desk.here.today();
    let bars = (0..all).map(|n| (n, query.first + chrono::Days::new(n as u64)));
    let body = html! {
        ol.report-days {
            @for (n, day) in bars {
                @let count = report.days.get(&n).copied().unwrap_or(0);
                @let high = count * 100 / most;
                li.is-weekend[day.weekday().number_from_monday() > 5] {
                    a href=[(day <= today).then(|| query.address(Every::Day, day))] title=(format!("{day} · {count}")) {
                        span.report-day-count { @if count > 0 { (count) } }
                        svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true" { rect x="0" width="10" y=(100 - high) height=(high) {} }
                        span.report-day { (day.day()) }
                    }
                }
            }
        }
    };
    Panel::new(desk.t("report-days"), body).render()
}

/// What each figure counts, from the one place where it is said.
fn definitions(desk: &Desk<'_>) -> Markup {
    let codes = super::PARTS.iter().flat_map(|(_, codes)| codes.iter()).chain(super::STANDING);
    let shown = codes.filter_map(|code| Figure::of(code)).filter(|f| f.source().is_shown(&desk.call.visitor.scope));
    meanings(desk, shown)
}

/// Definitions of figures, folded.
pub(crate) fn meanings(desk: &Desk<'_>, figures: impl Iterator<Item = &'static Figure>) -> Markup {
    html! {
        details.panel.folded.report-means {
            summary { h2 { (desk.t("funnel-definitions")) } }
            dl.facts { @for f in figures { div.fact.fact-wide { dt { (desk.t(&f.label())) } dd { (desk.t(&f.means())) } } } }
        }
    }
}

/// The head of a line.
pub(super) fn name(desk: &Desk<'_>, query: &Query, who: Option<Id>, name: &str) -> String {
    match (who, query.key) {
        (Some(_), _) => name.to_owned(),
        (None, crate::figures::Key::Store) => desk.t("report-head-office").into_owned(),
        (None, crate::figures::Key::Person) => desk.t("funnel-nobody").into_owned(),
    }
}
