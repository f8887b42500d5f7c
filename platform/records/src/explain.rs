//! Why someone sees a record, what they may do with it, and why a field is closed to them. The policy answers itself:
//! whether they may is asked of the queries that decide it, and why of the grants and shares that these are made of.

use kernel::scope::{Origin, Place};
use kernel::sql::Query;
use kernel::{Access, Action, ConnectionTrait, GrantReach, Id, Instant, Scope};
use sea_orm::DbErr;

use crate::policy::{self, Look};
use crate::{Field, Kind, Source, find, select};

/// What lets someone do something with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A role at a post.
    Role {
        /// The post and the role; none for the house itself.
        origin: Option<Origin>,
        /// How far it reaches.
        reach: GrantReach,
    },
    /// A share.
    Share {
        /// The person or node it names.
        grantee: Id,
        /// Whether it lets them change the record as well.
        edit: bool,
        /// The first moment at which it no longer holds.
        until: Option<Instant>,
    },
}

/// A field that someone does not see in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The field.
    pub field: &'static Field,
    /// How open it is: masked or hidden.
    pub access: Access,
}

/// The answer about one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Each action with what gives it; nothing gives what they may not do.
    pub actions: Vec<(Action, Vec<Cause>)>,
    /// The fields that are closed to them on this record.
    pub closed: Vec<Closed>,
    /// Where the record stands as far as they reach it.
    pub places: Vec<Place>,
}

impl Explanation {
    /// Why they see it.
    pub fn sight(&self) -> &[Cause] {
        self.actions.iter().find(|(action, _)| *action == Action::See).map_or(&[], |(_, causes)| causes)
    }
}

/// Why a reader sees a record; `None` when it is not there for them. A dozen queries.
pub async fn explain<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    record: Id,
) -> Result<Option<Explanation>, DbErr> {
    let seen = places(look, kind, record, Action::See).await?;
    if seen.is_empty() {
        return Ok(None);
    }
    let mut actions = Vec::new();
    for action in Action::ALL {
        // A record is made before there is one.
        if action == Action::Create {
            continue;
        }
        let reached = places(look, kind, record, action).await?;
        let mut causes: Vec<Cause> = Vec::new();
        for (_, place) in &reached {
            for (grant, origin) in look.scope.because(kind.name, action, place) {
                push(&mut causes, Cause::Role { origin: origin.copied(), reach: grant.reach.clone() });
            }
        }
        for share in shares(look, kind, &reached, action).await? {
            push(&mut causes, share);
        }
        actions.push((action, causes));
    }
    let places: Vec<Place> = seen.into_iter().map(|(_, place)| place).collect();
    Ok(Some(Explanation { actions, closed: closed(look.scope, kind, &places), places }))
}

/// The fields that are closed to someone on every row of a kind, or on rows at these places.
pub fn closed(scope: &Scope, kind: &'static Kind, places: &[Place]) -> Vec<Closed> {
    let open = |field: &Field| match (places, field.source) {
        ([], _) => scope.field_at_best(kind.name, field.name),
        // What a store knows is as open as it is where that store's part of the record stands.
        (places, Source::Anchor(_)) => places
            .iter()
            .map(|place| scope.field_on(kind.name, field.name, std::slice::from_ref(place)))
            .max()
            .unwrap_or(Access::Hidden),
        (places, _) => scope.field_on(kind.name, field.name, places),
    };
    let fields = kind.fields.iter().map(|field| Closed { field, access: open(field) });
    fields.filter(|closed| closed.access < Access::Shown).collect()
}

fn push(causes: &mut Vec<Cause>, cause: Cause) {
    if !causes.contains(&cause) {
        causes.push(cause);
    }
}

/// The anchors through which a record is reached with an action, and where they stand.
async fn places<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    record: Id,
    action: Action,
) -> Result<Vec<(Id, Place)>, DbErr> {
    let anchors = find::anchors(look, kind, record, action).await?;
    if anchors.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    // The places of columns are those of a selection's head.
    q.push("SELECT a.id, 0, 0, a.owner_id, a.store_id, a.path FROM ").push(kind.anchor.table);
    q.push(" a WHERE a.tenant_id = ").bind(look.scope.tenant).push(" AND a.id IN (").bind_all(anchors).push(")");
    let rows = q.rows(look.conn).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, select::place(row)?))).collect()
}

/// The shares that count for the reader among those of the anchors.
async fn shares<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    anchors: &[(Id, Place)],
    action: Action,
) -> Result<Vec<Cause>, DbErr> {
    let with = look.scope.reach(kind.name, action).shared_with;
    if with.is_empty() || anchors.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT s.grantee_id, s.access, s.until FROM shares s WHERE s.tenant_id = ").bind(look.scope.tenant);
    q.push(" AND s.anchor_id IN (").bind_all(anchors.iter().map(|(id, _)| *id)).push(") AND ");
    policy::holding(&mut q, &with, kind, action, look.now);
    let share = |row: &sea_orm::QueryResult| {
        Ok(Cause::Share {
            grantee: row.try_get("", "grantee_id")?,
            edit: row.try_get::<String>("", "access")? == "edit",
            until: row.try_get::<Option<i64>>("", "until")?.map(Instant),
        })
    };
    q.rows(look.conn).await?.iter().map(share).collect()
}
