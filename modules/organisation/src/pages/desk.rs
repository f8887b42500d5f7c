//! The desk: what every page of administration needs to know about its visitor and its moment.

use std::borrow::Cow;

use chrono::NaiveDate;
use kernel::{Id, Lang, Tenant};
use maud::Markup;
use sea_orm::DatabaseConnection;
use serde::Deserialize;
use ui::{Crumb, Here, Shell, State, Words, flash};
use web::visitor::Speech;
use web::{Page, Problem, Shared, Visitor};

use crate::nodes::{self, Node};
use crate::powers::{self, Domain};

/// Someone at work on a page of administration.
pub(super) struct Desk<'a> {
    pub app: &'a Shared,
    pub visitor: &'a Visitor,
    pub w: Speech<'a>,
    pub here: Here,
}

impl<'a> Desk<'a> {
    pub fn new(app: &'a Shared, visitor: &'a Visitor) -> Desk<'a> {
        let w = Speech { app, lang: visitor.scope.lang };
        let zone = web::records::labels::zone(app, visitor);
        Desk { app, visitor, w, here: Here { now: app.db.clock.now().utc(), zone } }
    }

    pub fn conn(&self) -> &'a DatabaseConnection {
        self.app.db.read()
    }

    pub fn tenant(&self) -> Tenant {
        self.visitor.scope.tenant
    }

    pub fn lang(&self) -> Lang {
        self.visitor.scope.lang
    }

    /// The day by which posts and placements begin and end, the same for the whole house.
    pub fn today(&self) -> NaiveDate {
        powers::today(self.app.db.clock.now())
    }

    pub fn t(&self, key: &str) -> Cow<'a, str> {
        self.app.words.text(self.visitor.scope.lang, key)
    }

    pub fn ta(&self, key: &str, args: &[(&str, ui::Arg<'_>)]) -> String {
        self.w.ta(key, args)
    }

    /// The words for a key that another module should bring, or the name itself.
    pub fn t_or(&self, key: &str, name: &str) -> String {
        if self.app.words.has(self.lang(), key) { self.t(key).into_owned() } else { name.to_owned() }
    }

    /// The part of the tree in which the visitor may use a function.
    pub async fn domain(&self, capability: &str) -> Result<Domain, Problem> {
        Ok(powers::domain(self.conn(), &self.visitor.scope, capability, self.today()).await?)
    }

    /// A node of that part; anything else is not there.
    pub async fn node(&self, domain: &Domain, id: Id) -> Result<Node, Problem> {
        let node = nodes::queries::find(self.conn(), self.tenant(), id).await?;
        node.filter(|n| domain.covers(&n.path)).ok_or_else(Problem::not_found)
    }

    /// The document. Every page hangs below the settings.
    pub fn show(&self, path: impl Into<String>, shell: Shell) -> Markup {
        let mut crumbs = vec![Crumb::new(self.t("admin-title"), "/admin")];
        crumbs.extend(shell.crumbs);
        Page::new(self.app, self.visitor, path).show(Shell { crumbs, ..shell })
    }
}

/// What the page before left to be said.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    pub done: String,
}

impl Said {
    /// The sentence on top of the page.
    pub fn flash(&self, desk: &Desk<'_>) -> Option<Markup> {
        let key = format!("admin-done-{}", self.done);
        (!self.done.is_empty() && desk.app.words.has(desk.lang(), &key)).then(|| flash(State::Done, &desk.t(&key)))
    }
}
