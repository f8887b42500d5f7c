//! All SQL of the ledger.

use chrono::NaiveDate;
use kernel::{DbError, Id, Tx, sql};

/// Notes who was erased, and until when the law keeps something of them. The first moment stays.
pub(super) async fn note(tx: &Tx<'_>, customer: Id, until: Option<NaiveDate>) -> Result<(), DbError> {
    let text = "INSERT INTO erasures (tenant_id, customer_id, at, kept_until) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (tenant_id, customer_id) DO UPDATE SET kept_until = excluded.kept_until";
    let values = [tx.tenant().into(), customer.into(), tx.now().into(), until.into()];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// Erased people of whom no duty keeps anything any more since before a day.
pub async fn due(tx: &Tx<'_>, today: NaiveDate) -> Result<Vec<Id>, DbError> {
    let text =
        "SELECT customer_id FROM erasures WHERE tenant_id = $1 AND kept_until < $2 ORDER BY customer_id LIMIT 200";
    let rows = sql::rows(tx.conn(), text, [tx.tenant().into(), today.into()]).await?;
    rows.iter().map(|r| r.try_get_by_index(0)).collect()
}
