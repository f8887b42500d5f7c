//! Reading a timeline within reach.

use kernel::{Action, ConnectionTrait, DbError, Id, Instant};
use records::find;
use records::policy::Look;

use super::model::Entry;
use super::queries::{self, Wanted};
use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;

/// What of a timeline is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimelineFilter {
    /// Only these kinds; empty is all.
    pub kinds: Vec<String>,
    /// Only this store; none is all in reach.
    pub store: Option<Id>,
}

/// Where a page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelineCursor {
    at: Instant,
    id: Id,
}

impl TimelineCursor {
    /// For an address.
    pub fn text(&self) -> String {
        format!("{}-{}", self.at.0, self.id.simple())
    }

    /// Reads what [`TimelineCursor::text`] wrote.
    pub fn parse(text: &str) -> Option<TimelineCursor> {
        let (at, id) = text.rsplit_once('-')?;
        Some(TimelineCursor { at: Instant(at.parse().ok()?), id: id.parse().ok()? })
    }
}

/// A page of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelinePage {
    /// Entries, newest first.
    pub entries: Vec<Entry>,
    /// Where the next page begins, if there is one.
    pub next: Option<TimelineCursor>,
}

/// A customer's timeline. An entry shows where its store is one through which the reader sees the customer; entries of
/// the head office show to those who reach the whole group. None when the customer is out of reach. Three queries.
pub async fn timeline<C: ConnectionTrait>(
    look: &Look<'_, C>,
    customer: Id,
    filter: &TimelineFilter,
    before: Option<TimelineCursor>,
    limit: usize,
) -> Result<Option<TimelinePage>, DbError> {
    let anchors = find::anchors(look, &CUSTOMER, customer, Action::See).await?;
    if anchors.is_empty() {
        return Ok(None);
    }
    let stores: Vec<Id> =
        engagements::by_ids(look.conn, look.scope.tenant, &anchors).await?.into_iter().map(|e| e.store_id).collect();
    within(look, customer, &stores, filter, before, limit).await.map(Some)
}

/// As [`timeline`], with the stores in reach at hand.
pub(crate) async fn within<C: ConnectionTrait>(
    look: &Look<'_, C>,
    customer: Id,
    stores: &[Id],
    filter: &TimelineFilter,
    before: Option<TimelineCursor>,
    limit: usize,
) -> Result<TimelinePage, DbError> {
    let chosen: Vec<Id> = stores.iter().copied().filter(|s| filter.store.is_none_or(|f| f == *s)).collect();
    let limit = limit.clamp(1, 200);
    let wanted = Wanted {
        customer,
        stores: &chosen,
        head_office: filter.store.is_none() && look.scope.reach("customer", Action::See).group,
        kinds: &filter.kinds,
        before: before.map(|c| (c.at, c.id)),
        limit: limit as i64 + 1,
    };
    let mut entries = queries::read(look.conn, look.scope.tenant, wanted).await?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|e| TimelineCursor { at: e.at, id: e.id });
    Ok(TimelinePage { entries, next })
}
