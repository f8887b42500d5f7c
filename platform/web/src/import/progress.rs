//! How far a check or a run is; the page asks each second.

use axum::http::HeaderName;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use records::import::{State, Step};
use ui::{Button, Icon, Progress, Words};

use super::case::Case;
use crate::records::Call;
use crate::{Page, Result};

/// The bar alone. When the work has ended, the page is loaded anew with what it came to.
pub(super) async fn fragment(call: Call) -> Result<Response> {
    let case = Case::of(&call).await?;
    if !case.import.state.is_at_work() || case.given_up(&call).await?.is_some() {
        return Ok(([(HeaderName::from_static("hx-redirect"), case.href(""))], "").into_response());
    }
    Ok(bar(&call.page(), &case, call.app.db.clock.now()).into_response())
}

/// The bar with what can be done meanwhile.
pub(super) fn bar(page: &Page<'_>, case: &Case, now: kernel::Instant) -> Markup {
    let w = page.words();
    let import = &case.import;
    let counts = import.tally();
    let key = match (import.state, import.step) {
        (State::Paused, _) => "import-held",
        (_, Step::Check) => "import-checking",
        _ => "import-running",
    };
    let at_work = import.state.is_at_work();
    let button = |label: &str, tail: &str| html! { form method="post" action=(case.href(tail)) data-once { (Button::new(w.t(label)).render()) } };
    Progress {
        label: w.ta(key, &[("file", import.file_name.as_str().into())]),
        done: counts.rows.max(0) as u64,
        total: (import.total > 0).then_some(import.total as u64),
        refused: counts.rejected.max(0) as u64,
        seconds_left: left(import.started_at, now, counts.rows, import.total).filter(|_| at_work && import.step == Step::Run),
        poll: at_work.then(|| case.href("/progress")),
        actions: Some(html! {
            @if at_work { (button("import-pause", "/pause")) }
            @if import.state == State::Paused {
                form method="post" action=(case.href("/resume")) data-once { (Button::new(w.t("import-resume")).primary().icon(Icon::Right).render()) }
            }
            form method="post" action=(case.href("/cancel")) data-once { (Button::new(w.t("import-cancel")).quiet().render()) }
        }),
    }
    .render(&w)
}

/// Seconds left at the pace so far; not told before there is a pace.
fn left(started: Option<kernel::Instant>, now: kernel::Instant, done: i64, total: i64) -> Option<u64> {
    let spent = (now.0 - started?.0) / 1_000_000;
    (done > 0 && spent >= 2 && total > done).then(|| (spent * (total - done) / done).max(1) as u64)
}
