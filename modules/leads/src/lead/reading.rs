//! From what someone typed to the values of a lead: the same for a form and the API.

use customers::NewPhone;
use identifiers::{name, wechat};
use records::commands::FieldError;
use records::input::{self, Context};
use records::{Datum, Input, Refusal, Uses};

use crate::LEAD;

/// The context in which values are read at a moment.
pub(crate) fn context(now: kernel::Instant) -> Context {
    Context { today: now.date_in(organisation::HOUSE_ZONE), zone: organisation::HOUSE_ZONE }
}

/// What an input came to. A field that the input leaves out is `None`, one that it clears `Some(None)`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sheet {
    pub name: Option<String>,
    pub phone: Option<Option<NewPhone>>,
    /// Texts of columns by field.
    pub texts: Vec<(&'static str, Option<String>)>,
}

impl Sheet {
    /// The text of a field that has one.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.texts.iter().find(|(name, _)| *name == field).and_then(|(_, text)| text.as_deref())
    }
}

/// Fields with a way of their own.
const APART: [&str; 2] = ["owner", "store"];

/// Reads an input by the descriptor.
pub(super) fn read(typed: &Input, context: Context) -> Result<Sheet, Refusal> {
    let (mut sheet, mut errors) = (Sheet::default(), Vec::new());
    for field in LEAD.fields_for(Uses::FORM).filter(|f| !APART.contains(&f.name)) {
        let Some(text) = typed.get(field.name) else { continue };
        if field.name == "phone" {
            match Some(text).filter(|t| !t.is_empty()).map(NewPhone::read).transpose() {
                Ok(phone) => sheet.phone = Some(phone),
                Err(code) => errors.push(FieldError { field: "phone".into(), code }),
            }
            continue;
        }
        match input::read(field, text, context) {
            Err(error) => errors.push(error),
            Ok(reading) => {
                let text = match reading.datum {
                    Datum::Text(text) => Some(text),
                    _ => None,
                };
                match field.name {
                    "name" => sheet.name = text.map(|t| name::normalise(&t)),
                    "wechat" => sheet.texts.push(("wechat", text.map(|t| wechat::normalise(&t)))),
                    _ => sheet.texts.push((field.name, text)),
                }
            }
        }
    }
    if errors.is_empty() { Ok(sheet) } else { Err(Refusal::Invalid(errors)) }
}
