//! The gate: finds out who a request comes from, in one query.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;
use axum::http::{HeaderMap, StatusCode, header};
use axum_extra::extract::CookieJar;
use kernel::scope::Powers;
use kernel::{Actor, Db, Lang, Scope, crypto};
use web::gate::{Entry, Held, Looking};
use web::visitor::{Guest, Theme, Visitor};
use web::{App, Gate, Problem};

use super::cookie::cookie_name;
use super::model::{Entrance, SignedOn, is_live};
use super::queries;
use crate::dictionaries::Dictionaries;
use crate::nodes::Places;
use crate::powers::{Directory, Membership};
use crate::users::{self, User};
use crate::{looking, tenants};

/// "Last seen" is written at most this often, so that reading stays free of writing.
const SEEN_EVERY: i64 = 300;

/// What someone may do whose password was chosen by another person.
const CHANGE_PASSWORD: Held = Held {
    to: "/me?must=change",
    open: &["/me", "/me/password", "/me/language", "/me/theme", "/sign-out", "/sign-in", "/help"],
};

/// What someone may do who has to set up a second factor first.
const ENROL: Held = Held {
    to: "/me/second-factor",
    open: &[
        "/me/second-factor",
        "/me/second-factor/enrolment",
        "/me/second-factor/confirmation",
        "/me/proof",
        "/me/language",
        "/me/theme",
        "/sign-out",
        "/sign-in",
        "/help",
    ],
};

/// What is open and closed to someone who looks as another person.
const LOOKING: Looking = Looking { ways_out: &[web::page::LOOKING_STOP, "/sign-out"], private: &["/me", "/notices"] };

struct Doorkeeper {
    directory: Directory,
}

/// The gate of the house.
pub fn gate() -> Arc<dyn Gate> {
    gate_with(Directory::default())
}

/// The gate, with a directory that is shared with whoever else asks for powers.
pub fn gate_with(directory: Directory) -> Arc<dyn Gate> {
    Arc::new(Doorkeeper { directory })
}

#[async_trait]
impl Gate for Doorkeeper {
    async fn enter(&self, app: &App, headers: &HeaderMap, address: Option<IpAddr>) -> Result<Entry, Problem> {
        let now = app.db.clock.now();
        if let Some(value) = headers.get(header::AUTHORIZATION) {
            let token = value
                .to_str()
                .ok()
                .and_then(|v| v.strip_prefix("Bearer "))
                .map(str::trim)
                .filter(|t| t.starts_with("ff_"));
            let found = match token {
                Some(token) => queries::by_token(app.db.read(), &crypto::digest(token)).await?,
                None => None,
            };
            let found = found.filter(|t| t.status == "active" && t.expires_at.is_none_or(|end| now < end));
            let entrance = found.ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED, "problem-token"))?;
            return self.admit(app, headers, address, entrance, true).await;
        }
        let jar = CookieJar::from_headers(headers);
        let Some(secret) = jar.get(cookie_name(&app.config)).map(|c| c.value()).filter(|v| !v.is_empty()) else {
            return Ok(Entry::Nobody);
        };
        let found = queries::by_session(app.db.read(), &crypto::digest(secret)).await?;
        let live = |s: &Entrance| match (s.last_seen_at, s.expires_at, s.idle_seconds) {
            (Some(seen), Some(end), Some(idle)) => is_live(now, seen, end, idle),
            _ => false,
        };
        match found.filter(|s| s.status == "active" && live(s)) {
            Some(entrance) => self.admit(app, headers, address, entrance, false).await,
            None => Ok(Entry::Nobody),
        }
    }

    async fn door(&self, app: &App) -> &'static str {
        match tenants::queries::any(app.db.read()).await {
            Ok(false) => "/set-up",
            _ => "/sign-in",
        }
    }
}

impl Doorkeeper {
    async fn admit(
        &self,
        app: &App,
        headers: &HeaderMap,
        address: Option<IpAddr>,
        e: Entrance,
        by_token: bool,
    ) -> Result<Entry, Problem> {
        let now = app.db.clock.now();
        let membership =
            self.directory.membership(app.db.read(), e.tenant_id, e.user_id, e.version.unwrap_or(0), now).await?;
        if !membership.entry.allow(address) {
            return Err(Problem::new(StatusCode::FORBIDDEN, "problem-address"));
        }
        app.seam::<Dictionaries>().refresh(app.db.read(), e.tenant_id, e.version.unwrap_or(0)).await?;
        app.registry.custom().refresh(app.db.read(), e.tenant_id, e.version.unwrap_or(0)).await?;
        app.seam::<Places>().refresh(app.db.read(), e.tenant_id, e.version.unwrap_or(0)).await?;
        // Someone whose password was chosen by another person may come in and change it, and nothing else; someone who
        // needs a second factor and has none may set one up. A token has no second factor: it was made by someone who had.
        // Whoever came by the group's provider used no password, and may have shown a second factor there.
        let strong = e.second_factor || e.signed_on.as_deref() == Some(SignedOn::Strongly.name());
        let must_change = e.must_change_password && e.signed_on.is_none();
        let held = match (must_change, membership.entry.second_factor && !strong && !by_token) {
            (true, _) => Some(CHANGE_PASSWORD),
            (false, true) => Some(ENROL),
            (false, false) => None,
        };
        let powers = if held.is_some() { Arc::new(Powers::default()) } else { membership.powers.clone() };
        let guest = Guest::of(headers);
        // A script asks for its language by header, a person has chosen theirs.
        let lang = match (by_token, e.lang.as_deref().and_then(Lang::from_tag)) {
            (false, Some(chosen)) => chosen,
            _ => guest.lang,
        };
        let limited_to =
            e.scopes.as_deref().map(|s| Arc::new(s.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>()));
        let actor = Actor::User { id: e.user_id, name: e.name.clone(), by_token };
        let scope = Scope { tenant: e.tenant_id, actor, lang, request: app.db.clock.new_id(), powers, limited_to };
        if e.last_seen_at.is_none_or(|seen| seen.plus_seconds(SEEN_EVERY) <= now)
            && let Err(error) = note_seen(&app.db, &scope, &e, by_token).await
        {
            tracing::warn!(%error, "could not note when a session was last seen");
        }
        if held.is_none()
            && !by_token
            && let Some((scope, membership)) = self.looks(app, &scope, &e).await?
        {
            let visitor = Visitor {
                name: scope.looking().map(|l| l.name.clone()).unwrap_or_default(),
                scope,
                theme: e.theme.as_deref().map_or(guest.theme, Theme::from_key),
                // What asks for a session is done by the person alone.
                session: None,
                address,
                store: None,
                stores: membership.stores.clone(),
                notices: 0,
            };
            return Ok(Entry::Looking(Box::new(visitor), LOOKING));
        }
        let store = e.store_id.filter(|store| !by_token && membership.stores.iter().any(|(id, _)| id == store));
        let visitor = Box::new(Visitor {
            scope,
            name: e.name,
            theme: e.theme.as_deref().map_or(guest.theme, Theme::from_key),
            session: (!by_token).then_some(e.id),
            address,
            store,
            stores: membership.stores.clone(),
            notices: e.notices,
        });
        Ok(match held {
            Some(held) if !by_token => Entry::Held(visitor, held),
            _ => Entry::Someone(visitor),
        })
    }
}

impl Doorkeeper {
    /// The view of whoever the session looks as, while that lasts and is still theirs to look at: what may have changed
    /// since it began is asked again each time.
    async fn looks(&self, app: &App, own: &Scope, e: &Entrance) -> Result<Option<(Scope, Arc<Membership>)>, Problem> {
        let (Some(id), Some(until)) = (e.looking_as, e.looking_until) else { return Ok(None) };
        let (conn, now, version) = (app.db.read(), app.db.clock.now(), e.version.unwrap_or(0));
        if now >= until {
            return Ok(None);
        }
        let Some(person) = users::queries::find(conn, e.tenant_id, id).await?.filter(User::is_active) else {
            return Ok(None);
        };
        let theirs = self.directory.membership(conn, e.tenant_id, id, version, now).await?;
        if !looking::may(own, &person, &theirs.powers) {
            return Ok(None);
        }
        let actor = Actor::Looking(Box::new(kernel::scope::Looking {
            id,
            name: person.name,
            by: e.user_id,
            by_name: e.name.clone(),
            session: e.id,
            until,
        }));
        let powers = looking::powers(own, theirs.powers.clone());
        Ok(Some((Scope { actor, powers, ..own.clone() }, theirs)))
    }
}

async fn note_seen(db: &Db, scope: &Scope, e: &Entrance, by_token: bool) -> Result<(), kernel::DbError> {
    let tx = db.write(scope).await?;
    if by_token {
        queries::used(&tx, e.id).await?;
    } else {
        queries::seen(&tx, e.id, e.user_id).await?;
    }
    tx.commit().await
}
