//! Lists of those who see many stores, but not all (SYS-03, CUS-05).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::sql;
use organisation::{NewNode, NodeKind};
use records::list::{count_exactly, count_up_to};
use records::policy::Look;
use records::{Kind, ListQuery, list_with_count};
use support::World;
use testkit::{Backend, watched};

/// SYS-03: a region's rows are counted by their paths and walked in the list's order, never gathered and sorted.
#[tokio::test]
async fn a_region_is_counted_by_path_and_walked_in_order() {
    let world = World::peopled(Backend::Sqlite).await;
    world.customer("sales3", "司徒静", "13855667788").await;
    world.customer("sales1", "欧阳锋", "13855667799").await;
    let scope = world.scope("region").await;
    let today = records::filter::Today { date: chrono::NaiveDate::default(), zone: organisation::HOUSE_ZONE };
    let kinds: [(&'static Kind, &[&str], &str, i64); 2] = [
        (&customers::CUSTOMER, &["-created_at", "name", "-touched_at"], "engagements_path", 1),
        (&vehicles::VEHICLE, &["plate"], "custodies_path", 0),
    ];
    for (kind, orders, index, rows) in kinds {
        for order in orders {
            let (db, seen) = watched(&world.db);
            let mut query = ListQuery::new(kind, today);
            query.order(order).unwrap();
            let look = Look::at(&db, &scope);
            let (page, count) = list_with_count(&look, &world.assembly.app.registry, &query).await.unwrap();
            assert_eq!((page.rows.len() as i64, count.value), (rows, rows), "{} by {order}", kind.name);
            let statements = seen.take();
            let [(text, values)] = statements.as_slice() else { panic!("{} statements", statements.len()) };
            let plan = sql::rows(world.db.read(), &format!("EXPLAIN QUERY PLAN {text}"), values.clone()).await.unwrap();
            let plan: Vec<String> = plan.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
            let gathered = plan.iter().filter(|line| line.contains(index)).count();
            let sorted = plan.iter().any(|line| line.contains("FOR ORDER BY"));
            assert!(gathered == 1 && plan.iter().any(|l| l.contains(&format!("COVERING INDEX {index}"))), "{plan:#?}");
            assert!(!sorted, "{} by {order}: {plan:#?}", kind.name);
        }
    }
}

/// SYS-03: a customer who stands in several stores of a region is counted once, whatever the cap, on both databases.
#[tokio::test]
async fn customers_of_several_stores_count_once() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let scope = world.scope("region").await;
        let today = records::filter::Today { date: chrono::NaiveDate::default(), zone: organisation::HOUSE_ZONE };
        let query = ListQuery::new(&customers::CUSTOMER, today);
        let registry = &world.assembly.app.registry;
        for (n, name) in ["司徒静", "欧阳锋", "诸葛瑾", "上官婉"].into_iter().enumerate() {
            world.customer("sales3", name, &format!("1385566770{n}")).await;
        }
        let elsewhere = world.customer("sales1", "慕容复", "13855667799").await;
        // Each of them comes to two more stores of the region.
        let system = world.system();
        let mut tx = world.db.write(&system).await.unwrap();
        let east = organisation::nodes::queries::find_by_code(tx.conn(), world.tenant, "EAST").await.unwrap().unwrap();
        for code in ["WX", "CZ"] {
            let new = NewNode::new(Some(east.id), NodeKind::Store, code, code);
            let store = organisation::add_node(&mut tx, new).await.unwrap();
            let path = organisation::nodes::queries::find(tx.conn(), world.tenant, store).await.unwrap().unwrap().path;
            let here = "SELECT customer_id FROM engagements WHERE tenant_id = $1 AND store_id = $2";
            for row in sql::rows(tx.conn(), here, vec![world.tenant.into(), world.suzhou.into()]).await.unwrap() {
                let customer: kernel::Id = row.try_get("", "customer_id").unwrap();
                let again = "INSERT INTO engagements (tenant_id, id, customer_id, store_id, path, class, touched_at, sort_key, \
                             created_at, version) SELECT tenant_id, $1, customer_id, $2, $3, class, touched_at, sort_key, \
                             created_at, version FROM engagements WHERE tenant_id = $4 AND customer_id = $5 AND store_id = $6";
                let id = world.db.clock.new_id();
                let values = vec![
                    id.into(),
                    store.into(),
                    path.as_str().into(),
                    world.tenant.into(),
                    customer.into(),
                    world.suzhou.into(),
                ];
                sql::run(tx.conn(), again, values).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        let look = Look::at(&world.db, &scope);
        assert_eq!(count_exactly(&look, registry, &query).await.unwrap(), 4, "{backend:?}, without {elsewhere}");
        for cap in 1..9 {
            let counted = count_up_to(&look, registry, &query, cap).await.unwrap();
            assert_eq!(counted, cap.min(4), "{backend:?} up to {cap}");
        }
        let (page, total) = list_with_count(&look, registry, &query).await.unwrap();
        assert_eq!((page.rows.len(), total.value), (4, 4), "{backend:?}");
    }
}
