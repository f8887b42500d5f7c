//! Changing one's own password.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use web::{Problem, Shared, Visitor};

use super::page::{Shown, page};
use super::person;
use crate::sign_in::asked_again;
use crate::users::{self, Choice, history, password, set_password};

/// What the form posts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Change {
    current: String,
    password: String,
    password_again: String,
}

/// `POST /me/password`: asks for the current one, ends all other sessions.
pub(super) async fn change(
    State(app): State<Shared>,
    visitor: Visitor,
    Form(form): Form<Change>,
) -> Result<Response, Problem> {
    let id = person(&visitor)?;
    let tenant = visitor.scope.tenant;
    let user = users::queries::find(app.db.read(), tenant, id).await?.ok_or_else(Problem::not_found)?;
    let fits = asked_again(&app, &visitor, &user, &form.current).await?;
    let choice = Choice::of(app.db.read(), tenant, &user.path, &user.login, &user.name).await?;
    let error = if !fits {
        Some(("current", "password-wrong"))
    } else if form.password != form.password_again {
        Some(("password_again", "password-differs"))
    } else if form.password == form.current {
        Some(("password", "password-same"))
    } else if let Err(code) = choice.check(&form.password) {
        Some(("password", code))
    } else if history::was_used(app.db.read(), tenant, id, &user.path, &form.password).await? {
        Some(("password", "password-used-before"))
    } else {
        None
    };
    if error.is_some() {
        let body = page(&app, &visitor, Shown { error, ..Shown::default() }).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response());
    }
    let hash = password::hash(&form.password).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    set_password(&mut tx, id, hash, false, visitor.session).await?;
    tx.commit().await?;
    Ok(Redirect::to("/me?done=password").into_response())
}
