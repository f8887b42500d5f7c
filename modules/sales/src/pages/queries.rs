//! All SQL of the pages themselves.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, sql};
use sea_orm::FromQueryResult;

/// What is told of an opportunity that colleagues may take up.
#[derive(FromQueryResult)]
pub(super) struct Offer {
    pub id: Id,
    pub state: String,
    pub name: String,
    pub stage: String,
    pub models: Option<String>,
    pub reason: Option<String>,
    pub updated_at: Instant,
    pub closed_at: Option<Instant>,
}

/// Most of either sort that are offered at once.
const OFFERED: i64 = 50;

const TEXT: &str = "SELECT o.id, o.state, c.name, o.stage, o.models, o.reason, o.updated_at, o.closed_at FROM opportunities o \
     JOIN customers c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id \
     WHERE o.tenant_id = $1 AND o.store_id = $2 AND o.deleted_at IS NULL AND c.deleted_at IS NULL AND c.erased_at IS NULL";

/// What is offered at a store: what waits in the pool, then who was lost before a moment and has not come again, the
/// last ones first.
pub(super) async fn offers(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
    until: Instant,
) -> Result<Vec<Offer>, DbError> {
    let pool = format!("{TEXT} AND o.state = 'pool' ORDER BY o.closed_at, o.id LIMIT {OFFERED}");
    let mut list: Vec<Offer> = sql::all(conn, &pool, [tenant.into(), store.into()]).await?;
    let lost = format!(
        "{TEXT} AND o.state = 'defeated' AND o.closed_at <= $3 AND NOT EXISTS (SELECT 1 FROM opportunities n WHERE n.tenant_id = o.tenant_id \
         AND n.customer_id = o.customer_id AND n.store_id = o.store_id AND n.id > o.id AND n.deleted_at IS NULL) ORDER BY o.closed_at DESC, o.id DESC LIMIT {OFFERED}"
    );
    list.extend(sql::all::<Offer>(conn, &lost, [tenant.into(), store.into(), until.into()]).await?);
    Ok(list)
}
