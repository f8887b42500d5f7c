//! The API described for machines: OpenAPI 3.1 from the descriptors, at `GET /api/openapi.json`.

use axum::extract::State;
use axum::{Extension, Json};
use kernel::{Access, Lang, Scope};
use records::custom::{PREFIX, is_custom};
use records::list::PAGE_CAP;
use records::{Commands, Field, FieldKind, Kind, Registry, Uses};
use serde_json::{Map, Value, json};

use crate::{Shared, Visitor};

/// Words for a label key, in the language of the description.
pub type Word<'a> = &'a dyn Fn(&str) -> String;

/// Whether a field is told of.
type Open<'a> = &'a dyn Fn(&Kind, &Field) -> bool;

/// `GET /api/openapi.json`. It tells of kinds and fields, nothing of records; whoever asks with a token or signed in is
/// told of the fields that their house added as well, as far as they see them.
pub async fn document(State(app): State<Shared>, visitor: Option<Extension<Visitor>>) -> Json<Value> {
    let server = app.config.public_url.clone().unwrap_or_else(|| "/".into());
    let word = |key: &str| app.words.text(Lang::En, key).into_owned();
    let mut described = describe(&app.registry, visitor.as_ref().map(|v| &v.scope), &word, &server);
    for (path, item) in &app.api {
        described["paths"][*path] = item.clone();
    }
    Json(described)
}

/// The description of all kinds of a registry, with the fields that the reader's house added where there is a reader.
pub fn describe(registry: &Registry, reader: Option<&Scope>, word: Word<'_>, server: &str) -> Value {
    let (mut paths, mut schemas) = (Map::new(), shared_schemas());
    let whole = |kind: &'static Kind| reader.map_or(kind, |scope| registry.custom().kind(scope.tenant, kind));
    let open = |kind: &Kind, field: &Field| {
        !is_custom(field.name) || reader.is_some_and(|s| s.field_at_best(kind.name, field.name) > Access::Hidden)
    };
    for kind in registry.kinds().map(whole) {
        let (all, one) = operations(registry, kind, word);
        paths.insert(format!("/api/v1/{}", kind.collection), all);
        paths.insert(format!("/api/v1/{}/{{{}}}", kind.collection, kind.name), one);
        schemas.insert(kind.name.into(), readable(kind, &open, word));
        schemas.insert(format!("{}_page", kind.name), page(kind));
        if let Some(commands) = registry.commands(kind.name) {
            schemas.insert(format!("{}_input", kind.name), writable(kind, &**commands, &open, word));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": word("ui-brand"), "version": env!("CARGO_PKG_VERSION"), "description": word("api-description"), "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" } },
        "servers": [{ "url": server }],
        "security": [{ "token": [] }],
        "tags": registry.kinds().map(|k| json!({ "name": k.collection, "description": word(&format!("kind-{}-plural", k.name)) })).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": parameters(word),
            "responses": { "problem": { "description": word("api-problem"), "content": { "application/problem+json": { "schema": reference("schemas/problem") } } } },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "description": word("api-token") } },
        },
    })
}

fn reference(path: &str) -> Value {
    json!({ "$ref": format!("#/components/{path}") })
}

fn operations(registry: &Registry, kind: &Kind, word: Word<'_>) -> (Value, Value) {
    let name = word(&format!("kind-{}", kind.name));
    let schema = reference(&format!("schemas/{}", kind.name));
    let body = |schema: Value| json!({ "application/json": { "schema": schema } });
    let problem = reference("responses/problem");
    let operation = |verb: &str, parameters: Vec<Value>, mut answers: Value| {
        answers["default"] = problem.clone();
        let id = format!("{verb}_{}", kind.name);
        json!({ "operationId": id, "tags": [kind.collection], "summary": format!("{} · {name}", word(&format!("api-{verb}"))), "parameters": parameters, "responses": answers })
    };
    let query = ["q", "filter", "sort", "limit", "cursor", "fields"].map(|p| reference(&format!("parameters/{p}")));
    let id =
        json!({ "name": kind.name, "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } });
    let ok = |status: &str, schema: Value| json!({ status: { "description": name, "content": body(schema) } });
    let mut all = json!({ "get": operation("list", query.to_vec(), ok("200", reference(&format!("schemas/{}_page", kind.name)))) });
    let mut one = json!({ "parameters": [id], "get": operation("read", vec![reference("parameters/fields")], ok("200", schema.clone())) });
    if let Some(commands) = registry.commands(kind.name) {
        let input = reference(&format!("schemas/{}_input", kind.name));
        let made = match commands.tells() {
            [] => schema.clone(),
            names => {
                let told = |name: &&str| {
                    let key = format!("api-told-{}", name.replace('_', "-"));
                    ((*name).to_owned(), json!({ "type": "boolean", "description": word(&key) }))
                };
                let facts: Map<String, Value> = names.iter().map(told).collect();
                json!({ "allOf": [schema, { "type": "object", "properties": facts }] })
            }
        };
        let mut create = operation("create", vec![reference("parameters/idempotency_key")], ok("201", made));
        create["responses"]["201"]["headers"] = json!({ "Location": { "schema": { "type": "string" } } });
        create["requestBody"] = json!({ "required": true, "content": body(input.clone()) });
        all["post"] = create;
        let versioned =
            json!({ "allOf": [input, { "type": "object", "properties": { "version": { "type": "integer" } } }] });
        let mut update = operation("update", vec![reference("parameters/if_match")], ok("200", schema));
        update["requestBody"] = json!({ "required": true, "content": body(versioned) });
        one["patch"] = update;
        one["delete"] = operation(
            "delete",
            vec![reference("parameters/version"), reference("parameters/if_match")],
            json!({ "204": { "description": name } }),
        );
    }
    (all, one)
}

fn parameters(word: Word<'_>) -> Value {
    let parameter = |name: &str, place: &str, schema: Value| {
        let key = format!("api-parameter-{}", name.to_lowercase());
        json!({ "name": name, "in": place, "required": false, "description": word(&key), "schema": schema })
    };
    let text = || json!({ "type": "string" });
    let mut filter = parameter("filter", "query", json!({ "type": "array", "items": { "type": "string" } }));
    filter["style"] = "form".into();
    filter["explode"] = true.into();
    json!({
        "q": parameter("q", "query", text()),
        "filter": filter,
        "sort": parameter("sort", "query", text()),
        "limit": parameter("limit", "query", json!({ "type": "integer", "minimum": 1, "maximum": PAGE_CAP, "default": 50 })),
        "cursor": parameter("cursor", "query", text()),
        "fields": parameter("fields", "query", text()),
        "version": parameter("version", "query", json!({ "type": "integer" })),
        "if_match": parameter("If-Match", "header", text()),
        "idempotency_key": parameter("Idempotency-Key", "header", json!({ "type": "string", "maxLength": 200 })),
    })
}

fn shared_schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let error = json!({ "type": "object", "properties": { "field": text, "code": text, "message": text }, "required": ["field", "code", "message"] });
    let problem = json!({
        "type": "object",
        "description": "RFC 9457",
        "properties": {
            "type": text, "title": text, "status": { "type": "integer" }, "code": text, "version": { "type": "integer" },
            "errors": { "type": "array", "items": error },
        },
        "required": ["type", "title", "status", "code"],
    });
    let total = json!({ "type": "object", "properties": { "value": { "type": "integer" }, "capped": { "type": "boolean" } }, "required": ["value", "capped"] });
    let named = json!({ "type": "object", "properties": { "id": { "type": "string", "format": "uuid" }, "label": text }, "required": ["id", "label"] });
    Map::from_iter([("problem".to_owned(), problem), ("total".to_owned(), total), ("reference".to_owned(), named)])
}

fn page(kind: &Kind) -> Value {
    json!({
        "type": "object",
        "properties": {
            "items": { "type": "array", "items": reference(&format!("schemas/{}", kind.name)) },
            "next": { "type": ["string", "null"] },
            "total": reference("schemas/total"),
        },
        "required": ["items", "next", "total"],
    })
}

/// A record as it is answered. Fields may be absent, because they are hidden or were not asked for.
fn readable(kind: &Kind, open: Open<'_>, word: Word<'_>) -> Value {
    let mut properties = Map::new();
    properties.insert("id".into(), json!({ "type": "string", "format": "uuid" }));
    properties.insert("version".into(), json!({ "type": "integer" }));
    for field in kind.fields.iter().filter(|f| open(kind, f)) {
        properties.insert(field.name.into(), described(kind, field, answered(field.kind), word));
    }
    properties.insert(
        "masked".into(),
        json!({ "type": "array", "items": { "type": "string" }, "description": word("api-masked") }),
    );
    json!({ "type": "object", "properties": properties, "required": ["id", "version"] })
}

/// What may be written.
fn writable(kind: &Kind, commands: &dyn Commands, open: Open<'_>, word: Word<'_>) -> Value {
    let fields = kind.fields_for(Uses::FORM).filter(|f| open(kind, f));
    let mut properties: Map<String, Value> =
        fields.map(|f| (f.name.to_owned(), described(kind, f, taken(f.kind), word))).collect();
    let also = commands.also_takes().iter();
    properties.extend(also.map(|name| ((*name).to_owned(), json!({ "type": ["string", "null"] }))));
    let mut schema = json!({ "type": "object", "properties": properties });
    if commands.takes_custom() {
        schema["patternProperties"] = json!({ format!("^{PREFIX}"): { "description": word("api-custom") } });
    }
    schema
}

fn described(kind: &Kind, field: &Field, mut schema: Value, word: Word<'_>) -> Value {
    schema["description"] = word(&kind.label(field.name)).into();
    if let FieldKind::Choice(dictionary) | FieldKind::Choices(dictionary) = field.kind {
        schema["x-dictionary"] = dictionary.into();
    }
    if let FieldKind::Reference { kind, .. } = field.kind {
        schema["x-kind"] = kind.into();
    }
    schema
}

/// The JSON of a value in an answer; a masked one is text whatever the field holds.
fn answered(kind: FieldKind) -> Value {
    match kind {
        FieldKind::Integer | FieldKind::Kilometres | FieldKind::Score => {
            json!({ "type": ["integer", "string", "null"] })
        }
        FieldKind::Bool => json!({ "type": ["boolean", "string", "null"] }),
        FieldKind::Choices(_) => json!({ "type": ["array", "string", "null"], "items": { "type": "string" } }),
        FieldKind::Reference { .. } => {
            json!({ "anyOf": [reference("schemas/reference"), { "type": ["string", "null"] }] })
        }
        // Formats would be wrong for masked text, so they are told by name only.
        FieldKind::Money => json!({ "type": ["string", "null"], "examples": ["128800.50"] }),
        FieldKind::Date => json!({ "type": ["string", "null"], "examples": ["2026-11-22"] }),
        FieldKind::Instant => json!({ "type": ["string", "null"], "examples": ["2026-11-22T06:05:00Z"] }),
        _ => json!({ "type": ["string", "null"] }),
    }
}

/// The JSON that a body may give.
fn taken(kind: FieldKind) -> Value {
    match kind {
        FieldKind::Integer | FieldKind::Kilometres | FieldKind::Score => {
            json!({ "type": ["integer", "string", "null"] })
        }
        FieldKind::Money => json!({ "type": ["number", "string", "null"] }),
        FieldKind::Bool => json!({ "type": ["boolean", "string", "null"] }),
        FieldKind::Date => json!({ "type": ["string", "null"], "format": "date" }),
        FieldKind::Instant => json!({ "type": ["string", "null"], "format": "date-time" }),
        FieldKind::Choices(_) => json!({ "type": ["array", "string", "null"], "items": { "type": "string" } }),
        FieldKind::Reference { .. } => json!({ "type": ["string", "null"], "format": "uuid" }),
        _ => json!({ "type": ["string", "null"] }),
    }
}
