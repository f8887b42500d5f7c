//! What every page here has at hand.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use customers::{CUSTOMER, Seams};
use kernel::{Action, Id, Tenant};
use maud::Markup;
use records::Refusal;
use sea_orm::DatabaseConnection;
use ui::{Arg, Choice, Crumb, Here, Shell, State as Tone, Words, dot};
use web::records::{Call, Pairs, labels};
use web::visitor::Speech;
use web::{Page, Problem};

use crate::requests::{Request, State, queries};

/// Someone who looks after privacy, at work on a page.
pub(super) struct Desk<'a> {
    pub call: &'a Call,
    pub page: Page<'a>,
    pub w: Speech<'a>,
    pub here: Here,
}

impl<'a> Desk<'a> {
    /// Lets in who reaches the customers of the whole group: what is known of a person stands in many stores.
    pub fn new(call: &'a Call) -> Result<Desk<'a>, Problem> {
        if !call.visitor.scope.reach(CUSTOMER.name, Action::See).group {
            return Err(Problem::forbidden());
        }
        let page = call.page();
        let here = Here { now: call.app.db.clock.now().utc(), zone: labels::zone(&call.app, &call.visitor) };
        Ok(Desk { call, w: page.words(), page, here })
    }

    pub fn conn(&self) -> &'a DatabaseConnection {
        self.call.app.db.read()
    }

    pub fn tenant(&self) -> Tenant {
        self.call.visitor.scope.tenant
    }

    pub fn seams(&self) -> Arc<Seams> {
        self.call.app.seam::<Arc<Seams>>()
    }

    pub fn t(&self, key: &str) -> Cow<'a, str> {
        self.page.t(&format!("privacy-{key}"))
    }

    pub fn ta(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.w.ta(&format!("privacy-{key}"), args)
    }

    pub fn code(&self, dictionary: &str, code: &str) -> String {
        labels::choice(&self.call.app, &self.call.visitor.scope, dictionary, code)
    }

    pub fn choices(&self, dictionary: &str) -> Vec<Choice> {
        let list = labels::choices(&self.call.app, &self.call.visitor.scope, dictionary);
        list.into_iter().map(|(value, label)| Choice::new(value, label)).collect()
    }

    /// A setting's number, as the group has settled it.
    pub async fn number(&self, key: &str) -> Result<i64, Problem> {
        let root = organisation::nodes::queries::root(self.conn(), self.tenant()).await?;
        let path = root.map(|root| root.path).unwrap_or_default();
        Ok(organisation::settings::number(self.conn(), self.tenant(), &path, key).await?)
    }

    /// The request in the path.
    pub async fn request(&self) -> Result<Request, Problem> {
        let id: Id = self.call.id("privacy_request")?;
        queries::find(self.conn(), self.tenant(), id).await?.ok_or_else(Problem::not_found)
    }

    /// Where a request stands, as a dot and a word; what is due soon or late shows it.
    pub fn state(&self, request: &Request) -> Markup {
        let today = self.here.today();
        let tone = match request.state() {
            State::Done => Tone::Done,
            State::Refused => Tone::Past,
            _ if request.due_on < today => Tone::Overdue,
            _ if request.due_on < today + chrono::Days::new(6) => Tone::Due,
            _ => Tone::Accent,
        };
        dot(tone, &self.t(&format!("state-{}", request.state)))
    }

    /// The document; every page but the list hangs below it.
    pub fn show(&self, shell: Shell) -> Markup {
        let mut crumbs = vec![Crumb::new(self.t("title"), "/privacy")];
        crumbs.extend(shell.crumbs);
        self.page.show(Shell { crumbs, ..shell })
    }
}

/// What someone typed, with what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub pairs: Pairs,
    pub errors: Vec<(String, String)>,
}

impl Typed {
    pub fn new(pairs: Pairs) -> Typed {
        Typed { pairs, errors: Vec::new() }
    }

    pub fn get(&self, name: &str) -> &str {
        self.pairs.get(name).unwrap_or_default()
    }

    /// A text if there is any, at most as long as a note.
    pub fn filled(&self, name: &str) -> Option<String> {
        self.pairs.get(name).map(|text| text.chars().take(2_000).collect())
    }

    /// Takes in a refusal that the person can mend here; any other becomes a problem.
    pub fn refused(&mut self, refusal: Refusal) -> Result<(), Problem> {
        match refusal {
            Refusal::Invalid(errors) => self.errors.extend(errors.into_iter().map(|e| (e.field, e.code))),
            Refusal::Rule(code) => self.errors.push((String::new(), code.to_owned())),
            other => return Err(other.into()),
        }
        Ok(())
    }

    /// All errors as sentences.
    pub fn sentences(&self, desk: &Desk<'_>) -> Vec<(String, String)> {
        self.errors.iter().map(|(field, code)| (field.clone(), desk.page.t(code).into_owned())).collect()
    }

    /// A field with its error.
    pub fn field(&self, desk: &Desk<'_>, name: &str) -> ui::Field {
        let error = self.errors.iter().find(|(field, _)| field == name).map(|(_, code)| desk.page.t(code).into_owned());
        ui::Field::new(name, desk.t(&format!("field-{}", name.replace('_', "-")))).error(error)
    }

    /// The page again, told apart from one without errors.
    pub fn answer(&self, page: Markup) -> Response {
        let status = if self.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, page).into_response()
    }
}
