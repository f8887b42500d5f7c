//! What hangs on a person besides their customers. What it counts of customers and stores is what the reader may see: a
//! manager of one store does not learn what somebody shares at another one.

use kernel::scope::Place;
use kernel::sql::{self, Query};
use kernel::{Action, ConnectionTrait, DbError, Id};
use records::policy::{self, Look};
use sea_orm::FromQueryResult;

use crate::kind::CUSTOMER;
use crate::pages::ASSIGNMENT_RULES;
use crate::places;

/// How much of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Open sessions.
    pub sessions: i64,
    /// Tokens of scripts.
    pub tokens: i64,
    /// Views that they share.
    pub views: i64,
    /// Customers within the reader's reach that colleagues share with them.
    pub shares_received: i64,
    /// Customers within the reader's reach that they share with others.
    pub shares_given: i64,
    /// Rules of assignment that name them, at stores whose rules the reader settles.
    pub rules: i64,
    /// Work in their name that is not done yet.
    pub jobs: i64,
}

/// Counts it: four statements.
pub(super) async fn counted<C: ConnectionTrait>(look: &Look<'_, C>, user: Id) -> Result<Counted, DbError> {
    let own = own(look, user).await?;
    Ok(Counted {
        sessions: own.sessions,
        tokens: own.tokens,
        views: own.views,
        shares_received: shares(look, "grantee_id", user).await?,
        shares_given: shares(look, "granted_by", user).await?,
        rules: rules(look, user).await?,
        jobs: own.jobs,
    })
}

/// What is the person's alone.
#[derive(Default, FromQueryResult)]
struct Own {
    sessions: i64,
    tokens: i64,
    views: i64,
    jobs: i64,
}

async fn own<C: ConnectionTrait>(look: &Look<'_, C>, user: Id) -> Result<Own, DbError> {
    let text = "SELECT (SELECT count(*) FROM sessions WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL AND expires_at > $3) AS sessions, \
         (SELECT count(*) FROM tokens WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)) AS tokens, \
         (SELECT count(*) FROM saved_views WHERE tenant_id = $1 AND owner_id = $2 AND shared_with IS NOT NULL AND deleted_at IS NULL) AS views, \
         (SELECT count(*) FROM jobs WHERE tenant_id = $1 AND created_by = $2 AND state IN ('queued', 'running', 'paused')) AS jobs";
    let values = [look.scope.tenant.into(), user.into(), look.now.into()];
    Ok(sql::one(look.conn, text, values).await?.unwrap_or_default())
}

/// Shares that hold and name someone in a column, of customers that the reader sees.
async fn shares<C: ConnectionTrait>(look: &Look<'_, C>, column: &str, user: Id) -> Result<i64, DbError> {
    let reach = look.scope.reach(CUSTOMER.name, Action::See);
    if reach.is_empty() {
        return Ok(0);
    }
    let mut q = Query::new();
    q.push("SELECT count(*) AS shares_of_leaver FROM shares s JOIN engagements e ON e.tenant_id = s.tenant_id AND e.id = s.anchor_id");
    q.push(" WHERE s.tenant_id = ").bind(look.scope.tenant).push(" AND s.kind = ").bind(CUSTOMER.name);
    q.push(" AND s.")
        .push(column)
        .push(" = ")
        .bind(user)
        .push(" AND s.ended_at IS NULL AND (s.until IS NULL OR s.until > ");
    q.bind(look.now).push(") AND e.deleted_at IS NULL AND ");
    policy::condition(&mut q, &reach, "e", &CUSTOMER, Action::See, look.now);
    sql::number(look.conn, &q.text, q.values).await
}

/// Rules that name someone; few, and seen by whoever settles a store's rules.
async fn rules<C: ConnectionTrait>(look: &Look<'_, C>, user: Id) -> Result<i64, DbError> {
    if !look.scope.may(ASSIGNMENT_RULES) {
        return Ok(0);
    }
    let text = "SELECT n.id, n.path FROM assignment_rules r JOIN nodes n ON n.tenant_id = r.tenant_id AND n.id = r.store_id \
         WHERE r.tenant_id = $1 AND r.owners LIKE $2 AND r.deleted_at IS NULL";
    let mut count = 0;
    for row in sql::rows(look.conn, text, [look.scope.tenant.into(), format!("%{user}%").into()]).await? {
        let place = Place { owner: None, store: Some(row.try_get_by_index(0)?), path: row.try_get_by_index(1)? };
        count += i64::from(places::within_reach(look.scope, Action::Assign, &place));
    }
    Ok(count)
}
