//! A store never learns what only another store knows, of cars as of customers.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use fourfold_vehicles as vehicles;
use kernel::Action;
use records::policy::Look;
use records::{Commands, Input, Refusal};
use support::{World, codes, vin};
use testkit::Backend;
use vehicles::{VEHICLE, VehicleCommands, lookup};

/// CUS-03, CUS-08: a VIN known elsewhere reveals nothing: a second row is made silently. Within reach it is refused.
#[tokio::test]
async fn a_vin_known_elsewhere_reveals_nothing() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let there = w.customer(w.sales3, "陈明", "13812345670").await;
        let theirs = w.car_of(w.sales3, there, &vin(1), "沪A12345").await;
        for who in [w.sales1, w.manager1] {
            assert!(w.listed(who).await.is_empty() && w.found(who, &VEHICLE, &vin(1)).await.is_empty());
            let scope = w.scope(who).await;
            let look = Look::at(&w.db, &scope);
            assert!(lookup::by_vins(&look, Action::See, &[vin(1)]).await.unwrap().is_empty());
            assert!(lookup::by_plates(&look, Action::See, &["沪A12345".into()]).await.unwrap().is_empty());
            let input = Input::from_iter([("colour", "黑")]);
            let refused = w.act(who, async |tx| VehicleCommands.update(tx, theirs, 1, &input).await).await;
            assert!(matches!(refused, Err(Refusal::NotFound)));
        }
        let here = w.customer(w.sales1, "刘洋", "13812345671").await;
        let ours = w.car_of(w.sales1, here, &vin(1), "沪A12345").await;
        assert_ne!(ours, theirs);
        assert_eq!(w.listed(w.sales1).await, ["沪A12345"]);
        assert_eq!(w.listed(w.group).await.len(), 2, "the group sees both and may join them");
        let again = w.car(w.manager1, &[("vin", &vin(1))]).await.unwrap_err();
        assert_eq!(codes(again), [("vin".to_owned(), "vehicle-vin-known".to_owned())]);
        let worn = w.car(w.manager1, &[("plate", "沪A 12345")]).await.unwrap_err();
        assert_eq!(codes(worn), [("plate".to_owned(), "vehicle-plate-worn".to_owned())]);
    }
}

/// CUS-03: a car entered without a customer belongs to the store that entered it, and to the consultant who did.
#[tokio::test]
async fn a_car_without_a_customer_stays_where_it_was_entered() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let car = w.car(w.sales1, &[("vin", &vin(1)), ("odometer", "12,000")]).await.unwrap();
        assert!(w.sees(w.sales1, car).await && w.sees(w.manager1, car).await);
        assert!(!w.sees(w.sales2, car).await && !w.sees(w.manager2, car).await);
        let now = w.vehicle(car).await;
        assert_eq!((now.odometer_km, now.model_year), (Some(12_000), Some(2024)));
        let elsewhere = w.car(w.sales1, &[("vin", &vin(2)), ("store", "S002")]).await.unwrap_err();
        assert_eq!(codes(elsewhere), [("store".to_owned(), "vehicle-place-out-of-reach".to_owned())]);
        let nothing = w.car(w.sales1, &[("model", "奥迪 A6L")]).await.unwrap_err();
        assert_eq!(codes(nothing), [("vin".to_owned(), "vehicle-without-identifier".to_owned())]);
    }
}

/// CUS-08: changes are versioned and journalled; a VIN against its check digit needs the function for it.
#[tokio::test]
async fn changes_are_versioned() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let owner = w.customer(w.sales1, "刘洋", "13812345671").await;
        let car = w.car_of(w.sales1, owner, &vin(1), "沪A12345").await;
        let update = async |who, version, pairs: &[(&str, &str)]| {
            let input: Input = pairs.iter().copied().collect();
            w.act(who, async |tx| VehicleCommands.update(tx, car, version, &input).await).await
        };
        let version = update(w.sales1, 1, &[("colour", "曜石黑"), ("engine_no", "ea888*123456"), ("vin", &vin(1))])
            .await
            .unwrap();
        assert_eq!(version, 2);
        assert!(matches!(update(w.sales1, 1, &[("colour", "白")]).await, Err(Refusal::Conflict(2))));
        let history = kernel::journal::history(w.db.read(), w.founded.tenant, "vehicle", car, None, 10).await.unwrap();
        assert_eq!(history[0].changes.iter().map(|c| c.field.as_str()).collect::<Vec<_>>(), ["colour", "engine_no"]);
        let mut wrong = vin(3);
        let other = if wrong.as_bytes()[8] == b'1' { "2" } else { "1" };
        wrong.replace_range(8..9, other);
        let pairs = [("vin", wrong.as_str()), ("vin_override", "true")];
        assert_eq!(codes(update(w.sales1, 2, &pairs).await.unwrap_err())[0].1, "vehicle-override-not-allowed");
        assert_eq!(update(w.founded.administrator, 2, &pairs).await.unwrap(), 3);
        assert_eq!(w.vehicle(car).await.vin_verdict.as_deref(), Some("overridden"));
        assert_eq!(w.found(w.sales1, &VEHICLE, &wrong).await, [car]);
        assert!(w.found(w.sales1, &VEHICLE, &vin(1)).await.is_empty());
        let bare = update(w.sales1, 3, &[("vin", ""), ("plate", "")]).await.unwrap_err();
        assert_eq!(codes(bare)[0].1, "vehicle-without-identifier");
        // Putting away takes it from lists and search.
        assert!(matches!(
            w.act(w.sales1, async |tx| VehicleCommands.delete(tx, car, 3).await).await,
            Err(Refusal::Forbidden)
        ));
        w.act(w.manager1, async |tx| VehicleCommands.delete(tx, car, 3).await).await.unwrap();
        assert!(w.listed(w.group).await.is_empty() && w.found(w.sales1, &VEHICLE, "12345").await.is_empty());
        assert!(w.found(w.sales1, &customers::CUSTOMER, "12345").await.is_empty());
    }
}
