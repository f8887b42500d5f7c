#![allow(missing_docs)]
mod support;
use fourfold_vehicles as vehicles;
use kernel::Id;
use support::{World, day};
#[tokio::test]
async fn rate() {
    let w = World::new(testkit::Backend::Sqlite).await;
    let system = w.system();
    let n: u64 = std::env::var("N").ok().and_then(|v| v.parse().ok()).unwrap_or(5000);
    let mut owners: Vec<Id> = Vec::new();
    let path =
        customers::places::store(w.db.read(), w.founded.tenant, &w.pudong.to_string()).await.unwrap().unwrap().path;
    for part in (0..n).collect::<Vec<_>>().chunks(1000) {
        let mut tx = w.db.write(&system).await.unwrap();
        let batch = part
            .iter()
            .map(|i| {
                let mut c = customers::NewCustomer::default();
                c.facts = customers::Facts::default().text("name", "刘洋").text("kind", "person");
                c.phones = vec![customers::NewPhone::normal(identifiers::sample::mobile(*i))];
                c.engagements =
                    vec![customers::NewEngagement::new(w.pudong, path.clone()).owned_by(w.sales1, path.clone())];
                c
            })
            .collect();
        owners.extend(customers::bulk::insert(&mut tx, &w.seams, batch).await.unwrap().into_iter().map(|c| c.id));
        tx.commit().await.unwrap();
    }
    let begin = std::time::Instant::now();
    let mut cars = Vec::new();
    for part in (0..n).collect::<Vec<_>>().chunks(1000) {
        let mut tx = w.db.write(&system).await.unwrap();
        let batch = part
            .iter()
            .map(|i| vehicles::NewVehicle {
                vin: Some(support::vin(*i)),
                plate: Some(identifiers::sample::plate(*i)),
                brand: Some("大众".into()),
                model: Some("朗逸".into()),
                colour: Some("白".into()),
                delivered_on: Some(day("2024-05-01")),
                parties: vec![vehicles::NewParty::owner(owners[*i as usize])],
                ..Default::default()
            })
            .collect();
        cars.extend(vehicles::bulk::insert(&mut tx, batch).await.unwrap());
        tx.commit().await.unwrap();
    }
    let secs = begin.elapsed().as_secs_f64();
    println!("vehicles/s {}", n as f64 / secs);
    let begin = std::time::Instant::now();
    for part in (0..n).collect::<Vec<_>>().chunks(1000) {
        let mut tx = w.db.write(&system).await.unwrap();
        let batch = part
            .iter()
            .map(|i| vehicles::NewVisit {
                customer: Some(owners[*i as usize]),
                km: Some(1000),
                ..vehicles::NewVisit::service(
                    cars[*i as usize],
                    w.pudong,
                    path.clone(),
                    testkit::NOW.plus_days(-3),
                    organisation::HOUSE_ZONE,
                )
            })
            .collect();
        vehicles::bulk::visits(&mut tx, batch).await.unwrap();
        tx.commit().await.unwrap();
    }
    println!("visits/s {}", n as f64 / begin.elapsed().as_secs_f64());
}
