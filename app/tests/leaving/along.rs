//! What else a leaver was to do goes along with their customers, and comes back with them (SYS-03): leads with their clocks,
//! open opportunities, tasks.

use axum::http::Method;
use kernel::sql;
use serde_json::json;
use testkit::Backend;

use crate::support::World;
use crate::{colleague, customers, id_of, leave, one};

/// Whose everything is that waits for somebody: what it is, its name, its owner, its state and its moment.
async fn standing(w: &World) -> Vec<String> {
    let text = "SELECT 'lead' AS what, l.name AS name, u.login AS login, l.state AS state, l.due_at AS due, l.path AS path FROM leads l \
         LEFT JOIN users u ON u.id = l.owner_id UNION ALL \
         SELECT 'task', t.title, u.login, t.state, t.waiting_at, t.path FROM tasks t LEFT JOIN users u ON u.id = t.owner_id UNION ALL \
         SELECT 'opportunity', c.name, u.login, o.state, o.stage_at, o.path FROM opportunities o JOIN customers c ON c.id = o.customer_id \
         LEFT JOIN users u ON u.id = o.owner_id ORDER BY 1, 2";
    let rows = sql::rows(w.db.read(), text, []).await.unwrap();
    let of = |row: &sea_orm::QueryResult| {
        let text = |n: usize| row.try_get_by_index::<Option<String>>(n).unwrap().unwrap_or_default();
        let due: Option<i64> = row.try_get_by_index(4).unwrap();
        format!("{} {} {} {} {due:?} {}", text(0), text(1), text(2), text(3), text(5))
    };
    rows.iter().map(of).collect()
}

/// What waits, without its place: by its name.
async fn owner_of(w: &World, name: &str) -> String {
    let all = standing(w).await;
    let line =
        all.iter().find(|line| line.split(' ').nth(1) == Some(name)).unwrap_or_else(|| panic!("{name}: {all:#?}"));
    line.split(' ').nth(2).unwrap().to_owned()
}

/// 王敏's: a hot lead that waits for its first call, one that was called and is to be called again, an opportunity, and
/// tasks about a customer, about a lead and about nobody.
async fn much_to_do(w: &World) -> String {
    customers(w, 6).await;
    let mut script = w.script("sales1").await;
    let mut ids = Vec::new();
    for (name, phone, level) in [("热线索", "13711110001", "H"), ("联系过", "13711110002", "B")] {
        let body = json!({ "name": name, "phone": phone, "source": "web", "model": "Q5L", "level": level });
        let made = script.json(Method::POST, "/api/v1/leads", &body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        ids.push(made.json()["id"].as_str().unwrap().to_owned());
        w.db.clock.advance(1);
    }
    let mut own = w.browser("sales1").await;
    let form = [("channel", "phone"), ("result", "reached"), ("next_at", "2026-12-01T10:00")];
    let called = own.post(&format!("/leads/{}/contacts", ids[1]), &form).await;
    assert_eq!(called.status, 303, "{}", called.text());
    let customer = one(w, "SELECT id FROM customers WHERE name = '客户002'").await;
    let body = json!({ "customer": customer, "level": "A" });
    let made = script.json(Method::POST, "/api/v1/opportunities", &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    for (title, about) in [
        ("给客户送资料", Some(("customer", customer.as_str()))),
        ("回线索电话", Some(("lead", ids[1].as_str()))),
        ("整理展车", None),
    ] {
        let mut body = json!({ "title": title, "due_at": "2026-11-24T03:00:00Z" });
        if let Some((kind, id)) = about {
            (body["about_kind"], body["about_id"]) = (kind.into(), id.into());
        }
        let made = script.json(Method::POST, "/api/v1/tasks", &body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        w.db.clock.advance(1);
    }
    ids.remove(1)
}

/// SYS-03: nobody's promise is lost: leads go on where they stood, tasks with whom they are about; undoing brings all of it
/// back as it was.
#[tokio::test]
async fn promises_go_along_and_come_back() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        much_to_do(&w).await;
        let third = colleague(&w, "sales4", "何川", "PD-SALES", "sales_consultant").await.to_string();
        let second = id_of(&w, "sales2").await.to_string();
        let user = id_of(&w, "sales1").await;
        let before = standing(&w).await;
        assert_eq!(before.iter().filter(|line| line.contains(" sales1 ")).count(), 6, "{before:#?}");
        let page = w.browser("manager1").await.get(&format!("/users/{user}/leave")).await.text();
        assert!(page.contains("在跟线索") && page.contains("未完成的任务"), "{page}");

        // Hot ones to 陈刚, the rest to 何川.
        let (hot, rest) = (format!("hot-{}", w.pudong), format!("rest-{}", w.pudong));
        let operation = leave(&w, "manager1", &[(&hot, &second), (&rest, &third)]).await;
        w.settle().await;
        let after = standing(&w).await;
        assert!(!after.iter().any(|line| line.contains(" sales1 ")), "{after:#?}");
        assert_eq!(owner_of(&w, "热线索").await, "sales2");
        assert_eq!(owner_of(&w, "联系过").await, "sales4");
        assert_eq!(owner_of(&w, "回线索电话").await, "sales4", "a task goes with its lead");
        let with = owner_of(&w, "客户002").await;
        assert_eq!(owner_of(&w, "给客户送资料").await, with, "and with its customer, as the opportunity does");
        assert_eq!(owner_of(&w, "整理展车").await, "manager1", "what is about nobody, with whoever let them go");
        // States and moments are as they were promised.
        let promised = |all: &[String]| -> Vec<String> {
            all.iter()
                .map(|l| l.split(' ').enumerate().filter(|(n, _)| ![2, 5].contains(n)).map(|(_, w)| w).collect())
                .collect()
        };
        assert_eq!(promised(&after), promised(&before));
        let list = w.browser("sales4").await.get("/work").await.text();
        assert!(list.contains("回线索电话") || list.contains("联系过"), "{list}");
        let told = "SELECT count(*) FROM lead_moves WHERE act = 'hand-over'";
        assert_eq!(w.number(told).await, 2, "a lead's page tells of it");

        w.db.clock.advance(60);
        w.undo("manager1", operation).await;
        assert_eq!(standing(&w).await, before);
        assert_eq!(w.number(told).await, 4);
    }
}

/// SYS-03: a lead that came between the order and the last day goes when that is over, also where no customer came; where
/// the order gives to the pool it goes there, and a colleague may have it.
#[tokio::test]
async fn what_comes_late_goes_along() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        customers(&w, 2).await;
        let user = id_of(&w, "sales1").await;
        let mut script = w.script("manager1").await;
        let last_day = organisation::powers::today(w.db.clock.now()) + chrono::Days::new(2);
        let operation = w.db.clock.new_id();
        let rule = json!({ w.pudong.to_string(): { "rest": "pool" } });
        let body = json!({ "operation": operation, "stores": rule, "last_day": last_day });
        let done = script.json(Method::POST, &format!("/api/v1/users/{user}/leave"), &body).await;
        assert_eq!(done.status, 202, "{}", done.text());
        w.settle().await;
        w.db.clock.advance(3_600);
        let body = json!({ "name": "晚来的", "phone": "13711110003", "source": "web" });
        assert_eq!(w.script("sales1").await.json(Method::POST, "/api/v1/leads", &body).await.status, 201);
        let before = standing(&w).await;
        w.db.clock.advance(3 * 86_400);
        w.settle().await;
        let after = standing(&w).await;
        assert!(after[0].starts_with("lead 晚来的  pool None"), "{after:#?}");
        let total = "SELECT count(*) FROM operations WHERE kind = 'leave' AND state = 'done' AND total = 4";
        assert_eq!(w.number(total).await, 1, "two customers, the person, the lead");
        w.undo("manager1", operation).await;
        assert_eq!(standing(&w).await, before);
    }
}
