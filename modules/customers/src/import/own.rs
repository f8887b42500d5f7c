//! Custom fields of a noun that hangs on the customer of a row: what their columns come to.

use kernel::DbError;
use organisation::Dictionaries;
use records::custom::Values;
use records::import::{AnyLook, Draft, Message, Severity};
use records::input::{self, BETWEEN_CODES, Context};
use records::{Datum, FieldKind, Kind, custom};

use super::choices::Choices;

/// The custom fields of a noun, ready for reading rows.
#[derive(Debug)]
pub struct Own {
    kind: &'static Kind,
    choices: Choices,
}

impl Own {
    /// Loads them for the node of `path`; one query where the house has added none.
    pub async fn load(look: &AnyLook<'_>, path: &str, base: &'static Kind) -> Result<Own, DbError> {
        let tenant = look.scope.tenant;
        let kind = custom::kind_of(look.conn, tenant, base).await?;
        let choices = match kind.custom_fields().next() {
            Some(_) => Choices::of(path, &*Dictionaries::default().of(look.conn, tenant).await?, kind),
            None => Choices::default(),
        };
        Ok(Own { kind, choices })
    }

    /// The noun with these fields.
    pub fn kind(&self) -> &'static Kind {
        self.kind
    }

    /// The values of a row. What cannot be read is told and left out.
    pub fn values(&self, draft: &Draft, context: Context) -> (Values, Vec<Message>) {
        let (mut values, mut messages) = (Values::new(), Vec::new());
        for value in &draft.values {
            let name = value.target.split_once('.').filter(|(noun, _)| *noun == self.kind.name).map(|(_, name)| name);
            let Some(field) = name.and_then(|name| self.kind.custom_fields().find(|f| f.name == name)) else {
                continue;
            };
            let unknown = |word: &str| {
                Message::cell(value.column, Severity::Warning, "import-choice-unknown").with(word.to_owned())
            };
            let datum = match field.kind {
                FieldKind::Choice(dictionary) => match self.choices.code(dictionary, &value.raw) {
                    Some(code) => Datum::Text(code.to_owned()),
                    None => {
                        messages.push(unknown(&value.raw));
                        continue;
                    }
                },
                FieldKind::Choices(dictionary) => {
                    let mut codes = Vec::new();
                    for word in value.raw.split(BETWEEN_CODES).map(str::trim).filter(|word| !word.is_empty()) {
                        match self.choices.code(dictionary, word) {
                            Some(code) => codes.push(code),
                            None => messages.push(unknown(word)),
                        }
                    }
                    input::read(field, &codes.join(","), context).map_or(Datum::Empty, |read| read.datum)
                }
                _ => match &value.datum {
                    // The cell was read by the field's kind already, and what it could not read is told.
                    Datum::Text(_) => input::read(field, &value.raw, context).map_or(Datum::Empty, |read| read.datum),
                    datum => datum.clone(),
                },
            };
            if !datum.is_empty() {
                values.insert(field.name, datum);
            }
        }
        (values, messages)
    }
}
