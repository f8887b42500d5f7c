//! `GET /roles/{role}`: all that a role gives, on one page.

use axum::extract::{Query, State};
use kernel::{Id, journal};
use maud::{Markup, html};
use ui::{
    Button, Column, Count, Crumb, Icon, Identity, Menu, MenuItem, Panel, Row, Shell, State as Mark, Table, dot, flash,
    tag,
};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::desk::Said;
use super::super::{Desk, audit, organisation};
use super::{Sheets, matrix};
use crate::nodes::dated;

/// So many holders are listed.
const HOLDERS: i64 = 200;

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    page(desk, id, said.flash(desk)).await
}

/// The page, with a message on top.
pub(super) async fn page(desk: &Desk<'_>, id: Id, message: Option<Markup>) -> Result<Markup, Problem> {
    let sheets = Sheets::of(desk, id).await?;
    let holders = dated::staff_with(desk.conn(), desk.tenant(), id, desk.today(), HOLDERS).await?;
    let lines = journal::history(desk.conn(), desk.tenant(), "role", id, None, 10).await?;
    let records = html! {
        (matrix::read(desk, &sheets))
        @if sheets.parent.is_some() { p.hint { (desk.t("admin-matrix-inherited")) } }
    };
    let body = html! {
        (identity(desk, &sheets))
        @if sheets.is_fixed() { (flash(Mark::Plain, &desk.t("admin-role-administrator"))) }
        (Panel::new(desk.t("admin-role-records"), records).id("records").render())
        div.record {
            div { (fields(desk, &sheets)) (organisation::staff_panel(desk, "admin-role-holders", holders)) }
            div { (entry(desk, &sheets)) (functions(desk, &sheets)) (audit::panel(desk, lines).await?) }
        }
    };
    let shell = Shell {
        title: sheets.role.name(desk.lang()).into(),
        hide_title: true,
        crumbs: vec![Crumb::new(desk.t("admin-roles"), "/roles")],
        flash: message,
        body,
        ..Shell::default()
    };
    Ok(desk.show(format!("/roles/{id}"), shell))
}

fn identity(desk: &Desk<'_>, sheets: &Sheets) -> Markup {
    let role = &sheets.role;
    let at = |what: &str| format!("/roles/{}/{what}", role.id);
    let copy = MenuItem::link(desk.t("admin-role-copy"), at("copy")).icon(Icon::Plus);
    let mut items = vec![copy];
    if !role.builtin {
        items.push(MenuItem::line());
        items.push(
            MenuItem::post(desk.ta("admin-role-delete", &[("name", role.name(desk.lang()).into())]), at("deletion"))
                .icon(Icon::Trash)
                .danger(),
        );
    }
    let actions = sheets.may_change.then(|| {
        html! {
            (Button::new(desk.t("admin-role-edit")).primary().icon(Icon::Note).href(at("edit")).key("e").render())
            (Menu::new(desk.t("ui-actions"), &items).icon(Icon::More).icon_only().at_end().render())
        }
    });
    let origin = if role.builtin { "admin-role-builtin" } else { "admin-role-own" };
    let mut facts = Vec::new();
    if let Some(parent) = &sheets.parent {
        facts.push((
            desk.t("admin-role-parent").into(),
            html! { a href=(format!("/roles/{}", parent.id)) { (parent.name(desk.lang())) } },
        ));
    }
    Identity {
        name: role.name(desk.lang()).into(),
        number: role.code.clone(),
        icon: Some(Icon::Lock),
        badges: vec![tag(&desk.t(origin))],
        facts,
        actions,
    }
    .render()
}

fn fields(desk: &Desk<'_>, sheets: &Sheets) -> Markup {
    let open = matrix::opens_everything(sheets);
    let rows = desk
        .app
        .registry
        .kinds_of(desk.tenant())
        .map(|kind| {
            let [shown, masked, hidden, new] = matrix::openness(&sheets.own, &sheets.inherited, kind);
            let (shown, masked, hidden, new) =
                if open { (kind.fields.len(), 0, 0, 0) } else { (shown, masked, hidden, new) };
            let fresh =
                html! { @if new > 0 { (dot(Mark::Due, &desk.ta("admin-fields-new", &[("n", (new as i64).into())]))) } };
            let counts = [("access-shown", shown), ("access-masked", masked), ("access-hidden", hidden)];
            let words: Vec<String> =
                counts.iter().filter(|(_, n)| *n > 0).map(|(key, n)| format!("{} {n}", desk.t(key))).collect();
            let cells = vec![html! { (matrix::kind_word(desk, kind.name)) }, html! { (words.join(" · ")) }, fresh];
            Row::new(kind.name, cells).href(
                format!("/roles/{}/fields?kind={}", sheets.role.id, kind.name),
                matrix::kind_word(desk, kind.name),
            )
        })
        .collect();
    let table = Table {
        caption: desk.t("admin-role-fields").into(),
        columns: vec![
            Column::new(desk.t("admin-kind-of-record")),
            Column::new(desk.t("admin-field-access")).fact(),
            Column::new(desk.t("admin-field-not-opened")).fact(),
        ],
        rows,
        compact: true,
        ..Table::default()
    };
    let body = html! {
        @if open { p.hint { (desk.t("admin-role-everything")) } }
        (table.render(&desk.w))
    };
    Panel::new(desk.t("admin-role-fields"), body).id("fields").render()
}

fn functions(desk: &Desk<'_>, sheets: &Sheets) -> Markup {
    let all = sheets.own.capabilities.contains("*") || sheets.inherited.capabilities.contains("*");
    let held: Vec<&str> = desk
        .app
        .capabilities
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| all || sheets.own.capabilities.contains(*name) || sheets.inherited.capabilities.contains(*name))
        .collect();
    let body = html! {
        @if all { p.hint { (desk.t("admin-all-functions")) } }
        @if held.is_empty() { p.nothing { (desk.t("admin-functions-none")) } }
        ul { @for name in &held { li { (dot(Mark::Done, &function_word(desk, name))) } } }
    };
    Panel::new(desk.t("admin-role-functions"), body).count(Count::Exact(held.len() as u64)).id("functions").render()
}

/// How holders are let in: by what the role itself demands and by what the roles above it do.
fn entry(desk: &Desk<'_>, sheets: &Sheets) -> Markup {
    let mut entry = sheets.own.entry.clone();
    entry.add(&sheets.inherited.entry);
    let second_factor = if entry.second_factor { "admin-true" } else { "admin-false" };
    let ranges: Vec<String> = entry.addresses.iter().map(ToString::to_string).collect();
    let from =
        if ranges.is_empty() { desk.t("role-addresses-any").into_owned() } else { ranges.join("\u{3000}+\u{3000}") };
    let list = [
        ui::Fact::text(desk.t("role-second-factor"), &desk.t(second_factor)),
        ui::Fact::text(desk.t("role-addresses"), &from).wide(),
    ];
    Panel::new(desk.t("role-entry"), ui::facts(&list, &desk.w)).id("entry").render()
}

/// The word for a function.
pub(super) fn function_word(desk: &Desk<'_>, name: &str) -> String {
    if name == "*" {
        return desk.t("admin-all-functions").into_owned();
    }
    desk.t_or(&format!("capability-{}", name.replace(['.', '_'], "-")), name)
}
