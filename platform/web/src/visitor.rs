//! Who is visiting: a person with their scope, as handlers take it.

use std::borrow::Cow;
use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::{Id, Lang, Scope};

use crate::problem::Problem;
use crate::{App, Shared};

/// How someone likes the page.
pub use ui::Theme;

/// Someone who signed in, or a token in their name.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// What they may see and do.
    pub scope: Scope,
    /// The name shown.
    pub name: String,
    /// Light, dark, or as the system says.
    pub theme: Theme,
    /// Their session, if a browser and not a token.
    pub session: Option<Id>,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// The store they look at; none is all they reach.
    pub store: Option<Id>,
    /// Stores they may switch to, for the top bar (few; the rest is behind a search).
    pub stores: Vec<(Id, String)>,
    /// Notices not read yet.
    pub notices: i64,
}

impl Visitor {
    /// Their id.
    pub fn user(&self) -> Option<Id> {
        self.scope.user()
    }
}

impl FromRequestParts<Shared> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &Shared) -> Result<Self, Self::Rejection> {
        // The gate put it there, or answered by itself.
        parts.extensions.get::<Visitor>().cloned().ok_or_else(Problem::sign_in)
    }
}

/// Language and look of someone who has not signed in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Guest {
    /// By cookie, else by what the browser asks for.
    pub lang: Lang,
    /// By cookie.
    pub theme: Theme,
}

impl FromRequestParts<Shared> for Guest {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _app: &Shared) -> Result<Self, Self::Rejection> {
        Ok(Guest::of(&parts.headers))
    }
}

impl Guest {
    /// Reads cookies and headers.
    pub fn of(headers: &axum::http::HeaderMap) -> Guest {
        let jar = axum_extra::extract::CookieJar::from_headers(headers);
        let asked = headers.get(axum::http::header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let lang = jar
            .get("lang")
            .and_then(|c| Lang::from_tag(c.value()))
            .or_else(|| asked.and_then(Lang::from_tag))
            .unwrap_or_default();
        let theme = jar.get("theme").map(|c| Theme::from_key(c.value())).unwrap_or_default();
        Guest { lang, theme }
    }
}

/// The house's words in one language, as components take them.
#[derive(Clone, Copy)]
pub struct Speech<'a> {
    /// The application.
    pub app: &'a App,
    /// The language.
    pub lang: Lang,
}

impl ui::Words for Speech<'_> {
    fn t(&self, key: &str) -> Cow<'_, str> {
        self.app.words.text(self.lang, key)
    }

    fn ta(&self, key: &str, args: &[(&str, ui::Arg<'_>)]) -> String {
        let args: Vec<_> = args
            .iter()
            .map(|(name, arg)| match arg {
                ui::Arg::Str(text) => (*name, text.as_ref().into()),
                ui::Arg::Int(n) => (*name, (*n).into()),
            })
            .collect();
        self.app.words.format(self.lang, key, &args)
    }

    fn lang(&self) -> ui::Lang {
        match self.lang {
            Lang::ZhCn => ui::Lang::ZhCn,
            Lang::En => ui::Lang::En,
        }
    }
}
