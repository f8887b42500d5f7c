//! All SQL of assignment.

use std::collections::HashMap;

use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, sql};

use super::model::{AssignmentRule, Stored};

const SELECT: &str = "SELECT id, store_id, name, position, active, sources, districts, grades, method, owners, version FROM assignment_rules";

/// The rules of a store, in order.
pub async fn rules(conn: &impl ConnectionTrait, tenant: Tenant, store: Id) -> Result<Vec<AssignmentRule>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND store_id = $2 AND deleted_at IS NULL ORDER BY position, id");
    Ok(sql::all::<Stored>(conn, &text, [tenant.into(), store.into()]).await?.into_iter().map(Into::into).collect())
}

/// A rule by id.
pub async fn rule(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<AssignmentRule>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL");
    Ok(sql::one::<Stored>(conn, &text, [tenant.into(), id.into()]).await?.map(Into::into))
}

/// Takes a rule's turn: what it has given out before. The row stays locked until the transaction ends, so that two
/// requests at once neither take one turn nor count the same loads.
pub async fn take_turn(tx: &Tx<'_>, rule: Id) -> Result<i64, DbError> {
    let text = "UPDATE assignment_rules SET turn = turn + 1 WHERE tenant_id = $1 AND id = $2 RETURNING turn";
    Ok(sql::number(tx.conn(), text, [tx.tenant().into(), rule.into()]).await? - 1)
}

/// How many customers of a store each of the people has.
pub async fn loads(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    store: Id,
    people: &[Id],
) -> Result<HashMap<Id, i64>, DbError> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!(
        "SELECT owner_id, count(*) AS n FROM engagements WHERE tenant_id = $1 AND store_id = $2 AND deleted_at IS NULL AND class <> 'lapsed' \
         AND owner_id IN ({}) GROUP BY owner_id",
        sql::placeholders(3, people.len())
    );
    let values = [tenant.into(), store.into()].into_iter().chain(people.iter().map(|p| (*p).into()));
    sql::rows(conn, &text, values)
        .await?
        .iter()
        .map(|r| Ok((r.try_get("", "owner_id")?, r.try_get("", "n")?)))
        .collect()
}

/// Writes a rule, new or changed.
pub async fn save(tx: &Tx<'_>, rule: &AssignmentRule) -> Result<(), DbError> {
    let json = |list: &Vec<String>| (!list.is_empty()).then(|| serde_json::json!(list).to_string());
    let row = vec![
        tx.tenant().into(),
        rule.id.into(),
        rule.store.into(),
        rule.name.as_str().into(),
        rule.position.into(),
        rule.active.into(),
        json(&rule.conditions.sources).into(),
        json(&rule.conditions.districts).into(),
        json(&rule.conditions.grades).into(),
        rule.method.name().into(),
        serde_json::json!(rule.owners).to_string().into(),
        0_i64.into(),
        1_i64.into(),
        tx.now().into(),
        tx.now().into(),
    ];
    let columns = [
        "tenant_id",
        "id",
        "store_id",
        "name",
        "position",
        "active",
        "sources",
        "districts",
        "grades",
        "method",
        "owners",
        "turn",
        "version",
        "created_at",
        "updated_at",
    ];
    let conflict = "ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, position = excluded.position, active = excluded.active, \
         sources = excluded.sources, districts = excluded.districts, grades = excluded.grades, method = excluded.method, owners = excluded.owners, \
         version = assignment_rules.version + 1, updated_at = excluded.updated_at";
    sql::insert_or(tx.conn(), "assignment_rules", &columns, vec![row], conflict).await
}

/// Puts a rule away.
pub async fn remove(tx: &Tx<'_>, id: Id) -> Result<(), DbError> {
    let text = "UPDATE assignment_rules SET deleted_at = $3 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), tx.now().into()]).await.map(drop)
}
