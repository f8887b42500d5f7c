//! A telephone number of a customer.

use identifiers::phone;
use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// A number as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Phone {
    /// Its id.
    pub id: Id,
    /// Whose.
    pub customer_id: Id,
    /// E.164, or digits for service numbers.
    pub phone: String,
    /// Mobile, home, work … (dictionary `phone-label`).
    pub label: Option<String>,
    /// The one that the file shows.
    pub is_primary: bool,
    /// A portal's privacy number: it expires and never tells duplicates.
    pub is_virtual: bool,
    /// Code of a doubt about it.
    pub doubt: Option<String>,
    /// What was typed, where it is doubtful.
    pub raw: Option<String>,
    /// Since when.
    pub created_at: Instant,
}

/// A number to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPhone {
    /// The normalised number.
    pub phone: String,
    /// Mobile, home, work …
    pub label: Option<String>,
    /// A privacy number.
    pub is_virtual: bool,
    /// Code of a doubt.
    pub doubt: Option<String>,
    /// What was typed, where it is doubtful.
    pub raw: Option<String>,
}

impl NewPhone {
    /// Reads what was typed; the error is the code of its sentence.
    pub fn read(text: &str) -> Result<NewPhone, String> {
        let read = phone::parse(text);
        let sentence = |reason: identifiers::Reason| format!("identifier-{}", reason.code());
        match (read.verdict.is_storable(), read.verdict.reason()) {
            (false, reason) => Err(reason.map_or_else(|| "field-required".to_owned(), sentence)),
            (true, reason) => {
                let (is_virtual, doubt) = (read.looks_virtual(), reason.map(sentence));
                let phone = match (&read.extension, is_virtual) {
                    // The extension is what makes a privacy number one person's.
                    (Some(extension), true) => format!("{}-{extension}", read.value),
                    _ => read.value,
                };
                let raw = doubt.is_some().then(|| text.trim().to_owned());
                Ok(NewPhone { phone, label: None, is_virtual, doubt, raw })
            }
        }
    }

    /// A number known to be in its normal form.
    pub fn normal(phone: impl Into<String>) -> NewPhone {
        NewPhone { phone: phone.into(), ..NewPhone::default() }
    }
}
