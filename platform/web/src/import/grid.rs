//! Rows with something to say: bad cells can be typed over where they stand.

use maud::{Markup, html};
use records::import::queries::{self, RowFilter};
use records::import::{Fate, Message, RowRecord, Severity, State, Step, fix};
use ui::{Button, Column, Count, Empty, Panel, Row, Tab, Table, Words, dot, tabs};

use super::case::Case;
use super::sentence;
use crate::records::{Call, Pairs};
use crate::{Page, Problem, Result};

/// Rows on one page.
const PAGE: i64 = 50;
/// Cells shown of a row, to know it by.
const SHOWN: usize = 4;

/// Which rows are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Show {
    Problems,
    Fate(Fate),
    Severity(Severity),
    Code(String),
    All,
}

impl Show {
    fn read(pairs: &Pairs, step: Step) -> Show {
        let word = pairs.get("show").unwrap_or_default();
        match (word, Fate::from_name(word)) {
            (_, Some(fate)) => Show::Fate(fate),
            ("errors", _) => Show::Severity(Severity::Error),
            ("warnings", _) => Show::Severity(Severity::Warning),
            ("all", _) => Show::All,
            ("problems", _) => Show::Problems,
            (code, _) if code.starts_with("code:") => Show::Code(code.trim_start_matches("code:").to_owned()),
            _ if step == Step::Run => Show::All,
            _ => Show::Problems,
        }
    }

    fn word(&self) -> String {
        match self {
            Show::Problems => "problems".into(),
            Show::Fate(fate) => fate.name().into(),
            Show::Severity(Severity::Error) => "errors".into(),
            Show::Severity(_) => "warnings".into(),
            Show::Code(code) => format!("code:{code}"),
            Show::All => "all".into(),
        }
    }

    fn filter(&self) -> RowFilter {
        match self {
            Show::Problems => RowFilter { told: true, ..RowFilter::default() },
            Show::Fate(fate) => RowFilter { fate: Some(*fate), ..RowFilter::default() },
            Show::Severity(severity) => RowFilter { severity: Some(*severity), ..RowFilter::default() },
            Show::Code(code) => RowFilter { code: Some(code.clone()), ..RowFilter::default() },
            Show::All => RowFilter::default(),
        }
    }
}

/// Further rows, for htmx; the whole page otherwise.
pub(super) async fn rows(call: Call) -> Result<Markup> {
    let case = Case::of(&call).await?;
    let page = call.page();
    let table = table(&call, &page, &case).await?;
    if call.is_part() {
        return Ok(table.more_rows(&page.words()));
    }
    let body = html! { (super::summary::steps(&page, if case.import.step == Step::Check { 2 } else { 4 }, Some(&case.import))) (section(&call, &page, &case).await?) };
    Ok(page.show(ui::Shell {
        title: case.import.file_name.clone(),
        crumbs: super::summary::crumbs(&page),
        body,
        ..ui::Shell::default()
    }))
}

/// The rows with their choice.
pub(super) async fn section(call: &Call, page: &Page<'_>, case: &Case) -> Result<Markup> {
    let table = table(call, page, case).await?;
    let body = html! { (choice(call, page, case)) (table.render(&page.words())) };
    Ok(Panel::new(page.t("import-rows"), body).id("rows").render())
}

/// Types a text over a cell; the answer is the row.
pub(super) async fn mend(call: Call, form: Pairs) -> Result<Markup> {
    let case = Case::of(&call).await?;
    let missing = || Problem::bad_request("problem-bad-request");
    let line = form.get("line").and_then(|t| t.parse().ok()).ok_or_else(missing)?;
    let column = form.get("column").and_then(|t| t.parse().ok()).ok_or_else(missing)?;
    let value = form.first("value").unwrap_or_default();
    let row = fix::fix(&case.desk, &call.app.db, &call.visitor.scope, &case.import, line, column, value)
        .await?
        .ok_or_else(Problem::not_found)?;
    let page = call.page();
    let table = Table { columns: columns(&page), rows: vec![line_of(&page, &case, &row)], ..Table::default() };
    Ok(table.more_rows(&page.words()))
}

fn choice(call: &Call, page: &Page<'_>, case: &Case) -> Markup {
    let import = &case.import;
    let (w, show, counts) = (page.words(), Show::read(&call.pairs, import.step), import.tally());
    let tab = |label: &str, to: Show, count: Option<i64>| {
        let tab = Tab::new(w.t(label), format!("{}?show={}#rows", case.href("/rows"), to.word()), show == to);
        match count {
            Some(n) => tab.count(Count::Exact(n.max(0) as u64)),
            None => tab,
        }
    };
    let list = [
        tab("import-show-problems", Show::Problems, None),
        tab("import-show-rejected", Show::Fate(Fate::Rejected), Some(counts.rejected)),
        tab("import-show-warnings", Show::Severity(Severity::Warning), None),
        tab("import-show-duplicates", Show::Fate(Fate::Duplicate), Some(counts.duplicates)),
        tab("import-show-all", Show::All, Some(counts.rows)),
    ];
    let mut codes: Vec<(&String, &i64)> = import.problems.iter().collect();
    codes.sort_by_key(|(code, count)| (std::cmp::Reverse(**count), *code));
    let chosen = if let Show::Code(code) = &show { code.as_str() } else { "" };
    let by_code = html! {
        @if !codes.is_empty() {
            form method="get" action=(case.href("/rows")) data-auto-submit {
                select.input name="show" aria-label=(w.t("import-show-code")) {
                    option value="problems" { (w.t("import-show-code")) }
                    @for (code, count) in codes {
                        option value={ "code:" (code) } selected[code == chosen] { (sentence::code(page, code)) " (" (ui::grouped(*count)) ")" }
                    }
                }
                noscript { button.button type="submit" { (w.t("import-look-again")) } }
            }
        }
    };
    tabs(&w.t("import-show"), &list, Some(by_code))
}

async fn table(call: &Call, page: &Page<'_>, case: &Case) -> Result<Table> {
    let (import, w) = (&case.import, page.words());
    let show = Show::read(&call.pairs, import.step);
    let after: i64 = call.pairs.get("after").and_then(|t| t.parse().ok()).unwrap_or(0);
    let rows =
        queries::filtered(call.app.db.read(), import, import.pass_of(import.step), &show.filter(), after, PAGE).await?;
    let more = rows
        .last()
        .filter(|_| rows.len() as i64 == PAGE)
        .map(|last| format!("{}?show={}&after={}", case.href("/rows"), show.word(), last.line));
    Ok(Table {
        caption: w.t("import-rows").into(),
        columns: columns(page),
        rows: rows.iter().map(|row| line_of(page, case, row)).collect(),
        more,
        empty: Empty::new(w.t("import-no-such-rows"), w.t("import-no-such-rows-text")).render(),
        compact: true,
        ..Table::default()
    })
}

fn columns(page: &Page<'_>) -> Vec<Column> {
    let w = page.words();
    vec![
        Column::new(w.t("import-column-line")).narrow(),
        Column::new(w.t("import-column-content")),
        Column::new(w.t("import-column-messages")).fact(),
    ]
}

fn line_of(page: &Page<'_>, case: &Case, row: &RowRecord) -> Row {
    let outcome = dot(sentence::tone(row.fate), &page.t(&format!("import-fate-{}", row.fate.name())));
    let known: Vec<&str> = mapped(case).map(|at| fix::cell(row, at)).filter(|t| !t.is_empty()).take(SHOWN).collect();
    let known = known.join(" · ");
    // Of a clean row only the record is kept, once there is one.
    let content = match row.record.filter(|_| case.import.step == Step::Run) {
        Some(record) => html! {
            a href={ "/" (case.importer.kind().collection) "/" (record) } { @if known.is_empty() { (page.t("import-open-record")) } @else { (known) } }
        },
        None => html! { (known) },
    };
    Row::new(row.line.to_string(), vec![html! { (row.line) " " (outcome) }, content, told(page, case, row)])
}

/// The columns that mean something, in their order.
fn mapped(case: &Case) -> impl Iterator<Item = usize> + '_ {
    case.import.mapping.columns.iter().enumerate().filter(|(_, target)| target.is_some()).map(|(at, _)| at)
}

/// What is said about a row; cells of a checked row can be mended. A row without a key offers its key columns, one
/// without a name its name.
fn told(page: &Page<'_>, case: &Case, row: &RowRecord) -> Markup {
    let mendable = case.import.state == State::Ready && !row.cells.is_empty();
    let mut offered: Vec<usize> =
        row.messages.iter().filter(|m| m.severity != Severity::Info).filter_map(|m| m.column).collect();
    let says = |code: &str| row.messages.iter().any(|m| m.code == code);
    let (keyless, nameless) = (says("import-no-key") || says("import-no-usable-key"), says("import-no-name"));
    let targets = &case.targets;
    let needed = |name: &str| {
        targets
            .iter()
            .any(|t| t.name == name && ((keyless && t.key.is_some()) || (nameless && t.name.ends_with(".name"))))
    };
    offered.extend(mapped(case).filter(|at| case.import.mapping.columns[*at].as_deref().is_some_and(needed)));
    offered.sort_unstable();
    offered.dedup();
    html! {
        @for message in row.messages.iter().filter(|m| m.column.is_none()) {
            p { (say(page, message, &page.t(&format!("import-severity-{}", message.severity.name())))) }
        }
        @for column in (0..case.import.mapping.columns.len()).filter(|at| offered.contains(at) || fix::messages_of(row, *at).next().is_some()) {
            @if mendable && offered.contains(&column) { (cell(page, case, row, column)) }
            @for message in fix::messages_of(row, column) { p { (say(page, message, name(case, column))) } }
        }
    }
}

fn cell(page: &Page<'_>, case: &Case, row: &RowRecord, column: usize) -> Markup {
    let w = page.words();
    let label = w.ta("import-cell", &[("line", row.line.to_string().into()), ("column", name(case, column).into())]);
    html! {
        div.fact-edit {
            form hx-post=(case.href("/cells")) hx-target="closest tr" hx-swap="outerHTML" method="post" action=(case.href("/cells")) {
                input type="hidden" name="line" value=(row.line);
                input type="hidden" name="column" value=(column);
                div.field {
                    input.input type="text" name="value" value=(fix::cell(row, column)) aria-label=(label) placeholder=(name(case, column)) autocomplete="off" maxlength="2000";
                }
                (Button::new(w.t("import-mend")).small().render())
            }
        }
    }
}

fn name(case: &Case, column: usize) -> &str {
    case.import.mapping.names.get(column).map_or("", String::as_str)
}

fn say(page: &Page<'_>, message: &Message, about: &str) -> Markup {
    html! { (dot(sentence::gravity(message.severity), about)) " " (sentence::message(page, message)) }
}
