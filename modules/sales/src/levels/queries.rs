//! All SQL of levels.

use kernel::{ConnectionTrait, DbError, Tenant, Tx, sql};

use super::model::{Level, Levels};

/// The levels of a house.
pub async fn all(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Levels, DbError> {
    let text = "SELECT code, purchase_days, interval_days, colour, position, is_open FROM levels WHERE tenant_id = $1";
    Ok(Levels::with(sql::all(conn, text, [tenant.into()]).await?))
}

/// Writes one in the place of what held.
pub(super) async fn set(tx: &Tx<'_>, level: &Level) -> Result<(), DbError> {
    let columns =
        ["tenant_id", "code", "purchase_days", "interval_days", "colour", "position", "is_open", "updated_at"];
    let row = vec![
        tx.tenant().into(),
        level.code.as_str().into(),
        level.purchase_days.into(),
        level.interval_days.into(),
        level.colour.as_str().into(),
        level.position.into(),
        level.is_open.into(),
        tx.now().into(),
    ];
    let conflict = "ON CONFLICT (tenant_id, code) DO UPDATE SET purchase_days = excluded.purchase_days, interval_days = excluded.interval_days, \
         colour = excluded.colour, position = excluded.position, is_open = excluded.is_open, updated_at = excluded.updated_at";
    sql::insert_or(tx.conn(), "levels", &columns, vec![row], conflict).await
}
