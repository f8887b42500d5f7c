//! A way to the provider and back, kept by the browser that goes it: a sealed cookie. What comes back counts only in the
//! same browser, within minutes, and once.

use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Id, Tenant};
use serde::{Deserialize, Serialize};
use web::App;

/// Seconds in which someone has to come back.
pub(super) const SECONDS: i64 = 600;
/// For what the cookie is sealed, so that nothing sealed for a record is taken for one.
const PURPOSE: Id = Id::from_u128(0x7369_676e_2d6f_6e00_0000_0000_0000_0001);

/// What is known of a way that someone goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Way {
    pub tenant: Tenant,
    pub provider: Id,
    pub issuer: String,
    /// What the provider sends back as it is.
    pub state: String,
    /// What the token must hold.
    pub nonce: String,
    /// What proves that whoever changes the code for a token began the way (PKCE).
    pub verifier: String,
    /// Where the provider sends the browser back to.
    pub back: String,
    /// Where the person wanted to go.
    pub next: String,
    /// The session in which someone shows again that it is they; none begins one.
    pub proves: Option<Id>,
    /// Until when it counts, in microseconds.
    pub until: i64,
}

fn name(app: &App) -> &'static str {
    if app.config.https { "__Host-ff_sign_on" } else { "ff_sign_on" }
}

fn cookie(app: &App, value: String, seconds: i64) -> String {
    let mut cookie = Cookie::new(name(app), value);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_path("/");
    cookie.set_secure(app.config.https);
    format!("{cookie}; Max-Age={seconds}")
}

/// The cookie of a way.
pub(super) fn give(app: &App, way: &Way) -> String {
    let text = serde_json::to_string(way).unwrap_or_default();
    cookie(app, URL_SAFE_NO_PAD.encode(app.db.keys.seal(PURPOSE, &text)), SECONDS)
}

/// The same cookie, taken back.
pub(super) fn clear(app: &App) -> String {
    cookie(app, String::new(), 0)
}

/// The way that the browser is on, while it counts.
pub(super) fn held(app: &App, headers: &HeaderMap) -> Option<Way> {
    let jar = CookieJar::from_headers(headers);
    let sealed = URL_SAFE_NO_PAD.decode(jar.get(name(app))?.value()).ok()?;
    let way: Way = serde_json::from_str(&app.db.keys.open(PURPOSE, &sealed).ok()?).ok()?;
    (app.db.clock.now().0 < way.until).then_some(way)
}
