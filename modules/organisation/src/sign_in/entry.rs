//! What every way in has in common: guesses are counted, sessions begin, failures are noted.

use std::net::IpAddr;
use std::sync::Arc;

use kernel::journal::Change;
use kernel::scope::Powers;
use kernel::{Actor, Lang, Scope};
use records::Refusal;
use web::{App, Problem, Visitor};

use super::Client;
use super::attempts::{Guess, release, reserve};
use crate::powers::{self, today};
use crate::second_factor::change::{Typed, spend};
use crate::second_factor::queries as factors;
use crate::sessions::{self, SignedOn, open_session, session_cookie};
use crate::settings::{self, keys};
use crate::sign_on::Held;
use crate::users::{self, User, password};

/// Begins a session for someone who has shown who they are; the answer is the cookie.
pub(crate) async fn let_in(app: &App, user: &User, lang: Lang, client: Client) -> Result<String, Refusal> {
    let_in_by(app, user, lang, client, None).await
}

/// As [`let_in`]; `how` where it was not by a password.
pub(crate) async fn let_in_by(
    app: &App,
    user: &User,
    lang: Lang,
    client: Client,
    how: Option<(SignedOn, Held)>,
) -> Result<String, Refusal> {
    let conn = app.db.read();
    let idle = settings::number(conn, user.tenant_id, &user.path, keys::SESSION_IDLE).await?;
    let days = settings::number(conn, user.tenant_id, &user.path, keys::SESSION_DAYS).await?;
    let scope = as_user(app, user, lang);
    let mut tx = app.db.write(&scope).await?;
    let opened =
        open_session(&mut tx, user.id, client.address.map(|a| a.to_string()), client.agent, idle, days).await?;
    if let Some((how, held)) = how {
        let sealed = held.sealed(tx.keys(), opened.id);
        sessions::queries::set_signed_on(&tx, opened.id, how, sealed).await?;
    }
    tx.commit().await?;
    Ok(session_cookie(&app.config, &opened.secret, opened.seconds))
}

/// The person, without any power: for what concerns only how they come in.
pub(crate) fn as_user(app: &App, user: &User, lang: Lang) -> Scope {
    Scope {
        tenant: user.tenant_id,
        actor: Actor::User { id: user.id, name: user.name.clone(), by_token: false },
        lang,
        request: app.db.clock.new_id(),
        powers: Arc::new(Powers::default()),
        limited_to: None,
    }
}

/// Whether someone's roles let them in from an address.
pub(crate) async fn is_allowed(app: &App, user: &User, address: Option<IpAddr>) -> Result<bool, Problem> {
    let day = today(app.db.clock.now());
    Ok(powers::membership(app.db.read(), user.tenant_id, user.id, day).await?.entry.allow(address))
}

/// Notes a sign-in that failed at someone's name.
pub(crate) async fn note_failure(app: &App, user: &User, client: &Client) -> Result<(), Problem> {
    let scope = Scope::system(user.tenant_id, app.db.clock.new_id(), "sign-in");
    let mut tx = app.db.write(&scope).await?;
    let address = client.address.map(|a| a.to_string());
    tx.record("user", user.id, "sign_in_failed", Change::of("address", None, address).into_iter().collect());
    Ok(tx.commit().await?)
}

/// Whether a text opens someone's second factor; it is used up by that. `Err` gives the seconds to wait where too many
/// were tried. Someone without a second factor is not asked: false.
pub(super) async fn code_opens(
    app: &App,
    scope: &Scope,
    user: &User,
    typed: &str,
    address: Option<IpAddr>,
) -> Result<Result<bool, i64>, Problem> {
    let stored = factors::find(app.db.read(), user.tenant_id, user.id).await?;
    let Some(stored) = stored.filter(|f| f.confirmed_at.is_some()) else { return Ok(Ok(false)) };
    let reserved = match reserve(&app.db, Guess::Code, &user.login, address).await? {
        Ok(reserved) => reserved,
        Err(seconds) => return Ok(Err(seconds)),
    };
    let typed = Typed::read(typed, &stored).await?;
    let mut tx = app.db.write(scope).await?;
    let used = spend(&mut tx, user.id, &stored, &typed).await?;
    tx.commit().await?;
    if used.is_some() {
        release(&app.db, reserved).await?;
    }
    Ok(Ok(used.is_some()))
}

/// Asks someone who is in for their password again. Someone at an unattended screen guesses as slowly as at the door.
pub(crate) async fn asked_again(app: &App, visitor: &Visitor, user: &User, typed: &str) -> Result<bool, Problem> {
    let reserved = reserve(&app.db, Guess::Password, &user.login, visitor.address)
        .await?
        .map_err(|seconds| Problem::too_many(seconds.unsigned_abs()))?;
    let hash = users::queries::password_hash(app.db.read(), user.tenant_id, user.id).await?;
    let fits = password::verify(typed, hash.as_deref()).await?;
    if fits {
        release(&app.db, reserved).await?;
    }
    Ok(fits)
}

/// Asks someone who is in for a code of their second factor again.
pub(crate) async fn code_again(app: &App, visitor: &Visitor, user: &User, typed: &str) -> Result<bool, Problem> {
    code_opens(app, &visitor.scope, user, typed, visitor.address)
        .await?
        .map_err(|seconds| Problem::too_many(seconds.unsigned_abs()))
}
