//! What is done with a request from its page.

use axum::response::{IntoResponse, Redirect, Response};
use customers::privacy;
use kernel::Id;
use records::Refusal;
use web::Problem;
use web::records::{Call, Pairs};

use super::desk::{Desk, Typed};
use super::show;
use crate::erasure::ledger::{self, What};
use crate::requests::{self, Decision, Kind, Request, State};

/// The identity is proved.
pub(super) async fn check(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    decide(&call, pairs, |typed| Decision::Check(typed.get("proof").to_owned(), typed.filled("proof_note"))).await
}

/// It is fulfilled. An erasure has a page of its own.
pub(super) async fn fulfil(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let desk = Desk::new(&call)?;
    if desk.request().await?.kind() == Kind::Erase {
        return Err(Problem::not_found());
    }
    decide(&call, pairs, |typed| Decision::Fulfil(typed.filled("note"))).await
}

/// A proposed erasing is taken back.
pub(super) async fn withdraw(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    decide(&call, pairs, |_| Decision::Withdraw).await
}

/// It is refused.
pub(super) async fn refuse(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let words = |typed: &Typed| {
        Decision::Refuse(typed.get("ground").to_owned(), typed.filled("ground_note").unwrap_or_default())
    };
    decide(&call, pairs, words).await
}

async fn decide(call: &Call, pairs: Pairs, read: impl Fn(&Typed) -> Decision) -> Result<Response, Problem> {
    let desk = Desk::new(call)?;
    let request = desk.request().await?;
    let mut typed = Typed::new(pairs);
    let version = typed.get("version").parse().unwrap_or(-1);
    match done(&desk, &request, version, read(&typed)).await {
        Ok(()) => Ok(Redirect::to(&format!("/privacy/{}", request.id)).into_response()),
        Err(refusal) => {
            typed.refused(refusal)?;
            show::render(&desk, &request, &typed).await
        }
    }
}

/// Does it in one transaction. What is taken out of use is written to the ledger first, so that a restore keeps to it.
pub(super) async fn done(desk: &Desk<'_>, request: &Request, version: i64, decision: Decision) -> Result<(), Refusal> {
    let app = &desk.call.app;
    let mut tx = app.db.write(&desk.call.visitor.scope).await?;
    let to = requests::decide(&mut tx, &desk.seams(), request, version, decision).await?;
    if request.kind() == Kind::Restrict && to == State::Done {
        ledger::note(&app.config.data, tx.tenant(), request.customer_id, What::Restricted, tx.now())?;
    }
    Ok(tx.commit().await?)
}

/// A file that was only kept is used again.
pub(super) async fn lift(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call)?;
    let request = desk.request().await?;
    let customer: Id = request.customer_id;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    if request.state() != State::Done {
        return Err(Problem::not_found());
    }
    if privacy::lift(&mut tx, &desk.seams(), customer).await? {
        requests::note(&mut tx, &request, "lift").await?;
        ledger::note(&call.app.config.data, tx.tenant(), customer, What::Lifted, tx.now())?;
    }
    tx.commit().await?;
    Ok(Redirect::to(&format!("/privacy/{}", request.id)).into_response())
}
