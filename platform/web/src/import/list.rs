//! All imports that the visitor may see.

use maud::{Markup, html};
use records::import::{Import, queries};
use ui::{Button, Column, Empty, Icon, Row, Table, Words, dot, instant};

use super::case::{desk, importer};
use super::sentence::state_tone;
use crate::records::{Call, labels};
use crate::{Page, Result};

/// Imports on one page.
const PAGE: i64 = 50;

pub(super) async fn page(call: Call) -> Result<Markup> {
    let desk = desk(&call)?;
    let importer = importer(&desk)?;
    let before = call.pairs.get("before").and_then(|id| id.parse().ok());
    let imports = queries::list(&call.look(), importer.name(), importer.kind(), before, PAGE).await?;
    let page = call.page();
    let w = page.words();
    let here = ui::Here { now: call.app.db.clock.now().utc(), zone: labels::zone(&call.app, &call.visitor) };
    let more =
        imports.last().filter(|_| imports.len() as i64 == PAGE).map(|last| format!("/imports?before={}", last.id));
    let table = Table {
        caption: w.t("import-list").into(),
        columns: vec![
            Column::new(w.t("import-column-file")),
            Column::new(w.t("import-column-state")).fact(),
            Column::new(w.t("import-column-rows")).number().fact(),
            Column::new(w.t("import-column-created")).number(),
            Column::new(w.t("import-column-updated")).number(),
            Column::new(w.t("import-column-rejected")).number(),
            Column::new(w.t("import-column-who")),
            Column::new(w.t("import-column-when")),
        ],
        rows: imports.iter().map(|import| row(&page, import, &here)).collect(),
        more,
        empty: Empty::new(w.t("import-none"), w.t("import-none-text")).action(new(&page)).render(),
        ..Table::default()
    };
    if call.is_part() {
        return Ok(table.more_rows(&w));
    }
    Ok(page.show(ui::Shell {
        title: w.t("import-list").into(),
        crumbs: vec![ui::Crumb::new(w.t("import-customers"), "/customers")],
        primary: (!imports.is_empty()).then(|| new(&page)),
        actions: Some(Button::new(w.t("operation-list")).quiet().icon(Icon::History).href("/operations").render()),
        body: table.render(&w),
        ..ui::Shell::default()
    }))
}

fn new(page: &Page<'_>) -> Markup {
    Button::new(page.t("import-new")).primary().icon(Icon::Import).href("/imports/new").render()
}

fn row(page: &Page<'_>, import: &Import, here: &ui::Here) -> Row {
    let counts = import.tally();
    let number = |n: i64| html! { (ui::grouped(n)) };
    let cells = vec![
        html! { (import.file_name) },
        dot(state_tone(import.state), &page.t(&format!("import-state-{}", import.state.name()))),
        number(counts.rows.max(import.total)),
        number(counts.created),
        number(counts.updated),
        number(counts.rejected),
        html! { (import.owner_name) },
        instant(import.created_at.utc(), here, &page.words()),
    ];
    Row::new(import.id.to_string(), cells).href(format!("/imports/{}", import.id), import.file_name.clone())
}
