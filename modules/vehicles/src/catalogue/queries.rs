//! All SQL of the catalogue.

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, Value};
use sea_orm::QueryResult;

use super::model::{Brand, Colour, Model, ModelOption, Noun, Series};

/// All brands, in order.
pub async fn brands(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<Brand>, DbError> {
    let text = "SELECT id, name, name_en, wmis, version FROM brands WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY position, sort_key, id";
    sql::all(conn, text, [tenant.into()]).await
}

/// All series, in order.
pub async fn series(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<Series>, DbError> {
    let text = "SELECT id, brand_id, name, name_en, version FROM series WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY position, sort_key, id";
    sql::all(conn, text, [tenant.into()]).await
}

const MODEL: &str = "SELECT id, series_id, name, code, model_year, power, guide_price, on_sale, version FROM models WHERE tenant_id = $1 AND deleted_at IS NULL";

/// All models, in order.
pub async fn models(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<Model>, DbError> {
    sql::all(conn, &format!("{MODEL} ORDER BY position, sort_key, id"), [tenant.into()]).await
}

/// One model.
pub async fn model(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Model>, DbError> {
    sql::one(conn, &format!("{MODEL} AND id = $2"), [tenant.into(), id.into()]).await
}

/// The options of a model, in order.
pub async fn options(conn: &impl ConnectionTrait, tenant: Tenant, model: Id) -> Result<Vec<ModelOption>, DbError> {
    let text = "SELECT id, model_id, name, code, price, version FROM model_options WHERE tenant_id = $1 AND model_id = $2 AND deleted_at IS NULL ORDER BY position, id";
    sql::all(conn, text, [tenant.into(), model.into()]).await
}

/// The colours of a model, in order.
pub async fn colours(conn: &impl ConnectionTrait, tenant: Tenant, model: Id) -> Result<Vec<Colour>, DbError> {
    let text = "SELECT id, model_id, name, code, part, price, version FROM colours WHERE tenant_id = $1 AND model_id = $2 AND deleted_at IS NULL ORDER BY part, position, id";
    sql::all(conn, text, [tenant.into(), model.into()]).await
}

/// Names of a model, its series and its brand, in this order.
pub async fn names_of(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    model: Id,
) -> Result<Option<(String, String, String)>, DbError> {
    let text = "SELECT m.name AS model, s.name AS series, b.name AS brand FROM models m \
         JOIN series s ON s.tenant_id = m.tenant_id AND s.id = m.series_id JOIN brands b ON b.tenant_id = s.tenant_id AND b.id = s.brand_id \
         WHERE m.tenant_id = $1 AND m.id = $2 AND m.deleted_at IS NULL";
    sql::row(conn, text, [tenant.into(), model.into()])
        .await?
        .map(|r| Ok((r.try_get("", "model")?, r.try_get("", "series")?, r.try_get("", "brand")?)))
        .transpose()
}

/// An entry as stored: `name`, `version`, the parent's id and the columns of its noun, by name.
pub async fn entry(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    noun: Noun,
    id: Id,
) -> Result<Option<QueryResult>, DbError> {
    sql::row(
        conn,
        &format!("SELECT * FROM {} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL", noun.table()),
        [tenant.into(), id.into()],
    )
    .await
}

/// Whether something hangs on an entry: entries below it, or vehicles of a model.
pub async fn in_use(conn: &impl ConnectionTrait, tenant: Tenant, noun: Noun, id: Id) -> Result<bool, DbError> {
    let mut tables: Vec<(&str, &str)> =
        noun.children().iter().filter_map(|child| Some((child.table(), child.parent_column()?))).collect();
    if noun == Noun::Model {
        tables = vec![("vehicles", "model_id")];
    }
    for (table, column) in tables {
        let text =
            format!("SELECT 1 FROM {table} WHERE tenant_id = $1 AND {column} = $2 AND deleted_at IS NULL LIMIT 1");
        if sql::row(conn, &text, [tenant.into(), id.into()]).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The place behind the last entry under the same parent.
pub async fn next_position(tx: &Tx<'_>, noun: Noun, parent: Option<Id>) -> Result<i64, DbError> {
    let mut q = Query::new();
    q.push("SELECT max(position) FROM ").push(noun.table()).push(" WHERE tenant_id = ").bind(tx.tenant());
    if let (Some(column), Some(parent)) = (noun.parent_column(), parent) {
        q.push(" AND ").push(column).push(" = ").bind(parent);
    }
    Ok(q.number(tx.conn()).await? + 1)
}

/// Writes a new entry.
pub async fn insert(tx: &Tx<'_>, noun: Noun, columns: Vec<(&'static str, Value)>) -> Result<(), DbError> {
    let (names, values): (Vec<&str>, Vec<Value>) = columns.into_iter().unzip();
    sql::insert(tx.conn(), noun.table(), &names, vec![values]).await
}

/// Changes an entry that stands at `version`; false when someone was faster.
pub async fn change(
    tx: &Tx<'_>,
    noun: Noun,
    id: Id,
    version: i64,
    columns: Vec<(&'static str, Value)>,
) -> Result<bool, DbError> {
    let mut q = Query::new();
    q.push("UPDATE ").push(noun.table()).push(" SET version = version + 1, updated_at = ").bind(tx.now());
    for (column, value) in columns {
        q.push(", ").push(column).push(" = ").bind(value);
    }
    q.push(" WHERE tenant_id = ")
        .bind(tx.tenant())
        .push(" AND id = ")
        .bind(id)
        .push(" AND version = ")
        .bind(version)
        .push(" AND deleted_at IS NULL");
    Ok(sql::run(tx.conn(), &q.text, q.values).await? == 1)
}

/// A model with the names above it.
#[derive(Clone, Debug, PartialEq, sea_orm::FromQueryResult)]
pub struct NamedModel {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The series' name.
    pub series: String,
    /// The brand's name.
    pub brand: String,
}

/// Models whose own name, series or brand holds a text, those on sale first.
pub async fn matching(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    typed: &str,
    limit: i64,
) -> Result<Vec<NamedModel>, DbError> {
    let like = format!("%{}%", typed.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let text = "SELECT m.id, m.name, s.name AS series, b.name AS brand FROM models m \
         JOIN series s ON s.tenant_id = m.tenant_id AND s.id = m.series_id JOIN brands b ON b.tenant_id = s.tenant_id AND b.id = s.brand_id \
         WHERE m.tenant_id = $1 AND m.deleted_at IS NULL AND lower(b.name || ' ' || s.name || ' ' || m.name) LIKE $2 ESCAPE '\\' \
         ORDER BY m.on_sale DESC, m.sort_key, m.id LIMIT $3";
    sql::all(conn, text, [tenant.into(), like.into(), limit.into()]).await
}

/// Ids and names of what hangs on an entry, in order.
pub async fn children(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    noun: Noun,
    parent: Id,
) -> Result<Vec<(Id, String)>, DbError> {
    let Some(column) = noun.parent_column() else { return Ok(Vec::new()) };
    let text = format!(
        "SELECT id, name FROM {} WHERE tenant_id = $1 AND {column} = $2 AND deleted_at IS NULL ORDER BY position, id",
        noun.table()
    );
    sql::rows(conn, &text, [tenant.into(), parent.into()])
        .await?
        .iter()
        .map(|r| Ok((r.try_get("", "id")?, r.try_get("", "name")?)))
        .collect()
}
