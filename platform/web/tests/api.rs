//! The JSON API of a noun and its description, through the real router.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod house;

use house::{House, id};
use serde_json::{Value, json};

/// XCH-03: pages by cursor, with filters, order and a choice of fields.
#[tokio::test]
async fn a_list_is_walked_by_its_cursor() {
    let house = House::new().await;
    let first = house
        .get("boss", "/api/v1/notes?limit=2&sort=-amount&fields=title&filter=level:eq:H;amount:gte:1")
        .await
        .json();
    assert_eq!(first["total"], json!({ "value": 21, "capped": false }));
    assert_eq!(
        first["items"],
        json!([{ "id": id(63), "version": 1, "title": "便条 63" }, { "id": id(60), "version": 1, "title": "便条 60" }])
    );
    let next = first["next"].as_str().unwrap();
    let second = house
        .get("boss", &format!("/api/v1/notes?limit=2&sort=-amount&fields=title&filter=level:eq:H&cursor={next}"))
        .await
        .json();
    assert_eq!(second["items"][0]["title"], "便条 57");
    let all = house.get("boss", "/api/v1/notes?limit=200").await.json();
    assert_eq!((all["items"].as_array().unwrap().len(), &all["next"]), (63, &Value::Null));
    assert_eq!(all.as_object().unwrap().keys().collect::<Vec<_>>(), ["items", "next", "total"]);
    for (query, status, code) in [
        ("limit=0", 422, "problem-invalid"),
        ("limit=201", 422, "problem-invalid"),
        ("fields=colour", 400, "api-unknown-field"),
        ("filter=colour:eq:red", 400, "filter-unknown-field"),
        ("sort=level", 400, "list-unsortable-field"),
        ("cursor=x", 400, "list-bad-cursor"),
    ] {
        let problem = house.get("boss", &format!("/api/v1/notes?{query}")).await;
        assert_eq!((problem.status, problem.json()["code"].as_str()), (status, Some(code)), "{query}");
        assert_eq!(problem.header("content-type"), "application/problem+json");
    }
}

/// XCH-03: made once, however often it is sent.
#[tokio::test]
async fn a_record_is_made_once() {
    let house = House::new().await;
    let send = |key: &'static str, body: &'static str| {
        house.send(
            "boss",
            "POST",
            "/api/v1/notes",
            if key.is_empty() { &[] } else { std::slice::from_ref(Box::leak(Box::new(("idempotency-key", key)))) },
            body,
        )
    };
    let made = send("k1", r#"{"title":"新","amount":12.5,"level":"H"}"#).await;
    assert_eq!(made.status, 201);
    let place = made.header("location").to_owned();
    assert_eq!((made.json()["amount"].as_str(), made.header("etag")), (Some("12.50"), "\"1\""));
    assert_eq!(house.get("boss", &place).await.json(), made.json());
    let again = send("k1", r#"{"title":"新","amount":12.5,"level":"H"}"#).await;
    assert_eq!((again.status, again.header("location"), again.json()), (201, place.as_str(), made.json()));
    let other = send("k1", r#"{"title":"别的"}"#).await;
    assert_eq!((other.status, other.json()["code"].as_str()), (422, Some("api-idempotency-key-used")));
    assert_eq!(house.get("boss", "/api/v1/notes").await.json()["total"]["value"], 64);
    let refused = send("k2", r#"{"title":"","amount":"viel"}"#).await;
    assert_eq!((refused.status, refused.json()["errors"][0]["field"].as_str()), (422, Some("title")));
    assert_eq!(send("k2", r#"{"title":"","amount":"viel"}"#).await.status, 422, "a refusal uses no key up");
    assert_eq!(send("k2", r#"{"title":"mended"}"#).await.status, 201);
    let unknown = send("", r#"{"title":"x","colour":"red"}"#).await;
    let error = &unknown.json()["errors"][0];
    assert_eq!(
        (unknown.status, error["field"].as_str(), error["code"].as_str()),
        (422, Some("colour"), Some("field-unknown"))
    );
    assert_eq!(send("", "[]").await.json()["code"], "api-bad-json");
    assert_eq!(house.send("guest", "POST", "/api/v1/notes", &[], r#"{"title":"x"}"#).await.status, 403);
}

/// XCH-03: no change without the version that it is based on.
#[tokio::test]
async fn a_change_names_its_version() {
    let house = House::new().await;
    let path = format!("/api/v1/notes/{}", id(1));
    let patch = |headers: &'static [(&'static str, &'static str)], body: &'static str| {
        house.send("boss", "PATCH", &path, headers, body)
    };
    assert_eq!(patch(&[], r#"{"title":"x"}"#).await.json()["code"], "api-version-required");
    assert_eq!(patch(&[], r#"{"title":"x"}"#).await.status, 428);
    let changed = patch(&[], r#"{"title":"x","version":1,"due":null}"#).await;
    assert_eq!(
        (changed.status, changed.json()["version"].as_i64(), changed.json()["title"].as_str()),
        (200, Some(2), Some("x"))
    );
    let stale = patch(&[], r#"{"title":"y","version":1}"#).await;
    assert_eq!((stale.status, stale.json()["version"].as_i64()), (409, Some(2)));
    assert_eq!(patch(&[("if-match", "\"2\"")], r#"{"title":"y"}"#).await.header("etag"), "\"3\"");
    assert_eq!(house.send("li", "PATCH", &path, &[("if-match", "3")], r#"{"title":"z"}"#).await.status, 404);
    assert_eq!(house.send("boss", "DELETE", &path, &[], "").await.status, 428);
    assert_eq!(house.send("boss", "DELETE", &format!("{path}?version=2"), &[], "").await.status, 409);
    assert_eq!(house.send("boss", "DELETE", &format!("{path}?version=3"), &[], "").await.status, 204);
    assert_eq!(house.get("boss", &path).await.status, 404);
    assert_eq!(house.get("boss", "/api/v1/notes/not-an-id").await.status, 404);
    let page = house.get("boss", "/api").await;
    assert!(page.status == 200 && page.text.contains("/api/v1/notes") && page.text.contains("下次跟进"));
}

/// XCH-03: the description is whole: every reference leads somewhere, every route that exists is told.
#[tokio::test]
async fn the_description_is_whole() {
    let house = House::new().await;
    let answer = house.get("nobody", "/api/openapi.json").await;
    assert_eq!(answer.status, 200);
    let document = answer.json();
    assert_eq!(document["openapi"], "3.1.0");
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 20, "{references:?}");
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    for route in house.app.routes.iter().filter(|r| r.path.starts_with("/api/v1/")) {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        assert!(operation["responses"].is_object(), "{} {}", route.method, route.path);
        let told: Vec<&str> = route.path.split('{').skip(1).map(|p| p.split('}').next().unwrap()).collect();
        let named = document["paths"][route.path]["parameters"].as_array().map_or(0, Vec::len);
        assert_eq!(named, told.len(), "{}", route.path);
    }
    let operations: Vec<&str> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|p| p.as_object().unwrap().values())
        .filter_map(|o| o["operationId"].as_str())
        .collect();
    assert_eq!(
        operations.len(),
        operations.iter().collect::<std::collections::BTreeSet<_>>().len(),
        "operation ids stand once"
    );
    let schemas = &document["components"]["schemas"];
    assert!(
        schemas["note"]["properties"]["created_at"].is_object()
            && schemas["note_input"]["properties"]["created_at"].is_null(),
        "read, not written"
    );
    assert_eq!(schemas["note"]["properties"]["level"]["x-dictionary"], "level");
    let lacking: Vec<&str> = answer.text.split("\"[").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(lacking.is_empty(), "words lacking: {lacking:?}");
}

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            into.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
            object.values().for_each(|v| collect(v, into));
        }
        Value::Array(list) => list.iter().for_each(|v| collect(v, into)),
        _ => {}
    }
}
