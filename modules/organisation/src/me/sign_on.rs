//! One's own link to the provider of single sign-on.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::Refusal;
use ui::{Button, Fact, Here, Panel, Words, facts, instant};
use web::visitor::Speech;
use web::{Problem, Shared, Visitor};

use super::page::{Shown, page};
use super::person;
use crate::sessions::Proven;
use crate::sign_on::{self, BEGIN, queries};

/// The link, and taking it away. Nothing where the house has no provider and the person no link.
pub(super) async fn panel(
    app: &Shared,
    visitor: &Visitor,
    user: Id,
    here: &Here,
    w: &Speech<'_>,
) -> Result<Markup, Problem> {
    let (conn, tenant) = (app.db.read(), visitor.scope.tenant);
    let link = queries::of_user(conn, tenant, user).await?;
    let provider = queries::of_tenant(conn, tenant).await?.filter(|p| p.active);
    let label = provider.map(|p| p.label).or(link.as_ref().map(|l| l.issuer.clone()));
    let Some(label) = label else { return Ok(html! {}) };
    let body = match link {
        Some(link) => {
            let list = [
                Fact::text(w.t("sign-on-account"), &label),
                Fact::new(w.t("sign-on-since"), instant(link.created_at.utc(), here, w)),
            ];
            html! {
                (facts(&list, w))
                p.hint { (w.t("sign-on-unlink-hint")) }
                form method="post" action="/me/sign-on/removal" data-once { (Button::new(w.t("sign-on-unlink")).small().render()) }
            }
        }
        None => html! { p.nothing { (w.ta("sign-on-not-linked", &[("name", label.as_str().into())])) } },
    };
    Ok(Panel::new(w.t("sign-on-title"), body).id("sign-on").render())
}

/// `POST /me/sign-on/removal`
pub(super) async fn unlink(State(app): State<Shared>, visitor: Visitor, _: Proven) -> Result<Response, Problem> {
    let id = person(&visitor)?;
    let mut tx = app.db.write(&visitor.scope).await?;
    match sign_on::unlink(&mut tx, id).await {
        Ok(()) => tx.commit().await?,
        // A second click finds none.
        Err(Refusal::NotFound) => tx.rollback().await?,
        Err(Refusal::Rule(code)) => {
            tx.rollback().await?;
            let body = page(&app, &visitor, Shown { error: Some(("sign_on", code)), ..Shown::default() }).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response());
        }
        Err(refusal) => return Err(refusal.into()),
    }
    Ok(Redirect::to("/me?done=sign-on-unlinked").into_response())
}

/// For those who show again that it is they: the way by the provider, where they are linked to it.
pub(super) async fn again(
    app: &Shared,
    visitor: &Visitor,
    user: Id,
    next: &str,
    w: &Speech<'_>,
) -> Result<Markup, Problem> {
    let (conn, tenant) = (app.db.read(), visitor.scope.tenant);
    let provider = queries::of_tenant(conn, tenant).await?.filter(|p| p.active);
    let Some(provider) = provider else { return Ok(html! {}) };
    if queries::of_user(conn, tenant, user).await?.is_none() {
        return Ok(html! {});
    }
    let way = format!("{BEGIN}?again=true&provider={}&next={}", provider.id, web::page::encode(next));
    Ok(
        html! { p.sign-on { a.button href=(way) { (w.ta("sign-on-with", &[("name", provider.label.as_str().into())])) } } },
    )
}
