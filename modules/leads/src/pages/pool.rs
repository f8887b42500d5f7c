//! `/leads/pool`: what may be taken. A name stands there by its surname, a number not at all: it is its taker's to see.

use axum::response::Response;
use kernel::Access;
use maud::html;
use records::commands::FieldError;
use ui::{Button, Column, Empty, Row, Shell, Table, ago};
use web::Result;
use web::records::Call;

use super::desk::{Desk, address, answer};
use crate::{LEAD, pool};

/// The page.
pub(super) async fn page(call: Call) -> Result<Response> {
    again(&Desk::new(&call), &[]).await
}

/// The page, with why a lead was not taken.
pub(super) async fn again(desk: &Desk<'_>, errors: &[FieldError]) -> Result<Response> {
    let found = pool::of(&desk.call.look()).await?;
    let scope = &desk.call.visitor.scope;
    let shown = |field: &str, text: Option<&str>| match (scope.field_at_best(LEAD.name, field), text) {
        (Access::Shown, Some(text)) => text.to_owned(),
        (Access::Masked, Some(_)) => "***".to_owned(),
        _ => String::new(),
    };
    let name = |name: &str| match scope.field_at_best(LEAD.name, "name") {
        Access::Hidden => "***".to_owned(),
        _ => identifiers::name::mask(name),
    };
    let rows: Vec<Row> = found
        .iter()
        .map(|lead| {
            let channel = shown("channel", Some(&desk.code("source", &lead.channel)));
            let since = lead.pooled_at.unwrap_or(lead.received_at);
            let take = html! {
                form method="post" action={ (address(lead.id)) "/claim" } data-once { (Button::new(desk.p("claim")).small().render()) }
            };
            let cells = vec![
                html! { b { (name(&lead.name)) } },
                html! { (shown("model", lead.model.as_deref())) },
                html! { (channel) },
                html! { (shown("city", lead.city.as_deref())) },
                ago(lead.received_at.utc(), &desk.here, &desk.w),
                ago(since.utc(), &desk.here, &desk.w),
                take,
            ];
            Row::new(lead.id.to_string(), cells)
        })
        .collect();
    let columns = vec![
        Column::new(desk.label("name")),
        Column::new(desk.label("model")).fact(),
        Column::new(desk.label("channel")),
        Column::new(desk.label("city")),
        Column::new(desk.label("received_at")),
        Column::new(desk.p("pooled-at")),
        Column::new(desk.p("claim")).hide_label().fact(),
    ];
    let count = rows.len() as u64;
    let table = Table {
        caption: desk.t("nav-lead-pool").into_owned(),
        columns,
        empty: match rows.is_empty() {
            true => Empty::new(desk.p("pool-empty"), desk.p("pool-empty-text")).render(),
            false => html! {},
        },
        rows,
        ..Table::default()
    };
    let body = html! {
        (ui::error_summary(&desk.sentences(errors), &desk.w))
        p.hint { (desk.p("pool-lead")) }
        (table.render(&desk.w))
    };
    let title = desk.t("nav-lead-pool").into_owned();
    let count = Some(ui::Count::Exact(count));
    Ok(answer(errors, desk.page.show(Shell { title, count, body, ..Shell::default() })))
}
