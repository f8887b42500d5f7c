//! All SQL of contacts.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};

use super::model::Contact;

/// The people of an organisation.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<Vec<Contact>, DbError> {
    let text = "SELECT id, customer_id, name, role, phone, email, linked_id FROM customer_contacts \
         WHERE tenant_id = $1 AND customer_id = $2 AND deleted_at IS NULL ORDER BY id";
    sql::all(conn, text, [tenant.into(), customer.into()]).await
}

/// Adds one.
pub async fn insert(tx: &Tx<'_>, c: &Contact) -> Result<(), DbError> {
    write(tx, vec![row(tx, c, tx.now())]).await
}

/// The row of one.
pub(crate) fn row(tx: &Tx<'_>, c: &Contact, at: Instant) -> Vec<Value> {
    vec![
        tx.tenant().into(),
        c.id.into(),
        c.customer_id.into(),
        c.name.as_str().into(),
        c.role.clone().into(),
        c.phone.clone().into(),
        c.email.clone().into(),
        c.linked_id.into(),
        at.into(),
    ]
}

/// Adds rows of [`row`].
pub(crate) async fn write(tx: &Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), DbError> {
    let columns = ["tenant_id", "id", "customer_id", "name", "role", "phone", "email", "linked_id", "created_at"];
    sql::insert(tx.conn(), "customer_contacts", &columns, rows).await
}

/// Puts one away; false when the organisation has no such contact.
pub async fn remove(tx: &Tx<'_>, customer: Id, id: Id) -> Result<bool, DbError> {
    let text = "UPDATE customer_contacts SET deleted_at = $4 WHERE tenant_id = $1 AND customer_id = $2 AND id = $3 AND deleted_at IS NULL";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), customer.into(), id.into(), tx.now().into()]).await? == 1)
}
