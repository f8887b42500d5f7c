//! What people say of a pair, and taking it back.

use kernel::journal::Change;
use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::model::{Pair, State, Verdict};
use super::{queries, reach};
use crate::kind::CUSTOMER;
use crate::relations::{self, NewRelation};

/// Says what a pair is. The actor sees both customers and edits one. Said again, it stands; another verdict takes the
/// place of the first. One household is written down as a relation too. "The same" leaves the pair to be merged.
pub async fn judge(tx: &mut Tx<'_>, pair: Id, verdict: Verdict) -> Result<(), Refusal> {
    let known = permitted(tx, pair).await?;
    if known.state() == verdict.state() {
        return Ok(());
    }
    unrelate(tx, &known).await?;
    let relation = match verdict {
        Verdict::Household => relate(tx, &known).await?,
        Verdict::Same | Verdict::Apart => None,
    };
    settle(tx, &known, verdict.state(), relation).await
}

/// Takes a verdict back: the pair waits again, and a relation that the verdict left ends.
pub async fn take_back(tx: &mut Tx<'_>, pair: Id) -> Result<(), Refusal> {
    let known = permitted(tx, pair).await?;
    if known.state() == State::Open {
        return Ok(());
    }
    unrelate(tx, &known).await?;
    settle(tx, &known, State::Open, None).await
}

async fn permitted(tx: &Tx<'_>, pair: Id) -> Result<Pair, Refusal> {
    let look = Look::within(tx);
    let known = reach::one(&look, pair).await?.ok_or(Refusal::NotFound)?;
    if find::require(&look, &CUSTOMER, known.a_id, Action::Edit).await.is_err() {
        find::require(&look, &CUSTOMER, known.b_id, Action::Edit).await?;
    }
    Ok(known)
}

async fn settle(tx: &mut Tx<'_>, known: &Pair, state: State, relation: Option<Id>) -> Result<(), Refusal> {
    let name = tx.scope().actor_name().to_owned();
    let by = tx.scope().user().filter(|_| state != State::Open).map(|id| (id, name.as_str()));
    if !queries::judge(tx, known, state, by, relation).await? {
        return Err(Refusal::Conflict(known.version + 1));
    }
    for (side, other) in [(known.a_id, known.b_id), (known.b_id, known.a_id)] {
        let said = |state: State| (state != State::Open).then(|| format!("{} {other}", state.code()));
        let change = Change::of("same_person", said(known.state()), said(state));
        tx.record("customer", side, "update", change.into_iter().collect());
    }
    let payload = serde_json::json!({ "other": known.b_id, "state": state.code() });
    tx.emit("customer.pair_judged.v1", "customer", known.a_id, payload);
    Ok(())
}

/// Writes the household down, unless they are known as a family already.
async fn relate(tx: &mut Tx<'_>, pair: &Pair) -> Result<Option<Id>, Refusal> {
    let known = relations::queries::of(tx.conn(), tx.tenant(), pair.a_id).await?;
    let together = |id: Id| id == pair.b_id;
    if known.iter().any(|r| r.kind == "family" && r.valid_to.is_none() && together(r.seen_from(pair.a_id).1)) {
        return Ok(None);
    }
    let new = NewRelation {
        customer: pair.a_id,
        other: pair.b_id,
        kind: "family".into(),
        remark: None,
        valid_from: None,
        valid_to: None,
    };
    relations::add(tx, new).await.map(Some)
}

async fn unrelate(tx: &mut Tx<'_>, pair: &Pair) -> Result<(), Refusal> {
    let Some(relation) = pair.relation_id else { return Ok(()) };
    let look = Look::within(tx);
    let side = match find::require(&look, &CUSTOMER, pair.a_id, Action::Edit).await {
        Ok(_) => pair.a_id,
        Err(_) => pair.b_id,
    };
    match relations::end(tx, side, relation).await {
        // It was taken away by hand meanwhile.
        Ok(()) | Err(Refusal::NotFound) => Ok(()),
        Err(other) => Err(other),
    }
}
