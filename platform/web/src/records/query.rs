//! From the address of a list to its query.

use kernel::{Access, ConnectionTrait, Scope};
use records::filter::Today;
use records::list::{self, may_sort};
use records::policy::Look;
use records::preferences::Preferences;
use records::search;
use records::{Cursor, Field, Kind, ListError, ListQuery, Uses};
use sea_orm::DbErr;

use super::address::Address;
use super::call::Call;
use crate::limits::{self, Guard};
use crate::{Problem, Visitor};

/// The most hits that a search box answers with.
pub const MOST_HITS: usize = 200;

/// The columns of a list: those of the address, else those the reader likes, else the kind's own. The field that names
/// the record comes first, and what the reader sees on no row is left out.
pub fn columns(
    scope: &Scope,
    kind: &'static Kind,
    address: &Address,
    preferences: &Preferences,
) -> Vec<&'static Field> {
    let chosen =
        if address.columns.is_empty() { preferences.columns.as_deref() } else { Some(address.columns.as_slice()) };
    let mut fields: Vec<&'static Field> = kind.field(kind.title).into_iter().collect();
    let more: Vec<&'static Field> = match chosen {
        Some(names) => names.iter().filter_map(|name| kind.field(name)).collect(),
        None => kind.fields_for(Uses::DEFAULT).collect(),
    };
    for field in more {
        if field.uses.has(Uses::LIST) && !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields.retain(|f| f.name == kind.title || scope.field_at_best(kind.name, f.name) > Access::Hidden);
    fields
}

/// The query of an address, without search.
pub fn build(
    visitor: &Visitor,
    kind: &'static Kind,
    address: &Address,
    preferences: &Preferences,
    today: Today,
) -> Result<ListQuery, ListError> {
    let scope = &visitor.scope;
    let mut query = ListQuery::new(kind, today);
    query.filters.clone_from(&address.filters);
    match &address.sort {
        Some(sort) => {
            let mut asked = query.clone();
            asked.order(sort)?;
            // The filter that the order needs may have been taken off.
            match asked.may_order(asked.sort) {
                true => query = asked,
                false => own_order(scope, &mut query, preferences),
            }
        }
        None => own_order(scope, &mut query, preferences),
    }
    query.fields = columns(scope, kind, address, preferences);
    query.after = address.after.as_deref().map(Cursor::parse).transpose()?;
    query.store = visitor.store;
    Ok(query)
}

/// The order nobody asked for: the reader's liking or the kind's own, if they may know it, else any they may know.
fn own_order(scope: &Scope, query: &mut ListQuery, preferences: &Preferences) {
    if let Some(sort) = &preferences.sort {
        let mut liked = query.clone();
        if liked.order(sort).is_ok() && liked.may_order(liked.sort) && may_sort(scope, liked.kind, liked.sort) {
            *query = liked;
            return;
        }
    }
    if !may_sort(scope, query.kind, query.sort)
        && let Some(field) = query.kind.fields.iter().find(|f| query.may_order(f) && may_sort(scope, query.kind, f))
    {
        (query.sort, query.descending) = (field, true);
    }
}

/// Orders a query in a way that its reader may know.
pub fn neutral_order(scope: &Scope, query: &mut ListQuery) {
    own_order(scope, query, &Preferences::default());
}

/// Narrows a query to what the search box finds; true when there may be more hits than were taken.
pub async fn narrow<C: ConnectionTrait>(look: &Look<'_, C>, query: &mut ListQuery, q: &str) -> Result<bool, DbErr> {
    if q.trim().is_empty() {
        return Ok(false);
    }
    let hits = search::search(look, query.kind, q, MOST_HITS).await?;
    let full = hits.len() >= MOST_HITS;
    query.ids = Some(hits.into_iter().map(|hit| hit.record).collect());
    Ok(full)
}

/// Counts a query that looks for a masked value, or refuses it: without a limit such values would be guessed.
pub async fn guard(call: &Call, query: &ListQuery) -> Result<(), Problem> {
    if !query.filters.is_empty() && list::asks_masked(&call.look(), call.registry(), query)? {
        limits::take(&call.app, &call.visitor.scope, Guard::Masked).await?;
    }
    Ok(())
}

/// Counts a search for the whole of a masked value, as [`guard`] counts filters.
pub async fn guard_search(call: &Call, kind: &Kind, q: &str) -> Result<(), Problem> {
    if search::asks_masked(&call.visitor.scope, kind, q) {
        limits::take(&call.app, &call.visitor.scope, Guard::Masked).await?;
    }
    Ok(())
}

/// A count as pages show it.
pub fn shown(count: list::Count, more_hits: bool) -> ui::Count {
    let value = count.value.max(0) as u64;
    if count.capped || more_hits { ui::Count::AtLeast(value) } else { ui::Count::Exact(value) }
}
