//! Opening, following up, moving along, and going along with the customer.

use customers::assignment::{Target, assign};
use customers::engagements::pace;
use fourfold_sales as sales;
use kernel::Action;
use records::policy::Look;
use records::{Refusal, find};
use sales::follow_ups;
use testkit::Backend;

use super::world::{World, code};

/// SALE-01, LEAD-05: an opportunity begins filed, rated and with a next contact; the customer's engagement keeps step; a
/// customer has one at a store, whoever asks for another.
#[tokio::test]
async fn one_open_at_a_time_of_a_customer_with_a_store() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let customer = world.customer(world.sales1, "司徒静", "13812345678").await;
        let id = world
            .open(world.sales1, customer, &[("level", "A"), ("models", "奥迪 Q5L、宝马 X3"), ("amount", "38.5万")])
            .await
            .unwrap();
        let held = world.held(id).await;
        assert_eq!((held.state.as_str(), held.stage.as_str(), held.level.as_str()), ("open", "filed", "A"));
        assert_eq!((held.amount, held.models.as_deref()), (Some(38_500_000), Some("奥迪 Q5L、宝马 X3")));
        assert_eq!((held.owner_id, held.store_id), (Some(world.sales1), world.pudong));
        let today = world.today().date;
        assert_eq!(held.next_on.map(|d| (d - today).num_days()), Some(3), "three days for A");
        assert_eq!(held.expected_on.map(|d| (d - today).num_days()), Some(15));
        let at = pace::standing(world.db.read(), world.founded.tenant, customer, world.pudong).await.unwrap().unwrap();
        assert_eq!((at.class.as_str(), at.grade.as_deref(), at.next_contact_on), ("prospect", Some("A"), held.next_on));

        assert_eq!(code(world.open(world.sales1, customer, &[]).await), "customer:opportunity-open-already");
        assert_eq!(code(world.open(world.manager1, customer, &[]).await), "customer:opportunity-open-already");
        assert_eq!(code(world.open(world.sales2, customer, &[]).await), "customer:field-unknown-record");
        assert_eq!(code(world.open(world.sales3, customer, &[]).await), "customer:field-unknown-record");
        let other = world.customer(world.sales1, "欧阳锋", "13812345679").await;
        for (more, wrong) in [
            (("level", "F"), "level:opportunity-level-closed"),
            (("level", "Z"), "level:field-not-a-choice"),
            (("next_on", "2020-01-01"), "next_on:opportunity-next-in-the-past"),
            (("amount", "-1"), "amount:opportunity-amount-negative"),
            (("source", "fax"), "source:field-not-a-choice"),
        ] {
            assert_eq!(code(world.open(world.sales1, other, &[more]).await), wrong);
        }
        assert_eq!(world.count("opportunities").await, 1);
    }
}

/// LEAD-05: a contact sets level and next day in one go; the level's history and the day it was due are kept; the next day
/// cannot be taken away while it is open.
#[tokio::test]
async fn contacts_keep_the_rhythm() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let id = world.opened(world.sales1, "司徒静", "13812345678", &[("level", "B")]).await;
        world.days(9);
        let held = world.follow(world.sales1, id, Some("H")).await.unwrap();
        let today = world.today().date;
        assert_eq!((held.level.as_str(), held.next_on.map(|d| (d - today).num_days())), ("H", Some(1)));
        let tenant = world.founded.tenant;
        let contacts = follow_ups::of(world.db.read(), tenant, id, 9).await.unwrap();
        assert_eq!(contacts.len(), 1);
        assert_eq!(contacts[0].due_on.map(|d| (today - d).num_days()), Some(2), "made two days late");
        assert_eq!((contacts[0].from_level.as_str(), contacts[0].level.as_str()), ("B", "H"));
        let rated = sales::opportunity::ledger::levels(world.db.read(), tenant, id, 9).await.unwrap();
        assert_eq!(rated.iter().map(|r| r.level.as_str()).collect::<Vec<_>>(), ["H", "B"]);
        // A level that is changed with the facts sets the day as well.
        world.update(world.sales1, id, &[("level", "C")]).await.unwrap();
        assert_eq!(world.held(id).await.next_on.map(|d| (d - today).num_days()), Some(15));
        assert_eq!(code(world.update(world.sales1, id, &[("next_on", "")]).await), "next_on:opportunity-next-required");
        assert_eq!(code(world.follow(world.sales2, id, None).await), "not-found");
        assert_eq!(world.count("timeline WHERE kind = 'call'").await, 1);
    }
}

/// SALE-01: stages are passed in order, going back needs a reason and takes back what was named by mistake; the last one
/// closes it, and the customer has bought.
#[tokio::test]
async fn stages_lead_to_the_delivery() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let id = world.opened(world.sales1, "司徒静", "13812345678", &[("level", "A")]).await;
        world.move_to(world.sales1, id, "quoted", None).await.unwrap();
        let reached = "opportunity_reached WHERE taken_back_at IS NULL";
        assert_eq!(world.count(reached).await, 4);
        assert_eq!(world.count("opportunity_reached WHERE implied = TRUE").await, 2);
        assert_eq!(
            code(world.move_to(world.sales1, id, "visited", None).await),
            "reason:opportunity-back-needs-reason"
        );
        assert_eq!(code(world.move_to(world.sales1, id, "quoted", None).await), "stage:opportunity-stage-already");
        assert_eq!(code(world.move_to(world.sales1, id, "moon", None).await), "stage:opportunity-stage-unknown");
        world.move_to(world.sales1, id, "visited", Some("误点")).await.unwrap();
        assert_eq!(world.count(reached).await, 2);
        let ordered = world.move_to(world.sales1, id, "ordered", None).await.unwrap();
        assert_eq!((ordered.level.as_str(), ordered.next_on.is_some()), ("O", true));
        assert_eq!(world.count(reached).await, 5);
        let won = world.move_to(world.sales1, id, "won", None).await.unwrap();
        assert_eq!((won.state.as_str(), won.level.as_str(), won.next_on), ("won", "D", None));
        let tenant = world.founded.tenant;
        let at = pace::standing(world.db.read(), tenant, won.customer_id, world.pudong).await.unwrap().unwrap();
        assert_eq!((at.class.as_str(), at.grade.as_deref(), at.next_contact_on), ("customer", Some("D"), None));
        assert_eq!(code(world.move_to(world.sales1, id, "visited", Some("x")).await), "opportunity-now-won");
        assert_eq!(code(world.follow(world.sales1, id, None).await), "opportunity-now-won");
        // Somebody who bought may want another one.
        world.open(world.sales1, won.customer_id, &[]).await.unwrap();
    }
}

/// SYS-05, LEAD-06: an opportunity is its owner's, its store's and the group's; it goes along when the customer is given to
/// a colleague, and its facts stay as they were.
#[tokio::test]
async fn it_goes_where_the_customer_goes() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let id = world.opened(world.sales1, "司徒静", "13812345678", &[]).await;
        let other = world.opened(world.sales3, "何平", "13812345670", &[]).await;
        assert_eq!(world.listed(world.sales1).await, [id]);
        assert!(world.listed(world.sales2).await.is_empty());
        assert_eq!(world.listed(world.manager1).await, [id]);
        assert_eq!(world.listed(world.group).await, [other, id]);
        let scope = world.scope(world.manager2).await;
        let refused = find::require(&Look::at(&world.db, &scope), &sales::OPPORTUNITY, id, Action::See).await;
        assert!(matches!(refused, Err(Refusal::NotFound)));

        let customer = world.held(id).await.customer_id;
        let to = Target::Owner(world.sales2);
        let why = Some("调岗".to_owned());
        world
            .act(world.manager1, async |tx| assign(tx, &world.seams, customer, world.pudong, to, why).await)
            .await
            .unwrap();
        assert!(world.listed(world.sales1).await.is_empty());
        assert_eq!(world.listed(world.sales2).await, [id]);
        let fact = "opportunity_moves m JOIN users u ON u.id = m.owner_id WHERE u.login = 'sales1'";
        assert_eq!(world.count(fact).await, 1, "who opened it stays");
        world.follow(world.sales2, id, None).await.unwrap();
    }
}

/// SALE-01: of several who open one for the same customer at the same moment one does.
#[tokio::test]
async fn two_who_open_at_once() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let customer = world.customer(world.sales1, "司徒静", "13812345678").await;
        let (a, b, c) = tokio::join!(
            world.open(world.sales1, customer, &[]),
            world.open(world.manager1, customer, &[]),
            world.open(world.sales1, customer, &[])
        );
        assert_eq!([&a, &b, &c].iter().filter(|done| done.is_ok()).count(), 1, "{a:?} {b:?} {c:?}");
        assert_eq!(world.count("opportunities").await, 1);
    }
}
