//! Why someone has a masked value shown: a code of the house's own list, and their own words where they add any. The
//! journal keeps both with the line that notes it.

use crate::Refusal;
use crate::commands::FieldError;

/// The dictionary of the codes.
pub const REASONS: &str = "reveal-reason";
/// The code that says nothing by itself: words must stand beside it.
pub const OTHER: &str = "other";
/// The most characters of the words.
pub const NOTE_LENGTH: usize = 200;

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The code; empty where the house has no list.
    pub code: String,
    /// The words; empty where the code says enough.
    pub note: String,
}

impl Reason {
    /// What was given, if it is a reason: one of the codes, with words where it is [`OTHER`] or where the house offers no
    /// codes. Refuses the fields `reason` and `note`.
    pub fn given(code: &str, note: &str, codes: &[&str]) -> Result<Reason, Refusal> {
        let (code, note) = (code.trim(), note.trim());
        let mut errors = Vec::new();
        let mut wrong = |field: &str, code: &str| errors.push(FieldError { field: field.into(), code: code.into() });
        match code {
            "" if !codes.is_empty() => wrong("reason", "field-required"),
            "" => {}
            code if !codes.contains(&code) => wrong("reason", "field-not-a-choice"),
            _ => {}
        }
        if note.is_empty() && (code == OTHER || codes.is_empty()) {
            wrong("note", "field-required");
        }
        if note.chars().count() > NOTE_LENGTH {
            wrong("note", "field-too-long");
        }
        if errors.is_empty() {
            Ok(Reason { code: code.to_owned(), note: note.to_owned() })
        } else {
            Err(Refusal::Invalid(errors))
        }
    }

    /// As the journal keeps it: `CODE: words`.
    pub fn text(&self) -> String {
        match (self.code.is_empty(), self.note.is_empty()) {
            (_, true) => self.code.clone(),
            (true, false) => format!(": {}", self.note),
            (false, false) => format!("{}: {}", self.code, self.note),
        }
    }

    /// Reads what [`Reason::text`] wrote.
    pub fn read(text: &str) -> Reason {
        let (code, note) = text.split_once(": ").unwrap_or((text, ""));
        Reason { code: code.to_owned(), note: note.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: [&str; 2] = ["contact", OTHER];

    fn wrong(code: &str, note: &str, codes: &[&str]) -> Vec<(String, String)> {
        match Reason::given(code, note, codes) {
            Err(Refusal::Invalid(errors)) => errors.into_iter().map(|e| (e.field, e.code)).collect(),
            _ => Vec::new(),
        }
    }

    /// SYS-05: a code of the house's list is a reason, "other" with words only.
    #[test]
    fn a_reason_is_one_of_the_list() {
        assert_eq!(wrong("contact", "", &CODES), []);
        assert_eq!(wrong("other", "车主来电", &CODES), []);
        let told = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
        assert_eq!(wrong("", "车主来电", &CODES), told("reason", "field-required"));
        assert_eq!(wrong("curious", "", &CODES), told("reason", "field-not-a-choice"));
        assert_eq!(wrong("other", " ", &CODES), told("note", "field-required"));
        assert_eq!(wrong("", "", &[]), told("note", "field-required"));
        assert_eq!(wrong("contact", &"字".repeat(NOTE_LENGTH + 1), &CODES), told("note", "field-too-long"));
    }

    /// SYS-09: what the journal keeps is read as it was given.
    #[test]
    fn a_reason_is_read_as_it_was_written() {
        for (code, note) in [("contact", ""), ("other", "车主来电: 核对"), ("", "没有清单")] {
            let reason = Reason { code: code.into(), note: note.into() };
            assert_eq!(Reason::read(&reason.text()), reason);
        }
    }
}
