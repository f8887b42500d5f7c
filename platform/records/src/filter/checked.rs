//! Filters as conditions of a query, under the field policy of the reader.

use kernel::sql::Query;
use kernel::{Access, Action, ConnectionTrait, Fen, Id, Instant};
use sea_orm::DbBackend;

use super::{Filter, Op, Today};
use crate::list::ListError;
use crate::policy::{self, Look};
use crate::select::base_alias;
use crate::{Custom, Field, FieldKind, Kind, Registry, Source, Uses};

/// A filter checked against the descriptor and the reader's powers, ready to be written into queries.
pub(crate) struct Checked<'r> {
    filter: &'r Filter,
    field: &'static Field,
    kind: &'static Kind,
    relation: Option<&'r crate::registry::Relation>,
    masked: bool,
}

const BAD: ListError = ListError::Bad("filter-bad-value");

impl<'r> Checked<'r> {
    pub fn new<C: ConnectionTrait>(
        look: &Look<'_, C>,
        registry: &'r Registry,
        kind: &'static Kind,
        filter: &'r Filter,
    ) -> Result<Checked<'r>, ListError> {
        let unknown = || ListError::Bad("filter-unknown-field");
        let relation = match &filter.relation {
            Some(name) => Some(registry.relations_from(kind.name).find(|r| r.name == name).ok_or_else(unknown)?),
            None => None,
        };
        let kind = match relation {
            Some(relation) => registry.kind_of(look.scope.tenant, relation.to).ok_or_else(unknown)?,
            None => kind,
        };
        let field = kind.field(&filter.field).filter(|f| f.uses.has(Uses::FILTER)).ok_or_else(unknown)?;
        if !Op::for_field(field).contains(&filter.op) {
            return Err(ListError::Bad("filter-operator-not-for-field"));
        }
        let access = look.scope.field_at_least(kind.name, field.name);
        // What is left of a value after its blanks and signs are gone is what will be matched.
        let whole = filter.op == Op::Eq
            || (filter.op == Op::Tail && filter.values.iter().all(|v| normal(field.kind, v).chars().count() >= 4));
        match access {
            Access::Hidden => return Err(ListError::FieldHidden),
            Access::Masked if !whole => return Err(ListError::FieldMasked),
            _ => {}
        }
        Ok(Checked { filter, field, kind, relation, masked: access == Access::Masked })
    }

    /// Whether the reader sees the field masked: such queries are rate-limited.
    pub fn masked(&self) -> bool {
        self.masked
    }

    /// Whether it needs the base table beside the anchor.
    pub fn needs_base(&self) -> bool {
        self.relation.is_none()
            && self.kind.has_own_anchor()
            && !matches!(self.field.source, Source::Anchor(_) | Source::Custom(_))
    }

    /// Writes the condition. `anchor` is the alias of the filtered noun's anchor, `base` that of its table.
    pub fn write<C: ConnectionTrait>(
        &self,
        q: &mut Query,
        look: &Look<'_, C>,
        record: &str,
        anchor: &str,
        base: &str,
        today: Today,
    ) -> Result<(), ListError> {
        let Some(relation) = self.relation else {
            return self.compare(q, look, anchor, base, today);
        };
        q.push("EXISTS (SELECT 1 FROM ")
            .push(relation.link)
            .push(" l CROSS JOIN ")
            .push(self.kind.anchor.table)
            .push(" fa");
        let far_base = if self.kind.has_own_anchor() { "fb" } else { "fa" };
        if self.kind.has_own_anchor() {
            q.push(" CROSS JOIN ").push(self.kind.table).push(" fb");
        }
        q.push(" WHERE l.tenant_id = ")
            .push(anchor)
            .push(".tenant_id AND l.")
            .push(relation.near)
            .push(" = ")
            .push(record);
        if let Some(only) = relation.only {
            q.push(" AND ").push(only);
        }
        q.push(" AND fa.").push(self.kind.anchor.record).push(" = l.").push(relation.far).push(" AND ");
        policy::base(q, self.kind, look.scope, "fa");
        q.push(" AND ");
        policy::condition(q, &look.scope.reach(self.kind.name, Action::See), "fa", self.kind, Action::See, look.now);
        if self.kind.has_own_anchor() {
            q.push(" AND fb.tenant_id = fa.tenant_id AND fb.id = fa.").push(self.kind.anchor.record);
        }
        q.push(" AND ");
        self.compare(q, look, "fa", far_base, today)?;
        q.push(")");
        Ok(())
    }

    fn compare<C: ConnectionTrait>(
        &self,
        q: &mut Query,
        look: &Look<'_, C>,
        anchor: &str,
        base: &str,
        today: Today,
    ) -> Result<(), ListError> {
        let column = match self.field.source {
            Source::Base(column) => format!("{base}.{column}"),
            Source::Anchor(column) => format!("{anchor}.{column}"),
            Source::Sealed { column, hash, tail } => return self.sealed(q, look, base, column, hash, tail),
            Source::Custom(custom) => return self.custom(q, look, anchor, &custom, today),
        };
        self.column(q, look, column, today)
    }

    /// A custom field: whether there is a row with such a value. The condition is on the record, so that it holds for
    /// all its anchors alike.
    fn custom<C: ConnectionTrait>(
        &self,
        q: &mut Query,
        look: &Look<'_, C>,
        anchor: &str,
        custom: &Custom,
        today: Today,
    ) -> Result<(), ListError> {
        let negated = matches!(self.filter.op, Op::Empty | Op::Ne);
        q.push(if negated { "NOT EXISTS (" } else { "EXISTS (" });
        q.push("SELECT 1 FROM custom_values cv WHERE cv.tenant_id = ")
            .push(anchor)
            .push(".tenant_id AND cv.record_id = ");
        q.push(anchor).push(".").push(self.kind.anchor.record).push(&format!(" AND cv.field = {}", custom.number));
        self.custom_value(q, look, custom, today)?;
        q.push(")");
        Ok(())
    }

    /// What a row `cv` of `custom_values` must hold to be meant; nothing for any value at all.
    fn custom_value<C: ConnectionTrait>(
        &self,
        q: &mut Query,
        look: &Look<'_, C>,
        custom: &Custom,
        today: Today,
    ) -> Result<(), ListError> {
        let column = format!("cv.{}", custom.column);
        match self.filter.op {
            Op::Empty | Op::Filled => {}
            // "None of these" is that there is no row with one of these.
            Op::Ne => {
                q.push(" AND ");
                self.among(q, look, &column, " IN (", today)?
            }
            Op::Eq if self.field.is_sealed() => {
                // Values that the job has not come to yet stand as they are.
                q.push(" AND (cv.sealed_hash IN (").bind_all(self.hashes(look, custom.number)?).push(") OR ");
                self.column(q, look, column, today)?;
                q.push(")");
            }
            _ => {
                q.push(" AND ");
                self.column(q, look, column, today)?
            }
        }
        Ok(())
    }

    /// The hashes of the filter's values, in each form in which a value may have been written.
    fn hashes<C: ConnectionTrait>(&self, look: &Look<'_, C>, number: i64) -> Result<Vec<String>, ListError> {
        let mut hashes = Vec::new();
        for typed in &self.filter.values {
            let plain = match self.field.kind {
                FieldKind::Integer => crate::Datum::Integer(typed.parse().map_err(|_| BAD)?).plain(self.field.kind),
                FieldKind::Money => crate::Datum::Integer(Fen::parse(typed).ok_or(BAD)?.0).plain(self.field.kind),
                kind => Some(normal(kind, typed)),
            };
            hashes.extend(plain.map(|plain| crate::custom::hash(look.keys, number, &plain)));
        }
        Ok(hashes)
    }

    /// Compares a column.
    fn column<C: ConnectionTrait>(
        &self,
        q: &mut Query,
        look: &Look<'_, C>,
        column: String,
        today: Today,
    ) -> Result<(), ListError> {
        let text_like = !matches!(
            self.field.kind,
            FieldKind::Integer
                | FieldKind::Money
                | FieldKind::Kilometres
                | FieldKind::Score
                | FieldKind::Date
                | FieldKind::Instant
                | FieldKind::Bool
                | FieldKind::Reference { .. }
        );
        match self.filter.op {
            Op::Empty if text_like => drop(q.push("coalesce(").push(&column).push(", '') = ''")),
            Op::Filled if text_like => drop(q.push("coalesce(").push(&column).push(", '') <> ''")),
            Op::Empty => drop(q.push(&column).push(" IS NULL")),
            Op::Filled => drop(q.push(&column).push(" IS NOT NULL")),
            Op::Contains => {
                // Letters of both cases meet, on both databases: SQLite folds ASCII in LIKE, PostgreSQL nothing.
                let folded = match look.conn.get_database_backend() {
                    DbBackend::Postgres => format!("lower({column} COLLATE \"C\")"),
                    _ => column,
                };
                self.any(q, &folded, " LIKE ", |v| Some(like(&v.to_ascii_lowercase(), true).into()))?
            }
            Op::Tail => self.any(q, &column, " LIKE ", |v| Some(like(&normal(self.field.kind, v), false).into()))?,
            Op::Gte => self.any(q, &column, " >= ", |v| self.value(look, v, today, false))?,
            Op::Lte => self.any(q, &column, " <= ", |v| self.value(look, v, today, true))?,
            Op::Eq if self.field.kind == FieldKind::Instant => {
                q.push("(");
                self.any(q, &column, " >= ", |v| self.value(look, v, today, false))?;
                q.push(" AND ");
                self.any(q, &column, " <= ", |v| self.value(look, v, today, true))?;
                q.push(")");
            }
            Op::Eq => self.among(q, look, &column, " IN (", today)?,
            Op::Ne => {
                q.push("(").push(&column).push(" IS NULL OR ");
                self.among(q, look, &column, " NOT IN (", today)?;
                q.push(")");
            }
        }
        Ok(())
    }

    fn sealed<C: ConnectionTrait>(
        &self,
        q: &mut Query,
        look: &Look<'_, C>,
        base: &str,
        column: &str,
        hash: &str,
        tail: &str,
    ) -> Result<(), ListError> {
        let at = |name: &str| format!("{base}.{name}");
        match self.filter.op {
            Op::Empty => drop(q.push(&at(column)).push(" IS NULL")),
            Op::Filled => drop(q.push(&at(column)).push(" IS NOT NULL")),
            Op::Tail => {
                // Only the last four characters are kept readable.
                let last = |v: &String| {
                    v.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect::<String>().to_uppercase()
                };
                q.push(&at(tail)).push(" IN (").bind_all(self.filter.values.iter().map(last)).push(")");
            }
            _ => {
                let hashes =
                    self.filter.values.iter().map(|v| look.keys.hash(self.field.name, &normal(self.field.kind, v)));
                q.push(&at(hash)).push(" IN (").bind_all(hashes.collect::<Vec<_>>()).push(")");
            }
        }
        Ok(())
    }

    fn any(
        &self,
        q: &mut Query,
        column: &str,
        op: &str,
        value: impl Fn(&str) -> Option<kernel::Value>,
    ) -> Result<(), ListError> {
        q.push("(");
        for (n, text) in self.filter.values.iter().enumerate() {
            if n > 0 {
                q.push(" OR ");
            }
            q.push(column).push(op).bind(value(text).ok_or(ListError::Bad("filter-bad-value"))?);
            if op == " LIKE " {
                q.push(" ESCAPE '!'");
            }
        }
        q.push(")");
        Ok(())
    }

    fn among<C: ConnectionTrait>(
        &self,
        q: &mut Query,
        look: &Look<'_, C>,
        column: &str,
        op: &str,
        today: Today,
    ) -> Result<(), ListError> {
        let values: Option<Vec<kernel::Value>> =
            self.filter.values.iter().map(|v| self.value(look, v, today, false)).collect();
        let mut values = values.ok_or(ListError::Bad("filter-bad-value"))?;
        if self.field.kind == FieldKind::Phone {
            // People and places keep their numbers as they were typed.
            let national = |v: &String| identifiers::phone::national(&normal(FieldKind::Phone, v)).into();
            values.extend(self.filter.values.iter().map(national).collect::<Vec<kernel::Value>>());
        }
        q.push(column).push(op).bind_all(values).push(")");
        Ok(())
    }

    fn value<C: ConnectionTrait>(
        &self,
        look: &Look<'_, C>,
        text: &str,
        today: Today,
        end: bool,
    ) -> Option<kernel::Value> {
        Some(match self.field.kind {
            FieldKind::Integer | FieldKind::Kilometres | FieldKind::Score => text.parse::<i64>().ok()?.into(),
            FieldKind::Money => Fen::parse(text)?.into(),
            FieldKind::Date => today.day(text)?.into(),
            FieldKind::Instant => match today.day(text) {
                Some(day) if end => Instant(Instant::start_of(day.succ_opt()?, today.zone).0 - 1).into(),
                Some(day) => Instant::start_of(day, today.zone).into(),
                None => Instant::parse(text, today.zone)?.into(),
            },
            FieldKind::Bool => crate::input::boolean(text)?.into(),
            FieldKind::Reference { .. } if text == "me" => look.scope.user()?.into(),
            FieldKind::Reference { .. } => text.parse::<Id>().ok()?.into(),
            kind => normal(kind, text).into(),
        })
    }
}

/// The columns a plain filter on a kind speaks of, for the aliases of a list query.
pub(crate) fn aliases(kind: &Kind) -> (String, &'static str) {
    (format!("a.{}", kind.anchor.record), base_alias(kind))
}

/// The form in which identifiers are stored.
fn normal(kind: FieldKind, text: &str) -> String {
    match kind {
        FieldKind::Phone if text.chars().count() <= 8 => text.chars().filter(char::is_ascii_digit).collect(),
        FieldKind::Phone => identifiers::phone::normalise(text),
        FieldKind::Plate => identifiers::plate::normalise(text),
        FieldKind::Vin => identifiers::vin::normalise(text),
        FieldKind::ResidentId | FieldKind::Uscc => text.trim().to_uppercase(),
        _ => text.trim().to_owned(),
    }
}

/// A LIKE pattern with `!` as escape.
fn like(text: &str, anywhere: bool) -> String {
    let text = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    if anywhere { format!("%{text}%") } else { format!("%{text}") }
}
