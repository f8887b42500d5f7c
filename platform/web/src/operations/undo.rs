//! What comes back and what stays, before an operation is undone; and undoing it.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use records::operations::undo::{self, Preview};
use records::operations::{AnyLook, Back, Counts, Line, Operation};
use sea_orm::DatabaseExecutor;
use ui::{Button, Column, Fact, Icon, Panel, State as Tone, Table, Words, dot, facts, flash};

use super::show::{operation, shell};
use super::{account, wording};
use crate::records::Call;
use crate::{Page, Result};

/// Lines of conflicts that the page shows; all of them stand in the account afterwards.
const SHOWN: usize = 200;

pub(super) async fn page(call: Call) -> Result<Response> {
    let operation = operation(&call).await?;
    let back = format!("/operations/{}", operation.id);
    let page = call.page();
    if operation.state.is_at_work() || operation.undone_at.is_some() {
        return Ok(Redirect::to(&back).into_response());
    }
    if let Some(code) = undo::refused(&call.visitor.scope, &operation, call.app.db.clock.now()) {
        let body = html! {
            (flash(Tone::Overdue, &page.t(code)))
            div.row { (Button::new(page.t("operation-back")).href(back).render()) }
        };
        return Ok(shell(&page, &operation, None, body).into_response());
    }
    let preview = look(&call, &operation).await?;
    let body = asked(&call, &page, &operation, &preview).await?;
    Ok(shell(&page, &operation, None, body).into_response())
}

async fn look(call: &Call, operation: &Operation) -> Result<Preview> {
    let conn = DatabaseExecutor::from(call.app.db.read());
    let now = call.app.db.clock.now();
    let look = AnyLook { scope: &call.visitor.scope, conn: &conn, keys: &call.app.db.keys, now };
    Ok(undo::preview(&look, call.registry(), operation).await?)
}

async fn asked(call: &Call, page: &Page<'_>, operation: &Operation, preview: &Preview) -> Result<Markup> {
    let w = page.words();
    let mut counts = Counts::default();
    let mut stays: Vec<Line> = Vec::new();
    for (line, plan) in &preview.lines {
        counts.add_back(plan.back());
        if matches!(plan.back(), Back::Partly | Back::Kept | Back::Closed) {
            stays.push(Line { back: Some(plan.back()), conflicts: plan.conflicts.clone(), ..line.clone() });
        }
    }
    stays.truncate(SHOWN);
    let number = |n: i64, back: Back| {
        (n > 0).then(|| {
            Fact::new(
                page.t(&format!("operation-would-{}", back.name())),
                dot(wording::back_tone(back), &ui::grouped(n)),
            )
        })
    };
    let list: Vec<Fact> = [
        number(counts.created, Back::Away),
        number(counts.changed, Back::Restored),
        number(counts.partly, Back::Partly),
        number(counts.refused, Back::Kept),
        number(counts.unchanged, Back::Nothing),
    ]
    .into_iter()
    .flatten()
    .collect();
    let rows = account::rows(call, page, operation, &stays).await?;
    let table = Table {
        caption: w.t("operation-stays").into(),
        columns: vec![
            Column::new(w.t("operation-record")),
            Column::new(w.t("operation-noun")),
            Column::new(w.t("operation-result")).fact(),
            Column::new(w.t("operation-why")).fact(),
        ],
        rows,
        ..Table::default()
    };
    let action = format!("/operations/{}/undo", operation.id);
    let nothing = preview.lines.is_empty() && !preview.more;
    let buttons = html! {
        form method="post" action=(action) data-once {
            @if nothing { (Button::new(page.t("operation-undo-now")).primary().disabled(page.t("operation-nothing-to-undo")).render()) }
            @else { (Button::new(page.t("operation-undo-now")).primary().icon(Icon::Undo).render()) }
        }
        (Button::new(page.t("operation-leave")).quiet().href(format!("/operations/{}", operation.id)).render())
    };
    let told = html! {
        (facts(&list, &w))
        @if preview.more { p.hint { (page.ta("operation-looked-at", &[("n", &ui::grouped(undo::LOOKED_AT))])) } }
        p.hint { (page.t("operation-undo-text")) }
        div.form-foot { (buttons) }
    };
    Ok(html! {
        (Panel::new(w.t("operation-undo-asked"), told).render())
        @if !stays.is_empty() {
            h2 { (page.t("operation-stays")) }
            (table.render(&w))
        }
    })
}

/// A second click finds it being undone.
pub(super) async fn start(call: Call) -> Result<Response> {
    let operation = operation(&call).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    undo::start(&mut tx, &operation).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/operations/{}", operation.id)).into_response())
}
