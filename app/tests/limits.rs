//! Limits on what could carry a house's data away piece by piece: exports, matches of masked values, values shown in
//! full (SYS-05, SYS-09).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use organisation::settings::{SETTINGS, keys, set_setting};
use support::World;
use testkit::{Answer, Backend};

/// A world in which so few are allowed that a test can go beyond.
async fn strict(backend: Backend) -> World {
    let world = World::peopled(backend).await;
    let root = organisation::nodes::queries::find_by_code(world.db.read(), world.tenant, "HQ").await.unwrap().unwrap();
    let scope = world.system();
    let mut tx = world.db.write(&scope).await.unwrap();
    for (key, value) in [(keys::EXPORTS, "2"), (keys::MASKED_MATCHES, "3"), (keys::REVEALS, "1")] {
        let setting = SETTINGS.iter().find(|s| s.key == key).unwrap();
        set_setting(&mut tx, root.id, setting, value).await.unwrap();
    }
    tx.commit().await.unwrap();
    world
}

fn refused(answer: &Answer, sentence: &str) {
    assert_eq!(answer.status, 429, "{}", answer.text());
    let wait: i64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=3_600).contains(&wait), "{wait}");
    assert!(answer.text().contains(sentence), "{}", answer.text());
}

/// SYS-09: so many exports an hour, for each person by themselves and however many nodes they ask; then again.
#[tokio::test]
async fn exports_are_limited() {
    for backend in Backend::all() {
        let world = strict(backend).await;
        world.customer("sales1", "司徒静", "13855667788").await;
        let mut boss = world.browser("manager1").await;
        for _ in 0..2 {
            assert_eq!(boss.get("/customers/export?format=csv").await.status, 200);
        }
        refused(&boss.get("/customers/export?format=csv").await, "一小时内导出的次数已达上限");
        refused(&world.browser("manager1").await.get("/customers/export").await, "约 60 分钟后可以继续");
        let mut english = world.browser("manager1").await.header("cookie", "lang=en");
        refused(&english.get("/customers/export").await, "429");
        assert_eq!(world.browser("group").await.get("/customers/export").await.status, 200, "someone else");
        assert_eq!(boss.get("/customers").await.status, 200, "reading goes on");
        let taken = "SELECT count(*) FROM journal WHERE kind = 'customer' AND action = 'export'";
        assert_eq!(kernel::sql::number(world.db.read(), taken, []).await.unwrap(), 3, "what was refused is no export");
        world.db.clock.advance(3_600);
        assert_eq!(boss.get("/customers/export").await.status, 200);
    }
}

/// SYS-05: who sees a phone masked may look for a whole one or its tail a few times, and not guess.
#[tokio::test]
async fn masked_values_are_not_guessed() {
    for backend in Backend::all() {
        let world = strict(backend).await;
        world.customer("sales1", "司徒静", "13855667788").await;
        let mut desk = world.browser("reception1").await;
        assert!(desk.get("/customers?filter=phone:tail:7788").await.text().contains("司徒静"));
        assert_eq!(desk.get("/customers/count?filter=phone:tail:7789").await.status, 200);
        let mut script = world.script("reception1").await;
        assert_eq!(script.get("/api/v1/customers?filter=phone:tail:7790").await.status, 200);
        refused(&desk.get("/customers?filter=phone:tail:7791").await, "按脱敏信息查询的次数已达上限");
        let answer = script.get("/api/v1/customers?filter=phone:tail:7788").await;
        refused(&answer, "limit-masked");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert_eq!(answer.json()["status"], 429);
        assert!(answer.json()["detail"].as_str().unwrap().contains("分钟"));
        assert_eq!(
            desk.get("/customers?filter=name:contains:%E5%8F%B8").await.status,
            200,
            "a shown field is not limited"
        );
        let mut sales = world.browser("sales1").await;
        for _ in 0..5 {
            assert_eq!(sales.get("/customers?filter=phone:tail:7788").await.status, 200, "who sees it may ask");
        }
    }
}

/// CUS-08: values shown in full are limited, and each is noted.
#[tokio::test]
async fn reveals_are_limited() {
    for backend in Backend::all() {
        let world = strict(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let mut boss = world.browser("manager1").await;
        let at = format!("/customers/{customer}/reveals/phone");
        let reason = [("reason", "contact")];
        assert_eq!(boss.post(&at, &reason).await.status, 200);
        refused(&boss.post(&at, &reason).await, "查看完整信息的次数已达上限");
        let mut part = world.browser("manager1").await.header("hx-request", "true");
        let told = part.post(&at, &reason).await;
        assert_eq!((told.status.as_u16(), told.headers["hx-reswap"].to_str().unwrap()), (429, "none"));
        assert!(told.text().contains("hx-swap-oob=\"beforeend:#toasts\"") && told.text().contains("次数已达上限"));
        assert!(!told.text().contains("<html"), "beside what the page shows, not instead of it: {}", told.text());
        let noted = "SELECT count(*) FROM journal WHERE action = 'reveal'";
        assert_eq!(kernel::sql::number(world.db.read(), noted, []).await.unwrap(), 1);
    }
}
