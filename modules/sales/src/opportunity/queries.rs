//! All SQL of opportunities; that of their facts stands in [`super::ledger`].

use kernel::sql::{self, Query};
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, Value};

use super::model::Opportunity;

const SELECT: &str = "SELECT id, number, customer_id, store_id, owner_id, path, state, stage, level, models, expected_on, amount, source, next_on, \
     reason, competitor, evidence, asked_by, wake_on, before_id, remark, stage_at, touched_at, closed_at, created_at, version FROM opportunities";

/// The states in which a customer has an opportunity at a store; the same as those of the unique index.
const LIVE: &str = "state IN ('open', 'defeat_pending', 'dormant', 'pool')";

/// One opportunity.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Opportunity>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL");
    sql::one(conn, &text, [tenant.into(), id.into()]).await
}

/// The one that a customer has at a store now.
pub async fn live(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customer: Id,
    store: Id,
) -> Result<Option<Opportunity>, DbError> {
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND customer_id = $2 AND store_id = $3 AND deleted_at IS NULL AND {LIVE}"
    );
    sql::one(conn, &text, [tenant.into(), customer.into(), store.into()]).await
}

/// All of some customers, whatever became of them: for what the house itself keeps in step, never for showing.
pub async fn of_customers(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customers: &[Id],
) -> Result<Vec<Opportunity>, DbError> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{SELECT} WHERE tenant_id = $1 AND customer_id IN ({})", sql::placeholders(2, customers.len()));
    sql::all(conn, &text, std::iter::once(tenant.into()).chain(customers.iter().map(|id| (*id).into()))).await
}

/// Writes a new one.
pub(super) async fn insert(tx: &Tx<'_>, columns: Vec<(&str, Value)>) -> Result<(), DbError> {
    let (names, values): (Vec<&str>, Vec<Value>) = columns.into_iter().unzip();
    sql::insert(tx.conn(), "opportunities", &names, vec![values]).await
}

/// Changes one that stands at `version` in the state that was looked at; false when someone was faster.
pub(crate) async fn change(
    tx: &Tx<'_>,
    held: &Opportunity,
    columns: Vec<(&'static str, Value)>,
) -> Result<bool, DbError> {
    let mut q = Query::new();
    q.push("UPDATE opportunities SET version = version + 1, updated_at = ").bind(tx.now());
    for (column, value) in columns {
        q.push(", ").push(column).push(" = ").bind(value);
    }
    q.push(" WHERE tenant_id = ").bind(tx.tenant()).push(" AND id = ").bind(held.id);
    q.push(" AND version = ").bind(held.version).push(" AND deleted_at IS NULL");
    Ok(sql::run(tx.conn(), &q.text, q.values).await? == 1)
}

/// Lets those of a customer at a store stand where the engagement stands now.
pub(crate) async fn stand(tx: &Tx<'_>, customer: Id, store: Id, owner: Option<Id>, path: &str) -> Result<u64, DbError> {
    let text = "UPDATE opportunities SET owner_id = $4, path = $5, updated_at = $6 WHERE tenant_id = $1 AND customer_id = $2 AND store_id = $3";
    let values = [tx.tenant().into(), customer.into(), store.into(), owner.into(), path.into(), tx.now().into()];
    sql::run(tx.conn(), text, values).await
}

/// Whether any of these customers has one, in any state.
pub(super) async fn any_of(tx: &Tx<'_>, customers: &[Id]) -> Result<bool, DbError> {
    if customers.is_empty() {
        return Ok(false);
    }
    let text = format!(
        "SELECT 1 FROM opportunities WHERE tenant_id = $1 AND customer_id IN ({}) LIMIT 1",
        sql::placeholders(2, customers.len())
    );
    let values = std::iter::once(tx.tenant().into()).chain(customers.iter().map(|id| (*id).into()));
    Ok(sql::row(tx.conn(), &text, values).await?.is_some())
}

/// A model of interest.
#[derive(Clone, Debug, PartialEq, Eq, sea_orm::FromQueryResult)]
pub struct Interest {
    /// Its place in the catalogue, where it is known there.
    pub model_id: Option<Id>,
    /// Its name as given.
    pub name: String,
}

/// The models that someone is interested in, the first wish first.
pub async fn models(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Vec<Interest>, DbError> {
    let text =
        "SELECT model_id, name FROM opportunity_models WHERE tenant_id = $1 AND opportunity_id = $2 ORDER BY position";
    sql::all(conn, text, [tenant.into(), id.into()]).await
}

/// Writes the models in the place of what stood there.
pub(super) async fn set_models(tx: &Tx<'_>, id: Id, list: &[Interest]) -> Result<(), DbError> {
    let text = "DELETE FROM opportunity_models WHERE tenant_id = $1 AND opportunity_id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into()]).await?;
    let row = |(place, interest): (usize, &Interest)| {
        vec![
            tx.tenant().into(),
            tx.new_id().into(),
            id.into(),
            interest.model_id.into(),
            interest.name.as_str().into(),
            (place as i64).into(),
            tx.now().into(),
        ]
    };
    let columns = ["tenant_id", "id", "opportunity_id", "model_id", "name", "position", "created_at"];
    sql::insert(tx.conn(), "opportunity_models", &columns, list.iter().enumerate().map(row).collect()).await
}

/// Models of the catalogue by name.
pub(super) async fn catalogue(tx: &Tx<'_>, names: &[String]) -> Result<Vec<(String, Id)>, DbError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT name, id FROM models WHERE tenant_id = $1 AND deleted_at IS NULL AND name IN ({})",
        sql::placeholders(2, names.len())
    );
    let values = std::iter::once(tx.tenant().into()).chain(names.iter().map(|name| name.as_str().into()));
    let rows = sql::rows(tx.conn(), &text, values).await?;
    rows.iter().map(|r| Ok((r.try_get("", "name")?, r.try_get("", "id")?))).collect()
}

/// People who write at the same customer at the same store take turns, so that the second one sees the first one's
/// opportunity. On SQLite the write transaction itself is the turn.
pub(super) async fn take_turn(tx: &Tx<'_>, customer: Id, store: Id) -> Result<(), DbError> {
    if tx.conn().get_database_backend() == sea_orm::DbBackend::Postgres {
        let text = "SELECT pg_advisory_xact_lock(hashtextextended($1, $2))";
        sql::run(tx.conn(), text, [format!("opportunity {customer} {store}").into(), tx.tenant().into()]).await?;
    }
    Ok(())
}

/// Those of one customer that are live where another has a live one too become part of that one.
pub(crate) async fn park(tx: &Tx<'_>, from: Id, to: Id) -> Result<(), DbError> {
    let text = format!(
        "UPDATE opportunities SET parked = state, state = 'merged' WHERE tenant_id = $1 AND customer_id = $2 AND deleted_at IS NULL AND {LIVE} \
         AND store_id IN (SELECT o.store_id FROM opportunities o WHERE o.tenant_id = $1 AND o.customer_id = $3 AND o.deleted_at IS NULL \
         AND o.state IN ('open', 'defeat_pending', 'dormant', 'pool'))"
    );
    sql::run(tx.conn(), &text, [tx.tenant().into(), from.into(), to.into()]).await.map(drop)
}

/// They are what they were before.
pub(crate) async fn unpark(tx: &Tx<'_>, ids: &[Id]) -> Result<(), DbError> {
    for part in ids.chunks(400) {
        let text = format!(
            "UPDATE opportunities SET state = parked, parked = NULL WHERE tenant_id = $1 AND state = 'merged' AND parked IS NOT NULL AND id IN ({})",
            sql::placeholders(2, part.len())
        );
        let values = std::iter::once(tx.tenant().into()).chain(part.iter().map(|id| (*id).into()));
        sql::run(tx.conn(), &text, values).await?;
    }
    Ok(())
}

/// Takes away what people wrote of opportunities.
pub(crate) async fn unword(tx: &Tx<'_>, ids: &[Id]) -> Result<(), DbError> {
    for part in ids.chunks(400) {
        let list = sql::placeholders(2, part.len());
        for text in [
            format!(
                "UPDATE opportunities SET remark = NULL, evidence = NULL, competitor = NULL WHERE tenant_id = $1 AND id IN ({list})"
            ),
            format!(
                "UPDATE opportunity_moves SET note = NULL, competitor = NULL WHERE tenant_id = $1 AND opportunity_id IN ({list})"
            ),
            format!("UPDATE follow_ups SET content = NULL WHERE tenant_id = $1 AND opportunity_id IN ({list})"),
        ] {
            let values = std::iter::once(tx.tenant().into()).chain(part.iter().map(|id| (*id).into()));
            sql::run(tx.conn(), &text, values).await?;
        }
    }
    Ok(())
}

/// Puts opportunities away.
pub(crate) async fn put_away(tx: &Tx<'_>, ids: &[Id]) -> Result<(), DbError> {
    for part in ids.chunks(400) {
        let text = format!(
            "UPDATE opportunities SET deleted_at = $2 WHERE tenant_id = $1 AND deleted_at IS NULL AND id IN ({})",
            sql::placeholders(3, part.len())
        );
        let values = [tx.tenant().into(), tx.now().into()].into_iter().chain(part.iter().map(|id| (*id).into()));
        sql::run(tx.conn(), &text, values).await?;
    }
    Ok(())
}
