//! What every page of this module has at hand.

use std::borrow::Cow;

use kernel::{Access, Action, Id};
use records::commands::FieldError;
use records::{Input, Kind, Refusal};
use ui::{Here, Words};
use web::records::{Call, Pairs, labels};
use web::visitor::Speech;
use web::{Page, Problem};

use crate::kind::VEHICLE;

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

    /// The vehicle's descriptor with the fields that the house added.
    pub fn kind(&self) -> &'static Kind {
        self.call.kind(&VEHICLE)
    }

    /// The word of a field of the vehicle.
    pub fn label(&self, field: &str) -> Cow<'a, str> {
        self.t(&self.kind().label(field))
    }

    /// What may be chosen from a dictionary; the codes that the module brings where base data says nothing.
    pub fn choices(&self, dictionary: &str) -> Vec<ui::Choice> {
        let list = labels::choices(&self.call.app, &self.call.visitor.scope, dictionary);
        let en = self.w.lang() == ui::Lang::En;
        let own = || {
            crate::DICTIONARIES
                .iter()
                .filter(|d| d.name == dictionary)
                .flat_map(|d| d.entries)
                .map(|(code, zh, name)| ((*code).to_owned(), (if en { *name } else { *zh }).to_owned()))
        };
        let list = if list.is_empty() { own().collect() } else { list };
        list.into_iter().map(|(value, label)| ui::Choice::new(value, label)).collect()
    }

    /// Whether the visitor may do this with any vehicle at all.
    pub fn can(&self, action: Action) -> bool {
        self.call.visitor.scope.can(VEHICLE.name, action)
    }

    /// How much of a field the visitor sees on every vehicle they reach.
    pub fn access(&self, field: &str) -> Access {
        self.call.visitor.scope.field_at_least(VEHICLE.name, field)
    }

    /// Whether a field stands on no vehicle for the visitor: then it is not theirs to ask for or to write either.
    pub fn hidden(&self, field: &str) -> bool {
        self.call.visitor.scope.field_at_best(VEHICLE.name, field) == Access::Hidden
    }

    /// The vehicle named in the path.
    pub fn vehicle(&self) -> Result<Id, Problem> {
        self.call.record(&VEHICLE)
    }

    /// Errors as sentences.
    pub fn sentences(&self, errors: &[FieldError]) -> Vec<(String, String)> {
        errors.iter().map(|e| (e.field.clone(), self.t(&e.code).into_owned())).collect()
    }
}

/// The address of a vehicle's page.
pub(crate) fn address(vehicle: Id) -> String {
    format!("/vehicles/{vehicle}")
}

/// The values of these names that were posted.
pub(crate) fn input_of(form: &Pairs, names: &[&str]) -> Input {
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
