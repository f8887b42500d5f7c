//! All SQL of merges.

use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

use super::model::{Kept, Merge, SealedKept};

const SELECT: &str = "SELECT id, survivor_id, absorbed_id, keeper_id, absorbed_number, at, by_name, reason, kept, undone_at, undone_by_name FROM customer_merges";

/// A merge by id; permission on its survivor is the caller's matter.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Merge>, DbError> {
    sql::one(conn, &format!("{SELECT} WHERE tenant_id = $1 AND id = $2"), [tenant.into(), id.into()]).await
}

/// The merges whose absorbed files a customer answers for, and those that it was parted from again, newest first.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<Vec<Merge>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND keeper_id = $2 ORDER BY at DESC, id DESC LIMIT 100");
    sql::all(conn, &text, [tenant.into(), customer.into()]).await
}

/// Whose file answers for one that was absorbed.
pub async fn keeper(conn: &impl ConnectionTrait, tenant: Tenant, absorbed: Id) -> Result<Option<Id>, DbError> {
    let text = "SELECT keeper_id FROM customer_merges WHERE tenant_id = $1 AND absorbed_id = $2 AND undone_at IS NULL";
    sql::row(conn, text, [tenant.into(), absorbed.into()]).await?.map(|row| row.try_get_by_index(0)).transpose()
}

/// The numbers of absorbed files that a customer answers for.
pub async fn former_numbers(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<Vec<String>, DbError> {
    let text =
        "SELECT absorbed_number FROM customer_merges WHERE tenant_id = $1 AND keeper_id = $2 AND undone_at IS NULL";
    sql::rows(conn, text, [tenant.into(), customer.into()]).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Writes a merge with the rows that went along.
pub async fn insert(
    tx: &Tx<'_>,
    id: Id,
    (survivor, absorbed, number): (Id, Id, &str),
    reason: Option<&str>,
    kept: &Kept,
    rows: &[(&'static str, Id)],
) -> Result<(), DbError> {
    let kept = serde_json::to_string(kept).map_err(|e| DbError::Custom(e.to_string()))?;
    let columns = [
        "tenant_id",
        "id",
        "survivor_id",
        "absorbed_id",
        "keeper_id",
        "absorbed_number",
        "at",
        "by_id",
        "by_name",
        "reason",
        "kept",
    ];
    let row = vec![
        tx.tenant().into(),
        id.into(),
        survivor.into(),
        absorbed.into(),
        survivor.into(),
        number.into(),
        tx.now().into(),
        tx.scope().user().into(),
        tx.scope().actor_name().into(),
        reason.into(),
        kept.into(),
    ];
    sql::insert(tx.conn(), "customer_merges", &columns, vec![row]).await?;
    add_rows(tx, id, rows).await
}

/// Remembers rows that went along.
pub async fn add_rows(tx: &Tx<'_>, merge: Id, rows: &[(&'static str, Id)]) -> Result<(), DbError> {
    let columns = ["tenant_id", "merge_id", "part", "row_id"];
    let rows = rows.iter().map(|(part, row)| vec![tx.tenant().into(), merge.into(), (*part).into(), (*row).into()]);
    sql::insert(tx.conn(), "customer_merge_rows", &columns, rows.collect()).await
}

/// The rows that went along.
pub async fn rows(conn: &impl ConnectionTrait, tenant: Tenant, merge: Id) -> Result<Vec<(String, Id)>, DbError> {
    let text = "SELECT part, row_id FROM customer_merge_rows WHERE tenant_id = $1 AND merge_id = $2";
    let found = sql::rows(conn, text, [tenant.into(), merge.into()]).await?;
    found.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Notes that a merge is undone; false when someone was faster.
pub async fn undone(tx: &Tx<'_>, id: Id) -> Result<bool, DbError> {
    let text = "UPDATE customer_merges SET undone_at = $3, undone_by_id = $4, undone_by_name = $5 \
         WHERE tenant_id = $1 AND id = $2 AND undone_at IS NULL";
    let scope = tx.scope();
    let values = [tx.tenant().into(), id.into(), tx.now().into(), scope.user().into(), scope.actor_name().into()];
    Ok(sql::run(tx.conn(), text, values).await? == 1)
}

/// The sealed identity number of a customer.
pub async fn sealed(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<SealedKept, DbError> {
    #[derive(FromQueryResult)]
    struct Stored {
        id_number: Option<Vec<u8>>,
        id_hash: Option<String>,
        id_tail: Option<String>,
    }
    let text = "SELECT id_number, id_hash, id_tail FROM customers WHERE tenant_id = $1 AND id = $2";
    let stored = sql::one::<Stored>(conn, text, [tenant.into(), customer.into()]).await?;
    let of = |s: Stored| SealedKept { sealed: s.id_number, hash: s.id_hash, tail: s.id_tail, hash_after: None };
    Ok(stored.map(of).unwrap_or(SealedKept { sealed: None, hash: None, tail: None, hash_after: None }))
}

/// Holds two customers until the transaction ends, always in the order of their ids, so that two merges of the same
/// pair cannot wait for each other.
pub async fn hold(tx: &Tx<'_>, a: Id, b: Id) -> Result<(), DbError> {
    for id in [a.min(b), a.max(b)] {
        let text = "UPDATE customers SET version = version WHERE tenant_id = $1 AND id = $2";
        sql::run(tx.conn(), text, [tx.tenant().into(), id.into()]).await?;
    }
    Ok(())
}

/// Brings an absorbed file back.
pub async fn bring_back(tx: &Tx<'_>, customer: Id) -> Result<(), DbError> {
    let text = "UPDATE customers SET deleted_at = NULL, updated_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), customer.into(), tx.now().into()]).await.map(drop)
}

/// Gives an engagement to another file.
pub async fn give_engagement(tx: &Tx<'_>, id: Id, to: Id, sort_key: &str) -> Result<(), DbError> {
    let text = "UPDATE engagements SET customer_id = $3, sort_key = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2";
    sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), to.into(), sort_key.into()]).await.map(drop)
}

/// Gives an engagement back; false when it is no longer `from`'s.
pub async fn take_engagement(tx: &Tx<'_>, id: Id, from: Id, to: Id, sort_key: &str) -> Result<bool, DbError> {
    let text = "UPDATE engagements SET customer_id = $4, sort_key = $5, version = version + 1 \
         WHERE tenant_id = $1 AND id = $2 AND customer_id = $3";
    let values = [tx.tenant().into(), id.into(), from.into(), to.into(), sort_key.into()];
    Ok(sql::run(tx.conn(), text, values).await? == 1)
}

/// The lines of an engagement's histories name the file that it belongs to.
pub async fn own_lines(tx: &Tx<'_>, engagement: Id, customer: Id) -> Result<(), DbError> {
    for table in ["engagement_owners", "engagement_classes"] {
        let text = format!("UPDATE {table} SET customer_id = $3 WHERE tenant_id = $1 AND engagement_id = $2");
        sql::run(tx.conn(), &text, [tx.tenant().into(), engagement.into(), customer.into()]).await?;
    }
    Ok(())
}
