//! All SQL of filing.

use kernel::{ConnectionTrait, DbError, Id, Tenant, sql};

/// Whether a store knows a customer who is nobody's there.
pub(super) async fn is_free(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    customer: Id,
    store: Id,
) -> Result<bool, DbError> {
    let text = "SELECT 1 FROM engagements WHERE tenant_id = $1 AND customer_id = $2 AND store_id = $3 AND owner_id IS NULL AND deleted_at IS NULL";
    Ok(sql::row(conn, text, [tenant.into(), customer.into(), store.into()]).await?.is_some())
}
