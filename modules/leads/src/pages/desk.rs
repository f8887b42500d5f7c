//! What every page of this module has at hand.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Access, Action, Id, Tenant};
use maud::Markup;
use records::commands::FieldError;
use records::{Input, Refusal};
use sea_orm::DatabaseConnection;
use ui::{Choice, Field, Here};
use web::records::{Call, Pairs, labels};
use web::visitor::Speech;
use web::{Page, Problem};

use crate::LEAD;
use crate::lead::State;
use crate::seams::Seams;

/// A request being answered.
pub(crate) struct Desk<'a> {
    /// The request.
    pub call: &'a Call,
    /// The page that answers.
    pub page: Page<'a>,
    /// The words in the visitor's language.
    pub w: Speech<'a>,
    /// Now, and by which calendar.
    pub here: Here,
}

impl<'a> Desk<'a> {
    /// Costs no query.
    pub fn new(call: &'a Call) -> Desk<'a> {
        let page = call.page();
        let here = Here { now: call.app.db.clock.now().utc(), zone: labels::zone(&call.app, &call.visitor) };
        Desk { call, w: page.words(), page, here }
    }

    /// For reading.
    pub fn conn(&self) -> &'a DatabaseConnection {
        self.call.app.db.read()
    }

    /// The tenant.
    pub fn tenant(&self) -> Tenant {
        self.call.visitor.scope.tenant
    }

    /// Contributions of other modules.
    pub fn seams(&self) -> Arc<Seams> {
        self.call.app.seam::<Arc<Seams>>()
    }

    /// The words of a key.
    pub fn t(&self, key: &str) -> Cow<'a, str> {
        self.page.t(key)
    }

    /// The words of one of this module's page keys.
    pub fn p(&self, key: &str) -> Cow<'a, str> {
        self.t(&format!("lead-page-{key}"))
    }

    /// The word of a field of the lead.
    pub fn label(&self, field: &str) -> Cow<'a, str> {
        self.t(&LEAD.label(field))
    }

    /// The name of a code.
    pub fn code(&self, dictionary: &str, code: &str) -> String {
        labels::choice(&self.call.app, &self.call.visitor.scope, dictionary, code)
    }

    /// What may be chosen from a dictionary where the visitor works.
    pub fn choices(&self, dictionary: &str) -> Vec<Choice> {
        labels::choices(&self.call.app, &self.call.visitor.scope, dictionary)
            .into_iter()
            .map(|(value, label)| Choice::new(value, label))
            .collect()
    }

    /// Whether a field stands on no lead for the visitor.
    pub fn hidden(&self, field: &str) -> bool {
        self.call.visitor.scope.field_at_best(LEAD.name, field) == Access::Hidden
    }

    /// Whether the visitor may do this with any lead at all.
    pub fn can(&self, action: Action) -> bool {
        self.call.visitor.scope.can(LEAD.name, action)
    }

    /// A state with its colour.
    pub fn state(&self, state: State) -> Markup {
        let tone = match state {
            State::New | State::Contacted => ui::State::Accent,
            State::Assigned | State::InvalidPending => ui::State::Due,
            State::Filed => ui::State::Done,
            State::Invalid | State::Pool => ui::State::Past,
        };
        ui::dot(tone, &self.code("lead-state", state.name()))
    }

    /// Errors as sentences.
    pub fn sentences(&self, errors: &[FieldError]) -> Vec<(String, String)> {
        errors.iter().map(|e| (e.field.clone(), self.t(&e.code).into_owned())).collect()
    }

    /// A field of a form, with its error.
    pub fn field(&self, name: &str, label: impl Into<String>, errors: &[FieldError]) -> Field {
        let error = errors.iter().find(|e| e.field == name).map(|e| self.t(&e.code).into_owned());
        Field::new(name, label).error(error)
    }
}

/// The address of a lead's page.
pub(crate) fn address(lead: Id) -> String {
    format!("/leads/{lead}")
}

/// What was posted under these names.
pub(crate) fn typed(form: &Pairs, names: &[&str]) -> Input {
    names.iter().filter_map(|name| Some((*name, form.first(name)?))).collect()
}

/// Errors that a form can show; anything else is a problem of its own.
pub(crate) fn mendable(refusal: Refusal) -> Result<Vec<FieldError>, Problem> {
    match refusal {
        Refusal::Invalid(errors) => Ok(errors),
        Refusal::Rule(code) => Ok(vec![FieldError { field: String::new(), code: code.to_owned() }]),
        other => Err(other.into()),
    }
}

/// A page, told apart from one without errors.
pub(crate) fn answer(errors: &[FieldError], page: Markup) -> Response {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, page).into_response()
}
