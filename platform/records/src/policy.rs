//! Row policy as part of the query: a [`Reach`] becomes conditions on the anchor.
//!
//! A list runs one branch per part of the reach, each on the index made for it (owner, store, tenant), and takes the
//! union; a check of single rows uses all parts as one condition.

use kernel::sql::Query;
use kernel::{Action, ConnectionTrait, Id, Instant, Keys, Reach, Scope, Tx};
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbBackend};

use crate::Kind;

/// Someone looking: who, through which connection, at what time.
pub struct Look<'a, C: ConnectionTrait> {
    /// Who.
    pub scope: &'a Scope,
    /// Through what.
    pub conn: &'a C,
    /// Keys for sealed columns.
    pub keys: &'a Keys,
    /// When: shares end.
    pub now: Instant,
}

impl<'a> Look<'a, DatabaseConnection> {
    /// Reading.
    pub fn at(db: &'a kernel::Db, scope: &'a Scope) -> Self {
        Look { scope, conn: db.read(), keys: &db.keys, now: db.clock.now() }
    }
}

impl<'a> Look<'a, DatabaseTransaction> {
    /// Reading inside a write transaction.
    pub fn within(tx: &'a Tx<'_>) -> Self {
        Look { scope: tx.scope(), conn: tx.conn(), keys: tx.keys(), now: tx.now() }
    }
}

/// One part of a reach, with the index that serves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Branch {
    /// The whole tenant: walks `(tenant, sort)`.
    Group,
    /// A store: `(tenant, store, sort)`.
    Store(Id),
    /// Below a node: inside a store its index, above it the tenant's, with the path tested row by row; counted by
    /// `(tenant, path)`.
    Below(String, Option<Id>),
    /// An owner: `(tenant, owner, sort)`.
    Own(Id),
    /// What was shared with one of these.
    Shared(Vec<Id>),
}

/// The parts of a reach.
pub(crate) fn branches(reach: &Reach) -> Vec<Branch> {
    if reach.group {
        return vec![Branch::Group];
    }
    let mut list = Vec::new();
    list.extend(reach.stores.iter().map(|(store, _)| Branch::Store(*store)));
    list.extend(reach.paths.iter().map(|(path, store)| Branch::Below(path.clone(), *store)));
    list.extend(reach.owner.map(Branch::Own));
    if !reach.shared_with.is_empty() {
        list.push(Branch::Shared(reach.shared_with.clone()));
    }
    list
}

/// Writes one part as a condition on the anchor's alias.
pub(crate) fn branch(q: &mut Query, part: &Branch, alias: &str, kind: &Kind, action: Action, now: Instant) {
    part_of(q, part, alias, &format!("{alias}.path"), kind, action, now);
}

/// As [`branch`], for a walk along a list's order that ends with the page. A planner that does not know how many rows a
/// path leaves (SQLite ever, PostgreSQL in a plan for all values) would gather all of a region's by the index of paths and
/// sort them; an expression that no index holds keeps it from that.
pub(crate) fn walked<C: ConnectionTrait>(
    q: &mut Query,
    look: &Look<'_, C>,
    part: &Branch,
    alias: &str,
    kind: &Kind,
    action: Action,
) {
    let place = match look.conn.get_database_backend() {
        DbBackend::Postgres => format!("({alias}.path || '')"),
        _ => format!("+{alias}.path"),
    };
    part_of(q, part, alias, &place, kind, action, look.now);
}

/// As [`branch`], for a count that ends at its cap. SQLite counts a region from the index of paths alone; PostgreSQL would
/// gather all of the region to tell its records apart before the cap is looked at, and walks the records instead.
pub(crate) fn counted<C: ConnectionTrait>(
    q: &mut Query,
    look: &Look<'_, C>,
    part: &Branch,
    alias: &str,
    kind: &Kind,
    action: Action,
) {
    if gathers(look) {
        walked(q, look, part, alias, kind, action)
    } else {
        branch(q, part, alias, kind, action, look.now)
    }
}

/// Whether the database reads all rows before it tells the first ones apart: PostgreSQL does, SQLite does not.
pub(crate) fn gathers<C: ConnectionTrait>(look: &Look<'_, C>) -> bool {
    look.conn.get_database_backend() == DbBackend::Postgres
}

fn part_of(q: &mut Query, part: &Branch, alias: &str, place: &str, kind: &Kind, action: Action, now: Instant) {
    match part {
        Branch::Group => drop(q.push("1 = 1")),
        Branch::Store(store) => drop(q.push(alias).push(".store_id = ").bind(*store)),
        Branch::Below(path, store) => {
            if let Some(store) = store {
                q.push(alias).push(".store_id = ").bind(*store).push(" AND ");
            }
            q.push(place).push(" >= ").bind(path.as_str()).push(" AND ").push(place).push(" < ").bind(after(path));
        }
        Branch::Own(owner) => drop(q.push(alias).push(".owner_id = ").bind(*owner)),
        Branch::Shared(with) => {
            q.push(alias).push(".id IN (");
            shared(q, "SELECT", with, kind, action, now);
            q.push(" AND s.tenant_id = ").push(alias).push(".tenant_id)");
        }
    }
}

/// The anchors that were shared, as a query over `shares s` to which further conditions may be added. `select` is
/// `SELECT`, or `SELECT DISTINCT` for a table to join: inside `IN` it would keep SQLite from looking the row up.
pub(crate) fn shared(q: &mut Query, select: &str, with: &[Id], kind: &Kind, action: Action, now: Instant) {
    q.push(select).push(" s.anchor_id FROM shares s WHERE ");
    holding(q, with, kind, action, now);
}

/// Writes what holds for the shares `s` that count for someone.
pub(crate) fn holding(q: &mut Query, with: &[Id], kind: &Kind, action: Action, now: Instant) {
    q.push("s.kind = ").bind(kind.name);
    q.push(" AND s.grantee_id IN (").bind_all(with.iter().copied());
    q.push(") AND s.ended_at IS NULL AND (s.until IS NULL OR s.until > ").bind(now).push(")");
    if action != Action::See {
        q.push(" AND s.access = 'edit'");
    }
}

/// Writes a whole reach as one condition; nothing reached is never true.
pub fn condition(q: &mut Query, reach: &Reach, alias: &str, kind: &Kind, action: Action, now: Instant) {
    let parts = branches(reach);
    if parts.is_empty() {
        q.push("1 = 0");
        return;
    }
    q.push("(");
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            q.push(" OR ");
        }
        q.push("(");
        branch(q, part, alias, kind, action, now);
        q.push(")");
    }
    q.push(")");
}

/// Writes what holds for every query on an anchor: the tenant, nothing put away, and the noun's own condition.
pub(crate) fn base(q: &mut Query, kind: &Kind, scope: &Scope, alias: &str) {
    q.push(alias).push(".tenant_id = ").bind(scope.tenant).push(" AND ").push(alias).push(".deleted_at IS NULL");
    if let Some(only) = kind.only {
        q.push(" AND (").push(&only.replace("a.", &format!("{alias}."))).push(")");
    }
}

/// The first path after all paths that begin with `path`: `/` is followed by `0`.
fn after(path: &str) -> String {
    format!("{}0", path.strip_suffix('/').unwrap_or(path))
}
