//! What is done with one record, for scripts: `POST /api/v1/{collection}/{id}/{act}`. One list says what an act takes; the
//! body is read by it, and the description of the API made from it. It answers with the record as it stands then, as
//! its reader may see it; with an `Idempotency-Key` it is done once however often it is sent.

use axum::Json;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use kernel::{Action, Id, Instant, Tx};
use records::commands::FieldError;
use records::{Kind, Refusal, find};
use serde_json::{Map, Value, json};

use super::idempotency::{self, Seen};
use super::item;
use crate::problem::Problem;
use crate::records::{Call, labels, path};

/// Of which sort a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// The id of a record.
    Id,
    /// A day, `2026-11-23`.
    Date,
    /// A moment with its offset, or one of the reader's clock.
    Moment,
}

/// A value that an act takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takes {
    name: &'static str,
    sort: Sort,
    required: bool,
}

/// A value that may be left out.
pub const fn may(name: &'static str, sort: Sort) -> Takes {
    Takes { name, sort, required: false }
}

/// A value without which the act is refused.
pub const fn must(name: &'static str, sort: Sort) -> Takes {
    Takes { name, sort, required: true }
}

/// An act.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// What it is done with.
    pub kind: &'static Kind,
    /// The last part of its address.
    pub name: &'static str,
    /// What it does, for the description.
    pub summary: &'static str,
    /// What its body takes; anything else is refused at its name.
    pub takes: &'static [Takes],
}

/// What was sent.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    texts: Map<String, Value>,
    moments: Vec<(&'static str, Instant)>,
}

impl Sent {
    /// A value as text; none where it was left out or is empty.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.texts.get(name)? {
            Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// A value as text, empty where there is none.
    pub fn words(&self, name: &str) -> String {
        self.text(name).unwrap_or_default()
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.texts.get(name)?.as_i64()
    }

    /// The id of a record.
    pub fn id(&self, name: &str) -> Option<Id> {
        self.text(name)?.parse().ok()
    }

    /// A day.
    pub fn date(&self, name: &str) -> Option<NaiveDate> {
        records::input::date(&self.text(name)?)
    }

    /// A moment.
    pub fn moment(&self, name: &str) -> Option<Instant> {
        self.moments.iter().find(|(held, _)| *held == name).map(|(_, at)| *at)
    }
}

/// Reads a body by what the act takes; every value that is wrong is told of at once.
fn read(act: &Act, bytes: &Bytes, zone: chrono_tz::Tz) -> crate::Result<Sent> {
    let object = match bytes.is_empty() {
        true => Map::new(),
        false => match serde_json::from_slice(bytes) {
            Ok(Value::Object(object)) => object,
            _ => return Err(Problem::bad_request("api-bad-json")),
        },
    };
    let (mut sent, mut errors) = (Sent::default(), Vec::new());
    let mut wrong = |field: &str, code: &str| errors.push(FieldError { field: field.into(), code: code.into() });
    for name in object.keys().filter(|name| !act.takes.iter().any(|takes| takes.name == name.as_str())) {
        wrong(name, "field-unknown");
    }
    sent.texts = object;
    for takes in act.takes {
        let given = sent.texts.get(takes.name).filter(|value| !value.is_null() && value.as_str() != Some(""));
        let Some(given) = given else {
            if takes.required {
                wrong(takes.name, "field-required");
            }
            continue;
        };
        let text = given.as_str();
        let fault = match takes.sort {
            Sort::Text => text.is_none().then_some("field-not-a-value"),
            Sort::Number => given.as_i64().is_none().then_some("field-not-a-number"),
            Sort::Id => text.and_then(|id| id.parse::<Id>().ok()).is_none().then_some("field-not-a-value"),
            Sort::Date => text.and_then(records::input::date).is_none().then_some("field-not-a-date"),
            Sort::Moment => match text.and_then(|text| Instant::parse(text, zone)) {
                Some(at) => {
                    sent.moments.push((takes.name, at));
                    None
                }
                None => Some("field-not-a-moment"),
            },
        };
        if let Some(code) = fault {
            wrong(takes.name, code);
        }
    }
    if errors.is_empty() { Ok(sent) } else { Err(Refusal::Invalid(errors).into()) }
}

/// Does it. What is wrong with the body is told only to those who see the record; whoever no longer sees it afterwards
/// is answered with its id alone.
pub async fn act<T>(
    call: &Call,
    act: &Act,
    bytes: &Bytes,
    what: impl AsyncFnOnce(&mut Tx<'_>, Id, Sent) -> Result<T, Refusal>,
) -> crate::Result<Response> {
    let id = call.record(act.kind)?;
    let sent = match read(act, bytes, labels::zone(&call.app, &call.visitor)) {
        Ok(sent) => sent,
        Err(_) if find::anchors(&call.look(), act.kind, id, Action::See).await?.is_empty() => {
            return Err(Problem::not_found());
        }
        Err(problem) => return Err(problem),
    };
    let key = idempotency::key(&call.headers)?.zip(call.visitor.user());
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    if let Some((key, user)) = &key {
        let request = format!("{} {id} {}\0{}", act.kind.name, act.name, String::from_utf8_lossy(bytes));
        let hash = tx.keys().hash("idempotency", &request);
        match idempotency::take(&tx, *user, key, &hash).await? {
            Seen::Never => {}
            Seen::Otherwise => return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "api-idempotency-key-used")),
            Seen::Done(_) => {
                drop(tx);
                return shown(call, act.kind, id).await;
            }
        }
    }
    what(&mut tx, id, sent).await?;
    if let Some((key, user)) = &key {
        idempotency::done(&tx, *user, key, id).await?;
    }
    tx.commit().await?;
    shown(call, act.kind, id).await
}

async fn shown(call: &Call, kind: &'static Kind, id: Id) -> crate::Result<Response> {
    let fields = item::fields(&call.visitor.scope, kind, None);
    let fields = fields.map_err(|_| Problem::bad_request("api-unknown-field"))?;
    let row = find(&call.look(), kind, id, &fields).await?;
    Ok(Json(row.map_or_else(|| json!({ "id": id }), |row| item::json(&row))).into_response())
}

/// What the description of the API says of some acts.
pub fn documents(acts: &[Act]) -> Vec<(&'static str, Value)> {
    acts.iter().map(document).collect()
}

fn document(act: &Act) -> (&'static str, Value) {
    let kind = act.kind;
    let schema = |sort| match sort {
        Sort::Text => json!({ "type": "string" }),
        Sort::Number => json!({ "type": "integer" }),
        Sort::Id => json!({ "type": "string", "format": "uuid" }),
        Sort::Date => json!({ "type": "string", "format": "date" }),
        Sort::Moment => json!({ "type": "string", "format": "date-time" }),
    };
    let properties: Map<String, Value> =
        act.takes.iter().map(|takes| (takes.name.to_owned(), schema(takes.sort))).collect();
    let required: Vec<&str> = act.takes.iter().filter(|takes| takes.required).map(|takes| takes.name).collect();
    let mut body = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        body["required"] = json!(required);
    }
    let description = json!({ "post": {
        "summary": act.summary, "tags": [kind.collection],
        "parameters": [
            { "name": kind.name, "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } },
            { "$ref": "#/components/parameters/idempotency_key" },
        ],
        "requestBody": { "required": !required.is_empty(), "content": { "application/json": { "schema": body } } },
        "responses": {
            "200": {
                "description": "The record as it stands now; its id alone for whoever no longer sees it.",
                "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{}", kind.name) } } },
            },
            "default": { "$ref": "#/components/responses/problem" },
        },
    } });
    (path(format!("/api/v1/{}/{{{}}}/{}", kind.collection, kind.name, act.name)), description)
}
