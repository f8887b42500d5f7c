//! `/users/{user}/leave`: letting someone go and handing over what they own (离职交接, SYS-03): what hangs on them with the
//! rules by which it goes to colleagues, then what that comes to, then doing it.

mod api;
mod ask;
mod check;
mod wish;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::Markup;
use organisation::sessions::Proven;
use organisation::users::User;
use organisation::users::departure;
use records::Refusal;
use ui::{Crumb, Shell, Words};
use web::Problem;
use web::records::Call;

use super::desk::Desk;
use super::typed::Typed;
use crate::handover;

pub(super) use api::{described, leave as api};

/// The page of a step.
fn address(user: Id, below: &str) -> String {
    format!("/users/{user}/leave{below}")
}

/// The person in the path, if the visitor may let them go; why not, else.
async fn leaver(desk: &Desk<'_>) -> Result<User, Problem> {
    Ok(departure::leaver(&desk.look(), desk.call.id("user")?).await?)
}

/// What hangs on the person, and the form. It ends in closing a login: an unattended screen must not be enough.
pub(super) async fn show(_: Proven, call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let user = leaver(&desk).await?;
    ask::page(&desk, &user, &Typed::default()).await
}

/// What the order comes to.
pub(super) async fn look(call: Call, mut typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let user = leaver(&desk).await?;
    let found = match wish::read(&typed) {
        Ok(wish) => handover::preview(&desk.look(), user.id, wish).await,
        Err(refusal) => Err(refusal),
    };
    match found {
        Ok(preview) => check::page(&desk, &user, &typed, &preview).await,
        Err(refusal) => {
            typed.refused(refusal)?;
            ask::page(&desk, &user, &typed).await
        }
    }
}

/// Does it; a second click finds it begun.
pub(super) async fn begin(_: Proven, call: Call, mut typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let id = call.id("user")?;
    let operation = typed.id("operation").ok_or_else(|| Problem::bad_request("problem-bad-request"))?;
    let wish = match wish::read(&typed) {
        Ok(wish) => wish,
        Err(refusal) => return Err(refusal.into()),
    };
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match handover::begin(&mut tx, operation, id, wish).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/operations/{operation}")).into_response())
        }
        Err(refusal @ (Refusal::Invalid(_) | Refusal::Rule(_))) => {
            tx.rollback().await?;
            let user = leaver(&desk).await?;
            typed.refused(refusal)?;
            ask::page(&desk, &user, &typed).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The frame of both steps.
fn frame(desk: &Desk<'_>, user: &User, step: usize, status: StatusCode, body: Markup) -> Response {
    let title = desk.words.ta("handover-title", &[("name", user.name.as_str().into())]);
    let crumbs = vec![
        Crumb::new(desk.t("kind-user-plural"), "/users"),
        Crumb::new(user.name.clone(), format!("/users/{}", user.id)),
    ];
    let steps = ["handover-step-share", "handover-step-check"].map(|key| (desk.t(key).into_owned(), None));
    let body = maud::html! { (ui::stepper(&steps, step, &desk.words)) (body) };
    (status, desk.page.show(Shell { title, crumbs, body, ..Shell::default() })).into_response()
}
