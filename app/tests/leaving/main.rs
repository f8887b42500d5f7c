//! Someone leaves: customers, posts, login, sessions, tokens and views in one action, which can be taken back (SYS-03).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

mod along;
mod late;
mod seen;

use axum::http::Method;
use kernel::{Id, sql};
use organisation::{NewPost, nodes, roles, users};
use serde_json::{Value, json};
use support::undo::{apart, die};
use support::{PASSWORD, World};
use testkit::{Backend, Client};

async fn id_of(w: &World, login: &str) -> Id {
    organisation::find_user_by_login(w.db.read(), login).await.unwrap().unwrap().id
}

/// How many customers someone has.
async fn owned(w: &World, login: &str) -> i64 {
    let text = format!(
        "SELECT count(*) FROM engagements e JOIN users u ON u.tenant_id = e.tenant_id AND u.id = e.owner_id WHERE u.login = '{login}' AND e.deleted_at IS NULL"
    );
    w.number(&text).await
}

/// Customers of 王敏's: `n` of them, four hot ones among them, two with a contact that is overdue.
async fn customers(w: &World, n: usize) {
    let mut sheet = String::from("姓名,手机,级别\r\n");
    for at in 0..n {
        let grade = if at < 4 { "H" } else { "C" };
        sheet.push_str(&format!("客户{at:03},1381111{at:04},{grade}\r\n"));
    }
    w.bring_in("sales1", &sheet).await;
    assert_eq!(owned(w, "sales1").await, n as i64);
    let scope = w.system();
    let tx = w.db.write(&scope).await.unwrap();
    // Nothing is due but what this says.
    let today = organisation::powers::today(tx.now());
    for (day, which) in [
        (today + chrono::Days::new(9), "1 = 1"),
        (
            today - chrono::Days::new(3),
            "customer_id IN (SELECT id FROM customers WHERE name IN ('客户007', '客户008'))",
        ),
    ] {
        let text = format!("UPDATE engagements SET next_contact_on = $1 WHERE {which}");
        sql::run(tx.conn(), &text, [day.into()]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// A further consultant of 浦东店's.
async fn colleague(w: &World, login: &str, name: &str, node: &str, role: &str) -> Id {
    let scope = w.system();
    let hash = users::password::hash(PASSWORD).await.unwrap();
    let mut tx = w.db.write(&scope).await.unwrap();
    let new = organisation::NewUser {
        login: login.into(),
        name: name.into(),
        password_hash: Some(hash),
        ..organisation::NewUser::default()
    };
    let user = organisation::add_user(&mut tx, new).await.unwrap();
    let node = nodes::queries::find_by_code(tx.conn(), w.tenant, node).await.unwrap().unwrap().id;
    let role = roles::queries::find_by_code(tx.conn(), w.tenant, role).await.unwrap().unwrap().id;
    organisation::add_post(&mut tx, NewPost::new(user, node, role)).await.unwrap();
    tx.commit().await.unwrap();
    user
}

/// What stands in a hidden input.
fn hidden(page: &str, name: &str) -> String {
    let at = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {page}"));
    at.split('"').next().unwrap().to_owned()
}

async fn one(w: &World, text: &str) -> String {
    let row = sql::row(w.db.read(), text, []).await.unwrap().unwrap();
    row.try_get_by_index::<Id>(0).unwrap().to_string()
}

/// Lets 王敏 go as someone, with what the form says besides; the operation.
async fn leave(w: &World, login: &str, more: &[(&str, &str)]) -> Id {
    let user = id_of(w, "sales1").await;
    let mut browser = w.browser(login).await;
    let at = format!("/users/{user}/leave");
    let page = browser.post(&at, more).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let operation = hidden(&page.text(), "operation");
    let mut form = vec![("operation", operation.as_str())];
    form.extend_from_slice(more);
    let done = browser.post(&format!("{at}/confirmation"), &form).await;
    assert_eq!(
        (done.status.as_u16(), done.location()),
        (303, format!("/operations/{operation}").as_str()),
        "{}",
        done.text()
    );
    operation.parse().unwrap()
}

/// SYS-03: promises and hot customers are shown first; the preview says who gets how many and changes nothing; one click, or
/// two, does all of it: sessions and tokens end before the job runs, customers go by rule, views and notices follow.
#[tokio::test]
async fn a_leaver_hands_over_in_one_action() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        customers(&w, 33).await;
        let (user, sales2) = (id_of(&w, "sales1").await, id_of(&w, "sales2").await);
        let third = colleague(&w, "sales4", "何川", "PD-SALES", "sales_consultant").await;
        let mut own = w.browser("sales1").await;
        let mut token = w.script("sales1").await;
        let scope = w.system();
        let tx = w.db.write(&scope).await.unwrap();
        let view = "INSERT INTO saved_views (tenant_id, id, kind, name, query, owner_id, shared_with, pinned, position, version, created_at) VALUES ($1, $2, 'customer', '本周', '', $3, $4, $5, 1, 1, 0)";
        sql::run(tx.conn(), view, [w.tenant.into(), tx.new_id().into(), user.into(), w.pudong.into(), true.into()])
            .await
            .unwrap();
        tx.commit().await.unwrap();

        let mut manager = w.browser("manager1").await;
        let person = manager.get(&format!("/users/{user}")).await.text();
        assert!(person.contains("离职交接") && person.contains(&format!("/users/{user}/leave")), "{person}");
        let at = format!("/users/{user}/leave");
        let page = manager.get(&at).await;
        let text = page.text();
        assert_eq!(page.status, 200, "{text}");
        let (promise, hot) = (text.find("客户007").unwrap(), text.find("客户000").unwrap());
        assert!(promise < hot && !text.contains("客户020"), "the overdue first, then the hot, the rest by store");
        assert!(
            text.contains("陈刚") && text.contains("何川") && !text.contains("刘洋"),
            "colleagues of the store alone"
        );

        // 客户007 by hand to 何川, hot ones to 陈刚, the rest evenly between the two.
        let by_hand =
            one(&w, "SELECT e.id FROM engagements e JOIN customers c ON c.id = e.customer_id WHERE c.name = '客户007'")
                .await;
        let (store, second, third) = (w.pudong, sales2.to_string(), third.to_string());
        let (hot, rest, among, single) =
            (format!("hot-{store}"), format!("rest-{store}"), format!("among-{store}"), format!("one-{by_hand}"));
        let form = [
            (hot.as_str(), second.as_str()),
            (&rest, "even"),
            (&among, &second),
            (&among, &third),
            (&single, &third),
            ("reason", "王敏离职"),
        ];
        let before = w.dump(backend).await;
        let preview = manager.post(&at, &form).await;
        assert_eq!(preview.status, 200, "{}", preview.text());
        let text = preview.text();
        // 33: one by hand and 16 in all for 何川, four hot and 17 in all for 陈刚.
        assert!(text.contains("+17") && text.contains("+16"), "{text}");
        assert!(apart(&before, &w.dump(backend).await).is_empty(), "looking changes nothing");
        let nobody = manager.post(&at, &[(&rest, "even")]).await;
        assert_eq!(nobody.status, 422, "evenly among nobody");
        assert!(nobody.text().contains("请至少选择一位同事"));
        let strange = id_of(&w, "sales3").await.to_string();
        assert_eq!(manager.post(&at, &[(&rest, &strange)]).await.status, 422, "nobody of another store receives");

        let operation = hidden(&text, "operation");
        let mut confirmed = vec![("operation", operation.as_str())];
        confirmed.extend_from_slice(&form);
        assert!(own.get("/customers").await.status.is_success());
        assert_eq!(token.get("/api/v1/customers").await.status, 200);
        for _ in 0..2 {
            let done = manager.post(&format!("{at}/confirmation"), &confirmed).await;
            assert_eq!(
                (done.status.as_u16(), done.location()),
                (303, format!("/operations/{operation}").as_str()),
                "{}",
                done.text()
            );
        }
        // The job has not run yet.
        assert_eq!(owned(&w, "sales1").await, 33);
        assert!(own.get("/customers").await.status.is_redirection(), "the session is over");
        assert_eq!(token.get("/api/v1/customers").await.status, 401, "the token is over");
        w.settle().await;
        assert_eq!((owned(&w, "sales1").await, owned(&w, "sales2").await, owned(&w, "sales4").await), (0, 17, 16));
        let of = |name: &str| {
            format!(
                "SELECT count(*) FROM engagements e JOIN customers c ON c.id = e.customer_id JOIN users u ON u.id = e.owner_id WHERE c.name LIKE '客户00%' AND u.login = '{name}' AND c.name <= '客户003'"
            )
        };
        assert_eq!(w.number(&of("sales2")).await, 4, "hot ones");
        let told = "SELECT count(*) FROM engagement_owners WHERE reason = '王敏离职' AND by_name = '李店长'";
        assert_eq!(w.number(told).await, 33, "once each");
        assert_eq!(
            w.number("SELECT count(*) FROM operations WHERE kind = 'leave' AND state = 'done' AND total = 34").await,
            1
        );
        assert_eq!(w.number("SELECT count(*) FROM jobs WHERE kind = 'customers.handover'").await, 1);
        let manager1 = id_of(&w, "manager1").await;
        let moved = format!(
            "SELECT count(*) FROM saved_views WHERE name = '本周' AND owner_id = {}",
            quoted(backend, manager1)
        );
        assert_eq!(w.number(&moved).await, 1);
        let posts = "SELECT count(*) FROM posts p JOIN users u ON u.id = p.user_id WHERE u.login = 'sales1' AND p.valid_to IS NULL";
        assert_eq!(w.number(posts).await, 0);

        // Whom it concerns hears of it.
        for (login, says) in
            [("sales2", "王敏 离职，17 位客户"), ("sales4", "16 位客户"), ("manager1", "离职交接已完成")]
        {
            let mut browser = w.browser(login).await;
            let text = browser.get("/notices").await.text().replace(['\u{2068}', '\u{2069}'], "");
            assert!(text.contains(says), "{login}: {text}");
        }
        // Who left is nobody's choice any more.
        let customer = one(&w, "SELECT id FROM customers WHERE name = '客户009'").await;
        let form = manager.get(&format!("/customers/{customer}/owner?store={store}")).await.text();
        assert!(form.contains("陈刚") && !form.contains("王敏"), "{form}");
        let back = [("store", store.to_string()), ("owner", user.to_string())];
        let back: Vec<(&str, &str)> = back.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert_eq!(manager.post(&format!("/customers/{customer}/owner"), &back).await.status, 422);
        let history = manager.get(&format!("/customers/{customer}")).await.text();
        assert!(history.contains("王敏"), "whose it was stays told");
        let account = manager.get(&format!("/operations/{operation}")).await.text();
        assert!(account.contains("离职交接") && account.contains("撤销这次操作"), "{account}");
        let audit = "SELECT count(*) FROM journal WHERE kind = 'user' AND action = 'leave'";
        assert_eq!(w.number(audit).await, 1);
    }
}

fn quoted(backend: Backend, id: Id) -> String {
    match backend {
        Backend::Postgres => format!("'{id}'"),
        Backend::Sqlite => format!("X'{}'", id.simple()),
    }
}

/// SYS-03, SYS-09: undoing brings customers back that nobody changed since, opens the login with a password to be chosen anew,
/// and leaves sessions and tokens ended.
#[tokio::test]
async fn leaving_is_taken_back() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        customers(&w, 12).await;
        let before = w.dump(backend).await;
        let mut own = w.browser("sales1").await;
        assert!(own.get("/customers").await.status.is_success());
        let operation = leave(&w, "manager1", &[]).await;
        w.settle().await;
        assert_eq!((owned(&w, "sales1").await, owned(&w, "sales2").await), (0, 12));
        w.db.clock.advance(60);
        // One goes on to somebody else.
        let later = one(&w, "SELECT id FROM customers WHERE name = '客户005'").await;
        let (store, to) = (w.pudong.to_string(), id_of(&w, "manager1").await.to_string());
        let mut manager = w.browser("manager1").await;
        let moved = manager.post(&format!("/customers/{later}/owner"), &[("store", &store), ("owner", &to)]).await;
        assert!(moved.status.is_success() || moved.status.is_redirection(), "{}", moved.text());
        w.db.clock.advance(60);
        let preview = manager.get(&format!("/operations/{operation}/undo")).await.text();
        assert!(preview.contains("将恢复") && preview.contains("客户005") && !preview.contains("客户006"), "{preview}");
        w.undo("manager1", operation).await;
        assert_eq!((owned(&w, "sales1").await, owned(&w, "manager1").await, owned(&w, "sales2").await), (11, 1, 0));
        let standing =
            "SELECT count(*) FROM users WHERE login = 'sales1' AND status = 'active' AND must_change_password";
        assert_eq!(w.number(standing).await, 1);
        let posts = "SELECT count(*) FROM posts p JOIN users u ON u.id = p.user_id WHERE u.login = 'sales1' AND p.valid_to IS NULL";
        assert_eq!(w.number(posts).await, 1);
        assert!(own.get("/customers").await.status.is_redirection(), "the old session stays over");
        let left: Vec<String> =
            apart(&before, &w.dump(backend).await).into_iter().filter(|line| !line.contains("touched_at")).collect();
        assert!(left.is_empty(), "{left:#?}");
        let again = w.browser("sales1").await.get("/customers").await;
        assert!(again.status.is_redirection(), "first a new password: {}", again.location());
    }
}

/// SYS-03: a process that dies between two steps loses nothing and does nothing twice.
#[tokio::test]
async fn a_crash_in_the_middle_of_handing_over() {
    for backend in Backend::all() {
        for (reading, turns) in [(1, 3), (2, 0), (3, 40)] {
            let w = World::peopled(backend).await;
            customers(&w, 70).await;
            colleague(&w, "sales4", "何川", "PD-SALES", "sales_consultant").await;
            let operation = leave(&w, "manager1", &[]).await;
            die(&w, reading, turns).await;
            let running = "SELECT count(*) FROM operations WHERE state = 'running' AND kind = 'leave'";
            assert_eq!(w.number(running).await, 1, "it died in the middle");
            // Until the dead one's lease has run out.
            w.db.clock.advance(60);
            w.settle().await;
            assert_eq!((owned(&w, "sales1").await, owned(&w, "sales2").await, owned(&w, "sales4").await), (0, 35, 35));
            let twice = "SELECT count(*) FROM (SELECT engagement_id FROM engagement_owners WHERE from_owner_id IS NOT NULL GROUP BY engagement_id HAVING count(*) > 1) t";
            assert_eq!(w.number(twice).await, 0, "nobody went twice");
            let done = "SELECT count(*) FROM operation_records WHERE fate = 'changed'";
            assert_eq!(w.number(done).await, 71, "{operation}");
        }
    }
}

/// SYS-03, SYS-05: nobody lets themselves go, nobody someone above their own powers or of another store, and the last
/// administrator stays; whoever may not manage people brings no login back.
#[tokio::test]
async fn not_everyone_may_let_everyone_go() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        customers(&w, 3).await;
        let (sales1, manager1, admin) =
            (id_of(&w, "sales1").await, id_of(&w, "manager1").await, id_of(&w, "admin").await);
        let at = |user: Id| format!("/users/{user}/leave");
        for (login, status) in [("sales2", 403), ("reception1", 403), ("manager2", 404)] {
            let mut browser = w.browser(login).await;
            assert_eq!(browser.get(&at(sales1)).await.status, status, "{login}");
            assert_eq!(browser.post(&at(sales1), &[]).await.status, status, "{login}");
            let form = [("operation", Id::max().to_string())];
            let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
            assert_eq!(browser.post(&format!("{}/confirmation", at(sales1)), &form).await.status, status, "{login}");
        }
        let mut manager = w.browser("manager1").await;
        assert_eq!(manager.get(&at(manager1)).await.status, 422, "oneself");
        assert!(manager.get(&at(admin)).await.status.is_client_error(), "above one's own powers");
        let mut script = w.script("admin").await;
        let own = script.json(Method::POST, &format!("/api/v1/users/{admin}/leave"), &json!({})).await;
        assert_eq!(own.json()["code"], "leave-not-oneself");

        // A sales manager may change records in bulk, and sees the operation; that does not open logins.
        colleague(&w, "lead1", "钱经理", "PD", "sales_manager").await;
        let operation = leave(&w, "manager1", &[]).await;
        w.settle().await;
        let mut lead = w.browser("lead1").await;
        let preview = lead.get(&format!("/operations/{operation}/undo")).await.text();
        assert!(preview.contains("不在权限范围内"), "{preview}");
        w.undo("lead1", operation).await;
        assert_eq!(w.number("SELECT count(*) FROM users WHERE login = 'sales1' AND status = 'active'").await, 0);
        assert_eq!((owned(&w, "sales1").await, owned(&w, "sales2").await), (0, 3), "nobody is there to take them back");
    }
}

/// SYS-03: scripts look first and let go with the same rules; the same order again is done once. A later last day ends posts
/// and login when it is over.
#[tokio::test]
async fn scripts_let_people_go() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        customers(&w, 9).await;
        let (user, sales2) = (id_of(&w, "sales1").await, id_of(&w, "sales2").await);
        let mut script = w.script("manager1").await;
        let at = format!("/api/v1/users/{user}/leave");
        let mut own = w.browser("sales1").await;
        let last_day = organisation::powers::today(w.db.clock.now()) + chrono::Days::new(2);
        let rule = json!({ w.pudong.to_string(): { "hot": sales2, "rest": "pool" } });
        let look = script.json(Method::POST, &at, &json!({ "preview": true, "stores": rule })).await;
        assert_eq!(look.status, 200, "{}", look.text());
        let store = &look.json()["stores"][0];
        assert_eq!((&store["customers"], &store["hot"], &store["due"]), (&json!(9), &json!(4), &json!(2)));
        let shares: Vec<(Value, i64)> = store["shares"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| (s["to"].clone(), s["customers"].as_i64().unwrap()))
            .collect();
        assert_eq!(shares, [(Value::Null, 5), (json!(sales2), 4)]);
        let operation = w.db.clock.new_id();
        let body = json!({ "operation": operation, "stores": rule, "last_day": last_day });
        for _ in 0..2 {
            let done = script.json(Method::POST, &at, &body).await;
            assert_eq!((done.status.as_u16(), &done.json()["operation"]), (202, &json!(operation)), "{}", done.text());
        }
        w.settle().await;
        assert_eq!((owned(&w, "sales1").await, owned(&w, "sales2").await), (0, 4));
        assert_eq!(w.number("SELECT count(*) FROM engagements WHERE owner_id IS NULL").await, 5, "in the pool");
        assert!(own.get("/customers").await.status.is_success(), "two days are left");
        let odd = script.json(Method::POST, &at, &json!({ "last_day": "2020-01-01" })).await;
        assert_eq!(odd.status, 422, "{}", odd.text());

        w.db.clock.advance(3 * 86_400);
        w.settle().await;
        assert_eq!(w.number("SELECT count(*) FROM users WHERE login = 'sales1' AND status = 'disabled'").await, 1);
        assert!(own.get("/customers").await.status.is_redirection());
        w.undo("manager1", operation).await;
        assert_eq!(w.number("SELECT count(*) FROM users WHERE login = 'sales1' AND status = 'active'").await, 1);
        assert_eq!(owned(&w, "sales1").await, 9);
    }
}

/// SYS-03: what someone who was shut out before still owns is handed over all the same.
#[tokio::test]
async fn whoever_was_shut_out_is_handed_over_later() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        customers(&w, 4).await;
        let user = id_of(&w, "sales1").await;
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        organisation::disable_user(&mut tx, user).await.unwrap();
        tx.commit().await.unwrap();
        leave(&w, "manager1", &[]).await;
        w.settle().await;
        assert_eq!((owned(&w, "sales1").await, owned(&w, "sales2").await), (0, 4));
        let mut nobody = Client::new(&w.router);
        let refused = nobody.post("/sign-in", &[("login", "sales1"), ("password", PASSWORD)]).await;
        assert!(!refused.status.is_redirection(), "{}", refused.status);
    }
}
