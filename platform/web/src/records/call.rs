//! One request to a generic page: who asks, what for, and in which form the answer is wanted.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use kernel::Id;
use records::filter::Today;
use records::policy::Look;
use records::{Kind, Registry};
use sea_orm::DatabaseConnection;

use super::labels;
use super::pairs::Pairs;
use crate::problem::Problem;
use crate::{App, Page, Shared, Visitor};

/// A request.
#[derive(Clone)]
pub struct Call {
    /// The application.
    pub app: Shared,
    /// Who asks.
    pub visitor: Visitor,
    /// For which address.
    pub uri: Uri,
    /// The query string, read.
    pub pairs: Pairs,
    /// All headers.
    pub headers: HeaderMap,
    params: Vec<(String, String)>,
}

impl FromRequestParts<Shared> for Call {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Problem::not_found())?;
        let params = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let pairs = Pairs::read(parts.uri.query().unwrap_or_default());
        Ok(Call { app: app.clone(), visitor, uri: parts.uri.clone(), pairs, headers: parts.headers.clone(), params })
    }
}

impl Call {
    /// The same without a request: what a command line asks for in someone's name.
    pub fn of(app: Shared, visitor: Visitor, uri: Uri) -> Call {
        let pairs = Pairs::read(uri.query().unwrap_or_default());
        Call { app, visitor, uri, pairs, headers: HeaderMap::new(), params: Vec::new() }
    }

    /// The reader with the reading connection.
    pub fn look(&self) -> Look<'_, DatabaseConnection> {
        Look::at(&self.app.db, &self.visitor.scope)
    }

    /// The page that answers.
    pub fn page(&self) -> Page<'_> {
        let app: &App = &self.app;
        Page::new(app, &self.visitor, self.uri.path_and_query().map_or("/", |p| p.as_str()))
    }

    /// All nouns.
    pub fn registry(&self) -> &Registry {
        &self.app.registry
    }

    /// A noun with the fields that the visitor's house added to it.
    pub fn kind(&self, kind: &'static Kind) -> &'static Kind {
        self.app.registry.custom().kind(self.visitor.scope.tenant, kind)
    }

    /// What relative dates are counted from.
    pub fn today(&self) -> Today {
        let zone = labels::zone(&self.app, &self.visitor);
        Today { date: self.app.db.clock.now().date_in(zone), zone }
    }

    /// Only a part of the page is wanted.
    pub fn is_part(&self) -> bool {
        self.headers.contains_key("hx-request")
    }

    /// JSON is wanted.
    pub fn wants_json(&self) -> bool {
        self.headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("application/json"))
    }

    /// The id that stands in the path under a name; anything else is a page that is not there.
    pub fn id(&self, name: &str) -> Result<Id, Problem> {
        let text = self.params.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        text.and_then(|text| text.parse().ok()).ok_or_else(Problem::not_found)
    }

    /// The record's id in the path.
    pub fn record(&self, kind: &Kind) -> Result<Id, Problem> {
        self.id(kind.name)
    }
}

/// To another page, after something was done (303).
pub(crate) fn see_other(address: &str) -> Response {
    axum::response::Redirect::to(address).into_response()
}
