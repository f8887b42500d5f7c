//! `/users/{user}/sign-on`: taking away someone's link to an account at the provider of single sign-on, as when it is
//! another person's.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::Markup;
use records::Refusal;
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::Desk;
use super::{manageable, post};
use crate::sessions::Proven;
use crate::sign_on;

/// `GET /users/{user}/sign-on`: says what will happen.
pub(super) async fn ask(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = manageable(desk, id).await?;
    Ok(post::confirm(desk, &seen, "sign-on", "admin-sign-on-unlink", "admin-sign-on-unlink-explained"))
}

/// `POST /users/{user}/sign-on`
pub(super) async fn unlink(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    manageable(desk, id).await?;
    if desk.visitor.user() == Some(id) {
        return Ok(Redirect::to("/me#sign-on").into_response());
    }
    let mut tx = app.db.write(&visitor.scope).await?;
    match sign_on::unlink_other(&mut tx, id).await {
        Ok(()) => tx.commit().await?,
        // A second click finds none.
        Err(Refusal::NotFound) => tx.rollback().await?,
        Err(refusal) => return Err(refusal.into()),
    }
    Ok(Redirect::to(&format!("/users/{id}?done=sign-on-unlinked")).into_response())
}
