//! Moving an opportunity along its way (SALE-01).

use kernel::{Action, Id, Instant, Tx};
use records::Refusal;

use super::ledger::{self, Note};
use super::model::Opportunity;
use super::queries;
use super::states::Act;
use super::step::{require, take};
use crate::{levels, stages};

/// Moves it to a stage. Going on reaches the stages in between as well (domain.md §3.1); going back needs a reason
/// (`opportunity-back-needs-reason`) and takes back what was named by mistake. The last stage closes it as won. Refuses
/// `opportunity-stage-unknown` and `opportunity-stage-already`.
pub async fn move_to(
    tx: &mut Tx<'_>,
    id: Id,
    version: Option<i64>,
    stage: &str,
    reason: Option<String>,
    at: Instant,
) -> Result<Opportunity, Refusal> {
    let held = require(tx, id, Action::Edit).await?;
    if version.is_some_and(|version| version != held.version) {
        return Err(Refusal::Conflict(held.version));
    }
    go(tx, held, stage, reason, at).await
}

/// Lets the one that a customer has at a store come to a stage, because of something that happened: a visit, a test drive.
/// One that has come as far, or does not go on now, stays; a stage that the house does not use is no stage. Nobody's
/// permission is asked.
pub async fn reach(tx: &mut Tx<'_>, customer: Id, store: Id, stage: &str, at: Instant) -> Result<(), Refusal> {
    let Some(held) = queries::live(tx.conn(), tx.tenant(), customer, store).await? else { return Ok(()) };
    let all = stages::all(tx.conn(), tx.tenant()).await?;
    let ahead = all.open().any(|s| s.code == stage) && all.rank(stage) > all.rank(&held.stage);
    if ahead && super::states::next(held.state(), Act::Move).is_ok() {
        go(tx, held, stage, None, at).await?;
    }
    Ok(())
}

async fn go(
    tx: &mut Tx<'_>,
    held: Opportunity,
    stage: &str,
    reason: Option<String>,
    at: Instant,
) -> Result<Opportunity, Refusal> {
    let id = held.id;
    let act = if stage == stages::WON { Act::Win } else { Act::Move };
    super::states::next(held.state(), act)?;
    let all = stages::all(tx.conn(), tx.tenant()).await?;
    if !all.active().any(|s| s.code == stage) {
        return Err(Refusal::field("stage", "opportunity-stage-unknown"));
    }
    if held.stage == stage {
        return Err(Refusal::field("stage", "opportunity-stage-already"));
    }
    let reason = reason.filter(|text| !text.trim().is_empty());
    let passed: Vec<&str> = all.reached(Some(&held.stage), stage).iter().map(|s| s.code.as_str()).collect();
    if passed.is_empty() && reason.is_none() {
        return Err(Refusal::field("reason", "opportunity-back-needs-reason"));
    }
    let mut columns = vec![("stage", stage.into()), ("stage_at", at.into())];
    match stage {
        stages::WON => columns.extend([
            ("level", levels::DELIVERED.into()),
            ("closed_at", at.into()),
            ("next_on", None::<chrono::NaiveDate>.into()),
        ]),
        stages::ORDERED => columns.push(("level", levels::ORDERED.into())),
        _ => {}
    }
    let now = take(tx, &held, act, columns, Note { note: reason, ..Note::default() }, at).await?;
    if passed.is_empty() {
        let behind: Vec<&str> = all.behind(stage).iter().map(|s| s.code.as_str()).collect();
        ledger::taken_back(tx, id, &behind, at).await?;
    } else {
        ledger::reached(tx, &now, &passed, held.stage_at, at).await?;
    }
    Ok(now)
}
