//! Cases as somebody may see them: the side that filed later sees what it was told and what came of it; the side that
//! filed first sees what it was asked; whoever reaches both sees everything.

use kernel::sql::{self, Query};
use kernel::{Action, ConnectionTrait, DbError, Id};
use records::policy::{self, Look};
use sea_orm::FromQueryResult;

use super::model::{Collision, Told};
use super::queries;
use crate::kind::CUSTOMER;

/// A case with the eyes that look at it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Case {
    /// The case.
    #[sea_orm(nested)]
    pub collision: Collision,
    /// The later file as it stands now: after a merge, that of the survivor.
    pub own_customer: Id,
    /// The first file as it stands now.
    pub first_customer: Id,
    /// Whose it is.
    pub first_owner: Option<Id>,
    /// The name of the store that filed later.
    pub store_name: String,
    /// The name of the store that filed first; to be shown only to those who were told it ([`Case::told`]).
    pub first_store_name: String,
    /// The owner of the first filing, under the same reserve.
    pub first_owner_name: Option<String>,
    /// 1 where the reader sees the later file.
    mine: i64,
    /// 1 where the reader decides about the first one: it is theirs, or they may give it away.
    theirs: i64,
}

impl Case {
    /// Whether the reader stands on the side that filed later.
    pub fn is_mine(&self) -> bool {
        self.mine == 1
    }

    /// Whether the reader may decide about the first filing.
    pub fn is_theirs(&self) -> bool {
        self.theirs == 1
    }

    /// Whether someone who looks at it judges an appeal: they decide about the first filing, see the later one too, and
    /// are not the one who declined.
    pub fn may_judge(&self, user: Option<Id>) -> bool {
        self.is_mine() && self.is_theirs() && (user.is_none() || self.collision.refused_by_id != user)
    }

    /// What the reader knows of the first filing.
    pub fn told(&self) -> Told {
        if self.is_theirs() { Told::Named } else { self.collision.told() }
    }
}

/// Which cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Those that one was told of.
    Mine,
    /// Those that wait for one's decision.
    Due,
    /// All that one sees from both sides.
    Whole,
}

impl Tab {
    /// All of them.
    pub const ALL: [Tab; 3] = [Tab::Mine, Tab::Due, Tab::Whole];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Tab::Mine => "mine",
            Tab::Due => "due",
            Tab::Whole => "whole",
        }
    }

    fn condition(self) -> &'static str {
        match self {
            Tab::Mine => "x.mine = 1 AND x.told <> 'silent' AND x.state <> 'withdrawn'",
            Tab::Due => "x.theirs = 1 AND (x.state = 'asked' OR x.state = 'appealed' AND x.mine = 1)",
            Tab::Whole => "x.mine = 1 AND x.theirs = 1",
        }
    }
}

/// What one may know of a case at all.
const VISIBLE: &str = "(x.mine = 1 AND (x.theirs = 1 OR x.told <> 'silent' AND x.state <> 'withdrawn') \
     OR x.theirs = 1 AND x.state IN ('asked', 'allowed', 'shared', 'declined', 'appealed', 'taken'))";

/// Cases of a tab, the newest first; one query.
pub async fn cases<C: ConnectionTrait>(look: &Look<'_, C>, tab: Tab, limit: i64) -> Result<Vec<Case>, DbError> {
    let mut q = Query::new();
    q.push("SELECT x.* FROM (");
    select(&mut q, look);
    if tab == Tab::Due {
        q.push(" AND c.state IN ('asked', 'appealed')");
    }
    q.push(") x WHERE ").push(tab.condition()).push(" ORDER BY x.at DESC, x.id DESC").limit(limit);
    sql::all(look.conn, &q.text, q.values).await
}

/// One case, if the reader may know of it.
pub async fn one<C: ConnectionTrait>(look: &Look<'_, C>, id: Id) -> Result<Option<Case>, DbError> {
    let mut q = Query::new();
    q.push("SELECT x.* FROM (");
    select(&mut q, look);
    q.push(" AND c.id = ").bind(id).push(") x WHERE ").push(VISIBLE);
    sql::one(look.conn, &q.text, q.values).await
}

/// The cases that stand beside a file: those of its engagements that the reader sees, on either side. Most files have
/// none, which one small query tells; a second one reads them.
pub async fn beside<C: ConnectionTrait>(look: &Look<'_, C>, engagements: &[Id]) -> Result<Vec<Case>, DbError> {
    if engagements.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    for (n, column) in ["engagement_id", "first_engagement_id"].into_iter().enumerate() {
        if n > 0 {
            q.push(" UNION ");
        }
        q.push("SELECT id FROM collisions WHERE tenant_id = ").bind(look.scope.tenant).push(" AND ").push(column);
        q.push(" IN (").bind_all(engagements.iter().copied());
        q.push(") AND state IN ('open', 'asked', 'declined', 'appealed')");
    }
    let ids: Vec<Id> =
        q.rows(look.conn).await?.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, DbError>>()?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT x.* FROM (");
    select(&mut q, look);
    q.push(" AND c.id IN (").bind_all(ids).push(")) x WHERE ").push(VISIBLE);
    q.push(" ORDER BY x.at DESC, x.id DESC LIMIT 5");
    sql::all(look.conn, &q.text, q.values).await
}

/// Whether it was told that a customer who was just filed is known in the group. One query.
pub async fn known_in_group<C: ConnectionTrait>(look: &Look<'_, C>, customer: Id) -> Result<bool, DbError> {
    let text = "SELECT 1 FROM collisions WHERE tenant_id = $1 AND customer_id = $2 AND told <> 'silent'";
    Ok(sql::row(look.conn, text, [look.scope.tenant.into(), customer.into()]).await?.is_some())
}

fn select<C: ConnectionTrait>(q: &mut Query, look: &Look<'_, C>) {
    let (see, give) = (look.scope.reach(CUSTOMER.name, Action::See), look.scope.reach(CUSTOMER.name, Action::Assign));
    let own = look.scope.reach(CUSTOMER.name, Action::Edit).owner;
    q.push("SELECT ").push(queries::COLUMNS);
    q.push(", m.customer_id AS own_customer, f.customer_id AS first_customer, f.owner_id AS first_owner");
    q.push(", s.name AS store_name, t.name AS first_store_name, o.name AS first_owner_name");
    q.push(", CAST(CASE WHEN m.deleted_at IS NULL AND ");
    policy::condition(q, &see, "m", &CUSTOMER, Action::See, look.now);
    q.push(" THEN 1 ELSE 0 END AS bigint) AS mine, CAST(CASE WHEN f.deleted_at IS NULL AND (");
    policy::condition(q, &give, "f", &CUSTOMER, Action::Assign, look.now);
    if let Some(own) = own.or(look.scope.user().filter(|_| look.scope.can(CUSTOMER.name, Action::Edit))) {
        q.push(" OR f.owner_id = ").bind(own);
    }
    q.push(") THEN 1 ELSE 0 END AS bigint) AS theirs");
    // In this order, so that SQLite walks the cases from the newest on and looks the rest up.
    q.push(
        " FROM collisions c CROSS JOIN engagements m CROSS JOIN engagements f CROSS JOIN nodes s CROSS JOIN nodes t",
    );
    q.push(" LEFT JOIN users o ON o.tenant_id = c.tenant_id AND o.id = f.owner_id WHERE c.tenant_id = ");
    q.bind(look.scope.tenant);
    q.push(" AND m.tenant_id = c.tenant_id AND m.id = c.engagement_id");
    q.push(" AND f.tenant_id = c.tenant_id AND f.id = c.first_engagement_id");
    q.push(" AND s.tenant_id = c.tenant_id AND s.id = c.store_id");
    q.push(" AND t.tenant_id = c.tenant_id AND t.id = c.first_store_id");
}
