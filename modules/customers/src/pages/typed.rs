//! What someone typed into a form, with what is wrong with it: values come back to the person who typed them.

use axum::extract::{FromRequest, Request};
use chrono::NaiveDate;
use kernel::Id;
use records::Refusal;
use records::commands::FieldError;
use ui::Field;
use web::records::Pairs;
use web::{Problem, Shared};

use super::desk::Desk;

/// Values by name, as posted, and errors by field (an empty field is the form itself).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    values: Vec<(String, String)>,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

impl Typed {
    /// From pairs.
    pub fn new(values: Vec<(String, String)>) -> Typed {
        Typed { values, errors: Vec::new() }
    }

    /// With a value to begin with.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Typed {
        self.set(name, value);
        self
    }

    /// Sets a value in place of all others of its name.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.values.retain(|(n, _)| n != name);
        self.values.push((name.to_owned(), value.into()));
    }

    /// The value of a name, trimmed; empty when it was not posted.
    pub fn get(&self, name: &str) -> &str {
        self.values.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }

    /// The value of a name if there is any text.
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|v| !v.is_empty()).map(str::to_owned)
    }

    /// Whether a name was posted at all.
    pub fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(n, _)| n == name)
    }

    /// All values of a name that hold text.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.values.iter().filter(|(n, v)| n == name && !v.trim().is_empty()).map(|(_, v)| v.trim()).collect()
    }

    /// All names with their values, trimmed.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.trim()))
    }

    /// A value that names a record.
    pub fn id(&self, name: &str) -> Option<Id> {
        self.get(name).parse().ok()
    }

    /// A value that is a day.
    pub fn date(&self, name: &str) -> Option<NaiveDate> {
        records::input::date(self.get(name))
    }

    /// The version posted along; a missing one never matches.
    pub fn version(&self) -> i64 {
        self.get("version").parse().unwrap_or(-1)
    }

    /// Notes what is wrong.
    pub fn wrong(&mut self, field: &str, code: &str) {
        self.errors.push(FieldError { field: field.to_owned(), code: code.to_owned() });
    }

    /// Takes in a refusal that the person can mend here; any other becomes a problem.
    pub fn refused(&mut self, refusal: Refusal) -> Result<(), Problem> {
        match refusal {
            Refusal::Invalid(errors) => self.errors.extend(errors),
            Refusal::Rule(code) => self.wrong("", code),
            other => return Err(other.into()),
        }
        Ok(())
    }

    /// The code of the first error of a field.
    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|e| e.field == field).map(|e| e.code.as_str())
    }

    /// A field of a form with its error, labelled by one of this page's own keys.
    pub fn field(&self, desk: &Desk<'_>, name: &str, label: &str) -> Field {
        Field::new(name, desk.p(label)).error(self.error(name).map(|code| desk.t(code).into_owned()))
    }

    /// All errors as sentences, for the head of a form.
    pub fn sentences(&self, desk: &Desk<'_>) -> Vec<(String, String)> {
        self.errors.iter().map(|e| (e.field.clone(), desk.t(&e.code).into_owned())).collect()
    }
}

impl FromRequest<Shared> for Typed {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Shared) -> Result<Typed, Problem> {
        Ok(Typed::new(Pairs::from_request(request, app).await?.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        Typed::new(vec![
            ("name".into(), " 王敏 ".into()),
            ("tag".into(), "a".into()),
            ("tag".into(), "".into()),
            ("tag".into(), "b".into()),
        ])
    }

    #[test]
    fn values_are_trimmed_and_told_from_absent_ones() {
        let typed = typed();
        assert_eq!(typed.get("name"), "王敏");
        assert_eq!(typed.all("tag"), ["a", "b"]);
        assert_eq!(typed.filled("absent"), None);
        assert_eq!(typed.version(), -1);
    }

    /// Errors of fields and rules come back to the form; what cannot be mended there does not.
    #[test]
    fn refusals_come_back_to_the_form() {
        let mut typed = typed();
        assert!(typed.refused(Refusal::field("name", "field-required")).is_ok());
        assert!(typed.refused(Refusal::Rule("customer-no-rule-fits")).is_ok());
        assert_eq!(typed.error("name"), Some("field-required"));
        assert_eq!(typed.error(""), Some("customer-no-rule-fits"));
        assert!(typed.refused(Refusal::NotFound).is_err());
    }
}
