//! The columns of a query and how they become a [`Row`]: only permitted columns are selected, and every value passes
//! the field policy of the row it stands in.

use kernel::scope::Place;
use kernel::sql::Query;
use kernel::{Access, ConnectionTrait, Id};
use sea_orm::{DbErr, QueryResult};

use crate::mask::mask;
use crate::policy::Look;
use crate::{Datum, Field, FieldKind, Kind, Row, Shown, Source, custom, value};

/// The columns that every row brings: record, version, anchor, owner, store, path.
const FIXED: usize = 6;

/// A choice of fields for one reader.
pub(crate) struct Selection {
    kind: &'static Kind,
    fields: Vec<(&'static Field, Option<usize>)>,
    references: Vec<(&'static str, &'static str, String)>,
    columns: Vec<String>,
}

impl Selection {
    /// Fields that the reader sees on no row at all are not selected.
    pub fn new<C: ConnectionTrait>(look: &Look<'_, C>, kind: &'static Kind, fields: &[&'static Field]) -> Selection {
        let mut selection = Selection { kind, fields: Vec::new(), references: Vec::new(), columns: Vec::new() };
        for field in fields {
            let at = (look.scope.field_at_best(kind.name, field.name) > Access::Hidden).then(|| selection.add(field));
            selection.fields.push((field, at));
        }
        selection
    }

    fn add(&mut self, field: &'static Field) -> usize {
        let at = FIXED + self.columns.len();
        let base = base_alias(self.kind);
        let column = match field.source {
            Source::Base(column) => format!("{base}.{column}"),
            Source::Anchor(column) => format!("a.{column}"),
            Source::Sealed { column, .. } => format!("{base}.{column}"),
            Source::Custom(custom) => custom.expression("a", self.kind.anchor.record),
        };
        self.columns.push(column.clone());
        if let FieldKind::Reference { table, label, .. } = field.kind {
            self.columns.push(format!("r{}.{label}", self.references.len()));
            self.references.push((table, label, column));
        }
        if let Source::Custom(custom) = field.source {
            self.columns.extend(custom.sealed_expression("a", self.kind.anchor.record));
        }
        at
    }

    /// `SELECT … FROM anchor a CROSS JOIN base b LEFT JOIN …`; the anchor leads, because policy and order stand there.
    /// `WHERE` and the join of the base follow from [`Selection::join_condition`].
    pub fn head(&self, q: &mut Query) {
        let base = base_alias(self.kind);
        q.push("SELECT a.")
            .push(self.kind.anchor.record)
            .push(", ")
            .push(base)
            .push(".version, a.id, a.owner_id, a.store_id, a.path");
        for column in &self.columns {
            q.push(", ").push(column);
        }
    }

    /// The tables.
    pub fn from(&self, q: &mut Query) {
        q.push(" FROM ").push(self.kind.anchor.table).push(" a");
        self.joins(q);
    }

    /// The tables beside the anchor.
    pub fn joins(&self, q: &mut Query) {
        if self.kind.has_own_anchor() {
            // On SQLite CROSS JOIN keeps the order of tables; on PostgreSQL it is a plain join.
            q.push(" CROSS JOIN ").push(self.kind.table).push(" b");
        }
        for (n, (table, _, column)) in self.references.iter().enumerate() {
            let alias = format!("r{n}");
            q.push(" LEFT JOIN ")
                .push(table)
                .push(" ")
                .push(&alias)
                .push(" ON ")
                .push(&alias)
                .push(".tenant_id = a.tenant_id AND ");
            q.push(&alias).push(".id = ").push(column);
        }
    }

    /// Ties the base to its anchor.
    pub fn join_condition(&self, q: &mut Query) {
        if self.kind.has_own_anchor() {
            q.push("b.tenant_id = a.tenant_id AND b.id = a.")
                .push(self.kind.anchor.record)
                .push(" AND b.deleted_at IS NULL AND ");
        }
    }

    /// A row as its reader may see it.
    pub fn row<C: ConnectionTrait>(&self, look: &Look<'_, C>, result: &QueryResult) -> Result<Row, DbErr> {
        let place = place(result)?;
        self.row_at(look, result, &[place])
    }

    /// As [`Selection::row`], where several anchors let the reader in.
    pub fn row_at<C: ConnectionTrait>(
        &self,
        look: &Look<'_, C>,
        result: &QueryResult,
        places: &[Place],
    ) -> Result<Row, DbErr> {
        let id: Id = result.try_get_by_index(0)?;
        // What an anchor knows is judged where that anchor stands: another one may be more open.
        let own = place(result)?;
        let mut cells = Vec::with_capacity(self.fields.len());
        for (field, at) in &self.fields {
            let judged = match field.source {
                Source::Anchor(_) => std::slice::from_ref(&own),
                _ => places,
            };
            let shown = match (at, look.scope.field_on(self.kind.name, field.name, judged)) {
                (None, _) | (_, Access::Hidden) => Shown::Hidden,
                (Some(at), access) => {
                    let datum = match field.source {
                        Source::Sealed { .. } => unseal(look, id, result.try_get_by_index::<Option<Vec<u8>>>(*at)?),
                        Source::Custom(custom) if field.is_sealed() => {
                            let sealed = result.try_get_by_index::<Option<Vec<u8>>>(*at + 1)?;
                            match value::read(result, *at, field)? {
                                Datum::Empty => custom::opened(look.keys, id, &custom, field.kind, sealed),
                                plain => plain,
                            }
                        }
                        _ => value::read(result, *at, field)?,
                    };
                    if access == Access::Shown || datum.is_empty() {
                        Shown::Value(datum)
                    } else {
                        Shown::Masked(mask(field.kind, &datum))
                    }
                }
            };
            cells.push((*field, shown));
        }
        Ok(Row { id, version: result.try_get_by_index(1)?, anchor: result.try_get_by_index(2)?, place: own, cells })
    }
}

/// The alias under which the kind's own columns stand.
pub(crate) fn base_alias(kind: &Kind) -> &'static str {
    if kind.has_own_anchor() { "b" } else { "a" }
}

/// Where a selected row stands.
pub(crate) fn place(result: &QueryResult) -> Result<Place, DbErr> {
    Ok(Place {
        owner: result.try_get_by_index(3)?,
        store: result.try_get_by_index(4)?,
        path: result.try_get_by_index::<Option<String>>(5)?.unwrap_or_default(),
    })
}

fn unseal<C: ConnectionTrait>(look: &Look<'_, C>, record: Id, sealed: Option<Vec<u8>>) -> Datum {
    match sealed.map(|bytes| look.keys.open(record, &bytes)) {
        None => Datum::Empty,
        Some(Ok(text)) => Datum::Text(text),
        Some(Err(error)) => {
            tracing::error!(%record, %error, "a sealed value");
            Datum::Empty
        }
    }
}
