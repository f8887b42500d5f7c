//! `GET /dictionaries?node=`

use axum::extract::{Query, State};
use maud::{Markup, html};
use ui::{Column, Count, Row, Shell, State as Mark, Table, dot};
use web::{Problem, Shared, Visitor};

use super::super::{Desk, Place};
use super::{Asked, MANAGE, label};
use crate::dictionaries::Dictionaries;
use crate::settings::Origin;

/// So many entries are named beside a dictionary.
const NAMED: usize = 5;

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let place = Place::of(desk, MANAGE, &asked.node).await?;
    let all = app.seam::<Dictionaries>().of(desk.conn(), desk.tenant()).await?;
    let comma = desk.t("admin-comma");
    let mut named: Vec<(String, &str)> = all.names().map(|name| (label(desk, name), name)).collect();
    named.sort_by_key(|(label, _)| identifiers::pinyin::sort_key(label));
    let rows: Vec<Row> = named
        .iter()
        .map(|(label, name)| {
            let entries = all.entries(&place.node.path, name);
            let active: Vec<_> = entries.iter().filter(|r| r.entry.active).collect();
            let here = entries.iter().filter(|r| r.origin == Origin::Here).count();
            let first: Vec<&str> = active.iter().take(NAMED).map(|r| r.entry.name(desk.lang())).collect();
            let cells = vec![
                html! { (label) },
                html! { (first.join(&comma)) @if active.len() > NAMED { " …" } },
                html! { (active.len()) },
                html! {
                    @if here > 0 && place.node.parent_id.is_some() { (dot(Mark::Accent, &desk.ta("admin-entries-here", &[("n", (here as i64).into())]))) }
                    @else if here == 0 { span.nothing { (desk.t("admin-all-inherited")) } }
                },
            ];
            Row::new(*name, cells).href(format!("/dictionaries/{name}?{}", place.query()), label.as_str())
        })
        .collect();
    let count = rows.len() as u64;
    let table = Table {
        caption: desk.t("admin-dictionaries").into(),
        columns: vec![
            Column::new(desk.t("admin-dictionary")),
            Column::new(desk.t("admin-entries")).fact(),
            Column::new(desk.t("admin-count")).number().narrow(),
            Column::new(desk.t("admin-origin")),
        ],
        rows,
        ..Table::default()
    };
    let shell = Shell {
        title: desk.t("admin-dictionaries").into(),
        count: Some(Count::Exact(count)),
        body: html! { (place.bar(desk, "/dictionaries")) (table.render(&desk.w)) },
        ..Shell::default()
    };
    Ok(desk.show(format!("/dictionaries?{}", place.query()), shell))
}
