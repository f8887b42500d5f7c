//! All SQL of consents: they are added, never changed.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};

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
    let collector = Collector { user: tx.scope().user(), name: tx.scope().actor_name(), store };
    write(tx, vec![row(tx, id, customer, new, tx.now(), &collector)]).await?;
    Ok(id)
}

/// Who took a consent down, and where.
pub(crate) struct Collector<'c> {
    pub user: Option<Id>,
    pub name: &'c str,
    pub store: Option<Id>,
}

/// The row of one.
pub(crate) fn row(
    tx: &Tx<'_>,
    id: Id,
    customer: Id,
    new: &NewConsent,
    at: Instant,
    collector: &Collector<'_>,
) -> Vec<Value> {
    vec![
        tx.tenant().into(),
        id.into(),
        customer.into(),
        new.purpose.as_str().into(),
        new.channel.as_str().into(),
        new.given.into(),
        at.into(),
        new.text_version.clone().into(),
        new.evidence.clone().into(),
        collector.user.into(),
        collector.name.into(),
        collector.store.into(),
    ]
}

/// Adds rows of [`row`].
pub(crate) async fn write(tx: &Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
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
    sql::insert(tx.conn(), "customer_consents", &columns, rows).await
}
