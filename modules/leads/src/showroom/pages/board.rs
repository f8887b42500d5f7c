//! `GET /showroom`: who is in the house and how far they are, whose turn it is, and who left today.

use axum::response::Response;
use kernel::{Access, Action, Id, Instant};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{ListError, ListQuery, Row};
use ui::{Button, Column, Empty, Icon, Panel, Shell, Table};
use web::Result;
use web::records::{Call, Renderer};

use super::super::{VISIT, queries};
use super::{address, cards, code_of, label, moment_of, p, rota, value, who};
use crate::pages::desk::{Desk, answer};

/// Cards, and lines of those who left: more than a store has on its best day.
const SHOWN: i64 = 100;

/// What cards and lines show.
const FIELDS: [&str; 13] = [
    "number",
    "arrived_at",
    "heads",
    "name",
    "state",
    "phone",
    "came",
    "turn",
    "model",
    "owner",
    "store",
    "result",
    "left_at",
];

/// The page.
pub(super) async fn page(call: Call) -> Result<Response> {
    again(&Desk::new(&call), &[]).await
}

/// The page, with what was wrong with an act; a fixed number of queries.
pub(super) async fn again(desk: &Desk<'_>, errors: &[FieldError]) -> Result<Response> {
    let (call, scope) = (desk.call, &desk.call.visitor.scope);
    // How far they are and since when is what the board tells by its very order.
    for field in ["state", "arrived_at", "left_at"] {
        if scope.field_at_least(VISIT.name, field) != Access::Shown {
            return Err(ListError::FieldHidden.into());
        }
    }
    let look = call.look();
    let store = call.visitor.store.or(scope.powers.home_store);
    let since = Instant::start_of(desk.here.today(), desk.here.zone);
    let (open, closed) = queries::board(&look, store, since, SHOWN).await?;
    let mut rows = rows(desk, open.iter().chain(&closed).copied().collect()).await?;
    let mut take = |ids: &[Id]| -> Vec<Row> {
        let found =
            ids.iter().filter_map(|id| rows.iter().position(|row| row.id == *id).map(|at| rows.swap_remove(at)));
        found.collect()
    };
    let (open_rows, closed_rows) = (take(&open), take(&closed));
    let reached = queries::reached(desk.conn(), desk.tenant(), &open).await?;
    let renderer = Renderer::new(&desk.page);
    let several = store.is_none();
    let reach = scope.reach(VISIT.name, Action::Edit);
    let here = open_rows.len();
    let body = html! {
        (ui::error_summary(&desk.sentences(errors), &desk.w))
        div.showroom {
            div {
                @if open_rows.is_empty() { (Empty::new(p(desk, "board-empty"), p(desk, "board-empty-text")).render()) }
                @else {
                    ul.visits {
                        @for row in &open_rows {
                            (cards::card(desk, &renderer, row, reached.get(&row.id).map_or(&[], Vec::as_slice), reach.covers(&row.place), several))
                        }
                    }
                }
                (left(desk, &renderer, &closed_rows))
            }
            div { (rota::panel(desk, store).await?) }
        }
    };
    let shell = Shell {
        title: desk.t("nav-showroom").into_owned(),
        count: Some(ui::Count::Exact(here as u64)),
        primary: scope
            .can(VISIT.name, Action::Create)
            .then(|| Button::new(p(desk, "new")).primary().icon(Icon::Plus).key("n").href("/visits/new").render()),
        actions: Some(html! {
            (Button::new(p(desk, "log")).quiet().icon(Icon::Columns).href("/visits").render())
            @if scope.can(VISIT.name, Action::Assign) {
                (Button::new(p(desk, "cars")).quiet().icon(Icon::Vehicle).href("/demo-cars").render())
            }
        }),
        body,
        ..Shell::default()
    };
    Ok(answer(errors, desk.page.show(shell)))
}

/// Visits as the visitor may see them.
pub(super) async fn rows(desk: &Desk<'_>, ids: Vec<Id>) -> Result<Vec<Row>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = ListQuery::new(&VISIT, desk.call.today());
    query.fields = FIELDS.iter().filter_map(|name| VISIT.field(name)).collect();
    query.ids = Some(ids);
    query.limit = records::list::PAGE_CAP;
    match records::list(&desk.call.look(), desk.call.registry(), &query).await {
        Ok(page) => Ok(page.rows),
        Err(ListError::Database(error)) => Err(error.into()),
        // When they came is closed to the visitor on some of them: they are not told in an order that would tell it.
        Err(_) => Ok(Vec::new()),
    }
}

/// Those who came today and left.
fn left(desk: &Desk<'_>, renderer: &Renderer<'_>, rows: &[Row]) -> Markup {
    let columns = vec![
        Column::new(label(desk, "name")),
        Column::new(p(desk, "stayed")).fact(),
        Column::new(label(desk, "model")),
        Column::new(label(desk, "owner")),
        Column::new(label(desk, "result")).fact(),
    ];
    let lines = rows.iter().map(|row| {
        let shown = |field: &str| value(renderer, row, field).unwrap_or_default();
        let cells =
            vec![html! { b { (who(desk, row)) } }, stay(desk, row), shown("model"), shown("owner"), shown("result")];
        ui::Row::new(row.id.to_string(), cells).href(address(row.id), who(desk, row))
    });
    let table = Table {
        caption: p(desk, "left-today").into_owned(),
        columns,
        rows: lines.collect(),
        compact: true,
        ..Table::default()
    };
    let body = match rows.is_empty() {
        true => html! { p.nothing { (p(desk, "nobody-left")) } },
        false => table.render(&desk.w),
    };
    Panel::new(p(desk, "left-today"), body).count(ui::Count::Exact(rows.len() as u64)).render()
}

/// From when to when, and how long.
pub(super) fn stay(desk: &Desk<'_>, row: &Row) -> Markup {
    let (Some(came), Some(left)) = (moment_of(row, "arrived_at"), moment_of(row, "left_at")) else { return html! {} };
    let clock = |at: Instant| at.utc().with_timezone(&desk.here.zone).format("%H:%M").to_string();
    let minutes = ((left.0 - came.0) / 60_000_000).max(0);
    html! {
        span.when { (clock(came)) "–" (clock(left)) }
        " " span.hint { (ui::Words::ta(&desk.w, "visit-page-minutes", &[("n", ui::Arg::Int(minutes))])) }
    }
}

/// The state of a row, where the visitor sees it.
pub(super) fn state_of(row: &Row) -> Option<super::super::State> {
    code_of(row, "state").and_then(super::super::State::from_name)
}
