//! `GET /dictionaries/{dictionary}?node=` and the order of its entries.

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use records::Input;
use ui::{Button, Column, Count, Crumb, Empty, Icon, Row, Shell, State as Mark, Table, dot, tag};
use web::Path;
use web::page::encode;
use web::{Problem, Shared, Visitor};

use super::super::desk::Said;
use super::super::draft::act;
use super::super::{Desk, Place, Posted};
use super::{Asked, FIXED, MANAGE, change, colour, entries, label};
use crate::dictionaries::ResolvedEntry;

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(dictionary): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let place = Place::of(desk, MANAGE, &asked.node).await?;
    let list = entries(desk, &place, &dictionary).await?;
    let rows: Vec<Row> =
        list.iter().enumerate().map(|(at, held)| row(desk, &place, &dictionary, held, at, list.len())).collect();
    let new = format!("/dictionaries/{dictionary}/new?{}", place.query());
    let add = Button::new(desk.t("admin-entry-add")).primary().icon(Icon::Plus).href(new).key("n").render();
    let fixed = FIXED.contains(&dictionary.as_str());
    let table = Table {
        caption: label(desk, &dictionary),
        columns: vec![
            Column::new(desk.t("admin-entry")),
            Column::new(desk.t(if desk.lang() == kernel::Lang::En { "admin-name-zh" } else { "admin-name-en" })),
            Column::new(desk.t("admin-entry-code")),
            Column::new(desk.t("admin-origin")).fact(),
            Column::new(desk.t("user-status")),
            Column::new(desk.t("admin-order")).hide_label().fact(),
        ],
        rows,
        empty: Empty::new(desk.t("admin-entries-none"), desk.t("admin-entries-none-hint")).render(),
        ..Table::default()
    };
    let body = html! {
        (place.bar(desk, &format!("/dictionaries/{dictionary}")))
        (table.render(&desk.w))
        p.hint { (desk.t(if fixed { "admin-entries-fixed" } else { "admin-entries-hint" })) }
    };
    let shell = Shell {
        title: label(desk, &dictionary),
        count: Some(Count::Exact(list.len() as u64)),
        crumbs: vec![Crumb::new(desk.t("admin-dictionaries"), format!("/dictionaries?{}", place.query()))],
        primary: (!fixed).then_some(add),
        flash: Said { done: asked.done }.flash(desk),
        body,
        ..Shell::default()
    };
    Ok(desk.show(format!("/dictionaries/{dictionary}?{}", place.query()), shell))
}

fn row(desk: &Desk<'_>, place: &Place, dictionary: &str, held: &ResolvedEntry, at: usize, of: usize) -> Row {
    let entry = &held.entry;
    let (name, other) = match desk.lang() {
        kernel::Lang::En => (&entry.name_en, &entry.name_zh),
        kernel::Lang::ZhCn => (&entry.name_zh, &entry.name_en),
    };
    let shown = match &entry.colour {
        Some(name_of_colour) => dot(colour(Some(name_of_colour)), name),
        None => html! { (name) },
    };
    let state = if entry.active {
        html! {}
    } else {
        dot(Mark::Past, &desk.t("admin-entry-off"))
    };
    let node = place.node.id.to_string();
    let shift = |by: &'static str, drawing: Icon, key: &str| {
        let button =
            Button::new(desk.ta(key, &[("name", name.as_str().into())])).quiet().small().icon(drawing).icon_only();
        act(
            &format!("/dictionaries/{dictionary}/order"),
            &[("node", &node), ("code", &entry.code), ("by", by)],
            &button,
        )
    };
    let order = html! {
        div.row {
            @if at > 0 { (shift("up", Icon::Up, "admin-entry-up")) }
            @if at + 1 < of { (shift("down", Icon::Down, "admin-entry-down")) }
        }
    };
    let cells =
        vec![shown, html! { (other) }, html! { code { (entry.code) } }, place.origin(desk, held.origin), state, order];
    let href = format!("/dictionaries/{dictionary}/entries/{}?{}", encode(&entry.code), place.query());
    let row = Row::new(entry.code.clone(), cells).href(href, name).past(!entry.active);
    if held.overrides { row.actions(tag(&desk.t("admin-entry-overrides"))) } else { row }
}

/// `POST /dictionaries/{dictionary}/order`: one place up or down.
pub(super) async fn order(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(dictionary): Path<String>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let input: Input = posted.into_iter().collect();
    let place = Place::of(desk, MANAGE, input.get("node").unwrap_or_default()).await?;
    entries(desk, &place, &dictionary).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    change::shift(
        &mut tx,
        &place.node,
        &dictionary,
        input.get("code").unwrap_or_default(),
        input.get("by") == Some("up"),
    )
    .await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/dictionaries/{dictionary}?{}", place.query())).into_response())
}
