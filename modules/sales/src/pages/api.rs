//! The acts on an opportunity for scripts: `POST /api/v1/opportunities/{opportunity}/follow-ups`, `…/stage`, `…/defeat` and
//! `…/verdict`. Each answers with the opportunity as its reader may see it.

use axum::Json;
use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use kernel::{Id, Tx};
use records::{Refusal, find};
use serde_json::{Map, Value, json};
use web::api::item;
use web::records::Call;
use web::{Problem, Result};

use crate::follow_ups::{self, NewFollowUp};
use crate::kind::OPPORTUNITY;
use crate::opportunity::{self, Loss};

/// A body: texts by name.
struct Body(Map<String, Value>);

impl Body {
    /// Reads an object whose names are among those that are known.
    fn read(bytes: &Bytes, known: &[&str]) -> Result<Body> {
        let Ok(Value::Object(object)) = serde_json::from_slice(bytes) else {
            return Err(Problem::bad_request("api-bad-json"));
        };
        match object.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(Refusal::field(name, "field-unknown").into()),
            None => Ok(Body(object)),
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).and_then(Value::as_str).map(str::to_owned).filter(|text| !text.trim().is_empty())
    }
}

async fn done<T>(
    call: &Call,
    what: impl AsyncFnOnce(&mut Tx<'_>, Id) -> std::result::Result<T, Refusal>,
) -> Result<Response> {
    let id = call.record(&OPPORTUNITY)?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    what(&mut tx, id).await?;
    tx.commit().await?;
    let fields = item::fields(&call.visitor.scope, &OPPORTUNITY, None);
    let fields = fields.map_err(|_| Problem::bad_request("api-unknown-field"))?;
    let row = find(&call.look(), &OPPORTUNITY, id, &fields).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(item::json(&row)).into_response())
}

/// `{"channel", "result", "content", "level", "next_on"}`.
pub(super) async fn follow_up(call: Call, bytes: Bytes) -> Result<Response> {
    let body = Body::read(&bytes, &["channel", "result", "content", "level", "next_on"])?;
    let next_on = match body.text("next_on") {
        None => None,
        Some(text) => Some(records::input::date(&text).ok_or_else(|| Refusal::field("next_on", "field-not-a-date"))?),
    };
    let new = NewFollowUp {
        channel: body.text("channel").unwrap_or_default(),
        result: body.text("result").unwrap_or_default(),
        content: body.text("content"),
        level: body.text("level"),
        next_on,
    };
    done(&call, async |tx, id| {
        let at = tx.now();
        follow_ups::log(tx, id, new, at).await
    })
    .await
}

/// `{"stage", "reason", "version"}`; without a version it is moved however it stands.
pub(super) async fn stage(call: Call, bytes: Bytes) -> Result<Response> {
    let body = Body::read(&bytes, &["stage", "reason", "version"])?;
    let version = body.0.get("version").and_then(Value::as_i64);
    let stage = body.text("stage").unwrap_or_default();
    done(&call, async |tx, id| {
        let at = tx.now();
        opportunity::move_to(tx, id, version, &stage, body.text("reason"), at).await
    })
    .await
}

/// `{"reason", "competitor", "evidence"}`.
pub(super) async fn defeat(call: Call, bytes: Bytes) -> Result<Response> {
    let body = Body::read(&bytes, &["reason", "competitor", "evidence"])?;
    let loss = Loss {
        reason: body.text("reason").unwrap_or_default(),
        competitor: body.text("competitor"),
        evidence: body.text("evidence").unwrap_or_default(),
    };
    done(&call, async |tx, id| opportunity::ask_defeat(tx, id, loss).await).await
}

/// `{"verdict": "approve" | "return", "note"}`.
pub(super) async fn verdict(call: Call, bytes: Bytes) -> Result<Response> {
    let body = Body::read(&bytes, &["verdict", "note"])?;
    let (verdict, note) = (body.text("verdict").unwrap_or_default(), body.text("note"));
    done(&call, async |tx, id| match verdict.as_str() {
        "approve" => opportunity::approve(tx, id, note).await,
        "return" => opportunity::give_back(tx, id, note).await,
        _ => Err(Refusal::field("verdict", "field-required")),
    })
    .await
}

/// What the description of the API says of them.
pub(crate) fn documents() -> Vec<(&'static str, Value)> {
    let text = json!({ "type": "string" });
    let one = |summary: &str, names: &[&str], required: &[&str]| {
        let properties: Map<String, Value> = names.iter().map(|name| ((*name).to_owned(), text.clone())).collect();
        json!({ "post": {
            "summary": summary, "tags": ["opportunities"],
            "parameters": [{ "name": "opportunity", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } }],
            "requestBody": { "required": true, "content": { "application/json": { "schema": { "type": "object", "properties": properties, "required": required } } } },
            "responses": {
                "200": { "description": "The opportunity as it stands now.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/opportunity" } } } },
                "default": { "$ref": "#/components/responses/problem" },
            },
        } })
    };
    vec![
        (
            "/api/v1/opportunities/{opportunity}/follow-ups",
            one("Log a contact", &["channel", "result", "content", "level", "next_on"], &["channel", "result"]),
        ),
        ("/api/v1/opportunities/{opportunity}/stage", one("Move to a stage", &["stage", "reason"], &["stage"])),
        (
            "/api/v1/opportunities/{opportunity}/defeat",
            one("Ask that it be closed as lost", &["reason", "competitor", "evidence"], &["reason", "evidence"]),
        ),
        (
            "/api/v1/opportunities/{opportunity}/verdict",
            one("Confirm a loss or return it", &["verdict", "note"], &["verdict"]),
        ),
    ]
}
