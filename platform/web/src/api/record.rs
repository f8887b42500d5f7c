//! One record: read, create, change, delete.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{ConnectionTrait, Id};
use records::policy::Look;
use records::{Commands, Kind, find};
use sea_orm::DatabaseExecutor;
use serde_json::Value;

use super::idempotency::{self, Seen};
use super::{body, item};
use crate::Result;
use crate::problem::Problem;
use crate::records::Call;
use crate::viewing;

/// `GET /api/v1/{collection}/{id}?fields=`.
pub async fn read(call: Call, kind: &'static Kind) -> Result<Response> {
    let id = call.record(kind)?;
    let item = shown(&call.look(), kind, id, call.pairs.get("fields")).await?.ok_or_else(Problem::not_found)?;
    viewing::opened(&call.app, &call.visitor.scope, kind.name, id).await;
    Ok(tagged(StatusCode::OK, item))
}

/// `POST /api/v1/{collection}`: 201, where it is, and the record as its maker sees it. With an `Idempotency-Key` it is
/// made once however often it is sent; the key with another body is refused (422).
pub async fn create(call: Call, kind: &'static Kind, bytes: Bytes) -> Result<Response> {
    let commands = commands(&call, kind)?;
    let key = idempotency::key(&call.headers)?;
    let body = body::read(&call.visitor.scope, kind, also(&call, kind), &bytes)?;
    let input = commands.prepare(&call.app.db, &call.visitor.scope, body.input).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    if let (Some(key), Some(user)) = (&key, call.visitor.user()) {
        let hash = tx.keys().hash("idempotency", &format!("{}\0{}", kind.name, String::from_utf8_lossy(&bytes)));
        match idempotency::take(&tx, user, key, &hash).await? {
            Seen::Never => {}
            Seen::Otherwise => return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "api-idempotency-key-used")),
            Seen::Done(id) => {
                drop(tx);
                return answer(&call, kind, &*commands, id).await;
            }
        }
    }
    let id = commands.create(&mut tx, &input).await?;
    if let (Some(key), Some(user)) = (&key, call.visitor.user()) {
        idempotency::done(&tx, user, key, id).await?;
    }
    tx.commit().await?;
    answer(&call, kind, &*commands, id).await
}

/// The record that was made, with what its noun tells besides.
async fn answer(call: &Call, kind: &'static Kind, commands: &dyn Commands, id: Id) -> Result<Response> {
    let look = call.look();
    let mut item = shown(&look, kind, id, None).await?.unwrap_or_else(|| serde_json::json!({ "id": id }));
    if !commands.tells().is_empty() {
        let conn = DatabaseExecutor::from(look.conn);
        let look = Look { scope: look.scope, conn: &conn, keys: look.keys, now: look.now };
        for (name, fact) in commands.told(&look, id).await? {
            item[name] = fact.into();
        }
    }
    Ok(made(kind, id, item))
}

/// `PATCH /api/v1/{collection}/{id}` with the version in the body or in `If-Match`: 428 without one, 409 with the
/// version that stands now when someone else was faster.
pub async fn update(call: Call, kind: &'static Kind, bytes: Bytes) -> Result<Response> {
    let commands = commands(&call, kind)?;
    let id = call.record(kind)?;
    let body = body::read(&call.visitor.scope, kind, also(&call, kind), &bytes)?;
    let version = body.version.or(body::if_match(&call.headers)).ok_or_else(unversioned)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let version = commands.update(&mut tx, id, version, &body.input).await?;
    tx.commit().await?;
    let item = shown(&call.look(), kind, id, None).await?;
    // Someone may give away what they may no longer see.
    Ok(tagged(StatusCode::OK, item.unwrap_or_else(|| serde_json::json!({ "id": id, "version": version }))))
}

/// `DELETE /api/v1/{collection}/{id}?version=`, or with `If-Match`.
pub async fn delete(call: Call, kind: &'static Kind, _body: Bytes) -> Result<Response> {
    let commands = commands(&call, kind)?;
    let id = call.record(kind)?;
    let version = call
        .pairs
        .get("version")
        .and_then(|v| v.parse().ok())
        .or(body::if_match(&call.headers))
        .ok_or_else(unversioned)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    commands.delete(&mut tx, id, version).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn commands(call: &Call, kind: &Kind) -> Result<Arc<dyn Commands>> {
    call.registry()
        .commands(kind.name)
        .cloned()
        .ok_or_else(|| Problem::new(StatusCode::METHOD_NOT_ALLOWED, "api-read-only"))
}

fn unversioned() -> Problem {
    Problem::new(StatusCode::PRECONDITION_REQUIRED, "api-version-required")
}

async fn shown<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    id: Id,
    wanted: Option<&str>,
) -> Result<Option<Value>> {
    let fields = item::fields(look.scope, kind, wanted).map_err(|_| Problem::bad_request("api-unknown-field"))?;
    Ok(find(look, kind, id, &fields).await?.as_ref().map(item::json))
}

fn made(kind: &Kind, id: Id, item: Value) -> Response {
    let mut response = tagged(StatusCode::CREATED, item);
    if let Ok(place) = HeaderValue::from_str(&format!("/api/v1/{}/{id}", kind.collection)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

/// The record with its version as `ETag`.
fn tagged(status: StatusCode, item: Value) -> Response {
    let tag = item.get("version").and_then(Value::as_i64).and_then(|v| HeaderValue::from_str(&format!("\"{v}\"")).ok());
    let mut response = (status, Json(item)).into_response();
    if let Some(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// What the noun's commands take besides its fields.
fn also(call: &Call, kind: &Kind) -> &'static [&'static str] {
    call.registry().commands(kind.name).map_or(&[], |c| c.also_takes())
}
