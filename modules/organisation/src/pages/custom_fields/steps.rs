//! One press each: up and down, out of use, back into use.

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use records::{Input, Refusal};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::draft::version;
use super::super::{Desk, Posted};
use super::{list_of, standing};
use crate::custom_fields;

/// `POST …/order`: one place up or down.
pub(super) async fn order(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let kind = standing(desk, id).await?.definition.kind;
    let input: Input = posted.into_iter().collect();
    let mut tx = app.db.write(&visitor.scope).await?;
    custom_fields::shift(&mut tx, id, input.get("by") == Some("up")).await?;
    tx.commit().await?;
    Ok(Redirect::to(&list_of(&kind)).into_response())
}

/// `POST …/retirement`: the field is nowhere to be seen, and its values stay.
pub(super) async fn retire(app: State<Shared>, visitor: Visitor, id: Path<Id>, posted: Posted) -> Answer {
    step(app, visitor, id, posted, true).await
}

/// `POST …/restoration`: the field is back with all its values.
pub(super) async fn restore(app: State<Shared>, visitor: Visitor, id: Path<Id>, posted: Posted) -> Answer {
    step(app, visitor, id, posted, false).await
}

type Answer = Result<Response, Problem>;

async fn step(State(app): State<Shared>, visitor: Visitor, Path(id): Path<Id>, posted: Posted, away: bool) -> Answer {
    let desk = &Desk::new(&app, &visitor);
    let kind = standing(desk, id).await?.definition.kind;
    let version = version(&posted.0.into_iter().collect())?;
    let mut tx = app.db.write(&visitor.scope).await?;
    let (done, said) = match away {
        true => (custom_fields::retire(&mut tx, id, version).await, "custom-retired"),
        false => (custom_fields::restore(&mut tx, id, version).await, "custom-restored"),
    };
    finish(tx, id, done, format!("{}&done={said}", list_of(&kind))).await
}

async fn finish(tx: kernel::Tx<'_>, id: Id, done: Result<(), Refusal>, to: String) -> Result<Response, Problem> {
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&to).into_response())
        }
        // Someone changed the field meanwhile: it is shown as it stands now.
        Err(Refusal::Conflict(_)) => {
            tx.rollback().await?;
            Ok(Redirect::to(&format!("/custom-fields/{id}?done=custom-changed")).into_response())
        }
        Err(refusal) => Err(refusal.into()),
    }
}
