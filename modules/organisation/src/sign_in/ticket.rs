//! Between password and code: a cookie that says whose password was right a moment ago. It is signed with the
//! installation's keys over the password's hash, so that it ends with the password, and holds for minutes.

use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use kernel::{Id, Instant, Tenant};
use web::App;
use web::app::Config;

use crate::users::{self, User};

/// Seconds in which the code has to come.
const SECONDS: i64 = 300;
const DOMAIN: &str = "sign-in-ticket";

fn name(config: &Config) -> &'static str {
    if config.https { "__Host-ff_ticket" } else { "ff_ticket" }
}

fn cookie(config: &Config, value: String, seconds: i64) -> String {
    let mut cookie = Cookie::new(name(config), value);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_path("/");
    cookie.set_secure(config.https);
    format!("{cookie}; Max-Age={seconds}")
}

fn signature(app: &App, tenant: Tenant, user: Id, until: i64, hash: &str) -> String {
    app.db.keys.sign(DOMAIN, &format!("{tenant}.{user}.{until}.{hash}"))
}

/// The cookie for someone whose password with this hash was right.
pub(crate) fn give(app: &App, user: &User, hash: &str) -> String {
    let until = app.db.clock.now().plus_seconds(SECONDS).0;
    let signature = signature(app, user.tenant_id, user.id, until, hash);
    cookie(&app.config, format!("{}.{}.{until}.{signature}", user.tenant_id, user.id), SECONDS)
}

/// The same cookie, taken back.
pub(super) fn clear(app: &App) -> String {
    cookie(&app.config, String::new(), 0)
}

/// Whose password was right; nobody where the ticket is missing, late, forged, or their password is another one by now.
pub(super) async fn holder(app: &App, headers: &HeaderMap) -> Result<Option<User>, kernel::DbError> {
    let jar = CookieJar::from_headers(headers);
    let Some(value) = jar.get(name(&app.config)).map(|c| c.value().to_owned()) else { return Ok(None) };
    let parts: Vec<&str> = value.split('.').collect();
    let [tenant, user, until, signed] = parts.as_slice() else { return Ok(None) };
    let (Ok(tenant), Ok(user), Ok(until)) = (tenant.parse::<Tenant>(), user.parse::<Id>(), until.parse::<i64>()) else {
        return Ok(None);
    };
    let hash = users::queries::password_hash(app.db.read(), tenant, user).await?.unwrap_or_default();
    let is_ours = kernel::crypto::same(&signature(app, tenant, user, until, &hash), signed);
    if !is_ours || app.db.clock.now() >= Instant(until) {
        return Ok(None);
    }
    Ok(users::queries::find(app.db.read(), tenant, user).await?.filter(User::is_active))
}
