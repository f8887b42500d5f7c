//! All SQL of customers.

use std::collections::BTreeSet;

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx};
use records::Datum;
use records::policy::Look;
use sea_orm::FromQueryResult;

use super::model::{Customer, Facts};
use crate::kind;

/// A customer for a command; permission has been shown by the caller.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Customer>, DbError> {
    let text = "SELECT id, number, kind, name, phone, raw, doubts, version FROM customers WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL";
    sql::one(conn, text, [tenant.into(), id.into()]).await
}

/// All written columns of a customer, with the identity number opened.
pub async fn facts<C: ConnectionTrait>(look: &Look<'_, C>, id: Id) -> Result<Option<(Facts, Option<String>)>, DbError> {
    let fields: Vec<_> = kind::facts().collect();
    let columns: Vec<&str> = fields.iter().map(|(_, column)| *column).collect();
    let text = format!("SELECT {}, id_number FROM customers WHERE tenant_id = $1 AND id = $2", columns.join(", "));
    let Some(row) = sql::row(look.conn, &text, [look.scope.tenant.into(), id.into()]).await? else { return Ok(None) };
    let mut facts = Facts::default();
    for (at, (field, _)) in fields.iter().enumerate() {
        let datum = match field.kind {
            records::FieldKind::Date => row.try_get_by_index::<Option<chrono::NaiveDate>>(at)?.map(Datum::Date),
            _ => row.try_get_by_index::<Option<String>>(at)?.map(Datum::Text),
        };
        facts.set(field.name, datum.unwrap_or(Datum::Empty));
    }
    let sealed: Option<Vec<u8>> = row.try_get_by_index(fields.len())?;
    let opened =
        sealed.map(|bytes| look.keys.open(id, &bytes)).transpose().map_err(|e| DbError::Custom(e.to_string()))?;
    Ok(Some((facts, opened)))
}

/// Changes columns of a customer that still stands at `version`; false when someone was faster.
pub async fn change(tx: &Tx<'_>, id: Id, version: i64, changes: Vec<(&str, kernel::Value)>) -> Result<bool, DbError> {
    let mut q = Query::new();
    q.push("UPDATE customers SET version = version + 1, updated_at = ").bind(tx.now());
    for (column, value) in changes {
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

/// Puts the customer itself away.
pub async fn put_away(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    let text =
        "UPDATE customers SET deleted_at = $3, updated_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), tx.now().into()]).await.map(drop)
}

/// What search terms of a customer are made of.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Findable {
    /// The name.
    pub name: String,
    /// `K000123`.
    pub number: String,
}

/// The terms under which a customer is found now: those of files that became part of it are their numbers.
pub async fn terms(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<BTreeSet<String>, DbError> {
    let text = "SELECT name, number FROM customers WHERE tenant_id = $1 AND id = $2";
    let Some(found) = sql::one::<Findable>(conn, text, [tenant.into(), id.into()]).await? else {
        return Ok(BTreeSet::new());
    };
    let phones = crate::phones::queries::of(conn, tenant, id).await?;
    let mut terms = super::search::terms(&found.name, &found.number, phones.iter().map(|p| p.phone.as_str()));
    for number in crate::merge::queries::former_numbers(conn, tenant, id).await? {
        terms.extend(identifiers::search_terms::number_terms(&number));
    }
    Ok(terms)
}

/// Raises a customer's version after a change of what hangs on the file.
pub async fn bump(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    let text = "UPDATE customers SET version = version + 1, updated_at = $3 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), tx.now().into()]).await.map(drop)
}
