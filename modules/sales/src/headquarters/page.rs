//! `GET /headquarters[?screen=true][&theme=light|dark]`.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use ui::{Button, Icon, ScreenShell, Shell, Theme};
use web::Result;
use web::records::Call;

use super::load::{Board, load};
use super::{COLUMNS, table};
use crate::figures::{Asked, Every, Figure, Span};
use crate::pages::desk::Desk;
use crate::reports::meanings;
use crate::stages;

/// The page asks for its figures again so often.
const AGAIN: &str = "every 15s";

/// The page, or its figures alone.
pub(crate) async fn show(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let screen = call.pairs.get("screen").is_some();
    let today = desk.here.today();
    let asked = Asked {
        span: Span::of(Every::Day, today, desk.here.zone),
        before: None,
        store: None,
        owner: None,
        stage: None,
        today,
    };
    let board = load(&call.look(), &asked).await?;
    let stages = stages::all(call.app.db.read(), call.visitor.scope.tenant).await?;
    let live = live(&desk, &board, &asked, &stages, screen);
    if call.is_part() {
        return Ok(live.into_response());
    }
    let title = desk.t("nav-headquarters").into_owned();
    if screen {
        let theme = call.pairs.get("theme").map_or(call.visitor.theme, Theme::from_key);
        let (other, word, icon) = match theme {
            Theme::Dark => ("light", "headquarters-light", Icon::Sun),
            _ => ("dark", "headquarters-dark", Icon::Moon),
        };
        let ways = html! {
            (Button::new(desk.t(word)).quiet().icon(icon).icon_only().href(format!("/headquarters?screen=true&theme={other}")).render())
            (Button::new(desk.t("headquarters-leave")).quiet().icon(Icon::Close).icon_only().key("q").href("/headquarters").render())
        };
        return Ok(ScreenShell { title, theme, ways, body: live }.render(&desk.w).into_response());
    }
    let shown = COLUMNS.iter().filter_map(|code| Figure::of(code));
    let shown = shown.filter(|f| f.source().is_shown(&call.visitor.scope));
    let shell = Shell {
        title,
        count: Some(ui::Count::Exact(board.stores.iter().filter(|s| s.id.is_some()).count() as u64)),
        actions: Some(html! {
            (Button::new(desk.t("nav-report")).quiet().icon(Icon::Chart).href("/showroom/report").render())
            (Button::new(desk.t("headquarters-screen")).quiet().icon(Icon::Eye).key("b").href("/headquarters?screen=true").render())
        }),
        body: html! { (live) (meanings(&desk, shown)) },
        ..Shell::default()
    };
    Ok(desk.page.show(shell).into_response())
}

/// What refreshes itself.
fn live(desk: &Desk<'_>, board: &Board, asked: &Asked, stages: &stages::Stages, screen: bool) -> Markup {
    let again = if screen { "/headquarters?screen=true" } else { "/headquarters" };
    let clock = desk.here.now.with_timezone(&desk.here.zone).format("%H:%M:%S").to_string();
    html! {
        section.headquarters #headquarters hx-get=(again) hx-trigger=(AGAIN) hx-swap="outerHTML" {
            p.headquarters-when {
                b { (asked.today) } " " time { (clock) }
                span.hint { " · " (desk.t("headquarters-again")) }
            }
            (table::totals(desk, board, asked, screen))
            (table::stores(desk, board, asked, stages, screen))
        }
    }
}
