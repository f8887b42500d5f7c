//! `/users/{user}/second-factor`: taking someone's second factor away who lost their phone.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::Markup;
use records::Refusal;
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::Desk;
use super::{manageable, post};
use crate::second_factor::change;
use crate::sessions::Proven;

/// `GET /users/{user}/second-factor`: says what will happen.
pub(super) async fn ask(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = manageable(desk, id).await?;
    Ok(post::confirm(desk, &seen, "second-factor", "admin-second-factor-reset", "admin-second-factor-explained"))
}

/// `POST /users/{user}/second-factor`
pub(super) async fn reset(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    manageable(desk, id).await?;
    if desk.visitor.user() == Some(id) {
        return Ok(Redirect::to("/me/second-factor").into_response());
    }
    let mut tx = app.db.write(&visitor.scope).await?;
    match change::remove(&mut tx, id, None).await {
        Ok(()) => tx.commit().await?,
        // A second click finds none.
        Err(Refusal::Rule("second-factor-off")) => tx.rollback().await?,
        Err(refusal) => return Err(refusal.into()),
    }
    Ok(Redirect::to(&format!("/users/{id}?done=second-factor-reset")).into_response())
}
