//! The clock of a place, and nodes to share with (SYS-02).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::Id;
use support::World;
use testkit::Backend;

async fn zoned(world: &World, node: Id, zone: &str) {
    let scope = world.system();
    let mut tx = world.db.write(&scope).await.unwrap();
    let at = organisation::nodes::queries::find(tx.conn(), world.tenant, node).await.unwrap().unwrap();
    organisation::nodes::redating::change_time_zone(&mut tx, node, at.version, zone).await.unwrap();
    tx.commit().await.unwrap();
}

/// SYS-02: moments are shown by the clock of the store looked at, else of the store where someone works, else of the
/// node where they work; a change of the clock holds with the next request.
#[tokio::test]
async fn moments_are_shown_by_the_clock_of_the_store() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        world.customer("sales3", "欧阳明", "13900001234").await;
        let at = chrono::DateTime::parse_from_rfc3339("2026-03-04T18:30:00Z").unwrap().timestamp_micros();
        let scope = world.system();
        let tx = world.db.write(&scope).await.unwrap();
        kernel::sql::run(tx.conn(), "UPDATE customers SET created_at = $1", [at.into()]).await.unwrap();
        tx.commit().await.unwrap();
        let list = "/customers?columns=name,created_at";
        let (mut sales, mut region) = (world.browser("sales3").await, world.browser("region").await);
        for client in [&mut sales, &mut region] {
            let page = client.get(list).await.text();
            assert!(page.contains("2026-03-05 周四 02:30"), "Shanghai: {page}");
        }
        zoned(&world, world.suzhou, "Europe/London").await;
        assert!(sales.get(list).await.text().contains("2026-03-04 周三 18:30"), "at once, by the clock of the store");
        assert!(region.get(list).await.text().contains("2026-03-05 周四 02:30"), "by the clock of the region");
        region.post("/me/store", &[("store", &world.suzhou.to_string())]).await;
        assert!(region.get(list).await.text().contains("2026-03-04 周三 18:30"), "by the clock of the store looked at");
    }
}

/// SYS-02: a store's people share with their store and what stands in it, never with another store; names of
/// departments tell of which store they are.
#[tokio::test]
async fn nodes_to_share_with_are_within_reach() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let names = async |login: &str| {
            world.browser(login).await.get("/me").await;
            let places = world.assembly.app.seams.get::<std::sync::Arc<dyn web::records::Places>>().unwrap().clone();
            let list = places.shareable(&world.scope(login).await, &customers::CUSTOMER);
            list.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        let manager = names("manager1").await;
        assert!(manager.iter().any(|n| n == "浦东店 / 销售部"), "{manager:?}");
        assert!(!manager.iter().any(|n| n.contains("苏州")), "{manager:?}");
        let region = names("region").await;
        assert!(region.iter().any(|n| n == "苏州店") && !region.iter().any(|n| n == "浦东店"), "{region:?}");
    }
}
