//! All SQL of engagements and their histories.

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value};
use sea_orm::FromQueryResult;

use super::model::{Engagement, NewEngagement};

const SELECT: &str = "SELECT id, customer_id, store_id, owner_id, path, class, grade, source, remark, assigned_at, touched_at, next_contact_on, \
     protected_until, created_at, version FROM engagements";

/// Engagements by id; permission has been shown by the caller.
pub async fn by_ids(conn: &impl ConnectionTrait, tenant: Tenant, ids: &[Id]) -> Result<Vec<Engagement>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{SELECT} WHERE tenant_id = $1 AND id IN ({}) AND deleted_at IS NULL ORDER BY touched_at DESC, id DESC", sql::placeholders(2, ids.len()));
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(ids.iter().map(|id| (*id).into()))).await
}

/// All engagements of a customer: for what the house itself keeps in step, never for showing.
pub async fn of_customer(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<Vec<Engagement>, DbError> {
    sql::all(conn, &format!("{SELECT} WHERE tenant_id = $1 AND customer_id = $2 AND deleted_at IS NULL ORDER BY id"), [tenant.into(), customer.into()]).await
}

/// The engagement of a customer with a store.
pub async fn at_store(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id, store: Id) -> Result<Option<Engagement>, DbError> {
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
    let text = format!("UPDATE engagements SET touched_at = $2 WHERE tenant_id = $1 AND touched_at < $2 AND id IN ({})", sql::placeholders(3, ids.len()));
    sql::run(tx.conn(), &text, [tx.tenant().into(), at.into()].into_iter().chain(ids.iter().map(|id| (*id).into()))).await.map(drop)
}

/// Mirrors a customer's sort key into its engagements.
pub async fn mirror_sort_key(tx: &Tx<'_>, customer: Id, key: &str) -> Result<(), DbError> {
    let text = "UPDATE engagements SET sort_key = $3 WHERE tenant_id = $1 AND customer_id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), customer.into(), key.into()]).await.map(drop)
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
    owners: Vec<Vec<Value>>,
    classes: Vec<Vec<Value>>,
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
const OWNER_COLUMNS: [&str; 12] =
    ["tenant_id", "id", "engagement_id", "customer_id", "store_id", "from_owner_id", "owner_id", "at", "rule_id", "by_id", "by_name", "reason"];
const CLASS_COLUMNS: [&str; 13] =
    ["tenant_id", "id", "engagement_id", "customer_id", "store_id", "from_class", "class", "from_grade", "grade", "at", "by_id", "by_name", "reason"];

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
            let moved = Moved { engagement: id, customer, store: new.store, from: None, to: new.owner, at, rule: new.rule, reason: new.reason.clone() };
            self.owners.push(moved.row(tx));
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
        self.classes.push(classed.row(tx));
        id
    }

    /// Writes all of them.
    pub async fn write(&mut self, tx: &Tx<'_>) -> Result<(), DbError> {
        sql::insert(tx.conn(), "engagements", &COLUMNS, std::mem::take(&mut self.engagements)).await?;
        sql::insert(tx.conn(), "engagement_owners", &OWNER_COLUMNS, std::mem::take(&mut self.owners)).await?;
        sql::insert(tx.conn(), "engagement_classes", &CLASS_COLUMNS, std::mem::take(&mut self.classes)).await
    }
}

/// A line of the history of owners, to be written.
pub struct Moved {
    /// Which engagement.
    pub engagement: Id,
    /// The customer.
    pub customer: Id,
    /// The store.
    pub store: Id,
    /// The owner before.
    pub from: Option<Id>,
    /// The owner from now on.
    pub to: Option<Id>,
    /// When.
    pub at: Instant,
    /// By which rule.
    pub rule: Option<Id>,
    /// Why.
    pub reason: Option<String>,
}

impl Moved {
    fn row(self, tx: &Tx<'_>) -> Vec<Value> {
        let (scope, id) = (tx.scope(), tx.new_id());
        vec![
            tx.tenant().into(),
            id.into(),
            self.engagement.into(),
            self.customer.into(),
            self.store.into(),
            self.from.into(),
            self.to.into(),
            self.at.into(),
            self.rule.into(),
            scope.user().into(),
            scope.actor_name().into(),
            self.reason.into(),
        ]
    }
}

/// Writes lines of the history of owners.
pub async fn note_owners(tx: &Tx<'_>, lines: Vec<Moved>) -> Result<(), DbError> {
    sql::insert(tx.conn(), "engagement_owners", &OWNER_COLUMNS, lines.into_iter().map(|l| l.row(tx)).collect()).await
}

/// A line of the history of classes, to be written.
pub struct Classed {
    /// Which engagement.
    pub engagement: Id,
    /// The customer.
    pub customer: Id,
    /// The store.
    pub store: Id,
    /// Class before and now.
    pub class: (Option<String>, String),
    /// Grade before and now.
    pub grade: (Option<String>, Option<String>),
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: Option<String>,
}

impl Classed {
    fn row(self, tx: &Tx<'_>) -> Vec<Value> {
        let (scope, id) = (tx.scope(), tx.new_id());
        vec![
            tx.tenant().into(),
            id.into(),
            self.engagement.into(),
            self.customer.into(),
            self.store.into(),
            self.class.0.into(),
            self.class.1.into(),
            self.grade.0.into(),
            self.grade.1.into(),
            self.at.into(),
            scope.user().into(),
            scope.actor_name().into(),
            self.reason.into(),
        ]
    }
}

/// Writes a line of the history of classes.
pub async fn note_class(tx: &Tx<'_>, line: Classed) -> Result<(), DbError> {
    sql::insert(tx.conn(), "engagement_classes", &CLASS_COLUMNS, vec![line.row(tx)]).await
}

/// A line of the history of owners.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct OwnerLine {
    /// Which engagement.
    pub engagement_id: Id,
    /// The owner before.
    pub from_owner_id: Option<Id>,
    /// Their name.
    pub from_name: Option<String>,
    /// The owner from then on; none is the pool.
    pub owner_id: Option<Id>,
    /// Their name.
    pub owner_name: Option<String>,
    /// When.
    pub at: Instant,
    /// By which assignment rule.
    pub rule_id: Option<Id>,
    /// By whom.
    pub by_name: String,
    /// Why.
    pub reason: Option<String>,
}

/// Whose customers these engagements were, newest first.
pub async fn owner_history(conn: &impl ConnectionTrait, tenant: Tenant, engagements: &[Id]) -> Result<Vec<OwnerLine>, DbError> {
    if engagements.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT h.engagement_id, h.from_owner_id, f.name AS from_name, h.owner_id, o.name AS owner_name, h.at, h.rule_id, h.by_name, h.reason \
         FROM engagement_owners h LEFT JOIN users f ON f.tenant_id = h.tenant_id AND f.id = h.from_owner_id \
         LEFT JOIN users o ON o.tenant_id = h.tenant_id AND o.id = h.owner_id \
         WHERE h.tenant_id = $1 AND h.engagement_id IN ({}) ORDER BY h.at DESC, h.id DESC LIMIT 200",
        sql::placeholders(2, engagements.len())
    );
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(engagements.iter().map(|id| (*id).into()))).await
}

/// A line of the history of classes.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct ClassLine {
    /// Which engagement.
    pub engagement_id: Id,
    /// The class before; none at the beginning.
    pub from_class: Option<String>,
    /// The class from then on.
    pub class: String,
    /// The grade before.
    pub from_grade: Option<String>,
    /// The grade from then on.
    pub grade: Option<String>,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by_name: String,
    /// Why.
    pub reason: Option<String>,
}

/// What these engagements were classed as, newest first.
pub async fn class_history(conn: &impl ConnectionTrait, tenant: Tenant, engagements: &[Id]) -> Result<Vec<ClassLine>, DbError> {
    if engagements.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT engagement_id, from_class, class, from_grade, grade, at, by_name, reason FROM engagement_classes \
         WHERE tenant_id = $1 AND engagement_id IN ({}) ORDER BY at DESC, id DESC LIMIT 200",
        sql::placeholders(2, engagements.len())
    );
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(engagements.iter().map(|id| (*id).into()))).await
}

/// Writes where an engagement stands, as part of a move of the organisation: no change of its own.
pub async fn set_path(tx: &Tx<'_>, id: Id, path: &str) -> Result<(), DbError> {
    let text = "UPDATE engagements SET path = $3 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), path.into()]).await.map(drop)
}
