//! All SQL of telephone numbers.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};

use super::model::{NewPhone, Phone};

/// The columns of [`row`].
pub const COLUMNS: [&str; 10] =
    ["tenant_id", "id", "customer_id", "phone", "label", "is_primary", "is_virtual", "doubt", "raw", "created_at"];

const SELECT: &str =
    "SELECT id, customer_id, phone, label, is_primary, is_virtual, doubt, raw, created_at FROM customer_phones";

/// A row to be written.
pub fn row(tx: &Tx<'_>, customer: Id, phone: &NewPhone, primary: bool, at: Instant) -> Vec<Value> {
    vec![
        tx.tenant().into(),
        tx.new_id().into(),
        customer.into(),
        phone.phone.as_str().into(),
        phone.label.clone().into(),
        primary.into(),
        phone.is_virtual.into(),
        phone.doubt.clone().into(),
        phone.raw.clone().into(),
        at.into(),
    ]
}

/// All numbers of a customer, the primary one first.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<Vec<Phone>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND customer_id = $2 ORDER BY is_primary DESC, id");
    sql::all(conn, &text, [tenant.into(), customer.into()]).await
}

/// Adds a number.
pub async fn insert(tx: &Tx<'_>, customer: Id, phone: &NewPhone, primary: bool) -> Result<(), DbError> {
    sql::insert(tx.conn(), "customer_phones", &COLUMNS, vec![row(tx, customer, phone, primary, tx.now())]).await
}

/// Takes a number away.
pub async fn remove(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    sql::run(tx.conn(), "DELETE FROM customer_phones WHERE tenant_id = $1 AND id = $2", [tx.tenant().into(), id.into()])
        .await
        .map(drop)
}

/// Makes one of a customer's numbers the primary one, or none of them, and mirrors it into the file.
pub async fn set_primary(tx: &Tx<'_>, customer: Id, phone: Option<Id>) -> Result<(), DbError> {
    let text = "UPDATE customer_phones SET is_primary = (id = $3) WHERE tenant_id = $1 AND customer_id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), customer.into(), phone.unwrap_or(Id::nil()).into()]).await?;
    let text = "UPDATE customers SET phone = (SELECT p.phone FROM customer_phones p WHERE p.tenant_id = $1 AND p.id = $3) WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), customer.into(), phone.unwrap_or(Id::nil()).into()]).await.map(drop)
}
