//! From a cell to a value: what spreadsheets do to phones, dates and amounts is undone or told.

use std::borrow::Cow;

use chrono::NaiveTime;
use identifiers::phone;
use kernel::Instant;
use sheets::{Cell, Epoch, parse_date, serial_to_cell};

use super::{Message, Severity, Standing, Target, Value};
use crate::input::{self, Context};
use crate::{Datum, FieldKind};

/// Reads one cell for a target; a phone cell may hold several numbers.
pub(super) fn read(
    target: &Target,
    column: usize,
    cell: &Cell,
    context: Context,
    values: &mut Vec<Value>,
    messages: &mut Vec<Message>,
) {
    let raw = cell.as_text().trim().to_owned();
    if raw.is_empty() || is_nothing(&raw) {
        return;
    }
    if let Cell::Error(name) = cell {
        messages.push(Message::cell(column, Severity::Warning, "import-cell-error").with(name.clone()));
        return;
    }
    if target.kind == FieldKind::Phone && is_several(&raw) {
        let parts: Vec<&str> = raw.split(SEPARATORS).map(str::trim).filter(|p| !p.is_empty()).collect();
        if parts.iter().all(|p| phone::check(p).verdict.is_storable()) {
            messages.push(Message::cell(column, Severity::Info, "import-phone-split"));
            values.extend(parts.iter().map(|part| one(target, column, cell, part, context, &mut Vec::new())));
            return;
        }
    }
    values.push(one(target, column, cell, &raw, context, messages));
}

const SEPARATORS: [char; 9] = ['/', '、', ',', '，', ';', '；', '\n', '|', '\\'];

fn is_several(text: &str) -> bool {
    text.contains(SEPARATORS)
}

/// What people write where there is nothing.
fn is_nothing(text: &str) -> bool {
    matches!(
        text,
        "-" | "--" | "—" | "——" | "/" | "\\" | "无" | "NULL" | "null" | "N/A" | "n/a" | "#N/A" | "暂无" | "未知"
    )
}

fn one(target: &Target, column: usize, cell: &Cell, raw: &str, context: Context, messages: &mut Vec<Message>) -> Value {
    let read = match target.kind {
        FieldKind::Date | FieldKind::Instant => moment(target, cell, raw, context),
        FieldKind::Kilometres | FieldKind::Integer => number(target, raw, context),
        FieldKind::Phone => telephone(raw),
        _ => plain(target, raw, context),
    };
    let mut value = Value {
        target: target.name,
        column,
        datum: read.datum,
        standing: read.standing,
        raw: raw.to_owned(),
        doubt: read.doubt,
        key: target.key.filter(|_| read.usable && read.standing != Standing::Unread),
    };
    // An identity number of 18 digits that a spreadsheet kept as a number ends in zeros that nobody typed.
    if cell.lost_digits()
        && matches!(target.kind, FieldKind::ResidentId | FieldKind::Phone | FieldKind::Uscc | FieldKind::Vin)
        && value.standing != Standing::Unread
    {
        value = Value {
            datum: Datum::Text(raw.to_owned()),
            standing: Standing::Unread,
            doubt: Some("import-digits-lost".into()),
            key: None,
            ..value
        };
    }
    if let Some(code) = &value.doubt {
        messages.push(Message::cell(column, Severity::Warning, code.clone()));
    }
    value
}

struct Read {
    datum: Datum,
    standing: Standing,
    doubt: Option<Cow<'static, str>>,
    usable: bool,
}

fn sound(datum: Datum) -> Read {
    Read { datum, standing: Standing::Sound, doubt: None, usable: true }
}

fn unread(raw: &str, code: impl Into<Cow<'static, str>>) -> Read {
    Read { datum: Datum::Text(raw.to_owned()), standing: Standing::Unread, doubt: Some(code.into()), usable: false }
}

fn plain(target: &Target, raw: &str, context: Context) -> Read {
    match input::read(&target.field(), raw, context) {
        Ok(reading) => match reading.warning {
            None => sound(reading.datum),
            Some(code) => Read { standing: Standing::Doubtful, doubt: Some(code.into()), ..sound(reading.datum) },
        },
        Err(error) => unread(raw, error.code),
    }
}

/// A number with its verdict. Numbers that are no person's own (a portal's privacy number, a hotline, the SIM of a car)
/// are kept but recognise nobody.
fn telephone(raw: &str) -> Read {
    use identifiers::Verdict;
    let parsed = phone::parse(raw);
    let usable =
        !parsed.looks_virtual() && !matches!(parsed.kind, phone::Kind::Hotline | phone::Kind::Short | phone::Kind::Iot);
    let sentence = |reason: identifiers::Reason| Cow::from(format!("identifier-{}", reason.code()));
    match parsed.verdict {
        Verdict::Rejected(reason) => unread(raw, sentence(reason)),
        Verdict::Suspect(reason) => Read {
            standing: Standing::Doubtful,
            doubt: Some(sentence(reason)),
            usable,
            ..sound(Datum::Text(parsed.value))
        },
        Verdict::Valid if !usable => {
            Read { doubt: Some("import-phone-not-own".into()), usable, ..sound(Datum::Text(parsed.value)) }
        }
        Verdict::Valid => sound(Datum::Text(parsed.value)),
    }
}

/// A day or moment: typed as a date, as text in any usual form, or as the day number that a file without cell formats
/// shows (45210).
fn moment(target: &Target, cell: &Cell, raw: &str, context: Context) -> Read {
    let serial = || raw.parse::<f64>().ok().filter(|n| (SERIAL_FROM..SERIAL_TO).contains(n));
    let (at, counted) = match cell {
        Cell::Date(day) => (Some(day.and_time(NaiveTime::MIN)), false),
        Cell::DateTime(at) => (Some(*at), false),
        _ => match (parse_date(raw), serial()) {
            (Some(parsed), _) => (Some(parsed.at()), false),
            (None, Some(number)) => match serial_to_cell(number, Epoch::Y1900) {
                Cell::Date(day) => (Some(day.and_time(NaiveTime::MIN)), true),
                Cell::DateTime(at) => (Some(at), true),
                _ => (None, false),
            },
            (None, None) => (None, false),
        },
    };
    let Some(at) = at else {
        return unread(raw, if target.kind == FieldKind::Date { "field-not-a-date" } else { "field-not-a-moment" });
    };
    if at.date() < chrono::NaiveDate::from_ymd_opt(1900, 1, 2).unwrap_or_default() {
        return unread(raw, "import-date-placeholder");
    }
    let datum = match target.kind {
        FieldKind::Date => Datum::Date(at.date()),
        _ => Datum::Integer(instant(at, context).0),
    };
    match counted {
        true => Read { standing: Standing::Doubtful, doubt: Some("import-date-counted".into()), ..sound(datum) },
        false => sound(datum),
    }
}

/// Day numbers between 1954 and 2119: smaller and larger ones are more likely something else.
const SERIAL_FROM: f64 = 20_000.0;
const SERIAL_TO: f64 = 80_000.0;

fn instant(at: chrono::NaiveDateTime, context: Context) -> Instant {
    use chrono::TimeZone;
    let local = context.zone.from_local_datetime(&at).earliest();
    Instant(local.map_or_else(|| at.and_utc().timestamp_micros(), |t| t.timestamp_micros()))
}

/// Whole numbers as people write them: `3.5万`, `35,000公里`, `12 000 km`, `8000.0`.
fn number(target: &Target, raw: &str, context: Context) -> Read {
    let text: String = raw.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect::<String>().to_lowercase();
    let text = text.trim_end_matches("公里").trim_end_matches("km").trim_end_matches("千米").trim_end_matches("kms");
    let (text, factor) = match text.strip_suffix(['万', 'w']) {
        Some(rest) => (rest, 10_000.0),
        None => (text, 1.0),
    };
    match text.parse::<f64>().map(|n| (n * factor).round()) {
        Ok(number) if number.is_finite() && (0.0..1e12).contains(&number) => sound(Datum::Integer(number as i64)),
        _ => plain(target, raw, context),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::super::Key;
    use super::*;

    fn context() -> Context {
        Context { today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), zone: chrono_tz::Asia::Shanghai }
    }

    fn reads(kind: FieldKind, cell: Cell) -> (Vec<Value>, Vec<String>) {
        let target = Target::new("customer.phone", kind).key(Key::Phone);
        let (mut values, mut messages) = (Vec::new(), Vec::new());
        read(&target, 3, &cell, context(), &mut values, &mut messages);
        (values, messages.into_iter().map(|m| m.code.into_owned()).collect())
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    /// CUS-14: a phone kept as a number is whole; one shown as 1.31E+10 has lost its digits and says so.
    #[test]
    fn phones_in_spreadsheet_dress() {
        let (values, messages) = reads(FieldKind::Phone, Cell::Number(13_812_345_678.0));
        assert_eq!((values[0].datum.clone(), values[0].key), (Datum::Text("+8613812345678".into()), Some(Key::Phone)));
        assert!(messages.is_empty());
        let (values, messages) = reads(FieldKind::Phone, text("1.31E+10"));
        assert_eq!((values[0].standing, values[0].key), (Standing::Unread, None));
        assert_eq!(messages, ["identifier-phone-scientific-notation"]);
        assert_eq!(values[0].raw, "1.31E+10", "the raw text stays");
    }

    /// CUS-14: several numbers in one cell are several numbers.
    #[test]
    fn several_phones_in_a_cell() {
        let (values, messages) = reads(FieldKind::Phone, text("13812345678/13912345678"));
        assert_eq!(values.iter().map(|v| v.raw.as_str()).collect::<Vec<_>>(), ["13812345678", "13912345678"]);
        assert_eq!(messages, ["import-phone-split"]);
        let (values, messages) = reads(FieldKind::Phone, text("13812345678/1391234"));
        assert_eq!(values[0].standing, Standing::Unread);
        assert_eq!(messages.len(), 1);
    }

    /// CUS-14, domain.md §4.3: a hotline and a privacy number are kept, and recognise nobody.
    #[test]
    fn numbers_that_are_nobodys_own() {
        for raw in ["400-820-8820", "13812345678转123"] {
            let (values, messages) = reads(FieldKind::Phone, text(raw));
            assert_eq!((values[0].standing, values[0].key), (Standing::Sound, None), "{raw}");
            assert_eq!(messages, ["import-phone-not-own"]);
        }
    }

    /// CUS-14: dates typed in any form, as cells, and as the day numbers of a file without formats.
    #[test]
    fn dates() {
        let day = NaiveDate::from_ymd_opt(2023, 10, 11).unwrap();
        for cell in
            [Cell::Date(day), text("2023年10月11日"), text("2023.10.11"), text("20231011"), text("2023/10/11 08:30")]
        {
            assert_eq!(reads(FieldKind::Date, cell).0[0].datum, Datum::Date(day));
        }
        let (values, messages) = reads(FieldKind::Date, text("45210"));
        assert_eq!((values[0].datum.clone(), values[0].standing), (Datum::Date(day), Standing::Doubtful));
        assert_eq!(messages, ["import-date-counted"]);
        for (bad, code) in [
            ("2023-02-30", "field-not-a-date"),
            ("去年", "field-not-a-date"),
            ("1900-01-01", "import-date-placeholder"),
        ] {
            let (values, messages) = reads(FieldKind::Date, text(bad));
            assert_eq!((values[0].standing, values[0].raw.as_str()), (Standing::Unread, bad));
            assert_eq!(messages, [code]);
        }
    }

    /// CUS-14: what people write for kilometres.
    #[test]
    fn kilometres() {
        for (raw, km) in
            [("35000", 35_000), ("35,000公里", 35_000), ("3.5万", 35_000), ("12 000 km", 12_000), ("8000.0", 8_000)]
        {
            assert_eq!(reads(FieldKind::Kilometres, text(raw)).0[0].datum, Datum::Integer(km), "{raw}");
        }
        assert_eq!(reads(FieldKind::Kilometres, text("很多")).0[0].standing, Standing::Unread);
    }

    /// CUS-14: an identity number that was a number has lost its tail.
    #[test]
    fn lost_digits() {
        let (values, messages) = reads(FieldKind::ResidentId, Cell::Number(310_101_199_003_071_200.0));
        assert_eq!((values[0].standing, values[0].key), (Standing::Unread, None));
        assert!(!messages.is_empty());
    }

    /// CUS-14: dashes and "none" are nothing, an error value is told.
    #[test]
    fn nothing_is_nothing() {
        for raw in ["", "  ", "-", "无", "NULL"] {
            assert!(reads(FieldKind::Text, text(raw)).0.is_empty(), "{raw}");
        }
        let (values, messages) = reads(FieldKind::Text, Cell::Error("#REF!".into()));
        assert!(values.is_empty());
        assert_eq!(messages, ["import-cell-error"]);
    }
}
