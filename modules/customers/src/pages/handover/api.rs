//! `POST /api/v1/users/{user}/leave`: the same for scripts.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use kernel::Id;
use organisation::sessions::proven;
use organisation::users::departure;
use records::Refusal;
use serde::Deserialize;
use serde_json::{Value, json};
use web::Problem;
use web::records::Call;

use crate::handover::{self, Preview, StoreWish, To, Wish};
use crate::pages::desk::Desk;

/// A store's rule in the body.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoreBody {
    /// `even`, `pool` or a person; as `rest` where it is left out.
    hot: Option<String>,
    /// The same for all others.
    rest: String,
    #[serde(default)]
    among: Vec<Id>,
}

/// What a script sends.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Body {
    /// The id that the operation shall have: sent again, it is done once.
    operation: Option<Id>,
    /// Only looks.
    preview: bool,
    last_day: Option<NaiveDate>,
    reason: Option<String>,
    stores: BTreeMap<Id, StoreBody>,
    /// Engagements with their receivers.
    exceptions: BTreeMap<Id, Id>,
    views_to: Option<Id>,
}

/// Looks, or lets someone go: 200 with what it comes to, 202 with the operation.
pub(crate) async fn leave(call: Call, bytes: Bytes) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let user = call.id("user")?;
    // Whoever may not let this person go learns nothing by what is wrong with the body.
    departure::leaver(&desk.look(), user).await?;
    let body: Body = match bytes.is_empty() {
        true => Body::default(),
        false => serde_json::from_slice(&bytes).map_err(|_| Problem::bad_request("api-bad-json"))?,
    };
    let mut wish = Wish {
        last_day: body.last_day,
        reason: body.reason,
        exceptions: body.exceptions,
        views_to: body.views_to,
        ..Wish::default()
    };
    for (store, rule) in body.stores {
        let read = |text: &str| To::read(text).ok_or_else(|| Refusal::field("stores", "field-unknown-record"));
        let rest = read(&rule.rest)?;
        let hot = rule.hot.as_deref().map_or(Ok(rest), read)?;
        wish.stores.insert(store, StoreWish { hot, rest, among: rule.among });
    }
    if body.preview {
        let preview = handover::preview(&desk.look(), user, wish).await?;
        return Ok(Json(told(&preview)).into_response());
    }
    proven(&call.app, &call.visitor).await?;
    let operation = body.operation.unwrap_or_else(|| call.app.db.clock.new_id());
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    handover::begin(&mut tx, operation, user, wish).await?;
    tx.commit().await?;
    let href = format!("/api/v1/operations/{operation}");
    Ok((StatusCode::ACCEPTED, Json(json!({ "operation": operation, "href": href }))).into_response())
}

fn told(preview: &Preview) -> Value {
    let stores: Vec<Value> = preview
        .survey
        .stores
        .iter()
        .map(|at| {
            let shares: Vec<Value> = preview
                .shares
                .iter()
                .filter(|(store, _)| *store == at.store.id)
                .flat_map(|(_, shares)| shares)
                .map(|(to, share)| json!({ "to": to, "customers": share.sum(), "by_hand": share.by_hand }))
                .collect();
            let count = &at.count;
            json!({ "store": at.store.id, "customers": count.total, "hot": count.hot, "due": count.due, "shares": shares })
        })
        .collect();
    let h = &preview.survey.hanging;
    json!({
        "stores": stores, "sessions": h.sessions, "tokens": h.tokens, "views": h.views,
        "shares_received": h.shares_received, "shares_given": h.shares_given, "rules": h.rules, "jobs": h.jobs,
    })
}

/// How the API's description tells of it.
pub(crate) fn described() -> Value {
    let id = json!({ "type": "string", "format": "uuid" });
    let to =
        json!({ "type": "string", "description": "`even` among those named, `pool` of the store, or a person's id." });
    let rule = json!({
        "type": "object", "required": ["rest"],
        "properties": { "hot": to, "rest": to, "among": { "type": "array", "items": id } },
    });
    let body = json!({
        "type": "object",
        "properties": {
            "operation": id, "preview": { "type": "boolean", "description": "Only looks what it comes to." },
            "last_day": { "type": "string", "format": "date" }, "reason": { "type": "string" },
            "stores": { "type": "object", "additionalProperties": rule },
            "exceptions": { "type": "object", "additionalProperties": id, "description": "Engagements with their receivers." },
            "views_to": id,
        },
    });
    json!({
        "parameters": [{ "name": "user", "in": "path", "required": true, "schema": id }],
        "post": {
            "operationId": "leave_user", "tags": ["users"],
            "summary": "Lets someone go: customers go to colleagues by rule, posts, login, sessions and tokens end",
            "requestBody": { "required": false, "content": { "application/json": { "schema": body } } },
            "responses": {
                "200": { "description": "What it comes to" },
                "202": { "description": "Begun; the operation tells how far it is" },
                "default": { "$ref": "#/components/responses/problem" },
            },
        },
    })
}
