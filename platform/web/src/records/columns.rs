//! The table of a list: columns with their order, rows with their cells.

use kernel::Access;
use records::list::may_sort;
use records::{Field, FieldKind, Filter, Kind, ListQuery, Op, Row, Uses};
use ui::{Column, ColumnChoice, Sort};

use super::address::Address;
use super::show::Renderer;
use crate::Page;

/// The columns of a query, each sortable one with its link.
pub fn heads(page: &Page<'_>, query: &ListQuery, address: &Address) -> Vec<Column> {
    let (kind, path) = (query.kind, format!("/{}", query.kind.collection));
    query
        .fields
        .iter()
        .enumerate()
        .map(|(at, field)| {
            let mut column = Column::new(page.t(&kind.label(field.name)));
            if matches!(field.kind, FieldKind::Integer | FieldKind::Money | FieldKind::Kilometres | FieldKind::Score) {
                column = column.number();
            }
            if at > 0 && field.uses.has(Uses::CARD) {
                column = column.fact();
            }
            if may_sort(&page.visitor.scope, kind, field) {
                let now = (field.name == query.sort.name).then_some(if query.descending {
                    Sort::Descending
                } else {
                    Sort::Ascending
                });
                let turned =
                    if now == Some(Sort::Ascending) { format!("-{}", field.name) } else { field.name.to_owned() };
                let filled = match query.may_order(field) {
                    true => address.clone(),
                    false => address.with_filter(Filter::new(field.name, Op::Filled, &[]), None),
                };
                column = column.sort(filled.sorted(turned).href(&path), now);
            }
            column
        })
        .collect()
}

/// The rows of a page of a list.
pub fn rows(renderer: &Renderer<'_>, kind: &Kind, rows: &[Row]) -> Vec<ui::Row> {
    rows.iter()
        .map(|row| {
            let cells = row.cells.iter().enumerate().map(|(at, (field, shown))| {
                if at == 0 { renderer.name(field, shown) } else { renderer.value(field, shown, None) }
            });
            let line = ui::Row::new(row.id.to_string(), cells.collect());
            let name = row
                .cells
                .first()
                .map(|(field, shown)| shown.value().map(|v| renderer.text(field, v)).unwrap_or_default());
            if kind.pages {
                let own = format!("/{}/{}", kind.collection, row.id);
                line.preview(format!("{own}/preview")).href(own, name.unwrap_or_default())
            } else {
                line
            }
        })
        .collect()
}

/// The columns to choose from: those shown in their order, then the others.
pub fn choices(page: &Page<'_>, kind: &'static Kind, shown: &[&'static Field]) -> Vec<ColumnChoice> {
    let scope = &page.visitor.scope;
    let others = kind
        .fields_for(Uses::LIST)
        .filter(|f| !shown.contains(f) && scope.field_at_best(kind.name, f.name) > Access::Hidden);
    let choice = |field: &Field, shown| ColumnChoice {
        key: field.name.to_owned(),
        label: page.t(&kind.label(field.name)).into_owned(),
        shown,
    };
    shown.iter().map(|f| choice(f, true)).chain(others.map(|f| choice(f, false))).collect()
}
