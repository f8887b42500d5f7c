//! `GET /roles`

use axum::extract::{Query, State};
use maud::{Markup, html};
use ui::{Button, Column, Count, Icon, Row, Shell, Table, tag};
use web::{Problem, Shared, Visitor};

use super::super::Desk;
use super::super::desk::Said;
use super::may_change;
use crate::roles::{self, overview};

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let list = roles::queries::all(desk.conn(), desk.tenant()).await?;
    let holders = overview::holders_by_role(desk.conn(), desk.tenant(), desk.today()).await?;
    let name = |id: kernel::Id| list.iter().find(|r| r.id == id).map_or("", |r| r.name(desk.lang()));
    let rows = list
        .iter()
        .map(|role| {
            let people = holders.get(&role.id).copied().unwrap_or_default();
            let cells = vec![
                html! { (role.name(desk.lang())) },
                html! { (desk.ta("admin-people", &[("n", people.into())])) },
                html! { @match role.parent_id { Some(id) => (name(id)), None => span.nothing { "–" } } },
                html! { @if role.builtin { (tag(&desk.t("admin-role-builtin"))) } @else { (tag(&desk.t("admin-role-own"))) } },
                html! { code { (role.code) } },
            ];
            Row::new(role.id.to_string(), cells).href(format!("/roles/{}", role.id), role.name(desk.lang()))
        })
        .collect();
    let table = Table {
        caption: desk.t("admin-roles").into(),
        columns: vec![
            Column::new(desk.t("admin-role-name")),
            Column::new(desk.t("admin-role-holders")).fact(),
            Column::new(desk.t("admin-role-parent")),
            Column::new(desk.t("admin-role-origin")).fact(),
            Column::new(desk.t("admin-role-code")),
        ],
        rows,
        ..Table::default()
    };
    let primary = may_change(desk)
        .await?
        .then(|| Button::new(desk.t("admin-role-add")).primary().icon(Icon::Plus).href("/roles/new").key("n").render());
    let shell = Shell {
        title: desk.t("admin-roles").into(),
        count: Some(Count::Exact(list.len() as u64)),
        flash: said.flash(desk),
        primary,
        body: table.render(&desk.w),
        ..Shell::default()
    };
    Ok(desk.show("/roles", shell))
}
