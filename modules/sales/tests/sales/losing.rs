//! Losing, resting, and second chances.

use fourfold_sales as sales;
use kernel::Id;
use records::Refusal;
use sales::opportunity::{self, Loss, Opportunity};
use testkit::Backend;

use super::world::{World, code};

fn loss(reason: &str, competitor: Option<&str>) -> Loss {
    Loss {
        reason: reason.into(), competitor: competitor.map(str::to_owned), evidence: "客户来电，已在他店提车".into()
    }
}

async fn ask(world: &World, who: Id, id: Id, loss: Loss) -> Result<Opportunity, Refusal> {
    world.act(who, async |tx| opportunity::ask_defeat(tx, id, loss).await).await
}

/// LEAD-07: a loss needs reason, evidence, the competitor where one was bought, and a contact of the last three days; a
/// manager who did not ask for it confirms it or gives it back; the next day is set again.
#[tokio::test]
async fn a_loss_is_asked_for_and_judged() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let id = world.opened(world.sales1, "司徒静", "13812345678", &[("level", "A")]).await;
        assert_eq!(code(ask(&world, world.sales1, id, Loss::default()).await), "reason:field-required");
        assert_eq!(
            code(ask(&world, world.sales1, id, loss("competitor", None)).await),
            "competitor:opportunity-competitor-missing"
        );
        assert_eq!(code(ask(&world, world.sales1, id, loss("moon", None)).await), "reason:field-not-a-choice");
        world.days(4);
        assert_eq!(code(ask(&world, world.sales1, id, loss("price", None)).await), "opportunity-defeat-needs-contact");
        world.follow(world.sales1, id, None).await.unwrap();
        let asked = ask(&world, world.sales1, id, loss("competitor", Some("特斯拉 Model Y"))).await.unwrap();
        assert_eq!(asked.state, "defeat_pending");
        assert_eq!(code(world.move_to(world.sales1, id, "visited", None).await), "opportunity-now-defeat-pending");
        let approve = async |who| world.act(who, async |tx| opportunity::approve(tx, id, None).await).await;
        assert_eq!(code(approve(world.sales1).await), "forbidden");
        assert_eq!(code(approve(world.manager2).await), "not-found");
        let back = async |note: Option<&str>| {
            let note = note.map(str::to_owned);
            world.act(world.manager1, async |tx| opportunity::give_back(tx, id, note).await).await
        };
        assert_eq!(code(back(None).await), "note:field-required");
        let returned = back(Some("再约一次试驾")).await.unwrap();
        let today = world.today().date;
        assert_eq!((returned.state.as_str(), returned.level.as_str(), returned.reason), ("open", "A", None));
        assert_eq!(returned.next_on.map(|d| (d - today).num_days()), Some(1));

        ask(&world, world.sales1, id, loss("price", None)).await.unwrap();
        let lost = approve(world.manager1).await.unwrap();
        assert_eq!((lost.state.as_str(), lost.level.as_str(), lost.next_on), ("defeated", "F", None));
        assert_eq!(code(approve(world.manager1).await), "opportunity-now-defeated");
        let own = world.opened(world.manager1, "何平", "13812345670", &[]).await;
        ask(&world, world.manager1, own, loss("budget", None)).await.unwrap();
        let judged = world.act(world.manager1, async |tx| opportunity::approve(tx, own, None).await).await;
        assert_eq!(code(judged), "opportunity-review-own");
    }
}

/// LEAD-07: whoever was lost a month ago is taken up by a colleague of the store: a new opportunity, linked to the old one,
/// which stays what it is; the customer goes along. Nobody of another store, and nobody earlier.
#[tokio::test]
async fn a_colleague_takes_up_who_was_lost() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let id = world.opened(world.sales1, "司徒静", "13812345678", &[("models", "奥迪 A6L")]).await;
        ask(&world, world.sales1, id, loss("not-now", None)).await.unwrap();
        world.act(world.manager1, async |tx| opportunity::approve(tx, id, None).await).await.unwrap();
        let again = async |who| {
            world.act(who, async |tx| opportunity::reactivate(tx, &world.seams, id, "来电询价").await).await
        };
        assert_eq!(code(again(world.sales2).await), "not-found", "too early for colleagues");
        world.days(31);
        assert_eq!(code(again(world.sales3).await), "not-found", "another store");
        let new = again(world.sales2).await.unwrap();
        let (old, made) = (world.held(id).await, world.held(new).await);
        assert_eq!((old.state.as_str(), made.state.as_str()), ("defeated", "open"));
        assert_eq!((made.before_id, made.models.as_deref()), (Some(id), Some("奥迪 A6L")));
        assert_eq!((made.owner_id, old.owner_id), (Some(world.sales2), Some(world.sales2)));
        assert_eq!(code(again(world.sales2).await), "opportunity-taken-up-already");
    }
}

/// LEAD-07, issue 4: an opportunity that was given to the pool is claimed once, also by two at the same moment.
#[tokio::test]
async fn two_claim_one_of_the_pool() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let id = world.opened(world.sales1, "司徒静", "13812345678", &[]).await;
        let release = world.act(world.sales1, async |tx| opportunity::release(tx, id, "长期无进展").await).await;
        assert_eq!(code(release), "forbidden");
        world.act(world.manager1, async |tx| opportunity::release(tx, id, "长期无进展").await).await.unwrap();
        let claim =
            async |who| world.act(who, async |tx| opportunity::claim(tx, &world.seams, id).await).await.map(|_| who);
        assert_eq!(code(claim(world.sales3).await), "not-found");
        let (a, b) = tokio::join!(claim(world.sales1), claim(world.sales2));
        let winners: Vec<Id> = [a, b].into_iter().flatten().collect();
        assert_eq!(winners.len(), 1);
        assert_eq!(world.held(id).await.owner_id, Some(winners[0]));
    }
}

/// domain.md §2.1: an opportunity sleeps until a day within a year, and is due when it is woken.
#[tokio::test]
async fn it_sleeps_until_a_day() {
    for backend in Backend::all() {
        let world = World::new(backend).await;
        let id = world.opened(world.sales1, "司徒静", "13812345678", &[]).await;
        let today = world.today().date;
        let sleep = async |days: u64| {
            let until = today.checked_add_days(chrono::Days::new(days)).unwrap();
            world.act(world.sales1, async |tx| opportunity::sleep(tx, id, until, "明年再买").await).await
        };
        assert_eq!(code(sleep(0).await), "wake_on:opportunity-wake-impossible");
        assert_eq!(code(sleep(400).await), "wake_on:opportunity-wake-impossible");
        let asleep = sleep(90).await.unwrap();
        assert_eq!((asleep.state.as_str(), asleep.level.as_str(), asleep.next_on), ("dormant", "S", None));
        let customer = asleep.customer_id;
        assert_eq!(code(world.open(world.sales1, customer, &[]).await), "customer:opportunity-open-already");
        let awake = world.act(world.sales1, async |tx| opportunity::wake(tx, id).await).await.unwrap();
        assert_eq!((awake.state.as_str(), awake.level.as_str(), awake.next_on), ("open", "N", Some(today)));
    }
}
