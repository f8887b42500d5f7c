//! `GET /admin`: where administration begins. It lists what its visitor may look after, of this module and of others.

use axum::extract::State;
use maud::{Markup, html};
use ui::{Column, Icon, Row, Shell, Table, icon};
use web::{Access, Nav, Page, Problem, Shared, Visitor};

use super::Desk;

/// The pages of this module; the sentence of each is its label's key with `-about`.
pub(super) fn places() -> Vec<Nav> {
    let place = |href, capability, icon, label, order| Nav {
        label,
        href,
        icon,
        quarter: None,
        access: Access::Capability(capability),
        order,
    };
    let viewing =
        Nav { access: crate::viewing::ACCESS, ..place("/audit/viewing", "audit.view", Icon::Eye, "viewing-title", 92) };
    vec![
        place("/organisation", "organisation.manage", Icon::Organisation, "admin-organisation", 10),
        place("/users", "users.manage", Icon::People, "admin-users", 20),
        place("/roles", "roles.manage", Icon::Lock, "admin-roles", 30),
        place("/settings", "settings.manage", Icon::Settings, "admin-settings", 50),
        place("/sign-on", "*", Icon::Lock, "sign-on-title", 55),
        place("/dictionaries", "dictionaries.manage", Icon::Columns, "admin-dictionaries", 60),
        place("/custom-fields", "fields.manage", Icon::Note, "admin-custom-fields", 65),
        place("/audit", "audit.view", Icon::History, "admin-audit", 90),
        viewing,
    ]
}

pub(super) async fn show(State(app): State<Shared>, visitor: Visitor) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let open = app.admin.iter().filter(|place| place.access.allows(&visitor.scope));
    let rows: Vec<Row> = open
        .map(|place| {
            let about = desk.t(&format!("{}-about", place.label)).into_owned();
            let cells = vec![html! { (icon(place.icon)) " " (desk.t(place.label)) }, html! { (about) }];
            Row::new(place.href, cells).href(place.href, desk.t(place.label))
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
