//! Notices of unusual viewing (SYS-09): what is counted, when a case is made, who hears of it and who judges it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::{Id, NewJob, sql};
use organisation::settings::{SETTINGS, keys, set_setting};
use organisation::viewing::WATCH;
use support::World;
use testkit::Backend;

async fn id_of(world: &World, login: &str) -> Id {
    organisation::find_user_by_login(world.db.read(), login).await.unwrap().unwrap().id
}

/// A world in which little is unusual already.
async fn wary(backend: Backend) -> World {
    let world = World::peopled(backend).await;
    let root = organisation::nodes::queries::find_by_code(world.db.read(), world.tenant, "HQ").await.unwrap().unwrap();
    let scope = world.system();
    let mut tx = world.db.write(&scope).await.unwrap();
    for (key, value) in [(keys::UNUSUAL_HOUR, "5"), (keys::UNUSUAL_REVEALS, "1"), (keys::UNUSUAL_MATCHES, "2")] {
        let setting = SETTINGS.iter().find(|s| s.key == key).unwrap();
        set_setting(&mut tx, root.id, setting, value).await.unwrap();
    }
    tx.commit().await.unwrap();
    world
}

async fn look(world: &World) {
    let scope = world.system();
    let mut tx = world.db.write(&scope).await.unwrap();
    tx.enqueue(NewJob { kind: WATCH, ..NewJob::default() });
    tx.commit().await.unwrap();
    world.settle().await;
}

async fn count(world: &World, text: &str) -> i64 {
    sql::number(world.db.read(), text, []).await.unwrap()
}

async fn counted(world: &World, login: &str, what: &str) -> i64 {
    let text = "SELECT sum(taken) FROM viewing_hours WHERE tenant_id = $1 AND user_id = $2 AND what = $3";
    let values = [world.tenant.into(), id_of(world, login).await.into(), what.into()];
    let row = sql::row(world.db.read(), &format!("SELECT CAST(coalesce(({text}), 0) AS bigint)"), values).await;
    row.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn customers(world: &World, many: usize) -> Vec<String> {
    let mut list = Vec::new();
    for n in 0..many {
        list.push(world.customer("sales1", &format!("司徒{n}"), &format!("1385566778{n}")).await);
    }
    list
}

/// SYS-09: one case, one notice to whoever looks after the person, however often it is looked at; then a verdict.
#[tokio::test]
async fn a_case_is_told_once_and_judged() {
    for backend in Backend::all() {
        let world = wary(backend).await;
        let list = customers(&world, 6).await;
        let mut sales = world.browser("sales1").await;
        for id in list[..4].iter().chain(&list[..4]) {
            assert_eq!(sales.get(&format!("/customers/{id}")).await.status, 200);
        }
        look(&world).await;
        assert_eq!(counted(&world, "sales1", "opened").await, 4, "each customer once an hour");
        assert_eq!(count(&world, "SELECT count(*) FROM viewing_cases").await, 0);
        let mut script = world.script("sales1").await;
        for id in &list[4..] {
            assert_eq!(script.get(&format!("/api/v1/customers/{id}")).await.status, 200);
        }
        world.db.clock.advance(61);
        look(&world).await;
        look(&world).await;
        assert_eq!(count(&world, "SELECT count(*) FROM viewing_cases WHERE what = 'hour' AND counted = 6").await, 1);

        let mut boss = world.browser("manager1").await;
        let told = boss.get("/notices").await.text();
        assert_eq!(told.matches("一小时内打开 6 份客户资料，请核实").count(), 1, "{told}");
        for other in ["sales1", "sales2", "manager2", "group", "admin"] {
            let text = world.browser(other).await.get("/notices").await.text();
            assert!(!text.contains("请核实"), "{other} is told");
        }
        let page = boss.get("/audit/viewing").await.text();
        assert!(page.contains("王敏") && page.contains("达到 5 时提示"), "{page}");
        let case = sql::row(world.db.read(), "SELECT id FROM viewing_cases", []).await.unwrap().unwrap();
        let address = format!("/audit/viewing/{}", case.try_get_by_index::<Id>(0).unwrap());
        assert!(boss.get(&address).await.text().contains("当天逐小时"));
        let bare = boss.post(&address, &[("verdict", "follow-up"), ("note", "")]).await;
        assert!(bare.status == 422 && bare.text().contains("需要跟进时请填写备注"), "{}", bare.text());
        let settled = boss.post(&address, &[("verdict", "fine"), ("note", "展会录入")]).await;
        assert_eq!(settled.location(), "/audit/viewing?done=viewing-fine");
        assert!(!boss.get("/audit/viewing").await.text().contains("王敏"));
        let fine = boss.get("/audit/viewing?state=fine").await.text();
        assert!(fine.contains("王敏") && fine.contains("无异常"));
        let noted = "SELECT count(*) FROM journal WHERE action = 'judge_viewing' AND reason = '展会录入' AND actor_name = '李店长'";
        assert_eq!(count(&world, noted).await, 1);
        look(&world).await;
        assert_eq!(count(&world, "SELECT count(*) FROM viewing_cases").await, 1);
    }
}

/// SYS-09, SYS-05: cases are for those who look after the person, and never for the person.
#[tokio::test]
async fn nobody_judges_themselves() {
    for backend in Backend::all() {
        let world = wary(backend).await;
        let list = customers(&world, 6).await;
        let mut boss = world.browser("manager1").await;
        for id in &list {
            assert_eq!(boss.get(&format!("/customers/{id}")).await.status, 200);
        }
        look(&world).await;
        assert_eq!(count(&world, "SELECT count(*) FROM viewing_cases").await, 1);
        let case = sql::row(world.db.read(), "SELECT id FROM viewing_cases", []).await.unwrap().unwrap();
        let address = format!("/audit/viewing/{}", case.try_get_by_index::<Id>(0).unwrap());
        for (login, list, one) in [
            ("manager1", 200, 404),
            ("manager2", 200, 404),
            ("sales1", 403, 403),
            ("region", 403, 403),
            ("group", 200, 200),
            ("audit", 200, 200),
            ("admin", 200, 200),
        ] {
            let mut browser = world.browser(login).await;
            let answer = browser.get("/audit/viewing?state=all").await;
            assert_eq!(answer.status, list, "{login}");
            let says = answer.text().contains("一小时内打开 6 份客户资料");
            assert_eq!(says, one == 200, "{login}");
            assert_eq!(browser.get(&address).await.status, one, "{login}");
            let verdict = browser.post(&address, &[("verdict", "fine")]).await.status.as_u16();
            assert_eq!(verdict, if one == 200 { 303 } else { one }, "{login}");
        }
        // Whoever stands next above is told: nobody at the store but the manager, nobody in the region, two at the top.
        let told = "SELECT count(*) FROM notices n JOIN users u ON u.id = n.user_id WHERE n.kind = 'viewing-hour' AND u.login IN ('group', 'admin', 'audit')";
        assert_eq!(count(&world, told).await, 3);
        assert_eq!(count(&world, "SELECT count(*) FROM notices WHERE kind = 'viewing-hour'").await, 3);
    }
}

/// SYS-09: values shown, masked matches and exported rows are counted where they happen; whoever looks as someone else is
/// counted themselves.
#[tokio::test]
async fn all_ways_of_looking_are_counted() {
    for backend in Backend::all() {
        let world = wary(backend).await;
        let list = customers(&world, 3).await;
        let mut boss = world.browser("manager1").await;
        assert_eq!(boss.get("/customers/export?format=csv").await.status, 200);
        assert_eq!(counted(&world, "manager1", "exported").await, 3);
        let mut desk = world.browser("reception1").await;
        for tail in ["7780", "7781"] {
            assert_eq!(desk.get(&format!("/customers?filter=phone:tail:{tail}")).await.status, 200);
        }
        assert_eq!(counted(&world, "reception1", "masked").await, 2);
        let page = format!("/users/{}/looking", id_of(&world, "sales1").await);
        assert_eq!(boss.post(&page, &[("reason", "核对权限")]).await.status, 303);
        assert_eq!(boss.get(&format!("/customers/{}", list[0])).await.status, 200);
        look(&world).await;
        assert_eq!((counted(&world, "manager1", "opened").await, counted(&world, "sales1", "opened").await), (1, 0));
        let matches = "SELECT count(*) FROM viewing_cases WHERE what = 'matches' AND counted = 2";
        assert_eq!(count(&world, matches).await, 1);
        world.db.clock.advance(70 * 86_400);
        look(&world).await;
        assert_eq!(count(&world, "SELECT count(*) FROM viewing_hours").await, 0, "counts are kept for a while");
    }
}

/// SYS-09: what a script or a browser's session reads by the API counts as opened pages do: each row of a list, and each record
/// once an hour however it was read; what is not counted by pages is not counted here.
#[tokio::test]
async fn lists_of_the_api_are_counted() {
    for backend in Backend::all() {
        let world = wary(backend).await;
        let list = customers(&world, 6).await;
        let mut script = world.script("sales1").await;
        assert_eq!(script.get("/api/v1/customers?limit=4").await.json()["items"].as_array().unwrap().len(), 4);
        assert_eq!(script.get("/api/v1/vehicles").await.status, 200);
        look(&world).await;
        assert_eq!(counted(&world, "sales1", "opened").await, 4);
        let mut session = world.browser("sales1").await;
        assert_eq!(session.get("/api/v1/customers").await.json()["items"].as_array().unwrap().len(), 6);
        assert_eq!(session.get(&format!("/customers/{}", list[0])).await.status, 200);
        world.db.clock.advance(61);
        look(&world).await;
        assert_eq!(counted(&world, "sales1", "opened").await, 6, "each once an hour, whatever the way");
        assert_eq!(count(&world, "SELECT count(*) FROM viewing_cases WHERE what = 'hour' AND counted = 6").await, 1);
        // Whom a consultant does not reach is neither given out nor counted.
        assert_eq!(world.script("sales3").await.get("/api/v1/customers").await.json()["items"], serde_json::json!([]));
        look(&world).await;
        assert_eq!(counted(&world, "sales3", "opened").await, 0);
    }
}

/// SYS-09: it is out of hours by the clock of the store where somebody works, and the case shows the hours by that clock.
#[tokio::test]
async fn night_is_night_at_the_store() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        // Ten in the morning in Shanghai is two at night in London.
        let suzhou = organisation::nodes::queries::find(world.db.read(), world.tenant, world.suzhou).await.unwrap();
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        let version = suzhou.unwrap().version;
        organisation::nodes::redating::change_time_zone(&mut tx, world.suzhou, version, "Europe/London").await.unwrap();
        let now = tx.now();
        for login in ["sales1", "sales3"] {
            let user = id_of(&world, login).await;
            for (at, address, agent) in [
                (now.plus_days(-9), "10.0.0.1", "Mozilla/5.0 (Windows NT 10.0) Chrome/120"),
                (now, "203.0.113.7", "Mozilla/5.0 (iPhone) Safari/600"),
            ] {
                let text = "INSERT INTO sessions (tenant_id, id, user_id, token_digest, created_at, last_seen_at, expires_at, idle_seconds, address, agent) VALUES ($1, $2, $3, $4, $5, $5, $6, 3600, $7, $8)";
                let id = tx.new_id();
                let values = [
                    world.tenant.into(),
                    id.into(),
                    user.into(),
                    id.to_string().into(),
                    at.into(),
                    now.plus_days(9).into(),
                    address.into(),
                    agent.into(),
                ];
                sql::run(tx.conn(), text, values).await.unwrap();
            }
            let text =
                "INSERT INTO viewing_hours (tenant_id, user_id, hour, what, taken) VALUES ($1, $2, $3, 'opened', 7)";
            sql::run(tx.conn(), text, [world.tenant.into(), user.into(), web::viewing::hour(now).into()])
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        look(&world).await;
        let strange = "SELECT count(*) FROM viewing_cases c JOIN users u ON u.tenant_id = c.tenant_id AND u.id = c.user_id WHERE c.what = 'strange' AND u.login = ";
        assert_eq!(count(&world, &format!("{strange}'sales3'")).await, 1, "two at night");
        assert_eq!(count(&world, &format!("{strange}'sales1'")).await, 0, "ten in the morning");
        let case = sql::row(world.db.read(), "SELECT id FROM viewing_cases", []).await.unwrap().unwrap();
        let page = world
            .browser("manager2")
            .await
            .get(&format!("/audit/viewing/{}", case.try_get_by_index::<Id>(0).unwrap()))
            .await;
        assert!(page.text().contains("02:00") && !page.text().contains("10:00"), "{}", page.text());
    }
}
