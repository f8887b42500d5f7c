//! What every page of this module has at hand: the request, the visitor's words, base data, the clock of the place.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use kernel::{Access, Action, Id};
use maud::{Markup, html};
use records::policy::Look;
use records::{Field, FieldKind, Kind, Shown};
use sea_orm::DatabaseConnection;
use ui::{Arg, Choice, Here, Words};
use web::records::labels;
use web::records::{Call, Renderer};
use web::visitor::Speech;
use web::{Page, Problem, Visitor};

use crate::kind::CUSTOMER;
use crate::seams::Seams;

/// A request being answered.
pub(super) struct Desk<'a> {
    /// The request.
    pub call: &'a Call,
    /// The page that answers.
    pub page: Page<'a>,
    /// The words in the visitor's language.
    pub words: Speech<'a>,
    /// Now, and by which calendar.
    pub here: Here,
}

impl<'a> Desk<'a> {
    /// Costs no query.
    pub fn new(call: &'a Call) -> Desk<'a> {
        let page = call.page();
        let here = Here { now: call.app.db.clock.now().utc(), zone: labels::zone(&call.app, &call.visitor) };
        Desk { call, words: page.words(), page, here }
    }

    /// The customer's descriptor with the fields that the house added.
    pub fn kind(&self) -> &'static Kind {
        self.call.kind(&CUSTOMER)
    }

    /// The customer named in the path.
    pub fn customer(&self) -> Result<Id, Problem> {
        self.call.record(&CUSTOMER)
    }

    /// The visitor, looking.
    pub fn look(&self) -> Look<'_, DatabaseConnection> {
        self.call.look()
    }

    /// Who asks.
    pub fn visitor(&self) -> &'a Visitor {
        &self.call.visitor
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
        self.t(&format!("customer-page-{key}"))
    }

    /// The words of one of this module's page keys, with values filled in.
    pub fn pa(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.ta(&format!("customer-page-{key}"), args)
    }

    /// The words of one of the keys of pairs, with values filled in.
    pub fn pair(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.ta(&format!("customer-pair-{key}"), args)
    }

    /// Whether there are words for a key.
    pub fn has_words(&self, key: &str) -> bool {
        self.call.app.words.has(self.visitor().scope.lang, key)
    }

    /// The word of a field of the customer.
    pub fn label(&self, field: &str) -> Cow<'a, str> {
        self.t(&self.kind().label(field))
    }

    /// The name of a code.
    pub fn code(&self, dictionary: &str, code: &str) -> String {
        labels::choice(&self.call.app, &self.visitor().scope, dictionary, code)
    }

    /// What may be chosen from a dictionary where the visitor works.
    pub fn choices(&self, dictionary: &str) -> Vec<Choice> {
        labels::choices(&self.call.app, &self.visitor().scope, dictionary)
            .into_iter()
            .map(|(value, label)| Choice::new(value, label))
            .collect()
    }

    /// A value as people read it; none where there is nothing to show.
    pub fn value(&self, field: &Field, shown: &Shown, reveal: Option<&str>) -> Option<Markup> {
        let renderer = Renderer::new(&self.page);
        match (shown, field.kind) {
            (Shown::Hidden, _) => None,
            (Shown::Masked(text), _) if text.is_empty() => None,
            (Shown::Value(datum), _) if datum.is_empty() => None,
            (Shown::Value(datum), FieldKind::Choice(_) | FieldKind::Choices(_)) => {
                Some(html! { (renderer.text(field, datum)) })
            }
            (Shown::Value(datum), FieldKind::LongText) => Some(lines(&renderer.text(field, datum))),
            _ => Some(renderer.value(field, shown, reveal)),
        }
    }

    /// Today, where the visitor is.
    pub fn today(&self) -> NaiveDate {
        self.here.today()
    }

    /// Whether the visitor may do this with any customer at all.
    pub fn can(&self, action: Action) -> bool {
        self.visitor().scope.can(CUSTOMER.name, action)
    }

    /// Whether a field stands on no row for the visitor.
    pub fn hidden(&self, field: &str) -> bool {
        self.visitor().scope.field_at_best(CUSTOMER.name, field) == Access::Hidden
    }

    /// The key under which unsaved work of a form is kept: devices are shared, so it names the person.
    pub fn draft(&self, form: &str) -> String {
        format!("{form}:{}", self.visitor().user().map(|id| id.to_string()).unwrap_or_default())
    }
}

/// Text of several lines.
pub(super) fn lines(text: &str) -> Markup {
    html! { @for (n, line) in text.lines().enumerate() { @if n > 0 { br; } (line) } }
}

/// The address of a customer's page, or of something below it.
pub(super) fn address(customer: Id, below: &str) -> String {
    if below.is_empty() { format!("/customers/{customer}") } else { format!("/customers/{customer}/{below}") }
}
