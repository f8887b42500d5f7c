//! Routes. Each is declared with who may use it, so that no page can be added without saying so.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{self, MethodRouter};
use kernel::{Action, Scope};

use crate::Shared;

/// Who may use a route, beyond being of the tenant. Row policy is applied below, by the queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone, also without signing in.
    Public,
    /// Everyone who signed in.
    SignedIn,
    /// Holders of a function.
    Capability(&'static str),
    /// Whoever may do this with some record of the kind.
    Record(&'static str, Action),
    /// Whoever finds a place below administration: [`crate::app::assemble`] puts in its stead what lets into one of them.
    Administration,
    /// Whoever one of these lets in: a page where several of them have something to do.
    AnyOf(&'static [Access]),
}

impl Access {
    /// Whether someone who signed in may use it.
    pub fn allows(self, scope: &Scope) -> bool {
        match self {
            Access::Public | Access::SignedIn => true,
            Access::Capability(name) => scope.may(name),
            Access::Record(kind, action) => scope.can(kind, action),
            Access::Administration => false,
            Access::AnyOf(list) => list.iter().any(|access| access.allows(scope)),
        }
    }
}

/// A declared route.
#[derive(Clone, Debug)]
pub struct Route {
    /// HTTP method.
    pub method: Method,
    /// Path with parameters in braces; a parameter is named after the kind it identifies (`/customers/{customer}`).
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// A module's routes.
#[derive(Default)]
pub struct Routes {
    router: Router<Shared>,
    list: Vec<Route>,
}

impl Routes {
    /// None yet.
    pub fn new() -> Routes {
        Routes::default()
    }

    /// A page.
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.with(Method::GET, path, access, routing::get(handler))
    }

    /// A form's target.
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.with(Method::POST, path, access, routing::post(handler))
    }

    /// Replaces or sets.
    pub fn put<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.with(Method::PUT, path, access, routing::put(handler))
    }

    /// Changes in part.
    pub fn patch<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.with(Method::PATCH, path, access, routing::patch(handler))
    }

    /// Takes back.
    pub fn delete<H, T>(self, path: &'static str, access: Access, handler: H) -> Routes
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.with(Method::DELETE, path, access, routing::delete(handler))
    }

    /// Joins another set.
    pub fn merge(mut self, other: Routes) -> Routes {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    /// What is declared.
    pub fn list(&self) -> &[Route] {
        &self.list
    }

    /// The router and the declarations.
    pub fn into_parts(self) -> (Router<Shared>, Vec<Route>) {
        (self.router, self.list)
    }

    fn with(mut self, method: Method, path: &'static str, access: Access, handler: MethodRouter<Shared>) -> Routes {
        self.router = self.router.route(path, handler);
        self.list.push(Route { method, path, access });
        self
    }
}
