//! All SQL of rules of distribution.

use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

use super::rules::LeadRule;

#[derive(FromQueryResult)]
struct Stored {
    id: Id,
    name: String,
    position: i64,
    active: bool,
    sources: String,
    cities: String,
    models: String,
    store_id: Id,
    version: i64,
}

impl From<Stored> for LeadRule {
    fn from(s: Stored) -> LeadRule {
        let list = |text: &str| serde_json::from_str(text).unwrap_or_default();
        LeadRule {
            id: s.id,
            name: s.name,
            position: s.position,
            active: s.active,
            sources: list(&s.sources),
            cities: list(&s.cities),
            models: list(&s.models),
            store: s.store_id,
            version: s.version,
        }
    }
}

const SELECT: &str = "SELECT id, name, position, active, sources, cities, models, store_id, version FROM lead_rules WHERE tenant_id = $1 AND deleted_at IS NULL";

/// All rules, in the order in which they are tried.
pub async fn all(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<LeadRule>, DbError> {
    let text = format!("{SELECT} ORDER BY position, id");
    Ok(sql::all::<Stored>(conn, &text, [tenant.into()]).await?.into_iter().map(Into::into).collect())
}

/// A rule by id.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<LeadRule>, DbError> {
    let text = format!("{SELECT} AND id = $2");
    Ok(sql::one::<Stored>(conn, &text, [tenant.into(), id.into()]).await?.map(Into::into))
}

/// Writes a rule, new or changed.
pub(super) async fn save(tx: &Tx<'_>, rule: &LeadRule) -> Result<(), DbError> {
    let json = |list: &[String]| serde_json::json!(list).to_string();
    let text = "INSERT INTO lead_rules (tenant_id, id, name, position, active, sources, cities, models, store_id, version, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10) ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, \
         position = excluded.position, active = excluded.active, sources = excluded.sources, cities = excluded.cities, models = excluded.models, \
         store_id = excluded.store_id, version = lead_rules.version + 1, updated_at = excluded.updated_at";
    let values = [
        tx.tenant().into(),
        rule.id.into(),
        rule.name.as_str().into(),
        rule.position.into(),
        rule.active.into(),
        json(&rule.sources).into(),
        json(&rule.cities).into(),
        json(&rule.models).into(),
        rule.store.into(),
        tx.now().into(),
    ];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// Puts a rule away.
pub(super) async fn remove(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    let text = "UPDATE lead_rules SET deleted_at = $3 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), tx.now().into()]).await.map(drop)
}
