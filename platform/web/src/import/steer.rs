//! Buttons of the wizard: check, run, pause, go on, give up. A second click finds the work done and changes nothing.

use axum::response::{IntoResponse, Redirect, Response};
use records::import::steer;

use super::case::Case;
use crate::Result;
use crate::records::Call;

pub(super) async fn check(call: Call) -> Result<Response> {
    let case = Case::of(&call).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    steer::check(&mut tx, &case.import).await?;
    tx.commit().await?;
    back(&case)
}

pub(super) async fn run(call: Call) -> Result<Response> {
    let case = Case::of(&call).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    steer::run(&mut tx, &case.import).await?;
    tx.commit().await?;
    back(&case)
}

pub(super) async fn pause(call: Call) -> Result<Response> {
    let case = Case::of(&call).await?;
    let tx = call.app.db.write(&call.visitor.scope).await?;
    steer::pause(&tx, &case.import).await?;
    tx.commit().await?;
    back(&case)
}

pub(super) async fn resume(call: Call) -> Result<Response> {
    let case = Case::of(&call).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    if !steer::resume(&mut tx, &case.import).await? {
        steer::retry(&mut tx, &case.import).await?;
    }
    tx.commit().await?;
    back(&case)
}

pub(super) async fn cancel(call: Call) -> Result<Response> {
    let case = Case::of(&call).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    steer::cancel(&mut tx, &case.import).await?;
    tx.commit().await?;
    back(&case)
}

fn back(case: &Case) -> Result<Response> {
    Ok(Redirect::to(&case.href("")).into_response())
}
