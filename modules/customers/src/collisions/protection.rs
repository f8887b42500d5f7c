//! Until when a customer is protected for their owner, as it stands now.

use kernel::{ConnectionTrait, DbError, Instant, Tenant};

use super::policy::Policy;
use super::{queries, rules};
use crate::engagements::Engagement;

/// See [`rules::protected_until`]; one query.
pub async fn protected_until(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    policy: &Policy,
    engagement: &Engagement,
) -> Result<Instant, DbError> {
    let contact = queries::last_contact(conn, tenant, engagement.customer_id, engagement.store_id).await?;
    let filed = engagement.assigned_at.unwrap_or(engagement.created_at);
    let days = policy.protection_days(&engagement.path);
    Ok(rules::protected_until(filed, contact, engagement.protected_until, days))
}
