//! The language of someone who has not signed in.

use axum::Form;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Lang;
use serde::Deserialize;

use super::own_path;

/// What the language switch posts.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    /// Language tag.
    pub lang: String,
    /// The page to go back to.
    #[serde(default)]
    pub back: String,
}

/// A cookie that keeps a language for a year.
pub(crate) fn language_cookie(lang: Lang) -> String {
    format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", lang.tag())
}

/// `POST /language`
pub(super) async fn choose(Form(choice): Form<Choice>) -> Response {
    let lang = Lang::from_tag(&choice.lang).unwrap_or_default();
    ([(header::SET_COOKIE, language_cookie(lang))], Redirect::to(own_path(&choice.back))).into_response()
}
