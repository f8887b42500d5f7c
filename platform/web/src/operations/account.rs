//! The table of what became of each record.

use kernel::Id;
use maud::{Markup, html};
use records::operations::queries::{self, Wanted};
use records::operations::{Fate, Line, Operation, State, report};
use ui::{Column, Empty, Row, Tab, Table, Words, dot};

use super::wording;
use crate::records::Call;
use crate::{Page, Problem, Result};

/// Lines on one page.
const PAGE: i64 = 50;

/// The table with its tabs; for htmx the next rows alone.
pub(super) async fn section(call: &Call, page: &Page<'_>, operation: &Operation) -> Result<(Markup, bool)> {
    let only = call.pairs.get("only").unwrap_or_default();
    let after = call.pairs.get("after").and_then(|text| {
        let (noun, id) = text.split_once('~')?;
        Some((noun.to_owned(), id.parse::<Id>().ok()?))
    });
    let wanted = Wanted {
        fates: if only == "refused" { &[Fate::Refused] } else { &[] },
        stayed: only == "stayed",
        after: after.as_ref().map(|(noun, id)| (noun.as_str(), *id)),
        ..Wanted::default()
    };
    let tenant = call.visitor.scope.tenant;
    let lines = queries::lines(call.app.db.read(), tenant, operation.id, wanted, PAGE).await?;
    let href = |rest: &str| format!("/operations/{}?only={only}{rest}", operation.id);
    let more = lines
        .last()
        .filter(|_| lines.len() as i64 == PAGE)
        .map(|last| href(&format!("&after={}~{}", last.noun, last.record)));
    let table = table(call, page, operation, &lines, more).await?;
    let w = page.words();
    if call.is_part() {
        return Ok((table.more_rows(&w), true));
    }
    let base = format!("/operations/{}", operation.id);
    let mut tabs = vec![Tab::new(page.t("operation-all"), base.clone(), only.is_empty())];
    if operation.counts.refused > 0 && operation.kind != "import" {
        tabs.push(Tab::new(page.t("operation-fate-refused"), format!("{base}?only=refused"), only == "refused"));
    }
    if operation.state == State::Undone {
        tabs.push(Tab::new(page.t("operation-stayed"), format!("{base}?only=stayed"), only == "stayed"));
    }
    let body = html! {
        @if tabs.len() > 1 { (ui::tabs(&page.t("operation-records"), &tabs, None)) }
        (table.render(&w))
    };
    Ok((body, false))
}

async fn table(
    call: &Call,
    page: &Page<'_>,
    operation: &Operation,
    lines: &[Line],
    more: Option<String>,
) -> Result<Table> {
    let w = page.words();
    let rows = rows(call, page, operation, lines).await?;
    Ok(Table {
        caption: w.t("operation-records").into(),
        columns: vec![
            Column::new(w.t("operation-record")),
            Column::new(w.t("operation-noun")),
            Column::new(w.t("operation-result")).fact(),
            Column::new(w.t("operation-why")).fact(),
        ],
        rows,
        more,
        empty: Empty::new(w.t("operation-no-records"), w.t("operation-no-records-text")).render(),
        ..Table::default()
    })
}

/// Lines as rows: named as the visitor may know them.
pub(super) async fn rows(call: &Call, page: &Page<'_>, operation: &Operation, lines: &[Line]) -> Result<Vec<Row>> {
    let names = report::names(&call.look(), call.registry(), operation, lines, call.today()).await;
    let names = names.map_err(Problem::from)?;
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let named = names.get(&line.record).cloned().unwrap_or_default();
        let (tone, result) = wording::result(page, line);
        let known = !named.title.is_empty() || !named.number.is_empty();
        let title = if known { named.title.clone() } else { page.t("operation-out-of-reach").into_owned() };
        let cells = vec![
            html! { (title) @if !named.number.is_empty() { " " small { (named.number) } } },
            html! { (page.t(&format!("kind-{}", line.noun))) },
            dot(tone, &result),
            html! { (wording::why(page, line)) },
        ];
        let row = Row::new(line.record.to_string(), cells).past(!known);
        let collection = page.app.registry.kind(&line.noun).filter(|k| k.pages && named.open).map(|k| k.collection);
        rows.push(match collection {
            Some(collection) => row.href(format!("/{collection}/{}", line.record), title),
            None => row,
        });
    }
    Ok(rows)
}
