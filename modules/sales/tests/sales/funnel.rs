//! The funnel counts facts of their moment.

use customers::assignment::{Target, assign};
use fourfold_sales as sales;
use kernel::{Id, Instant};
use records::policy::Look;
use sales::funnel::rules::Basis;
use sales::funnel::{Asked, Figures, read};
use sales::opportunity::{self, Loss};
use testkit::Backend;

use super::world::World;

async fn figures(world: &World, who: Id, from: Instant, basis: Basis) -> Figures {
    let scope = world.scope(who).await;
    let asked = Asked { from, to: world.db.clock.now().plus_days(1), basis, store: None, owner: None };
    read(&Look::at(&world.db, &scope), &asked).await.unwrap()
}

fn counts(figures: &Figures) -> Vec<i64> {
    let of = |stage: &&str| figures.stages.get(*stage).map_or(0, |r| r.count);
    ["filed", "visited", "test_driven", "quoted", "ordered", "won"].iter().map(of).collect()
}

/// LEAD-06, domain.md §3.1: reached counts with days between; a period counts by its own dates, a cohort follows what was
/// opened; a transfer and a later change do not change what was.
#[tokio::test]
async fn a_transfer_does_not_change_last_month() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let begin = world.db.clock.now();
        let a = world.opened(world.sales1, "司徒静", "13812345671", &[]).await;
        let b = world.opened(world.sales1, "欧阳锋", "13812345672", &[]).await;
        world.opened(world.sales3, "何平", "13812345673", &[]).await;
        world.days(4);
        world.move_to(world.sales1, a, "visited", None).await.unwrap();
        world.move_to(world.sales1, b, "quoted", None).await.unwrap();
        world.move_to(world.sales1, b, "visited", Some("误点")).await.unwrap();
        let seen = figures(&world, world.sales1, begin, Basis::Period).await;
        assert_eq!(counts(&seen), [2, 2, 0, 0, 0, 0]);
        assert_eq!(seen.stages["visited"].median_days(), Some(4));
        assert_eq!(counts(&figures(&world, world.manager1, begin, Basis::Period).await), [2, 2, 0, 0, 0, 0]);
        assert_eq!(counts(&figures(&world, world.group, begin, Basis::Period).await), [3, 2, 0, 0, 0, 0]);
        assert!(figures(&world, world.sales2, begin, Basis::Period).await.stages.is_empty());

        // A month later the customer is a colleague's, who goes on.
        world.days(30);
        let later = world.db.clock.now();
        let customer = world.held(a).await.customer_id;
        let (to, why) = (Target::Owner(world.sales2), Some("调岗".to_owned()));
        world
            .act(world.manager1, async |tx| assign(tx, &world.seams, customer, world.pudong, to, why).await)
            .await
            .unwrap();
        world.move_to(world.sales2, a, "ordered", None).await.unwrap();
        assert_eq!(counts(&figures(&world, world.sales1, begin, Basis::Period).await), [2, 2, 0, 0, 0, 0]);
        assert_eq!(counts(&figures(&world, world.sales2, begin, Basis::Period).await), [0, 0, 1, 1, 1, 0]);
        assert_eq!(counts(&figures(&world, world.manager1, later, Basis::Period).await), [0, 0, 1, 1, 1, 0]);
        // The cohort of whoever opened it goes on wherever it went.
        assert_eq!(counts(&figures(&world, world.sales1, begin, Basis::Cohort).await), [2, 2, 1, 1, 1, 0]);
        assert!(figures(&world, world.manager1, later, Basis::Cohort).await.stages.is_empty());
        let people = figures(&world, world.manager1, begin, Basis::Period).await.people;
        assert_eq!(people[&Some(world.sales1)]["visited"], 2);
        assert_eq!(people[&Some(world.sales2)]["ordered"], 1);
        // Of several stores the stores are told; behind each of them stand its people.
        let all = figures(&world, world.group, begin, Basis::Period).await;
        assert_eq!((all.stores.len(), all.people.len()), (2, 0));
        assert_eq!(all.stores[&world.pudong]["filed"], 2);
    }
}

/// LEAD-06, LEAD-07: losses count when they are confirmed.
#[tokio::test]
async fn losses_count_when_confirmed() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let begin = world.db.clock.now();
        let id = world.opened(world.sales1, "司徒静", "13812345671", &[]).await;
        let loss = Loss { reason: "price".into(), competitor: None, evidence: "来电".into() };
        world.act(world.sales1, async |tx| opportunity::ask_defeat(tx, id, loss).await).await.unwrap();
        assert_eq!(figures(&world, world.manager1, begin, Basis::Period).await.lost, 0);
        world.act(world.manager1, async |tx| opportunity::approve(tx, id, None).await).await.unwrap();
        for basis in Basis::ALL {
            assert_eq!(figures(&world, world.manager1, begin, basis).await.lost, 1);
            assert_eq!(figures(&world, world.manager2, begin, basis).await.lost, 0);
        }
    }
}
