//! `POST /customers/{customer}/engagements`: a customer whom another store made becomes known to one's own store too.

use axum::response::{IntoResponse, Redirect, Response};
use records::{Input, Refusal};
use web::Problem;
use web::records::Call;

use super::desk::{Desk, address};
use super::typed::Typed;
use crate::engagements::engage::engage;

/// Adds the store; sent twice it stays added once.
pub(super) async fn add(call: Call, typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let mut input = Input::default();
    if let Some(store) = typed.filled("store") {
        input.set("store", store);
    }
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match engage(&mut tx, &desk.seams(), customer, &input).await {
        Ok(_) => tx.commit().await?,
        Err(Refusal::Invalid(errors)) if errors.iter().all(|e| e.code == "customer-engaged-already") => drop(tx),
        Err(refusal) => return Err(refusal.into()),
    }
    Ok(Redirect::to(&format!("{}?said=engaged", address(customer, ""))).into_response())
}
