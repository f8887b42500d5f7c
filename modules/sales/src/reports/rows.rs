//! `GET /showroom/report/rows?figure=CODE&from=…&to=…`: the facts behind a figure, with their records as their reader may
//! see them today.

use std::collections::HashMap;

use axum::response::{IntoResponse, Response};
use kernel::Id;
use maud::{Markup, html};
use records::{ListQuery, Uses};
use ui::{Button, Column, Empty, Icon, Row, Shell, Table};
use web::records::{Call, Renderer};
use web::{Problem, Result};

use super::asked::{rows_address, rows_asked};
use crate::figures::{Asked, Fact, Figure, Value, behind};
use crate::funnel::names;
use crate::pages::desk::Desk;

/// Rows on a page.
const MOST: i64 = 100;

pub(crate) async fn rows(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let figure = Figure::of(call.pairs.get("figure").unwrap_or("visits")).ok_or_else(Problem::not_found)?;
    let source = figure.source();
    if !source.is_shown(&call.visitor.scope) {
        return Err(Problem::forbidden());
    }
    let asked = rows_asked(&desk);
    if asked.owner.is_some() && !source.shows_people(&call.visitor.scope) {
        return Err(Problem::forbidden());
    }
    let from = call.pairs.get("after").and_then(|n| n.parse::<i64>().ok()).unwrap_or(0).clamp(0, 1_000_000);
    let (facts, count) = behind(&call.look(), figure, &asked, from, MOST).await?;
    let store = match asked.store {
        // Where there is nothing the address alone names a store.
        Some(Some(store)) if count > 0 => names(&call.look(), "nodes", &[store]).await?.remove(&store),
        _ => None,
    };
    let body = html! {
        p.hint { (about(&desk, figure, &asked, store)) }
        p.hint { (desk.t(&figure.means())) }
        (table(&desk, figure, &facts).await?)
        (pages(&desk, figure, &asked, from, count))
    };
    let shell = Shell {
        title: desk.t(&figure.label()).into_owned(),
        count: Some(ui::Count::Exact(count.max(0) as u64)),
        crumbs: vec![
            ui::Crumb::new(desk.t("nav-showroom"), "/showroom"),
            ui::Crumb::new(desk.t("nav-report"), "/showroom/report"),
        ],
        body,
        ..Shell::default()
    };
    Ok(desk.page.show(shell).into_response())
}

/// Where and when, in words.
fn about(desk: &Desk<'_>, figure: &Figure, asked: &Asked, store: Option<String>) -> String {
    let mut parts: Vec<String> = store.into_iter().collect();
    if figure.source().is_now() {
        parts.push(desk.t("report-rows-now").into_owned());
    } else {
        let first = asked.span.from.date_in(desk.here.zone).to_string();
        let last = kernel::Instant(asked.span.to.0 - 1).date_in(desk.here.zone).to_string();
        let args = [("from", first.as_str().into()), ("to", last.as_str().into())];
        parts.push(if first == last { first.clone() } else { desk.ta("report-from-to", &args) });
        parts.push(desk.t("report-rows-as-now").into_owned());
    }
    if let Some(stage) = &asked.stage {
        parts.push(desk.stage(stage));
    }
    parts.join(" · ")
}

/// A line for each fact: when it was, and its record. What has left the reader's reach since is a line without more.
async fn table(desk: &Desk<'_>, figure: &Figure, facts: &[Fact]) -> Result<Markup> {
    if facts.is_empty() {
        return Ok(Empty::new(desk.t("report-empty"), desk.t("report-empty-text")).render());
    }
    let (call, kind) = (desk.call, figure.source().kind());
    let mut list = ListQuery::new(kind, call.today());
    list.fields = kind.fields_for(Uses::DEFAULT).collect();
    let mut ids: Vec<Id> = facts.iter().map(|fact| fact.record).collect();
    ids.sort_unstable();
    ids.dedup();
    list.ids = Some(ids);
    list.limit = records::list::PAGE_CAP;
    let page = records::list(&call.look(), call.registry(), &list).await.map_err(Problem::from)?;
    let held: HashMap<Id, &records::Row> = page.rows.iter().map(|row| (row.id, row)).collect();
    let renderer = Renderer::new(&desk.page);
    let share = matches!(figure.value, Value::Share { .. });
    let rows = facts.iter().enumerate().map(|(n, fact)| {
        let mut cells: Vec<Markup> = Vec::new();
        let row = held.get(&fact.record);
        match row {
            Some(row) => cells.extend(row.cells.iter().enumerate().map(|(n, (field, shown))| match n {
                0 => renderer.name(field, shown),
                _ => renderer.value(field, shown, None),
            })),
            None => {
                cells.push(html! { span.nothing { (desk.t("report-row-gone")) } });
                cells.extend(list.fields.iter().skip(1).map(|_| html! {}));
            }
        }
        cells.insert(1, html! { (ui::instant(fact.at.utc(), &desk.here, &desk.w)) });
        if let Some(counts) = fact.counts {
            let word = desk.t(if counts { "report-row-counts" } else { "report-row-counts-not" });
            cells.insert(2, html! { span.nothing[!counts] { (word) } });
        }
        let line = Row::new(n.to_string(), cells).past(row.is_none());
        match row {
            Some(row) => {
                let name = row.cells.first().and_then(|(_, shown)| shown.text()).unwrap_or_default().to_owned();
                line.href(format!("/{}/{}", kind.collection, row.id), name)
            }
            None => line,
        }
    });
    let mut columns: Vec<Column> =
        list.fields.iter().map(|field| Column::new(desk.t(&kind.label(field.name)))).collect();
    columns.insert(1, Column::new(desk.t("report-when")).fact());
    if share {
        columns.insert(2, Column::new(desk.t("report-counts")).fact());
    }
    let caption = desk.t(&figure.label()).into_owned();
    Ok(Table { caption, columns, rows: rows.collect(), ..Table::default() }.render(&desk.w))
}

/// The rows before and behind these.
fn pages(desk: &Desk<'_>, figure: &Figure, asked: &Asked, from: i64, count: i64) -> Markup {
    let to = |after: i64| format!("{}&after={after}", rows_address(figure.code, asked.span, asked));
    html! {
        @if count > MOST {
            div.row {
                @if from > 0 { (Button::new(desk.t("report-before")).quiet().small().icon(Icon::Left).key("p").href(to((from - MOST).max(0))).render()) }
                span.hint { (desk.ta("report-rows-of", &[("from", ui::Arg::Int(from + 1)), ("to", ui::Arg::Int((from + MOST).min(count))), ("n", ui::Arg::Int(count))])) }
                @if from + MOST < count { (Button::new(desk.t("report-next")).quiet().small().icon(Icon::Right).key("n").href(to(from + MOST)).render()) }
            }
        }
    }
}
