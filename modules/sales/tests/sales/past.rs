//! What is laid down from earlier counts as if it had been done here.

use fourfold_sales as sales;
use records::Refusal;
use records::policy::Look;
use sales::board::{Asked, load};
use sales::funnel::rules::Basis;
use sales::opportunity::State;
use sales::past::{self, Past};
use testkit::Backend;

use super::world::World;

/// SALE-01, LEAD-06: one that was quoted and one that was lost stand on the board, in the list and in the funnel as they
/// are, and the customer has no room for a second.
#[tokio::test]
async fn what_was_before_counts_as_what_is_done() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let begin = world.db.clock.now();
        let (a, b) = (
            world.customer(world.sales1, "司徒静", "13812345671").await,
            world.customer(world.sales1, "欧阳锋", "13812345672").await,
        );
        world.days(10);
        let path = world.held(world.opened(world.sales1, "何平", "13812345673", &[]).await).await.path;
        let one = |customer, state, stage: &str| Past {
            customer,
            store: world.pudong,
            owner: Some(world.sales1),
            path: path.clone(),
            state,
            stage: stage.to_owned(),
            level: "B".to_owned(),
            model: "途观L".to_owned(),
            amount: Some(2_000_000),
            source: None,
            opened_at: begin.plus_days(2),
            stage_at: begin.plus_days(5),
            next_on: Some(world.today().date),
            reason: Some("price".to_owned()),
        };
        let list = vec![one(a, State::Open, "quoted"), one(b, State::Defeated, "visited")];
        let ids = world.act(world.group, async |tx| past::lay(tx, list).await.map_err(Refusal::from)).await.unwrap();

        let scope = world.scope(world.sales1).await;
        let look = Look::at(&world.db, &scope);
        let board = load(&look, &world.registry, world.today(), Asked { owner: None, store: None }).await.unwrap();
        let columns: Vec<_> =
            board.0.iter().filter(|c| c.count > 0).map(|c| (c.stage.as_str(), c.count, c.amount)).collect();
        assert_eq!(columns, [("filed", 1, Some(0)), ("quoted", 1, Some(2_000_000))]);
        let asked = sales::funnel::Asked {
            from: begin,
            to: world.db.clock.now().plus_days(1),
            basis: Basis::Period,
            store: None,
            owner: None,
        };
        let figures = sales::funnel::read(&look, &asked).await.unwrap();
        let count = |stage: &str| figures.stages.get(stage).map_or(0, |r| r.count);
        assert_eq!(["filed", "visited", "test_driven", "quoted", "ordered"].map(count), [3, 2, 1, 1, 0]);
        assert!(world.listed(world.sales1).await.contains(&ids[0]));
        assert!(world.listed(world.sales3).await.is_empty());
        assert_eq!(super::world::code(world.open(world.sales1, a, &[]).await), "customer:opportunity-open-already");
        world.open(world.sales1, b, &[]).await.unwrap();
    }
}
