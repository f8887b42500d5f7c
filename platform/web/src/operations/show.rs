//! An operation as it stands.

use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::operations::{Counts, Operation, State, queries, undo};
use ui::{Button, Crumb, Fact, Icon, Panel, State as Tone, Words, dot, facts, flash, instant};

use super::{account, progress, wording};
use crate::records::{Call, labels};
use crate::{Page, Problem, Result};

/// The operation in the path, if the visitor may see it.
pub(super) async fn operation(call: &Call) -> Result<Operation> {
    let id: Id = call.id("operation")?;
    queries::find(&call.look(), call.registry(), id).await?.ok_or_else(Problem::not_found)
}

pub(super) async fn page(call: Call) -> Result<Response> {
    let operation = operation(&call).await?;
    let page = call.page();
    if let Some(own) = operation.own_page() {
        return Ok(Redirect::to(&own).into_response());
    }
    if operation.state.is_at_work() {
        let body = progress::bar(&call, &page, &operation).await?;
        return Ok(shell(&page, &operation, None, body).into_response());
    }
    let (account, part) = account::section(&call, &page, &operation).await?;
    if part {
        return Ok(account.into_response());
    }
    let body = html! { (told(&page, &operation)) (summary(&call, &page, &operation)) (account) };
    Ok(shell(&page, &operation, Some(actions(&call, &page, &operation)), body).into_response())
}

/// The frame of the operation's pages.
pub(super) fn shell(page: &Page<'_>, operation: &Operation, actions: Option<Markup>, body: Markup) -> Markup {
    let title = format!("{} · {}", wording::kind(page, operation), wording::title(page, operation));
    let crumbs = vec![Crumb::new(page.t("operation-list"), "/operations")];
    page.show(ui::Shell { title, crumbs, actions, body, ..ui::Shell::default() })
}

fn actions(call: &Call, page: &Page<'_>, operation: &Operation) -> Markup {
    let report = |form: &str| format!("/operations/{}/report?form={form}", operation.id);
    let open = undo::refused(&call.visitor.scope, operation, call.app.db.clock.now()).is_none();
    html! {
        @if open {
            (Button::new(page.t("operation-undo")).icon(Icon::Undo).href(format!("/operations/{}/undo", operation.id)).render())
        }
        @if operation.kind == "import" {
            (Button::new(page.t("operation-import-account")).quiet().href(format!("/imports/{}", operation.id)).render())
        }
        (Button::new(page.t("operation-download-xlsx")).quiet().icon(Icon::Export).href(report("xlsx")).render())
        (Button::new(page.t("operation-download-csv")).quiet().href(report("csv")).render())
    }
}

fn told(page: &Page<'_>, operation: &Operation) -> Markup {
    let counts = operation.undo_counts;
    match operation.state {
        State::Undone if counts.partly + counts.refused > 0 => flash(Tone::Due, &page.t("operation-undone-partly")),
        State::Undone => flash(Tone::Done, &page.t("operation-undone-whole")),
        State::Done if operation.counts.refused > 0 => flash(Tone::Due, &page.t("operation-done-partly")),
        _ => flash(Tone::Done, &page.t("operation-done-whole")),
    }
}

fn summary(call: &Call, page: &Page<'_>, operation: &Operation) -> Markup {
    let w = page.words();
    let here = ui::Here { now: call.app.db.clock.now().utc(), zone: labels::zone(&call.app, &call.visitor) };
    let mut list = vec![
        Fact::new(w.t("operation-who"), html! { (operation.owner_name) }),
        Fact::new(w.t("operation-when"), instant(operation.created_at.utc(), &here, &w)),
    ];
    list.extend(numbers(page, &operation.counts, &["created", "changed", "unchanged", "refused"], "operation-fate-"));
    let undone = operation.undone_by_name.as_ref().map(|name| {
        let mut list = vec![Fact::new(w.t("operation-undone-by"), html! { (name) })];
        if let Some(at) = operation.undone_at {
            list.push(Fact::new(w.t("operation-when"), instant(at.utc(), &here, &w)));
        }
        list.extend(numbers(
            page,
            &operation.undo_counts,
            &["away", "restored", "partly", "kept", "nothing"],
            "operation-back-",
        ));
        Panel::new(w.t("operation-undo-result"), facts(&list, &w)).render()
    });
    html! { (Panel::new(w.t("operation-result"), facts(&list, &w)).render()) @if let Some(undone) = undone { (undone) } }
}

/// Counts as facts; those of nothing are left out.
fn numbers(page: &Page<'_>, counts: &Counts, names: &[&str], prefix: &str) -> Vec<Fact> {
    let number = |name: &str| match name {
        "created" | "away" => (counts.created, Tone::Done),
        "changed" | "restored" => (counts.changed, Tone::Done),
        "unchanged" | "nothing" => (counts.unchanged, Tone::Past),
        "partly" => (counts.partly, Tone::Due),
        _ => (counts.refused, Tone::Overdue),
    };
    let fact = |name: &&str| {
        let (n, tone) = number(name);
        (n > 0).then(|| Fact::new(page.t(&format!("{prefix}{name}")), dot(tone, &ui::grouped(n))))
    };
    names.iter().filter_map(fact).collect()
}
