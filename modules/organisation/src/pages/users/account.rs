//! Shutting someone out, letting them in again, and a new password for one use.

use axum::Form as Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::crypto::random_secret;
use kernel::{DbError, Id};
use maud::{Markup, html};
use records::{Commands, Input, Refusal};
use ui::{Button, State as Mark, flash};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::{Desk, Posted, draft};
use super::{Seen, manageable, post, user};
use crate::sessions::Proven;
use crate::settings::{self, keys};
use crate::users::{UserCommands, demand_password_change, leaving, password, set_password};

/// `POST /users/{user}/status`
pub(super) async fn status(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = manageable(desk, id).await?;
    let posted: Input = posted.into_iter().collect();
    let version = draft::version(&posted)?;
    let input = Input::from_iter([("status", posted.get("status").unwrap_or_default())]);
    let mut tx = app.db.write(&visitor.scope).await?;
    match UserCommands.update(&mut tx, id, version, &input).await {
        Ok(_) => {
            tx.commit().await?;
            let done = if posted.get("status") == Some("active") { "enabled" } else { "disabled" };
            Ok(Redirect::to(&format!("/users/{id}?done={done}")).into_response())
        }
        Err(Refusal::Rule(code)) => {
            tx.rollback().await?;
            let page = user::page(desk, &seen, Some(flash(Mark::Overdue, &desk.t(code)))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(Refusal::Conflict(_)) => {
            tx.rollback().await?;
            let page = user::page(desk, &seen, Some(flash(Mark::Due, &desk.t("problem-conflict")))).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// `GET /users/{user}/password`: says what will happen.
pub(super) async fn ask(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = manageable(desk, id).await?;
    Ok(post::confirm(desk, &seen, "password", "admin-password-reset", "admin-password-explained"))
}

/// `POST /users/{user}/password`: the answer is the only page that ever shows the password.
pub(super) async fn reset(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = manageable(desk, id).await?;
    if desk.visitor.user() == Some(id) {
        return Ok(Redirect::to("/me#password").into_response());
    }
    let secret = fresh_password(desk, &seen.user.path).await?;
    let hash = password::hash(&secret).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    set_password(&mut tx, id, hash, true, None).await?;
    tx.commit().await?;
    Ok(shown_once(desk, &seen, "admin-password-made", &secret).into_response())
}

/// `POST /users/{user}/password-change`: the person has to choose a new password before anything else.
pub(super) async fn demand(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    manageable(desk, id).await?;
    let mut tx = app.db.write(&visitor.scope).await?;
    demand_password_change(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/users/{id}?done=password-demanded")).into_response())
}

/// A password for one use, long enough for the node of a path.
pub(in super::super) async fn fresh_password(desk: &Desk<'_>, path: &str) -> Result<String, DbError> {
    let least = settings::number(desk.conn(), desk.tenant(), path, keys::PASSWORD_LENGTH).await?;
    Ok(leaving::one_time_password(&random_secret(), usize::try_from(least).unwrap_or(password::MIN_LENGTH)))
}

/// The page that shows a password this once.
pub(super) fn shown_once(desk: &Desk<'_>, seen: &Seen, title: &str, secret: &str) -> Markup {
    let id = seen.user.id;
    let list = [
        ui::Fact::text(desk.t("user-name"), &seen.user.name),
        ui::Fact::new(desk.t("user-login"), html! { code { (seen.user.login) } }),
        ui::Fact::new(desk.t("admin-password-once"), html! { code #one-time-password { (secret) } }),
    ];
    let body = html! {
        (flash(Mark::Due, &desk.t("admin-password-once-hint")))
        (ui::facts(&list, &desk.w))
        br;
        (Button::new(desk.t("admin-password-noted")).primary().href(format!("/users/{id}")).render())
    };
    post::shown(desk, seen, desk.ta(title, &[("name", seen.user.name.as_str().into())]), format!("/users/{id}"), body)
}
