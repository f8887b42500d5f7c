//! The small world that these tests play in: a group with two stores, the people who work there, and their customers'
//! cars.

#![allow(dead_code, reason = "each test file uses a part of the world")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../../organisation/tests/people/mod.rs"]
mod people;

use std::sync::Arc;

use customers::Seams;
use fourfold_vehicles as vehicles;
use kernel::{Db, Id, Scope, Tx};
use organisation::Founded;
use records::filter::Today;
use records::policy::Look;
use records::{Filter, Input, Kind, ListQuery, Op, Refusal, Registry};
use testkit::{Backend, Fresh};

const KINDS: &[&Kind] = &[&organisation::STORE, &organisation::USER, &customers::CUSTOMER, &vehicles::VEHICLE];

/// A valid VIN.
pub fn vin(n: u64) -> String {
    identifiers::sample::vin(n, "LSV", 'R')
}

/// The world.
pub struct World {
    _fresh: Fresh,
    pub db: Db,
    pub founded: Founded,
    pub seams: Arc<Seams>,
    pub registry: Registry,
    cast: people::Cast,
}

impl std::ops::Deref for World {
    type Target = people::Cast;

    fn deref(&self) -> &people::Cast {
        &self.cast
    }
}

impl World {
    pub async fn new(backend: Backend) -> World {
        let steps: Vec<_> = [
            kernel::migrations(),
            records::migrations(),
            organisation::migrations(),
            web::api::migrations(),
            customers::migrations(),
            vehicles::migrations(),
        ]
        .concat();
        let fresh = testkit::fresh(backend, &steps).await;
        let db = fresh.db.clone();
        let founding = people::founding();
        let founded = organisation::found(&db, &founding, KINDS, vehicles::DICTIONARIES).await.unwrap();
        let mut seams = Seams::default();
        vehicles::contribute(&mut seams);
        let seams = Arc::new(seams);
        let mut registry = Registry::default();
        KINDS.iter().for_each(|kind| registry.add(kind));
        vehicles::RELATIONS.into_iter().for_each(|relation| registry.add_relation(relation));
        let cast = people::cast(&db, &founded, "store_manager").await;
        World { _fresh: fresh, db, founded, seams, registry, cast }
    }

    pub fn system(&self) -> Scope {
        people::system(self.founded.tenant)
    }

    pub async fn scope(&self, user: Id) -> Scope {
        people::scope(&self.db, self.founded.tenant, user).await
    }

    /// Runs something in a transaction as someone, and keeps it when it went well. Time goes on a second.
    pub async fn act<T>(
        &self,
        who: Id,
        what: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        people::act(&self.db, self.founded.tenant, who, what).await
    }

    /// Files a customer as someone.
    pub async fn customer(&self, who: Id, name: &str, phone: &str) -> Id {
        let input = Input::from_iter([("name", name), ("phone", phone)]);
        let made =
            self.act(who, async |tx| customers::create(tx, &self.seams, &input).await.map_err(Refusal::from)).await;
        made.unwrap().id
    }

    /// Enters a car as someone.
    pub async fn car(&self, who: Id, pairs: &[(&str, &str)]) -> Result<Id, Refusal> {
        let input: Input = pairs.iter().copied().collect();
        self.act(who, async |tx| vehicles::vehicle::create::create(tx, &input).await).await
    }

    /// Enters a customer's car as someone.
    pub async fn car_of(&self, who: Id, customer: Id, vin: &str, plate: &str) -> Id {
        self.car(who, &[("customer", &customer.to_string()), ("vin", vin), ("plate", plate), ("model", "奥迪 A6L")])
            .await
            .unwrap()
    }

    /// The plates that someone finds in their list.
    pub async fn listed(&self, who: Id) -> Vec<String> {
        self.filtered(who, &vehicles::VEHICLE, None, "plate").await
    }

    /// A field of the records that someone finds through a filter, in the order of the list.
    pub async fn filtered(&self, who: Id, kind: &'static Kind, filter: Option<&str>, field: &str) -> Vec<String> {
        let scope = self.scope(who).await;
        let mut query = ListQuery::new(kind, today());
        query.fields = kind.fields.iter().filter(|f| f.name == field).collect();
        query.filters = filter.map(|f| Filter::parse(f).unwrap()).into_iter().collect();
        match records::list(&Look::at(&self.db, &scope), &self.registry, &query).await {
            Ok(page) => page.rows.iter().map(|r| r.get(field).text().unwrap_or("").to_owned()).collect(),
            Err(records::ListError::NotAllowed) => Vec::new(),
            Err(error) => panic!("{error}"),
        }
    }

    /// Records of a kind that someone finds by what they type.
    pub async fn found(&self, who: Id, kind: &'static Kind, typed: &str) -> Vec<Id> {
        let scope = self.scope(who).await;
        records::search::search(&Look::at(&self.db, &scope), kind, typed, 10)
            .await
            .unwrap()
            .into_iter()
            .map(|h| h.record)
            .collect()
    }

    pub async fn sees(&self, who: Id, vehicle: Id) -> bool {
        let scope = self.scope(who).await;
        !records::find::anchors(&Look::at(&self.db, &scope), &vehicles::VEHICLE, vehicle, kernel::Action::See)
            .await
            .unwrap()
            .is_empty()
    }

    pub async fn vehicle(&self, id: Id) -> vehicles::vehicle::Vehicle {
        vehicles::vehicle::queries::find(self.db.read(), self.founded.tenant, id).await.unwrap().unwrap()
    }

    /// Kinds of entries on a customer's timeline as someone sees it, newest first.
    pub async fn told(&self, who: Id, customer: Id) -> Vec<String> {
        let scope = self.scope(who).await;
        let page =
            customers::timeline(&Look::at(&self.db, &scope), customer, &Default::default(), None, 50).await.unwrap();
        page.map(|p| p.entries.into_iter().map(|e| e.kind).collect()).unwrap_or_default()
    }
}

pub fn eq(field: &str, value: &str) -> String {
    Filter::new(field, Op::Eq, &[value]).text()
}

pub fn today() -> Today {
    Today { date: "2026-11-22".parse().unwrap(), zone: organisation::HOUSE_ZONE }
}

pub fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// The codes of a refusal by field.
pub fn codes(refusal: Refusal) -> Vec<(String, String)> {
    match refusal {
        Refusal::Invalid(fields) => fields.into_iter().map(|f| (f.field, f.code)).collect(),
        other => vec![(String::new(), other.to_string())],
    }
}
