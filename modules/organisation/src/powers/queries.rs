//! All SQL of powers.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use kernel::{Access, Actions, ConnectionTrait, DbError, Id, Tenant, sql};
use sea_orm::FromQueryResult;

use super::ranges::Ranges;
use super::rules::{EntryRules, Level, RoleSheet};

/// A post held on a day.
#[derive(FromQueryResult)]
pub(super) struct Held {
    pub node_id: Id,
    pub role_id: Id,
    pub path: String,
}

pub(super) async fn posts(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    user: Id,
    day: NaiveDate,
) -> Result<Vec<Held>, DbError> {
    let text = "SELECT p.node_id, p.role_id, n.path FROM posts p JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id \
         WHERE p.tenant_id = $1 AND p.user_id = $2 AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to > $3) AND n.deleted_at IS NULL \
         ORDER BY p.position, p.id";
    sql::all(conn, text, [tenant.into(), user.into(), day.into()]).await
}

/// A node of some post's chain.
#[derive(FromQueryResult)]
pub(super) struct Above {
    pub id: Id,
    pub kind: String,
    pub path: String,
    pub store_id: Option<Id>,
}

pub(super) async fn nodes(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    paths: &BTreeSet<String>,
) -> Result<Vec<Above>, DbError> {
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT id, kind, path, store_id FROM nodes WHERE tenant_id = $1 AND path IN ({}) AND deleted_at IS NULL",
        sql::placeholders(2, paths.len())
    );
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(paths.iter().map(|p| p.clone().into()))).await
}

/// The sheets of the given roles and of all roles above them.
pub async fn role_sheets(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    wanted: &[Id],
) -> Result<HashMap<Id, RoleSheet>, DbError> {
    let mut above: HashMap<Id, RoleSheet> = HashMap::new();
    let text = "SELECT id, parent_id, everything, second_factor, addresses FROM roles WHERE tenant_id = $1 AND deleted_at IS NULL";
    for row in sql::rows(conn, text, [tenant.into()]).await? {
        let sheet = RoleSheet {
            parent: row.try_get("", "parent_id")?,
            everything: row.try_get("", "everything")?,
            entry: entry(row.try_get("", "second_factor")?, row.try_get("", "addresses")?),
            ..RoleSheet::default()
        };
        above.insert(row.try_get("", "id")?, sheet);
    }
    let mut sheets = HashMap::new();
    let mut open = wanted.to_vec();
    while let Some(id) = open.pop() {
        if let Some(sheet) = above.remove(&id) {
            open.extend(sheet.parent);
            sheets.insert(id, sheet);
        }
    }
    fill(conn, tenant, &mut sheets).await?;
    Ok(sheets)
}

/// What a role demands of its holders. Ranges that cannot be read let nobody in: they were checked when they were set.
fn entry(second_factor: bool, addresses: Option<String>) -> EntryRules {
    let addresses = addresses.filter(|text| !text.trim().is_empty());
    let ranges = addresses.map(|text| Ranges::read(&text).unwrap_or_default());
    EntryRules { second_factor, addresses: ranges.into_iter().collect() }
}

async fn fill(conn: &impl ConnectionTrait, tenant: Tenant, sheets: &mut HashMap<Id, RoleSheet>) -> Result<(), DbError> {
    if sheets.is_empty() {
        return Ok(());
    }
    let ids: Vec<Id> = sheets.keys().copied().collect();
    let of = |what: &str| {
        format!("SELECT role_id, {what} WHERE tenant_id = $1 AND role_id IN ({})", sql::placeholders(2, ids.len()))
    };
    let values = || std::iter::once(tenant.into()).chain(ids.iter().map(|id| (*id).into())).collect::<Vec<_>>();
    for row in sql::rows(conn, &of("kind, level, actions FROM role_grants"), values()).await? {
        let (role, level): (Id, String) = (row.try_get("", "role_id")?, row.try_get("", "level")?);
        // A level that a later release invented reaches nothing here.
        if let (Some(sheet), Some(level)) = (sheets.get_mut(&role), Level::from_name(&level)) {
            sheet.grants.insert((row.try_get("", "kind")?, level), Actions(row.try_get("", "actions")?));
        }
    }
    for row in sql::rows(conn, &of("kind, field, access FROM role_fields"), values()).await? {
        let (role, access): (Id, String) = (row.try_get("", "role_id")?, row.try_get("", "access")?);
        if let Some(sheet) = sheets.get_mut(&role) {
            sheet
                .fields
                .entry(row.try_get("", "kind")?)
                .or_default()
                .insert(row.try_get("", "field")?, Access::from_name(&access));
        }
    }
    for row in sql::rows(conn, &of("capability FROM role_capabilities"), values()).await? {
        if let Some(sheet) = sheets.get_mut(&row.try_get("", "role_id")?) {
            sheet.capabilities.insert(row.try_get("", "capability")?);
        }
    }
    Ok(())
}
