//! A record's history as its reader may see it: every value passes the field policy of the record today.
//!
//! Changes of a record stand in the journal under the record; changes of what one store knows stand under the anchor,
//! with the same kind. A reader gets the lines of the record and of the anchors they reach, and of the record's own
//! lines nothing that only an anchor out of their reach knows.

mod as_of;

use std::collections::{BTreeSet, HashMap};

use kernel::journal::Change as Entry;
use kernel::scope::Place;
use kernel::sql::{self, Query};
use kernel::{Access, Action, ConnectionTrait, Id, Instant};
use sea_orm::{DbErr, FromQueryResult};

pub use as_of::{AsOf, as_of};

use crate::mask::mask;
use crate::policy::{self, Look};
use crate::select;
use crate::{Datum, Field, FieldKind, Kind, Shown, Source};

/// One field before and after, as its reader may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: &'static Field,
    /// What stood there; [`Datum::Empty`] for nothing.
    pub before: Shown,
    /// What stood there from then on.
    pub after: Shown,
}

/// One thing done to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its own id.
    pub id: Id,
    /// When.
    pub at: Instant,
    /// The person, if it was one.
    pub actor: Option<Id>,
    /// The name shown.
    pub actor_name: String,
    /// What was done (`create`, `update` …).
    pub action: String,
    /// The reason given.
    pub reason: Option<String>,
    /// Before and after.
    pub changes: Vec<Change>,
}

/// A part of a record's history, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The lines.
    pub lines: Vec<Line>,
    /// Give this as `before` for the lines that follow.
    pub next: Option<Id>,
}

#[derive(FromQueryResult)]
struct Stored {
    id: Id,
    at: Instant,
    actor_id: Option<Id>,
    actor_name: String,
    record_id: Id,
    action: String,
    reason: Option<String>,
    changes: Option<String>,
}

/// The history of a record, or of one of its fields; `None` when the record is not there for this reader.
pub async fn history<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    record: Id,
    field: Option<&'static Field>,
    before: Option<Id>,
    limit: usize,
) -> Result<Option<History>, DbErr> {
    let (anchors, places) = standing(look, kind, record).await?;
    if anchors.is_empty() {
        return Ok(None);
    }
    let mut stored = lines(look, kind, record, &anchors, before, limit as i64 + 1).await?;
    let next = (stored.len() > limit).then(|| stored.truncate(limit)).and_then(|()| stored.last().map(|s| s.id));
    let reader = Reader {
        look,
        kind,
        places: &places,
        field,
        everywhere: !kind.has_own_anchor() || look.scope.reach(kind.name, Action::See).group,
    };
    let mut lines: Vec<Line> = stored.into_iter().filter_map(|s| reader.line(s, record)).collect();
    name_references(look, &mut lines).await?;
    Ok(Some(History { lines, next }))
}

/// The anchors that let the reader in and where they stand.
async fn standing<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    record: Id,
) -> Result<(Vec<Id>, Vec<Place>), DbErr> {
    let reach = look.scope.reach(kind.name, Action::See);
    if reach.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let mut q = Query::new();
    // The places of columns are those of a selection's head.
    q.push("SELECT a.id, 0, 0, a.owner_id, a.store_id, a.path FROM ").push(kind.anchor.table).push(" a WHERE ");
    policy::base(&mut q, kind, look.scope, "a");
    q.push(" AND a.").push(kind.anchor.record).push(" = ").bind(record).push(" AND ");
    policy::condition(&mut q, &reach, "a", kind, Action::See, look.now);
    q.push(" ORDER BY a.id DESC LIMIT 200");
    let rows = q.rows(look.conn).await?;
    let anchors = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    let places = rows.iter().map(select::place).collect::<Result<_, _>>()?;
    Ok((anchors, places))
}

async fn lines<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &Kind,
    record: Id,
    anchors: &[Id],
    before: Option<Id>,
    limit: i64,
) -> Result<Vec<Stored>, DbErr> {
    let mut ids: BTreeSet<Id> = anchors.iter().copied().collect();
    ids.insert(record);
    let mut q = Query::new();
    q.push("SELECT j.id, j.at, j.actor_id, j.actor_name, j.record_id, j.action, j.reason, v.changes FROM journal j ");
    q.push("LEFT JOIN journal_values v ON v.tenant_id = j.tenant_id AND v.journal_id = j.id WHERE j.tenant_id = ")
        .bind(look.scope.tenant);
    q.push(" AND j.record_id IN (").bind_all(ids).push(") AND j.kind = ").bind(kind.name);
    if let Some(before) = before {
        q.push(" AND j.id < ").bind(before);
    }
    q.push(" ORDER BY j.id DESC").limit(limit);
    sql::all(look.conn, &q.text, q.values).await
}

struct Reader<'a, C: ConnectionTrait> {
    look: &'a Look<'a, C>,
    kind: &'static Kind,
    places: &'a [Place],
    field: Option<&'static Field>,
    /// Whether the reader may know what any anchor knows.
    everywhere: bool,
}

impl<C: ConnectionTrait> Reader<'_, C> {
    fn line(&self, stored: Stored, record: Id) -> Option<Line> {
        let entries: Vec<Entry> = stored.changes.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        // A line of an anchor is here because the reader reaches that anchor.
        let open = self.everywhere || (self.kind.has_own_anchor() && stored.record_id != record);
        let changes: Vec<Change> = entries.iter().filter_map(|entry| self.change(entry, open)).collect();
        // Without a change left, a line would only tell that someone elsewhere is busy with the record.
        let own = stored.actor_id.is_some() && stored.actor_id == self.look.scope.user();
        if changes.is_empty() && (self.field.is_some() || !(open || own)) {
            return None;
        }
        Some(Line {
            id: stored.id,
            at: stored.at,
            actor: stored.actor_id,
            actor_name: stored.actor_name,
            action: stored.action,
            reason: stored.reason.filter(|_| open || own),
            changes,
        })
    }

    fn change(&self, entry: &Entry, open: bool) -> Option<Change> {
        let field = self.kind.field(&entry.field)?;
        if self.field.is_some_and(|only| only.name != field.name)
            || (!open && matches!(field.source, Source::Anchor(_)))
        {
            return None;
        }
        let access = self.look.scope.field_on(self.kind.name, field.name, self.places);
        let shown = |text: &Option<String>| {
            let datum = text.as_deref().map_or(Datum::Empty, |text| Datum::of_plain(field.kind, text));
            if access == Access::Shown || datum.is_empty() {
                Shown::Value(datum)
            } else {
                Shown::Masked(mask(field.kind, &datum))
            }
        };
        (access > Access::Hidden).then(|| Change { field, before: shown(&entry.before), after: shown(&entry.after) })
    }
}

/// Gives references their labels, one query a table.
async fn name_references<C: ConnectionTrait>(look: &Look<'_, C>, lines: &mut [Line]) -> Result<(), DbErr> {
    let mut wanted: HashMap<(&str, &str), BTreeSet<Id>> = HashMap::new();
    for change in lines.iter().flat_map(|line| &line.changes) {
        if let FieldKind::Reference { table, label, .. } = change.field.kind {
            wanted
                .entry((table, label))
                .or_default()
                .extend([&change.before, &change.after].into_iter().filter_map(referred));
        }
    }
    let mut names: HashMap<(&str, Id), String> = HashMap::new();
    for ((table, label), ids) in wanted.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let mut q = Query::new();
        q.push("SELECT id, ")
            .push(label)
            .push(" FROM ")
            .push(table)
            .push(" WHERE tenant_id = ")
            .bind(look.scope.tenant);
        q.push(" AND id IN (").bind_all(ids).push(")");
        for row in q.rows(look.conn).await? {
            names.insert(
                (table, row.try_get_by_index(0)?),
                row.try_get_by_index::<Option<String>>(1)?.unwrap_or_default(),
            );
        }
    }
    for change in lines.iter_mut().flat_map(|line| &mut line.changes) {
        let FieldKind::Reference { table, .. } = change.field.kind else { continue };
        for shown in [&mut change.before, &mut change.after] {
            if let Shown::Value(Datum::Reference(id, name)) = shown {
                *name = names.get(&(table, *id)).cloned().unwrap_or_default();
            }
        }
    }
    Ok(())
}

fn referred(shown: &Shown) -> Option<Id> {
    match shown {
        Shown::Value(Datum::Reference(id, _)) => Some(*id),
        _ => None,
    }
}
