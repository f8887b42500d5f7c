//! `GET /settings?node=`

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Column, Row, Shell, Table};
use web::{Problem, Shared, Visitor};

use super::super::desk::Said;
use super::super::{Desk, Place};
use super::{MANAGE, label, shown};
use crate::settings::{SETTINGS, overview};

/// Which node, and what was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub node: String,
    pub done: String,
}

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let place = Place::of(desk, MANAGE, &asked.node).await?;
    let all = overview::all(desk.conn(), desk.tenant()).await?;
    let rows = SETTINGS
        .iter()
        .map(|setting| {
            let held = overview::resolved(setting, &place.node.path, &all);
            let below = all
                .iter()
                .filter(|v| v.key == setting.key && v.path != place.node.path && v.path.starts_with(&place.node.path))
                .count();
            let cells = vec![
                html! { (label(desk, setting)) },
                html! { b { (shown(desk, setting, &held.value)) } },
                place.held(desk, &held),
                html! { @if below > 0 { (desk.ta("admin-overrides-below", &[("n", (below as i64).into())])) } },
            ];
            Row::new(setting.key, cells)
                .href(format!("/settings/{}?{}", setting.key, place.query()), label(desk, setting))
        })
        .collect();
    let table = Table {
        caption: desk.t("admin-settings").into(),
        columns: vec![
            Column::new(desk.t("admin-setting")),
            Column::new(desk.t("admin-value")).fact(),
            Column::new(desk.t("admin-origin")).fact(),
            Column::new(desk.t("admin-below")),
        ],
        rows,
        ..Table::default()
    };
    let shell = Shell {
        title: desk.t("admin-settings").into(),
        flash: Said { done: asked.done }.flash(desk),
        body: html! { (place.bar(desk, "/settings")) (table.render(&desk.w)) p.hint { (desk.t("admin-settings-hint")) } },
        ..Shell::default()
    };
    Ok(desk.show(format!("/settings?{}", place.query()), shell))
}
