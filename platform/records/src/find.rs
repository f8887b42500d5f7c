//! One record, if the reader may see it.

use kernel::sql::Query;
use kernel::{Action, ConnectionTrait, Id, Reach};
use sea_orm::DbErr;

use crate::commands::Refusal;
use crate::policy::{self, Look};
use crate::select::{self, Selection};
use crate::{Field, Kind, Row};

/// A record with the fields asked for; `None` when it is not there for this reader. Where several anchors let the
/// reader in, fields are as open as the most open of them, and values of the anchor come from the one changed last.
pub async fn find<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    id: Id,
    fields: &[&'static Field],
) -> Result<Option<Row>, DbErr> {
    let reach = look.scope.reach(kind.name, Action::See);
    if reach.is_empty() {
        return Ok(None);
    }
    let selection = Selection::new(look, kind, fields);
    let mut q = Query::new();
    selection.head(&mut q);
    selection.from(&mut q);
    q.push(" WHERE ");
    selection.join_condition(&mut q);
    of_record(&mut q, look, kind, id, &reach, Action::See);
    q.push(" ORDER BY a.id DESC LIMIT 50");
    let results = q.rows(look.conn).await?;
    let places = results.iter().map(select::place).collect::<Result<Vec<_>, _>>()?;
    results.first().map(|result| selection.row_at(look, result, &places)).transpose()
}

/// Writes what holds for the anchors of a record within a reach.
fn of_record<C: ConnectionTrait>(
    q: &mut Query,
    look: &Look<'_, C>,
    kind: &'static Kind,
    id: Id,
    reach: &Reach,
    action: Action,
) {
    policy::base(q, kind, look.scope, "a");
    q.push(" AND a.").push(kind.anchor.record).push(" = ").bind(id).push(" AND ");
    policy::condition(q, reach, "a", kind, action, look.now);
}

/// The anchors of a record on which someone may do something: engagement ids of a customer, for instance.
pub async fn anchors<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    id: Id,
    action: Action,
) -> Result<Vec<Id>, DbErr> {
    let reach = look.scope.reach(kind.name, action);
    if reach.is_empty() {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT a.id FROM ").push(kind.anchor.table).push(" a WHERE ");
    of_record(&mut q, look, kind, id, &reach, action);
    q.push(" ORDER BY a.id DESC LIMIT 200");
    q.rows(look.conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Whether someone may do something with a record: not found when they may not even see it, else forbidden.
pub async fn require<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    id: Id,
    action: Action,
) -> Result<Vec<Id>, Refusal> {
    let list = anchors(look, kind, id, action).await?;
    if !list.is_empty() {
        return Ok(list);
    }
    match action == Action::See || anchors(look, kind, id, Action::See).await?.is_empty() {
        true => Err(Refusal::NotFound),
        false => Err(Refusal::Forbidden),
    }
}
