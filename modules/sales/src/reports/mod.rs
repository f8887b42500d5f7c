//! The showroom's report for the morning meeting (展厅日报、周报、月报, LEAD-04): a day, a week or a month of a store by
//! consultant, or of several stores side by side, held against the time before; on paper, as a workbook, and down to the
//! rows behind each figure. What a figure counts is said in [`crate::figures`] alone.

mod api;
mod asked;
mod load;
mod page;
mod rows;
mod sheet;
mod tables;

pub(crate) use api::{document, report};
pub(crate) use asked::{figure_text, rows_address};
pub use load::{Line, Report, load};
pub(crate) use page::{meanings, show};
pub(crate) use rows::rows;
pub(crate) use sheet::export;

/// The figures of the report, by what they are about (`report-part-{name}`).
pub const PARTS: &[(&str, &[&str])] = &[
    ("visitors", &["visits", "visits-first", "visits-again", "kept-rate", "visits-driven", "drive-rate"]),
    ("leads", &["leads", "answer-rate"]),
    ("sales", &["opened", "opened-ready", "followed", "in-time-rate", "lost"]),
];

/// What stands now: shown with a time that goes on.
pub const STANDING: &[&str] = &["open", "ready", "overdue"];

/// What is told of each consultant, or of each store.
pub const COLUMNS: &[&str] = &[
    "visits",
    "kept-rate",
    "visits-driven",
    "leads",
    "answer-rate",
    "opened",
    "opened-ready",
    "followed",
    "in-time-rate",
    "lost",
];
