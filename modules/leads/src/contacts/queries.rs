//! All SQL of contacts.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};

use super::model::{Contact, NewContact};

/// Writes a contact of the actor, now.
pub(super) async fn insert(tx: &Tx<'_>, lead: Id, contact: &NewContact) -> Result<Id, DbError> {
    lay(tx, lead, tx.scope().user(), contact, tx.now()).await
}

/// Writes a contact of someone at a moment.
pub(crate) async fn lay(
    tx: &Tx<'_>,
    lead: Id,
    by: Option<Id>,
    contact: &NewContact,
    at: Instant,
) -> Result<Id, DbError> {
    let id = tx.new_id();
    let text = "INSERT INTO lead_contacts (tenant_id, id, lead_id, channel, result, content, next_at, at, by_id, by_name) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = [
        tx.tenant().into(),
        id.into(),
        lead.into(),
        contact.channel.as_str().into(),
        contact.result.as_str().into(),
        contact.content.clone().into(),
        contact.next_at.map(|at| at.0).into(),
        at.into(),
        by.into(),
        tx.scope().actor_name().into(),
    ];
    sql::run(tx.conn(), text, values).await?;
    Ok(id)
}

/// The contacts of a lead, newest first.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, lead: Id) -> Result<Vec<Contact>, DbError> {
    let text = "SELECT id, channel, result, content, next_at, at, by_name FROM lead_contacts WHERE tenant_id = $1 AND lead_id = $2 ORDER BY id DESC LIMIT 200";
    sql::all(conn, text, [tenant.into(), lead.into()]).await
}
