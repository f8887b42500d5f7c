//! `/api/v1/operations`: the same for scripts.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use records::operations::{Operation, queries, undo};
use serde_json::{Value, json};

use super::show::operation;
use crate::Result;
use crate::records::Call;

/// Operations in one answer.
const LIMIT: i64 = 50;

/// `GET /api/v1/operations?before=ID`: the newest first.
pub(super) async fn list(call: Call) -> Result<Response> {
    let before = call.pairs.get("before").and_then(|id| id.parse().ok());
    let found = queries::list(&call.look(), call.registry(), before, LIMIT).await?;
    let next = found.last().filter(|_| found.len() as i64 == LIMIT).map(|last| last.id);
    Ok(Json(json!({ "items": found.iter().map(item).collect::<Vec<_>>(), "next": next })).into_response())
}

/// `GET /api/v1/operations/{operation}`.
pub(super) async fn one(call: Call) -> Result<Response> {
    Ok(Json(item(&operation(&call).await?)).into_response())
}

/// `POST /api/v1/operations/{operation}/undo`: begins to take it back; the same again changes nothing.
pub(super) async fn undo(call: Call) -> Result<Response> {
    let found = operation(&call).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    undo::start(&mut tx, &found).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(item(&operation(&call).await?))).into_response())
}

fn item(operation: &Operation) -> Value {
    json!({
        "id": operation.id, "kind": operation.kind, "noun": operation.noun, "title": operation.title,
        "by": operation.owner_name, "state": operation.state.name(), "total": operation.total, "counts": operation.counts,
        "created_at": operation.created_at.rfc3339(), "finished_at": operation.finished_at.map(|at| at.rfc3339()),
        "undone_by": operation.undone_by_name, "undone_at": operation.undone_at.map(|at| at.rfc3339()),
        "undo_counts": operation.undo_counts,
    })
}

/// What the API tells of itself.
pub(super) fn documents() -> Vec<(&'static str, Value)> {
    let id = json!([{ "name": "operation", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } }]);
    let problem = json!({ "description": "Refused", "content": { "application/problem+json": { "schema": { "type": "object" } } } });
    let answer = |what: &str| json!({ "description": what, "content": { "application/json": { "schema": { "type": "object" } } } });
    let before = json!([{ "name": "before", "in": "query", "schema": { "type": "string", "format": "uuid" } }]);
    vec![
        (
            "/api/v1/operations",
            json!({ "get": {
            "summary": "Changes of many records at once, the newest first", "parameters": before,
            "responses": { "200": answer("Operations"), "default": problem } } }),
        ),
        (
            "/api/v1/operations/{operation}",
            json!({ "get": {
            "summary": "One of them", "parameters": id,
            "responses": { "200": answer("The operation"), "default": problem } } }),
        ),
        (
            "/api/v1/operations/{operation}/undo",
            json!({ "post": {
            "summary": "Takes an operation back, but for what was changed since", "parameters": id,
            "responses": { "202": answer("It is being undone, or was before"), "default": problem } } }),
        ),
    ]
}
