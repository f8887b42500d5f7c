//! Figures about roles for their list.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Tenant, sql};

/// How many active people hold each role on a day.
pub async fn holders_by_role(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    day: NaiveDate,
) -> Result<HashMap<Id, i64>, DbError> {
    let text = "SELECT p.role_id, count(DISTINCT p.user_id) AS people FROM posts p JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id \
         WHERE p.tenant_id = $1 AND p.valid_from <= $2 AND (p.valid_to IS NULL OR p.valid_to > $2) AND u.status = 'active' AND u.deleted_at IS NULL \
         GROUP BY p.role_id";
    let rows = sql::rows(conn, text, [tenant.into(), day.into()]).await?;
    rows.iter().map(|row| Ok((row.try_get("", "role_id")?, row.try_get("", "people")?))).collect()
}
