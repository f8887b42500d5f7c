//! The page between signing out here and at the provider.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::html;
use ui::{Button, PlainShell, Words};
use web::visitor::{Guest, Speech};
use web::{Problem, Shared};

use crate::sign_on::WayOut;

/// Says that the session here has ended, and goes on to the provider: by itself, or by the link. It is a page and no
/// redirect, because the content security policy lets no form end at another site.
pub(super) fn page(app: &Shared, guest: Guest, way: &WayOut) -> Result<Response, Problem> {
    let speech = Speech { app, lang: guest.lang };
    let name = [("name", way.label.as_str().into())];
    let shell = PlainShell {
        title: speech.t("sign-out-done").into(),
        theme: guest.theme,
        here: "/sign-in".into(),
        body: html! {
            p { (speech.ta("sign-out-further", &name)) }
            br;
            div.row {
                (Button::new(speech.ta("sign-out-at", &name)).primary().href(way.url.clone()).render())
                (Button::new(speech.t("sign-out-not")).quiet().href("/sign-in").render())
            }
        },
        ..PlainShell::default()
    };
    let refresh = HeaderValue::from_str(&format!("0; url={}", way.url)).map_err(Problem::internal)?;
    Ok(([(header::REFRESH, refresh)], shell.render(&speech)).into_response())
}
