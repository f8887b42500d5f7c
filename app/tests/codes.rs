//! Codes of base data in what is written, and refusals that say what is wrong and nothing else (SYS-06, SYS-05).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;

use axum::http::Method;
use kernel::{Id, Lang};
use organisation::dictionaries::{Entry, set_entry};
use serde_json::{Value, json};
use support::World;
use testkit::{Backend, Client};

async fn entry(world: &World, node: Id, dictionary: &str, code: &str, active: bool) {
    let scope = world.system();
    let mut tx = world.db.write(&scope).await.unwrap();
    let entry = Entry {
        node,
        path: String::new(),
        dictionary: dictionary.into(),
        code: code.into(),
        name_zh: "车展".into(),
        name_en: "Motor show".into(),
        position: 90,
        active,
        colour: None,
    };
    set_entry(&mut tx, entry).await.unwrap();
    tx.commit().await.unwrap();
}

async fn patch(script: &mut Client, path: &str, field: &str, value: &str) -> (u16, Value) {
    let now = script.get(path).await.json();
    let body = json!({ field: value, "version": now["version"] });
    let answer = script.json(Method::PATCH, path, &body).await;
    (answer.status.as_u16(), answer.json())
}

/// SYS-06: a code that is in no dictionary is refused at its field with those that are allowed; so is one that is out of
/// use, unless the record has it already; so is another store's own.
#[tokio::test]
async fn codes_stand_in_their_dictionary() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut script = world.script("sales1").await;
        let body = json!({ "name": "司徒静", "phone": "13855667788", "source": "fax", "occupation": "pilot-fish" });
        let refused = script.json(Method::POST, "/api/v1/customers", &body).await;
        assert_eq!(refused.status, 422);
        let errors = refused.json()["errors"].clone();
        let fields: Vec<&str> = errors.as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields.len(), 2, "{errors}");
        let source = errors.as_array().unwrap().iter().find(|e| e["field"] == "source").unwrap();
        assert_eq!(source["code"], "field-not-a-choice");
        assert!(source["allowed"].as_array().unwrap().contains(&json!("walk-in")), "{source}");
        assert!(source["message"].as_str().unwrap().contains("walk-in"), "{source}");

        let path = format!("/api/v1/customers/{}", world.customer("sales1", "司徒静", "13855667788").await);
        assert_eq!(patch(&mut script, &path, "source", "fax").await.0, 422);
        assert_eq!(patch(&mut script, &path, "grade", "Z").await.0, 422);
        assert_eq!(patch(&mut script, &path, "source", "web").await.0, 200);
        entry(&world, world.pudong, "source", "expo", true).await;
        assert_eq!(patch(&mut script, &path, "source", "expo").await.0, 200, "the store's own");
        entry(&world, world.pudong, "source", "expo", false).await;
        assert_eq!(patch(&mut script, &path, "source", "expo").await.0, 200, "what stands there may stay");
        assert_eq!(patch(&mut script, &path, "source", "walk-in").await.0, 200);
        assert_eq!(patch(&mut script, &path, "source", "expo").await.0, 422, "out of use, and no longer there");
        entry(&world, world.pudong, "source", "expo", true).await;
        let body = json!({ "name": "欧阳明", "phone": "13900001234", "source": "expo" });
        let other = world.script("sales3").await.json(Method::POST, "/api/v1/customers", &body).await;
        assert_eq!(other.status, 422, "{}", other.text());

        let body = json!({ "plate": "沪A12345", "customer": path.rsplit('/').next().unwrap() });
        let car = script.json(Method::POST, "/api/v1/vehicles", &body).await.json()["id"].as_str().unwrap().to_owned();
        let car = format!("/api/v1/vehicles/{car}");
        assert_eq!(patch(&mut script, &car, "usage", "submarine").await.0, 422);
        assert_eq!(patch(&mut script, &car, "usage", "private").await.0, 200);
        let store = format!("/api/v1/stores/{}", world.pudong);
        let mut admin = world.script("admin").await;
        assert_eq!(patch(&mut admin, &store, "grade", "zz").await.0, 422);
        assert_eq!(patch(&mut admin, &store, "grade", "a").await.0, 200);
    }
}

/// SYS-05, CUS-08: a car that other stores know as well is not theirs to delete; the answer names no store, no person and
/// no reason.
#[tokio::test]
async fn a_car_is_deleted_only_where_nobody_else_knows_it() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let mut script = world.script("sales1").await;
        let mut cars = Vec::new();
        for plate in ["沪A12345", "沪A12346"] {
            let body = json!({ "plate": plate, "customer": customer });
            let made = script.json(Method::POST, "/api/v1/vehicles", &body).await.json();
            cars.push(made["id"].as_str().unwrap().to_owned());
        }
        let mut manager = world.script("manager1").await;
        let delete = |car: &str, version: &Value| format!("/api/v1/vehicles/{car}?version={version}");
        let version = manager.get(&format!("/api/v1/vehicles/{}", cars[0])).await.json()["version"].clone();
        assert_eq!(manager.json(Method::DELETE, &delete(&cars[0], &version), &json!({})).await.status, 204);

        let scope = world.system();
        let seams = world.assembly.app.seams.get::<Arc<customers::Seams>>().unwrap().clone();
        let mut tx = world.db.write(&scope).await.unwrap();
        let new = records::Input::from_iter([("store", world.suzhou.to_string())]);
        customers::engage(&mut tx, &seams, customer.parse().unwrap(), &new).await.unwrap();
        tx.commit().await.unwrap();
        let version = manager.get(&format!("/api/v1/vehicles/{}", cars[1])).await.json()["version"].clone();
        let refused = manager.json(Method::DELETE, &delete(&cars[1], &version), &json!({})).await;
        assert_eq!((refused.status.as_u16(), refused.json()["code"].as_str()), (422, Some("vehicle-delete-refused")));
        for secret in ["苏州", "SZ", "刘洋", "门店"] {
            assert!(!refused.text().contains(secret), "{}", refused.text());
        }
        assert_eq!(manager.get(&format!("/api/v1/vehicles/{}", cars[1])).await.status, 200);
        let page = world
            .browser("manager1")
            .await
            .post(&format!("/vehicles/{}/deletion", cars[1]), &[("version", &version.to_string())])
            .await;
        assert!(page.status == 422 && page.text().contains("不能由您删除"), "{}", page.text());
    }
}

/// SYS-08: what is wrong with a field is said in both languages.
#[tokio::test]
async fn refusals_are_sentences() {
    let words = fourfold::compose::words().unwrap();
    for lang in [Lang::ZhCn, Lang::En] {
        for key in [
            "field-not-writable",
            "field-not-a-choice",
            "field-not-a-choice-of",
            "vehicle-delete-refused",
            "user-beyond-own-powers",
        ] {
            assert!(words.has(lang, key), "{key}");
        }
    }
    let world = World::peopled(Backend::Sqlite).await;
    let path = format!("/api/v1/customers/{}", world.customer("sales1", "司徒静", "13855667788").await);
    let mut script = world.script("reception1").await;
    let body = json!({ "name": "新客户", "phone": "13900001111", "number": "K1" });
    let answer = script.json(Method::POST, "/api/v1/customers", &body).await.text();
    assert!(!answer.contains("[field-"), "{answer}");
    assert!(script.get(&path).await.status == 200);
}
