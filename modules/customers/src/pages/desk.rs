//! What every page of this module has at hand: the visitor, their words, the base data, the clock of the house.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::{HeaderMap, Uri};
use chrono::NaiveDate;
use kernel::{Action, Id};
use organisation::HOUSE_ZONE;
use organisation::dictionaries::{Dictionaries, TenantDictionaries};
use records::input::Context;
use records::policy::Look;
use sea_orm::DatabaseConnection;
use ui::{Arg, Choice, Here, Words};
use web::visitor::Speech;
use web::{App, Page, Problem, Visitor};

use crate::kind::CUSTOMER;
use crate::seams::Seams;

/// A page being answered.
pub(super) struct Desk<'a> {
    /// The application.
    pub app: &'a App,
    /// Who asks.
    pub visitor: &'a Visitor,
    /// The words in their language.
    pub words: Speech<'a>,
    /// Base data of the tenant, in memory.
    pub base: Arc<TenantDictionaries>,
    /// Now, and by which calendar.
    pub here: Here,
    /// Path and query asked for.
    pub uri: String,
    /// Whether a script asks for a part of the page.
    pub htmx: bool,
}

impl<'a> Desk<'a> {
    /// At most one query (two after base data changed).
    pub async fn open(app: &'a App, visitor: &'a Visitor, uri: &Uri, headers: &HeaderMap) -> Result<Desk<'a>, Problem> {
        let base = app.seam::<Dictionaries>().of(app.db.read(), visitor.scope.tenant).await?;
        let here = Here { now: app.db.clock.now().utc(), zone: HOUSE_ZONE };
        let words = Speech { app, lang: visitor.scope.lang };
        let htmx = headers.contains_key("hx-request");
        Ok(Desk { app, visitor, words, base, here, uri: uri.to_string(), htmx })
    }

    /// The frame of a whole page.
    pub fn page(&self) -> Page<'a> {
        Page::new(self.app, self.visitor, self.uri.clone())
    }

    /// The visitor, looking.
    pub fn look(&self) -> Look<'a, DatabaseConnection> {
        Look::at(&self.app.db, &self.visitor.scope)
    }

    /// Contributions of other modules.
    pub fn seams(&self) -> Seams {
        self.app.seam::<Seams>()
    }

    /// The words of a key.
    pub fn t(&self, key: &str) -> Cow<'a, str> {
        self.app.words.text(self.visitor.scope.lang, key)
    }

    /// The words of one of this page's own keys.
    pub fn p(&self, key: &str) -> Cow<'a, str> {
        self.t(&format!("customer-page-{key}"))
    }

    /// The words of one of this page's own keys, with values filled in.
    pub fn pa(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.ta(&format!("customer-page-{key}"), args)
    }

    /// The word of a field of the customer.
    pub fn label(&self, field: &str) -> Cow<'a, str> {
        self.t(&CUSTOMER.label(field))
    }

    /// The name of a code.
    pub fn code(&self, dictionary: &str, code: &str) -> String {
        self.base.label(dictionary, code, self.visitor.scope.lang)
    }

    /// What may be chosen from a dictionary, as it holds where the visitor works.
    pub fn choices(&self, dictionary: &str) -> Vec<Choice> {
        let path = match self.visitor.scope.powers.home_path.as_str() {
            "" => "/",
            path => path,
        };
        let mut found = self.base.choices(path, dictionary, self.visitor.scope.lang);
        if found.is_empty() {
            // Someone without a post still sees what the whole house chooses from.
            let top: Option<String> = path.split('/').find(|p| !p.is_empty()).map(|first| format!("/{first}/"));
            found = self.base.choices(&top.unwrap_or_else(|| "/1/".to_owned()), dictionary, self.visitor.scope.lang);
        }
        found.into_iter().map(|(value, label)| Choice::new(value, label)).collect()
    }

    /// Today, where the house is.
    pub fn today(&self) -> NaiveDate {
        self.here.today()
    }

    /// The context in which typed values are read.
    pub fn context(&self) -> Context {
        Context { today: self.today(), zone: self.here.zone }
    }

    /// Whether the visitor may do this with any customer at all.
    pub fn can(&self, action: Action) -> bool {
        self.visitor.scope.can(CUSTOMER.name, action)
    }

    /// The visitor's own id, for keys of drafts on shared devices.
    pub fn user(&self) -> String {
        self.visitor.user().map(|id| id.to_string()).unwrap_or_default()
    }
}

/// The address of a customer's page, or of something below it.
pub(super) fn address(customer: Id, below: &str) -> String {
    match below {
        "" => format!("/customers/{customer}"),
        below => format!("/customers/{customer}/{below}"),
    }
}
