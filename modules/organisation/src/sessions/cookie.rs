//! The session cookie.

use axum_extra::extract::cookie::{Cookie, SameSite};
use web::app::Config;

/// Its name. With https it carries the `__Host-` prefix, which binds it to this host and to https.
pub fn cookie_name(config: &Config) -> &'static str {
    if config.https { "__Host-ff_session" } else { "ff_session" }
}

/// A cookie that scripts cannot read and other sites' forms do not send along.
pub fn session_cookie(config: &Config, secret: &str, seconds: i64) -> String {
    let mut cookie = Cookie::new(cookie_name(config), secret.to_owned());
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_path("/");
    cookie.set_secure(config.https);
    // Written by hand: the cookie crate's own duration type would be one more dependency.
    format!("{cookie}; Max-Age={seconds}")
}

/// The same cookie, taken back.
pub fn clear_cookie(config: &Config) -> String {
    session_cookie(config, "", 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_closed_to_scripts_and_bound_to_https() {
        let plain = session_cookie(&Config::default(), "abc", 60);
        assert_eq!(plain, "ff_session=abc; HttpOnly; SameSite=Lax; Path=/; Max-Age=60");
        let https = session_cookie(&Config { https: true, ..Config::default() }, "abc", 60);
        assert!(https.starts_with("__Host-ff_session=abc;") && https.contains("; Secure"));
    }
}
