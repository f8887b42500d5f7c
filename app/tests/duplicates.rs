//! The review of possible duplicates as people and scripts meet it (CUS-07, SYS-05).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use axum::http::Method;
use serde_json::json;
use support::World;
use testkit::Backend;

async fn twice(world: &World, login: &str) {
    let mut script = world.script(login).await;
    for (name, phone) in [("欧阳晓明", "13812345678"), ("欧阳小明", "13912345678")] {
        let body = json!({ "name": name, "phone": phone, "birthday": "1985-03-07", "district": "浦东新区" });
        assert_eq!(script.json(Method::POST, "/api/v1/customers", &body).await.status, 201);
    }
    world.settle().await;
}

/// CUS-07: the pair stands side by side with its reasons; a verdict shows the next, and can be taken back.
#[tokio::test]
async fn the_queue_is_worked_off() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        twice(&world, "sales1").await;
        let mut browser = world.browser("sales1").await;
        let page = browser.get("/customers/duplicates").await.text();
        for word in
            ["欧阳晓明", "欧阳小明", "生日相同", "名读音相同", "data-key=\"1\"", "data-key=\"2\"", "data-key=\"3\""]
        {
            assert!(page.contains(word), "{word}");
        }
        let mut script = world.script("sales1").await;
        let listed = script.get("/api/v1/duplicates?score=0.5").await.json();
        assert_eq!(listed["total"]["value"], 1);
        let pair = listed["items"][0]["id"].as_str().unwrap().to_owned();
        let action = format!("/customers/duplicates/{pair}/verdict");
        let answer = browser.post(&action, &[("verdict", "apart"), ("score", "0")]).await;
        assert!(answer.status.is_redirection());
        let after = browser.get(&format!("/customers/duplicates?judged={pair}")).await.text();
        assert!(after.contains("已记为不是同一人") && after.contains("data-key=\"u\""));
        assert!(!after.contains("欧阳晓明"));
        assert!(browser.get("/customers/duplicates?state=apart").await.text().contains("欧阳晓明"));
        browser.post(&action, &[("verdict", "open")]).await;
        assert_eq!(script.get("/api/v1/duplicates").await.json()["total"]["value"], 1);
    }
}

/// CUS-07: the same for scripts, with mistakes told.
#[tokio::test]
async fn scripts_judge_too() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        twice(&world, "sales1").await;
        let mut script = world.script("sales1").await;
        let item = script.get("/api/v1/duplicates").await.json()["items"][0].clone();
        assert!(item["score"].as_f64().unwrap() > 0.5 && item["customers"].as_array().unwrap().len() == 2);
        assert!(item["reasons"].as_array().unwrap().iter().any(|r| r["part"] == "birthday" && r["level"] == "same"));
        let path = format!("/api/v1/duplicates/{}/verdict", item["id"].as_str().unwrap());
        let judged = script.json(Method::POST, &path, &json!({ "verdict": "same" })).await;
        assert_eq!((judged.status.as_u16(), judged.json()["state"].as_str()), (200, Some("to_merge")));
        assert_eq!(script.get("/api/v1/duplicates?state=to_merge").await.json()["total"]["value"], 1);
        for (verb, path) in [
            (Method::GET, "/api/v1/duplicates?state=lost"),
            (Method::GET, "/api/v1/duplicates?score=2"),
            (Method::POST, path.as_str()),
        ] {
            let answer = script.json(verb, path, &json!({ "verdict": "perhaps" })).await;
            assert_eq!(answer.status, 400, "{path}: {}", answer.text());
        }
        let mut foreign = world.script("sales3").await;
        assert_eq!(foreign.get("/api/v1/duplicates?state=to_merge").await.json()["total"]["value"], 0);
        assert_eq!(foreign.json(Method::POST, &path, &json!({ "verdict": "same" })).await.status, 404);
        assert_eq!(foreign.json(Method::POST, &path, &json!({ "verdict": "perhaps" })).await.status, 404);
    }
}

/// CUS-07: who is being typed is compared at once, and the reasons are told.
#[tokio::test]
async fn told_while_typing() {
    let world = World::peopled(Backend::Sqlite).await;
    twice(&world, "sales1").await;
    let mut browser = world.browser("sales1").await;
    let told = browser.get("/customers/known?name=%E6%AC%A7%E9%98%B3%E6%99%93%E6%98%8E&phone=13912345678").await.text();
    let (first, second) = (told.find("欧阳小明").unwrap(), told.find("欧阳晓明").unwrap());
    assert!(first < second, "the number says more than a hanzi: {told}");
    assert!(told.contains("电话相同") && told.contains("名读音相同"), "{told}");
    let mut foreign = world.browser("sales3").await;
    assert!(!foreign.get("/customers/known?phone=13912345678").await.text().contains("欧阳"));
}

/// SYS-05: whoever sees one side only sees nothing.
#[tokio::test]
async fn one_side_is_not_enough() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        world.customer("sales1", "诸葛青云", "13812345678").await;
        world.customer("sales3", "诸葛青云", "13812345678").await;
        world.settle().await;
        for login in ["sales1", "sales3", "manager1", "manager2"] {
            let page = world.browser(login).await.get("/customers/duplicates").await.text();
            assert!(!page.contains("诸葛青云"), "{login}");
        }
        assert!(world.browser("group").await.get("/customers/duplicates").await.text().contains("诸葛青云"));
    }
}
