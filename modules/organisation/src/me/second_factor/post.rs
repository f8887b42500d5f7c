//! What the page's forms do.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use records::Refusal;
use serde::Deserialize;
use web::{Problem, Shared, Visitor};

use super::super::person;
use super::page::{HERE, Wrong, codes_once, page};
use crate::second_factor::change::{self, Codes};
use crate::second_factor::queries::{self, Stored};
use crate::sessions::{Proven, prove};
use crate::sign_in::{asked_again, code_again};
use crate::users;

/// What the forms post.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    code: String,
    current: String,
}

/// `POST /me/second-factor/enrolment`: a fresh secret, which the page then shows.
pub(super) async fn begin(State(app): State<Shared>, visitor: Visitor, _: Proven) -> Result<Response, Problem> {
    let id = person(&visitor)?;
    let mut tx = app.db.write(&visitor.scope).await?;
    match change::begin(&mut tx, id).await {
        Ok(()) => tx.commit().await?,
        // Set up in another tab meanwhile: the page says so.
        Err(Refusal::Rule(_)) => tx.rollback().await?,
        Err(refusal) => return Err(refusal.into()),
    }
    Ok(Redirect::to(HERE).into_response())
}

/// `POST /me/second-factor/confirmation`: the first code; the answer is the only page that shows the recovery codes.
pub(super) async fn confirm(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let id = person(&visitor)?;
    let Some(stored) = find(&app, &visitor, id).await?.filter(|f| f.confirmed_at.is_none()) else {
        return Ok(Redirect::to(HERE).into_response());
    };
    let codes = Codes::make(&stored.salt).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    match change::confirm(&mut tx, id, &stored, &typed.code, &codes, visitor.session).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(codes_once(&app, &visitor, &codes.shown, "second-factor-done").into_response())
        }
        Err(Refusal::Rule(code)) => {
            tx.rollback().await?;
            wrong(&app, &visitor, Some(("code", code))).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// `POST /me/second-factor/recovery-codes`: new ones for old ones.
pub(super) async fn renew(State(app): State<Shared>, visitor: Visitor, _: Proven) -> Result<Response, Problem> {
    let id = person(&visitor)?;
    let Some(stored) = find(&app, &visitor, id).await?.filter(|f| f.confirmed_at.is_some()) else {
        return Ok(Redirect::to(HERE).into_response());
    };
    let codes = Codes::make(&stored.salt).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    change::renew_codes(&mut tx, id, &codes).await?;
    tx.commit().await?;
    Ok(codes_once(&app, &visitor, &codes.shown, "recovery-codes-renewed").into_response())
}

/// `POST /me/second-factor/removal`: asks for password and code.
pub(super) async fn remove(
    State(app): State<Shared>,
    visitor: Visitor,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let id = person(&visitor)?;
    let user = users::queries::find(app.db.read(), visitor.scope.tenant, id).await?.ok_or_else(Problem::not_found)?;
    if !asked_again(&app, &visitor, &user, &typed.current).await? {
        return wrong(&app, &visitor, Some(("current", "password-wrong"))).await;
    }
    if !code_again(&app, &visitor, &user, &typed.code).await? {
        return wrong(&app, &visitor, Some(("code", "second-factor-wrong"))).await;
    }
    let mut tx = app.db.write(&visitor.scope).await?;
    match change::remove(&mut tx, id, visitor.session).await {
        Ok(()) => {
            if let Some(session) = visitor.session {
                prove(&mut tx, session).await?;
            }
            tx.commit().await?;
            Ok(Redirect::to("/me?done=second-factor-off#sign-in").into_response())
        }
        Err(Refusal::Rule(_)) => Ok(Redirect::to(HERE).into_response()),
        Err(refusal) => Err(refusal.into()),
    }
}

async fn find(app: &Shared, visitor: &Visitor, id: Id) -> Result<Option<Stored>, Problem> {
    Ok(queries::find(app.db.read(), visitor.scope.tenant, id).await?)
}

async fn wrong(app: &Shared, visitor: &Visitor, what: Wrong) -> Result<Response, Problem> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(app, visitor, what).await?).into_response())
}
