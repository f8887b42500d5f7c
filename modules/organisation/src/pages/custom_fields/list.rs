//! `GET /custom-fields?kind=`

use axum::extract::{Query, State};
use maud::{Markup, html};
use records::custom::{self, Definition};
use ui::{Button, Column, Count, Empty, Icon, Row, Shell, State as Mark, Tab, Table, dot, tabs, tag};
use web::{Problem, Shared, Visitor};

use super::super::Desk;
use super::super::desk::Said;
use super::super::draft::act;
use super::{Asked, kind, kinds, require, word};

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    require(desk).await?;
    let kind = kind(desk, &asked.kind)?;
    let mut all = custom::all(desk.conn(), desk.tenant()).await?;
    let count = |name: &str| all.iter().filter(|d| d.kind == name && d.retired_at.is_none()).count() as u64;
    let by_kind: Vec<Tab> = kinds(desk)
        .map(|k| {
            let label = desk.t(&format!("kind-{}", k.name));
            Tab::new(label, super::list_of(k.name), k.name == kind.name).count(Count::Exact(count(k.name)))
        })
        .collect();
    let in_use = count(kind.name);
    all.retain(|d| d.kind == kind.name);
    all.sort_by_key(|d| d.retired_at.is_some());
    let rows: Vec<Row> = all.iter().enumerate().map(|(at, d)| row(desk, d, at, in_use as usize)).collect();
    let new = format!("/custom-fields/new?kind={}", kind.name);
    let add = Button::new(desk.t("custom-add")).primary().icon(Icon::Plus).href(new.clone()).key("n").render();
    let first = Button::new(desk.t("custom-add")).icon(Icon::Plus).href(new).render();
    let table = Table {
        caption: desk.t("admin-custom-fields").into(),
        columns: vec![
            Column::new(desk.t("custom-label")),
            Column::new(desk.t("custom-type")).fact(),
            Column::new(desk.t("custom-class")),
            Column::new(desk.t("custom-uses")),
            Column::new(desk.t("custom-key")),
            Column::new(desk.t("admin-order")).hide_label().fact(),
        ],
        rows,
        empty: Empty::new(desk.t("custom-none"), desk.t("custom-none-hint")).action(first).render(),
        ..Table::default()
    };
    let body = html! {
        (tabs(&desk.t("admin-kind-of-record"), &by_kind, None))
        (table.render(&desk.w))
        p.hint { (desk.t("custom-hint")) }
    };
    let shell = Shell {
        title: desk.t("admin-custom-fields").into(),
        count: Some(Count::Exact(in_use)),
        primary: Some(add),
        flash: Said { done: asked.done }.flash(desk),
        body,
        ..Shell::default()
    };
    Ok(desk.show(super::list_of(kind.name), shell))
}

fn row(desk: &Desk<'_>, field: &Definition, at: usize, in_use: usize) -> Row {
    let retired = field.retired_at.is_some();
    let name = word(desk, field);
    let path = format!("/custom-fields/{}", field.id);
    let shift = |by: &'static str, drawing: Icon, key: &str| {
        let button = Button::new(desk.ta(key, &[("name", name.into())])).quiet().small().icon(drawing).icon_only();
        act(&format!("{path}/order"), &[("by", by)], &button)
    };
    let order = html! {
        @if retired { (dot(Mark::Past, &desk.t("custom-retired"))) }
        @else {
            div.row {
                @if at > 0 { (shift("up", Icon::Up, "admin-entry-up")) }
                @if at + 1 < in_use { (shift("down", Icon::Down, "admin-entry-down")) }
            }
        }
    };
    let uses = html! {
        @if field.required { (tag(&desk.t("custom-required"))) " " }
        @if field.searchable { (tag(&desk.t("custom-searchable"))) }
    };
    let cells = vec![
        html! { (name) },
        html! { (desk.t(&format!("custom-type-{}", field.what.name().replace('_', "-")))) },
        html! { (desk.t(&format!("class-{}", field.class.name()))) },
        uses,
        html! { code { (field.name) } },
        order,
    ];
    Row::new(field.id.to_string(), cells).href(path, name).past(retired)
}
