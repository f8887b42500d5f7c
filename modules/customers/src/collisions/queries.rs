//! All SQL of collisions but that of [`super::find`] and [`super::cases`].

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};
use sea_orm::FromQueryResult;

use super::model::{Between, Collision, KeyKind, State, Told};

/// Columns of a [`Collision`], of the alias `c`.
pub(super) const COLUMNS: &str = "c.id, c.state, c.relation, c.key_kind, c.customer_id, c.engagement_id, c.store_id, c.by_id, c.by_name, c.at, \
     c.first_engagement_id, c.first_store_id, c.first_at, c.told, c.held_back, c.import_id, c.wish, c.asked_at, c.asked_by_id, c.asked_by_name, \
     c.ask_reason, c.decided_at, c.decided_by_id, c.decided_by_name, c.decide_reason, c.until, \
     c.appealed_at, c.appealed_by_name, c.appeal_reason, c.refused_at, c.refused_by_id, c.refused_by_name, c.refuse_reason, c.escalated_at, c.version";

/// Paths of the makers.
pub(super) async fn makers(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<String>, DbError> {
    let text = "SELECT path FROM nodes WHERE tenant_id = $1 AND kind = 'maker' AND deleted_at IS NULL";
    sql::rows(conn, text, [tenant.into()]).await?.iter().map(|row| row.try_get("", "path")).collect()
}

/// How many collisions a store was told of since a moment.
pub(super) async fn told_since(tx: &Tx<'_>, store: Id, since: Instant) -> Result<i64, DbError> {
    let text =
        "SELECT count(*) FROM collisions WHERE tenant_id = $1 AND store_id = $2 AND at >= $3 AND told <> 'silent'";
    sql::number(tx.conn(), text, [tx.tenant().into(), store.into(), since.into()]).await
}

/// Whether a telling was held back at a store since a moment.
pub(super) async fn held_back_since(tx: &Tx<'_>, store: Id, since: Instant) -> Result<bool, DbError> {
    let text =
        "SELECT 1 FROM collisions WHERE tenant_id = $1 AND store_id = $2 AND at >= $3 AND held_back = TRUE LIMIT 1";
    Ok(sql::row(tx.conn(), text, [tx.tenant().into(), store.into(), since.into()]).await?.is_some())
}

/// The first filing.
pub(super) struct First<'f> {
    pub between: Between,
    pub key_kind: KeyKind,
    pub key_hash: &'f str,
    pub engagement: Id,
    pub store: Id,
    pub at: Instant,
}

const INSERTED: [&str; 19] = [
    "tenant_id",
    "id",
    "state",
    "relation",
    "key_kind",
    "key_hash",
    "customer_id",
    "engagement_id",
    "store_id",
    "by_id",
    "by_name",
    "at",
    "first_engagement_id",
    "first_store_id",
    "first_at",
    "told",
    "held_back",
    "import_id",
    "version",
];

/// A row to be written.
pub(super) fn row(
    tx: &Tx<'_>,
    id: Id,
    (customer, engagement, store): (Id, Id, Id),
    first: &First<'_>,
    (told, held_back): (Told, bool),
    import: Option<Id>,
) -> Vec<Value> {
    vec![
        tx.tenant().into(),
        id.into(),
        State::Open.name().into(),
        first.between.name().into(),
        first.key_kind.name().into(),
        first.key_hash.into(),
        customer.into(),
        engagement.into(),
        store.into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
        tx.now().into(),
        first.engagement.into(),
        first.store.into(),
        first.at.into(),
        told.name().into(),
        held_back.into(),
        import.into(),
        1_i64.into(),
    ]
}

/// Writes rows of [`row`].
pub(super) async fn insert(tx: &Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    sql::insert(tx.conn(), "collisions", &INSERTED, rows).await
}

/// Whether there is a case of a file with a first filing.
pub(super) async fn has_case(tx: &Tx<'_>, customer: Id, first: Id) -> Result<bool, DbError> {
    let text =
        "SELECT 1 FROM collisions WHERE tenant_id = $1 AND customer_id = $2 AND first_engagement_id = $3 LIMIT 1";
    Ok(sql::row(tx.conn(), text, [tx.tenant().into(), customer.into(), first.into()]).await?.is_some())
}

/// A case with the two engagements as they stand, whoever asks: for what the house itself does.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Whole {
    #[sea_orm(nested)]
    pub case: Collision,
    pub own_path: String,
    pub own_owner: Option<Id>,
    pub first_path: String,
    pub first_owner: Option<Id>,
    pub first_customer: Id,
    pub store_name: String,
}

/// A case by id.
pub(super) async fn whole(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Whole>, DbError> {
    let text = format!(
        "SELECT {COLUMNS}, m.path AS own_path, m.owner_id AS own_owner, f.path AS first_path, f.owner_id AS first_owner, \
         f.customer_id AS first_customer, n.name AS store_name \
         FROM collisions c JOIN engagements m ON m.tenant_id = c.tenant_id AND m.id = c.engagement_id \
         JOIN engagements f ON f.tenant_id = c.tenant_id AND f.id = c.first_engagement_id \
         JOIN nodes n ON n.tenant_id = c.tenant_id AND n.id = c.store_id WHERE c.tenant_id = $1 AND c.id = $2"
    );
    sql::one(conn, &text, [tenant.into(), id.into()]).await
}

/// Changes a case that still stands at its version; false when someone was faster.
pub(super) async fn change(tx: &Tx<'_>, case: &Collision, changes: Vec<(&str, Value)>) -> Result<bool, DbError> {
    let mut q = sql::Query::new();
    q.push("UPDATE collisions SET version = version + 1");
    for (column, value) in changes {
        q.push(", ").push(column).push(" = ").bind(value);
    }
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id = ").bind(case.id);
    q.push(" AND version = ").bind(case.version);
    Ok(sql::run(tx.conn(), &q.text, q.values).await? == 1)
}

/// Cases of files that were put away lapse, unless they are decided.
pub(super) async fn withdraw(tx: &Tx<'_>, engagements: &[Id]) -> Result<(), DbError> {
    for part in engagements.chunks(400) {
        let mut q = sql::Query::new();
        q.push("UPDATE collisions SET state = 'withdrawn', version = version + 1 WHERE tenant_id = ").bind(tx.tenant());
        q.push(" AND state IN ('open', 'left', 'asked', 'appealed') AND engagement_id IN (");
        q.bind_all(part.iter().copied()).push(")");
        sql::run(tx.conn(), &q.text, q.values).await?;
    }
    Ok(())
}

/// Requests that wait for an answer since before a moment and have not gone to the group, at most so many.
pub(super) async fn waiting(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    before: Instant,
    limit: i64,
) -> Result<Vec<Collision>, DbError> {
    let text = format!(
        "SELECT {COLUMNS} FROM collisions c WHERE c.tenant_id = $1 AND c.state = 'asked' AND c.asked_at <= $2 \
         AND c.escalated_at IS NULL ORDER BY c.asked_at, c.id LIMIT $3"
    );
    sql::all(conn, &text, [tenant.into(), before.into(), limit.into()]).await
}

/// The last real contact of a store with a customer: a call, visit, message or service, no mere change of the file.
pub(super) async fn last_contact(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customer: Id,
    store: Id,
) -> Result<Option<Instant>, DbError> {
    let text = "SELECT max(at) AS at FROM timeline WHERE tenant_id = $1 AND customer_id = $2 AND store_id = $3 \
         AND kind IN ('call', 'visit', 'message', 'service')";
    match sql::row(conn, text, [tenant.into(), customer.into(), store.into()]).await? {
        Some(row) => kernel::clock::optional(&row, "at"),
        None => Ok(None),
    }
}

/// People at work who may hold the right to give customers away, with a post in a store or, where none is named, above
/// all stores at one of the paths. Whether they do is for their powers to say.
pub(super) async fn leaders(
    tx: &Tx<'_>,
    store: Option<Id>,
    paths: &[String],
    day: chrono::NaiveDate,
) -> Result<Vec<Id>, DbError> {
    let mut q = sql::Query::new();
    // The bit of `Action::Assign`, without operators that the two databases spell differently.
    let bit = 1_i64 << (kernel::Action::Assign as i64);
    q.push("SELECT DISTINCT u.id FROM posts p JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id ");
    q.push("JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id JOIN roles r ON r.tenant_id = p.tenant_id AND r.id = p.role_id ");
    q.push("JOIN role_grants g ON g.tenant_id = p.tenant_id AND (g.role_id = r.id OR g.role_id = r.parent_id) ");
    q.push("WHERE p.tenant_id = ").bind(tx.tenant());
    q.push(" AND g.kind IN ('customer', '*') AND (g.actions / ").bind(bit).push(") % 2 = 1");
    q.push(" AND p.valid_from <= ").bind(day).push(" AND (p.valid_to IS NULL OR p.valid_to > ").bind(day).push(")");
    q.push(" AND u.status = 'active' AND u.deleted_at IS NULL AND n.deleted_at IS NULL");
    if let Some(store) = store {
        q.push(" AND n.store_id = ").bind(store);
    } else if paths.is_empty() {
        return Ok(Vec::new());
    } else {
        q.push(" AND n.store_id IS NULL AND n.path IN (").bind_all(paths.iter().map(String::as_str)).push(")");
    }
    q.push(" ORDER BY u.id LIMIT 50");
    q.rows(tx.conn()).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}
