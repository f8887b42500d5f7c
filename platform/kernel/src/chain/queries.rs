//! All SQL of the chain.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use crate::{Id, Instant, Tenant, Tx, sql};

/// An entry of the journal with its values, as a link covers it.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Entry {
    pub id: Id,
    pub at: Instant,
    pub actor_id: Option<Id>,
    pub actor_name: String,
    pub request_id: Id,
    pub kind: String,
    pub record_id: Id,
    pub action: String,
    pub reason: Option<String>,
    pub batch_id: Option<Id>,
    pub changes: Option<String>,
}

const ENTRY: &str = "j.id, j.at, j.actor_id, j.actor_name, j.request_id, j.kind, j.record_id, j.action, j.reason, j.batch_id, v.changes";

/// The end of a tenant's chain, and what the last check found.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Head {
    /// How many entries were sealed so far, those that were cut off included.
    pub position: i64,
    /// The last link.
    pub hash: Vec<u8>,
    /// When it was made.
    pub sealed_at: Instant,
    /// Signed with the installation's keys.
    pub signature: String,
    /// When the chain was last checked.
    pub checked_at: Option<Instant>,
    /// How far it was checked.
    pub checked_position: Option<i64>,
    /// The first broken link that the check found.
    pub fault_position: Option<i64>,
    /// What was wrong there: a name of [`super::Fault`].
    pub fault: Option<String>,
}

/// A place where the chain was cut.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Anchor {
    /// The last entry that was cut off.
    pub position: i64,
    /// Its link.
    pub hash: Vec<u8>,
    /// How many entries were cut off at once.
    pub entries: i64,
    /// When.
    pub cut_at: Instant,
    /// Signed with the installation's keys.
    pub signature: String,
}

/// A tenant with entries that wait.
pub(super) async fn a_waiting_tenant(conn: &impl ConnectionTrait) -> Result<Option<Tenant>, DbErr> {
    match sql::row(conn, "SELECT tenant_id FROM journal_waiting LIMIT 1", []).await? {
        Some(row) => Ok(Some(row.try_get("", "tenant_id")?)),
        None => Ok(None),
    }
}

/// How many entries of a tenant wait.
pub async fn waiting(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<i64, DbErr> {
    sql::number(conn, "SELECT count(*) FROM journal_waiting WHERE tenant_id = $1", [tenant.into()]).await
}

pub(super) async fn next_waiting(tx: &Tx<'_>, limit: i64) -> Result<Vec<Entry>, DbErr> {
    let text = format!(
        "SELECT {ENTRY} FROM journal_waiting w JOIN journal j ON j.tenant_id = w.tenant_id AND j.id = w.journal_id \
         LEFT JOIN journal_values v ON v.tenant_id = w.tenant_id AND v.journal_id = w.journal_id \
         WHERE w.tenant_id = $1 ORDER BY w.journal_id LIMIT $2"
    );
    sql::all(tx.conn(), &text, [tx.tenant().into(), limit.into()]).await
}

/// The end of a tenant's chain; none before anything was sealed.
pub async fn head(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Option<Head>, DbErr> {
    let text = "SELECT position, hash, sealed_at, signature, checked_at, checked_position, fault_position, fault FROM journal_heads WHERE tenant_id = $1";
    sql::one(conn, text, [tenant.into()]).await
}

pub(super) struct Link {
    pub position: i64,
    pub entry: Id,
    pub digest: Option<Vec<u8>>,
    pub hash: Vec<u8>,
}

/// Adds links, lets their entries wait no longer, and moves the head.
pub(super) async fn add(tx: &Tx<'_>, links: Vec<Link>, signature: String) -> Result<(), DbErr> {
    let Some((position, hash)) = links.last().map(|link| (link.position, link.hash.clone())) else { return Ok(()) };
    let tenant = tx.tenant();
    let ids: Vec<Id> = links.iter().map(|link| link.entry).collect();
    let rows = links
        .into_iter()
        .map(|l| vec![tenant.into(), l.position.into(), l.entry.into(), l.digest.into(), l.hash.into()])
        .collect();
    let columns = ["tenant_id", "position", "journal_id", "values_digest", "hash"];
    sql::insert(tx.conn(), "journal_chain", &columns, rows).await?;
    let text = format!(
        "DELETE FROM journal_waiting WHERE tenant_id = $1 AND journal_id IN ({})",
        sql::placeholders(2, ids.len())
    );
    sql::run(tx.conn(), &text, std::iter::once(tenant.into()).chain(ids.into_iter().map(Into::into))).await?;
    let text = "INSERT INTO journal_heads (tenant_id, position, hash, sealed_at, signature) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id) DO UPDATE SET \
         position = excluded.position, hash = excluded.hash, sealed_at = excluded.sealed_at, signature = excluded.signature";
    let values = [tenant.into(), position.into(), hash.into(), tx.now().into(), signature.into()];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// A link with the entry it seals, as far as that is still there.
#[derive(Clone, Debug)]
pub(super) struct Sealed {
    pub position: i64,
    pub digest: Option<Vec<u8>>,
    pub hash: Vec<u8>,
    pub entry: Option<Entry>,
}

pub(super) async fn sealed(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    after: i64,
    up_to: i64,
    limit: i64,
) -> Result<Vec<Sealed>, DbErr> {
    let text = format!(
        "SELECT c.position, c.values_digest, c.hash, {ENTRY} FROM journal_chain c LEFT JOIN journal j ON j.tenant_id = c.tenant_id AND j.id = c.journal_id \
         LEFT JOIN journal_values v ON v.tenant_id = c.tenant_id AND v.journal_id = c.journal_id \
         WHERE c.tenant_id = $1 AND c.position > $2 AND c.position <= $3 ORDER BY c.position LIMIT $4"
    );
    let rows = sql::rows(conn, &text, [tenant.into(), after.into(), up_to.into(), limit.into()]).await?;
    rows.iter()
        .map(|row| {
            let there = row.try_get::<Option<Id>>("", "id")?.is_some();
            Ok(Sealed {
                position: row.try_get("", "position")?,
                digest: row.try_get("", "values_digest")?,
                hash: row.try_get("", "hash")?,
                entry: if there { Some(Entry::from_query_result(row, "")?) } else { None },
            })
        })
        .collect()
}

/// Entries that stand in the journal and neither in the chain nor among those that wait.
pub(super) async fn beside(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<i64, DbErr> {
    let text = "SELECT (SELECT count(*) FROM journal WHERE tenant_id = $1) - (SELECT count(*) FROM journal_chain WHERE tenant_id = $1) \
         - (SELECT count(*) FROM journal_waiting WHERE tenant_id = $1)";
    sql::number(conn, text, [tenant.into()]).await
}

/// The link at a position.
pub async fn hash_at(conn: &impl ConnectionTrait, tenant: Tenant, position: i64) -> Result<Option<Vec<u8>>, DbErr> {
    let text = "SELECT hash FROM journal_chain WHERE tenant_id = $1 AND position = $2 \
         UNION SELECT hash FROM journal_anchors WHERE tenant_id = $1 AND position = $2";
    sql::row(conn, text, [tenant.into(), position.into()]).await?.map(|row| row.try_get("", "hash")).transpose()
}

/// The last place where a tenant's chain was cut.
pub async fn anchor(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Option<Anchor>, DbErr> {
    let text = "SELECT position, hash, entries, cut_at, signature FROM journal_anchors WHERE tenant_id = $1 ORDER BY position DESC LIMIT 1";
    sql::one(conn, text, [tenant.into()]).await
}

pub(super) async fn note_check(tx: &Tx<'_>, position: i64, fault: Option<(i64, &str)>) -> Result<(), DbErr> {
    let text = "UPDATE journal_heads SET checked_at = $2, checked_position = $3, fault_position = $4, fault = $5 WHERE tenant_id = $1";
    let (at, why) = fault.unzip();
    let values = [tx.tenant().into(), tx.now().into(), position.into(), at.into(), why.into()];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// The first entry that is not older than a moment, by its place.
pub(super) async fn first_since(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    moment: Instant,
) -> Result<Option<i64>, DbErr> {
    let text = "SELECT c.position FROM journal_chain c JOIN journal j ON j.tenant_id = c.tenant_id AND j.id = c.journal_id \
         WHERE c.tenant_id = $1 AND j.at >= $2 ORDER BY c.position LIMIT 1";
    sql::row(conn, text, [tenant.into(), moment.into()]).await?.map(|row| row.try_get("", "position")).transpose()
}

/// Takes the entries behind one position up to another away, with their values and links.
pub(super) async fn take_away(tx: &Tx<'_>, after: i64, up_to: i64) -> Result<u64, DbErr> {
    let tenant = tx.tenant();
    sql::run(tx.conn(), "INSERT INTO journal_openings (tenant_id) VALUES ($1)", [tenant.into()]).await?;
    let those = "(SELECT journal_id FROM journal_chain WHERE tenant_id = $1 AND position > $2 AND position <= $3)";
    let range = || [tenant.into(), after.into(), up_to.into()];
    sql::run(tx.conn(), &format!("DELETE FROM journal_values WHERE tenant_id = $1 AND journal_id IN {those}"), range())
        .await?;
    let gone =
        sql::run(tx.conn(), &format!("DELETE FROM journal WHERE tenant_id = $1 AND id IN {those}"), range()).await?;
    let text = "DELETE FROM journal_chain WHERE tenant_id = $1 AND position > $2 AND position <= $3";
    sql::run(tx.conn(), text, range()).await?;
    sql::run(tx.conn(), "DELETE FROM journal_openings WHERE tenant_id = $1", [tenant.into()]).await?;
    Ok(gone)
}

pub(super) async fn drop_anchor(tx: &Tx<'_>, anchor: Anchor) -> Result<(), DbErr> {
    let row = vec![
        tx.tenant().into(),
        anchor.position.into(),
        anchor.hash.into(),
        anchor.entries.into(),
        anchor.cut_at.into(),
        anchor.signature.into(),
    ];
    let columns = ["tenant_id", "position", "hash", "entries", "cut_at", "signature"];
    sql::insert(tx.conn(), "journal_anchors", &columns, vec![row]).await
}
