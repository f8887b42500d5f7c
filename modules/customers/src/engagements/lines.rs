//! All SQL of the histories of owners and classes: lines are added, never changed.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};
use sea_orm::FromQueryResult;

const OWNER_COLUMNS: [&str; 12] = [
    "tenant_id",
    "id",
    "engagement_id",
    "customer_id",
    "store_id",
    "from_owner_id",
    "owner_id",
    "at",
    "rule_id",
    "by_id",
    "by_name",
    "reason",
];
const CLASS_COLUMNS: [&str; 13] = [
    "tenant_id",
    "id",
    "engagement_id",
    "customer_id",
    "store_id",
    "from_class",
    "class",
    "from_grade",
    "grade",
    "at",
    "by_id",
    "by_name",
    "reason",
];

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

/// Writes lines of the history of classes.
pub async fn note_classes(tx: &Tx<'_>, lines: Vec<Classed>) -> Result<(), DbError> {
    sql::insert(tx.conn(), "engagement_classes", &CLASS_COLUMNS, lines.into_iter().map(|l| l.row(tx)).collect()).await
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
pub async fn owner_history(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    engagements: &[Id],
) -> Result<Vec<OwnerLine>, DbError> {
    history(
        conn,
        "SELECT h.engagement_id, h.from_owner_id, f.name AS from_name, h.owner_id, o.name AS owner_name, h.at, h.rule_id, h.by_name, h.reason \
         FROM engagement_owners h LEFT JOIN users f ON f.tenant_id = h.tenant_id AND f.id = h.from_owner_id \
         LEFT JOIN users o ON o.tenant_id = h.tenant_id AND o.id = h.owner_id",
        tenant,
        engagements,
    )
    .await
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
pub async fn class_history(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    engagements: &[Id],
) -> Result<Vec<ClassLine>, DbError> {
    history(
        conn,
        "SELECT h.engagement_id, h.from_class, h.class, h.from_grade, h.grade, h.at, h.by_name, h.reason FROM engagement_classes h",
        tenant,
        engagements,
    )
    .await
}

/// Lines of a history `h` of some engagements, newest first.
async fn history<T: FromQueryResult>(
    conn: &impl ConnectionTrait,
    select: &str,
    tenant: Tenant,
    engagements: &[Id],
) -> Result<Vec<T>, DbError> {
    if engagements.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{select} WHERE h.tenant_id = $1 AND h.engagement_id IN ({}) ORDER BY h.at DESC, h.id DESC LIMIT 200",
        sql::placeholders(2, engagements.len())
    );
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(engagements.iter().map(|id| (*id).into()))).await
}
