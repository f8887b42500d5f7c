//! The audit viewer: who did what to which record, and when (SYS-09).

mod chain;
mod page;
mod queries;
mod reading;
mod wording;

use kernel::journal::Line;
use maud::{Markup, html};
use ui::{Panel, timeline};
use web::{Access, Problem, Routes};

use super::Desk;
use reading::Reader;

const VIEW: &str = "audit.view";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/audit", Access::Capability(VIEW), page::show)
        .get("/audit/chain", Access::Capability(VIEW), chain::show)
        .post("/audit/chain/check", Access::Capability(VIEW), chain::check)
}

/// What happened last to the record of a page.
pub(super) async fn panel(desk: &Desk<'_>, lines: Vec<Line>) -> Result<Markup, Problem> {
    let reader = Reader::of(desk, &lines).await?;
    let entries: Vec<_> = lines.iter().map(|line| reader.entry(line, false)).collect();
    let body = if entries.is_empty() {
        html! { p.nothing { (desk.t("admin-changes-none")) } }
    } else {
        timeline(&entries, None, None, &desk.here, &desk.w)
    };
    let all = lines.first().filter(|_| desk.visitor.scope.may(VIEW)).map(|line| {
        html! { a.quiet-link href=(format!("/audit?record={}", line.record)) { (desk.t("admin-changes-all")) } }
    });
    let panel = Panel::new(desk.t("admin-changes"), body).id("changes");
    Ok(match all {
        Some(link) => panel.actions(link).render(),
        None => panel.render(),
    })
}
