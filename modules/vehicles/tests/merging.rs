//! Cars in a merge of their owners' files (CUS-07).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use customers::CUSTOMER;
use customers::merge::{self, Choices};
use fourfold_vehicles as vehicles;
use kernel::Id;
use support::{World, vin};
use testkit::Backend;
use vehicles::VEHICLE;

async fn version(w: &World, id: Id) -> i64 {
    let scope = w.scope(w.founded.administrator).await;
    let look = records::policy::Look::at(&w.db, &scope);
    customers::file(&look, id).await.unwrap().unwrap().row.version
}

/// CUS-07: cars and plates lead to the file that stays, at every store; undone, each to its own, and readers of either
/// store see just the cars that they saw before.
#[tokio::test]
async fn cars_go_along_and_come_back() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let admin = w.founded.administrator;
        let own = w.customer(w.sales1, "刘洋", "13812345671").await;
        let other = w.customer(w.sales3, "刘样", "13812345672").await;
        let (first, second) =
            (w.car_of(w.sales1, own, &vin(1), "沪A11111").await, w.car_of(w.sales3, other, &vin(2), "沪A22222").await);
        let seen = async || (w.listed(w.sales1).await, w.listed(w.sales2).await, w.listed(w.sales3).await);
        let before = seen().await;
        let (a, b) = ((own, version(&w, own).await), (other, version(&w, other).await));
        let id = w.act(admin, async |tx| merge::merge(tx, &w.seams, a, b, &Choices::default()).await).await.unwrap();
        for plate in ["沪A11111", "沪A22222"] {
            assert_eq!(w.found(admin, &CUSTOMER, plate).await, [own], "{plate}");
            assert_eq!(w.found(w.sales1, &CUSTOMER, plate).await, [own], "{plate}");
            assert_eq!(w.found(w.sales3, &CUSTOMER, plate).await, [own], "{plate}");
        }
        assert_eq!(w.found(admin, &VEHICLE, "沪A22222").await, [second]);
        assert_eq!(w.listed(w.sales1).await.len(), 2, "the customer's cars are known where the customer is");
        w.act(admin, async |tx| merge::undo(tx, &w.seams, id).await).await.unwrap();
        assert_eq!(seen().await, before);
        assert_eq!(w.found(admin, &CUSTOMER, "沪A11111").await, [own]);
        assert_eq!(w.found(admin, &CUSTOMER, "沪A22222").await, [other]);
        assert_eq!(w.found(admin, &VEHICLE, "沪A11111").await, [first]);
        assert!(w.found(w.sales1, &CUSTOMER, "沪A22222").await.is_empty());
        assert!(w.found(w.sales1, &VEHICLE, "沪A22222").await.is_empty());
    }
}
