//! A masked value is shown for a reason, which the audit log keeps (SYS-05, SYS-09).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use axum::http::Method;
use kernel::{Access, sql};
use organisation::dictionaries::{Entry, set_entry};
use organisation::{nodes, roles};
use serde_json::json;
use support::World;
use testkit::Backend;

/// A customer whose phone the store's manager sees masked; their id.
async fn masked(world: &World) -> String {
    let customer = world.customer("sales1", "司徒静", "13855667788").await;
    let scope = world.system();
    let mut tx = world.db.write(&scope).await.unwrap();
    let role = roles::queries::find_by_code(tx.conn(), world.tenant, "store_manager").await.unwrap().unwrap().id;
    roles::change::set_field(&mut tx, role, "customer", "phone", Access::Masked).await.unwrap();
    tx.commit().await.unwrap();
    customer
}

async fn noted(world: &World) -> i64 {
    sql::number(world.db.read(), "SELECT count(*) FROM journal WHERE action = 'reveal'", []).await.unwrap()
}

/// SYS-05, SYS-09: without a reason nothing is shown and nothing noted; with one the value is shown, and both the history
/// of the record and the audit log tell why.
#[tokio::test]
async fn a_value_is_shown_for_a_reason() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = masked(&world).await;
        let at = format!("/customers/{customer}/reveals/phone");
        let mut boss = world.browser("manager1").await;
        let page = boss.get(&format!("/customers/{customer}")).await.text();
        assert!(page.contains(&format!("data-reveal=\"{at}\"")) && !page.contains("13855667788"), "{page}");
        let form = boss.get(&at).await;
        assert!(form.text().contains("联系客户") && form.text().contains("value=\"other\""), "{}", form.text());
        for fields in [&[][..], &[("reason", "curious")], &[("reason", "other"), ("note", " ")]] {
            let refused = boss.post(&at, fields).await;
            assert_eq!(refused.status, 422, "{fields:?}");
            assert!(!refused.text().contains("5566"), "{fields:?}");
        }
        assert_eq!(noted(&world).await, 0);
        let shown = boss.post(&at, &[("reason", "other"), ("note", "车主来电核对")]).await;
        assert_eq!(shown.status, 200);
        assert!(shown.text().contains("138 5566 7788"), "{}", shown.text());
        assert_eq!(noted(&world).await, 1);

        let history = boss.get(&format!("/customers/{customer}/history")).await.text();
        assert!(history.contains("其他（请说明） · 车主来电核对"), "{history}");
        let audit = world.browser("admin").await.get("/audit?action=reveal").await.text();
        assert!(audit.contains("其他（请说明） · 车主来电核对") && audit.contains("司徒静"), "{audit}");
        let mut sales = world.browser("sales1").await;
        assert_eq!(sales.get(&at).await.status, 403, "who may not reveal is not asked why");
        assert_eq!(world.browser("manager2").await.get(&at).await.status, 404);
    }
}

/// SYS-05: a script sends the reason, too.
#[tokio::test]
async fn a_script_says_why() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = masked(&world).await;
        let at = format!("/api/v1/customers/{customer}/reveals/phone");
        let mut boss = world.script("manager1").await;
        let refused = boss.json(Method::POST, &at, &json!({})).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert_eq!(refused.json()["errors"][0]["field"], "reason");
        let shown = boss.json(Method::POST, &at, &json!({ "reason": "contact" })).await;
        assert_eq!((shown.status.as_u16(), shown.json()["value"].as_str()), (200, Some("+8613855667788")));
        assert_eq!(noted(&world).await, 1);
        assert_eq!(world.script("manager2").await.json(Method::POST, &at, &json!({})).await.status, 404);
        let described = boss.get("/api/openapi.json").await.json();
        assert!(described["paths"]["/api/v1/customers/{customer}/reveals/{field}"]["post"].is_object());
    }
}

/// SYS-05, SYS-06: the list of reasons is the house's own.
#[tokio::test]
async fn the_house_keeps_the_list_of_reasons() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = masked(&world).await;
        let root = nodes::queries::root(world.db.read(), world.tenant).await.unwrap().unwrap().id;
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        let recall = Entry {
            node: root,
            path: String::new(),
            dictionary: records::reason::REASONS.into(),
            code: "recall".into(),
            name_zh: "召回通知".into(),
            name_en: "Recall".into(),
            position: 9,
            active: true,
            colour: None,
        };
        set_entry(&mut tx, recall).await.unwrap();
        tx.commit().await.unwrap();
        let mut boss = world.browser("manager1").await;
        let at = format!("/customers/{customer}/reveals/phone");
        assert!(boss.get(&at).await.text().contains("召回通知"));
        assert_eq!(boss.post(&at, &[("reason", "recall")]).await.status, 200);
    }
}
