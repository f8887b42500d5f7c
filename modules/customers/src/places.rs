//! Stores and people as customers need them: where an engagement stands in the organisation.

use kernel::scope::Place;
use kernel::{Action, ConnectionTrait, DbError, Id, Scope, Tenant, sql};
use sea_orm::FromQueryResult;

/// A store.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Store {
    /// Its node.
    pub id: Id,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its path.
    pub path: String,
}

/// A store by its id or its code.
pub async fn store(conn: &impl ConnectionTrait, tenant: Tenant, code_or_id: &str) -> Result<Option<Store>, DbError> {
    let select =
        "SELECT id, code, name, path FROM nodes WHERE tenant_id = $1 AND kind = 'store' AND deleted_at IS NULL";
    match code_or_id.parse::<Id>() {
        Ok(id) => sql::one(conn, &format!("{select} AND id = $2"), [tenant.into(), id.into()]).await,
        Err(_) => sql::one(conn, &format!("{select} AND code = $2"), [tenant.into(), code_or_id.into()]).await,
    }
}

/// A node inside a store, the store itself among them: where a pool may stand.
pub async fn node_in(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    node: Id,
    store: Id,
) -> Result<Option<String>, DbError> {
    let text = "SELECT path FROM nodes WHERE tenant_id = $1 AND id = $2 AND store_id = $3 AND deleted_at IS NULL";
    sql::row(conn, text, [tenant.into(), node.into(), store.into()])
        .await?
        .map(|row| row.try_get("", "path"))
        .transpose()
}

/// A person who may own customers of a store.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Owner {
    /// Who.
    pub id: Id,
    /// Their name.
    pub name: String,
    /// Path of their first post inside the store.
    pub path: String,
}

/// Those of the people who are active and hold a post inside the store on the day; the first post counts.
pub async fn owners(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
    people: &[Id],
    day: chrono::NaiveDate,
) -> Result<Vec<Owner>, DbError> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT u.id, u.name, n.path FROM users u JOIN posts p ON p.tenant_id = u.tenant_id AND p.user_id = u.id \
         JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id \
         WHERE u.tenant_id = $1 AND n.store_id = $2 AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to > $3) \
         AND u.status = 'active' AND u.deleted_at IS NULL AND n.deleted_at IS NULL AND u.id IN ({}) ORDER BY p.position, p.id",
        sql::placeholders(4, people.len())
    );
    let values = [tenant.into(), store.into(), day.into()].into_iter().chain(people.iter().map(|p| (*p).into()));
    let mut found: Vec<Owner> = Vec::new();
    for owner in sql::all::<Owner>(conn, &text, values).await? {
        if !found.iter().any(|o| o.id == owner.id) {
            found.push(owner);
        }
    }
    Ok(found)
}

/// All people who may own customers of a store on a day, by name; the first post of each counts.
pub async fn people(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
    day: chrono::NaiveDate,
) -> Result<Vec<Owner>, DbError> {
    let text = "SELECT u.id, u.name, n.path FROM nodes n JOIN posts p ON p.tenant_id = n.tenant_id AND p.node_id = n.id \
         JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id \
         WHERE n.tenant_id = $1 AND n.store_id = $2 AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to > $3) \
         AND u.status = 'active' AND u.deleted_at IS NULL AND n.deleted_at IS NULL ORDER BY u.sort_key, u.id, p.position, p.id";
    let mut found: Vec<Owner> = sql::all(conn, text, [tenant.into(), store.into(), day.into()]).await?;
    found.dedup_by_key(|owner| owner.id);
    Ok(found)
}

/// Whether someone may do this with customers at a place: as their reach says, and for those who reach only their own
/// rows, in stores where they work. (A row of one's own in a strange store would otherwise be within reach.)
pub fn within_reach(scope: &Scope, action: Action, place: &Place) -> bool {
    let mut reach = scope.reach("customer", action);
    let works_there = place
        .store
        .is_some_and(|store| scope.powers.home_store == Some(store) || scope.powers.grantees.contains(&store));
    if !works_there {
        reach.owner = None;
    }
    reach.covers(place)
}
