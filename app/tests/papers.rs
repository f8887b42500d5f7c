//! Papers that show an identity number (CUS-17) are no way around its mask (SYS-05).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::sql;
use support::World;
use testkit::Backend;

async fn reveals(world: &World) -> i64 {
    sql::number(world.db.read(), "SELECT count(*) FROM journal WHERE action = 'reveal'", []).await.unwrap()
}

/// SYS-05, SYS-09: whoever brought the paper in opens it; a manager who sees the number masked reveals it, which is noted;
/// a receptionist sees that there is one.
#[tokio::test]
async fn a_paper_does_not_lift_the_mask() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let at = format!("/customers/{customer}/attachments");
        let mut owner = world.browser("sales1").await;
        for (name, purpose) in [("身份证.pdf", "identity"), ("合同.pdf", "contract")] {
            let paper = format!("%PDF-1.4 {name}");
            let sent = owner.upload(&at, "file", name, paper.as_bytes(), &[("purpose", purpose)]).await;
            assert!(sent.status.is_redirection(), "{}", sent.text());
        }
        let id = async |purpose: &str| -> kernel::Id {
            let text = "SELECT id FROM attachments WHERE purpose = $1";
            sql::row(world.db.read(), text, [purpose.into()]).await.unwrap().unwrap().try_get_by_index(0).unwrap()
        };
        let card = format!("/attachments/{}", id("identity").await);
        let contract = format!("/attachments/{}", id("contract").await);
        assert_eq!(owner.get(&card).await.status, 200, "who brought it in");
        assert_eq!(reveals(&world).await, 0);
        let mut boss = world.browser("manager1").await;
        assert_eq!(boss.get(&card).await.status, 200);
        assert_eq!(reveals(&world).await, 1, "a manager reveals it");
        let mut desk = world.browser("reception1").await;
        let page = desk.get(&format!("/customers/{customer}")).await.text();
        assert!(page.contains("身份证.pdf"), "that there is one is no secret");
        assert_eq!(desk.get(&card).await.status, 403);
        assert_eq!(desk.get(&contract).await.status, 200, "other papers are open");
        assert_eq!(reveals(&world).await, 1);
    }
}
