//! All SQL of the rota.

use chrono::NaiveDate;
use kernel::{Action, ConnectionTrait, DbError, Id, Tenant, Tx, sql};

use super::order::Turn;

/// Those who work in a store on a day with a role that has visits of its own: they take part in receiving.
pub(super) async fn people(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
    day: NaiveDate,
) -> Result<Vec<(Id, String)>, DbError> {
    // The bit of `Action::Edit`, without operators that the two databases spell differently.
    let bit = 1_i64 << (Action::Edit as i64);
    let text = "SELECT DISTINCT u.id, u.name FROM nodes n JOIN posts p ON p.tenant_id = n.tenant_id AND p.node_id = n.id \
         JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id JOIN roles r ON r.tenant_id = p.tenant_id AND r.id = p.role_id \
         WHERE n.tenant_id = $1 AND n.store_id = $2 AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to > $3) \
         AND u.status = 'active' AND u.deleted_at IS NULL AND n.deleted_at IS NULL \
         AND EXISTS (SELECT 1 FROM role_grants g WHERE g.tenant_id = r.tenant_id AND (g.role_id = r.id OR g.role_id = r.parent_id) \
             AND g.kind = 'visit' AND g.level = 'own' AND (g.actions / $4) % 2 = 1) ORDER BY u.id LIMIT 200";
    let values = [tenant.into(), store.into(), day.into(), bit.into()];
    let rows = sql::rows(conn, text, values).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Where people stand in a store's rota.
pub(super) async fn turns(conn: &impl ConnectionTrait, tenant: Tenant, store: Id) -> Result<Vec<Turn>, DbError> {
    let text = "SELECT user_id, turn_at, absent_on FROM showroom_rota WHERE tenant_id = $1 AND store_id = $2";
    sql::all(conn, text, [tenant.into(), store.into()]).await
}

/// Somebody goes to the end, now.
pub(super) async fn turn(tx: &Tx<'_>, store: Id, person: Id) -> Result<(), DbError> {
    let text = "INSERT INTO showroom_rota (tenant_id, store_id, user_id, turn_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant_id, store_id, user_id) DO UPDATE SET turn_at = excluded.turn_at";
    sql::run(tx.conn(), text, [tx.tenant().into(), store.into(), person.into(), tx.now().into()]).await.map(drop)
}

/// The day on which somebody is absent; their place stays.
pub(super) async fn absent(tx: &Tx<'_>, store: Id, person: Id, on: Option<NaiveDate>) -> Result<(), DbError> {
    let text = "INSERT INTO showroom_rota (tenant_id, store_id, user_id, turn_at, absent_on) VALUES ($1, $2, $3, 0, $4) \
         ON CONFLICT (tenant_id, store_id, user_id) DO UPDATE SET absent_on = excluded.absent_on";
    sql::run(tx.conn(), text, [tx.tenant().into(), store.into(), person.into(), on.into()]).await.map(drop)
}
