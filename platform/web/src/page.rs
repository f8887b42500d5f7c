//! Pages: what the frame adds around a module's content.

use axum::http::StatusCode;
use maud::{Markup, html};

use crate::App;
use crate::problem::Problem;
use crate::visitor::{Speech, Visitor};

/// Where a form is sent that ends looking as someone else.
pub const LOOKING_STOP: &str = "/looking/end";

/// A page being made for someone.
pub struct Page<'a> {
    /// The application.
    pub app: &'a App,
    /// Who it is for.
    pub visitor: &'a Visitor,
    /// Path and query of the page.
    pub here: String,
}

impl<'a> Page<'a> {
    /// A page at an address.
    pub fn new(app: &'a App, visitor: &'a Visitor, here: impl Into<String>) -> Page<'a> {
        Page { app, visitor, here: here.into() }
    }

    /// The words in the visitor's language.
    pub fn words(&self) -> Speech<'a> {
        Speech { app: self.app, lang: self.visitor.scope.lang }
    }

    /// The words for a key.
    pub fn t(&self, key: &str) -> std::borrow::Cow<'a, str> {
        self.app.words.text(self.visitor.scope.lang, key)
    }

    /// The word for a noun or for several of them (`kind-customer`, `kind-customer-plural`) inside a sentence: English
    /// begins it with a small letter there.
    pub fn noun(&self, key: &str) -> String {
        let word = self.t(key);
        match self.visitor.scope.lang {
            kernel::Lang::En => word.to_lowercase(),
            kernel::Lang::ZhCn => word.into_owned(),
        }
    }

    /// The words for a key with texts filled in.
    pub fn ta(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<_> = args.iter().map(|(name, text)| (*name, (*text).into())).collect();
        self.app.words.format(self.visitor.scope.lang, key, &args)
    }

    /// Says on every page as whom someone looks, and lets them stop.
    fn looking(&self) -> Option<ui::Banner> {
        let looking = self.visitor.scope.looking()?;
        let left = (looking.until.0 - self.app.db.clock.now().0).max(0) / 60_000_000 + 1;
        let args = [("name", looking.name.as_str().into()), ("minutes", left.into())];
        Some(ui::Banner {
            text: self.app.words.format(self.visitor.scope.lang, "looking-banner", &args),
            button: self.t("looking-stop").into(),
            action: LOOKING_STOP.into(),
        })
    }

    /// The whole document: the content with navigation, top bar and the visitor's look.
    pub fn show(&self, shell: ui::Shell) -> Markup {
        let path = self.here.split('?').next().unwrap_or_default();
        let at = |href: &str| path == href || href != "/" && path.starts_with(&format!("{href}/"));
        // Of two entries of which one lies below the other, the page is the nearer one's.
        let nearest = self.app.nav.iter().map(|n| n.href).filter(|href| at(href)).max_by_key(|href| href.len());
        // What lies below administration has addresses of its own.
        let below = self.app.admin.iter().any(|a| at(a.href)) && nearest.is_none();
        let nav = self
            .app
            .nav
            .iter()
            .filter(|n| n.access.allows(&self.visitor.scope))
            .map(|n| {
                let here = nearest == Some(n.href) || below && self.app.administration == Some(n.href);
                let item = ui::NavItem::new(self.t(n.label), n.href, n.icon).active(here);
                match n.quarter {
                    Some(quarter) => item.quarter(quarter),
                    None => item,
                }
            })
            .collect();
        let stores = self
            .visitor
            .stores
            .iter()
            .map(|(id, name)| ui::Store {
                id: id.to_string(),
                name: name.clone(),
                current: self.visitor.store == Some(*id),
            })
            .collect();
        let shell = ui::Shell {
            theme: self.visitor.theme,
            nav,
            stores,
            user: self.visitor.name.clone(),
            notices: self.visitor.notices.max(0) as u64,
            help: shell.help.clone().or_else(|| Some(format!("/help?page={}", encode(path)))),
            here: self.here.clone(),
            banner: self.looking(),
            ..shell
        };
        shell.render(&self.words())
    }
}

/// A problem as a page: inside the frame, with search and a way back, for someone who signed in; plain for others.
/// `back` is the page of this house that they came from.
pub fn problem(
    speech: &Speech<'_>,
    problem: &Problem,
    visitor: Option<&Visitor>,
    path: &str,
    back: Option<&str>,
) -> Markup {
    use ui::Words;
    let title = speech.t(problem.title());
    let mut steps: Vec<String> = problem.fields.iter().map(|e| speech.t(&e.code).into_owned()).collect();
    steps.extend(problem.minutes().map(|minutes| speech.ta("problem-retry", &[("minutes", minutes.into())])));
    let ways = html! {
        @if let Some(back) = back { a.button.button-primary href=(back) { (speech.t("problem-back")) } }
        a.button.button-primary[back.is_none()] href="/" { (speech.t("problem-home")) }
    };
    let told = ui::ErrorPage {
        meaning: speech.t(problem.code).into(),
        steps,
        code: format!("{} · {}", problem.status.as_u16(), problem.code),
        actions: Some(ways),
        ..ui::ErrorPage::default()
    };
    let Some(visitor) = visitor else {
        let body = told.render(speech);
        return ui::PlainShell { title: title.into(), body, ..ui::PlainShell::default() }.render(speech);
    };
    let told = ui::ErrorPage { title: title.to_string(), ..told };
    let body = html! {
        (told.render(speech))
        @if problem.status == StatusCode::NOT_FOUND {
            (crate::search::form(speech, ""))
            p.hint { a.quiet-link href="/explanation" { (speech.t("explain-way-not")) } }
        }
    };
    Page::new(speech.app, visitor, path).show(ui::Shell {
        title: title.into(),
        hide_title: true,
        body,
        ..ui::Shell::default()
    })
}

/// Percent-encodes a text for use inside a query string.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
