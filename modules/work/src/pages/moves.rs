//! What is done with a task by one tap. Each leads back to where it was tapped; from the work list the row leaves at once,
//! with a way to take it back.

use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};
use kernel::{Id, Tx};
use maud::html;
use records::{Input, Refusal};
use ui::{State, Toast, toast};
use web::Problem;
use web::records::{Call, Pairs};

use super::desk::{Desk, Typed, own_path, see_other};
use super::new::moment;
use super::task;
use super::when::When;
use crate::tasks::{self, Close, TASK};

/// `POST /tasks/{task}/completion`
pub(super) async fn complete(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let (id, version) = (call.record(&TASK)?, Typed::version(&pairs)?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let result = pairs.get("result").map(str::to_owned);
    let done = tasks::close(&mut tx, id, version, Close::Done, result).await;
    let stands = done.as_ref().copied().ok();
    if call.is_part()
        && let Some(version) = stands
    {
        tx.commit().await?;
        let desk = Desk::new(&call);
        let undo = format!("/tasks/{id}/reopening?version={version}");
        let told = Toast { state: State::Done, text: desk.t("work-said-done").into_owned(), undo: Some(undo) };
        return Ok(html! { (toast(&told, &desk.w)) }.into_response());
    }
    finish(&call, tx, id, pairs, done).await
}

/// `POST /tasks/{task}/cancellation`
pub(super) async fn cancel(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let (id, version) = (call.record(&TASK)?, Typed::version(&pairs)?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = tasks::close(&mut tx, id, version, Close::Cancelled, None).await;
    finish(&call, tx, id, pairs, done).await
}

/// `POST /tasks/{task}/reopening`; the version stands in the form, or in the address of a way back.
pub(super) async fn reopen(call: Call, mut pairs: Pairs) -> Result<Response, Problem> {
    pairs.0.extend(call.pairs.0.clone());
    let (id, version) = (call.record(&TASK)?, Typed::version(&pairs)?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = tasks::reopen(&mut tx, id, version).await;
    if call.is_part() && done.is_ok() {
        tx.commit().await?;
        // The row comes back to its place.
        return Ok(([("hx-refresh", HeaderValue::from_static("true"))], "").into_response());
    }
    finish(&call, tx, id, pairs, done).await
}

/// `POST /tasks/{task}/due`: to a day that is named, or to an exact moment.
pub(super) async fn postpone(call: Call, pairs: Pairs) -> Result<Response, Problem> {
    let (id, version) = (call.record(&TASK)?, Typed::version(&pairs)?);
    let here = Desk::new(&call).here;
    let day = pairs.get("when").and_then(When::from_name).map(|when| when.day(here.today()).to_string());
    let due = day.or_else(|| pairs.get("due_at").map(|text| moment(text, here.zone))).unwrap_or_default();
    let input: Input = [("due_at", due)].into_iter().collect();
    let commands = call.registry().commands(TASK.name).cloned().ok_or_else(Problem::not_found)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = commands.update(&mut tx, id, version, &input).await;
    finish(&call, tx, id, pairs, done).await
}

/// `POST /tasks/{task}/owner`
pub(super) async fn hand_on(call: Call, mut pairs: Pairs) -> Result<Response, Problem> {
    let (id, version) = (call.record(&TASK)?, Typed::version(&pairs)?);
    let to = pairs.get("owner").and_then(|text| text.parse::<Id>().ok());
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match to {
        Some(to) => tasks::hand_on(&mut tx, id, version, to).await,
        None => Err(Refusal::field("owner", "task-owner-unknown")),
    };
    // Whoever gave it away may not see it any more.
    pairs.0.insert(0, ("then".into(), "/work?done=given".into()));
    finish(&call, tx, id, pairs, done).await
}

async fn finish(
    call: &Call,
    tx: Tx<'_>,
    id: Id,
    pairs: Pairs,
    done: Result<i64, Refusal>,
) -> Result<Response, Problem> {
    match done {
        Ok(_) => {
            tx.commit().await?;
            let then = pairs.get("then").map(own_path).map(str::to_owned);
            Ok(see_other(&then.unwrap_or_else(|| format!("/tasks/{id}"))))
        }
        Err(refusal) => {
            tx.rollback().await?;
            if call.is_part() || call.wants_json() {
                return Err(refusal.into());
            }
            let mut typed = Typed::new(pairs);
            typed.refused(refusal)?;
            let desk = Desk::new(call);
            let page = task::render(&desk, id, &typed).await?;
            Ok(typed.answer(page))
        }
    }
}
