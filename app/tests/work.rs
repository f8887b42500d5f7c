//! Tasks, the work list, reminders and the calendar feed (SALE-02, SYS-17).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use axum::http::{Method, header};
use kernel::{Id, NewJob, sql};
use serde_json::{Value, json};
use support::World;
use testkit::{Answer, Backend, Client, watched};

async fn task(script: &mut Client, body: Value) -> String {
    let answer = script.json(Method::POST, "/api/v1/tasks", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().unwrap().to_owned()
}

async fn user(world: &World, login: &str) -> Id {
    organisation::find_user_by_login(world.db.read(), login).await.unwrap().unwrap().id
}

/// How many notices of a kind someone has.
async fn notices(world: &World, login: &str, kind: &str) -> i64 {
    let text = "SELECT count(*) FROM notices n JOIN users u ON u.tenant_id = n.tenant_id AND u.id = n.user_id WHERE u.login = $1 AND n.kind = $2";
    sql::number(world.db.read(), text, [login.into(), kind.into()]).await.unwrap()
}

async fn patch(script: &mut Client, id: &str, body: Value) -> Answer {
    script.json(Method::PATCH, &format!("/api/v1/tasks/{id}"), &body).await
}

/// SALE-02: a day alone is due when work ends on it; it stands on the owner's list and the manager's, and is not there for
/// another store; it is done by one tap and taken back; what is done is not done twice, and the refusal says what can be.
#[tokio::test]
async fn a_task_from_the_first_word_to_the_last() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let (mut sales, mut script) = (world.browser("sales1").await, world.script("sales1").await);
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let made = sales
            .post(
                "/tasks/new",
                &[
                    ("title", "回电谈置换"),
                    ("when", "tomorrow"),
                    ("kind", "call"),
                    ("about_kind", "customer"),
                    ("about", &customer),
                    ("then", &format!("/customers/{customer}")),
                ],
            )
            .await;
        assert_eq!(
            (made.status.as_u16(), made.location()),
            (303, format!("/customers/{customer}").as_str()),
            "{}",
            made.text()
        );
        let item = script.get("/api/v1/tasks").await.json()["items"][0].clone();
        assert_eq!(item["due_at"], "2026-11-23T10:00:00Z", "six in the evening of tomorrow: {item}");
        let id = item["id"].as_str().unwrap().to_owned();
        let file = sales.get(&format!("/customers/{customer}")).await.text();
        assert!(file.contains("回电谈置换"), "the customer's page tells of it");
        let list = sales.get("/work").await.text();
        assert!(list.contains("回电谈置换") && list.contains("司徒静") && list.contains("id=\"soon\""), "{list}");
        let mut manager = world.browser("manager1").await;
        assert!(!manager.get("/work").await.text().contains("回电谈置换"), "it is not the manager's own");
        let team = manager.get("/work?of=team").await.text();
        assert!(team.contains("回电谈置换") && team.contains("王敏"), "{team}");
        assert!(manager.get(&format!("/work?of={}", user(&world, "sales1").await)).await.text().contains("回电谈置换"));
        for login in ["sales2", "sales3", "manager2"] {
            let mut other = world.browser(login).await;
            assert_eq!(other.get(&format!("/tasks/{id}")).await.status, 404, "{login}");
            for of in ["me", "team", &user(&world, "sales1").await.to_string()] {
                assert!(!other.get(&format!("/work?of={of}")).await.text().contains("回电谈置换"), "{login} {of}");
            }
        }
        let page = sales.get(&format!("/tasks/{id}")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let tap = sales
            .clone()
            .header("hx-request", "true")
            .post(&format!("/tasks/{id}/completion"), &[("version", "1")])
            .await;
        assert!(
            tap.status.is_success() && tap.text().contains(&format!("/tasks/{id}/reopening?version=2")),
            "{}",
            tap.text()
        );
        assert!(!sales.get("/work").await.text().contains("回电谈置换"));
        let twice = sales.post(&format!("/tasks/{id}/completion"), &[("version", "2")]).await;
        assert!(twice.status == 422 && twice.text().contains("请先重新打开"), "{}", twice.text());
        let stale = patch(&mut script, &id, json!({ "version": 1, "title": "x" })).await;
        assert_eq!(stale.status, 409, "{}", stale.text());
        let back =
            sales.clone().header("hx-request", "true").post(&format!("/tasks/{id}/reopening?version=2"), &[]).await;
        assert!(back.status.is_success() && back.headers.contains_key("hx-refresh"), "{}", back.text());
        let done = patch(&mut script, &id, json!({ "version": 3, "state": "done", "result": "周六到店" })).await;
        assert_eq!((done.status.as_u16(), &done.json()["state"]), (200, &json!("done")), "{}", done.text());
        assert_eq!(done.json()["waiting_at"], Value::Null);
        let refused = patch(&mut script, &id, json!({ "version": 4, "title": "改" })).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["code"]), (422, &json!("task-is-done")));
        let history = sales.get(&format!("/tasks/{id}/history")).await.text();
        assert!(history.contains("重新打开") && history.contains("周六到店"), "{history}");
    }
}

/// SYS-17: whoever is given a task is told, and who gave it away sees it no more; a task about a record out of reach is
/// refused, as is one for somebody whom the writer does not see.
#[tokio::test]
async fn tasks_are_given_to_colleagues() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut script = world.script("sales1").await;
        let colleague = user(&world, "sales2").await;
        let id = task(&mut script, json!({ "title": "代接待", "due_at": "2026-11-22T08:00:00Z" })).await;
        let mut sales = world.browser("sales1").await;
        let given =
            sales.post(&format!("/tasks/{id}/owner"), &[("version", "1"), ("owner", &colleague.to_string())]).await;
        assert_eq!((given.status.as_u16(), given.location()), (303, "/work?done=given"), "{}", given.text());
        assert_eq!(sales.get(&format!("/tasks/{id}")).await.status, 404);
        world.settle().await;
        assert_eq!(notices(&world, "sales2", "task-given").await, 1);
        let bell = world.browser("sales2").await.get("/notices").await.text();
        assert!(bell.contains("王敏") && bell.contains("代接待"), "{bell}");
        let stranger = user(&world, "sales3").await;
        let body = json!({ "title": "x", "due_at": "2026-11-23", "owner": stranger });
        let refused = script.json(Method::POST, "/api/v1/tasks", &body).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json()["errors"][0]["code"]),
            (422, &json!("task-owner-unknown"))
        );
        let foreign = world.customer("sales3", "欧阳明", "13900001234").await;
        for about in [foreign, Id::from_u128(7).to_string()] {
            let body = json!({ "title": "x", "due_at": "2026-11-23", "about_kind": "customer", "about_id": about });
            let refused = script.json(Method::POST, "/api/v1/tasks", &body).await;
            assert_eq!(
                (refused.status.as_u16(), &refused.json()["errors"][0]["code"]),
                (422, &json!("field-unknown-record"))
            );
        }
        for (field, value) in [("due_at", "someday"), ("kind", "fax"), ("title", " ")] {
            let mut body = json!({ "title": "x", "due_at": "2026-11-23", "kind": "call" });
            body[field] = value.into();
            assert_eq!(script.json(Method::POST, "/api/v1/tasks", &body).await.status, 422, "{field}");
        }
    }
}

/// SALE-02: some minutes before a task is due its owner is told once, however often and by however many the clock is looked
/// at; what was put off is told of again, what is done is not.
#[tokio::test]
async fn reminders_come_once() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut script = world.script("sales1").await;
        let told = task(&mut script, json!({ "title": "到点回电", "due_at": "2026-11-22T03:00:00Z" })).await;
        let done = task(&mut script, json!({ "title": "已办", "due_at": "2026-11-22T03:00:00Z" })).await;
        assert_eq!(patch(&mut script, &done, json!({ "version": 1, "state": "done" })).await.status, 200);
        let look = async || {
            let scope = world.system();
            let mut tx = world.db.write(&scope).await.unwrap();
            for _ in 0..2 {
                tx.enqueue(NewJob { kind: work::tasks::REMIND, ..NewJob::default() });
            }
            tx.commit().await.unwrap();
            world.settle().await;
        };
        look().await;
        assert_eq!(notices(&world, "sales1", "task-due").await, 0, "an hour ahead");
        world.db.clock.advance(52 * 60);
        look().await;
        look().await;
        assert_eq!(notices(&world, "sales1", "task-due").await, 1);
        let later = patch(&mut script, &told, json!({ "version": 1, "due_at": "2026-11-22T05:00:00Z" })).await;
        assert_eq!(later.status, 200, "{}", later.text());
        world.db.clock.advance(2 * 3_600);
        look().await;
        assert_eq!(notices(&world, "sales1", "task-due").await, 2, "put off, told again");
    }
}

/// SALE-02: the calendar tells what is to be done and by when, and no customer's name; its address ends with a tap, and with
/// its owner's account.
#[tokio::test]
async fn the_calendar_is_read_by_its_address() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut script = world.script("sales1").await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        task(&mut script, json!({ "title": "回电；报价, 一", "due_at": "2026-11-23", "about_kind": "customer", "about_id": customer })).await;
        let mut sales = world.browser("sales1").await;
        let open = async |sales: &mut Client| {
            let page = sales.post("/my-calendar", &[]).await.text();
            let secret = page.split("/calendar/").nth(1).map(|rest| rest.split(".ics").next().unwrap().to_owned());
            secret.filter(|s| s.len() > 30 && s.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)))
        };
        let first = page_secret(&open(&mut sales).await);
        let mut nobody = Client::new(&world.router);
        let calendar = nobody.get(&format!("/calendar/{first}.ics")).await;
        assert_eq!(calendar.status, 200, "{}", calendar.text());
        assert!(calendar.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/calendar"));
        let text = calendar.text();
        assert!(text.contains("SUMMARY:回电；报价\\, 一\r\n") && text.contains("DTSTART:20261123T100000Z"), "{text}");
        assert!(!text.contains("司徒静") && !text.contains("13855667788"), "{text}");
        assert!(!sales.get("/my-calendar").await.text().contains(&first), "an address is shown once");
        assert_eq!(nobody.get("/calendar/wrong.ics").await.status, 404);
        let page = sales.get("/my-calendar").await.text();
        let feed = page.split("/my-calendar/").nth(1).unwrap().split('/').next().unwrap().to_owned();
        let mut other = world.browser("sales2").await;
        assert_eq!(other.post(&format!("/my-calendar/{feed}/revocation"), &[]).await.status, 404);
        assert_eq!(sales.post(&format!("/my-calendar/{feed}/revocation"), &[]).await.status, 303);
        assert_eq!(nobody.get(&format!("/calendar/{first}.ics")).await.status, 404);
        let second = page_secret(&open(&mut sales).await);
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        organisation::disable_user(&mut tx, user(&world, "sales1").await).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(nobody.get(&format!("/calendar/{second}.ics")).await.status, 404);
    }
}

fn page_secret(found: &Option<String>) -> String {
    found.clone().unwrap()
}

/// SALE-02: however much waits, the list asks as often.
#[tokio::test]
async fn the_list_asks_as_often_for_many() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let (db, seen) = watched(&world.db);
        let (tenant, pudong, suzhou) = (world.tenant, world.pudong, world.suzhou);
        let world = World { tenant, pudong, suzhou, ..World::over(world.fresh, db) };
        let mut sales = world.browser("sales1").await;
        let mut counts = Vec::new();
        for round in 0..2 {
            for n in 0..1 + round * 12 {
                let about = [("about_kind", "customer"), ("about", customer.as_str()), ("then", "/work")];
                let title = format!("第{n}次回访");
                let mut form = vec![("title", title.as_str()), ("when", "today"), ("kind", "call")];
                form.extend(about);
                assert_eq!(sales.post("/tasks/new", &form).await.status, 303);
                world.db.clock.advance(1);
            }
            sales.get("/work").await;
            seen.take();
            assert!(sales.get("/work").await.text().contains("次回访"));
            counts.push(seen.take().len());
        }
        assert_eq!(counts[0], counts[1], "{counts:?}");
        assert!(counts[0] <= 24, "{counts:?}");
    }
}

/// domain.md §2: hours and days off inherit, the nearest node wins, a day's list is read as it is pasted, and only those who
/// look after a place keep its hours.
#[tokio::test]
async fn hours_and_days_off_inherit() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let (mut admin, mut manager) = (world.browser("admin").await, world.browser("manager1").await);
        let root = organisation::nodes::queries::root(world.db.read(), world.tenant).await.unwrap().unwrap().id;
        let calendar = async |store: Id| work::clock::calendar_of(world.db.read(), world.tenant, store).await.unwrap();
        let week = |hours: &str| -> Vec<(&'static str, String)> {
            ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|d| (d, hours.to_owned())).into()
        };
        let save = async |browser: &mut Client, node: Id, hours: &str| {
            let mut form = week(hours);
            form.push(("node", node.to_string()));
            let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
            browser.post("/working-hours", &form).await.status.as_u16()
        };
        let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
        assert_eq!(save(&mut admin, root, "08:00-12:00, 13:00-17:00").await, 303);
        assert_eq!(calendar(world.suzhou).await.hours(day("2026-11-23")).len(), 2);
        assert_eq!(save(&mut manager, world.pudong, "10:00-20:00").await, 303);
        assert_eq!(calendar(world.pudong).await.hours(day("2026-11-23"))[0].from, 600);
        assert_eq!(calendar(world.suzhou).await.hours(day("2026-11-23")).len(), 2, "another store keeps the group's");
        assert_eq!(save(&mut manager, world.suzhou, "10:00-20:00").await, 404, "not theirs to keep");
        assert_eq!(save(&mut admin, root, "22:00-06:00").await, 422);
        assert_eq!(save(&mut world.browser("sales1").await, world.pudong, "10:00-20:00").await, 403);
        let days = "2027-01-01~2027-01-03 放假 元旦\n2027-01-09 上班 调休 09:00-12:00";
        let kept = admin.post("/days-off", &[("node", &root.to_string()), ("days", days)]).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        let own =
            manager.post("/days-off", &[("node", &world.pudong.to_string()), ("days", "2027-01-02 上班 迎新")]).await;
        assert_eq!(own.status, 303, "{}", own.text());
        assert!(calendar(world.suzhou).await.hours(day("2027-01-02")).is_empty());
        assert_eq!(calendar(world.suzhou).await.hours(day("2027-01-09"))[0].until, 720);
        assert_eq!(calendar(world.pudong).await.hours(day("2027-01-02"))[0].from, 600, "the store works on that day");
        assert!(calendar(world.pudong).await.hours(day("2027-01-01")).is_empty());
        let bad = admin.post("/days-off", &[("node", &root.to_string()), ("days", "2027-01-01 也许")]).await;
        assert!(bad.status == 422 && bad.text().contains("第 1 行"), "{}", bad.text());
        let page = manager.get("/working-hours").await.text();
        assert!(page.contains("元旦") && page.contains("迎新"), "{page}");
        let strange = sql::row(world.db.read(), "SELECT id FROM work_days_off WHERE name = '元旦' ORDER BY day", [])
            .await
            .unwrap();
        let strange: Id = strange.unwrap().try_get_by_index(0).unwrap();
        assert_eq!(manager.post(&format!("/days-off/{strange}/removal"), &[]).await.status, 404);
        assert_eq!(admin.post(&format!("/days-off/{strange}/removal"), &[]).await.status, 303);
        assert!(!calendar(world.suzhou).await.hours(day("2027-01-01")).is_empty());
    }
}

/// PIPL 47, CUS-07: in a merge tasks go along; of someone who is erased a task keeps that it was there.
#[tokio::test]
async fn tasks_follow_their_customer() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut script = world.script("sales1").await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let id = task(&mut script, json!({ "title": "给司徒静回电", "due_at": "2026-11-23", "note": "约 13855667788", "about_kind": "customer", "about_id": customer })).await;
        let person: Id = customer.parse().unwrap();
        let eraser = fourfold::compose::eraser(world.fresh.folder.path());
        let scope = world.system();
        for step in 0..privacy::erasure::STEPS {
            let mut tx = world.db.write(&scope).await.unwrap();
            eraser.step(&mut tx, person, step).await.unwrap();
            tx.commit().await.unwrap();
        }
        let item = script.get(&format!("/api/v1/tasks/{id}")).await.json();
        assert_eq!(
            (&item["title"], &item["state"], &item["note"]),
            (&json!("***"), &json!("cancelled"), &Value::Null),
            "{item}"
        );
        let left = "SELECT count(*) FROM journal_values WHERE changes LIKE '%司徒静%' OR changes LIKE '%13855667788%'";
        assert_eq!(sql::number(world.db.read(), left, []).await.unwrap(), 0);
        assert!(!world.browser("sales1").await.get("/work").await.text().contains("司徒静"));
    }
}
