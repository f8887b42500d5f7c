//! Typed values from raw text: what a form, an API call or a cell of a spreadsheet holds is read by the field's kind.
//! The verdict is valid, suspect (kept, with a warning) or an error at the field (domain.md §4).

use chrono::NaiveDate;
use identifiers::{Verdict, email, phone, plate, resident_id, uscc, vin};
use kernel::{Fen, Id, Instant};

use crate::commands::FieldError;
use crate::{Datum, Field, FieldKind, Kind, Uses};

/// What reading a text came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The value in its stored form.
    pub datum: Datum,
    /// A doubt about it: the code is also the key of its sentence.
    pub warning: Option<String>,
}

/// What relative checks need to know.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The day: birth dates and model years are checked against it.
    pub today: NaiveDate,
    /// The place, for moments given as days.
    pub zone: chrono_tz::Tz,
}

/// Reads a text for a field; an empty text is [`Datum::Empty`].
pub fn read(field: &Field, text: &str, context: Context) -> Result<Reading, FieldError> {
    let text = text.trim();
    let error = |code: &str| FieldError { field: field.name.to_owned(), code: code.to_owned() };
    if text.is_empty() {
        return Ok(Reading { datum: Datum::Empty, warning: None });
    }
    if text.chars().count() > if field.kind == FieldKind::LongText { 20_000 } else { 400 } {
        return Err(error("field-too-long"));
    }
    let sure = |datum| Ok(Reading { datum, warning: None });
    match field.kind {
        FieldKind::Text | FieldKind::Name => sure(Datum::Text(one_line(text))),
        FieldKind::LongText | FieldKind::Choice(_) => sure(Datum::Text(text.to_owned())),
        FieldKind::Choices(_) => sure(Datum::Text(codes(text))),
        FieldKind::Integer | FieldKind::Kilometres => {
            whole(text).map(Datum::Integer).map_or(Err(error("field-not-a-number")), sure)
        }
        FieldKind::Score => whole(text)
            .filter(|n| (0..=100).contains(n))
            .map(Datum::Integer)
            .map_or(Err(error("field-not-a-score")), sure),
        FieldKind::Money => Fen::parse(text).map(|f| Datum::Integer(f.0)).map_or(Err(error("field-not-money")), sure),
        FieldKind::Date => date(text).map(Datum::Date).map_or(Err(error("field-not-a-date")), sure),
        FieldKind::Instant => Instant::parse(text, context.zone)
            .map(|i| Datum::Integer(i.0))
            .map_or(Err(error("field-not-a-moment")), sure),
        FieldKind::Bool => boolean(text).map(Datum::Bool).map_or(Err(error("field-not-yes-or-no")), sure),
        FieldKind::Reference { .. } => text
            .parse::<Id>()
            .map_or(Err(error("field-unknown-record")), |id| sure(Datum::Reference(id, String::new()))),
        FieldKind::Phone => judge(field, phone::check(text)),
        FieldKind::Plate => judge(field, plate::check(text)),
        FieldKind::Vin => judge(field, vin::check(text, None, context.today)),
        FieldKind::ResidentId => judge(field, resident_id::check(text, context.today)),
        FieldKind::Uscc => judge(field, uscc::check(text)),
        FieldKind::Email => judge(field, email::check(text)),
    }
}

/// Errors for fields that a noun requires and the input leaves empty. `present` tells whether a field has a value.
pub fn missing(kind: &Kind, present: impl Fn(&str) -> bool) -> Vec<FieldError> {
    kind.fields_for(Uses::REQUIRED)
        .filter(|f| !present(f.name))
        .map(|f| FieldError { field: f.name.to_owned(), code: "field-required".to_owned() })
        .collect()
}

/// `2026-11-22`, `2026/1/2`, `2026.1.2`, `2026年1月2日` or `20260102`.
pub fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim().split([' ', 'T']).next()?;
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    }
    let mut parts = text.trim_end_matches('日').split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (parts.next().is_none() && (1900..=2200).contains(&year))
        .then(|| NaiveDate::from_ymd_opt(year, month, day))
        .flatten()
}

fn judge(field: &Field, checked: identifiers::Checked) -> Result<Reading, FieldError> {
    let sentence = |reason: identifiers::Reason| format!("identifier-{}", reason.code());
    match checked.verdict {
        Verdict::Valid => Ok(Reading { datum: Datum::Text(checked.value), warning: None }),
        Verdict::Suspect(reason) => Ok(Reading { datum: Datum::Text(checked.value), warning: Some(sentence(reason)) }),
        Verdict::Rejected(reason) => Err(FieldError { field: field.name.to_owned(), code: sentence(reason) }),
    }
}

/// What stands between several codes, or between the words for them in a sheet.
pub const BETWEEN_CODES: [char; 8] = [',', '，', '、', ';', '；', '|', '/', '\n'];

/// Several codes in the one form in which they are stored: each once, in order, separated by commas.
fn codes(text: &str) -> String {
    let codes = text.split(BETWEEN_CODES).map(str::trim).filter(|code| !code.is_empty());
    codes.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(",")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn whole(text: &str) -> Option<i64> {
    let text: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    text.trim_end_matches("公里").trim_end_matches("km").trim_end_matches(".0").parse().ok()
}

pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "1" | "yes" | "y" | "on" | "是" | "有" | "对" => Some(true),
        "false" | "0" | "no" | "n" | "off" | "否" | "无" | "没有" => Some(false),
        _ => None,
    }
}
