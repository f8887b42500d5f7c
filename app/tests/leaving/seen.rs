//! Who lets somebody go sees what hangs on them as far as they see anything of it, and shows that it is still they
//! (SYS-03, SYS-04, SYS-05).

use axum::http::Method;
use kernel::{Id, sql};
use organisation::{NewPost, nodes, roles};
use serde_json::json;
use testkit::Backend;

use crate::support::{PASSWORD, World};
use crate::{customers, hidden, id_of, owned};

/// An engagement of somebody's at a store.
async fn engagement(w: &World, name: &str) -> Id {
    let text = "SELECT e.id FROM engagements e JOIN customers c ON c.id = e.customer_id WHERE c.name = $1";
    sql::row(w.db.read(), text, [name.into()]).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// A share of an engagement, and a rule of a store that names somebody.
async fn lay(w: &World, engagement: Id, by: Id, to: Id, store: Id) {
    let scope = w.system();
    let tx = w.db.write(&scope).await.unwrap();
    let share = "INSERT INTO shares (tenant_id, id, kind, anchor_id, grantee_id, access, granted_by, granted_at) VALUES ($1, $2, 'customer', $3, $4, 'read', $5, 0)";
    let values = [w.tenant.into(), tx.new_id().into(), engagement.into(), to.into(), by.into()];
    sql::run(tx.conn(), share, values).await.unwrap();
    let rule = "INSERT INTO assignment_rules (tenant_id, id, store_id, name, position, active, method, owners, turn, version, created_at, updated_at) VALUES ($1, $2, $3, '轮流', 1, $4, 'turn', $5, 0, 1, 0, 0)";
    let owners = json!([by, to]).to_string();
    let values = [w.tenant.into(), tx.new_id().into(), store.into(), true.into(), owners.into()];
    sql::run(tx.conn(), rule, values).await.unwrap();
    tx.commit().await.unwrap();
}

/// SYS-05: shares and rules of another store, where the leaver works as well, are not counted for a manager of this one; the
/// group counts them all.
#[tokio::test]
async fn nobody_counts_what_another_store_has() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        customers(&w, 3).await;
        w.bring_in("sales2", "姓名,手机\r\n同事的,13822220001\r\n").await;
        w.customer("sales3", "苏州的", "13822220002").await;
        let (sales1, sales2, sales3) =
            (id_of(&w, "sales1").await, id_of(&w, "sales2").await, id_of(&w, "sales3").await);
        // Here: one shared by her, one shared with her. There: one of each as well.
        lay(&w, engagement(&w, "客户001").await, sales1, sales2, w.pudong).await;
        lay(&w, engagement(&w, "同事的").await, sales2, sales1, w.pudong).await;
        let there = engagement(&w, "苏州的").await;
        lay(&w, there, sales1, sales3, w.suzhou).await;
        lay(&w, there, sales3, sales1, w.suzhou).await;

        let at = format!("/api/v1/users/{sales1}/leave");
        let counts = async |login: &str| {
            let look = w.script(login).await.json(Method::POST, &at, &json!({ "preview": true })).await;
            assert_eq!(look.status, 200, "{}", look.text());
            let told = look.json();
            ["shares_received", "shares_given", "rules"].map(|name| told[name].as_i64().unwrap())
        };
        assert_eq!(counts("manager1").await, [1, 1, 2]);
        assert_eq!(counts("admin").await, [2, 2, 4]);
    }
}

/// SYS-04: an unattended screen lets nobody go: the page and the last click ask again for the password, scripts with a
/// session's cookie as well; nothing happens before it is given.
#[tokio::test]
async fn letting_go_asks_again() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        customers(&w, 2).await;
        let user = id_of(&w, "sales1").await;
        let at = format!("/users/{user}/leave");
        let mut manager = w.browser("manager1").await;
        let page = manager.post(&at, &[]).await;
        let operation = hidden(&page.text(), "operation");
        let form = [("operation", operation.as_str())];
        w.db.clock.advance(2 * 3_600);
        let shown = manager.get(&at).await;
        let proof = format!("/me/proof?next={}", at.replace('/', "%2F"));
        assert_eq!((shown.status.as_u16(), shown.location()), (303, proof.as_str()));
        let sent = manager.post(&format!("{at}/confirmation"), &form).await;
        assert!(sent.location().starts_with("/me/proof"), "{} {}", sent.status, sent.location());
        let script = manager.json(Method::POST, &format!("/api/v1{at}"), &json!({})).await;
        assert_eq!(script.status, 403, "{}", script.text());
        w.settle().await;
        assert_eq!(owned(&w, "sales1").await, 2, "nothing happened");
        assert_eq!(w.number("SELECT count(*) FROM operations WHERE kind = 'leave'").await, 0);

        let wrong = manager.post("/me/proof", &[("password", "wrong-horse"), ("next", &at)]).await;
        assert_eq!(wrong.status, 422);
        let proved = manager.post("/me/proof", &[("password", PASSWORD), ("next", &at)]).await;
        assert_eq!(proved.location(), at);
        assert_eq!(manager.get(&at).await.status, 200);
        let sent = manager.post(&format!("{at}/confirmation"), &form).await;
        assert_eq!(sent.location(), format!("/operations/{operation}"));
        w.settle().await;
        assert_eq!(owned(&w, "sales1").await, 0);
    }
}

/// SYS-03: a manager of two stores, one of them alone with the person, is not in the way of counting: the post at the other
/// store is theirs as well.
#[tokio::test]
async fn a_manager_of_both_counts_both() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        w.customer("sales3", "苏州的", "13822220002").await;
        let (sales1, sales3) = (id_of(&w, "sales1").await, id_of(&w, "sales3").await);
        lay(&w, engagement(&w, "苏州的").await, sales3, sales1, w.suzhou).await;
        let manager = id_of(&w, "manager1").await;
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        let node = nodes::queries::find_by_code(tx.conn(), w.tenant, "SZ").await.unwrap().unwrap().id;
        let role = roles::queries::find_by_code(tx.conn(), w.tenant, "store_manager").await.unwrap().unwrap().id;
        organisation::add_post(&mut tx, NewPost::new(manager, node, role)).await.unwrap();
        tx.commit().await.unwrap();
        let at = format!("/api/v1/users/{sales1}/leave");
        let look = w.script("manager1").await.json(Method::POST, &at, &json!({ "preview": true })).await;
        assert_eq!((look.json()["shares_received"].as_i64(), look.json()["rules"].as_i64()), (Some(1), Some(1)));
    }
}
