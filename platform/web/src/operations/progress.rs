//! How far an operation or its undoing is; the page asks each second.

use axum::http::HeaderName;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::jobs::{self, Job, Steer};
use maud::{Markup, html};
use records::operations::{Operation, State};
use ui::{Button, Icon, Progress, State as Tone, flash};

use super::show::operation;
use super::wording;
use crate::records::Call;
use crate::{Page, Result};

/// The bar alone. When the work has ended, the page is loaded anew with what it came to.
pub(super) async fn fragment(call: Call) -> Result<Response> {
    let operation = operation(&call).await?;
    let job = job(&call, &operation).await?;
    if !operation.state.is_at_work() || job.is_some_and(|job| job.state == "failed") {
        let href = format!("/operations/{}", operation.id);
        return Ok(([(HeaderName::from_static("hx-redirect"), href)], "").into_response());
    }
    Ok(bar(&call, &call.page(), &operation).await?.into_response())
}

async fn job(call: &Call, operation: &Operation) -> Result<Option<Job>> {
    match operation.job {
        Some(id) => Ok(jobs::find(call.app.db.read(), operation.tenant, id).await?),
        None => Ok(None),
    }
}

/// The bar, or the way on where the house failed several times.
pub(super) async fn bar(call: &Call, page: &Page<'_>, operation: &Operation) -> Result<Markup> {
    let job = job(call, operation).await?;
    if job.as_ref().is_some_and(|job| job.state == "failed") {
        let action = format!("/operations/{}/resume", operation.id);
        return Ok(html! {
            (flash(Tone::Overdue, &page.t("operation-gave-up")))
            form method="post" action=(action) data-once {
                (Button::new(page.t("operation-resume")).primary().icon(Icon::Right).render())
            }
        });
    }
    let key = if operation.state == State::Undoing { "operation-undoing" } else { "operation-running" };
    let (done, total) = job.map_or((0, operation.total), |job| (job.done, job.total));
    let bar = Progress {
        label: page.ta(key, &[("what", &wording::kind(page, operation))]),
        done: done.max(0) as u64,
        total: (total > 0).then_some(total as u64),
        poll: Some(format!("/operations/{}/progress", operation.id)),
        ..Progress::default()
    };
    Ok(bar.render(&page.words()))
}

/// Takes up what the house gave up after several failures of its own.
pub(super) async fn resume(call: Call) -> Result<Response> {
    let operation = operation(&call).await?;
    if let Some(job) = operation.job.filter(|_| operation.state.is_at_work()) {
        let tx = call.app.db.write(&call.visitor.scope).await?;
        jobs::steer(&tx, job, Steer::Resume).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(&format!("/operations/{}", operation.id)).into_response())
}
