//! All operations that the visitor may see.

use maud::{Markup, html};
use records::operations::{Operation, queries};
use ui::{Column, Empty, Row, Table, Words, dot, instant};

use super::wording;
use crate::records::{Call, labels};
use crate::{Page, Result};

/// Operations on one page.
const PAGE: i64 = 50;

pub(super) async fn page(call: Call) -> Result<Markup> {
    let before = call.pairs.get("before").and_then(|id| id.parse().ok());
    let found = queries::list(&call.look(), call.registry(), before, PAGE).await?;
    let page = call.page();
    let w = page.words();
    let here = ui::Here { now: call.app.db.clock.now().utc(), zone: labels::zone(&call.app, &call.visitor) };
    let table = Table {
        caption: w.t("operation-list").into(),
        columns: vec![
            Column::new(w.t("operation-what")),
            Column::new(w.t("operation-state")).fact(),
            Column::new(w.t("operation-total")).number().fact(),
            Column::new(w.t("operation-fate-created")).number(),
            Column::new(w.t("operation-fate-changed")).number(),
            Column::new(w.t("operation-fate-refused")).number(),
            Column::new(w.t("operation-who")),
            Column::new(w.t("operation-when")),
        ],
        rows: found.iter().map(|operation| row(&page, operation, &here)).collect(),
        more: found.last().filter(|_| found.len() as i64 == PAGE).map(|l| format!("/operations?before={}", l.id)),
        empty: Empty::new(w.t("operation-none"), w.t("operation-none-text")).render(),
        ..Table::default()
    };
    if call.is_part() {
        return Ok(table.more_rows(&w));
    }
    let body = html! { p.hint { (page.t("operation-list-text")) } (table.render(&w)) };
    Ok(page.show(ui::Shell { title: w.t("operation-list").into(), body, ..ui::Shell::default() }))
}

fn row(page: &Page<'_>, operation: &Operation, here: &ui::Here) -> Row {
    let number = |n: i64| html! { (ui::grouped(n)) };
    let (kind, title) = (wording::kind(page, operation), wording::title(page, operation));
    let cells = vec![
        html! { b { (kind) } " " (title) },
        dot(wording::tone(operation.state), &page.t(&format!("operation-state-{}", operation.state.name()))),
        number(operation.total),
        number(operation.counts.created),
        number(operation.counts.changed),
        number(operation.counts.refused),
        html! { (operation.owner_name) },
        instant(operation.created_at.utc(), here, &page.words()),
    ];
    Row::new(operation.id.to_string(), cells).href(format!("/operations/{}", operation.id), format!("{kind} {title}"))
}
