//! What the forms of an opportunity's page do.

use std::sync::Arc;

use axum::response::{IntoResponse, Redirect, Response};
use customers::Seams;
use kernel::{Id, Tx};
use records::{Input, Refusal};
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::desk::{Desk, address, mendable};
use super::record::{Refused, again};
use super::{closing, contact, way};
use crate::board;
use crate::follow_ups::{self, NewFollowUp};
use crate::opportunity::{self, Loss};

/// Does something in a transaction and goes to a page, or shows the form again.
async fn done<T>(
    call: &Call,
    form: &'static str,
    typed: &Pairs,
    said: &str,
    what: impl AsyncFnOnce(&mut Tx<'_>, Id) -> std::result::Result<T, Refusal>,
) -> Result<Response> {
    let desk = Desk::new(call);
    let id = desk.opportunity()?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match what(&mut tx, id).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("{}?said={said}", address(id, ""))).into_response())
        }
        Err(refusal) => {
            drop(tx);
            let errors = mendable(refusal)?;
            let typed: Input = typed.0.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            again(&desk, id, Refused { form, typed, errors }).await
        }
    }
}

/// As [`done`], for what ends on the page of another opportunity.
async fn gone(
    call: &Call,
    form: &'static str,
    typed: &Pairs,
    what: impl AsyncFnOnce(&mut Tx<'_>, Id) -> std::result::Result<Id, Refusal>,
) -> Result<Response> {
    let desk = Desk::new(call);
    let id = desk.opportunity()?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match what(&mut tx, id).await {
        Ok(made) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("{}?said=done", address(made, ""))).into_response())
        }
        Err(refusal) => {
            drop(tx);
            let errors = mendable(refusal)?;
            let typed: Input = typed.0.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            again(&desk, id, Refused { form, typed, errors }).await
        }
    }
}

fn text(form: &Pairs, name: &str) -> Option<String> {
    form.get(name).map(str::to_owned)
}

fn seams(call: &Call) -> Arc<Seams> {
    call.app.seam::<Arc<Seams>>()
}

/// `POST /opportunities/{opportunity}/follow-ups`.
pub(super) async fn follow_up(call: Call, form: Pairs) -> Result<Response> {
    let next = form.get("next_on").map(|day| records::input::date(day).ok_or(()));
    let new = NewFollowUp {
        channel: text(&form, "channel").unwrap_or_default(),
        result: text(&form, "result").unwrap_or_default(),
        content: text(&form, "content"),
        level: text(&form, "level"),
        next_on: next.and_then(std::result::Result::ok),
    };
    done(&call, contact::FORM, &form, "logged", async |tx, id| {
        if matches!(next, Some(Err(()))) {
            return Err(Refusal::field("next_on", "field-not-a-date"));
        }
        let at = tx.now();
        follow_ups::log(tx, id, new, at).await
    })
    .await
}

/// `POST /opportunities/{opportunity}/stage`; the board sends it too and takes itself anew.
pub(super) async fn stage(call: Call, form: Pairs) -> Result<Response> {
    let version = form.get("version").and_then(|v| v.parse().ok());
    let stage = form.get("stage").unwrap_or_default().to_owned();
    let reason = text(&form, "reason");
    if call.is_part() && form.has("board") {
        let id = Desk::new(&call).opportunity()?;
        let mut tx = call.app.db.write(&call.visitor.scope).await?;
        let at = tx.now();
        return match opportunity::move_to(&mut tx, id, version, &stage, reason, at).await {
            Ok(_) => {
                tx.commit().await?;
                board::after(&call, &form, None).await
            }
            Err(refusal) => {
                drop(tx);
                board::after(&call, &form, Some(refusal)).await
            }
        };
    }
    done(&call, way::FORM, &form, "moved", async |tx, id| {
        let at = tx.now();
        opportunity::move_to(tx, id, version, &stage, reason, at).await
    })
    .await
}

/// `POST /opportunities/{opportunity}/defeat`.
pub(super) async fn defeat(call: Call, form: Pairs) -> Result<Response> {
    let loss = Loss {
        reason: text(&form, "reason").unwrap_or_default(),
        competitor: text(&form, "competitor"),
        evidence: text(&form, "evidence").unwrap_or_default(),
    };
    done(&call, closing::LOSS, &form, "asked", async |tx, id| opportunity::ask_defeat(tx, id, loss).await).await
}

/// `POST /opportunities/{opportunity}/defeat/withdrawal`.
pub(super) async fn withdrawal(call: Call) -> Result<Response> {
    let none = Pairs::default();
    done(&call, closing::VERDICT, &none, "done", async |tx, id| opportunity::withdraw(tx, id).await).await
}

/// `POST /opportunities/{opportunity}/verdict`.
pub(super) async fn verdict(call: Call, form: Pairs) -> Result<Response> {
    let (note, verdict) = (text(&form, "note"), form.get("verdict").unwrap_or_default());
    done(&call, closing::VERDICT, &form, "done", async |tx, id| match verdict {
        "approve" => opportunity::approve(tx, id, note).await,
        "return" => opportunity::give_back(tx, id, note).await,
        _ => Err(Refusal::field("verdict", "field-required")),
    })
    .await
}

/// `POST /opportunities/{opportunity}/rest`: put off, or given to the pool.
pub(super) async fn rest(call: Call, form: Pairs) -> Result<Response> {
    let note = text(&form, "note").unwrap_or_default();
    done(&call, closing::REST, &form, "done", async |tx, id| match form.get("act") {
        Some("release") => opportunity::release(tx, id, &note).await,
        _ => {
            let until = form.get("wake_on").and_then(records::input::date);
            let until = until.ok_or_else(|| Refusal::field("wake_on", "field-not-a-date"))?;
            opportunity::sleep(tx, id, until, &note).await
        }
    })
    .await
}

/// `POST /opportunities/{opportunity}/waking`.
pub(super) async fn waking(call: Call) -> Result<Response> {
    let none = Pairs::default();
    done(&call, closing::REST, &none, "done", async |tx, id| opportunity::wake(tx, id).await).await
}

/// `POST /opportunities/{opportunity}/claim`.
pub(super) async fn claim(call: Call) -> Result<Response> {
    let seams = seams(&call);
    let id = Desk::new(&call).opportunity()?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match opportunity::claim(&mut tx, &seams, id).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("{}?said=done", address(id, ""))).into_response())
        }
        // Somebody else was faster: the pool says so.
        Err(Refusal::Rule(_) | Refusal::Conflict(_)) => {
            drop(tx);
            Ok(Redirect::to("/opportunities/pool?said=gone").into_response())
        }
        Err(refusal) => Err(Problem::from(refusal)),
    }
}

/// `POST /opportunities/{opportunity}/reactivation`.
pub(super) async fn reactivation(call: Call, form: Pairs) -> Result<Response> {
    let (seams, note) = (seams(&call), text(&form, "note").unwrap_or_default());
    if form.has("pool") {
        let id = Desk::new(&call).opportunity()?;
        let mut tx = call.app.db.write(&call.visitor.scope).await?;
        return match opportunity::reactivate(&mut tx, &seams, id, &note).await {
            Ok(made) => {
                tx.commit().await?;
                Ok(Redirect::to(&format!("{}?said=done", address(made, ""))).into_response())
            }
            Err(Refusal::NotFound) => Err(Problem::not_found()),
            Err(Refusal::Invalid(_)) => Ok(Redirect::to("/opportunities/pool?said=note").into_response()),
            Err(Refusal::Rule(_) | Refusal::Conflict(_)) => {
                Ok(Redirect::to("/opportunities/pool?said=gone").into_response())
            }
            Err(refusal) => Err(Problem::from(refusal)),
        };
    }
    gone(&call, closing::AGAIN, &form, async |tx, id| opportunity::reactivate(tx, &seams, id, &note).await).await
}
