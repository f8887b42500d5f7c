//! From what someone typed to the values of a visit: the same for a form and the API.

use customers::NewPhone;
use identifiers::name;
use kernel::{Access, Scope, Value};
use records::commands::FieldError;
use records::input::{self, Context};
use records::{Datum, Input, Refusal, Uses};

use super::VISIT;

/// Most people that come together: a coach.
const HEADS: i64 = 99;

/// Fields with a way of their own.
const APART: [&str; 2] = ["owner", "store"];

/// What an input came to: values by field, `None` where it clears one. A field that the input leaves out is not among
/// them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sheet {
    pub heads: Option<i64>,
    pub phone: Option<Option<NewPhone>>,
    pub texts: Vec<(&'static str, Option<String>)>,
}

impl Sheet {
    /// The text of a field that has one.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.texts.iter().find(|(name, _)| *name == field).and_then(|(_, text)| text.as_deref())
    }

    /// The number as it is stored.
    pub fn number(&self) -> Option<String> {
        self.phone.clone().flatten().map(|phone| phone.phone)
    }

    /// The texts as columns, those that were left out empty.
    pub fn columns(&self) -> Vec<(&'static str, Value)> {
        let text = |field: &'static str| (field, self.text(field).map(str::to_owned).into());
        ["name", "sex", "age", "came", "turn", "model", "remark"].map(text).into()
    }
}

/// Reads an input by the descriptor.
pub(super) fn read(typed: &Input, context: Context) -> Result<Sheet, Refusal> {
    let (mut sheet, mut errors) = (Sheet::default(), Vec::new());
    for field in VISIT.fields_for(Uses::FORM).filter(|f| !APART.contains(&f.name)) {
        let Some(text) = typed.get(field.name) else { continue };
        if field.name == "phone" {
            match Some(text).filter(|t| !t.is_empty()).map(NewPhone::read).transpose() {
                Ok(phone) => sheet.phone = Some(phone),
                Err(code) => errors.push(FieldError { field: "phone".into(), code }),
            }
            continue;
        }
        let datum = match input::read(field, text, context) {
            Ok(reading) => reading.datum,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        match (field.name, datum) {
            ("heads", Datum::Integer(heads)) if (1..=HEADS).contains(&heads) => sheet.heads = Some(heads),
            ("heads", Datum::Empty) => errors.push(FieldError { field: "heads".into(), code: "field-required".into() }),
            ("heads", _) => errors.push(FieldError { field: "heads".into(), code: "visit-heads-range".into() }),
            ("name", Datum::Text(text)) => sheet.texts.push(("name", Some(name::normalise(&text)))),
            (_, Datum::Text(text)) => sheet.texts.push((field.name, Some(text))),
            _ => sheet.texts.push((field.name, None)),
        }
    }
    if errors.is_empty() { Ok(sheet) } else { Err(Refusal::Invalid(errors)) }
}

/// A field that is hidden from someone everywhere cannot be written by them.
pub(super) fn writable(scope: &Scope, typed: &Input) -> Result<(), Refusal> {
    let closed = |name: &str| VISIT.field(name).is_some() && scope.field_at_best(VISIT.name, name) == Access::Hidden;
    let errors: Vec<FieldError> = typed
        .0
        .keys()
        .filter(|name| closed(name))
        .map(|name| FieldError { field: name.clone(), code: "field-not-writable".into() })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(pairs: &[(&str, &str)]) -> Result<Sheet, Refusal> {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        read(&pairs.iter().copied().collect(), Context { today, zone: organisation::HOUSE_ZONE })
    }

    fn code(done: Result<Sheet, Refusal>) -> String {
        match done.unwrap_err() {
            Refusal::Invalid(errors) => format!("{}:{}", errors[0].field, errors[0].code),
            other => other.to_string(),
        }
    }

    /// LEAD-04: a number of people is enough; a group has one head at least.
    #[test]
    fn heads_are_counted() {
        assert_eq!(sheet(&[("heads", "3")]).unwrap().heads, Some(3));
        assert_eq!(code(sheet(&[("heads", "0")])), "heads:visit-heads-range");
        assert_eq!(code(sheet(&[("heads", "100")])), "heads:visit-heads-range");
        assert_eq!(code(sheet(&[("heads", "")])), "heads:field-required");
        assert_eq!(code(sheet(&[("heads", "两")])), "heads:field-not-a-number");
    }

    /// LEAD-04: what is left out is not touched, what is empty is cleared.
    #[test]
    fn left_out_and_cleared() {
        let read = sheet(&[("name", " 司徒静 "), ("model", ""), ("phone", "138 5566 7788")]).unwrap();
        assert_eq!(read.text("name"), Some("司徒静"));
        assert!(read.texts.contains(&("model", None)) && !read.texts.iter().any(|(f, _)| *f == "remark"));
        assert!(read.number().is_some_and(|number| number.ends_with("13855667788")));
        assert_eq!(sheet(&[("phone", "")]).unwrap().phone, Some(None));
    }
}
