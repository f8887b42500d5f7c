//! From what someone typed to values: the same for a form, the API and a row of a spreadsheet.

use identifiers::{address, name, resident_id, wechat};
use kernel::Id;
use records::commands::FieldError;
use records::custom::{Values, is_custom};
use records::input::{self, Context};
use records::{Datum, Field, FieldKind, Input, Kind, Source, Uses};

use super::model::{Facts, Notes};
use crate::phones::NewPhone;

/// What an input came to. A field that the input leaves out stands nowhere here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Columns of the customer.
    pub facts: Facts,
    /// Columns of the engagement, besides those with verbs of their own.
    pub engagement: Facts,
    /// Custom fields.
    pub custom: Values,
    /// The identity number; empty clears it.
    pub id_number: Option<Datum>,
    /// The primary number; `Some(None)` clears it.
    pub phone: Option<Option<NewPhone>>,
    /// Further numbers, one a line, each with a label behind a `|` where it has one.
    pub phones: Vec<NewPhone>,
    /// The class asked for.
    pub class: Option<String>,
    /// The grade asked for; `Some(None)` clears it.
    pub grade: Option<Option<String>>,
    /// The owner asked for by id; `Some(None)` is the pool.
    pub owner: Option<Option<Id>>,
    /// The store asked for, by code or id.
    pub store: Option<String>,
    /// Codes of doubts by field.
    pub doubts: Notes,
    /// What was typed, by field, where it is doubtful or could not be read.
    pub raw: Notes,
}

/// How strictly values are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// A form or the API: what cannot be read is mended by the person who typed it.
    Exact,
    /// A spreadsheet: what cannot be read stays beside the file as raw text with its doubt (domain.md §4).
    Lenient,
}

/// Reads an input by the customer's descriptor, with the custom fields of the house or without. With [`Strictness::Lenient`] the errors are about fields that cannot be left out; other unreadable
/// values are noted in [`Sheet::doubts`].
pub fn read(
    kind: &'static Kind,
    input: &Input,
    context: Context,
    strictness: Strictness,
) -> Result<Sheet, Vec<FieldError>> {
    let (mut sheet, mut errors) = (Sheet::default(), Vec::new());
    for (key, text) in &input.0 {
        let Some(field) = kind.field(key) else {
            if is_custom(key) {
                errors.push(FieldError { field: key.clone(), code: "field-unknown".into() });
            }
            continue;
        };
        if !field.uses.has(Uses::FORM) {
            errors.push(FieldError { field: key.clone(), code: "field-not-writable".into() });
            continue;
        }
        if let Err(error) = take(&mut sheet, field, text, context) {
            if strictness == Strictness::Exact || field.uses.has(Uses::REQUIRED) {
                errors.push(error);
            } else {
                sheet.raw.insert(key.clone(), text.trim().to_owned());
                sheet.doubts.insert(key.clone(), error.code);
            }
        }
    }
    for line in input.get("phones").unwrap_or_default().lines().filter(|l| !l.trim().is_empty()) {
        match further(line) {
            Ok(phone) => sheet.phones.push(phone),
            Err(code) if strictness == Strictness::Exact => errors.push(FieldError { field: "phones".into(), code }),
            Err(code) => {
                sheet.raw.insert("phones".into(), line.trim().to_owned());
                sheet.doubts.insert("phones".into(), code);
            }
        }
    }
    if errors.is_empty() { Ok(sheet) } else { Err(errors) }
}

fn take(sheet: &mut Sheet, field: &'static Field, text: &str, context: Context) -> Result<(), FieldError> {
    let filled = Some(text.trim()).filter(|t| !t.is_empty());
    match field.name {
        "phone" => {
            let phone =
                filled.map(NewPhone::read).transpose().map_err(|code| FieldError { field: "phone".into(), code })?;
            if let Some((doubt, raw)) = phone.as_ref().and_then(|p| Some((p.doubt.clone()?, p.raw.clone()?))) {
                sheet.doubts.insert("phone".into(), doubt);
                sheet.raw.insert("phone".into(), raw);
            }
            sheet.phone = Some(phone);
            return Ok(());
        }
        "store" => {
            sheet.store = filled.map(str::to_owned);
            return Ok(());
        }
        "class" => {
            sheet.class = filled.map(str::to_owned);
            return Ok(());
        }
        "grade" => {
            sheet.grade = Some(filled.map(str::to_owned));
            return Ok(());
        }
        _ => {}
    }
    let reading = input::read(field, text, context)?;
    let (datum, warning) = match reading.datum {
        Datum::Text(value) => finer(field, &value, reading.warning),
        other => (other, reading.warning),
    };
    if let Some(code) = warning {
        sheet.doubts.insert(field.name.into(), code);
        // What was typed for a sealed value would stand beside it in the open.
        if !matches!(field.source, Source::Custom(_)) || !field.is_sealed() {
            sheet.raw.insert(field.name.into(), text.trim().to_owned());
        }
    }
    match (field.name, field.source) {
        ("owner", _) => {
            sheet.owner = Some(match datum {
                Datum::Reference(id, _) => Some(id),
                _ => None,
            });
        }
        (_, Source::Sealed { .. }) => sheet.id_number = Some(datum),
        (_, Source::Anchor(_)) => sheet.engagement.set(field.name, datum),
        (_, Source::Base(_)) => sheet.facts.set(field.name, datum),
        (_, Source::Custom(_)) => drop(sheet.custom.insert(field.name, datum)),
    }
    Ok(())
}

/// What the field's kind alone does not know: names, WeChat ids and postcodes have rules of their own.
fn finer(field: &Field, value: &str, warning: Option<String>) -> (Datum, Option<String>) {
    let checked = match field.name {
        "name" if name::looks_like_organisation(value) => return (Datum::Text(name::normalise(value)), warning),
        "name" => name::check(value),
        "wechat" => wechat::check(value),
        "postcode" => address::check_postcode(value),
        "address" => return (Datum::Text(address::normalise(value)), warning),
        _ => return (Datum::Text(value.to_owned()), warning),
    };
    let doubt = checked.verdict.reason().map(|reason| format!("identifier-{}", reason.code()));
    (Datum::Text(checked.value), doubt.or(warning))
}

fn further(line: &str) -> Result<NewPhone, String> {
    let (number, label) = line.split_once('|').unwrap_or((line, ""));
    let label = Some(label.trim().to_owned()).filter(|l| !l.is_empty());
    Ok(NewPhone { label, ..NewPhone::read(number)? })
}

/// Supplies what the other values tell and nobody wrote: sex and birthday from an identity number, sex from a
/// salutation, province, city and district from an address, person or organisation from the name.
pub fn deduce(sheet: &mut Sheet, context: Context) {
    let id = match &sheet.id_number {
        Some(Datum::Text(text)) => resident_id::read(text, context.today),
        _ => None,
    };
    let named = sheet.facts.get_text("name").unwrap_or_default().to_owned();
    let greeted = name::salutation(&named);
    let facts = &mut sheet.facts;
    let word = |sex| Datum::Text(if sex == identifiers::Sex::Male { "male" } else { "female" }.to_owned());
    let sex = id.as_ref().and_then(|id| id.sex).or(greeted.as_ref().and_then(|g| g.sex));
    facts.supply("sex", || sex.map(word));
    facts.supply("birthday", || id.and_then(|id| id.birth).map(Datum::Date));
    facts.supply("salutation", || greeted.map(|g| Datum::Text(g.title.to_owned())));
    facts.supply("kind", || {
        Some(Datum::Text(if name::looks_like_organisation(&named) { "organisation" } else { "person" }.to_owned()))
    });
    if let Some(text) = facts.get_text("address").map(str::to_owned) {
        let region = address::region(&text);
        facts.supply("province", || region.province.map(Datum::Text));
        facts.supply("city", || region.city.map(Datum::Text));
        facts.supply("district", || region.county.map(Datum::Text));
    }
}

/// Whether the descriptor's field holds a code of base data.
pub fn dictionary(field: &Field) -> Option<&'static str> {
    match field.kind {
        FieldKind::Choice(name) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
