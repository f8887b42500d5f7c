//! `POST /looking/end`: back to one's own view.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use web::{Problem, Shared, Visitor};

use super::end;

pub(super) async fn stop(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Problem> {
    let Some(looking) = visitor.scope.looking() else {
        // It ended by itself a moment ago, or in another tab.
        return Ok(Redirect::to("/").into_response());
    };
    let author = visitor.scope.author();
    let mut tx = app.db.write(&author).await?;
    end(&mut tx, looking.session).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/users/{}", looking.id)).into_response())
}
