//! Lists: one page of rows by keyset, and a capped count, both under policy.

use chrono::NaiveDate;
use kernel::sql::Query;
use kernel::{Action, ConnectionTrait, Id, Reach, Scope};
use sea_orm::DbErr;

use crate::filter::{self, Checked, Today};
use crate::policy::{self, Branch, Look};
use crate::select::{Selection, base_alias};
use crate::{Field, FieldKind, Filter, Kind, Registry, Row, Source};

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
    id: Id,
    key: Option<String>,
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

/// One page.
pub async fn list<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    query: &ListQuery,
) -> Result<Page, ListError> {
    let plan = Plan::new(look, registry, query)?;
    let limit = query.limit.clamp(1, PAGE_CAP);
    let selection = Selection::new(look, query.kind, &query.fields);
    let results = plan.page(look, &selection, limit + 1)?.rows(look.conn).await?;
    let mut rows = results.iter().take(limit).map(|r| selection.row(look, r)).collect::<Result<Vec<_>, _>>()?;
    let next = match (results.len() > limit, rows.last_mut()) {
        (true, Some(last)) => Some(Cursor { id: last.id, key: plan.key(&results[limit - 1])? }),
        _ => None,
    };
    Ok(Page { rows, next })
}

/// How many, counted up to [`COUNT_CAP`].
pub async fn count<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    query: &ListQuery,
) -> Result<Count, ListError> {
    let plan = Plan::new(look, registry, query)?;
    let value = plan.count(look, COUNT_CAP + 1)?.number(look.conn).await?;
    Ok(Count { value: value.min(COUNT_CAP), capped: value > COUNT_CAP })
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

/// A list query with its policy worked out.
struct Plan<'q> {
    query: &'q ListQuery,
    reach: Reach,
    branches: Vec<Branch>,
    filters: Vec<Checked<'q>>,
    sort: &'static str,
}

impl<'q> Plan<'q> {
    fn new<C: ConnectionTrait>(
        look: &Look<'_, C>,
        registry: &'q Registry,
        query: &'q ListQuery,
    ) -> Result<Plan<'q>, ListError> {
        let mut reach = look.scope.reach(query.kind.name, query.action);
        if reach.is_empty() {
            return Err(ListError::NotAllowed);
        }
        let filters =
            query.filters.iter().map(|f| Checked::new(look, registry, query.kind, f)).collect::<Result<Vec<_>, _>>()?;
        let sort = query.sort.sort.ok_or(ListError::Bad("list-unsortable-field"))?;
        if !may_sort(look.scope, query.kind, query.sort) {
            return Err(ListError::FieldMasked);
        }
        let mut branches = policy::branches(&reach);
        if let Some(store) = query.store {
            // Inside one store the store's index serves a reader of the whole group as well.
            if reach.group || reach.stores.iter().any(|(s, _)| *s == store) {
                branches = vec![Branch::Store(store)];
                reach = Reach { stores: vec![(store, String::new())], ..Reach::default() };
            }
        }
        Ok(Plan { query, reach, branches, filters, sort })
    }

    fn record(&self) -> &'static str {
        self.query.kind.anchor.record
    }

    /// Sorted by the record's id alone: newest first, by the order of UUIDv7.
    fn by_id(&self) -> bool {
        self.sort == self.record()
    }

    /// One record may be reached through several anchors, unless all of them belong to the one store there is.
    fn may_repeat(&self) -> bool {
        self.query.kind.has_own_anchor() && !matches!(self.branches.as_slice(), [Branch::Store(_)])
    }

    /// What must hold for an anchor under an alias besides its branch: tenant, filters, switch, hits.
    fn conditions<C: ConnectionTrait>(&self, q: &mut Query, look: &Look<'_, C>, alias: &str) -> Result<(), ListError> {
        policy::base(q, self.query.kind, look.scope, alias);
        let (_, base) = filter::aliases(self.query.kind);
        let base = if base == "a" { alias } else { base };
        for checked in &self.filters {
            q.push(" AND ");
            checked.write(q, look, &format!("{alias}.{}", self.record()), alias, base, self.query.today)?;
        }
        if let Some(store) = self.query.store {
            q.push(" AND ").push(alias).push(".store_id = ").bind(store);
        }
        if let Some(ids) = &self.query.ids {
            q.push(" AND ").push(alias).push(".").push(self.record());
            if ids.is_empty() {
                q.push(" IS NULL");
            } else {
                q.push(" IN (").bind_all(ids.iter().copied()).push(")");
            }
        }
        Ok(())
    }

    /// Leaves of a record's anchors the one that stands first in the list's order.
    fn once<C: ConnectionTrait>(&self, q: &mut Query, look: &Look<'_, C>) -> Result<(), ListError> {
        if !self.may_repeat() {
            return Ok(());
        }
        let before = if self.query.descending { " > " } else { " < " };
        q.push(" AND NOT EXISTS (SELECT 1 FROM ")
            .push(self.query.kind.anchor.table)
            .push(" d WHERE d.")
            .push(self.record())
            .push(" = a.")
            .push(self.record());
        q.push(" AND ");
        // Filters on the record itself hold for all its anchors alike; those on the anchor decide which ones count.
        self.conditions(q, look, "d")?;
        q.push(" AND ");
        policy::condition(q, &self.reach, "d", self.query.kind, self.query.action, look.now);
        if self.by_id() {
            q.push(" AND d.id").push(before).push("a.id)");
        } else {
            q.push(" AND (d.")
                .push(self.sort)
                .push(", d.id)")
                .push(before)
                .push("(a.")
                .push(self.sort)
                .push(", a.id))");
        }
        Ok(())
    }

    fn behind(&self, q: &mut Query) -> Result<(), ListError> {
        let Some(cursor) = &self.query.after else { return Ok(()) };
        let than = if self.query.descending { " < " } else { " > " };
        match &cursor.key {
            None if self.by_id() => drop(q.push(" AND a.").push(self.record()).push(than).bind(cursor.id)),
            Some(key) if !self.by_id() => {
                let value: kernel::Value = match self.query.sort.kind {
                    FieldKind::Integer
                    | FieldKind::Money
                    | FieldKind::Instant
                    | FieldKind::Kilometres
                    | FieldKind::Score => key.parse::<i64>().map_err(|_| ListError::Bad("list-bad-cursor"))?.into(),
                    FieldKind::Date => key.parse::<NaiveDate>().map_err(|_| ListError::Bad("list-bad-cursor"))?.into(),
                    _ => key.as_str().into(),
                };
                q.push(" AND (a.")
                    .push(self.sort)
                    .push(", a.")
                    .push(self.record())
                    .push(")")
                    .push(than)
                    .push("(")
                    .bind(value)
                    .push(", ")
                    .bind(cursor.id)
                    .push(")");
            }
            _ => return Err(ListError::Bad("list-bad-cursor")),
        }
        Ok(())
    }

    fn order(&self, q: &mut Query, alias: &str) {
        let direction = if self.query.descending { " DESC" } else { "" };
        q.push(" ORDER BY ");
        if !self.by_id() {
            q.push(alias).push(".").push(self.sort).push(direction).push(", ");
        }
        q.push(alias).push(".").push(self.record()).push(direction);
    }

    fn needs_base(&self) -> bool {
        self.filters.iter().any(Checked::needs_base)
    }

    /// The anchors of one branch: `FROM … WHERE …`.
    fn tail<C: ConnectionTrait>(&self, q: &mut Query, look: &Look<'_, C>, part: &Branch) -> Result<(), ListError> {
        policy::branch(q, part, "a", self.query.kind, self.query.action, look.now);
        q.push(" AND ");
        self.conditions(q, look, "a")?;
        self.once(q, look)
    }

    fn page<C: ConnectionTrait>(
        &self,
        look: &Look<'_, C>,
        selection: &Selection,
        limit: usize,
    ) -> Result<Query, ListError> {
        let mut q = Query::new();
        selection.head(&mut q);
        q.push(", a.").push(self.sort).push(" AS list_key");
        if let [part] = self.branches.as_slice() {
            selection.from(&mut q);
            q.push(" WHERE ");
            selection.join_condition(&mut q);
            self.tail(&mut q, look, part)?;
            self.behind(&mut q)?;
            self.order(&mut q, "a");
            q.push(" LIMIT ").bind(limit as i64);
            return Ok(q);
        }
        // Each branch gives its own first rows in order; the first of all of them are among these.
        q.push(" FROM (SELECT DISTINCT h.id FROM (");
        for (n, part) in self.branches.iter().enumerate() {
            if n > 0 {
                q.push(" UNION ALL ");
            }
            q.push("SELECT * FROM (SELECT a.id");
            self.write_from(&mut q, look, part);
            self.tail(&mut q, look, part)?;
            self.behind(&mut q)?;
            self.order(&mut q, "a");
            q.push(" LIMIT ").bind(limit as i64).push(&format!(") x{n}"));
        }
        q.push(") h) hits CROSS JOIN ").push(self.query.kind.anchor.table).push(" a");
        selection.joins(&mut q);
        q.push(" WHERE ");
        selection.join_condition(&mut q);
        q.push("a.tenant_id = ").bind(look.scope.tenant).push(" AND a.id = hits.id");
        self.order(&mut q, "a");
        q.push(" LIMIT ").bind(limit as i64);
        Ok(q)
    }

    fn write_from<C: ConnectionTrait>(&self, q: &mut Query, look: &Look<'_, C>, part: &Branch) {
        q.push(" FROM ");
        // Shares are few and lead: otherwise SQLite walks the whole index of the order for them.
        if let Branch::Shared(with) = part {
            q.push("(");
            policy::shared(q, "SELECT DISTINCT", with, self.query.kind, self.query.action, look.now);
            q.push(" AND s.tenant_id = ").bind(look.scope.tenant).push(") v CROSS JOIN ");
        }
        q.push(self.query.kind.anchor.table).push(" a");
        if self.needs_base() {
            q.push(" CROSS JOIN ").push(self.query.kind.table).push(" b");
        }
        q.push(" WHERE ");
        if matches!(part, Branch::Shared(_)) {
            q.push("a.id = v.anchor_id AND ");
        }
        if self.needs_base() {
            q.push("b.tenant_id = a.tenant_id AND b.id = a.").push(self.record()).push(" AND ");
        }
    }

    fn count<C: ConnectionTrait>(&self, look: &Look<'_, C>, cap: i64) -> Result<Query, ListError> {
        let mut q = Query::new();
        q.push("SELECT count(*) FROM (");
        let repeat = self.may_repeat();
        let what = if repeat { "SELECT DISTINCT a." } else { "SELECT a." };
        for (n, part) in self.branches.iter().enumerate() {
            if n > 0 {
                q.push(" UNION ");
            }
            q.push("SELECT * FROM (").push(what).push(self.record());
            self.write_from(&mut q, look, part);
            policy::branch(&mut q, part, "a", self.query.kind, self.query.action, look.now);
            q.push(" AND ");
            self.conditions(&mut q, look, "a")?;
            q.push(" LIMIT ").bind(cap).push(&format!(") x{n}"));
        }
        q.push(") c");
        Ok(q)
    }

    /// The sort value of a row, for the cursor.
    fn key(&self, result: &sea_orm::QueryResult) -> Result<Option<String>, DbErr> {
        if self.by_id() {
            return Ok(None);
        }
        Ok(Some(match self.query.sort.kind {
            FieldKind::Integer | FieldKind::Money | FieldKind::Instant | FieldKind::Kilometres | FieldKind::Score => {
                result.try_get::<i64>("", "list_key")?.to_string()
            }
            FieldKind::Date => result.try_get::<NaiveDate>("", "list_key")?.to_string(),
            _ => result.try_get::<String>("", "list_key")?,
        }))
    }
}

/// The order of creation tells nothing that the ids do not.
fn sort_is_neutral(kind: &Kind, field: &Field) -> bool {
    field.sort == Some(kind.anchor.record)
        || (matches!(field.source, Source::Base(_)) && base_alias(kind) == "a" && field.sort == Some("id"))
}
