//! Imports and bulk changes are taken back: exactly, with conflicts, once, by whom may, and through a crash (SYS-09,
//! CUS-14).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::{Id, sql};
use support::World;
use support::undo::{apart, die, sheet};
use testkit::{Backend, watched};

/// CUS-14, SYS-09: an import that created and updated is undone to the last row, search terms and custodies among them.
#[tokio::test]
async fn an_import_is_undone_exactly() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        w.known().await;
        let before = w.dump(backend).await;
        let import = w.bring_in("manager1", &sheet()).await;
        assert_eq!((import.counts.created, import.counts.updated), (3, 3), "{:?}", import.counts);
        assert!(apart(&before, &w.dump(backend).await).len() > 40, "it did something");
        w.undo("manager1", import.id).await;
        let left = apart(&before, &w.dump(backend).await);
        assert!(left.is_empty(), "{backend:?} {left:#?}");
        assert_eq!(
            w.number("SELECT count(*) FROM operation_records WHERE back IN ('partly', 'kept', 'closed')").await,
            0
        );
    }
}

/// SYS-09: what somebody changed since stays and is named with who and when, before and after; a record that somebody
/// worked on stays with its car; a second click does nothing twice.
#[tokio::test]
async fn what_was_changed_since_stays() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let [jing, ..] = w.known().await;
        let import = w.bring_in("manager1", &sheet()).await;
        w.change("sales1", "customer", jing, &[("city", "南京")]).await;
        let qian = w.id_of("钱多").await.unwrap();
        w.note("manager1", qian, "已回访").await;
        w.db.clock.advance(60);

        let mut manager = w.browser("manager1").await;
        let page = manager.get(&format!("/imports/{}", import.id)).await.text();
        let at = format!("/operations/{}/undo", import.id);
        assert!(page.contains("撤销导入") && page.contains(&at), "{page}");
        let preview = manager.get(&at).await.text();
        assert!(preview.contains("王敏 在") && preview.contains("李店长 在"), "who and when: {preview}");
        assert!(preview.contains("将移除") && preview.contains("城市"), "{preview}");
        assert!(w.id_of("冯程程").await.is_some(), "looking changes nothing");

        for _ in 0..2 {
            assert_eq!(manager.post(&at, &[]).await.status, 303);
        }
        w.settle().await;
        assert_eq!(w.number("SELECT count(*) FROM jobs WHERE kind = 'operations.undo'").await, 1);
        assert_eq!(manager.post(&at, &[]).await.status, 303, "and once more, when it is done");
        let city =
            "SELECT count(*) FROM customers WHERE name = '司徒静' AND city = '南京' AND email = 'jing@example.com'";
        assert_eq!(w.number(city).await, 1, "the city stays, the address is back");
        assert!(w.id_of("冯程程").await.is_none() && w.id_of("钱多").await.is_some());
        let car = "SELECT count(*) FROM vehicles WHERE plate = '沪C11111' AND deleted_at IS NULL";
        assert_eq!(w.number(car).await, 1, "the car stays with its owner");

        let result = manager.get(&format!("/operations/{}", import.id)).await.text();
        assert!(result.contains("部分恢复") && result.contains("王敏 在"), "{result}");
        let file = manager.get(&format!("/operations/{}/report?form=csv", import.id)).await;
        assert!(file.text().contains("冯程程") && file.text().contains("已移除"), "{}", file.text());
        let history = manager.get(&format!("/customers/{jing}/history")).await.text();
        assert!(history.contains("撤销"), "the undo is part of the history");
        let sealed = "SELECT count(*) FROM journal_values WHERE changes LIKE '%3101%'";
        assert_eq!(w.number(sealed).await, 0, "the journal tells no identity number");
    }
}

/// SYS-05: only whoever did it and managers of the place may undo, and others do not even learn of it; a consultant's
/// time ends before the manager's.
#[tokio::test]
async fn not_everyone_may_undo() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        w.known().await;
        let import = w.bring_in("sales2", "姓名,手机\r\n冯程程,13900000005\r\n").await;
        let at = format!("/operations/{}/undo", import.id);
        for login in ["sales1", "manager2", "sales3", "reception1"] {
            let mut browser = w.browser(login).await;
            assert_eq!(browser.get(&format!("/operations/{}", import.id)).await.status, 404, "{login}");
            assert_eq!(browser.post(&at, &[]).await.status, 404, "{login}");
            assert!(!browser.get("/operations").await.text().contains("客户名单"), "{login}");
        }
        w.db.clock.advance(8 * 86_400);
        let mut own = w.browser("sales2").await;
        assert_eq!(own.post(&at, &[]).await.status, 422, "after eight days it is the manager's to undo");
        assert!(own.get(&at).await.text().contains("期限"));
        w.undo("manager1", import.id).await;
        assert!(w.id_of("冯程程").await.is_none());
    }
}

/// SYS-09: a process that dies in the middle of undoing leaves nothing half: the next one goes on, and each record goes
/// back once.
#[tokio::test]
async fn a_crash_in_the_middle_of_undoing_loses_nothing() {
    for backend in Backend::all() {
        for (reading, turns) in [(2, 0), (3, 40), (4, 7)] {
            let w = World::peopled(backend).await;
            w.known().await;
            let before = w.dump(backend).await;
            let mut text = sheet();
            for n in 0..90 {
                text.push_str(&format!("客户{n},1381111{n:04},,,,,,,,,,,,,\r\n"));
            }
            let import = w.bring_in("manager1", &text).await;
            let mut manager = w.browser("manager1").await;
            manager.post(&format!("/operations/{}/undo", import.id), &[]).await;
            die(&w, reading, turns).await;
            assert_eq!(
                w.number("SELECT count(*) FROM operations WHERE state = 'undoing'").await,
                1,
                "it died in the middle"
            );
            // Until the dead one's lease has run out.
            w.db.clock.advance(60);
            w.settle().await;
            let left = apart(&before, &w.dump(backend).await);
            assert!(left.is_empty(), "{backend:?} {left:#?}");
            let twice = "SELECT count(*) FROM (SELECT record_id FROM journal WHERE action = 'undo' AND kind IN ('customer', 'vehicle') GROUP BY record_id HAVING count(*) > 1) t";
            assert_eq!(w.number(twice).await, 0, "nothing went back twice");
        }
    }
}

/// CUS-05, SYS-09: all that match a filter are changed as a job with an account of every row; what one may not change is
/// refused row by row; it is undone with what was changed since left alone; a second submit does nothing twice.
#[tokio::test]
async fn all_that_match_are_changed_and_taken_back() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let [jing, ou, ping] = w.known().await;
        let before = w.dump(backend).await;
        w.db.clock.advance(60);
        let mut manager = w.browser("manager1").await;
        let list = manager.get("/customers").await.text();
        assert!(list.contains("formaction=\"/customers/bulk\"") && list.contains("修改字段"), "{list}");
        let ask = [("verb", "edit"), ("all", "true"), ("query", ""), ("add", "city")];
        let page = manager.post("/customers/bulk", &ask).await;
        assert!(page.status.is_success() && page.text().contains("name=\"city\""), "{}", page.text());
        let id = hidden(&page.text(), "operation");
        let form = [
            ("operation", id.as_str()),
            ("verb", "edit"),
            ("all", "true"),
            ("query", ""),
            ("field", "city"),
            ("city", "北京"),
        ];
        for _ in 0..2 {
            let done = manager.post("/customers/bulk-changes", &form).await;
            assert_eq!(
                (done.status.as_u16(), done.location()),
                (303, format!("/operations/{id}").as_str()),
                "{}",
                done.text()
            );
        }
        w.settle().await;
        assert_eq!(
            w.number("SELECT count(*) FROM operations WHERE kind = 'edit' AND state = 'done' AND total = 3").await,
            1
        );
        assert_eq!(w.number("SELECT count(*) FROM customers WHERE city = '北京'").await, 3);
        let shown = manager.get(&format!("/operations/{id}")).await.text();
        assert!(shown.contains("司徒静") && shown.contains("已修改") && shown.contains("撤销这次操作"), "{shown}");

        w.db.clock.advance(60);
        w.change("manager1", "customer", ping, &[("city", "天津")]).await;
        w.db.clock.advance(60);
        w.undo("manager1", id.parse().unwrap()).await;
        for (customer, city) in [(jing, Some("上海")), (ou, None), (ping, Some("天津"))] {
            let text = "SELECT city FROM customers WHERE id = $1";
            let row = sql::row(w.db.read(), text, [customer.into()]).await.unwrap().unwrap();
            assert_eq!(row.try_get_by_index::<Option<String>>(0).unwrap().as_deref(), city);
        }
        w.change("manager1", "customer", ping, &[("city", "")]).await;
        // By whom and when it was touched last is what the change by hand left.
        let left: Vec<String> =
            apart(&before, &w.dump(backend).await).into_iter().filter(|l| !l.contains("touched_at")).collect();
        assert!(left.is_empty(), "{left:#?}");
    }
}

/// CUS-04: a selection is given to someone, with the reason and histories; the undo gives it back, also in the history.
#[tokio::test]
async fn a_reassignment_is_taken_back() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let [jing, ou, ping] = w.known().await;
        let before = w.dump(backend).await;
        w.db.clock.advance(60);
        let sales2 = organisation::find_user_by_login(w.db.read(), "sales2").await.unwrap().unwrap().id.to_string();
        let (a, b, c) = (jing.to_string(), ou.to_string(), ping.to_string());
        let mut manager = w.browser("manager1").await;
        let form = [("verb", "assign"), ("id", &a), ("id", &b), ("id", &c), ("owner", &sales2), ("reason", "人员调整")];
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v as &str)).collect();
        let done = manager.post("/customers/bulk-changes", &form).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let id: Id = done.location().rsplit('/').next().unwrap().parse().unwrap();
        w.settle().await;
        let owned = format!(
            "SELECT count(*) FROM engagements e JOIN users u ON u.tenant_id = e.tenant_id AND u.id = e.owner_id WHERE u.login = '{}'",
            "sales2"
        );
        assert_eq!(w.number(&owned).await, 3);
        let lines = w.number("SELECT count(*) FROM engagement_owners").await;
        w.db.clock.advance(60);
        w.undo("manager1", id).await;
        assert_eq!(w.number(&owned).await, 0);
        assert_eq!(w.number("SELECT count(*) FROM engagement_owners").await, lines + 3, "who had whom stays told");
        let left = apart(&before, &w.dump(backend).await);
        assert!(left.is_empty(), "{left:#?}");

        // A consultant has no bulk rights: neither the button nor the way.
        let mut consultant = w.browser("sales1").await;
        assert!(!consultant.get("/customers").await.text().contains("/customers/bulk"));
        assert_eq!(consultant.post("/customers/bulk-changes", &form).await.status, 403);
        // Fields that tell one record from another are not changed in bulk.
        let odd = [("verb", "edit"), ("id", a.as_str()), ("field", "phone"), ("phone", "13900001111")];
        assert_eq!(manager.post("/customers/bulk-changes", &odd).await.status, 422);
    }
}

/// ADR 0016: what rows were like is kept as long as an operation can be undone, and no longer: it holds values of people.
#[tokio::test]
async fn what_was_is_forgotten_when_it_is_too_late() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        w.known().await;
        let import = w.bring_in("manager1", &sheet()).await;
        let tidy = async || {
            let scope = w.system();
            let mut tx = w.db.write(&scope).await.unwrap();
            let job = kernel::NewJob { kind: records::operations::TIDY, ..kernel::NewJob::default() };
            tx.enqueue(job);
            tx.commit().await.unwrap();
            w.settle().await;
            w.number("SELECT count(*) FROM operation_rows").await
        };
        assert!(tidy().await > 5, "it can be undone still");
        w.db.clock.advance(32 * 86_400);
        assert_eq!(tidy().await, 0);
        let mut manager = w.browser("manager1").await;
        assert_eq!(manager.post(&format!("/operations/{}/undo", import.id), &[]).await.status, 422);
        assert_eq!(w.number("SELECT count(*) FROM operation_records").await, 9, "what became of records stays told");
    }
}

/// What stands in a hidden input.
fn hidden(page: &str, name: &str) -> String {
    let at = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {page}"));
    at.split('"').next().unwrap().to_owned()
}

/// SYS-09, ADR 0016: looking what undoing would do takes a fixed number of statements however many records there are, and
/// each is led by an index beyond the tenant.
#[tokio::test]
async fn looking_is_led_by_indices() {
    let w = World::peopled(Backend::Sqlite).await;
    w.known().await;
    let import = w.bring_in("manager1", &sheet()).await;
    let mut text = sheet();
    for n in 0..60 {
        text.push_str(&format!("客户{n},1381111{n:04},,,,,,,,,,,,,\r\n"));
    }
    let larger = w.bring_in("manager1", &text).await;
    let mut counts = Vec::new();
    for import in [import, larger] {
        let (db, seen) = watched(&w.db);
        let scope = w.scope("manager1").await;
        let registry = &w.assembly.app.registry;
        let look = records::policy::Look::at(&db, &scope);
        let operation = records::operations::queries::find(&look, registry, import.id).await.unwrap().unwrap();
        records::operations::queries::list(&look, registry, None, 50).await.unwrap();
        let conn = sea_orm::DatabaseExecutor::from(db.read());
        let look = records::operations::AnyLook { scope: &scope, conn: &conn, keys: &db.keys, now: db.clock.now() };
        let preview = records::operations::undo::preview(&look, registry, &operation).await.unwrap();
        assert!(!preview.lines.is_empty());
        let statements = seen.take();
        counts.push(statements.len());
        for (text, values) in statements {
            for row in sql::rows(w.db.read(), &format!("EXPLAIN QUERY PLAN {text}"), values).await.unwrap() {
                let detail: String = row.try_get("", "detail").unwrap();
                assert!(!detail.starts_with("SCAN ") && !detail.ends_with("(tenant_id=?)"), "{detail}\n  in {text}");
            }
        }
    }
    assert!(counts[1] <= counts[0] + 4, "{counts:?}");
}
