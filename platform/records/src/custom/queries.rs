//! All SQL of definitions.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

use super::model::{Definition, Type};
use crate::Class;

#[derive(FromQueryResult)]
struct Stored {
    id: Id,
    number: i64,
    kind: String,
    name: String,
    label_zh: String,
    label_en: String,
    help_zh: String,
    help_en: String,
    #[sea_orm(from_alias = "type")]
    what: String,
    class: String,
    required: bool,
    searchable: bool,
    position: i64,
    retired_at: Option<Instant>,
    version: i64,
    was_sealed: bool,
}

impl Stored {
    /// A type that a later release invented is nothing this one can show or write.
    fn definition(self) -> Option<Definition> {
        Some(Definition {
            what: Type::from_name(&self.what)?,
            // An unknown class is taken for the most sensitive one.
            class: Class::from_name(&self.class).unwrap_or(Class::Sensitive),
            id: self.id,
            number: self.number,
            kind: self.kind,
            name: self.name,
            label_zh: self.label_zh,
            label_en: self.label_en,
            help_zh: self.help_zh,
            help_en: self.help_en,
            required: self.required,
            searchable: self.searchable,
            position: self.position,
            retired_at: self.retired_at,
            version: self.version,
            was_sealed: self.was_sealed,
        })
    }
}

const SELECT: &str = "SELECT id, number, kind, name, label_zh, label_en, help_zh, help_en, type, class, required, searchable, position, retired_at, version, was_sealed FROM custom_fields";

/// All definitions of a tenant in their order, those out of use among them.
pub async fn all(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<Definition>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 ORDER BY kind, position, number");
    let stored: Vec<Stored> = sql::all(conn, &text, [tenant.into()]).await?;
    Ok(stored.into_iter().filter_map(Stored::definition).collect())
}

/// The definitions of one noun.
pub(super) async fn of_kind(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    kind: &str,
) -> Result<Vec<Definition>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND kind = $2 ORDER BY position, number");
    let stored: Vec<Stored> = sql::all(conn, &text, [tenant.into(), kind.into()]).await?;
    Ok(stored.into_iter().filter_map(Stored::definition).collect())
}

/// A definition.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Definition>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND id = $2");
    let stored: Option<Stored> = sql::one(conn, &text, [tenant.into(), id.into()]).await?;
    Ok(stored.and_then(Stored::definition))
}

pub(super) async fn insert(tx: &Tx<'_>, d: &Definition) -> Result<(), DbError> {
    let columns = [
        "tenant_id",
        "id",
        "number",
        "kind",
        "name",
        "label_zh",
        "label_en",
        "help_zh",
        "help_en",
        "type",
        "class",
        "required",
        "searchable",
        "position",
        "version",
        "created_at",
        "was_sealed",
    ];
    let row = vec![
        tx.tenant().into(),
        d.id.into(),
        d.number.into(),
        d.kind.as_str().into(),
        d.name.as_str().into(),
        d.label_zh.as_str().into(),
        d.label_en.as_str().into(),
        d.help_zh.as_str().into(),
        d.help_en.as_str().into(),
        d.what.name().into(),
        d.class.name().into(),
        d.required.into(),
        d.searchable.into(),
        d.position.into(),
        d.version.into(),
        tx.now().into(),
        d.was_sealed.into(),
    ];
    sql::insert(tx.conn(), "custom_fields", &columns, vec![row]).await
}

/// Writes a definition over the one that stands at `version`; false when someone was faster.
pub(super) async fn change(tx: &Tx<'_>, d: &Definition, version: i64) -> Result<bool, DbError> {
    let text = "UPDATE custom_fields SET label_zh = $4, label_en = $5, help_zh = $6, help_en = $7, type = $8, class = $9, required = $10, \
         searchable = $11, position = $12, retired_at = $13, was_sealed = $14, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    let values = [
        tx.tenant().into(),
        d.id.into(),
        version.into(),
        d.label_zh.as_str().into(),
        d.label_en.as_str().into(),
        d.help_zh.as_str().into(),
        d.help_en.as_str().into(),
        d.what.name().into(),
        d.class.name().into(),
        d.required.into(),
        d.searchable.into(),
        d.position.into(),
        d.retired_at.into(),
        d.was_sealed.into(),
    ];
    Ok(sql::run(tx.conn(), text, values).await? == 1)
}

/// Whether a field has any value.
pub(super) async fn is_used(conn: &impl ConnectionTrait, tenant: Tenant, d: &Definition) -> Result<bool, DbError> {
    let (column, short) = (d.what.column(), if d.what.column() == "text_value" { short() } else { "" });
    // The index of the column knows; text too long for it is looked for afterwards.
    let text = format!(
        "SELECT 1 FROM custom_values cv WHERE cv.tenant_id = $1 AND cv.field = $2 AND cv.{column} IS NOT NULL{short} LIMIT 1"
    );
    let found = sql::row(conn, &text, [tenant.into(), d.number.into()]).await?.is_some();
    if found {
        return Ok(true);
    }
    if d.was_sealed {
        let text = "SELECT 1 FROM custom_values cv WHERE cv.tenant_id = $1 AND cv.field = $2 AND cv.sealed_hash IS NOT NULL LIMIT 1";
        if sql::row(conn, text, [tenant.into(), d.number.into()]).await?.is_some() {
            return Ok(true);
        }
    }
    if d.what != Type::LongText {
        return Ok(false);
    }
    let text = "SELECT 1 FROM custom_values cv WHERE cv.tenant_id = $1 AND cv.field = $2 LIMIT 1";
    Ok(sql::row(conn, text, [tenant.into(), d.number.into()]).await?.is_some())
}

/// The condition under which text stands in the index by value.
pub(crate) fn short() -> &'static str {
    " AND length(cv.text_value) <= 400"
}
