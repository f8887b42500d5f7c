//! What is done about a case: asking, leaving it, taking over, answering.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Id, Instant};
use records::Refusal;
use web::Problem;
use web::records::Call;

use super::show;
use crate::collisions::{self, Answer, one};
use crate::pages::desk::Desk;
use crate::pages::typed::Typed;

/// Asks for access.
pub(in crate::pages) async fn ask(call: Call, typed: Typed) -> Result<Response, Problem> {
    let (desk, id) = (Desk::new(&call), call.id("collision")?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = collisions::ask(&mut tx, id, typed.get("wish") == "true", typed.get("reason")).await;
    finish(&desk, id, typed, tx, done, "asked").await
}

/// Appeals against a refusal.
pub(in crate::pages) async fn appeal(call: Call, typed: Typed) -> Result<Response, Problem> {
    let (desk, id) = (Desk::new(&call), call.id("collision")?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = collisions::appeal(&mut tx, id, typed.get("reason")).await;
    finish(&desk, id, typed, tx, done, "appealed").await
}

/// Leaves it at that.
pub(in crate::pages) async fn leave(call: Call, typed: Typed) -> Result<Response, Problem> {
    let (desk, id) = (Desk::new(&call), call.id("collision")?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = collisions::leave(&mut tx, id).await;
    finish(&desk, id, typed, tx, done, "left").await
}

/// Takes over; then the customer's page.
pub(in crate::pages) async fn take(call: Call, typed: Typed) -> Result<Response, Problem> {
    let (desk, id) = (Desk::new(&call), call.id("collision")?);
    let case = one(&desk.look(), id).await?.ok_or_else(Problem::not_found)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match collisions::take(&mut tx, &desk.seams(), id).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/customers/{}", case.first_customer)).into_response())
        }
        refused => finish(&desk, id, typed, tx, refused, "").await,
    }
}

/// Answers a request.
pub(in crate::pages) async fn answer(call: Call, typed: Typed) -> Result<Response, Problem> {
    let (desk, id) = (Desk::new(&call), call.id("collision")?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match said(&desk, &typed) {
        Ok(answer) => collisions::answer(&mut tx, &desk.seams(), id, answer).await,
        Err(refusal) => match one(&desk.look(), id).await? {
            Some(_) => Err(refusal),
            None => Err(Refusal::NotFound),
        },
    };
    finish(&desk, id, typed, tx, done, "answered").await
}

fn said(desk: &Desk<'_>, typed: &Typed) -> Result<Answer, Refusal> {
    match typed.get("answer") {
        "allow" => Ok(Answer::Allow),
        "share" => {
            // The day named is the last one on which it holds.
            let day = typed.date("until").and_then(|day| day.succ_opt());
            let day = day.ok_or_else(|| Refusal::field("until", "field-not-a-date"))?;
            Ok(Answer::Share(Instant::start_of(day, desk.here.zone)))
        }
        "decline" => Ok(Answer::Decline(typed.get("reason").to_owned())),
        _ => Err(Refusal::field("answer", "field-required")),
    }
}

async fn finish(
    desk: &Desk<'_>,
    id: Id,
    mut typed: Typed,
    tx: kernel::Tx<'_>,
    done: Result<(), Refusal>,
    said: &str,
) -> Result<Response, Problem> {
    match done {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/collisions/{id}?said={said}")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            typed.refused(refusal)?;
            let page = show::page(desk, id, &typed).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}
