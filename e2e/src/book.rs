//! The pages of the house as the application itself declares them, with something to stand for each parameter.

use axum::http::Method;
use fantoccini::Locator;
use serde_json::Value;
use web::Access;

use crate::{Browser, House};

/// A page of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The route as declared, or the address of a page worth a picture of its own.
    pub route: String,
    /// The address visited.
    pub path: String,
    /// Whose page it is; nobody's is shown before signing in.
    pub login: Option<&'static str>,
}

impl Leaf {
    /// A name for files.
    pub fn name(&self) -> String {
        let words = self.route.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let name = words.collect::<Vec<_>>().join("-");
        if name.is_empty() { "home".into() } else { name }
    }
}

/// All pages.
pub struct Book {
    values: Vec<(&'static str, String)>,
    own: Vec<(&'static str, String)>,
}

impl Book {
    /// A book in which values stand for parameters. A parameter may have several: a route gets one leaf for each. Routes
    /// that are there for certain records only have addresses of their own.
    pub fn new(values: Vec<(&'static str, String)>, own: Vec<(&'static str, String)>) -> Book {
        Book { values, own }
    }

    /// The leaves of all routes that are pages. `readers` are asked in their order whether they may see a route.
    /// Fails when a parameter has no value: pages are not left out by mistake.
    pub async fn leaves(&self, house: &House, readers: &[&'static str]) -> Vec<Leaf> {
        let mut scopes = Vec::new();
        for login in readers {
            scopes.push((*login, house.scope(login).await));
        }
        let mut leaves = Vec::new();
        for route in house.app.routes.iter().filter(|r| r.method == Method::GET && !r.path.starts_with("/api/")) {
            let login = match route.access {
                Access::Public => None,
                access => Some(
                    scopes
                        .iter()
                        .find(|(_, scope)| access.allows(scope))
                        .unwrap_or_else(|| panic!("none of {readers:?} may see {}", route.path))
                        .0,
                ),
            };
            let paths = self.fill(route.path);
            for (n, path) in paths.iter().enumerate() {
                let name = if paths.len() > 1 { format!("{}/{}", route.path, n + 1) } else { route.path.to_owned() };
                leaves.push(Leaf { route: name, path: path.clone(), login });
            }
        }
        leaves
    }

    /// All ways to fill a path's parameters in.
    fn fill(&self, path: &str) -> Vec<String> {
        if let Some((_, own)) = self.own.iter().find(|(route, _)| *route == path) {
            return vec![own.clone()];
        }
        let mut filled = vec![String::new()];
        for part in path.split('/').skip(1) {
            let parts: Vec<String> = match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
                Some(name) => self.values.iter().filter(|(n, _)| *n == name).map(|(_, v)| v.clone()).collect(),
                None => vec![part.to_owned()],
            };
            assert!(!parts.is_empty(), "{path} has a parameter without a stand-in in the picture book");
            filled = filled.iter().flat_map(|head| parts.iter().map(move |tail| format!("{head}/{tail}"))).collect();
        }
        filled
    }
}

/// Tells for each address whether it answers with a document (`page`), or else its status and kind.
const KINDS: &str = "
    const [paths, done] = arguments;
    Promise.all(paths.map(async path => {
        const stop = new AbortController();
        const answer = await fetch(path, { redirect: 'manual', signal: stop.signal });
        const kind = answer.headers.get('content-type') ?? '';
        if (answer.type === 'opaqueredirect') return 'moved';
        if (!kind.startsWith('text/html')) { stop.abort(); return `${answer.status} ${kind}`; }
        const text = await answer.text();
        if (answer.status !== 200) return `${answer.status}`;
        return text.startsWith('<!DOCTYPE html>') ? 'page' : 'part';
    })).then(done);";

impl Browser {
    /// Of leaves that the person at the browser may see, those that are pages; parts of pages, files and redirects are
    /// left out. Fails when one is not there.
    pub async fn pages_of(&self, leaves: &[Leaf]) -> Vec<Leaf> {
        let paths: Vec<&str> = leaves.iter().map(|l| l.path.as_str()).collect();
        let kinds = self.client.execute_async(KINDS, vec![Value::from(paths)]).await.unwrap();
        let (mut pages, mut missing) = (Vec::new(), Vec::new());
        for (leaf, kind) in leaves.iter().zip(kinds.as_array().unwrap()) {
            let kind = kind.as_str().unwrap_or_default();
            // Parts that answer a question say 4xx without one; what is not there would be left out by mistake.
            if kind.starts_with('5') || ["403", "404"].contains(&kind) {
                missing.push(format!("{} answers {:?} with {kind}", leaf.path, leaf.login));
            }
            if kind == "page" {
                pages.push(leaf.clone());
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
        pages
    }

    /// Signs whoever is at the browser out by forgetting the session.
    pub async fn forget(&self) {
        self.client.delete_all_cookies().await.unwrap();
    }

    /// How many elements there are.
    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.unwrap().len()
    }
}
