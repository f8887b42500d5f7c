//! All SQL of sources and their costs.

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

use super::model::LeadSource;

const SELECT: &str = "SELECT id, parent_id, level, channel, code, name, paid, active, version FROM lead_sources";

/// All sources, by channel and code.
pub async fn all(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<LeadSource>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY channel, level, code");
    sql::all(conn, &text, [tenant.into()]).await
}

/// A source by id.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<LeadSource>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL");
    sql::one(conn, &text, [tenant.into(), id.into()]).await
}

/// A source by its code.
pub async fn by_code(conn: &impl ConnectionTrait, tenant: Tenant, code: &str) -> Result<Option<LeadSource>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND code = $2 AND deleted_at IS NULL");
    sql::one(conn, &text, [tenant.into(), code.into()]).await
}

/// Whether base data knows a code as a channel.
pub async fn is_channel(conn: &impl ConnectionTrait, tenant: Tenant, code: &str) -> Result<bool, DbError> {
    let text = "SELECT 1 FROM dictionary_entries WHERE tenant_id = $1 AND dictionary = 'source' AND code = $2 LIMIT 1";
    Ok(sql::row(conn, text, [tenant.into(), code.into()]).await?.is_some())
}

/// Writes a source, new or changed.
pub(super) async fn save(tx: &Tx<'_>, source: &LeadSource) -> Result<(), DbError> {
    let text = "INSERT INTO lead_sources (tenant_id, id, parent_id, level, channel, code, name, paid, active, version, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10) ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, \
         paid = excluded.paid, active = excluded.active, version = lead_sources.version + 1, updated_at = excluded.updated_at";
    let values = [
        tx.tenant().into(),
        source.id.into(),
        source.parent_id.into(),
        source.level.into(),
        source.channel.as_str().into(),
        source.code.as_str().into(),
        source.name.as_str().into(),
        source.paid.into(),
        source.active.into(),
        tx.now().into(),
    ];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// What a source cost in a month.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Cost {
    /// The code of the source or channel.
    pub code: String,
    /// The first day of the month.
    pub month: NaiveDate,
    /// In fen.
    pub fen: i64,
}

/// Costs from a month on.
pub async fn costs(conn: &impl ConnectionTrait, tenant: Tenant, from: NaiveDate) -> Result<Vec<Cost>, DbError> {
    let text = "SELECT code, month, fen FROM lead_source_costs WHERE tenant_id = $1 AND month >= $2 ORDER BY code, month LIMIT 5000";
    sql::all(conn, text, [tenant.into(), from.into()]).await
}

/// The cost of a code in a month.
pub async fn cost(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    code: &str,
    month: NaiveDate,
) -> Result<Option<i64>, DbError> {
    let text = "SELECT fen FROM lead_source_costs WHERE tenant_id = $1 AND code = $2 AND month = $3";
    sql::row(conn, text, [tenant.into(), code.into(), month.into()])
        .await?
        .map(|row| row.try_get("", "fen"))
        .transpose()
}

/// Sets the cost of a code in a month.
pub(super) async fn set_cost(tx: &Tx<'_>, code: &str, month: NaiveDate, fen: i64) -> Result<(), DbError> {
    let text = "INSERT INTO lead_source_costs (tenant_id, code, month, fen, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (tenant_id, code, month) DO UPDATE SET fen = excluded.fen, updated_at = excluded.updated_at, updated_by = excluded.updated_by";
    let values = [tx.tenant().into(), code.into(), month.into(), fen.into(), tx.now().into(), tx.scope().user().into()];
    sql::run(tx.conn(), text, values).await.map(drop)
}
