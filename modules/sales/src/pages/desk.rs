//! What the module's pages need again and again.

use std::borrow::Cow;

use kernel::{Access, Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Datum, Refusal, Row, Shown};
use ui::{Choice, Here, Words};
use web::records::{Call, Renderer, labels};
use web::visitor::Speech;
use web::{Page, Problem};

use crate::kind::OPPORTUNITY;

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

    /// The words of a key.
    pub fn t(&self, key: &str) -> Cow<'a, str> {
        self.page.t(key)
    }

    /// The words of a key with texts and numbers filled in.
    pub fn ta(&self, key: &str, args: &[(&str, ui::Arg)]) -> String {
        self.w.ta(key, args)
    }

    /// The word of a field of the opportunity.
    pub fn label(&self, field: &str) -> Cow<'a, str> {
        self.t(&OPPORTUNITY.label(field))
    }

    /// The word of a code.
    pub fn code(&self, dictionary: &str, code: &str) -> String {
        labels::choice(&self.call.app, &self.call.visitor.scope, dictionary, code)
    }

    /// The word of a stage.
    pub fn stage(&self, code: &str) -> String {
        self.code("opportunity-stage", code)
    }

    /// The word of a level.
    pub fn level(&self, code: &str) -> String {
        self.code("customer-grade", code)
    }

    /// What may be chosen from a dictionary.
    pub fn choices(&self, dictionary: &str) -> Vec<Choice> {
        let list = labels::choices(&self.call.app, &self.call.visitor.scope, dictionary);
        list.into_iter().map(|(value, label)| Choice::new(value, label)).collect()
    }

    /// Whether the visitor may do this with any opportunity at all.
    pub fn can(&self, action: Action) -> bool {
        self.call.visitor.scope.can(OPPORTUNITY.name, action)
    }

    /// Whether a field stands on no opportunity for the visitor.
    pub fn hidden(&self, field: &str) -> bool {
        self.call.visitor.scope.field_at_best(OPPORTUNITY.name, field) == Access::Hidden
    }

    /// The opportunity named in the path.
    pub fn opportunity(&self) -> Result<Id, Problem> {
        self.call.record(&OPPORTUNITY)
    }

    /// A value of a row, where the visitor sees it and there is one.
    pub fn value(&self, row: &Row, field: &str) -> Option<Markup> {
        let described = OPPORTUNITY.field(field)?;
        let renderer = Renderer::new(&self.page);
        match row.get(field) {
            Shown::Hidden => None,
            Shown::Masked(text) if text.is_empty() => None,
            Shown::Value(datum) if datum.is_empty() => None,
            shown => Some(renderer.value(described, shown, None)),
        }
    }

    /// Errors as sentences.
    pub fn sentences(&self, errors: &[FieldError]) -> Vec<(String, String)> {
        errors.iter().map(|e| (e.field.clone(), self.t(&e.code).into_owned())).collect()
    }
}

/// The code that stands in a row, where the visitor sees it.
pub(crate) fn code_of<'r>(row: &'r Row, field: &str) -> Option<&'r str> {
    match row.get(field) {
        Shown::Value(Datum::Text(text)) => Some(text),
        _ => None,
    }
}

/// The address of an opportunity's page, or of something below it.
pub(crate) fn address(id: Id, below: &str) -> String {
    if below.is_empty() { format!("/opportunities/{id}") } else { format!("/opportunities/{id}/{below}") }
}

/// Errors that a form can show; anything else is a problem of its own.
pub(crate) fn mendable(refusal: Refusal) -> Result<Vec<FieldError>, Problem> {
    match refusal {
        Refusal::Invalid(errors) => Ok(errors),
        Refusal::Rule(code) => Ok(vec![FieldError { field: String::new(), code: code.to_owned() }]),
        other => Err(other.into()),
    }
}

/// What an error at a field says, if there is one.
pub(crate) fn error_at(desk: &Desk<'_>, errors: &[FieldError], field: &str) -> Option<String> {
    errors.iter().find(|e| e.field == field).map(|e| desk.t(&e.code).into_owned())
}

/// Text of several lines.
pub(crate) fn lines(text: &str) -> Markup {
    html! { @for (n, line) in text.lines().enumerate() { @if n > 0 { br; } (line) } }
}
