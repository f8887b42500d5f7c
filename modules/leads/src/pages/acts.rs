//! What is done with a lead from its page: each act is one POST, and a refusal comes back on the page.

use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Action, Id, Instant, Tx};
use records::commands::FieldError;
use records::{Refusal, find};
use web::Result;
use web::records::{Call, Pairs};

use super::desk::{Desk, address, mendable};
use super::show;
use crate::contacts::{self, NewContact};
use crate::lead::{State, invalid as verdicts};
use crate::{LEAD, assignment, pool};

/// `POST /leads/{lead}/contacts`.
pub(super) async fn contact(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&LEAD)?);
    let next = match form.get("next_at") {
        None => Ok(None),
        Some(text) => moment(text, &desk).map(Some).ok_or_else(|| Refusal::field("next_at", "field-not-a-moment")),
    };
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match next {
        Err(refusal) => Err(refusal),
        Ok(next_at) => {
            let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
            let content = form.get("content").map(str::to_owned);
            let new = NewContact { channel: text("channel"), result: text("result"), content, next_at };
            contacts::log(&mut tx, id, new).await
        }
    };
    finish(&desk, tx, id, done).await
}

/// A moment as a browser's field for moments sends it.
fn moment(text: &str, desk: &Desk<'_>) -> Option<Instant> {
    use chrono::TimeZone;
    let naive = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok();
    match naive {
        Some(naive) => desk.here.zone.from_local_datetime(&naive).earliest().map(|at| Instant(at.timestamp_micros())),
        None => Instant::parse(text, desk.here.zone),
    }
}

/// `POST /leads/{lead}/assignment`.
pub(super) async fn assign(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&LEAD)?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match form.get("owner").and_then(|owner| owner.parse().ok()) {
        None => seen(&tx, id).await.and(Err(Refusal::field("owner", "field-required"))),
        Some(owner) => {
            let store = form.get("store").and_then(|store| store.parse().ok());
            let reason = form.get("reason").map(str::to_owned);
            assignment::assign(&mut tx, &desk.seams(), id, store, owner, reason).await
        }
    };
    finish(&desk, tx, id, done).await
}

/// `POST /leads/{lead}/store`.
pub(super) async fn send(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&LEAD)?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match form.get("store").and_then(|store| store.parse().ok()) {
        None => seen(&tx, id).await.and(Err(Refusal::field("store", "field-required"))),
        Some(store) => assignment::send(&mut tx, id, store, None).await,
    };
    finish(&desk, tx, id, done).await
}

/// `POST /leads/{lead}/recall`.
pub(super) async fn recall(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&LEAD)?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = pool::recall(&mut tx, id, form.get("reason").map(str::to_owned)).await;
    finish(&desk, tx, id, done).await
}

/// `POST /leads/{lead}/claim`.
pub(super) async fn claim(call: Call) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&LEAD)?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match pool::claim(&mut tx, &desk.seams(), id).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&address(id)).into_response())
        }
        Err(refusal) => {
            drop(tx);
            super::pool::again(&desk, &mendable(refusal)?).await
        }
    }
}

/// `POST /leads/{lead}/invalid`.
pub(super) async fn invalid(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&LEAD)?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let (reason, note) = (form.get("reason").unwrap_or_default(), form.get("note").unwrap_or_default());
    let done = verdicts::invalidate(&mut tx, id, reason, note).await;
    finish(&desk, tx, id, done).await
}

/// `POST /leads/{lead}/verdict`.
pub(super) async fn verdict(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&LEAD)?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let agreed = form.get("verdict") == Some("agree");
    let done = verdicts::judge(&mut tx, &desk.seams(), id, agreed, form.get("note").unwrap_or_default()).await;
    finish(&desk, tx, id, done).await
}

/// `POST /leads/{lead}/reopening`.
pub(super) async fn reopen(call: Call) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&LEAD)?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = verdicts::reopen(&mut tx, id).await;
    finish(&desk, tx, id, done).await
}

/// What is wrong with a form is told only to those who see the lead.
async fn seen(tx: &Tx<'_>, id: Id) -> std::result::Result<(), Refusal> {
    find::require(&records::policy::Look::within(tx), &LEAD, id, Action::Assign).await.map(drop)
}

async fn finish(desk: &Desk<'_>, tx: Tx<'_>, id: Id, done: std::result::Result<State, Refusal>) -> Result<Response> {
    match done {
        Ok(_) => {
            tx.commit().await?;
            let seen = !find::anchors(&desk.call.look(), &LEAD, id, Action::See).await?.is_empty();
            Ok(Redirect::to(&if seen { address(id) } else { "/leads".to_owned() }).into_response())
        }
        // Somebody was faster: the page shows how it stands now.
        Err(Refusal::Conflict(_)) => {
            drop(tx);
            let error = FieldError { field: String::new(), code: "lead-changed-meanwhile".into() };
            show::again(desk, id, &[error]).await
        }
        Err(refusal) => {
            drop(tx);
            show::again(desk, id, &mendable(refusal)?).await
        }
    }
}
