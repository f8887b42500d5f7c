//! Whose account someone is, and letting them in.

use chrono::TimeDelta;
use kernel::journal::Change;
use kernel::{Lang, Scope};
use records::Refusal;
use web::{App, Problem};

use super::back::Refused;
use super::end::Held;
use super::identity::Identity;
use super::ticket::Way;
use super::{Provider, Unknown, queries};
use crate::notices::{Security, security};
use crate::second_factor::queries as factors;
use crate::sessions::{SignedOn, prove};
use crate::sign_in::{Client, code_ticket, is_allowed, let_in_by, note_failure};
use crate::users::{self, NewUser, User, add_user, normalise_login};

/// How long ago someone who shows again that it is they may have signed in at the provider, in seconds.
const FRESH: i64 = 300;

/// Someone is in, or on the way to their second factor.
pub(super) struct Entered {
    pub cookies: Vec<String>,
    pub to: String,
}

pub(super) async fn enter(
    app: &App,
    provider: &Provider,
    way: &Way,
    identity: Identity,
    lang: Lang,
    client: Client,
) -> Result<Result<Entered, Refused>, Problem> {
    let user = match whose(app, provider, way, &identity, lang).await? {
        Ok(user) => user,
        Err(refused) => {
            tracing::info!(address = ?client.address, issuer = %provider.issuer, why = refused.0, "single sign-on: turned away");
            return Ok(Err(refused));
        }
    };
    if !user.is_active() {
        note_failure(app, &user, &client).await?;
        return Ok(Err(Refused("sign-on-unknown-person")));
    }
    if let Some(session) = way.proves {
        return proven(app, &user, way, &identity, session, lang).await;
    }
    if !is_allowed(app, &user, client.address).await? {
        note_failure(app, &user, &client).await?;
        return Ok(Err(Refused("problem-address")));
    }
    if !identity.strong && factors::has(app.db.read(), user.tenant_id, user.id).await? {
        let hash = users::queries::password_hash(app.db.read(), user.tenant_id, user.id).await?;
        let to = format!("/sign-in/code?next={}", web::page::encode(&way.next));
        return Ok(Ok(Entered { cookies: vec![code_ticket(app, &user, hash.as_deref().unwrap_or_default())], to }));
    }
    let signed_on = if identity.strong { SignedOn::Strongly } else { SignedOn::Provider };
    let held = Held { issuer: provider.issuer.clone(), token: identity.token };
    let cookie = let_in_by(app, &user, lang, client, Some((signed_on, held))).await?;
    Ok(Ok(Entered { cookies: vec![cookie], to: way.next.clone() }))
}

/// The account: the one that is linked; else the one that the claim names, which is linked from now on; else a new one,
/// where the house makes them.
async fn whose(
    app: &App,
    provider: &Provider,
    way: &Way,
    identity: &Identity,
    lang: Lang,
) -> Result<Result<User, Refused>, Problem> {
    let (conn, tenant) = (app.db.read(), provider.tenant_id);
    if let Some(link) = queries::by_subject(conn, tenant, &provider.issuer, &identity.subject).await? {
        let user = users::queries::find(conn, tenant, link.user_id).await?;
        return Ok(user.ok_or(Refused("sign-on-unknown-person")));
    }
    if way.proves.is_some() {
        // Who only shows again that it is they links nothing on the way.
        return Ok(Err(Refused("sign-on-other")));
    }
    let Some(value) = identity.value.as_deref() else { return Ok(Err(Refused("sign-on-no-claim"))) };
    if provider.by_email() && !identity.email_verified {
        return Ok(Err(Refused("sign-on-unverified")));
    }
    let found = if provider.by_email() {
        let mut list = queries::by_email(conn, tenant, value).await?;
        if list.len() > 1 {
            return Ok(Err(Refused("sign-on-ambiguous")));
        }
        list.pop()
    } else {
        let found = users::queries::find_by_login(conn, &normalise_login(value)).await?;
        found.filter(|user| user.tenant_id == tenant)
    };
    let user = match found {
        // Someone who is shut out is not linked on the way.
        Some(user) if !user.is_active() => return Ok(Ok(user)),
        Some(user) => user,
        None if provider.unknown() == Unknown::Create => match make(app, provider, identity, value, lang).await? {
            Some(user) => user,
            None => return Ok(Err(Refused("sign-on-unknown-person"))),
        },
        None => return Ok(Err(Refused("sign-on-unknown-person"))),
    };
    // Whoever is linked already is someone else there.
    if queries::of_user(conn, tenant, user.id).await?.is_some() {
        return Ok(Err(Refused("sign-on-other")));
    }
    let scope = crate::sign_in::as_user(app, &user, lang);
    let mut tx = app.db.write(&scope).await?;
    queries::link(&tx, user.id, &provider.issuer, &identity.subject).await?;
    let changes = Change::of("sign_on", None, Some(format!("{} · {}", provider.issuer, identity.subject)));
    tx.record("user", user.id, "link_sign_on", changes.into_iter().collect());
    security(&mut tx, user.id, Security::SignOnLinked);
    tx.commit().await?;
    Ok(Ok(user))
}

/// An account without a post; none where the login is taken in another house or cannot be one.
async fn make(
    app: &App,
    provider: &Provider,
    identity: &Identity,
    value: &str,
    lang: Lang,
) -> Result<Option<User>, Problem> {
    let scope = Scope::system(provider.tenant_id, app.db.clock.new_id(), "sign-on");
    let mut tx = app.db.write(&scope).await?;
    let name: String = identity.name.as_deref().unwrap_or(value).chars().take(60).collect();
    let email = provider.by_email().then(|| value.to_owned());
    let new = NewUser { login: value.to_owned(), name, email, lang: Some(lang), ..NewUser::default() };
    match add_user(&mut tx, new).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(users::queries::find(app.db.read(), provider.tenant_id, id).await?)
        }
        Err(Refusal::Invalid(_)) => Ok(None),
        Err(refusal) => Err(refusal.into()),
    }
}

/// Someone who is in has shown again that it is they.
async fn proven(
    app: &App,
    user: &User,
    way: &Way,
    identity: &Identity,
    session: kernel::Id,
    lang: Lang,
) -> Result<Result<Entered, Refused>, Problem> {
    let now = app.db.clock.now().utc();
    let is_fresh = identity.signed_in_at.is_some_and(|at| at >= now - TimeDelta::seconds(FRESH));
    if !is_fresh {
        return Ok(Err(Refused("sign-on-not-fresh")));
    }
    let mine = crate::sessions::queries::of_user(app.db.read(), user.tenant_id, user.id).await?;
    if !mine.iter().any(|s| s.id == session) {
        return Ok(Err(Refused("sign-on-other")));
    }
    if !identity.strong && factors::has(app.db.read(), user.tenant_id, user.id).await? {
        // Who has a second factor here shows it at the page for proofs.
        return Ok(Err(Refused("sign-on-needs-code")));
    }
    let scope = crate::sign_in::as_user(app, user, lang);
    let mut tx = app.db.write(&scope).await?;
    prove(&mut tx, session).await?;
    tx.record("user", user.id, "prove", Vec::new());
    tx.commit().await?;
    Ok(Ok(Entered { cookies: Vec::new(), to: way.next.clone() }))
}
