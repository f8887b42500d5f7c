//! All SQL of engagements; that of their histories stands in [`super::lines`].

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value};

use super::lines::{self, Classed, Moved};
use super::model::{Engagement, NewEngagement};

const SELECT: &str = "SELECT id, customer_id, store_id, owner_id, path, class, grade, source, remark, assigned_at, touched_at, next_contact_on, \
     protected_until, created_at, version FROM engagements";

/// Engagements by id, the last touched first; permission has been shown by the caller.
pub async fn by_ids(conn: &impl ConnectionTrait, tenant: Tenant, ids: &[Id]) -> Result<Vec<Engagement>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text =
        format!("{SELECT} WHERE tenant_id = $1 AND id IN ({}) AND deleted_at IS NULL", sql::placeholders(2, ids.len()));
    let mut found: Vec<Engagement> =
        sql::all(conn, &text, std::iter::once(tenant.into()).chain(ids.iter().map(|id| (*id).into()))).await?;
    // Sorted here: asked for an order, SQLite would walk the index of that order through the whole tenant.
    found.sort_by_key(|e| std::cmp::Reverse((e.touched_at, e.id)));
    Ok(found)
}

/// All engagements of a customer: for what the house itself keeps in step, never for showing.
pub async fn of_customer(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customer: Id,
) -> Result<Vec<Engagement>, DbError> {
    sql::all(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND customer_id = $2 AND deleted_at IS NULL ORDER BY id"),
        [tenant.into(), customer.into()],
    )
    .await
}

/// The engagement of a customer with a store.
pub async fn at_store(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customer: Id,
    store: Id,
) -> Result<Option<Engagement>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND customer_id = $2 AND store_id = $3 AND deleted_at IS NULL");
    sql::one(conn, &text, [tenant.into(), customer.into(), store.into()]).await
}

/// Changes columns of an engagement; its version rises.
pub async fn change(tx: &Tx<'_>, id: Id, changes: Vec<(&str, Value)>) -> Result<(), DbError> {
    let mut q = Query::new();
    q.push("UPDATE engagements SET version = version + 1");
    for (column, value) in changes {
        q.push(", ").push(column).push(" = ").bind(value);
    }
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id = ").bind(id);
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}

/// Notes a contact or a change at a store.
pub async fn touch(tx: &Tx<'_>, ids: &[Id], at: Instant) -> Result<(), DbError> {
    if ids.is_empty() {
        return Ok(());
    }
    let text = format!(
        "UPDATE engagements SET touched_at = $2 WHERE tenant_id = $1 AND touched_at < $2 AND id IN ({})",
        sql::placeholders(3, ids.len())
    );
    sql::run(tx.conn(), &text, [tx.tenant().into(), at.into()].into_iter().chain(ids.iter().map(|id| (*id).into())))
        .await
        .map(drop)
}

/// Mirrors a customer's sort key into its engagements.
pub async fn mirror_sort_key(tx: &Tx<'_>, customer: Id, key: &str) -> Result<(), DbError> {
    // Those put away may come back. One statement for both would walk all engagements: each has an index of its own.
    for of in ["deleted_at IS NULL", "deleted_at IS NOT NULL"] {
        let text = format!("UPDATE engagements SET sort_key = $3 WHERE tenant_id = $1 AND customer_id = $2 AND {of}");
        sql::run(tx.conn(), &text, [tx.tenant().into(), customer.into(), key.into()]).await?;
    }
    Ok(())
}

/// The sort key that a customer's engagements mirror.
pub async fn sort_key(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<Option<String>, DbError> {
    let text = "SELECT sort_key FROM customers WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL";
    sql::row(conn, text, [tenant.into(), customer.into()]).await?.map(|row| row.try_get("", "sort_key")).transpose()
}

/// Rows of engagements and of the first lines of their histories, gathered for a batch.
#[derive(Default)]
pub struct Rows {
    engagements: Vec<Vec<Value>>,
    owners: Vec<Moved>,
    classes: Vec<Classed>,
}

const COLUMNS: [&str; 17] = [
    "tenant_id",
    "id",
    "customer_id",
    "store_id",
    "owner_id",
    "path",
    "class",
    "grade",
    "source",
    "remark",
    "assigned_at",
    "touched_at",
    "next_contact_on",
    "protected_until",
    "sort_key",
    "created_at",
    "version",
];
impl Rows {
    /// Adds an engagement; its id is returned.
    pub fn add(&mut self, tx: &Tx<'_>, customer: Id, new: &NewEngagement, sort_key: String, at: Instant) -> Id {
        let (id, at) = (tx.new_id(), new.at.unwrap_or(at));
        self.engagements.push(vec![
            tx.tenant().into(),
            id.into(),
            customer.into(),
            new.store.into(),
            new.owner.into(),
            new.path.as_str().into(),
            new.class.as_str().into(),
            new.grade.clone().into(),
            new.source.clone().into(),
            new.remark.clone().into(),
            new.owner.map(|_| at.0).into(),
            new.touched_at.unwrap_or(at).into(),
            new.next_contact_on.into(),
            None::<i64>.into(),
            sort_key.into(),
            at.into(),
            1_i64.into(),
        ]);
        if new.owner.is_some() {
            let moved = Moved {
                engagement: id,
                customer,
                store: new.store,
                from: None,
                to: new.owner,
                at,
                rule: new.rule,
                reason: new.reason.clone(),
            };
            self.owners.push(moved);
        }
        let classed = Classed {
            engagement: id,
            customer,
            store: new.store,
            class: (None, new.class.clone()),
            grade: (None, new.grade.clone()),
            at,
            reason: new.reason.clone(),
        };
        self.classes.push(classed);
        id
    }

    /// Writes all of them.
    pub async fn write(&mut self, tx: &Tx<'_>) -> Result<(), DbError> {
        sql::insert(tx.conn(), "engagements", &COLUMNS, std::mem::take(&mut self.engagements)).await?;
        lines::note_owners(tx, std::mem::take(&mut self.owners)).await?;
        lines::note_classes(tx, std::mem::take(&mut self.classes)).await
    }
}
