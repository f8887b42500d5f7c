//! A last day that lies ahead: what comes in between goes when it is over (SYS-03).

use axum::http::Method;
use kernel::Id;
use serde_json::json;
use testkit::Backend;

use crate::support::World;
use crate::support::undo::apart;
use crate::{colleague, customers, id_of, owned};

/// Orders 王敏's leaving in two days, all customers evenly between 陈刚 and 何川; the operation.
async fn ordered(w: &World, among: [Id; 2]) -> Id {
    let user = id_of(w, "sales1").await;
    let mut script = w.script("manager1").await;
    let last_day = organisation::powers::today(w.db.clock.now()) + chrono::Days::new(2);
    let rule = json!({ w.pudong.to_string(): { "rest": "even", "among": among } });
    let operation = w.db.clock.new_id();
    let body = json!({ "operation": operation, "stores": rule, "last_day": last_day, "reason": "合同到期" });
    let done = script.json(Method::POST, &format!("/api/v1/users/{user}/leave"), &body).await;
    assert_eq!(done.status, 202, "{}", done.text());
    w.settle().await;
    operation
}

/// Gives one customer by name to 王敏.
async fn back_to_the_leaver(w: &World, name: &str) {
    let customer = w.id_of(name).await.unwrap();
    let (store, owner) = (w.pudong.to_string(), id_of(w, "sales1").await.to_string());
    let mut manager = w.browser("manager1").await;
    let done = manager.post(&format!("/customers/{customer}/owner"), &[("store", &store), ("owner", &owner)]).await;
    assert!(done.status.is_success() || done.status.is_redirection(), "{}", done.text());
    w.db.clock.advance(60);
}

/// SYS-03: somebody new and somebody who was handed over and came back go when the last day is over, by the same rule, each
/// told once to whom it goes; the operation tells of all, and is taken back as one.
#[tokio::test]
async fn what_comes_in_between_goes_with_the_last_day() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        customers(&w, 6).await;
        let third = colleague(&w, "sales4", "何川", "PD-SALES", "sales_consultant").await;
        let operation = ordered(&w, [id_of(&w, "sales2").await, third]).await;
        assert_eq!((owned(&w, "sales1").await, owned(&w, "sales2").await, owned(&w, "sales4").await), (0, 3, 3));

        w.db.clock.advance(3_600);
        back_to_the_leaver(&w, "客户002").await;
        w.customer("sales1", "新来的", "13900001234").await;
        w.settle().await;
        let before = w.dump(backend).await;
        assert_eq!(owned(&w, "sales1").await, 2, "the last day is not over");
        w.db.clock.advance(86_400);
        w.settle().await;
        assert_eq!(owned(&w, "sales1").await, 2, "it has begun, and is not over");
        assert_eq!(w.number("SELECT count(*) FROM users WHERE login = 'sales1' AND status = 'active'").await, 1);

        w.db.clock.advance(2 * 86_400);
        w.settle().await;
        let all = (owned(&w, "sales1").await, owned(&w, "sales2").await + owned(&w, "sales4").await);
        assert_eq!(all, (0, 7), "nobody is left behind");
        assert!((owned(&w, "sales2").await - owned(&w, "sales4").await).abs() <= 1, "evenly, as it stands by now");
        assert_eq!(w.number("SELECT count(*) FROM users WHERE login = 'sales1' AND status = 'disabled'").await, 1);
        let told = "SELECT count(*) FROM operations WHERE kind = 'leave' AND state = 'done' AND total = 8";
        assert_eq!(w.number(told).await, 1, "six, one more, and the person");
        let reason = "SELECT count(*) FROM engagement_owners WHERE reason = '合同到期'";
        assert_eq!(w.number(reason).await, 8, "six, one of them again, and one more");
        let heard = "SELECT count(*) FROM notices WHERE kind = 'handover-received'";
        assert!(w.number(heard).await >= 3, "whoever got somebody hears of it again");

        // Taken back as one: what came in between is the leaver's again, as before the last day.
        w.undo("manager1", operation).await;
        assert_eq!(owned(&w, "sales1").await, 7);
        assert_eq!(w.number("SELECT count(*) FROM users WHERE login = 'sales1' AND status = 'active'").await, 1);
        let left: Vec<String> = apart(&before, &w.dump(backend).await)
            .into_iter()
            .filter(|line| !line.contains("touched_at") && !line.contains("engagements"))
            .collect();
        assert!(left.is_empty(), "{left:#?}");
    }
}

/// SYS-03: where nothing came, nothing is said; whoever was called back in between keeps what they have.
#[tokio::test]
async fn a_last_day_with_nothing_new_is_quiet() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        customers(&w, 2).await;
        let sales2 = id_of(&w, "sales2").await;
        ordered(&w, [sales2, sales2]).await;
        let notices = w.number("SELECT count(*) FROM notices").await;
        w.db.clock.advance(3 * 86_400);
        w.settle().await;
        assert_eq!(owned(&w, "sales2").await, 2);
        let of_leaving = "SELECT count(*) FROM notices WHERE kind LIKE 'handover%'";
        assert!(w.number(of_leaving).await <= notices, "nobody hears of it twice");
        assert_eq!(w.number("SELECT count(*) FROM operations WHERE kind = 'leave' AND state = 'done'").await, 1);

        let w = World::peopled(backend).await;
        customers(&w, 2).await;
        let sales2 = id_of(&w, "sales2").await;
        let operation = ordered(&w, [sales2, sales2]).await;
        w.undo("manager1", operation).await;
        assert_eq!(owned(&w, "sales1").await, 2);
        w.db.clock.advance(3 * 86_400);
        w.settle().await;
        assert_eq!(owned(&w, "sales1").await, 2, "they were called back");
        assert_eq!(w.number("SELECT count(*) FROM users WHERE login = 'sales1' AND status = 'active'").await, 1);
    }
}

/// SYS-03: who was to get them and has left the store meanwhile gets nothing: the pool has them.
#[tokio::test]
async fn a_receiver_who_is_gone_gets_nothing() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        customers(&w, 2).await;
        let sales2 = id_of(&w, "sales2").await;
        ordered(&w, [sales2, sales2]).await;
        back_to_the_leaver(&w, "客户001").await;
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        organisation::disable_user(&mut tx, sales2).await.unwrap();
        tx.commit().await.unwrap();
        w.db.clock.advance(3 * 86_400);
        w.settle().await;
        assert_eq!((owned(&w, "sales1").await, owned(&w, "sales2").await), (0, 1));
        assert_eq!(w.number("SELECT count(*) FROM engagements WHERE owner_id IS NULL").await, 1, "in the pool");
    }
}
