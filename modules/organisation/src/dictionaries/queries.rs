//! All SQL of base data.

use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, sql};
use sea_orm::QueryResult;

use super::Entry;

const SELECT: &str = "SELECT e.node_id, n.path, e.dictionary, e.code, e.name_zh, e.name_en, e.position, e.active, e.colour FROM dictionary_entries e \
     JOIN nodes n ON n.tenant_id = e.tenant_id AND n.id = e.node_id WHERE e.tenant_id = $1 AND n.deleted_at IS NULL";

/// All entries of a tenant, with the paths of the nodes that set them.
pub async fn all(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<Entry>, DbError> {
    read(sql::rows(conn, SELECT, [tenant.into()]).await?)
}

/// All entries of some dictionaries.
pub(super) async fn of(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    dictionaries: &[&str],
) -> Result<Vec<Entry>, DbError> {
    let text = format!("{SELECT} AND e.dictionary IN ({})", sql::placeholders(2, dictionaries.len()));
    let values = std::iter::once(tenant.into()).chain(dictionaries.iter().map(|name| (*name).into()));
    read(sql::rows(conn, &text, values).await?)
}

fn read(rows: Vec<QueryResult>) -> Result<Vec<Entry>, DbError> {
    rows.iter()
        .map(|r| {
            Ok(Entry {
                node: r.try_get("", "node_id")?,
                path: r.try_get("", "path")?,
                dictionary: r.try_get("", "dictionary")?,
                code: r.try_get("", "code")?,
                name_zh: r.try_get("", "name_zh")?,
                name_en: r.try_get("", "name_en")?,
                position: r.try_get("", "position")?,
                active: r.try_get("", "active")?,
                colour: r.try_get("", "colour")?,
            })
        })
        .collect()
}

/// The names an entry has at a node itself, if it is set there: Chinese and English.
pub async fn here(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    node: Id,
    dictionary: &str,
    code: &str,
) -> Result<Option<(String, String)>, DbError> {
    let text = "SELECT name_zh, name_en FROM dictionary_entries WHERE tenant_id = $1 AND node_id = $2 AND dictionary = $3 AND code = $4";
    let row = sql::row(conn, text, [tenant.into(), node.into(), dictionary.into(), code.into()]).await?;
    row.map(|r| Ok((r.try_get("", "name_zh")?, r.try_get("", "name_en")?))).transpose()
}

pub(super) async fn set(tx: &Tx<'_>, e: &Entry) -> Result<(), DbError> {
    insert(tx, vec![e.clone()], "ON CONFLICT (tenant_id, node_id, dictionary, code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, \
         position = excluded.position, active = excluded.active, colour = excluded.colour")
    .await
}

/// Adds entries that are not there yet and leaves the others as they are.
pub(super) async fn add(tx: &Tx<'_>, entries: Vec<Entry>) -> Result<(), DbError> {
    insert(tx, entries, "ON CONFLICT (tenant_id, node_id, dictionary, code) DO NOTHING").await
}

async fn insert(tx: &Tx<'_>, entries: Vec<Entry>, on_conflict: &str) -> Result<(), DbError> {
    let rows = entries
        .into_iter()
        .map(|e| {
            vec![
                tx.tenant().into(),
                e.node.into(),
                e.dictionary.into(),
                e.code.into(),
                e.name_zh.into(),
                e.name_en.into(),
                e.position.into(),
                e.active.into(),
                e.colour.into(),
            ]
        })
        .collect();
    let columns = ["tenant_id", "node_id", "dictionary", "code", "name_zh", "name_en", "position", "active", "colour"];
    sql::insert_or(tx.conn(), "dictionary_entries", &columns, rows, on_conflict).await
}

pub(super) async fn clear(tx: &Tx<'_>, node: Id, dictionary: &str, code: &str) -> Result<bool, DbError> {
    let text = "DELETE FROM dictionary_entries WHERE tenant_id = $1 AND node_id = $2 AND dictionary = $3 AND code = $4";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), node.into(), dictionary.into(), code.into()]).await? == 1)
}
