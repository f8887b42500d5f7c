//! Notices: mentions and ends of imports, from the event to the bell (SYS-17).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::{Id, sql};
use support::World;
use testkit::{Backend, Client};

async fn note(world: &World, login: &str, customer: Id, text: &str) {
    let scope = world.scope(login).await;
    let mut tx = world.db.write(&scope).await.unwrap();
    customers::timeline::add_note(&mut tx, customer, None, text).await.unwrap();
    tx.commit().await.unwrap();
}

/// What the bell says.
async fn bell(client: &mut Client) -> Option<String> {
    let page = client.get("/me").await.text();
    let (_, rest) = page.split_once("top-count\">")?;
    rest.split('<').next().map(str::to_owned)
}

async fn stored(world: &World) -> i64 {
    sql::number(world.db.read(), "SELECT count(*) FROM notices", []).await.unwrap()
}

/// SYS-17, CUS-11: whoever is mentioned and may see the customer at the store of the note is told, and nobody else.
#[tokio::test]
async fn mentions_reach_those_who_may_know() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer: Id = world.customer("sales1", "司徒静", "13855667788").await.parse().unwrap();
        note(&world, "sales1", customer, "@李店长 请审批，@刘洋 @王敏 @周总 知悉").await;
        world.settle().await;
        assert_eq!(stored(&world).await, 2, "the manager of the store and the group's; not Suzhou, not oneself");
        let (mut manager, mut stranger) = (world.browser("manager1").await, world.browser("sales3").await);
        assert_eq!(bell(&mut manager).await.as_deref(), Some("1"));
        assert_eq!(bell(&mut stranger).await, None);
        let page = manager.get("/notices").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("王敏") && page.text().contains("司徒静"), "{}", page.text());
        let none = stranger.get("/notices").await.text();
        assert!(none.contains("没有未读通知") && !none.contains("司徒静"));

        let row = sql::row(
            world.db.read(),
            "SELECT n.id, n.user_id FROM notices n JOIN users u ON u.tenant_id = n.tenant_id AND u.id = n.user_id WHERE u.login = 'manager1'",
            [],
        );
        let row = row.await.unwrap().unwrap();
        let path = format!("/notices/{}/read", row.try_get::<Id>("", "id").unwrap());
        assert_eq!(stranger.post(&path, &[]).await.status, 404, "another person's notice is not there");
        assert_eq!(bell(&mut manager).await.as_deref(), Some("1"));
        let opened = manager.post(&path, &[("then", "open")]).await;
        assert_eq!((opened.status.as_u16(), opened.location()), (303, format!("/customers/{customer}").as_str()));
        assert_eq!(bell(&mut manager).await, None);
        assert!(manager.get("/notices").await.text().contains("没有未读通知"));
        assert!(manager.get("/notices?show=all").await.text().contains("司徒静"));

        // Out of reach by now: the notice stays, the name does not.
        let scope = world.system();
        let tx = world.db.write(&scope).await.unwrap();
        let user = row.try_get::<Id>("", "user_id").unwrap();
        sql::run(tx.conn(), "DELETE FROM posts WHERE user_id = $1", [user.into()]).await.unwrap();
        organisation::versions::raise(&tx).await.unwrap();
        tx.commit().await.unwrap();
        let page = manager.get("/notices?show=all").await.text();
        assert!(page.contains("提到了您") && !page.contains("司徒静"));
    }
}

/// SYS-17: an event that is handled twice leaves one notice; all notices are read at once; long lists go on.
#[tokio::test]
async fn notices_come_once_and_are_read_together() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer: Id = world.customer("sales1", "司徒静", "13855667788").await.parse().unwrap();
        for n in 0..52 {
            note(&world, "sales1", customer, &format!("第 {n} 次 @李店长")).await;
        }
        world.settle().await;
        assert_eq!(stored(&world).await, 52);
        let scope = world.system();
        let tx = world.db.write(&scope).await.unwrap();
        sql::run(tx.conn(), "DELETE FROM consumers WHERE name = 'customers.mentions'", []).await.unwrap();
        tx.commit().await.unwrap();
        world.settle().await;
        assert_eq!(stored(&world).await, 52, "the same events again add nothing");
        let mut manager = world.browser("manager1").await;
        let first = manager.get("/notices").await.text();
        assert_eq!(first.matches("提到了您").count(), 50);
        let (_, rest) = first.split_once("href=\"/notices?before=").unwrap();
        let next = format!("/notices?before={}", rest.split('"').next().unwrap());
        assert_eq!(manager.get(&next).await.text().matches("提到了您").count(), 2);
        let done = manager.post("/notices/read", &[]).await;
        assert_eq!((done.status.as_u16(), done.location()), (303, "/notices"));
        assert_eq!(bell(&mut manager).await, None);
        assert!(world.browser("sales1").await.get("/notices").await.text().contains("没有未读通知"));
    }
}

/// SYS-17, CUS-05: whoever started an import learns how it ended.
#[tokio::test]
async fn an_import_tells_how_it_ended() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let desk = fourfold::compose::import_desk(&fourfold::compose::Wiring::new(), world.fresh.folder.path());
        let file = world.fresh.folder.path().join("客户.csv");
        std::fs::write(&file, "姓名,手机号\n司徒静,13855667788\n欧阳明,13900001234\n").unwrap();
        let scope = world.scope("manager1").await;
        let order = records::import::FileOrder {
            importer: "customers".into(),
            file,
            store: world.pudong,
            mode: Some(records::import::Mode::Both),
            key: None,
            mapping: None,
            dry_run: false,
        };
        let import = records::import::import_file(&desk, &world.db, &scope, order, &mut |_| {}).await.unwrap();
        world.settle().await;
        let mut manager = world.browser("manager1").await;
        assert_eq!(bell(&mut manager).await.as_deref(), Some("1"));
        let page = manager.get("/notices").await.text();
        assert!(page.contains("新建 2 条"), "{page}");
        let row = sql::row(world.db.read(), "SELECT id, link FROM notices", []).await.unwrap().unwrap();
        assert_eq!(row.try_get::<String>("", "link").unwrap(), format!("/imports/{}", import.id));
    }
}
