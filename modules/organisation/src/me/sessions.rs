//! Ending one's sessions elsewhere.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use web::Path;
use web::{Problem, Shared, Visitor};

use super::person;
use crate::sessions::{Proven, revoke_session};

/// `POST /me/sessions/{session}/revocation`
pub(super) async fn revoke(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(session): Path<Id>,
) -> Result<Response, Problem> {
    let user = person(&visitor)?;
    let mut tx = app.db.write(&visitor.scope).await?;
    revoke_session(&mut tx, user, session).await?;
    tx.commit().await?;
    Ok(Redirect::to("/me?done=session#sessions").into_response())
}
