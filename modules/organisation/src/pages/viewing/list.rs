//! `GET /audit/viewing`

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use kernel::Id;
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Column, Empty, Row, Shell, Tab, Table, date, tabs};
use web::{Problem, Shared, Visitor};

use super::super::Desk;
use super::super::desk::Said;
use super::{measure, paths, sentence, state_badge};
use crate::viewing::{self, queries};

/// Cases a page.
const PAGE: usize = 50;

/// What the page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    state: String,
    before: String,
    done: String,
}

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let state = if asked.state == "all" {
        None
    } else {
        Some(viewing::State::from_name(&asked.state).unwrap_or(viewing::State::Open))
    };
    let before = asked.before.parse::<Id>().ok();
    let own = visitor.user().ok_or_else(Problem::forbidden)?;
    let (conn, tenant) = (desk.conn(), desk.tenant());
    let mut list = queries::list(conn, tenant, &paths(desk).await?, own, state, before, PAGE as i64 + 1).await?;
    let more = list.len() > PAGE;
    list.truncate(PAGE);
    let rows = list
        .iter()
        .map(|case| {
            let href = format!("/audit/viewing/{}", case.id);
            let title = format!("{} · {}", case.user_name, sentence(desk, case));
            let cells = vec![
                html! { (case.user_name) },
                html! { (sentence(desk, case)) },
                html! { span.hint { (measure(desk, case)) } },
                date(case.day, &desk.w),
                state_badge(desk, case),
            ];
            Row::new(case.id.to_string(), cells).href(href, title)
        })
        .collect();
    let name = state.map_or("all", viewing::State::name);
    let table = Table {
        caption: desk.t("viewing-title").into(),
        columns: vec![
            Column::new(desk.t("kind-user")),
            Column::new(desk.t("viewing-what")),
            Column::new(desk.t("viewing-measure")),
            Column::new(desk.t("viewing-day")).narrow().fact(),
            Column::new(desk.t("viewing-state")).narrow().fact(),
        ],
        rows,
        more: list.last().filter(|_| more).map(|last| format!("/audit/viewing?state={name}&before={}", last.id)),
        empty: Empty::new(desk.t("viewing-none"), desk.t("viewing-none-hint")).render(),
        ..Table::default()
    };
    if headers.contains_key("hx-request") && before.is_some() {
        return Ok(table.more_rows(&desk.w));
    }
    let states = viewing::State::ALL.map(viewing::State::name).into_iter().chain(["all"]);
    let list: Vec<Tab> = states
        .map(|of| {
            let href = if of == "open" { "/audit/viewing".to_owned() } else { format!("/audit/viewing?state={of}") };
            Tab::new(desk.t(&format!("viewing-state-{of}")), href, of == name)
        })
        .collect();
    let body = html! { (tabs(&desk.t("viewing-title"), &list, None)) (table.render(&desk.w)) };
    let flash = Said { done: asked.done }.flash(desk);
    Ok(desk.show("/audit/viewing", Shell { title: desk.t("viewing-title").into(), flash, body, ..Shell::default() }))
}
