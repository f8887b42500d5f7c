//! A record as it was at a moment: as it stands, with all changes since taken off again. Permissions and masks are those
//! of today.

use std::collections::HashSet;

use kernel::sql::{self, Query};
use kernel::{Action, ConnectionTrait, Id, Instant};
use sea_orm::DbErr;

use super::{Line, Reader, Stored, name_references, standing};
use crate::policy::Look;
use crate::{Datum, Field, Kind, Shown, Uses, find};

/// A record as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// What people write, in the descriptor's order; what the journal tells no values of is left out.
    pub cells: Vec<(&'static Field, Shown)>,
    /// The house did not know the record yet.
    pub unknown: bool,
}

/// A record as it was at the end of a moment; `None` when it is not there for this reader. Of what stores know, it speaks
/// of the store whose knowledge the record's own page shows.
pub async fn as_of<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    record: Id,
    at: Instant,
) -> Result<Option<AsOf>, DbErr> {
    let (anchors, places) = standing(look, kind, record).await?;
    if anchors.is_empty() {
        return Ok(None);
    }
    let fields: Vec<&'static Field> = kind.fields.iter().filter(|f| f.uses.has(Uses::FORM)).collect();
    let Some(row) = find(look, kind, record, &fields).await? else { return Ok(None) };
    let mut q = Query::new();
    q.push("SELECT j.id, j.at, j.actor_id, j.actor_name, j.record_id, j.action, j.reason, v.changes FROM journal j ");
    q.push("LEFT JOIN journal_values v ON v.tenant_id = j.tenant_id AND v.journal_id = j.id WHERE j.tenant_id = ")
        .bind(look.scope.tenant);
    q.push(" AND j.record_id IN (").bind_all([record, row.anchor]).push(") AND j.at > ").bind(at);
    q.push(" ORDER BY j.id DESC");
    let stored: Vec<Stored> = sql::all(look.conn, &q.text, q.values).await?;
    let unknown = stored.iter().any(|s| s.record_id == record && s.action == "create");
    let reader = Reader {
        look,
        kind,
        places: &places,
        field: None,
        everywhere: !kind.has_own_anchor() || look.scope.reach(kind.name, Action::See).group,
    };
    let mut lines: Vec<Line> = stored.into_iter().filter_map(|s| reader.line(s, record)).collect();
    name_references(look, &mut lines).await?;
    let mut cells: Vec<(&'static Field, Shown)> =
        row.cells.into_iter().filter(|(_, shown)| *shown != Shown::Hidden).collect();
    let mut untold: HashSet<&str> = HashSet::new();
    // The newest first: what stood before the oldest change since is what stood then.
    for change in lines.into_iter().flat_map(|line| line.changes) {
        let told = |shown: &Shown| !matches!(shown, Shown::Value(Datum::Empty));
        if change.field.is_sealed() && !told(&change.before) && !told(&change.after) {
            untold.insert(change.field.name);
        }
        if let Some((_, shown)) = cells.iter_mut().find(|(field, _)| field.name == change.field.name) {
            *shown = change.before;
        }
    }
    cells.retain(|(field, _)| !untold.contains(field.name));
    Ok(Some(AsOf { cells, unknown }))
}
