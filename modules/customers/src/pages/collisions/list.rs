//! `GET /collisions?tab=`: cases that one was told of, those that wait for one's decision, and those that one sees from
//! both sides.

use axum::response::{IntoResponse, Response};
use kernel::Id;
use maud::html;
use ui::{Column, Empty, Row, Shell, Tab as Mark, Table, ago, badge, tabs};
use web::Problem;
use web::records::Call;

use super::{first, state, word};
use crate::collisions::{self, Case, Tab};
use crate::customer::lookup;
use crate::pages::desk::{Desk, address};

/// Cases on the page; older ones are done or are found at the customer.
const SHOWN: i64 = 100;

/// The page; two queries.
pub(in crate::pages) async fn list(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let tab = Tab::ALL.into_iter().find(|tab| call.pairs.get("tab") == Some(tab.name())).unwrap_or(Tab::Mine);
    let look = desk.look();
    let found = collisions::cases(&look, tab, SHOWN).await?;
    let file = |case: &Case| if tab == Tab::Due { case.first_customer } else { case.own_customer };
    let mut ids: Vec<Id> = found.iter().map(file).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = lookup::names(&look, &ids).await?;
    let rows = found.iter().map(|case| {
        let (mark, said) = state(&desk, case);
        let id = file(case);
        let name = names.get(&id).cloned().unwrap_or_else(|| desk.p("no-name").into_owned());
        let by = if tab == Tab::Mine { case.collision.by_name.clone() } else { asker(case) };
        let cells = vec![
            html! { a href=(address(id, "")) { (name) } },
            badge(mark, &said),
            html! { (word(&desk, &format!("key-{}", case.collision.key_kind))) },
            html! { (first(&desk, case)) },
            html! { (by) },
            ago(case.collision.at.utc(), &desk.here, &desk.words),
        ];
        Row::new(case.collision.id.to_string(), cells).href(format!("/collisions/{}", case.collision.id), said)
    });
    let table = Table {
        caption: word(&desk, "title"),
        columns: vec![
            Column::new(desk.t("kind-customer")),
            Column::new(word(&desk, "state")).fact(),
            Column::new(word(&desk, "key")),
            Column::new(word(&desk, "first")),
            Column::new(word(&desk, if tab == Tab::Mine { "by" } else { "asker" })),
            Column::new(word(&desk, "at")).fact(),
        ],
        rows: rows.collect(),
        empty: Empty::new(word(&desk, &format!("empty-{}", tab.name())), word(&desk, "empty-text")).render(),
        ..Table::default()
    };
    let marks: Vec<Mark> = Tab::ALL
        .into_iter()
        .map(|one| {
            Mark::new(
                word(&desk, &format!("tab-{}", one.name())),
                format!("/collisions?tab={}", one.name()),
                one == tab,
            )
        })
        .collect();
    let body = html! {
        (tabs(&word(&desk, "title"), &marks, None))
        (table.render(&desk.words))
    };
    Ok(desk.page.show(Shell { title: word(&desk, "title"), body, ..Shell::default() }).into_response())
}

/// Who filed later or asked, with their store.
fn asker(case: &Case) -> String {
    let name = case.collision.asked_by_name.as_ref().unwrap_or(&case.collision.by_name);
    format!("{name} · {}", case.store_name)
}
