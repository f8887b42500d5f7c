//! All SQL of web forms.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, clock, sql};

use super::model::{Draft, LeadForm};

const SELECT: &str = "SELECT tenant_id, id, key, name, name_en, questionnaire_id, source, store_id, consent, consent_en, created_at, retired_at FROM lead_forms";

/// All forms, those in use first.
pub async fn all(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<LeadForm>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 ORDER BY coalesce(retired_at, 0), id DESC LIMIT 500");
    sql::all(conn, &text, [tenant.into()]).await
}

/// A form by id.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<LeadForm>, DbError> {
    sql::one(conn, &format!("{SELECT} WHERE tenant_id = $1 AND id = $2"), [tenant.into(), id.into()]).await
}

/// The form that stands at an address and is in use, of whichever tenant.
pub async fn by_key(conn: &impl ConnectionTrait, key: &str) -> Result<Option<LeadForm>, DbError> {
    sql::one(conn, &format!("{SELECT} WHERE key = $1 AND retired_at IS NULL"), [key.into()]).await
}

/// Writes a new form.
pub(super) async fn insert(tx: &Tx<'_>, id: Id, key: &str, questionnaire: Id, draft: &Draft) -> Result<(), DbError> {
    let text = "INSERT INTO lead_forms (tenant_id, id, key, name, name_en, questionnaire_id, source, store_id, consent, consent_en, created_at, created_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = [
        tx.tenant().into(),
        id.into(),
        key.into(),
        draft.name.trim().into(),
        draft.name_en.trim().into(),
        questionnaire.into(),
        draft.source.trim().into(),
        draft.store.into(),
        draft.consent.trim().into(),
        draft.consent_en.trim().into(),
        tx.now().into(),
        tx.scope().user().into(),
    ];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// Retires a form; false where it was retired before.
pub(super) async fn retire(tx: &Tx<'_>, id: Id) -> Result<bool, DbError> {
    let text = "UPDATE lead_forms SET retired_at = $3 WHERE tenant_id = $1 AND id = $2 AND retired_at IS NULL";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), tx.now().into()]).await? == 1)
}

/// Counts one more from an address and gives how many there are since the hour began, and when that was. An hour that
/// began at `ended` or before is over.
pub(super) async fn count(tx: &Tx<'_>, form: Id, address: &str, ended: Instant) -> Result<(i64, Instant), DbError> {
    let text = "INSERT INTO lead_form_counts (tenant_id, form_id, address, began_at, taken) VALUES ($1, $2, $3, $4, 1) \
         ON CONFLICT (tenant_id, form_id, address) DO UPDATE SET \
         taken = CASE WHEN lead_form_counts.began_at <= $5 THEN 1 ELSE lead_form_counts.taken + 1 END, \
         began_at = CASE WHEN lead_form_counts.began_at <= $5 THEN excluded.began_at ELSE lead_form_counts.began_at END \
         RETURNING taken, began_at";
    let values = [tx.tenant().into(), form.into(), address.into(), tx.now().into(), ended.into()];
    let Some(row) = sql::row(tx.conn(), text, values).await? else { return Ok((0, tx.now())) };
    Ok((row.try_get("", "taken")?, clock::optional(&row, "began_at")?.unwrap_or(tx.now())))
}

/// Forgets hours that are over: whence somebody came is not kept.
pub(super) async fn forget(tx: &Tx<'_>, ended: Instant) -> Result<(), DbError> {
    let text = "DELETE FROM lead_form_counts WHERE tenant_id = $1 AND began_at <= $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), ended.into()]).await.map(drop)
}
