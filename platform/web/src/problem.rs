//! Problems: a code for machines, a sentence for people, a cause for the log. A browser gets a page, a script gets
//! `application/problem+json` (RFC 9457).

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::trouble::{Trouble, trouble};
use records::commands::FieldError;
use records::{FieldKind, ListError, Refusal};
use sea_orm::DbErr;

use crate::records::labels;
use crate::visitor::{Guest, Speech, Visitor};
use crate::{App, page};

/// What handlers return.
pub type Result<T> = std::result::Result<T, Problem>;

/// Why a request is not answered as asked.
#[derive(Debug)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// The code, which is also the key of its sentence (`problem-not-found`).
    pub code: &'static str,
    /// Fields that need mending.
    pub fields: Vec<FieldError>,
    /// Seconds to wait before trying again.
    pub retry_after: Option<u64>,
    /// The version that stands now, where someone else was faster.
    pub version: Option<i64>,
    /// The page that has to be dealt with first.
    pub first: Option<&'static str>,
    /// For the log only.
    pub cause: Option<String>,
}

impl Problem {
    /// A problem with a status and a code.
    pub fn new(status: StatusCode, code: &'static str) -> Problem {
        Problem { status, code, fields: Vec::new(), retry_after: None, version: None, first: None, cause: None }
    }

    /// No such page or record, or not for this person: both look the same from outside.
    pub fn not_found() -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "problem-not-found")
    }

    /// Known, but not theirs to use.
    pub fn forbidden() -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "problem-forbidden")
    }

    /// Theirs to use, once they have done something else: a browser is led there.
    pub fn first(to: &'static str) -> Problem {
        Problem { first: Some(to), ..Problem::new(StatusCode::FORBIDDEN, "problem-first") }
    }

    /// Whoever looks as someone else changes nothing, takes nothing out and has nothing revealed.
    pub fn looking() -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "problem-looking")
    }

    /// What concerns a person alone stays closed to whoever looks as them.
    pub fn looking_private() -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "problem-looking-private")
    }

    /// Nobody yet.
    pub fn sign_in() -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, "problem-sign-in")
    }

    /// A form of another site.
    pub fn foreign_origin() -> Problem {
        Problem::new(StatusCode::FORBIDDEN, "problem-foreign-origin")
    }

    /// Not understood.
    pub fn bad_request(code: &'static str) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, code)
    }

    /// Too fast.
    pub fn too_many(seconds: u64) -> Problem {
        Problem { retry_after: Some(seconds), ..Problem::new(StatusCode::TOO_MANY_REQUESTS, "problem-too-many") }
    }

    /// The key of what stands above the sentence: what happened, in a few words.
    pub fn title(&self) -> &'static str {
        match self.status {
            StatusCode::NOT_FOUND | StatusCode::GONE => "problem-title-not-there",
            StatusCode::FORBIDDEN => "problem-title-not-allowed",
            StatusCode::CONFLICT => "problem-title-changed",
            StatusCode::TOO_MANY_REQUESTS => "problem-title-wait",
            status if status.is_server_error() => "problem-title-ours",
            _ => "problem-title",
        }
    }

    /// Minutes to wait, where one must.
    pub fn minutes(&self) -> Option<i64> {
        let seconds = self.retry_after.filter(|_| self.status == StatusCode::TOO_MANY_REQUESTS)?;
        Some(seconds.div_ceil(60) as i64)
    }

    /// The code of [`Problem::starting`].
    const STARTING: &'static str = "problem-starting";

    /// Data is still being laid down.
    pub fn starting() -> Problem {
        Problem { retry_after: Some(2), ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, Problem::STARTING) }
    }

    /// Something of ours failed.
    pub fn internal(cause: impl std::fmt::Display) -> Problem {
        Problem {
            cause: Some(cause.to_string()),
            ..Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "problem-internal")
        }
    }

    /// The answer: sign-in page, problem page or problem+json.
    pub async fn answer(self, app: &App, headers: &HeaderMap, path: &str, visitor: Option<&Visitor>) -> Response {
        if let Some(cause) = &self.cause {
            tracing::error!(code = self.code, path, cause, "a request failed");
        }
        let lang = visitor.map_or_else(|| Guest::of(headers).lang, |v| v.scope.lang);
        let speech = Speech { app, lang };
        let accepts =
            |what: &str| headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains(what));
        let as_page = !path.starts_with("/api/") && !accepts("application/json");
        if let Some(to) = self.first.filter(|_| as_page) {
            if headers.contains_key("hx-request") {
                return ([("hx-redirect", to)], self.status).into_response();
            }
            return Redirect::to(to).into_response();
        }
        if as_page && self.status == StatusCode::UNAUTHORIZED {
            let door = app.gate.door(app).await;
            // An htmx request would put the sign-in page into a corner of the page.
            if headers.contains_key("hx-request") {
                return ([("hx-redirect", door)], StatusCode::UNAUTHORIZED).into_response();
            }
            let back = if path == "/" { door.to_owned() } else { format!("{door}?next={}", page::encode(path)) };
            return Redirect::to(&back).into_response();
        }
        let mut response = if as_page && headers.contains_key("hx-request") {
            self.toast(&speech)
        } else if as_page {
            let back = came_from(headers, path);
            (self.status, page::problem(&speech, &self, visitor, path, back.as_deref())).into_response()
        } else {
            self.json(&speech, |field| visitor.and_then(|visitor| allowed(app, visitor, path, field)))
        };
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            if as_page && self.code == Problem::STARTING {
                // A browser asks again by itself.
                response.headers_mut().insert("refresh", HeaderValue::from(seconds));
            }
        }
        response
    }

    /// For a script that wanted a part of a page: the sentence beside what the page shows already.
    fn toast(&self, speech: &Speech<'_>) -> Response {
        use ui::Words;
        let mut text = speech.t(self.code).into_owned();
        if let Some(minutes) = self.minutes() {
            text = format!("{text} {}", speech.ta("problem-retry", &[("minutes", minutes.into())]));
        }
        let toast = ui::toast(&ui::Toast { state: ui::State::Overdue, text, undo: None }, speech);
        (self.status, [("hx-reswap", "none")], toast).into_response()
    }

    /// `allowed` gives codes and words that a field may hold: a script has no list to choose from before it.
    fn json(&self, speech: &Speech<'_>, allowed: impl Fn(&str) -> Option<Vec<(String, String)>>) -> Response {
        use ui::Words;
        let mut body = serde_json::json!({
            "type": format!("about:blank#{}", self.code), "title": speech.t(self.code), "status": self.status.as_u16(), "code": self.code,
        });
        if !self.fields.is_empty() {
            body["errors"] = self
                .fields
                .iter()
                .map(|e| {
                    let choices = if e.code == "field-not-a-choice" { allowed(&e.field) } else { None };
                    let Some(choices) = choices else {
                        return serde_json::json!({ "field": e.field, "code": e.code, "message": speech.t(&e.code) });
                    };
                    let named: Vec<String> = choices.iter().map(|(code, word)| format!("{code} ({word})")).collect();
                    let message = speech.ta("field-not-a-choice-of", &[("allowed", named.join(", ").into())]);
                    let codes: Vec<&str> = choices.iter().map(|(code, _)| code.as_str()).collect();
                    serde_json::json!({ "field": e.field, "code": e.code, "message": message, "allowed": codes })
                })
                .collect();
        }
        if let Some(minutes) = self.minutes() {
            body["detail"] = speech.ta("problem-retry", &[("minutes", minutes.into())]).into();
        }
        if let Some(version) = self.version {
            body["version"] = version.into();
        }
        (self.status, [(header::CONTENT_TYPE, "application/problem+json")], Json(body)).into_response()
    }
}

/// The page of this house that a request came from, unless it is the one that is answered.
fn came_from(headers: &HeaderMap, path: &str) -> Option<String> {
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let (referer, host) = (text(header::REFERER)?, text(header::HOST)?);
    let (_, rest) = referer.split_once("://")?;
    let back = rest.strip_prefix(host).filter(|back| back.starts_with('/'))?;
    let same = back.split(['?', '#']).next() == Some(path);
    (!same).then(|| back.to_owned())
}

/// What a field of the noun at an address of the API may hold, where it holds a code.
fn allowed(app: &App, visitor: &Visitor, path: &str, field: &str) -> Option<Vec<(String, String)>> {
    // What an act takes has names of its own: the channel of a contact is no lead's.
    let (collection, act) = {
        let mut parts = path.strip_prefix("/api/v1/")?.split('/');
        (parts.next()?, parts.nth(1))
    };
    if act.is_some() {
        return None;
    }
    let kind = app.registry.kinds_of(visitor.scope.tenant).find(|k| k.collection == collection)?;
    match kind.field(field)?.kind {
        FieldKind::Choice(dictionary) | FieldKind::Choices(dictionary) => {
            Some(labels::choices(app, &visitor.scope, dictionary))
        }
        _ => None,
    }
}

/// Kept in the response until the outermost layer turns it into a page in the visitor's language.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(std::sync::Arc::new(std::sync::Mutex::new(Some(self))));
        response
    }
}

/// Takes the problem out of a response that a handler left.
pub fn take(response: &mut Response) -> Option<Problem> {
    let kept = response.extensions_mut().remove::<std::sync::Arc<std::sync::Mutex<Option<Problem>>>>()?;
    kept.lock().ok()?.take()
}

impl From<DbErr> for Problem {
    fn from(error: DbErr) -> Problem {
        let problem = match trouble(&error) {
            Some(Trouble::Away) => Problem {
                retry_after: Some(5),
                ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, "problem-database-away")
            },
            Some(Trouble::Crossed) => {
                Problem { retry_after: Some(1), ..Problem::new(StatusCode::CONFLICT, "problem-crossed") }
            }
            Some(Trouble::Full) => Problem::new(StatusCode::INSUFFICIENT_STORAGE, "problem-storage-full"),
            Some(Trouble::Looking) => return Problem::looking(),
            None => return Problem::internal(error),
        };
        Problem { cause: Some(error.to_string()), ..problem }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        match refusal {
            Refusal::Invalid(fields) => {
                Problem { fields, ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "problem-invalid") }
            }
            Refusal::NotFound => Problem::not_found(),
            Refusal::Forbidden => Problem::forbidden(),
            Refusal::Conflict(version) => {
                Problem { version: Some(version), ..Problem::new(StatusCode::CONFLICT, "problem-conflict") }
            }
            Refusal::Rule(code) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code),
            Refusal::Database(error) => error.into(),
        }
    }
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Problem {
        match error {
            ListError::Database(error) => error.into(),
            ListError::NotAllowed => Problem::forbidden(),
            other => Problem { cause: None, ..Problem::bad_request(other.code()) },
        }
    }
}
