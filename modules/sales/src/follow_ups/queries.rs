//! All SQL of follow-ups.

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

use crate::opportunity::{Opportunity, day};

/// A contact as stored. Contacts are never changed.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct FollowUp {
    /// Its id.
    pub id: Id,
    /// When.
    pub at: Instant,
    /// Through what (dictionary `follow-up-channel`).
    pub channel: String,
    /// What was said.
    pub content: Option<String>,
    /// What came of it (dictionary `follow-up-result`).
    pub result: String,
    /// The level before.
    pub from_level: String,
    /// The level from then on.
    pub level: String,
    /// The day on which it was due.
    pub due_on: Option<NaiveDate>,
    /// When the next one is due.
    pub next_on: Option<NaiveDate>,
    /// By whom.
    pub by_name: String,
}

/// The contacts of an opportunity, the newest first.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, id: Id, limit: i64) -> Result<Vec<FollowUp>, DbError> {
    let text = format!(
        "SELECT id, at, channel, content, result, from_level, level, due_on, next_on, by_name FROM follow_ups \
         WHERE tenant_id = $1 AND opportunity_id = $2 ORDER BY at DESC, id DESC LIMIT {limit}"
    );
    sql::all(conn, &text, [tenant.into(), id.into()]).await
}

pub(super) async fn insert(tx: &Tx<'_>, of: &Opportunity, new: &FollowUp) -> Result<(), DbError> {
    let columns = [
        "tenant_id",
        "id",
        "opportunity_id",
        "at",
        "channel",
        "content",
        "result",
        "from_level",
        "level",
        "due_on",
        "next_on",
        "store_id",
        "owner_id",
        "by_id",
        "by_name",
        "path",
        "late",
    ];
    let row = vec![
        tx.tenant().into(),
        new.id.into(),
        of.id.into(),
        new.at.into(),
        new.channel.as_str().into(),
        new.content.clone().into(),
        new.result.as_str().into(),
        new.from_level.as_str().into(),
        new.level.as_str().into(),
        new.due_on.into(),
        new.next_on.into(),
        of.store_id.into(),
        of.owner_id.into(),
        tx.scope().user().into(),
        new.by_name.as_str().into(),
        of.path.as_str().into(),
        new.due_on.is_some_and(|due| due < day(new.at)).into(),
    ];
    sql::insert(tx.conn(), "follow_ups", &columns, vec![row]).await
}
