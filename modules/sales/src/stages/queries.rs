//! All SQL of stages.

use kernel::{ConnectionTrait, DbError, Tenant, Tx, sql};

use super::model::{Stage, Stages};

/// The stages of a house.
pub async fn all(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Stages, DbError> {
    let text = "SELECT code, position, goal, tasks, active FROM stages WHERE tenant_id = $1";
    Ok(Stages::with(sql::all(conn, text, [tenant.into()]).await?))
}

/// Writes one in the place of what held.
pub(super) async fn set(tx: &Tx<'_>, stage: &Stage) -> Result<(), DbError> {
    let columns = ["tenant_id", "code", "position", "goal", "tasks", "active", "updated_at"];
    let row = vec![
        tx.tenant().into(),
        stage.code.as_str().into(),
        stage.position.into(),
        stage.goal.clone().into(),
        stage.tasks.clone().into(),
        stage.active.into(),
        tx.now().into(),
    ];
    let conflict = "ON CONFLICT (tenant_id, code) DO UPDATE SET position = excluded.position, goal = excluded.goal, tasks = excluded.tasks, \
         active = excluded.active, updated_at = excluded.updated_at";
    sql::insert_or(tx.conn(), "stages", &columns, vec![row], conflict).await
}

/// Whether an open opportunity stands in a stage.
pub(super) async fn in_use(tx: &Tx<'_>, code: &str) -> Result<bool, DbError> {
    let text =
        "SELECT coalesce(CAST(sum(open) AS bigint), 0) FROM opportunity_totals WHERE tenant_id = $1 AND stage = $2";
    Ok(sql::number(tx.conn(), text, [tx.tenant().into(), code.into()]).await? > 0)
}
