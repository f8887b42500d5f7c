//! What is done with a visit from the board or its page: each act is one POST, and a refusal comes back on that page.

use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Action, Id, Tx};
use records::commands::FieldError;
use records::{Input, Refusal, find};
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::super::{Act, VISIT, moves, update};
use super::{BOARD, address, board, show};
use crate::pages::desk::{Desk, mendable, typed};

/// `POST /visits/{visit}/steps`.
pub(super) async fn step(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&VISIT)?);
    let act = form.get("act").and_then(Act::from_name).ok_or_else(Problem::not_found)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = moves::take(&mut tx, id, act).await;
    finish(&desk, tx, id, &form, done).await
}

/// `POST /visits/{visit}/leaving`.
pub(super) async fn leave(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&VISIT)?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = moves::leave(&mut tx, id, form.get("result").unwrap_or_default()).await;
    finish(&desk, tx, id, &form, done).await
}

/// `POST /visits/{visit}/person`: a name and a number that were not known at the door.
pub(super) async fn name(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&VISIT)?);
    find::require(&call.look(), &VISIT, id, Action::Edit).await?;
    let version =
        form.get("version").and_then(|v| v.parse().ok()).ok_or_else(|| Problem::bad_request("api-version-required"))?;
    let mut input = typed(&form, &["name", "phone"]);
    // An empty field of this form takes nothing away.
    input.0.retain(|_, text| !text.trim().is_empty());
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match input.0.contains_key("phone") {
        true => update(&mut tx, &desk.seams(), id, version, &input).await,
        false => Err(Refusal::field("phone", "field-required")),
    };
    finish(&desk, tx, id, &form, done).await
}

pub(super) async fn finish<T>(
    desk: &Desk<'_>,
    tx: Tx<'_>,
    id: Id,
    form: &Pairs,
    done: std::result::Result<T, Refusal>,
) -> Result<Response> {
    let board = form.get("board") == Some("true");
    let errors = match done {
        Ok(_) => {
            tx.commit().await?;
            let to = if board { BOARD.to_owned() } else { address(id) };
            return Ok(Redirect::to(&to).into_response());
        }
        // Somebody was faster: the page shows how it stands now.
        Err(Refusal::Conflict(_)) => {
            vec![FieldError { field: String::new(), code: "visit-changed-meanwhile".into() }]
        }
        Err(refusal) => mendable(refusal)?,
    };
    drop(tx);
    match board {
        true => board::again(desk, &errors).await,
        false => {
            let typed: Input = form.0.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            show::again(desk, id, &typed, &errors).await
        }
    }
}
