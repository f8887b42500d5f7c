//! A form as it was filled in, with what is wrong with it.

use axum::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Id, journal};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Input, Refusal};
use ui::{Field, State, diff, flash};
use web::Problem;

use super::Desk;

/// What a form of these pages posts: pairs, because matrices post many.
pub(super) type Posted = Form<Vec<(String, String)>>;

/// A form being filled in.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub input: Input,
    pub errors: Vec<FieldError>,
    /// The version that stands now, when someone else was faster.
    pub stale: Option<i64>,
}

impl Draft {
    /// A form as it opens.
    pub fn of<K: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (K, V)>) -> Draft {
        Draft { input: values.into_iter().collect(), ..Draft::default() }
    }

    /// The form again, after a change was refused. What no form can mend stays a problem.
    pub fn refused(input: Input, refusal: Refusal) -> Result<Draft, Problem> {
        let (errors, stale) = match refusal {
            Refusal::Invalid(errors) => (errors, None),
            Refusal::Rule(code) => (vec![FieldError { field: String::new(), code: code.into() }], None),
            Refusal::Conflict(version) => (Vec::new(), Some(version)),
            other => return Err(other.into()),
        };
        Ok(Draft { input, errors, stale })
    }

    pub fn value(&self, field: &str) -> &str {
        self.input.get(field).unwrap_or_default()
    }

    pub fn day(&self, field: &str) -> Option<chrono::NaiveDate> {
        self.value(field).parse().ok()
    }

    /// The version to post: the one that stands now, once the visitor has been told about it.
    pub fn version(&self, standing: i64) -> i64 {
        self.stale.or_else(|| self.value("version").parse().ok()).unwrap_or(standing)
    }

    /// A field with its error.
    pub fn field(&self, desk: &Desk<'_>, name: &str, label: &str) -> Field {
        let error = self.errors.iter().find(|e| e.field == name).map(|e| desk.t(&e.code).into_owned());
        Field::new(name, desk.t(label)).error(error)
    }

    /// All errors for the form's summary.
    pub fn sentences(&self, desk: &Desk<'_>) -> Vec<(String, String)> {
        self.errors.iter().map(|e| (e.field.clone(), desk.t(&e.code).into_owned())).collect()
    }

    /// The status of the answer that shows it.
    pub fn status(&self) -> StatusCode {
        match (self.stale, self.errors.is_empty()) {
            (Some(_), _) => StatusCode::CONFLICT,
            (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
            (None, true) => StatusCode::OK,
        }
    }

    /// The answer.
    pub fn answer(&self, page: Markup) -> Response {
        (self.status(), page).into_response()
    }

    /// Who was faster, and what stands now beside what was typed. Saving again then means it.
    pub async fn stale_note(
        &self,
        desk: &Desk<'_>,
        kind: &str,
        record: Id,
        stored: &[(&str, String, String)],
    ) -> Result<Markup, Problem> {
        if self.stale.is_none() {
            return Ok(html! {});
        }
        let last = journal::history(desk.conn(), desk.tenant(), kind, record, None, 1).await?.into_iter().next();
        let who = last.as_ref().map_or_else(|| "–".to_owned(), |line| line.actor_name.clone());
        let when =
            last.map_or_else(String::new, |line| ui::format::time::relative_text(line.at.utc(), &desk.here, &desk.w));
        let changes: Vec<ui::Change> = stored
            .iter()
            .filter(|(field, _, stands)| self.input.get(field).is_some_and(|typed| typed != stands.as_str()))
            .map(|(field, label, stands)| {
                let shown = |text: &str| (!text.is_empty()).then(|| html! { (text) });
                ui::Change {
                    field: label.clone(),
                    before: shown(stands),
                    after: shown(self.value(field)),
                    choose: None,
                }
            })
            .collect();
        let sentence = desk.ta("admin-conflict", &[("who", who.as_str().into()), ("when", when.as_str().into())]);
        Ok(html! {
            (flash(State::Due, &sentence))
            @if !changes.is_empty() { (diff(&desk.t("admin-conflict-theirs"), &desk.t("admin-conflict-yours"), &changes, &desk.w)) }
        })
    }
}

/// The version a form was opened at.
pub(super) fn version(input: &Input) -> Result<i64, Problem> {
    input.get("version").and_then(|v| v.parse().ok()).ok_or_else(|| Problem::bad_request("problem-bad-request"))
}

/// A day of a form: none when it is empty, an error at the field when it is no day.
pub(super) fn day(input: &Input, field: &str) -> Result<Option<chrono::NaiveDate>, Refusal> {
    match input.filled(field) {
        None => Ok(None),
        Some(text) => records::input::date(text).map(Some).ok_or_else(|| Refusal::field(field, "admin-day-invalid")),
    }
}

/// A small form of one button, for what needs no fields of its own.
pub(super) fn act(action: &str, hidden: &[(&str, &str)], button: &ui::Button) -> Markup {
    html! {
        form method="post" action=(action) data-once {
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            (button.render())
        }
    }
}
