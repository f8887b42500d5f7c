//! The log of the showroom: reception registers, consultants receive, a number names people, they drive and leave.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use fourfold_leads as leads;
use kernel::{Id, sql};
use leads::filing::{self, Filing};
use leads::lead::State as LeadState;
use leads::showroom::drives::{self, Licence, NewDrive, cars};
use leads::showroom::{self, Act, State, Visit, rota};
use records::{Input, Refusal};
use support::{World, code};
use testkit::Backend;

impl World {
    async fn register(&self, who: Id, pairs: &[(&str, &str)]) -> Result<Id, Refusal> {
        let input: Input = pairs.iter().copied().collect();
        self.act(who, async |tx| showroom::register(tx, &self.seams, &input).await).await
    }

    async fn visit(&self, id: Id) -> Visit {
        showroom::queries::find(self.db.read(), self.founded.tenant, id).await.unwrap().unwrap()
    }

    async fn update(&self, who: Id, id: Id, pairs: &[(&str, &str)]) -> Result<i64, Refusal> {
        let (version, input): (i64, Input) = (self.visit(id).await.version, pairs.iter().copied().collect());
        self.act(who, async |tx| showroom::update(tx, &self.seams, id, version, &input).await).await
    }

    async fn step(&self, who: Id, id: Id, act: Act) -> Result<State, Refusal> {
        self.act(who, async |tx| showroom::take(tx, id, act).await).await
    }

    async fn leaves(&self, who: Id, id: Id, result: &str) -> Result<State, Refusal> {
        self.act(who, async |tx| showroom::leave(tx, id, result).await).await
    }

    async fn sees_visit(&self, who: Id, id: Id) -> bool {
        let scope = self.scope(who).await;
        let look = records::policy::Look::at(&self.db, &scope);
        !records::find::anchors(&look, &leads::VISIT, id, kernel::Action::See).await.unwrap().is_empty()
    }

    /// Whose turn it is in Pudong.
    async fn next(&self) -> Option<Id> {
        let day = self.db.clock.now().date_in(organisation::HOUSE_ZONE);
        rota::next(&rota::of(self.db.read(), self.founded.tenant, self.pudong, day).await.unwrap())
    }

    async fn events(&self, name: &str) -> i64 {
        let text = "SELECT count(*) FROM events WHERE name = $1";
        sql::number(self.db.read(), text, [name.into()]).await.unwrap()
    }
}

/// LEAD-04: reception registers a group by its number alone, also those who only look, and gives it to a consultant; the
/// consultant brings it on and lets it leave; each sees what is theirs.
#[tokio::test]
async fn a_visit_from_door_to_door() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        assert_eq!(code(w.register(w.desk1, &[]).await), "heads:field-required");
        assert_eq!(code(w.register(w.desk1, &[("heads", "2"), ("came", "by-boat")]).await), "came:field-not-a-choice");
        let looked = w.register(w.desk1, &[("heads", "3")]).await.unwrap();
        let sales1 = w.sales1.to_string();
        let visit = w.register(w.desk1, &[("heads", "2"), ("owner", &sales1), ("model", "Q5L")]).await.unwrap();
        let stored = w.visit(visit).await;
        assert_eq!((stored.state(), stored.owner_id, stored.store_id), (State::Received, Some(w.sales1), w.pudong));
        assert!(w.sees_visit(w.sales1, visit).await && !w.sees_visit(w.sales1, looked).await);
        assert!(!w.sees_visit(w.sales2, visit).await && w.sees_visit(w.manager1, looked).await);
        assert!(!w.sees_visit(w.manager2, visit).await && !w.sees_visit(w.sales3, visit).await);
        assert!(w.sees_visit(w.desk1, visit).await && w.sees_visit(w.group, visit).await);

        assert_eq!(code(w.step(w.sales2, visit, Act::Ask).await), "not found");
        assert_eq!(code(w.step(w.sales1, visit, Act::Agree).await), "visit-not-now-received");
        assert_eq!(w.step(w.sales1, visit, Act::Ask).await.unwrap(), State::Needs);
        assert_eq!(w.step(w.sales1, visit, Act::Quote).await.unwrap(), State::Quotation);
        w.db.clock.advance(45 * 60);
        assert_eq!(code(w.leaves(w.sales1, visit, "").await), "result:field-required");
        assert_eq!(code(w.leaves(w.sales1, visit, "vanished").await), "result:field-not-a-choice");
        assert_eq!(w.leaves(w.sales1, visit, "interested").await.unwrap(), State::Left);
        let left = w.visit(visit).await;
        assert_eq!(left.result.as_deref(), Some("interested"));
        assert!(left.left_at.unwrap().0 - left.arrived_at.0 >= 45 * 60 * 1_000_000);
        assert_eq!(code(w.leaves(w.sales1, visit, "looked").await), "visit-not-now-left");
        assert_eq!(w.step(w.sales1, visit, Act::Resume).await.unwrap(), State::Received);
        let back = w.visit(visit).await;
        assert_eq!((back.left_at, back.result), (None, None));
        assert_eq!(w.leaves(w.desk1, looked, "looked").await.unwrap(), State::Left);
        let moved = showroom::moves::of(w.db.read(), w.founded.tenant, visit).await.unwrap();
        let acts: Vec<&str> = moved.iter().rev().map(|m| m.act.as_str()).collect();
        assert_eq!(acts, ["ask", "quote", "leave", "resume"]);
        assert_eq!((w.events("visit.registered.v1").await, w.events("visit.left.v1").await), (2, 2));
        assert_eq!(w.number("SELECT count(*) FROM leads").await, 0, "nobody was named");
    }
}

/// LEAD-04: consultants register their own, and none for others; another store's reception has no part in it.
#[tokio::test]
async fn visits_stand_where_they_may() {
    let w = World::new(Backend::Sqlite).await;
    let own = w.register(w.sales1, &[("heads", "1")]).await.unwrap();
    assert_eq!(w.visit(own).await.owner_id, Some(w.sales1));
    let (other, strange, minhang) = (w.sales2.to_string(), w.sales3.to_string(), w.minhang.to_string());
    assert_eq!(
        code(w.register(w.sales1, &[("heads", "1"), ("owner", &other)]).await),
        "store:visit-place-out-of-reach"
    );
    assert_eq!(code(w.register(w.desk1, &[("heads", "1"), ("owner", &strange)]).await), "owner:lead-owner-elsewhere");
    assert_eq!(
        code(w.register(w.desk1, &[("heads", "1"), ("store", &minhang)]).await),
        "store:visit-place-out-of-reach"
    );
    assert_eq!(code(w.update(w.sales1, own, &[("owner", &other)]).await), "owner:visit-place-out-of-reach");
    assert_eq!(code(w.update(w.desk1, own, &[("store", &minhang)]).await), "store:field-not-writable");
    w.update(w.desk1, own, &[("owner", &other), ("heads", "4")]).await.unwrap();
    let given = w.visit(own).await;
    assert_eq!((given.owner_id, given.heads), (Some(w.sales2), 4));
    let stale = Input::from_iter([("heads", "5")]);
    let late = w.act(w.desk1, async |tx| showroom::update(tx, &w.seams, own, 1, &stale).await).await;
    assert!(matches!(late, Err(Refusal::Conflict(_))));
    assert_eq!(code(w.act(w.desk1, async |tx| showroom::delete(tx, own, given.version).await).await), "not allowed");
    w.act(w.manager1, async |tx| showroom::delete(tx, own, given.version).await).await.unwrap();
    assert!(!w.sees_visit(w.manager1, own).await);
}

/// LEAD-04: a number named later makes a walk-in lead whose first contact is done; who comes again joins it; once filed
/// the visits stand on the customer's timeline, and the next visit finds the customer.
#[tokio::test]
async fn a_number_names_them() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let sales1 = w.sales1.to_string();
        let first = w.register(w.desk1, &[("heads", "2"), ("owner", &sales1), ("sex", "female")]).await.unwrap();
        assert_eq!((w.visit(first).await.lead_id, w.visit(first).await.turn), (None, None));
        w.update(w.sales1, first, &[("phone", "138 5566 7788")]).await.unwrap();
        let named = w.visit(first).await;
        let lead = named.lead_id.unwrap();
        assert_eq!(named.turn.as_deref(), Some("first"));
        let made = w.lead(lead).await;
        assert_eq!((made.channel.as_str(), made.name.as_str(), made.owner_id), ("walk-in", "女士", Some(w.sales1)));
        assert_eq!((made.state(), made.alarm_at), (LeadState::Contacted, None));

        w.db.clock.advance(24 * 3_600);
        let again = w.register(w.desk1, &[("heads", "1"), ("owner", &sales1), ("phone", "13855667788")]).await.unwrap();
        let joined = w.visit(again).await;
        assert_eq!((joined.lead_id, joined.turn.as_deref()), (Some(lead), Some("again")));
        assert_eq!(w.number("SELECT count(*) FROM leads").await, 1);
        assert_eq!(w.number("SELECT count(*) FROM lead_arrivals WHERE channel = 'walk-in'").await, 2);

        let filing = Filing {
            name: "司徒静".into(),
            phone: "13855667788".into(),
            level: "H".into(),
            model: "Q5L".into(),
            expected_on: None,
        };
        let version = w.lead(lead).await.version;
        let filed = w.act(w.sales1, async |tx| filing::file(tx, &w.seams, lead, version, filing).await).await.unwrap();
        assert_eq!(w.visit(first).await.customer_id, Some(filed.customer));
        assert_eq!(w.number("SELECT count(*) FROM timeline WHERE kind = 'visit'").await, 2);
        let third = w.register(w.desk1, &[("heads", "1"), ("phone", "13855667788")]).await.unwrap();
        let known = w.visit(third).await;
        assert_eq!((known.lead_id, known.customer_id), (None, Some(filed.customer)));
        assert_eq!(known.turn.as_deref(), Some("again"));
        assert_eq!(w.number("SELECT count(*) FROM timeline WHERE kind = 'visit'").await, 3);
        assert_eq!(w.number("SELECT count(*) FROM leads").await, 1, "no second lead of a customer");
        w.update(w.manager1, third, &[("phone", "13700001234")]).await.unwrap();
        let other = w.visit(third).await;
        assert!(
            other.customer_id.is_none() && other.lead_id.is_some_and(|id| id != lead),
            "another number, another person"
        );
    }
}

/// LEAD-04: what another store knows is neither found nor told.
#[tokio::test]
async fn other_stores_tell_nothing() {
    let w = World::new(Backend::Sqlite).await;
    let input: Input = [("name", "顾明"), ("phone", "13900001111")].into_iter().collect();
    w.act(w.sales3, async |tx| Ok(customers::create(tx, &w.seams.customers, &input).await?.id)).await.unwrap();
    w.register(w.sales3, &[("heads", "1"), ("phone", "13900001111")]).await.unwrap();
    let here = w.register(w.desk1, &[("heads", "1"), ("name", "顾先生"), ("phone", "13900001111")]).await.unwrap();
    let visit = w.visit(here).await;
    assert_eq!(visit.customer_id, None);
    assert_eq!((w.lead(visit.lead_id.unwrap()).await.store_id, visit.turn.as_deref()), (Some(w.pudong), Some("first")));
}

/// LEAD-04: whoever received goes to the end of the rota, whoever is absent is passed over; only those who settle the
/// store's visits settle it.
#[tokio::test]
async fn the_rota_goes_round() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let first = w.next().await.unwrap();
        let second = if first == w.sales1 { w.sales2 } else { w.sales1 };
        let (one, two) = (first.to_string(), second.to_string());
        w.register(w.desk1, &[("heads", "1"), ("owner", &one)]).await.unwrap();
        assert_eq!(w.next().await, Some(second));
        w.register(w.desk1, &[("heads", "1"), ("owner", &two)]).await.unwrap();
        assert_eq!(w.next().await, Some(first));
        let absent = async |who: Id, person: Id, absent: bool| {
            w.act(who, async |tx| rota::set_absent(tx, w.pudong, person, absent).await).await
        };
        assert_eq!(code(absent(w.sales1, w.sales2, true).await), "not found");
        assert_eq!(code(absent(w.manager2, first, true).await), "not found");
        assert_eq!(code(absent(w.desk1, w.sales3, true).await), "not found");
        absent(w.desk1, first, true).await.unwrap();
        assert_eq!(w.next().await, Some(second));
        w.db.clock.advance(24 * 3_600);
        assert_eq!(w.next().await, Some(first), "absent for a day");
        w.act(w.manager1, async |tx| rota::pass(tx, w.pudong, first).await).await.unwrap();
        assert_eq!(w.next().await, Some(second));
    }
}

/// LEAD-04: a drive asks for a licence that was seen, is valid and covers the car, and for an agreement; a car is driven by
/// one at a time, and free once it is back.
#[tokio::test]
async fn a_test_drive() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let sales1 = w.sales1.to_string();
        let visit = w.register(w.desk1, &[("heads", "2"), ("owner", &sales1)]).await.unwrap();
        let other = w.register(w.desk1, &[("heads", "1")]).await.unwrap();
        let add = async |who: Id, plate: &str, automatic: bool| {
            w.act(who, async |tx| cars::add(tx, w.pudong, plate, "Q5L", automatic).await).await
        };
        assert_eq!(code(add(w.sales1, "沪A6T801", true).await), "not found");
        assert_eq!(code(add(w.manager2, "沪A6T801", true).await), "not found");
        assert_eq!(code(add(w.manager1, " ", true).await), "plate:field-required");
        let automatic = add(w.manager1, "沪A6T801", true).await.unwrap();
        let manual = add(w.manager1, "沪A6T802", false).await.unwrap();
        assert_eq!(code(add(w.manager1, "沪A6T801", true).await), "plate:demo-car-known");
        let licence =
            Licence { class: "C2".into(), until: Some("2030-01-01".parse().unwrap()), checked: true, agreed: true };
        let drive = async |who: Id, visit: Id, car: Id, licence: Licence| {
            let new = NewDrive { driver: "司徒静".into(), licence, car, minutes: 30 };
            w.act(who, async |tx| drives::begin(tx, visit, new).await).await
        };
        assert_eq!(code(w.step(w.sales1, visit, Act::Drive).await), "drive-licence-first");
        assert_eq!(code(drive(w.sales1, visit, manual, licence.clone()).await), "class:drive-licence-automatic-only");
        let expired = Licence { until: Some("2020-01-01".parse().unwrap()), ..licence.clone() };
        assert_eq!(code(drive(w.sales1, visit, automatic, expired).await), "until:drive-licence-expired");
        let unknown = Licence { class: "C9".into(), ..licence.clone() };
        assert_eq!(code(drive(w.sales1, visit, automatic, unknown).await), "class:field-not-a-choice");
        let unseen = Licence { checked: false, ..licence.clone() };
        assert_eq!(code(drive(w.sales1, visit, automatic, unseen).await), "checked:drive-licence-unchecked");
        assert_eq!(code(drive(w.sales2, visit, automatic, licence.clone()).await), "not found");
        let begun = drive(w.sales1, visit, automatic, licence.clone()).await.unwrap();
        assert_eq!(w.visit(visit).await.state(), State::TestDrive);
        assert_eq!(code(drive(w.manager1, other, automatic, licence.clone()).await), "car:drive-car-away");
        let end = async |who: Id| w.act(who, async |tx| drives::finish(tx, visit, begun).await).await;
        assert_eq!(code(end(w.sales2).await), "not found");
        end(w.sales1).await.unwrap();
        assert_eq!(code(end(w.sales1).await), "drive-back-already");
        assert_eq!(w.events("test-drive.done.v1").await, 1);
        drive(w.manager1, other, automatic, licence.clone()).await.unwrap();
        w.act(w.manager1, async |tx| cars::set_active(tx, w.pudong, manual, false).await).await.unwrap();
        let good = Licence { class: "C1".into(), ..licence };
        assert_eq!(code(drive(w.sales1, visit, manual, good.clone()).await), "car:field-unknown-record");
        w.leaves(w.sales1, visit, "interested").await.unwrap();
        assert_eq!(code(drive(w.sales1, visit, manual, good).await), "visit-not-now-left");
        let driven = drives::of_visit(w.db.read(), w.founded.tenant, visit).await.unwrap();
        assert_eq!((driven.len(), driven[0].checked_name.as_str()), (1, "王敏"));
    }
}
