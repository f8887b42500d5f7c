//! One's own tokens.

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use records::Refusal;
use serde::Deserialize;
use web::Path;
use web::{Problem, Shared, Visitor};

use super::page::{Shown, page};
use super::person;
use crate::sessions::Proven;
use crate::tokens::{NewToken, create_token, revoke_token};

/// What the form posts.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    name: String,
    /// `all`, `read`.
    reach: String,
    /// Days until it ends; empty is never.
    days: String,
}

/// `POST /me/tokens`: the answer is the only page that ever shows the token's text.
pub(super) async fn create(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Problem> {
    let user = person(&visitor)?;
    let scopes = (wanted.reach == "read").then(|| vec!["*:read".to_owned()]);
    let days = wanted.days.trim().parse::<i64>().ok().filter(|d| (1..=3650).contains(d));
    let mut tx = app.db.write(&visitor.scope).await?;
    let expires_at = days.map(|d| tx.now().plus_days(d));
    match create_token(&mut tx, user, NewToken { name: wanted.name, scopes, expires_at }).await {
        Ok((_, text)) => {
            tx.commit().await?;
            Ok(page(&app, &visitor, Shown { token: Some(text), ..Shown::default() }).await?.into_response())
        }
        Err(Refusal::Invalid(_)) => {
            tx.rollback().await?;
            let body =
                page(&app, &visitor, Shown { error: Some(("token_name", "token-name-missing")), ..Shown::default() })
                    .await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// `POST /me/tokens/{token}/revocation`
pub(super) async fn revoke(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(token): Path<Id>,
) -> Result<Response, Problem> {
    let user = person(&visitor)?;
    let mut tx = app.db.write(&visitor.scope).await?;
    revoke_token(&mut tx, user, token).await?;
    tx.commit().await?;
    Ok(Redirect::to("/me?done=token#tokens").into_response())
}
