//! Moving a node as of an earlier day, and its time zone.

use chrono::NaiveDate;
use kernel::journal::Change;
use kernel::{Id, Tx, sql};
use records::Refusal;

use super::add::journal_kind;
use super::{move_node, queries};
use crate::powers::today;
use crate::versions;

/// Moves a node that stands at `version` below another one, as of `since`: today or an earlier day that lies after its
/// last move. Paths are rewritten at once; the day decides from when on the dated tree shows the new place. Refuses as
/// [`move_node`] does, and `node-move-day` for a day that does not fit.
pub async fn move_node_since(
    tx: &mut Tx<'_>,
    id: Id,
    version: i64,
    parent: Id,
    since: NaiveDate,
) -> Result<(), Refusal> {
    let node = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if node.version != version {
        return Err(Refusal::Conflict(node.version));
    }
    if node.parent_id == Some(parent) {
        return Err(Refusal::field("parent", "node-move-nowhere"));
    }
    let today = today(tx.now());
    let text =
        "SELECT valid_from FROM node_placements WHERE tenant_id = $1 AND node_id = $2 ORDER BY valid_from DESC LIMIT 1";
    let last = sql::row(tx.conn(), text, [tx.tenant().into(), id.into()]).await?;
    let last: Option<NaiveDate> = last.map(|row| row.try_get("", "valid_from")).transpose()?;
    if since > today || (since < today && last.is_some_and(|last| since <= last)) {
        return Err(Refusal::field("since", "node-move-day"));
    }
    move_node(tx, id, parent).await?;
    if since < today {
        let key = || [tx.tenant().into(), id.into(), today.into(), since.into()];
        let begin =
            "UPDATE node_placements SET valid_from = $4 WHERE tenant_id = $1 AND node_id = $2 AND valid_from = $3";
        sql::run(tx.conn(), begin, key()).await?;
        let end = "UPDATE node_placements SET valid_to = $4 WHERE tenant_id = $1 AND node_id = $2 AND valid_to = $3";
        sql::run(tx.conn(), end, key()).await?;
    }
    Ok(())
}

/// Sets the time zone of a node that stands at `version` and returns the new version. Refuses `node-time-zone-unknown`
/// for what is no IANA zone.
pub async fn change_time_zone(tx: &mut Tx<'_>, id: Id, version: i64, zone: &str) -> Result<i64, Refusal> {
    let node = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if node.version != version {
        return Err(Refusal::Conflict(node.version));
    }
    if zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(Refusal::field("time_zone", "node-time-zone-unknown"));
    }
    let Some(change) = Change::of("time_zone", Some(node.time_zone.clone()), Some(zone.to_owned())) else {
        return Ok(version);
    };
    let columns = vec![("time_zone", zone.into()), ("version", (version + 1).into()), ("updated_at", tx.now().into())];
    queries::set(tx, id, columns).await?;
    versions::raise(tx).await?;
    tx.record(journal_kind(node.node_kind()), id, "update", vec![change]);
    Ok(version + 1)
}
