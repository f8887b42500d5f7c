//! Known customers by what identifies them, always within someone's reach. The answers serve commands and imports;
//! what is shown to people goes through the lists and the file.

use std::collections::HashMap;

use kernel::sql::Query;
use kernel::{Action, ConnectionTrait, DbError, Id, Tenant};
use records::policy::{self, Look};
use sea_orm::FromQueryResult;

use super::rules;
use crate::kind::CUSTOMER;

/// A customer within reach, by one of its engagements.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Match {
    /// What was asked for: the phone, the hash, the id …
    pub key: String,
    /// The customer.
    pub customer: Id,
    /// The engagement that let it be seen.
    pub engagement: Id,
    /// Its store.
    pub store: Id,
    /// Its owner.
    pub owner: Option<Id>,
    /// The customer's name; not masked, never to be shown as it is.
    pub name: String,
    /// `K000123`.
    pub number: String,
    /// The customer's version.
    pub version: i64,
}

/// How many keys one statement asks for.
const STEP: usize = 400;

/// Ids of customers by the numbers they were given, in ascending order of these, whoever asks: for going on with a
/// history that is being taken over. Serials nobody has are left out.
pub async fn by_serials(conn: &impl ConnectionTrait, tenant: Tenant, serials: &[i64]) -> Result<Vec<Id>, DbError> {
    let mut found: HashMap<String, Id> = HashMap::new();
    for part in serials.chunks(STEP) {
        let mut q = Query::new();
        q.push("SELECT number, id FROM customers WHERE tenant_id = ").bind(tenant).push(" AND number IN (");
        q.bind_all(part.iter().map(|n| rules::number(*n))).push(")");
        for row in q.rows(conn).await? {
            found.insert(row.try_get("", "number")?, row.try_get("", "id")?);
        }
    }
    Ok(serials.iter().filter_map(|n| found.get(&rules::number(*n)).copied()).collect())
}

/// Customers by telephone number, in the stored form. Privacy numbers never match.
pub async fn by_phones<C: ConnectionTrait>(
    look: &Look<'_, C>,
    action: Action,
    phones: &[String],
) -> Result<Vec<Match>, DbError> {
    let source =
        Source { key: "p.phone", from: "customer_phones p", near: "p.customer_id", only: " AND p.is_virtual = FALSE" };
    find(look, action, source, phones.iter().map(|p| p.as_str().into()).collect()).await
}

/// Customers by resident identity number, normalised; the key of a match is the number's keyed hash.
pub async fn by_id_numbers<C: ConnectionTrait>(
    look: &Look<'_, C>,
    action: Action,
    numbers: &[String],
) -> Result<Vec<Match>, DbError> {
    let source = Source { key: "p.id_hash", from: "customers p", near: "p.id", only: "" };
    find(look, action, source, numbers.iter().map(|n| look.keys.hash("id_number", n).into()).collect()).await
}

/// Customers by unified social credit code.
pub async fn by_usccs<C: ConnectionTrait>(
    look: &Look<'_, C>,
    action: Action,
    codes: &[String],
) -> Result<Vec<Match>, DbError> {
    let source = Source { key: "p.uscc", from: "customers p", near: "p.id", only: "" };
    find(look, action, source, codes.iter().map(|n| n.as_str().into()).collect()).await
}

/// Customers by the number that people read out.
pub async fn by_numbers<C: ConnectionTrait>(
    look: &Look<'_, C>,
    action: Action,
    numbers: &[String],
) -> Result<Vec<Match>, DbError> {
    let source = Source { key: "p.number", from: "customers p", near: "p.id", only: "" };
    find(look, action, source, numbers.iter().map(|n| n.as_str().into()).collect()).await
}

/// Customers by id; the key of a match is its number.
pub async fn by_ids<C: ConnectionTrait>(look: &Look<'_, C>, action: Action, ids: &[Id]) -> Result<Vec<Match>, DbError> {
    let source = Source { key: "p.id", from: "customers p", near: "p.id", only: "" };
    find(look, action, source, ids.iter().map(|id| (*id).into()).collect()).await
}

/// The names of those of the customers that are within reach, for a reader whose role shows names.
pub async fn names<C: ConnectionTrait>(look: &Look<'_, C>, ids: &[Id]) -> Result<HashMap<Id, String>, DbError> {
    let shown = look.scope.field_at_least("customer", "name") == kernel::Access::Shown;
    let name = |m: Match| (m.customer, if shown { m.name } else { identifiers::name::mask(&m.name) });
    Ok(by_ids(look, Action::See, ids).await?.into_iter().map(name).collect())
}

/// The customer within reach that a new one with these phones and this name would repeat, and whether the store knows
/// it (CUS-07). One at the store itself comes first.
pub async fn duplicate<C: ConnectionTrait>(
    look: &Look<'_, C>,
    phones: &[String],
    name: &str,
    store: Id,
) -> Result<Option<(Id, bool)>, DbError> {
    let mut known = by_phones(look, Action::See, phones).await?;
    known.retain(|m| rules::compatible(&m.name, name));
    known.sort_by_key(|m| (m.store != store, m.customer));
    Ok(known.first().map(|m| (m.customer, m.store == store)))
}

/// Where keys stand.
#[derive(Clone, Copy)]
struct Source {
    key: &'static str,
    from: &'static str,
    near: &'static str,
    only: &'static str,
}

async fn find<C: ConnectionTrait>(
    look: &Look<'_, C>,
    action: Action,
    source: Source,
    keys: Vec<kernel::Value>,
) -> Result<Vec<Match>, DbError> {
    let reach = look.scope.reach(CUSTOMER.name, action);
    let mut found = Vec::new();
    if reach.is_empty() {
        return Ok(found);
    }
    for part in keys.chunks(STEP) {
        let mut q = Query::new();
        let key = if source.key == "p.id" { "b.number" } else { source.key };
        q.push("SELECT ").push(key).push(" AS key, b.id AS customer, a.id AS engagement, a.store_id AS store, a.owner_id AS owner, b.name, b.number, b.version FROM ");
        q.push(source.from)
            .push(" CROSS JOIN customers b CROSS JOIN engagements a WHERE p.tenant_id = ")
            .bind(look.scope.tenant);
        q.push(" AND ").push(source.key).push(" IN (").bind_all(part.iter().cloned()).push(")").push(source.only);
        q.push(" AND b.tenant_id = p.tenant_id AND b.id = ").push(source.near).push(" AND b.deleted_at IS NULL");
        q.push(" AND a.tenant_id = b.tenant_id AND a.customer_id = b.id AND a.deleted_at IS NULL AND ");
        policy::condition(&mut q, &reach, "a", &CUSTOMER, action, look.now);
        q.push(" ORDER BY b.id, a.id");
        for row in q.rows(look.conn).await? {
            found.push(Match::from_query_result(&row, "")?);
        }
    }
    Ok(found)
}
