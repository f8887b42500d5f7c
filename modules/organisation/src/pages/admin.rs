//! `GET /admin`: where administration begins. It lists what its visitor may look after.

use axum::extract::State;
use maud::{Markup, html};
use ui::{Column, Icon, Row, Shell, Table, icon};
use web::{Page, Problem, Shared, Visitor};

use super::Desk;

/// A page of administration: its address, the function it takes, its icon and its key; the sentence is the key with `-about`.
const PLACES: [(&str, &str, Icon, &str); 6] = [
    ("/organisation", "organisation.manage", Icon::Organisation, "admin-organisation"),
    ("/users", "users.manage", Icon::People, "admin-users"),
    ("/roles", "roles.manage", Icon::Lock, "admin-roles"),
    ("/settings", "settings.manage", Icon::Settings, "admin-settings"),
    ("/dictionaries", "dictionaries.manage", Icon::Columns, "admin-dictionaries"),
    ("/audit", "audit.view", Icon::History, "admin-audit"),
];

pub(super) async fn show(State(app): State<Shared>, visitor: Visitor) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let rows: Vec<Row> = PLACES
        .iter()
        .filter(|(_, capability, _, _)| visitor.scope.may(capability))
        .map(|(href, _, drawing, key)| {
            let cells = vec![html! { (icon(*drawing)) " " (desk.t(key)) }, html! { (desk.t(&format!("{key}-about"))) }];
            Row::new(*href, cells).href(*href, desk.t(key))
        })
        .collect();
    if rows.is_empty() {
        return Err(Problem::forbidden());
    }
    let table = Table {
        caption: desk.t("admin-title").into(),
        columns: vec![Column::new(desk.t("admin-area")), Column::new(desk.t("admin-about")).fact()],
        rows,
        ..Table::default()
    };
    let shell = Shell { title: desk.t("admin-title").into(), body: table.render(&desk.w), ..Shell::default() };
    Ok(Page::new(desk.app, desk.visitor, "/admin").show(shell))
}
