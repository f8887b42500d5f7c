//! Showing again that it is still the person: an unattended screen must not be enough to make a token, to change how
//! someone signs in, or to change what roles give (ASVS 5.0 §7.5).

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Instant, Tx};
use web::page::encode;
use web::{Problem, Shared, Visitor};

use super::queries;
use crate::sign_in::own_path;

/// Seconds for which a proof opens pages with sensitive forms.
pub(crate) const OPENS: i64 = 600;
/// Seconds for which a proof lets such a form be sent: whoever opened it in time may take a while to fill it in.
const SENDS: i64 = 1800;

/// Someone who has shown not long ago that it is they: at sign-in, or at `/me/proof`. Everyone else is led there and back.
/// Tokens never prove anything: what asks for a proof is not for scripts.
#[derive(Debug)]
pub struct Proven;

impl FromRequestParts<Shared> for Proven {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Self::Rejection> {
        let visitor = parts.extensions.get::<Visitor>().ok_or_else(|| Problem::sign_in().into_response())?;
        if visitor.session.is_none() {
            return Err(Problem::forbidden().into_response());
        }
        let reads = parts.method.is_safe();
        let within = if reads { OPENS } else { SENDS };
        if is_fresh(app, visitor, within).await.map_err(IntoResponse::into_response)? {
            return Ok(Proven);
        }
        let back = if reads {
            parts.uri.path_and_query().map(|p| p.as_str().to_owned()).unwrap_or_default()
        } else {
            // A form cannot be sent again from here: back to the page it stood on.
            let from = parts.headers.get(header::REFERER).and_then(|v| v.to_str().ok()).unwrap_or_default();
            from.split_once("://")
                .and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()))
                .unwrap_or_default()
        };
        let to = format!("/me/proof?next={}", encode(own_path(&back)));
        if parts.headers.contains_key("hx-request") {
            return Err(([("hx-redirect", to)], axum::http::StatusCode::FORBIDDEN).into_response());
        }
        Err(Redirect::to(&to).into_response())
    }
}

/// The same for what scripts may do as well: a token passes, because it was made with a proof; a session has to have shown
/// not long ago that it is still the person. Refuses with `problem-first`, which leads a browser to `/me/proof`.
pub async fn proven(app: &Shared, visitor: &Visitor) -> Result<(), Problem> {
    if visitor.session.is_none() || is_fresh(app, visitor, SENDS).await? {
        return Ok(());
    }
    Err(Problem::first("/me/proof"))
}

/// Whether the visitor has shown within so many seconds that it is they.
pub(crate) async fn is_fresh(app: &Shared, visitor: &Visitor, within: i64) -> Result<bool, Problem> {
    let Some(session) = visitor.session else { return Ok(false) };
    let at: Option<Instant> = queries::proved_at(app.db.read(), visitor.scope.tenant, session).await?;
    Ok(at.is_some_and(|at| app.db.clock.now() < at.plus_seconds(within)))
}

/// Notes a proof in a session.
pub(crate) async fn prove(tx: &mut Tx<'_>, session: kernel::Id) -> Result<(), kernel::DbError> {
    queries::proved(tx, session).await
}
