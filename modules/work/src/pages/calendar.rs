//! `GET /calendar/{secret}`: someone's work list as a calendar, for whoever knows the address.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::crypto::digest;
use kernel::{Instant, Lang, Scope};
use records::policy::Look;
use sea_orm::DatabaseExecutor;
use web::{Path, Problem, Shared};

use crate::duties::{Sources, Span, What, Whose};
use crate::feeds::{self, Entry, queries};

/// How many days ahead the calendar tells.
const AHEAD: i64 = 60;
/// The most entries of a source.
const MOST: usize = 200;
/// How long an entry takes in a calendar, in minutes.
const MINUTES: i64 = 15;
/// How seldom it is noted that the calendar asked, in seconds: calendars ask all day long.
const NOTED: i64 = 3_600;

pub(super) async fn read(State(app): State<Shared>, Path(secret): Path<String>) -> Result<Response, Problem> {
    let secret = secret.strip_suffix(".ics").unwrap_or(&secret);
    let feed = queries::by_digest(app.db.read(), &digest(secret)).await?.ok_or_else(Problem::not_found)?;
    let user = organisation::users::queries::find(app.db.read(), feed.tenant_id, feed.user_id).await?;
    let lang = user.as_ref().and_then(|u| u.language()).unwrap_or(Lang::ZhCn);
    // Someone who left reads nothing any more, whatever calendars they have.
    let scope = organisation::scope_of_user(&app.db, feed.tenant_id, feed.user_id, app.db.clock.new_id(), lang)
        .await
        .map_err(|_| Problem::not_found())?;
    let now = app.db.clock.now();
    let entries = entries(&app, &scope, feed.user_id, now).await?;
    if feed.last_used_at.is_none_or(|at| at.plus_seconds(NOTED) < now) {
        let tx = app.db.write(&scope).await?;
        queries::used(&tx, feed.id).await?;
        tx.commit().await?;
    }
    let name =
        app.words.format(lang, "work-calendar-name", &[("name", user.map(|u| u.name).unwrap_or_default().into())]);
    let calendar = feeds::write(&name, now, &entries);
    let headers =
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-store")];
    Ok((StatusCode::OK, headers, calendar).into_response())
}

async fn entries(app: &Shared, scope: &Scope, user: kernel::Id, now: Instant) -> Result<Vec<Entry>, Problem> {
    let conn = DatabaseExecutor::from(app.db.read());
    let look = Look { scope, conn: &conn, keys: &app.db.keys, now };
    let mut list = Vec::new();
    for source in app.seam::<Sources>().0 {
        for duty in source.due(&look, Whose::Of(user), Span::before(now.plus_days(AHEAD)), MOST).await? {
            let summary = match duty.what {
                What::Text(text) => text,
                What::Words(key, args) => {
                    let args: Vec<_> = args.iter().map(|(n, v)| (*n, v.as_str().into())).collect();
                    app.words.format(scope.lang, key, &args)
                }
            };
            list.push(Entry {
                uid: format!("{}-{}@fourfold", source.source(), duty.id),
                at: duty.due_at,
                minutes: MINUTES,
                summary,
                url: app.config.public_url.as_ref().map(|base| format!("{}{}", base.trim_end_matches('/'), duty.href)),
                sequence: duty.done.map_or(0, |(_, version)| version),
            });
        }
    }
    Ok(list)
}
