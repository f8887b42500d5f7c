//! Lists of those who see many stores, but not all (SYS-03, CUS-05).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::sql;
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
