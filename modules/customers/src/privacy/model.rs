//! The words in which modules speak about a person's data.

use chrono::{Datelike, NaiveDate};

/// For how many years the law keeps what was done with a car, also against a wish to erase it (domain.md §7). Counted
/// from the last thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duties {
    /// Files of cars sold (汽车销售管理办法).
    pub sales_years: i64,
    /// Files of repairs (机动车维修管理规定).
    pub repair_years: i64,
}

impl Duties {
    /// The last day on which something is kept that happened on a day.
    pub fn until(from: NaiveDate, years: i64) -> NaiveDate {
        let year = from.year().saturating_add(i32::try_from(years).unwrap_or(0));
        // 29 February ends on the 28th.
        from.with_year(year).or_else(|| from.with_day(28).and_then(|day| day.with_year(year))).unwrap_or(from)
    }
}

/// One part of what erasing comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// What: key of its word is `privacy-part-` and this.
    pub part: &'static str,
    /// How many rows.
    pub rows: i64,
    /// Kept, without anything that tells who it was, until this day; erased at once when there is none.
    pub kept_until: Option<NaiveDate>,
}

/// What a column of a copy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Text, numbers, days and codes, as they stand.
    Plain,
    /// A moment, told as RFC 3339 in UTC.
    Instant,
    /// Yes or no.
    Bool,
    /// A sealed value, opened for the copy.
    Sealed,
}

/// A column of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the machine-readable copy.
    pub name: &'static str,
    /// Key of its word.
    pub word: &'static str,
    /// The expression it is read by.
    pub from: &'static str,
    /// What it holds.
    pub what: What,
}

impl Column {
    /// A plain column.
    pub const fn new(name: &'static str, word: &'static str) -> Column {
        Column { name, word, from: name, what: What::Plain }
    }

    /// Of another sort.
    pub const fn is(mut self, what: What) -> Column {
        self.what = what;
        self
    }

    /// Read by another expression.
    pub const fn by(mut self, from: &'static str) -> Column {
        self.from = from;
        self
    }
}

/// A part of a copy: a table with a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its name in the machine-readable copy; key of its word is `privacy-part-` and this.
    pub name: &'static str,
    /// Name and key of the word of each column.
    pub columns: Vec<(String, String)>,
    /// The rows; nothing where nothing is known.
    pub rows: Vec<Vec<Option<String>>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// domain.md §7: ten years for a sale, two for a repair; a leap day ends on the last of February.
    #[test]
    fn duties_end_on_a_day() {
        assert_eq!(Duties::until(day("2020-05-06"), 10), day("2030-05-06"));
        assert_eq!(Duties::until(day("2024-02-29"), 2), day("2026-02-28"));
        assert_eq!(Duties::until(day("2024-02-29"), 4), day("2028-02-29"));
    }
}
