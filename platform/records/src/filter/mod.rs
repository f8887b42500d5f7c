//! Filters: `field:op:value,value`, over every field and over relations (`vehicle.plate:eq:沪A12345`).
//!
//! A field that its reader sees only masked on some row may be matched only by its whole value or by its last four
//! characters and more; anything else would let the mask be guessed away.

mod checked;

use chrono::{Days, Months, NaiveDate};
use chrono_tz::Tz;

use crate::list::ListError;
use crate::{Field, FieldKind, Source};

pub(crate) use checked::{Checked, aliases};

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Equal to one of the values.
    Eq,
    /// Equal to none of them.
    Ne,
    /// Holds the text.
    Contains,
    /// Ends with the text, four characters at least.
    Tail,
    /// Not before, not less than.
    Gte,
    /// Not after, not more than.
    Lte,
    /// Has no value.
    Empty,
    /// Has a value.
    Filled,
}

impl Op {
    /// All of them.
    pub const ALL: [Op; 8] = [Op::Eq, Op::Ne, Op::Contains, Op::Tail, Op::Gte, Op::Lte, Op::Empty, Op::Filled];

    /// The stable name; the label key is `op-gte`.
    pub fn name(self) -> &'static str {
        match self {
            Op::Eq => "eq",
            Op::Ne => "ne",
            Op::Contains => "contains",
            Op::Tail => "tail",
            Op::Gte => "gte",
            Op::Lte => "lte",
            Op::Empty => "empty",
            Op::Filled => "filled",
        }
    }

    /// What may be asked of a field: of a sealed value of the house's own only whether it is one.
    pub fn for_field(field: &Field) -> &'static [Op] {
        match field.source {
            Source::Custom(_) if field.is_sealed() => &[Op::Eq, Op::Empty, Op::Filled],
            _ => Op::for_kind(field.kind),
        }
    }

    /// What may be asked of a sort of field.
    pub fn for_kind(kind: FieldKind) -> &'static [Op] {
        match kind {
            FieldKind::Text | FieldKind::LongText | FieldKind::Name | FieldKind::Email => {
                &[Op::Contains, Op::Eq, Op::Empty, Op::Filled]
            }
            FieldKind::Phone | FieldKind::Plate | FieldKind::Vin | FieldKind::ResidentId | FieldKind::Uscc => {
                &[Op::Eq, Op::Tail, Op::Empty, Op::Filled]
            }
            FieldKind::Integer
            | FieldKind::Money
            | FieldKind::Kilometres
            | FieldKind::Score
            | FieldKind::Date
            | FieldKind::Instant => &[Op::Gte, Op::Lte, Op::Eq, Op::Empty, Op::Filled],
            FieldKind::Choice(_) | FieldKind::Choices(_) | FieldKind::Reference { .. } => {
                &[Op::Eq, Op::Ne, Op::Empty, Op::Filled]
            }
            FieldKind::Bool => &[Op::Eq, Op::Empty, Op::Filled],
        }
    }
}

/// A condition of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The relation it goes through, if it does.
    pub relation: Option<String>,
    /// The field's name.
    pub field: String,
    /// The comparison.
    pub op: Op,
    /// What with.
    pub values: Vec<String>,
}

impl Filter {
    /// A filter on the noun itself.
    pub fn new(field: &str, op: Op, values: &[&str]) -> Filter {
        Filter { relation: None, field: field.into(), op, values: values.iter().map(|v| (*v).to_owned()).collect() }
    }

    /// Reads one filter. A comma or semicolon inside a value is written `\,` or `\;`.
    pub fn parse(text: &str) -> Result<Filter, ListError> {
        let mut parts = text.splitn(3, ':');
        let (path, op) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let op = Op::ALL.into_iter().find(|o| o.name() == op).ok_or(ListError::Bad("filter-unknown-operator"))?;
        let values = split(parts.next().unwrap_or_default(), ',');
        let (relation, field) = match path.split_once('.') {
            Some((relation, field)) => (Some(relation.to_owned()), field),
            None => (None, path),
        };
        if values.is_empty() && !matches!(op, Op::Empty | Op::Filled) {
            return Err(ListError::Bad("filter-without-value"));
        }
        if values.len() > 200 {
            return Err(ListError::Bad("filter-too-many-values"));
        }
        Ok(Filter { relation, field: field.to_owned(), op, values })
    }

    /// Reads several, separated by semicolons.
    pub fn parse_all(text: &str) -> Result<Vec<Filter>, ListError> {
        split_raw(text, ';').iter().filter(|t| !t.is_empty()).map(|t| Filter::parse(t)).collect()
    }

    /// The text that [`Filter::parse`] reads.
    pub fn text(&self) -> String {
        let escape = |v: &String| v.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
        let relation = self.relation.as_ref().map(|r| format!("{r}.")).unwrap_or_default();
        format!(
            "{relation}{}:{}:{}",
            self.field,
            self.op.name(),
            self.values.iter().map(escape).collect::<Vec<_>>().join(",")
        )
    }
}

/// What relative dates are counted from.
#[derive(Clone, Copy, Debug)]
pub struct Today {
    /// The day at the reader's place.
    pub date: NaiveDate,
    /// The reader's place.
    pub zone: Tz,
}

impl Today {
    /// Reads `2026-11-22`, `today`, `-7d`, `+1m` or `month` (its first day).
    fn day(self, text: &str) -> Option<NaiveDate> {
        match text {
            "today" => return Some(self.date),
            "month" => return chrono::Datelike::with_day(&self.date, 1),
            _ => {}
        }
        let (sign, rest) = match text.as_bytes().first()? {
            b'-' => (-1, &text[1..]),
            b'+' => (1, &text[1..]),
            _ => return text.parse().ok(),
        };
        let unit = rest.chars().last()?;
        let n: u32 = rest.strip_suffix(unit)?.parse().ok().filter(|n| *n <= 12_000)?;
        match (unit, sign) {
            ('d', 1) => self.date.checked_add_days(Days::new(n.into())),
            ('d', _) => self.date.checked_sub_days(Days::new(n.into())),
            ('m', 1) => self.date.checked_add_months(Months::new(n)),
            ('m', _) => self.date.checked_sub_months(Months::new(n)),
            _ => None,
        }
    }
}

fn split(text: &str, at: char) -> Vec<String> {
    split_raw(text, at).into_iter().map(|part| unescape(&part)).filter(|part| !part.is_empty()).collect()
}

fn split_raw(text: &str, at: char) -> Vec<String> {
    let (mut parts, mut part, mut escaped) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            _ if escaped => {
                part.push('\\');
                part.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            c if c == at => parts.push(std::mem::take(&mut part)),
            c => part.push(c),
        }
    }
    parts.push(part);
    parts
}

fn unescape(text: &str) -> String {
    let (mut out, mut escaped) = (String::new(), false);
    for c in text.chars() {
        if c == '\\' && !escaped {
            escaped = true;
        } else {
            out.push(c);
            escaped = false;
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_reads_what_it_writes() {
        for text in
            ["class:eq:prospect,customer", "vehicle.plate:eq:沪A12345", "name:contains:a\\,b\\;c", "phone:empty:"]
        {
            assert_eq!(Filter::parse(text).unwrap().text(), text);
        }
        let all = Filter::parse_all("class:eq:a;name:contains:x\\;y").unwrap();
        assert_eq!(all[1].values, ["x;y"]);
        assert!(Filter::parse("name:like:x").is_err());
        assert!(Filter::parse("name:eq:").is_err());
    }

    #[test]
    fn days_are_counted_from_today() {
        let today = Today { date: "2026-11-22".parse().unwrap(), zone: chrono_tz::Asia::Shanghai };
        for (text, day) in [
            ("today", "2026-11-22"),
            ("-7d", "2026-11-15"),
            ("+1m", "2026-12-22"),
            ("month", "2026-11-01"),
            ("2024-02-29", "2024-02-29"),
        ] {
            assert_eq!(today.day(text).unwrap().to_string(), day, "{text}");
        }
        for text in ["", "-", "7", "-7x", "-99999999d", "２日"] {
            assert_eq!(today.day(text), None, "{text}");
        }
    }
}
