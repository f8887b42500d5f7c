//! The second step: what the columns mean, and what is to be done.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use records::import::begin::{look_into, proposed};
use records::import::{ColumnView, Key, Layout, Mapping, Mode, State, Target, queries, steer};
use ui::{Choice, Column, Field, Form, Row, State as Tone, Table, Words, flash};

use super::case::Case;
use super::{sentence, summary};
use crate::records::{Call, Pairs};
use crate::{Page, Problem, Result};

/// Columns that can be mapped by hand.
const MOST: usize = 512;

pub(super) async fn page(call: Call) -> Result<Response> {
    let case = Case::of(&call).await?;
    if !matches!(case.import.state, State::Draft | State::Ready | State::Failed) {
        return Ok(Redirect::to(&case.href("")).into_response());
    }
    let asked = Asked { sheet: number(&call.pairs, "sheet"), header: number(&call.pairs, "header").map(|n| n as u64) };
    let layout = match asked.look(&case).await {
        Ok(layout) => layout,
        Err(problem) => {
            return Ok((
                StatusCode::UNPROCESSABLE_ENTITY,
                broken(&call.page(), &case, &sentence::problem(&call.page(), &problem)),
            )
                .into_response());
        }
    };
    // Another sheet or header line begins with what is known or guessed of it.
    let mapping = match asked.sheet.is_some()
        || asked.header.is_some()
        || case.import.mapping.columns.len() != layout.columns.len()
    {
        true => proposed(&call.app.db, &call.visitor.scope, case.importer.name(), &layout, &case.targets).await?,
        false => case.import.mapping.clone(),
    };
    let before = queries::same_file(call.app.db.read(), &case.import).await?.is_some();
    let choices =
        Chosen { mapping, mode: case.import.mode, key: case.import.keys.first().copied().unwrap_or(Key::Phone) };
    Ok(show(&call.page(), &case, &layout, &choices, None, before).into_response())
}

/// Keeps the choices and begins the check.
pub(super) async fn keep(call: Call, form: Pairs) -> Result<Response> {
    let case = Case::of(&call).await?;
    let asked = Asked { sheet: number(&form, "sheet"), header: number(&form, "header").map(|n| n as u64) };
    let layout = match asked.look(&case).await {
        Ok(layout) => layout,
        Err(problem) => {
            return Ok((
                StatusCode::UNPROCESSABLE_ENTITY,
                broken(&call.page(), &case, &sentence::problem(&call.page(), &problem)),
            )
                .into_response());
        }
    };
    let columns =
        (0..layout.columns.len().min(MOST)).map(|at| form.get(&format!("c{at}")).map(str::to_owned)).collect();
    let mapping = Mapping { columns, ..layout.mapping() };
    let mode = form.get("mode").and_then(Mode::from_name).unwrap_or(case.import.mode);
    let key = form.get("key").and_then(Key::from_name).unwrap_or(Key::Phone);
    if let Some(code) = mapping.problem(&case.targets) {
        let chosen = Chosen { mapping, mode, key };
        let page = call.page();
        let sentence = page.t(code).into_owned();
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, show(&page, &case, &layout, &chosen, Some(sentence), false))
            .into_response());
    }
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    if !steer::choose(&tx, &case.import, &mapping, &layout.fingerprint, mode, &key.first()).await?
        || !steer::check(&mut tx, &case.import).await?
    {
        return Err(Problem::new(StatusCode::CONFLICT, "import-not-now"));
    }
    tx.commit().await?;
    Ok(Redirect::to(&case.href("")).into_response())
}

fn number(pairs: &Pairs, name: &str) -> Option<usize> {
    pairs.get(name).and_then(|text| text.parse().ok())
}

/// The sheet and header line asked for; else those chosen before.
struct Asked {
    sheet: Option<usize>,
    header: Option<u64>,
}

impl Asked {
    async fn look(&self, case: &Case) -> std::result::Result<Layout, records::import::FileProblem> {
        let mapping = &case.import.mapping;
        let sheet = self.sheet.unwrap_or(mapping.sheet);
        // Of another sheet the header is found anew.
        let header = self.header.or((sheet == mapping.sheet).then_some(mapping.header));
        look_into(&case.desk, &case.import.stored, &case.import.file_name, Some(sheet), header, case.targets.clone())
            .await
    }
}

/// What is chosen on the page.
struct Chosen {
    mapping: Mapping,
    mode: Mode,
    key: Key,
}

fn show(
    page: &Page<'_>,
    case: &Case,
    layout: &Layout,
    chosen: &Chosen,
    error: Option<String>,
    came_before: bool,
) -> Markup {
    let w = page.words();
    let targets = &case.targets;
    let body = html! {
        (summary::steps(page, 1, Some(&case.import)))
        @for note in &layout.notes { (flash(Tone::Due, &sentence::problem(page, note))) }
        @if came_before { (flash(Tone::Due, &w.t("import-same-file"))) }
        @if layout.header == 0 { (flash(Tone::Due, &w.t("import-no-header"))) }
        @if layout.columns.iter().any(|c| c.lost_digits > 0) { (flash(Tone::Due, &w.t("import-lost-digits"))) }
        (place(page, case, layout))
        (Form {
            id: "import-mapping".into(),
            action: case.href("/mapping"),
            errors: error.into_iter().map(|sentence| (String::new(), sentence)).collect(),
            fields: html! {
                input type="hidden" name="sheet" value=(layout.sheet);
                input type="hidden" name="header" value=(layout.header);
                div.wide { (columns(page, layout, &chosen.mapping, targets)) }
                (Field::new("mode", w.t("import-mode")).radio(&modes(page), chosen.mode.name(), &w))
                (Field::new("key", w.t("import-key")).hint(w.t("import-key-hint")).radio(&keys(page), chosen.key.name(), &w))
            },
            submit: w.t("import-check").into(),
            cancel: Some("/imports".into()),
            ..Form::default()
        }.render(&w))
    };
    page.show(ui::Shell {
        title: case.import.file_name.clone(),
        crumbs: summary::crumbs(page),
        body,
        ..ui::Shell::default()
    })
}

/// Which sheet, and on which line its names stand; a change shows the columns anew.
fn place(page: &Page<'_>, case: &Case, layout: &Layout) -> Markup {
    let w = page.words();
    let sheets: Vec<Choice> =
        layout.sheets.iter().enumerate().map(|(at, sheet)| Choice::new(at.to_string(), sheet.name.clone())).collect();
    let mut lines: Vec<Choice> = layout
        .lines
        .iter()
        .map(|(line, text)| {
            Choice::new(
                line.to_string(),
                w.ta("import-header-choice", &[("line", line.to_string().into()), ("text", text.as_str().into())]),
            )
        })
        .collect();
    lines.insert(0, Choice::new("0", w.t("import-header-none")));
    html! {
        form.form method="get" action=(case.href("/mapping")) data-auto-submit {
            div.form-fields {
                @if sheets.len() > 1 { (Field::new("sheet", w.t("import-sheet")).required().select(&sheets, &layout.sheet.to_string(), &w)) }
                @else { input type="hidden" name="sheet" value=(layout.sheet); }
                (Field::new("header", w.t("import-header")).hint(w.t("import-header-hint")).required().select(&lines, &layout.header.to_string(), &w))
            }
            noscript { button.button type="submit" { (w.t("import-look-again")) } }
        }
    }
}

fn columns(page: &Page<'_>, layout: &Layout, mapping: &Mapping, targets: &[Target]) -> Markup {
    let w = page.words();
    let rows = layout
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| row(page, at, column, mapping.columns.get(at).and_then(Option::as_deref), targets))
        .collect();
    Table {
        caption: w.t("import-columns").into(),
        columns: vec![
            Column::new(w.t("import-column-name")),
            Column::new(w.t("import-column-samples")).fact(),
            Column::new(w.t("import-column-target")).fact(),
        ],
        rows,
        compact: true,
        ..Table::default()
    }
    .render(&w)
}

fn row(page: &Page<'_>, at: usize, column: &ColumnView, chosen: Option<&str>, targets: &[Target]) -> Row {
    let w = page.words();
    let name =
        html! { b { (column.name) } @if column.name != column.letters { " " span.nothing { (column.letters) } } };
    let label = w.ta("import-target-of", &[("column", column.name.as_str().into())]);
    let mut nouns: Vec<&str> = Vec::new();
    for target in targets {
        if !nouns.contains(&target.noun()) {
            nouns.push(target.noun());
        }
    }
    let choice = html! {
        select.input name={ "c" (at) } aria-label=(label) {
            option value="" { (w.t("import-leave-out")) }
            @for noun in nouns {
                optgroup label=(w.t(&format!("import-noun-{noun}"))) {
                    @for target in targets.iter().filter(|t| t.noun() == noun) {
                        option value=(target.name) selected[chosen == Some(target.name)] { (w.t(&target.label())) }
                    }
                }
            }
        }
    };
    Row::new(at.to_string(), vec![name, html! { (column.samples.join(" · ")) }, choice])
}

fn modes(page: &Page<'_>) -> Vec<Choice> {
    Mode::ALL
        .into_iter()
        .map(|m| {
            Choice::new(m.name(), page.t(&format!("import-mode-{}", m.name())))
                .hint(page.t(&format!("import-mode-{}-hint", m.name())))
        })
        .collect()
}

fn keys(page: &Page<'_>) -> Vec<Choice> {
    Key::ALL
        .into_iter()
        .map(|k| Choice::new(k.name(), page.t(&format!("import-key-{}", k.name().replace('_', "-")))))
        .collect()
}

/// A sheet or header line that cannot be read; the way back stays.
fn broken(page: &Page<'_>, case: &Case, sentence: &str) -> Markup {
    let body = html! {
        (summary::steps(page, 1, Some(&case.import)))
        (flash(Tone::Overdue, sentence))
        p { a.button href=(case.href("/mapping")) { (page.t("import-back")) } }
    };
    page.show(ui::Shell {
        title: case.import.file_name.clone(),
        crumbs: summary::crumbs(page),
        body,
        ..ui::Shell::default()
    })
}
