//! A matrix of choices, such as roles against permissions or events against channels.

use maud::{Markup, html};

use crate::words::Words;

/// What stands in a cell.
#[derive(Debug, Clone)]
pub enum MatrixValue {
    /// A checkbox: its form name and whether it is on.
    Check(String, bool),
    /// A choice: its form name, the values with their words, the chosen value.
    Choice(String, Vec<(String, String)>, String),
    /// Given from elsewhere (inherited); shown, not changed here.
    Fixed(String),
    /// Does not apply.
    None,
}

/// A row of the matrix, or a heading across it.
#[derive(Debug, Clone)]
pub enum MatrixRow {
    /// A heading across all columns.
    Group(String),
    /// A row: its word, its explanation, one value per column.
    Line(String, String, Vec<MatrixValue>),
}

/// Rows against columns. Post it inside a form.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    /// What the matrix is about, for screen readers.
    pub caption: String,
    /// What the rows are.
    pub corner: String,
    /// The columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
}

impl Matrix {
    /// The markup.
    pub fn render(&self, w: &dyn Words) -> Markup {
        html! {
            div.scroll tabindex="0" role="region" aria-label=(self.caption) {
                table.matrix {
                    caption.sr { (self.caption) }
                    thead { tr { th scope="col" { (self.corner) } @for column in &self.columns { th scope="col" { (column) } } } }
                    @for row in &self.rows { (self.row(row, w)) }
                }
            }
        }
    }

    fn row(&self, row: &MatrixRow, w: &dyn Words) -> Markup {
        html! {
            @match row {
                MatrixRow::Group(title) => tr.matrix-group { th scope="rowgroup" colspan=(self.columns.len() + 1) { (title) } },
                MatrixRow::Line(title, hint, values) => tr {
                    th scope="row" { (title) @if !hint.is_empty() { small { (hint) } } }
                    @for (value, column) in values.iter().zip(&self.columns) { td { (cell(value, &format!("{title} · {column}"), w)) } }
                },
            }
        }
    }
}

fn cell(value: &MatrixValue, label: &str, w: &dyn Words) -> Markup {
    html! {
        @match value {
            MatrixValue::Check(name, on) => input type="checkbox" name=(name) value="true" checked[*on] aria-label=(label);,
            MatrixValue::Choice(name, choices, chosen) => select name=(name) aria-label=(label) {
                @for (value, word) in choices { option value=(value) selected[value == chosen] { (word) } }
            },
            MatrixValue::Fixed(word) => span.matrix-fixed title=(w.t("ui-inherited")) { (word) },
            MatrixValue::None => span.nothing { "–" },
        }
    }
}
