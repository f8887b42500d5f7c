//! Where leads stand in the organisation, and who takes part in giving them out.

use kernel::scope::Place;
use kernel::{Action, ConnectionTrait, DbError, Id, Scope, Tenant, Tx, sql};
use records::Refusal;

use crate::LEAD;

/// Whether someone may do this with leads at a place: as their reach says, and for those who reach only their own rows,
/// in stores where they work.
pub fn within_reach(scope: &Scope, action: Action, place: &Place) -> bool {
    let mut reach = scope.reach(LEAD.name, action);
    if !place.store.is_some_and(|store| works_at(scope, store)) {
        reach.owner = None;
    }
    reach.covers(place)
}

/// Whether someone works at a store.
pub fn works_at(scope: &Scope, store: Id) -> bool {
    scope.powers.home_store == Some(store) || scope.powers.grantees.contains(&store)
}

/// The stores where someone works: their home store, and the nodes that hold them.
pub fn stores_of(scope: &Scope) -> Vec<Id> {
    let powers = &scope.powers;
    let mut list: Vec<Id> = powers.home_store.into_iter().chain(powers.grantees.iter().copied()).collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// The place of someone in a store, as an owner of leads.
pub async fn owner(tx: &Tx<'_>, store: Id, user: Id) -> Result<customers::places::Owner, Refusal> {
    let today = tx.now().date_in(organisation::HOUSE_ZONE);
    let found = customers::places::owners(tx.conn(), tx.tenant(), store, &[user], today).await?;
    found.into_iter().next().ok_or_else(|| Refusal::field("owner", "lead-owner-elsewhere"))
}

/// The path of the head office.
pub async fn root(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<String, DbError> {
    let text = "SELECT path FROM nodes WHERE tenant_id = $1 AND parent_id IS NULL AND deleted_at IS NULL LIMIT 1";
    sql::row(conn, text, [tenant.into()]).await?.map_or_else(|| Ok("/".to_owned()), |row| row.try_get("", "path"))
}

/// Those who work in a store today with a role that works leads of their own: they take part in giving out. The path is
/// that of their first post.
pub async fn consultants(tx: &Tx<'_>, store: Id) -> Result<Vec<customers::places::Owner>, DbError> {
    // The bit of `Action::Edit`, without operators that the two databases spell differently.
    let bit = 1_i64 << (Action::Edit as i64);
    let text = "SELECT u.id, u.name, n.path FROM nodes n JOIN posts p ON p.tenant_id = n.tenant_id AND p.node_id = n.id \
         JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id JOIN roles r ON r.tenant_id = p.tenant_id AND r.id = p.role_id \
         WHERE n.tenant_id = $1 AND n.store_id = $2 AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to > $3) \
         AND u.status = 'active' AND u.deleted_at IS NULL AND n.deleted_at IS NULL \
         AND EXISTS (SELECT 1 FROM role_grants g WHERE g.tenant_id = r.tenant_id AND (g.role_id = r.id OR g.role_id = r.parent_id) \
             AND g.kind = 'lead' AND g.level = 'own' AND (g.actions / $4) % 2 = 1) ORDER BY u.id, p.position, p.id";
    let today = tx.now().date_in(organisation::HOUSE_ZONE);
    let mut found: Vec<customers::places::Owner> =
        sql::all(tx.conn(), text, [tx.tenant().into(), store.into(), today.into(), bit.into()]).await?;
    found.dedup_by_key(|owner| owner.id);
    Ok(found)
}

/// Those who lead a store's leads: they may give the whole store's away.
pub async fn leaders(tx: &Tx<'_>, store: Id) -> Result<Vec<Id>, DbError> {
    let bit = 1_i64 << (Action::Assign as i64);
    let text = "SELECT DISTINCT u.id FROM nodes n JOIN posts p ON p.tenant_id = n.tenant_id AND p.node_id = n.id \
         JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id JOIN roles r ON r.tenant_id = p.tenant_id AND r.id = p.role_id \
         JOIN role_grants g ON g.tenant_id = r.tenant_id AND (g.role_id = r.id OR g.role_id = r.parent_id) \
         WHERE n.tenant_id = $1 AND n.store_id = $2 AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to > $3) \
         AND u.status = 'active' AND u.deleted_at IS NULL AND n.deleted_at IS NULL \
         AND g.kind = 'lead' AND g.level = 'store' AND (g.actions / $4) % 2 = 1 ORDER BY u.id LIMIT 50";
    let today = tx.now().date_in(organisation::HOUSE_ZONE);
    sql::rows(tx.conn(), text, [tx.tenant().into(), store.into(), today.into(), bit.into()])
        .await?
        .iter()
        .map(|row| row.try_get_by_index(0))
        .collect()
}
