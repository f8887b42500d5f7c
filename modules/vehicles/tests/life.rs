//! The life of a car: plates, owners, drivers, readings and visits, each dated, at whichever store (CUS-03).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use customers::CUSTOMER;
use fourfold_vehicles as vehicles;
use kernel::{Fen, Id, Instant};
use records::policy::Look;
use records::{Input, Refusal};
use support::{World, codes, day, vin};
use testkit::{Backend, NOW};
use vehicles::plates::{self, Taken};
use vehicles::{NewParty, NewReading, NewVisit, Role, VEHICLE, odometer, parties};

/// CUS-03: a car is found by plate, by the plate without its province and by the tail of its VIN, and so is its owner.
#[tokio::test]
async fn plate_and_vin_find_the_car_and_its_owner() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let owner = w.customer(w.sales1, "刘洋", "13812345671").await;
        let car = w.car_of(w.sales1, owner, &vin(1), "沪A12345").await;
        let tail = &vin(1)[11..];
        for typed in ["沪A12345", "A12345", "2345", tail] {
            assert_eq!(w.found(w.sales1, &VEHICLE, typed).await, [car], "{typed}");
            assert_eq!(w.found(w.sales1, &CUSTOMER, typed).await, [owner], "{typed}");
            assert!(
                w.found(w.sales2, &VEHICLE, typed).await.is_empty()
                    && w.found(w.sales2, &CUSTOMER, typed).await.is_empty(),
                "{typed}"
            );
        }
        assert_eq!(w.filtered(w.manager1, &CUSTOMER, Some("vehicle.plate:eq:沪A12345"), "name").await, ["刘洋"]);
        assert_eq!(w.filtered(w.manager1, &VEHICLE, Some("owner.name:contains:刘"), "plate").await, ["沪A12345"]);
        assert_eq!(w.told(w.sales1, owner).await, ["filed"]);
    }
}

/// CUS-03: two cars swap their plates on a day; both keep their history, and search follows.
#[tokio::test]
async fn plates_are_swapped() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let owner = w.customer(w.sales1, "刘洋", "13812345671").await;
        let (a, b) = (
            w.car_of(w.sales1, owner, &vin(1), "沪A11111").await,
            w.car_of(w.sales1, owner, &vin(2), "沪A22222").await,
        );
        let change = async |taken| {
            w.act(w.sales1, async |tx| plates::change(tx, a, Some("沪A22222"), None, day("2026-11-01"), taken).await)
                .await
        };
        assert_eq!(
            codes(change(Taken::Refuse).await.unwrap_err()),
            [("plate".to_owned(), "vehicle-plate-worn".to_owned())]
        );
        change(Taken::Swap).await.unwrap();
        assert_eq!(w.vehicle(a).await.plate.as_deref(), Some("沪A22222"));
        assert_eq!(w.vehicle(b).await.plate.as_deref(), Some("沪A11111"));
        assert_eq!(w.found(w.sales1, &VEHICLE, "沪A22222").await, [a]);
        assert_eq!(w.found(w.sales1, &VEHICLE, "沪A11111").await, [b]);
        let worn = plates::queries::of(w.db.read(), w.founded.tenant, a).await.unwrap();
        let told: Vec<_> = worn.iter().map(|p| (p.plate.as_str(), p.valid_from, p.valid_to)).collect();
        assert_eq!(told, [("沪A22222", Some(day("2026-11-01")), None), ("沪A11111", None, Some(day("2026-11-01")))]);
        w.act(w.sales1, async |tx| plates::change(tx, b, None, None, day("2026-11-05"), Taken::Refuse).await)
            .await
            .unwrap();
        assert!(
            w.found(w.sales1, &VEHICLE, "沪A11111").await.is_empty()
                && w.found(w.sales1, &CUSTOMER, "沪A11111").await.is_empty()
        );
        let early = w
            .act(w.sales1, async |tx| plates::change(tx, a, None, None, day("2026-10-01"), Taken::Refuse).await)
            .await
            .unwrap_err();
        assert_eq!(codes(early)[0].1, "vehicle-date-before-beginning");
    }
}

/// CUS-03: a change of owner ends one row and begins another; the former owner's file tells of it and no longer finds
/// the car.
#[tokio::test]
async fn an_owner_change_keeps_history() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (seller, buyer) =
            (w.customer(w.sales1, "刘洋", "13812345671").await, w.customer(w.sales2, "何平", "13812345672").await);
        let car = w.car_of(w.sales1, seller, &vin(1), "沪A12345").await;
        let refused =
            w.act(w.sales1, async |tx| parties::change_owner(tx, car, Some(buyer), day("2026-11-10")).await).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "the buyer is another consultant's");
        w.act(w.manager1, async |tx| parties::change_owner(tx, car, Some(buyer), day("2026-11-10")).await)
            .await
            .unwrap();
        let all = parties::queries::of(w.db.read(), w.founded.tenant, car).await.unwrap();
        let told: Vec<_> = all.iter().map(|p| (p.customer_id, p.valid_from, p.valid_to)).collect();
        assert_eq!(told, [(buyer, Some(day("2026-11-10")), None), (seller, None, Some(day("2026-11-10")))]);
        assert!(w.sees(w.sales2, car).await && !w.sees(w.sales1, car).await);
        assert_eq!(w.found(w.manager1, &CUSTOMER, "12345").await, [buyer]);
        assert_eq!(w.told(w.manager1, seller).await[0], "car-left");
        assert_eq!(w.told(w.manager1, buyer).await[0], "car-came");
        let again =
            w.act(w.manager1, async |tx| parties::change_owner(tx, car, Some(buyer), day("2026-11-11")).await).await;
        assert_eq!(codes(again.unwrap_err())[0].1, "vehicle-owner-same");
    }
}

/// CUS-03: a company's car with a driver of another store: both stores know it, through their own customer.
#[tokio::test]
async fn owner_and_driver_differ() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let company = w.customer(w.sales1, "上海示范物流有限公司", "021-62345678").await;
        let car = w.car_of(w.sales1, company, &vin(1), "沪A12345").await;
        assert!(!w.sees(w.sales3, car).await);
        let driver = w.customer(w.sales3, "何平", "13812345672").await;
        w.act(w.founded.administrator, async |tx| parties::add(tx, car, NewParty::driver(driver)).await).await.unwrap();
        assert!(w.sees(w.sales1, car).await && w.sees(w.sales3, car).await);
        assert_eq!(w.found(w.sales3, &VEHICLE, "12345").await, [car]);
        assert_eq!(w.found(w.sales3, &CUSTOMER, "12345").await, [driver]);
        let party = parties::queries::present(w.db.read(), w.founded.tenant, &[car]).await.unwrap();
        let row = party.iter().find(|p| p.role == Role::Driver.name()).unwrap().id;
        w.act(w.founded.administrator, async |tx| parties::remove(tx, car, row, day("2026-11-22")).await)
            .await
            .unwrap();
        assert!(w.sees(w.sales1, car).await && !w.sees(w.sales3, car).await);
        assert!(w.found(w.sales3, &CUSTOMER, "12345").await.is_empty());
    }
}

/// CUS-03, CUS-04: a car goes where its owner goes.
#[tokio::test]
async fn custody_follows_reassignment() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let owner = w.customer(w.sales1, "刘洋", "13812345671").await;
        let car = w.car_of(w.sales1, owner, &vin(1), "沪A12345").await;
        assert!(w.sees(w.sales1, car).await && !w.sees(w.sales2, car).await);
        let to = customers::assignment::Target::Owner(w.sales2);
        w.act(w.manager1, async |tx| customers::assignment::assign(tx, &w.seams, owner, w.pudong, to, None).await)
            .await
            .unwrap();
        assert!(!w.sees(w.sales1, car).await && w.sees(w.sales2, car).await);
        assert_eq!(w.listed(w.sales2).await, ["沪A12345"]);
        assert_eq!(w.found(w.sales2, &CUSTOMER, "12345").await, [owner]);
        // Another store comes to know the owner, and with them the car.
        assert!(w.listed(w.manager2).await.is_empty());
        let store = Input::from_iter([("store", w.minhang.to_string())]);
        w.act(w.founded.administrator, async |tx| customers::engage(tx, &w.seams, owner, &store).await).await.unwrap();
        assert_eq!(w.listed(w.manager2).await, ["沪A12345"]);
        assert_eq!(w.found(w.manager2, &CUSTOMER, "沪A12345").await, [owner]);
    }
}

/// CUS-03: the reading that the file shows never falls, but for a new odometer; a doubtful one is kept with its doubt.
#[tokio::test]
async fn an_odometer_is_replaced() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let owner = w.customer(w.sales1, "刘洋", "13812345671").await;
        let car = w.car_of(w.sales1, owner, &vin(1), "沪A12345").await;
        let read = async |km, on, replaced| {
            let new = NewReading { replaced, ..NewReading::new(km, day(on), "entry") };
            w.act(w.sales1, async |tx| odometer::record(tx, car, new).await.map_err(Refusal::from)).await.unwrap()
        };
        assert_eq!(read(90_000, "2026-01-01", false).await, None);
        assert_eq!(read(9_100, "2026-03-01", false).await.as_deref(), Some("identifier-odometer-decreasing"));
        assert_eq!(w.vehicle(car).await.odometer_km, Some(90_000), "a digit is missing");
        assert_eq!(read(15, "2026-06-01", true).await, None);
        assert_eq!(read(4_000, "2026-09-01", false).await, None);
        let now = w.vehicle(car).await;
        assert_eq!((now.odometer_km, now.odometer_on), (Some(4_000), Some(day("2026-09-01"))));
        let kept = odometer::queries::of(w.db.read(), w.founded.tenant, &[car]).await.unwrap().remove(&car).unwrap();
        assert_eq!(
            kept.iter().map(|r| (r.km, r.verdict.as_str(), r.replaced)).collect::<Vec<_>>(),
            [(90_000, "valid", false), (9_100, "suspect", false), (15, "valid", true), (4_000, "valid", false)]
        );
    }
}

fn visit(car: Id, customer: Option<Id>, store: Id, path: &str, days_ago: i64, km: i64) -> NewVisit {
    let at = Instant(NOW.0).plus_days(-days_ago);
    NewVisit {
        customer,
        km: Some(km),
        work: Some("更换机油".into()),
        amount: Some(Fen(88_000)),
        adviser: Some("吴顾问".into()),
        ..NewVisit::service(car, store, path, at, organisation::HOUSE_ZONE)
    }
}

/// CUS-03: a visit lets the store know the car, tells its odometer and stands on the customer's timeline; each store
/// sees the visits at the stores in its reach, and the group sees the whole life.
#[tokio::test]
async fn a_life_at_two_stores() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let owner = w.customer(w.sales1, "刘洋", "13812345671").await;
        let car = w.car_of(w.sales1, owner, &vin(1), "沪A12345").await;
        let system = w.system();
        let mut tx = w.db.write(&system).await.unwrap();
        let path = async |id| {
            customers::places::store(w.db.read(), w.founded.tenant, &format!("{id}")).await.unwrap().unwrap().path
        };
        let (pudong, minhang) = (path(w.pudong).await, path(w.minhang).await);
        let batch = vec![
            visit(car, Some(owner), w.pudong, &pudong, 90, 20_000),
            visit(car, None, w.minhang, &minhang, 30, 25_000),
        ];
        vehicles::bulk::visits(&mut tx, batch).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(w.vehicle(car).await.odometer_km, Some(25_000));
        assert!(w.sees(w.manager2, car).await, "it has been there");
        assert!(!w.sees(w.sales3, car).await, "nobody's customer there came with it");
        assert_eq!(w.told(w.sales1, owner).await, ["filed", "service"]);
        for (who, stores) in
            [(w.sales1, vec!["浦东店"]), (w.manager2, vec!["闵行店"]), (w.group, vec!["闵行店", "浦东店"])]
        {
            let scope = w.scope(who).await;
            let seen = vehicles::visits::queries::of_vehicle(&Look::at(&w.db, &scope), car, 50).await.unwrap();
            assert_eq!(seen.iter().map(|v| v.store_name.as_str()).collect::<Vec<_>>(), stores);
        }
        // The owner's name is not Minhang's to know.
        let scope = w.scope(w.manager2).await;
        assert!(customers::lookup::names(&Look::at(&w.db, &scope), &[owner]).await.unwrap().is_empty());
    }
}
