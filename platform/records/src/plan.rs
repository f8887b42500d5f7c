//! How a list is asked of the database: one branch per part of the reach, each on its own index, put together in order.

use chrono::NaiveDate;
use kernel::sql::Query;
use kernel::{ConnectionTrait, Reach};
use sea_orm::DbErr;

use crate::filter::{self, Checked};
use crate::list::{COUNT_CAP, ListError, ListQuery, may_sort};
use crate::policy::{self, Branch, Look};
use crate::select::Selection;
use crate::{FieldKind, Registry};

/// A list query with its policy worked out.
pub(crate) struct Plan<'q> {
    pub(crate) query: &'q ListQuery,
    reach: Reach,
    branches: Vec<Branch>,
    pub(crate) filters: Vec<Checked<'q>>,
    sort: &'static str,
}

impl<'q> Plan<'q> {
    pub(crate) fn new<C: ConnectionTrait>(
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
        if !query.may_order(query.sort) {
            return Err(ListError::Bad("list-sort-needs-filter"));
        }
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
        policy::walked(q, look, part, "a", self.query.kind, self.query.action);
        q.push(" AND ");
        self.conditions(q, look, "a")?;
        self.once(q, look)
    }

    pub(crate) fn page<C: ConnectionTrait>(
        &self,
        look: &Look<'_, C>,
        selection: &Selection,
        limit: usize,
        counted: bool,
    ) -> Result<Query, ListError> {
        let mut q = Query::new();
        selection.head(&mut q);
        q.push(", a.").push(self.sort).push(" AS list_key");
        if counted {
            q.push(", (");
            self.write_count(&mut q, look, COUNT_CAP + 1)?;
            q.push(") AS list_total");
        }
        if let [part] = self.branches.as_slice() {
            selection.from(&mut q);
            q.push(" WHERE ");
            selection.join_condition(&mut q);
            self.tail(&mut q, look, part)?;
            self.behind(&mut q)?;
            self.order(&mut q, "a");
            q.limit(limit as i64);
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
            q.limit(limit as i64).push(&format!(") x{n}"));
        }
        q.push(") h) hits CROSS JOIN ").push(self.query.kind.anchor.table).push(" a");
        selection.joins(&mut q);
        q.push(" WHERE ");
        selection.join_condition(&mut q);
        q.push("a.tenant_id = ").bind(look.scope.tenant).push(" AND a.id = hits.id");
        self.order(&mut q, "a");
        q.limit(limit as i64);
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

    pub(crate) fn count<C: ConnectionTrait>(&self, look: &Look<'_, C>, cap: i64) -> Result<Query, ListError> {
        let mut q = Query::new();
        self.write_count(&mut q, look, cap)?;
        Ok(q)
    }

    fn write_count<C: ConnectionTrait>(&self, q: &mut Query, look: &Look<'_, C>, cap: i64) -> Result<(), ListError> {
        match self.branches.as_slice() {
            [part @ Branch::Below(_, None)] if self.may_repeat() && policy::gathers(look) => {
                self.write_count_of_some(q, look, part, cap)
            }
            _ => self.write_count_of_all(q, look, cap),
        }
    }

    /// The count of a region where telling its records apart comes before the cap is looked at: of the first anchors on
    /// the index of paths alone, a quarter more than the cap. Where records stand in the region so often that these
    /// do not tell, all are counted.
    fn write_count_of_some<C: ConnectionTrait>(
        &self,
        q: &mut Query,
        look: &Look<'_, C>,
        part: &Branch,
        cap: i64,
    ) -> Result<(), ListError> {
        let some = cap.saturating_add(cap / 4);
        q.push("SELECT CASE WHEN f.records < ").bind(cap).push(" AND f.anchors = ").bind(some).push(" THEN (");
        self.write_count_of_all(q, look, cap)?;
        q.push(") WHEN f.records < ").bind(cap).push(" THEN f.records ELSE ").bind(cap);
        q.push(" END FROM (SELECT count(*) AS records, CAST(coalesce(sum(g.anchors), 0) AS bigint) AS anchors FROM (");
        q.push("SELECT x.record, count(*) AS anchors FROM (SELECT a.").push(self.record()).push(" AS record");
        self.write_from(q, look, part);
        policy::branch(q, part, "a", self.query.kind, self.query.action, look.now);
        q.push(" AND ");
        self.conditions(q, look, "a")?;
        q.limit(some).push(") x GROUP BY x.record) g) f");
        Ok(())
    }

    fn write_count_of_all<C: ConnectionTrait>(
        &self,
        q: &mut Query,
        look: &Look<'_, C>,
        cap: i64,
    ) -> Result<(), ListError> {
        q.push("SELECT count(*) FROM (");
        let repeat = self.may_repeat();
        let what = if repeat { "SELECT DISTINCT a." } else { "SELECT a." };
        for (n, part) in self.branches.iter().enumerate() {
            if n > 0 {
                q.push(" UNION ");
            }
            q.push("SELECT * FROM (").push(what).push(self.record());
            self.write_from(q, look, part);
            policy::counted(q, look, part, "a", self.query.kind, self.query.action);
            q.push(" AND ");
            self.conditions(q, look, "a")?;
            q.limit(cap).push(&format!(") x{n}"));
        }
        q.push(") c");
        Ok(())
    }

    /// The sort value of a row, for the cursor.
    pub(crate) fn key(&self, result: &sea_orm::QueryResult) -> Result<Option<String>, DbErr> {
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
