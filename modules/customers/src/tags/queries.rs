//! All SQL of tags.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};
use sea_orm::FromQueryResult;

/// A tag of a store on a customer.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Tag {
    /// The store.
    pub store_id: Id,
    /// Code of the dictionary `customer-tag`, or a word of the store's own.
    pub tag: String,
}

/// The tags that these stores put on a customer.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id, stores: &[Id]) -> Result<Vec<Tag>, DbError> {
    if stores.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT store_id, tag FROM customer_tags WHERE tenant_id = $1 AND customer_id = $2 AND store_id IN ({}) ORDER BY added_at, tag",
        sql::placeholders(3, stores.len())
    );
    let values = [tenant.into(), customer.into()].into_iter().chain(stores.iter().map(|s| (*s).into()));
    sql::all(conn, &text, values).await
}

/// Adds a tag; nothing happens when it is there.
pub async fn insert(tx: &Tx<'_>, customer: Id, store: Id, tag: &str) -> Result<(), DbError> {
    write(tx, vec![row(tx, customer, store, tag, tx.now())]).await
}

/// The row of one.
pub(crate) fn row(tx: &Tx<'_>, customer: Id, store: Id, tag: &str, at: Instant) -> Vec<Value> {
    vec![tx.tenant().into(), customer.into(), store.into(), tag.into(), at.into(), tx.scope().user().into()]
}

/// Adds rows of [`row`]; those that are there stay as they are.
pub(crate) async fn write(tx: &Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    let columns = ["tenant_id", "customer_id", "store_id", "tag", "added_at", "added_by"];
    sql::insert_or(
        tx.conn(),
        "customer_tags",
        &columns,
        rows,
        "ON CONFLICT (tenant_id, customer_id, store_id, tag) DO NOTHING",
    )
    .await
}

/// Takes a tag off; false when it was not there.
pub async fn remove(tx: &Tx<'_>, customer: Id, store: Id, tag: &str) -> Result<bool, DbError> {
    let text = "DELETE FROM customer_tags WHERE tenant_id = $1 AND customer_id = $2 AND store_id = $3 AND tag = $4";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), customer.into(), store.into(), tag.into()]).await? > 0)
}

/// Lets a customer's tags go over to another, but for those that the other has; what went is returned.
pub(crate) async fn pass(tx: &Tx<'_>, from: Id, to: Id) -> Result<Vec<(Id, String)>, DbError> {
    let text = "SELECT t.store_id, t.tag FROM customer_tags t WHERE t.tenant_id = $1 AND t.customer_id = $2 AND NOT EXISTS \
         (SELECT 1 FROM customer_tags o WHERE o.tenant_id = t.tenant_id AND o.customer_id = $3 AND o.store_id = t.store_id AND o.tag = t.tag)";
    let found = sql::rows(tx.conn(), text, [tx.tenant().into(), from.into(), to.into()]).await?;
    let tags: Vec<(Id, String)> = found
        .iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
        .collect::<Result<_, DbError>>()?;
    pass_named(tx, from, to, &tags).await?;
    Ok(tags)
}

/// Lets these tags go over, as far as they are still there.
pub(crate) async fn pass_named(tx: &Tx<'_>, from: Id, to: Id, tags: &[(Id, String)]) -> Result<(), DbError> {
    for (store, tag) in tags {
        let text = "UPDATE customer_tags SET customer_id = $5 WHERE tenant_id = $1 AND customer_id = $2 AND store_id = $3 AND tag = $4";
        let values = [tx.tenant().into(), from.into(), (*store).into(), tag.as_str().into(), to.into()];
        sql::run(tx.conn(), text, values).await?;
    }
    Ok(())
}
