//! All SQL of relations.

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};

use super::model::{NewRelation, Relation};

const SELECT: &str = "SELECT id, customer_id, other_id, kind, remark, valid_from, valid_to FROM customer_relations";

/// The relations of a customer on either side; whether the other side may be named is the caller's matter.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<Vec<Relation>, DbError> {
    // Nobody is related to themselves, so no row comes twice. Sorted here: asked for the order of ids, SQLite would walk
    // the whole tenant.
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND customer_id = $2 UNION ALL {SELECT} WHERE tenant_id = $1 AND other_id = $2"
    );
    let mut found: Vec<Relation> = sql::all(conn, &text, [tenant.into(), customer.into()]).await?;
    found.sort_by_key(|r| r.id);
    Ok(found)
}

/// A relation by id.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Relation>, DbError> {
    sql::one(conn, &format!("{SELECT} WHERE tenant_id = $1 AND id = $2"), [tenant.into(), id.into()]).await
}

/// Adds one.
pub async fn insert(tx: &Tx<'_>, id: Id, new: &NewRelation) -> Result<(), DbError> {
    write(tx, vec![row(tx, id, new, tx.now())]).await
}

/// The row of one.
pub(crate) fn row(tx: &Tx<'_>, id: Id, new: &NewRelation, at: Instant) -> Vec<Value> {
    vec![
        tx.tenant().into(),
        id.into(),
        new.customer.into(),
        new.other.into(),
        new.kind.as_str().into(),
        new.remark.clone().into(),
        new.valid_from.into(),
        new.valid_to.into(),
        at.into(),
        tx.scope().user().into(),
    ]
}

/// Adds rows of [`row`].
pub(crate) async fn write(tx: &Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    let columns = [
        "tenant_id",
        "id",
        "customer_id",
        "other_id",
        "kind",
        "remark",
        "valid_from",
        "valid_to",
        "created_at",
        "created_by",
    ];
    sql::insert(tx.conn(), "customer_relations", &columns, rows).await
}

/// Ends one on a day.
pub async fn end(tx: &Tx<'_>, id: Id, day: NaiveDate) -> Result<(), DbError> {
    sql::run(
        tx.conn(),
        "UPDATE customer_relations SET valid_to = $3 WHERE tenant_id = $1 AND id = $2",
        [tx.tenant().into(), id.into(), day.into()],
    )
    .await
    .map(drop)
}
