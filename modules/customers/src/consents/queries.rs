//! All SQL of consents: they are added, never changed.

use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, sql};

use super::model::{Consent, NewConsent};

/// All lines of a customer, newest first. A consent is the customer's word to the group, so that every store that
/// knows them obeys it.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<Vec<Consent>, DbError> {
    let text = "SELECT id, purpose, channel, given, at, text_version, evidence, collector_name, store_id FROM customer_consents \
         WHERE tenant_id = $1 AND customer_id = $2 ORDER BY id DESC LIMIT 200";
    sql::all(conn, text, [tenant.into(), customer.into()]).await
}

/// Adds a line.
pub async fn insert(tx: &Tx<'_>, customer: Id, store: Option<Id>, new: &NewConsent) -> Result<Id, DbError> {
    let id = tx.new_id();
    let columns = [
        "tenant_id",
        "id",
        "customer_id",
        "purpose",
        "channel",
        "given",
        "at",
        "text_version",
        "evidence",
        "collector_id",
        "collector_name",
        "store_id",
    ];
    let row = vec![
        tx.tenant().into(),
        id.into(),
        customer.into(),
        new.purpose.as_str().into(),
        new.channel.as_str().into(),
        new.given.into(),
        tx.now().into(),
        new.text_version.clone().into(),
        new.evidence.clone().into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
        store.into(),
    ];
    sql::insert(tx.conn(), "customer_consents", &columns, vec![row]).await?;
    Ok(id)
}
