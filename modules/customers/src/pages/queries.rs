//! SQL that the pages need beside that of the nouns.

use std::collections::HashMap;

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, clock};
use sea_orm::FromQueryResult;

/// Names of colleagues and of places of the organisation by id. Names at work are no secret inside the house.
pub(super) async fn names(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    ids: &[Id],
) -> Result<HashMap<Id, String>, DbError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut q = Query::new();
    q.push("SELECT id, name FROM users WHERE tenant_id = ")
        .bind(tenant)
        .push(" AND id IN (")
        .bind_all(ids.iter().copied())
        .push(")");
    q.push(" UNION ALL SELECT id, name FROM nodes WHERE tenant_id = ")
        .bind(tenant)
        .push(" AND id IN (")
        .bind_all(ids.iter().copied())
        .push(")");
    q.rows(conn).await?.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "name")?))).collect()
}

/// Holds the actor's own row until the transaction ends, so that two submits of one person come one after the other
/// and the second sees what the first one did.
pub(super) async fn one_by_one(tx: &Tx<'_>) -> Result<(), DbError> {
    let text = "UPDATE users SET last_seen_at = last_seen_at WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), tx.scope().user().into()]).await.map(drop)
}

/// Whether the actor wrote this very entry on a customer's timeline since a moment.
pub(super) async fn wrote_since(
    tx: &Tx<'_>,
    customer: Id,
    kind: &str,
    body: &str,
    since: Instant,
) -> Result<bool, DbError> {
    let text = "SELECT count(*) FROM timeline WHERE tenant_id = $1 AND customer_id = $2 AND id >= $3 AND kind = $4 AND body = $5 AND actor_id = $6";
    let values = [
        tx.tenant().into(),
        customer.into(),
        first_id(since).into(),
        kind.into(),
        body.into(),
        tx.scope().user().into(),
    ];
    Ok(sql::number(tx.conn(), text, values).await? > 0)
}

/// A customer that the actor made just before.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub(super) struct Made {
    pub id: Id,
    pub name: String,
    pub phone: Option<String>,
    pub wechat: Option<String>,
}

/// The customers that the actor made since a moment; ids follow time, so this reads the end of the primary key.
pub(super) async fn made_since(tx: &Tx<'_>, since: Instant) -> Result<Vec<Made>, DbError> {
    let text = "SELECT id, name, phone, wechat FROM customers WHERE tenant_id = $1 AND id >= $2 AND created_by = $3 AND deleted_at IS NULL ORDER BY id DESC LIMIT 20";
    sql::all(tx.conn(), text, [tx.tenant().into(), first_id(since).into(), tx.scope().user().into()]).await
}

/// The engagements that one deletion put away: those that bear its moment.
pub(super) async fn put_away_at(tx: &Tx<'_>, customer: Id, at: Instant) -> Result<Vec<Id>, DbError> {
    let text = "SELECT id FROM engagements WHERE tenant_id = $1 AND customer_id = $2 AND deleted_at = $3 ORDER BY id";
    sql::rows(tx.conn(), text, [tx.tenant().into(), customer.into(), at.into()])
        .await?
        .iter()
        .map(|row| row.try_get("", "id"))
        .collect()
}

/// The last deletion by the actor of one of a customer's engagements, since a moment. What is restricted or erased is not
/// theirs to bring back.
pub(super) async fn last_put_away(tx: &Tx<'_>, customer: Id, since: Instant) -> Result<Option<Instant>, DbError> {
    let text = "SELECT e.deleted_at FROM engagements e JOIN journal j ON j.tenant_id = e.tenant_id AND j.record_id = e.id AND j.action = 'delete' AND j.at = e.deleted_at \
         WHERE e.tenant_id = $1 AND e.customer_id = $2 AND e.deleted_at >= $3 AND j.actor_id = $4 \
         AND NOT EXISTS (SELECT 1 FROM customers c WHERE c.tenant_id = e.tenant_id AND c.id = e.customer_id AND c.restricted_at IS NOT NULL) ORDER BY e.deleted_at DESC LIMIT 1";
    let row = sql::row(tx.conn(), text, [tx.tenant().into(), customer.into(), since.into(), tx.scope().user().into()])
        .await?;
    row.map(|row| row.try_get("", "deleted_at")).transpose()
}

/// Brings back what one deletion put away, but for stores that have come to know the customer anew; the versions rise.
pub(super) async fn bring_back(tx: &Tx<'_>, customer: Id, at: Instant, but: &[Id]) -> Result<(), DbError> {
    let mut q = Query::new();
    q.push("UPDATE engagements SET deleted_at = NULL, version = version + 1 WHERE tenant_id = ").bind(tx.tenant());
    q.push(" AND customer_id = ").bind(customer).push(" AND deleted_at = ").bind(at);
    if !but.is_empty() {
        q.push(" AND store_id NOT IN (").bind_all(but.iter().copied()).push(")");
    }
    sql::run(tx.conn(), &q.text, q.values).await?;
    let text = "UPDATE customers SET deleted_at = NULL, version = version + 1, updated_at = $3 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), customer.into(), tx.now().into()]).await.map(drop)
}

/// People of a store who are at work, by name: whom a customer may be given to.
pub(super) async fn people_of_store(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
    day: chrono::NaiveDate,
) -> Result<Vec<(Id, String)>, DbError> {
    let text = "SELECT u.id, u.name FROM users u WHERE u.tenant_id = $1 AND u.status = 'active' AND u.deleted_at IS NULL \
         AND EXISTS (SELECT 1 FROM posts p JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id WHERE p.tenant_id = u.tenant_id AND p.user_id = u.id \
         AND n.store_id = $2 AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to > $3)) ORDER BY u.sort_key, u.id LIMIT 500";
    let rows = sql::rows(conn, text, [tenant.into(), store.into(), day.into()]).await?;
    rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "name")?))).collect()
}

/// Places that a store's customers may be shared with: all stores, and the departments and teams of the store itself.
pub(super) async fn places(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
) -> Result<Vec<(Id, String)>, DbError> {
    let text = "SELECT id, name FROM nodes WHERE tenant_id = $1 AND deleted_at IS NULL AND id <> $2 AND (kind = 'store' OR store_id = $2) ORDER BY path LIMIT 500";
    let rows = sql::rows(conn, text, [tenant.into(), store.into()]).await?;
    rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "name")?))).collect()
}

/// The smallest id that could have been made at a moment.
fn first_id(at: Instant) -> Id {
    // The first six bytes of a UUIDv7 are the milliseconds; what follows is its version and chance.
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&clock::id_at(at).as_bytes()[..6]);
    Id::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_a_moment_come_behind_its_first() {
        let at = Instant(1_763_800_000_123_456);
        assert!(first_id(at) <= clock::id_at(at));
        assert!(first_id(at.plus_seconds(1)) > clock::id_at(at));
    }
}
