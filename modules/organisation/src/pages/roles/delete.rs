//! `POST /roles/{role}/deletion`

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use records::Refusal;
use ui::{State as Mark, flash};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::Desk;
use super::{require_change, role};
use crate::roles::change::delete_role;
use crate::sessions::Proven;

/// Takes a role away that nobody holds.
pub(super) async fn delete(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    require_change(desk).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    match delete_role(&mut tx, id).await {
        Ok(()) => {
            tx.commit().await?;
            let to = "/roles?done=removed";
            // The menu posts by script, which follows no redirect to another page by itself.
            Ok(if headers.contains_key("hx-request") {
                ([("hx-redirect", to)], StatusCode::OK).into_response()
            } else {
                Redirect::to(to).into_response()
            })
        }
        Err(Refusal::Rule(code)) => {
            tx.rollback().await?;
            if headers.contains_key("hx-request") {
                let text = desk.t(code).into_owned();
                return Ok(ui::toast(&ui::Toast { state: Mark::Overdue, text, undo: None }, &desk.w).into_response());
            }
            let page = role::page(desk, id, Some(flash(Mark::Overdue, &desk.t(code)))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(refusal) => Err(refusal.into()),
    }
}
