//! What people asked of their data: a copy that waits for its proof, an erasure that waits for the last word, a file that
//! is only kept, and somebody who was erased (docs/privacy.md).

use kernel::{Id, Instant, Tx, sql};
use privacy::requests::{self, Decision, Kind, NewRequest, queries};
use records::Refusal;

use crate::compose;

/// The last people of the demo who have no story, one for each request.
async fn people(tx: &Tx<'_>, count: i64) -> Result<Vec<Id>, Refusal> {
    // No car, no relation: nothing that others tell of would go along.
    let text = "SELECT c.id FROM customers c WHERE c.tenant_id = $1 AND c.kind = 'person' AND c.deleted_at IS NULL AND c.doubts IS NULL \
         AND NOT EXISTS (SELECT 1 FROM vehicle_parties p WHERE p.tenant_id = c.tenant_id AND p.customer_id = c.id) \
         AND NOT EXISTS (SELECT 1 FROM customer_relations r WHERE r.tenant_id = c.tenant_id AND (r.customer_id = c.id OR r.other_id = c.id)) \
         AND c.name NOT IN ('周雨欣', '周雨馨', '顾健国', '单晓峰', '欧阳慧') ORDER BY c.number DESC LIMIT $2";
    let rows = sql::rows(tx.conn(), text, [tx.tenant().into(), count.into()]).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}

/// Takes the requests in, and does what was done with them.
pub(super) async fn lay(tx: &mut Tx<'_>, now: Instant) -> Result<(), Refusal> {
    let people = people(tx, 4).await?;
    let [copied, leaving, kept, gone] = people.as_slice() else { return Ok(()) };
    add(tx, now, *copied, Kind::Copy, 24, 0).await?;
    add(tx, now, *leaving, Kind::Erase, 6, 1).await?;
    add(tx, now, *kept, Kind::Restrict, 12, 2).await?;
    let request = add(tx, now, *gone, Kind::Erase, 40, 1).await?;
    let eraser = compose::eraser_of_invented();
    let mut until = None;
    for step in 0..privacy::erasure::STEPS {
        until = eraser.step(tx, *gone, step).await?;
    }
    requests::close_when_erased(tx, request, until).await?;
    Ok(())
}

/// A request of so many days ago, with its first decisions: the proof, and what follows it.
async fn add(
    tx: &mut Tx<'_>,
    now: Instant,
    customer: Id,
    kind: Kind,
    days: i64,
    decided: usize,
) -> Result<Id, Refusal> {
    let seams = compose::eraser_of_invented().seams;
    let new = NewRequest {
        customer,
        kind,
        asked_by: "本人到店".into(),
        asker: "self".into(),
        wish: None,
        received_on: now.plus_days(-days).date_in(organisation::HOUSE_ZONE),
        days: 30,
        id: tx.new_id(),
    };
    let id = requests::add(tx, new).await?;
    let decisions = [Decision::Check("paper".into(), None), Decision::Fulfil(None)];
    for decision in decisions.into_iter().take(decided) {
        let request = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
        requests::decide(tx, &seams, &request, request.version, decision).await?;
    }
    Ok(id)
}
