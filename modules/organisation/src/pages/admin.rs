//! `GET /admin`: where administration begins. It lists what its visitor may look after.

use axum::extract::State;
use maud::{Markup, html};
use ui::{Column, Icon, Row, Shell, Table, icon};
use web::{Access, Page, Problem, Shared, Visitor};

use super::Desk;

/// A page of administration: its address, who may go there, its icon and its key; the sentence is the key with `-about`.
const PLACES: [(&str, Access, Icon, &str); 6] = [
    ("/organisation", Access::Capability("organisation.manage"), Icon::Organisation, "admin-organisation"),
    ("/users", Access::Capability("users.manage"), Icon::People, "admin-users"),
    ("/roles", Access::Capability("roles.manage"), Icon::Lock, "admin-roles"),
    ("/settings", Access::Capability("settings.manage"), Icon::Settings, "admin-settings"),
    ("/dictionaries", Access::Capability("dictionaries.manage"), Icon::Columns, "admin-dictionaries"),
    ("/audit", Access::Capability("audit.view"), Icon::History, "admin-audit"),
];

/// Whoever finds something here.
pub(super) const ACCESS: Access = {
    const EACH: [Access; PLACES.len()] = {
        let mut each = [Access::Public; PLACES.len()];
        let mut n = 0;
        while n < each.len() {
            each[n] = PLACES[n].1;
            n += 1;
        }
        each
    };
    Access::any_of(&EACH)
};

pub(super) async fn show(State(app): State<Shared>, visitor: Visitor) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let rows: Vec<Row> = PLACES
        .iter()
        .filter(|(_, access, _, _)| access.allows(&visitor.scope))
        .map(|(href, _, drawing, key)| {
            let cells = vec![html! { (icon(*drawing)) " " (desk.t(key)) }, html! { (desk.t(&format!("{key}-about"))) }];
            Row::new(*href, cells).href(*href, desk.t(key))
        })
        .collect();
    let table = Table {
        caption: desk.t("admin-title").into(),
        columns: vec![Column::new(desk.t("admin-area")), Column::new(desk.t("admin-about")).fact()],
        rows,
        ..Table::default()
    };
    let shell = Shell { title: desk.t("admin-title").into(), body: table.render(&desk.w), ..Shell::default() };
    Ok(Page::new(desk.app, desk.visitor, "/admin").show(shell))
}
