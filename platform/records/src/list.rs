//! Lists: one page of rows by keyset, and a capped count, both under policy.

use kernel::{Action, ConnectionTrait, Id, Scope};
use sea_orm::DbErr;

use crate::filter::{Checked, Today};
use crate::plan::Plan;
use crate::policy::Look;
use crate::select::{Selection, base_alias};
use crate::{Field, Filter, Kind, Op, Registry, Row, Source};

/// Counts stop here; people need "more than ten thousand", not the exact number, to go on.
pub const COUNT_CAP: i64 = 10_000;

/// The most rows a page holds.
pub const PAGE_CAP: usize = 200;

/// Why a list cannot be made as asked.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The request itself is wrong; the code says how.
    #[error("{0}")]
    Bad(&'static str),
    /// The reader sees no record of the kind at all.
    #[error("not allowed")]
    NotAllowed,
    /// The field is hidden from the reader on some row.
    #[error("hidden field")]
    FieldHidden,
    /// The field is masked on some row: only whole values and tails of four may be matched.
    #[error("masked field")]
    FieldMasked,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl ListError {
    /// The code, which is also the key of its sentence.
    pub fn code(&self) -> &'static str {
        match self {
            ListError::Bad(code) => code,
            ListError::NotAllowed => "problem-forbidden",
            ListError::FieldHidden => "filter-field-hidden",
            ListError::FieldMasked => "filter-field-masked",
            ListError::Database(_) => "problem-internal",
        }
    }
}

/// Where a page ended: the next one begins behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) id: Id,
    pub(crate) key: Option<String>,
}

impl Cursor {
    /// Reads what [`Cursor::text`] wrote.
    pub fn parse(text: &str) -> Result<Cursor, ListError> {
        let (id, key) = match text.split_once('~') {
            Some((id, key)) => (id, Some(key.to_owned())),
            None => (text, None),
        };
        Ok(Cursor { id: id.parse().map_err(|_| ListError::Bad("list-bad-cursor"))?, key })
    }

    /// For an address; needs percent-encoding there.
    pub fn text(&self) -> String {
        match &self.key {
            Some(key) => format!("{}~{key}", self.id),
            None => self.id.to_string(),
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct ListQuery {
    /// The noun.
    pub kind: &'static Kind,
    /// The columns.
    pub fields: Vec<&'static Field>,
    /// The conditions, all of which must hold.
    pub filters: Vec<Filter>,
    /// The field it is ordered by.
    pub sort: &'static Field,
    /// Last first.
    pub descending: bool,
    /// Behind this row.
    pub after: Option<Cursor>,
    /// How many rows.
    pub limit: usize,
    /// Only rows of this store: the switch in the top bar.
    pub store: Option<Id>,
    /// Only these records: hits of a search.
    pub ids: Option<Vec<Id>>,
    /// What may be done with the rows; `See` for showing them.
    pub action: Action,
    /// What relative dates are counted from.
    pub today: Today,
}

impl ListQuery {
    /// The noun's own list: default columns and order.
    pub fn new(kind: &'static Kind, today: Today) -> ListQuery {
        let (name, descending) = match kind.default_sort.strip_prefix('-') {
            Some(name) => (name, true),
            None => (kind.default_sort, false),
        };
        let sort = kind.field(name).unwrap_or(&kind.fields[0]);
        let fields = kind.fields_for(crate::Uses::DEFAULT).collect();
        ListQuery {
            kind,
            fields,
            filters: Vec::new(),
            sort,
            descending,
            after: None,
            limit: 50,
            store: None,
            ids: None,
            action: Action::See,
            today,
        }
    }

    /// Orders by a field, descending when the name begins with `-`.
    pub fn order(&mut self, text: &str) -> Result<(), ListError> {
        let (name, descending) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text, false),
        };
        self.sort =
            self.kind.field(name).filter(|f| f.sort.is_some()).ok_or(ListError::Bad("list-unsortable-field"))?;
        self.descending = descending;
        Ok(())
    }

    /// Whether the filters let the list be ordered by a field: one that may be empty orders what has a value.
    pub fn may_order(&self, field: &Field) -> bool {
        let fills = |filter: &Filter| {
            let op = matches!(filter.op, Op::Eq | Op::Gte | Op::Lte | Op::Filled);
            op && filter.relation.is_none() && filter.field == field.name
        };
        !field.sort_filled || self.filters.iter().any(fills)
    }
}

/// A page of rows.
#[derive(Clone, Debug)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Row>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// How many rows there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The number, or the cap.
    pub value: i64,
    /// There are more than the number says.
    pub capped: bool,
}

impl Count {
    /// Of a number counted no further than one beyond [`COUNT_CAP`].
    fn capped(number: i64) -> Count {
        Count { value: number.min(COUNT_CAP), capped: number > COUNT_CAP }
    }
}

/// One page.
pub async fn list<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    query: &ListQuery,
) -> Result<Page, ListError> {
    Ok(read(look, &Plan::new(look, registry, query)?, false).await?.0)
}

/// One page, and how many rows there are in all, counted up to [`COUNT_CAP`]: in one statement, because at a page's
/// size asking costs as much as answering.
pub async fn list_with_count<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    query: &ListQuery,
) -> Result<(Page, Count), ListError> {
    let plan = Plan::new(look, registry, query)?;
    let (page, total) = read(look, &plan, true).await?;
    let total = match total {
        Some(total) => total,
        // No row tells the number of rows: there are none, or all of them stand before the cursor.
        None if query.after.is_none() => 0,
        None => plan.count(look, COUNT_CAP + 1)?.number(look.conn).await?,
    };
    Ok((page, Count::capped(total)))
}

async fn read<C: ConnectionTrait>(
    look: &Look<'_, C>,
    plan: &Plan<'_>,
    counted: bool,
) -> Result<(Page, Option<i64>), ListError> {
    let query = plan.query;
    let limit = query.limit.clamp(1, PAGE_CAP);
    let selection = Selection::new(look, query.kind, &query.fields);
    let results = plan.page(look, &selection, limit + 1, counted)?.rows(look.conn).await?;
    let mut rows = results.iter().take(limit).map(|r| selection.row(look, r)).collect::<Result<Vec<_>, _>>()?;
    let next = match (results.len() > limit, rows.last_mut()) {
        (true, Some(last)) => Some(Cursor { id: last.id, key: plan.key(&results[limit - 1])? }),
        _ => None,
    };
    let total = match results.first() {
        Some(first) if counted => Some(first.try_get("", "list_total")?),
        _ => None,
    };
    Ok((Page { rows, next }, total))
}

/// How many, counted up to [`COUNT_CAP`].
pub async fn count<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    query: &ListQuery,
) -> Result<Count, ListError> {
    Ok(Count::capped(Plan::new(look, registry, query)?.count(look, COUNT_CAP + 1)?.number(look.conn).await?))
}

/// How many exactly; for the click on a capped count.
pub async fn count_exactly<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    query: &ListQuery,
) -> Result<i64, ListError> {
    Ok(Plan::new(look, registry, query)?.count(look, i64::MAX)?.number(look.conn).await?)
}

/// How many, counted no further than `cap`.
pub async fn count_up_to<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    query: &ListQuery,
    cap: i64,
) -> Result<i64, ListError> {
    Ok(Plan::new(look, registry, query)?.count(look, cap)?.number(look.conn).await?.min(cap))
}

/// Whether a query matches whole values of a field that its reader sees only masked: such queries must be limited in
/// number, or values would be guessed.
pub fn asks_masked<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    query: &ListQuery,
) -> Result<bool, ListError> {
    Ok(Plan::new(look, registry, query)?.filters.iter().any(Checked::masked))
}

/// Whether a reader may sort by a field: the order of a hidden or masked field would tell its values.
pub fn may_sort(scope: &Scope, kind: &Kind, field: &Field) -> bool {
    field.sort.is_some()
        && (scope.field_at_least(kind.name, field.name) == kernel::Access::Shown || sort_is_neutral(kind, field))
}

/// The order of creation tells nothing that the ids do not.
fn sort_is_neutral(kind: &Kind, field: &Field) -> bool {
    field.sort == Some(kind.anchor.record)
        || (matches!(field.source, Source::Base(_)) && base_alias(kind) == "a" && field.sort == Some("id"))
}
