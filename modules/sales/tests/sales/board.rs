//! The board: columns within reach, and totals that are always those of the rows.

use std::collections::BTreeMap;

use customers::assignment::{Target, assign};
use fourfold_sales as sales;
use kernel::{Id, sql};
use records::policy::Look;
use sales::board::{Asked, Board, load};
use sales::opportunity;
use testkit::{Backend, watched};

use super::world::World;

async fn board(world: &World, who: Id, owner: Option<Id>) -> Board {
    let scope = world.scope(who).await;
    let asked = Asked { owner, store: None };
    load(&Look::at(&world.db, &scope), &world.registry, world.today(), asked).await.unwrap()
}

/// Stage, count, sum and cards of the columns that hold something.
fn shape(board: &Board) -> Vec<(&str, i64, Option<i64>, usize)> {
    let filled = board.0.iter().filter(|c| c.count > 0);
    filled.map(|c| (c.stage.as_str(), c.count, c.amount, c.cards.len())).collect()
}

/// SALE-01, SYS-05: own, store and group each see their columns with count and sum; the most urgent card stands first.
#[tokio::test]
async fn columns_within_reach() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let a = world.opened(world.sales1, "司徒静", "13812345671", &[("level", "C"), ("amount", "100")]).await;
        let b = world.opened(world.sales1, "欧阳锋", "13812345672", &[("level", "H"), ("amount", "200")]).await;
        let c = world.opened(world.sales2, "何平", "13812345673", &[("amount", "400")]).await;
        world.opened(world.sales3, "钱进", "13812345674", &[]).await;
        world.move_to(world.sales2, c, "quoted", None).await.unwrap();
        assert_eq!(shape(&board(&world, world.sales1, None).await), [("filed", 2, Some(30_000), 2)]);
        let cards: Vec<Id> = board(&world, world.sales1, None).await.0[0].cards.iter().map(|row| row.id).collect();
        assert_eq!(cards, [b, a], "what is due first");
        let store = [("filed", 2, Some(30_000), 2), ("quoted", 1, Some(40_000), 1)];
        assert_eq!(shape(&board(&world, world.manager1, None).await), store);
        let one = board(&world, world.manager1, Some(world.sales2)).await;
        assert_eq!(shape(&one), [("quoted", 1, Some(40_000), 1)]);
        let group = [("filed", 3, Some(30_000), 3), ("quoted", 1, Some(40_000), 1)];
        assert_eq!(shape(&board(&world, world.group, None).await), group);
        assert!(board(&world, world.manager2, Some(world.sales1)).await.0.iter().all(|c| c.count == 0));
    }
}

/// SALE-01: however an opportunity is opened, moved, given away, lost, put away or priced, the totals are those of the rows.
#[tokio::test]
async fn totals_are_those_of_the_rows() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let mut ids = Vec::new();
        for n in 0..12 {
            let who = if n % 2 == 0 { world.sales1 } else { world.sales2 };
            let amount = (n * 1_000).to_string();
            ids.push(world.opened(who, &format!("客户{n}"), &format!("138000000{n:02}"), &[("amount", &amount)]).await);
        }
        agree(&world).await;
        let manager = world.manager1;
        world.move_to(manager, ids[0], "quoted", None).await.unwrap();
        world.move_to(manager, ids[1], "won", None).await.unwrap();
        world.update(manager, ids[2], &[("amount", "88")]).await.unwrap();
        world.update(manager, ids[3], &[("amount", "")]).await.unwrap();
        world.act(manager, async |tx| opportunity::release(tx, ids[4], "无进展").await).await.unwrap();
        let customer = world.held(ids[5]).await.customer_id;
        for to in [Target::Owner(world.sales1), Target::Pool(None)] {
            let why = Some("调整".to_owned());
            world
                .act(manager, async |tx| assign(tx, &world.seams, customer, world.pudong, to, why).await)
                .await
                .unwrap();
            agree(&world).await;
        }
        let tenant = world.founded.tenant;
        let scope = world.scope(manager).await;
        let tx = world.db.write(&scope).await.unwrap();
        for text in [
            "UPDATE opportunities SET deleted_at = 1 WHERE tenant_id = $1 AND id = $2",
            "UPDATE opportunities SET deleted_at = NULL WHERE tenant_id = $1 AND id = $2",
            "UPDATE opportunities SET deleted_at = 1 WHERE tenant_id = $1 AND id = $2",
        ] {
            sql::run(tx.conn(), text, [tenant.into(), ids[6].into()]).await.unwrap();
        }
        tx.commit().await.unwrap();
        agree(&world).await;
    }
}

async fn agree(world: &World) {
    let read = async |text: &str| {
        let rows = sql::rows(world.db.read(), text, []).await.unwrap();
        let line = |r: &sea_orm::QueryResult| {
            let get = |name| r.try_get::<i64>("", name).unwrap();
            let owner = r.try_get::<Option<Id>>("", "owner").unwrap().unwrap_or(Id::nil());
            ((owner, r.try_get::<String>("", "stage").unwrap()), (get("open"), get("amount")))
        };
        rows.iter().map(line).collect::<BTreeMap<_, _>>()
    };
    let kept = read(
        "SELECT owner_id AS owner, stage, CAST(sum(open) AS bigint) AS open, CAST(sum(amount) AS bigint) AS amount \
         FROM opportunity_totals WHERE open <> 0 OR amount <> 0 GROUP BY owner_id, stage",
    )
    .await;
    let rows = read(
        "SELECT owner_id AS owner, stage, count(*) AS open, CAST(coalesce(sum(amount), 0) AS bigint) AS amount \
         FROM opportunities WHERE state = 'open' AND deleted_at IS NULL GROUP BY owner_id, stage",
    )
    .await;
    assert_eq!(kept, rows);
}

/// Issue 4: the board asks as often with many opportunities as with few.
#[tokio::test]
async fn a_fixed_number_of_statements() {
    let world = World::new(Backend::Sqlite).await;
    let (db, seen) = watched(&world.db);
    let scope = world.scope(world.manager1).await;
    let mut asked = Vec::new();
    for n in 0..3 {
        for m in 0..(n * 12) {
            let phone = format!("139{n:02}{m:06}");
            world.opened(world.sales1, &format!("客户{n}{m}"), &phone, &[]).await;
        }
        seen.take();
        load(&Look::at(&db, &scope), &world.registry, world.today(), Asked::default()).await.unwrap();
        asked.push(seen.take().len());
    }
    // The first has no cards to read.
    assert_eq!(asked, [3, 4, 4]);
}
