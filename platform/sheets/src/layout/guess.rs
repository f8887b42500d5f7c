//! Guesses about what a column holds, from its values alone.

use super::shape;
use crate::{Cell, RawRow};

/// What the values of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Phone numbers.
    Phone,
    /// Vehicle identification numbers.
    Vin,
    /// Number plates.
    Plate,
    /// Resident ID numbers.
    IdNumber,
    /// Dates, with or without time.
    Date,
    /// Amounts that show they are money.
    Money,
    /// Whole numbers.
    Integer,
    /// Chinese personal names.
    Name,
    /// Anything else, and columns without values.
    Text,
}

/// A guess about one column. A suggestion for the person who maps columns, never a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnGuess {
    /// The name of the column, from the header.
    pub name: String,
    /// The kind.
    pub kind: ColumnKind,
    /// Values looked at: cells that are not blank.
    pub filled: usize,
    /// How many of them have the shape of the kind; for [`ColumnKind::Text`] all of them.
    pub matching: usize,
    /// How many of them lost digits before the file was given to us ([`Cell::lost_digits`]).
    pub lost_digits: usize,
}

/// Guesses every column. At least four of five values must have the shape; the narrower shape wins.
pub fn guess_types<S: AsRef<str>>(names: &[S], sample: &[RawRow]) -> Vec<ColumnGuess> {
    names.iter().enumerate().map(|(column, name)| guess(name.as_ref(), column, sample)).collect()
}

fn guess(name: &str, column: usize, sample: &[RawRow]) -> ColumnGuess {
    let cells: Vec<&Cell> =
        sample.iter().filter_map(|row| row.cells.get(column)).filter(|cell| !cell.is_blank()).collect();
    let filled = cells.len();
    let lost_digits = cells.iter().filter(|cell| cell.lost_digits()).count();
    let found = ORDER.into_iter().find_map(|kind| {
        let matching = match kind {
            ColumnKind::Money => money(&cells),
            kind => cells.iter().filter(|cell| matches(kind, cell)).count(),
        };
        (matching > 0 && matching * 5 >= filled * 4).then_some((kind, matching))
    });
    let (kind, matching) = found.unwrap_or((ColumnKind::Text, filled));
    ColumnGuess { name: name.to_owned(), kind, filled, matching, lost_digits }
}

/// From the narrowest shape to the widest.
const ORDER: [ColumnKind; 8] = [
    ColumnKind::IdNumber,
    ColumnKind::Vin,
    ColumnKind::Phone,
    ColumnKind::Plate,
    ColumnKind::Date,
    ColumnKind::Name,
    ColumnKind::Money,
    ColumnKind::Integer,
];

/// A column of prices has whole ones among them; one in five must show that it is money.
fn money(cells: &[&Cell]) -> usize {
    let shown = cells.iter().filter(|cell| shape::is_money(cell)).count();
    if shown * 5 < cells.len() {
        return 0;
    }
    cells.iter().filter(|cell| shape::is_money(cell) || shape::is_integer(cell)).count()
}

fn matches(kind: ColumnKind, cell: &Cell) -> bool {
    let text = || match cell {
        Cell::Text(_) | Cell::Number(_) => cell.as_text(),
        _ => String::new(),
    };
    match kind {
        ColumnKind::Phone => shape::is_phone(&text()),
        ColumnKind::Vin => shape::is_vin(&text()),
        ColumnKind::Plate => shape::is_plate(&text()),
        ColumnKind::IdNumber => shape::is_id_number(&text()),
        ColumnKind::Date => shape::is_date(cell),
        ColumnKind::Money => shape::is_money(cell),
        ColumnKind::Integer => shape::is_integer(cell),
        ColumnKind::Name => shape::is_name(&text()),
        ColumnKind::Text => true,
    }
}
