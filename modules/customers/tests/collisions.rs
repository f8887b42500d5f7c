//! The collision guard: what is told of customers whom others know, how often, and what comes of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use customers::collisions::{self, Answer, Between, Case, KeyKind, State, Tab, Told};
use customers::timeline;
use fourfold_customers as customers;
use kernel::{Id, sql};
use organisation::settings::{SETTINGS, keys, set_setting};
use organisation::{NodeKind, notices};
use records::Refusal;
use records::policy::Look;
use support::World;
use testkit::Backend;

const PHONE: &str = "13812345678";

/// The world with the follower that withdraws cases.
async fn world(backend: Backend) -> World {
    let mut seams = customers::Seams::default();
    collisions::contribute(&mut seams);
    World::with(backend, seams).await
}

async fn tab(w: &World, who: Id, tab: Tab) -> Vec<Case> {
    let scope = w.scope(who).await;
    collisions::cases(&Look::at(&w.db, &scope), tab, 100).await.unwrap()
}

async fn set(w: &World, node: Id, key: &str, value: &str) {
    let setting = SETTINGS.iter().find(|s| s.key == key).unwrap();
    let scope = w.system();
    let mut tx = w.db.write(&scope).await.unwrap();
    set_setting(&mut tx, node, setting, value).await.unwrap();
    tx.commit().await.unwrap();
}

/// Hands all events to the notices; the kinds of someone's.
async fn told(w: &World, who: Id) -> Vec<String> {
    kernel::events::relay(&w.db, &[std::sync::Arc::new(collisions::Tellings)]).await.unwrap();
    let list = notices::queries::of_user(w.db.read(), w.founded.tenant, who, false, None, 20).await.unwrap();
    list.into_iter().map(|n| n.kind).collect()
}

async fn ask(w: &World, who: Id, id: Id, wish: bool) -> Result<(), Refusal> {
    w.db.clock.advance(1);
    w.act(who, async |tx| collisions::ask(tx, id, wish, "客户来店看车").await).await
}

async fn answer(w: &World, who: Id, id: Id, said: Answer) -> Result<(), Refusal> {
    w.db.clock.advance(1);
    let seams = w.seams.clone();
    w.act(who, async |tx| collisions::answer(tx, &seams, id, said).await).await
}

/// Two stores file one person; the case of the later one, by sales3 of Minhang.
async fn collided(w: &World) -> (Id, Id, Case) {
    let first = w.file(w.sales1, &[("name", "王敏"), ("phone", PHONE)]).await;
    let later = w.file(w.sales3, &[("name", "王女士"), ("phone", PHONE), ("remark", "想看电动车")]).await;
    let case = tab(w, w.sales3, Tab::Mine).await.remove(0);
    (first, later, case)
}

/// CUS-10: in a group the later store is told that the person is known, and nothing else; the first one learns nothing
/// until it is asked. What was typed stands in a file of its own.
#[tokio::test]
async fn known_in_the_group() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let (first, later, case) = collided(&w).await;
        assert_eq!((case.collision.between(), case.collision.told()), (Between::Group, Told::Known));
        assert_eq!((case.told(), case.is_mine(), case.is_theirs()), (Told::Known, true, false));
        assert_eq!(KeyKind::from_name(&case.collision.key_kind), Some(KeyKind::Phone));
        assert_eq!(case.own_customer, later);
        assert!(w.read(w.sales3, first).await.is_none() && w.read(w.sales1, later).await.is_none());
        for who in [w.sales1, w.sales2, w.manager1] {
            assert!(tab(&w, who, Tab::Mine).await.is_empty() && tab(&w, who, Tab::Due).await.is_empty());
            let scope = w.scope(who).await;
            let seen = collisions::one(&Look::at(&w.db, &scope), case.collision.id).await.unwrap();
            assert!(seen.is_none(), "the first side learns nothing");
        }
        assert_eq!(tab(&w, w.manager2, Tab::Mine).await.len(), 1, "the later store's manager is told as well");
        assert_eq!(tab(&w, w.group, Tab::Whole).await.len(), 1);
        let hash: String = sql::row(w.db.read(), "SELECT key_hash FROM collisions", [])
            .await
            .unwrap()
            .unwrap()
            .try_get_by_index(0)
            .unwrap();
        assert!(!hash.contains("12345678"), "the number itself is not kept");
        let lines = kernel::journal::history(w.db.read(), w.founded.tenant, "collision", case.collision.id, None, 9);
        let lines = lines.await.unwrap();
        assert_eq!((lines[0].action.as_str(), lines[0].actor_name.as_str()), ("told", "陈静"), "and logged");
    }
}

/// CUS-10: which keys count, and that the name alone does not; what is on another key than the number is found too.
#[tokio::test]
async fn by_any_key_but_the_name() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let known = [("wechat", "wang_min88"), ("id_number", "11010519491231002X"), ("uscc", "91110000600037341L")];
        for (n, (field, value)) in known.into_iter().enumerate() {
            let phone = format!("1390000000{n}");
            w.file(w.manager1, &[("name", "王敏"), ("kind", "organisation"), ("phone", &phone), (field, value)]).await;
            let phone = format!("1370000000{n}");
            let pairs = [("name", "李雷"), ("kind", "organisation"), ("phone", phone.as_str()), (field, value)];
            let later = w.file(w.manager2, &pairs).await;
            let case = tab(&w, w.manager2, Tab::Mine).await.remove(0);
            assert_eq!(case.own_customer, later, "{field}");
            assert_ne!(case.collision.key_kind, "phone", "{field}");
        }
        let before = tab(&w, w.manager2, Tab::Mine).await.len();
        w.file(w.manager2, &[("name", "王敏"), ("phone", "13611112222")]).await;
        w.file(w.manager1, &[("name", "总机"), ("phone", "021-50001234")]).await;
        w.file(w.manager2, &[("name", "总机二"), ("phone", "021-50001234")]).await;
        assert_eq!(tab(&w, w.manager2, Tab::Mine).await.len(), before, "a name and a switchboard are no key");
    }
}

/// CUS-10: silence between independent dealers, by setting, and where either store wants it; only who is above both sees
/// the case. A group that wants more is told the store.
#[tokio::test]
async fn as_the_policy_says() {
    for backend in Backend::all() {
        let w = world(backend).await;
        set(&w, w.pudong, keys::COLLISION_GROUP, "silent").await;
        collided_quietly(&w, PHONE).await;
        set(&w, w.pudong, keys::COLLISION_GROUP, "named").await;
        w.file(w.sales1, &[("name", "赵一"), ("phone", "13700000001")]).await;
        w.file(w.sales3, &[("name", "赵一"), ("phone", "13700000001")]).await;
        assert_eq!(tab(&w, w.sales3, Tab::Mine).await[0].told(), Told::Known, "the closer of the two holds");
        set(&w, w.founded.root, keys::COLLISION_GROUP, "named").await;
        w.file(w.sales1, &[("name", "赵二"), ("phone", "13700000002")]).await;
        w.file(w.sales3, &[("name", "赵二"), ("phone", "13700000002")]).await;
        let case = tab(&w, w.sales3, Tab::Mine).await.remove(0);
        assert_eq!((case.told(), case.first_store_name.as_str()), (Told::Named, "浦东店"));

        let scope = w.system();
        let tx = w.db.write(&scope).await.unwrap();
        sql::run(tx.conn(), "UPDATE nodes SET kind = 'maker' WHERE parent_id IS NULL", []).await.unwrap();
        tx.commit().await.unwrap();
        collided_quietly(&w, "13700000003").await;
    }
}

async fn collided_quietly(w: &World, phone: &str) {
    let before = tab(w, w.sales3, Tab::Mine).await.len();
    w.file(w.sales1, &[("name", "王敏"), ("phone", phone)]).await;
    let later = w.file(w.sales3, &[("name", "王敏"), ("phone", phone)]).await;
    assert_eq!(tab(w, w.sales3, Tab::Mine).await.len(), before);
    assert_eq!(tab(w, w.manager2, Tab::Mine).await.iter().filter(|c| c.own_customer == later).count(), 0);
    let scope = w.scope(w.sales3).await;
    let look = Look::at(&w.db, &scope);
    assert!(!collisions::known_in_group(&look, later).await.unwrap());
    let case = tab(w, w.group, Tab::Whole).await.remove(0);
    assert_eq!((case.own_customer, case.collision.told()), (later, Told::Silent));
    assert!(collisions::one(&look, case.collision.id).await.unwrap().is_none(), "not even by its address");
    let done = ask(w, w.sales3, case.collision.id, false).await;
    assert!(matches!(done, Err(Refusal::NotFound)), "nobody asks about what they were not told");
}

/// CUS-10: numbers cannot be tried out: beyond the limit of the hour and of the day nothing is told, everything is filed,
/// and the group hears of it once.
#[tokio::test]
async fn tellings_are_limited() {
    for backend in Backend::all() {
        let w = world(backend).await;
        for n in 0..6 {
            w.file(w.sales1, &[("name", "王敏"), ("phone", &format!("1370000000{n}"))]).await;
        }
        set(&w, w.founded.root, keys::COLLISION_TELLINGS, "2").await;
        for n in 0..4 {
            w.file(w.sales3, &[("name", "王敏"), ("phone", &format!("1370000000{n}"))]).await;
        }
        assert_eq!(tab(&w, w.sales3, Tab::Mine).await.len(), 2);
        let whole = tab(&w, w.group, Tab::Whole).await;
        assert_eq!(whole.iter().filter(|c| c.collision.held_back).count(), 2, "what is held back is kept");
        assert_eq!(told(&w, w.group).await, ["collision-unusual"], "once a day");
        w.db.clock.advance(86_400);
        set(&w, w.founded.root, keys::FILINGS, "1").await;
        w.file(w.sales3, &[("name", "王敏"), ("phone", "13700000004")]).await;
        w.file(w.sales3, &[("name", "王敏"), ("phone", "13700000005")]).await;
        assert_eq!(tab(&w, w.sales3, Tab::Mine).await.len(), 3, "the second of the hour is told nothing");
        w.db.clock.advance(3_601);
        w.file(w.sales1, &[("name", "王敏"), ("phone", "13700000006")]).await;
        w.file(w.sales3, &[("name", "王敏"), ("phone", "13700000006")]).await;
        assert_eq!(tab(&w, w.sales3, Tab::Mine).await.len(), 4, "an hour later again");
    }
}

/// CUS-10: a request goes to owner and manager of the first store; allowed, both files of one person become one that
/// both stores work with, with all that was typed, and what each noted stays its own.
#[tokio::test]
async fn asked_and_allowed() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let (first, later, case) = collided(&w).await;
        w.act(w.sales1, async |tx| timeline::add_note(tx, first, None, "浦东店的秘密").await).await.unwrap();
        assert!(matches!(ask(&w, w.sales2, case.collision.id, false).await, Err(Refusal::NotFound)));
        ask(&w, w.sales3, case.collision.id, false).await.unwrap();
        assert!(matches!(ask(&w, w.sales3, case.collision.id, false).await, Err(Refusal::Rule("collision-not-open"))));
        assert_eq!(told(&w, w.sales1).await, ["collision-asked"]);
        assert_eq!(told(&w, w.manager1).await, ["collision-asked"]);
        assert!(told(&w, w.sales2).await.is_empty() && told(&w, w.manager2).await.is_empty());
        let due = tab(&w, w.sales1, Tab::Due).await;
        assert_eq!((due.len(), due[0].is_mine()), (1, false));
        assert!(w.read(w.sales1, later).await.is_none(), "whoever decides does not see the later file");
        for who in [w.sales3, w.sales2, w.manager2] {
            let refused = answer(&w, who, case.collision.id, Answer::Allow).await;
            assert!(matches!(refused, Err(Refusal::NotFound)));
        }
        answer(&w, w.sales1, case.collision.id, Answer::Allow).await.unwrap();
        let refused = answer(&w, w.manager1, case.collision.id, Answer::Allow).await;
        assert!(matches!(refused, Err(Refusal::Rule("collision-not-asked"))), "decided once");
        assert_eq!(told(&w, w.sales3).await, ["collision-allowed"]);
        let file = w.read(w.sales3, first).await.unwrap();
        assert_eq!(file.engagements.len(), 1, "their own store's part of it");
        assert_eq!(file.engagements[0].engagement.remark.as_deref(), Some("想看电动车"), "nothing typed is lost");
        assert!(w.read(w.sales3, later).await.is_none(), "the later file is part of the first");
        let scope = w.scope(w.sales3).await;
        let filter = customers::timeline::TimelineFilter::default();
        let read = timeline::timeline(&Look::at(&w.db, &scope), first, &filter, None, 50).await.unwrap().unwrap();
        assert!(read.entries.iter().all(|e| e.body.as_deref() != Some("浦东店的秘密")), "notes stay with their store");
        assert!(read.entries.iter().any(|e| e.kind == "collision"));
        assert!(read.entries.iter().all(|e| e.kind != "collision" || e.actor_name != "王敏"));
    }
}

/// CUS-10: a family shares a number: allowed, nothing is merged, and the store gets an engagement of its own.
#[tokio::test]
async fn names_that_do_not_fit_are_not_merged() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let first = w.file(w.sales1, &[("name", "王敏"), ("phone", PHONE)]).await;
        let later = w.file(w.sales3, &[("name", "李雷"), ("phone", PHONE)]).await;
        let case = tab(&w, w.sales3, Tab::Mine).await.remove(0).collision.id;
        ask(&w, w.sales3, case, false).await.unwrap();
        answer(&w, w.manager1, case, Answer::Allow).await.unwrap();
        assert!(w.read(w.sales3, later).await.is_some());
        assert_eq!(w.read(w.sales3, first).await.unwrap().engagements.len(), 1);
        assert_eq!(w.read(w.sales1, first).await.unwrap().engagements.len(), 1);
    }
}

/// CUS-10: shared until a day; declined with a reason that the asker reads, while who declined stays unknown to them.
#[tokio::test]
async fn shared_and_declined() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let (first, _, case) = collided(&w).await;
        ask(&w, w.sales3, case.collision.id, false).await.unwrap();
        let until = w.db.clock.now().plus_days(7);
        answer(&w, w.sales1, case.collision.id, Answer::Share(until)).await.unwrap();
        assert!(w.read(w.sales3, first).await.is_some());
        assert!(w.update(w.sales3, first, 1, &[("city", "苏州")]).await.is_err(), "to read only");
        w.db.clock.advance(8 * 86_400);
        assert!(w.read(w.sales3, first).await.is_none(), "until the day");

        let other = w.file(w.sales1, &[("name", "赵一"), ("phone", "13700000001")]).await;
        w.file(w.sales3, &[("name", "赵一"), ("phone", "13700000001")]).await;
        let case = tab(&w, w.sales3, Tab::Mine).await.remove(0).collision.id;
        ask(&w, w.sales3, case, false).await.unwrap();
        let silent = answer(&w, w.sales1, case, Answer::Decline("  ".into())).await;
        assert!(matches!(silent, Err(Refusal::Invalid(_))), "a reason is owed");
        answer(&w, w.manager1, case, Answer::Decline("已签订购意向".into())).await.unwrap();
        let seen = tab(&w, w.sales3, Tab::Mine).await.remove(0);
        assert_eq!(seen.collision.decide_reason.as_deref(), Some("已签订购意向"));
        assert!(w.read(w.sales3, other).await.is_none());
        assert!(told(&w, w.sales3).await.contains(&"collision-declined".to_owned()));
        assert!(told(&w, w.sales1).await.contains(&"collision-answered".to_owned()), "both sides hear of it");
        let list = notices::queries::of_user(w.db.read(), w.founded.tenant, w.sales3, false, None, 20).await.unwrap();
        assert!(list.iter().all(|n| !n.args.contains("张强")), "who answered is not told");
    }
}

/// CUS-10: a request that nobody answers in time goes to the group, once.
#[tokio::test]
async fn unanswered_requests_go_to_the_group() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let (_, _, case) = collided(&w).await;
        ask(&w, w.sales3, case.collision.id, false).await.unwrap();
        for (days, count) in [(2, 0), (2, 1), (2, 1)] {
            w.db.clock.advance(days * 86_400);
            let scope = w.system();
            let mut tx = w.db.write(&scope).await.unwrap();
            tx.enqueue(kernel::NewJob { kind: collisions::ESCALATE, ..kernel::NewJob::default() });
            tx.commit().await.unwrap();
            let job: std::sync::Arc<dyn kernel::JobHandler> = std::sync::Arc::new(collisions::EscalateJob);
            let handlers = std::collections::HashMap::from([(collisions::ESCALATE, job)]);
            let stop = std::sync::atomic::AtomicBool::new(false);
            kernel::jobs::work(&w.db, &handlers, &stop).await.unwrap();
            assert_eq!(told(&w, w.group).await.len(), count, "after {days} more days");
        }
        answer(&w, w.group, case.collision.id, Answer::Allow).await.unwrap();
        assert_eq!(tab(&w, w.group, Tab::Whole).await[0].collision.state(), State::Allowed);
    }
}

/// CUS-10: two consultants of one store: the newcomer is told whose the customer is, asks while they are protected, and
/// takes over when the protection has ended; real contact begins it anew. What the customer wishes, the manager decides.
#[tokio::test]
async fn two_consultants_of_one_store() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let first = w.file(w.sales1, &[("name", "王敏"), ("phone", PHONE)]).await;
        let later = w.file(w.sales2, &[("name", "王敏"), ("phone", PHONE)]).await;
        let case = tab(&w, w.sales2, Tab::Mine).await.remove(0);
        assert_eq!((case.collision.between(), case.told()), (Between::Store, Told::Named));
        assert_eq!(case.first_owner_name.as_deref(), Some("王敏"));
        let seams = w.seams.clone();
        let take = async || w.act(w.sales2, async |tx| collisions::take(tx, &seams, case.collision.id).await).await;
        assert!(matches!(take().await, Err(Refusal::Rule("collision-still-protected"))));
        w.db.clock.advance(29 * 86_400);
        w.act(w.sales1, async |tx| timeline::add_entry(tx, first, None, "call", None, "约了周末").await).await.unwrap();
        w.db.clock.advance(2 * 86_400);
        assert!(matches!(take().await, Err(Refusal::Rule("collision-still-protected"))), "a call extends it");
        ask(&w, w.sales2, case.collision.id, true).await.unwrap();
        let refused = answer(&w, w.sales1, case.collision.id, Answer::Allow).await;
        assert!(matches!(refused, Err(Refusal::Rule("collision-manager-decides"))));
        answer(&w, w.manager1, case.collision.id, Answer::Decline("先由原顾问跟进".into())).await.unwrap();
        w.db.clock.advance(30 * 86_400);
        take().await.unwrap();
        let file = w.read(w.sales2, first).await.unwrap();
        assert_eq!(file.engagements[0].engagement.owner_id, Some(w.sales2));
        assert!(w.read(w.sales1, first).await.is_none(), "it is no longer theirs");
        assert!(w.read(w.sales2, later).await.is_none(), "one file");
        assert_eq!(told(&w, w.sales1).await[0], "collision-taken");
    }
}

/// CUS-10: two stores file one person at the same moment: both are filed, exactly one is the first, and nobody is shown
/// an error of the database.
#[tokio::test(flavor = "multi_thread")]
async fn at_the_same_moment() {
    for backend in Backend::all() {
        let w = world(backend).await;
        for n in 0..6 {
            let phone = format!("1370000010{n}");
            let pairs = [("name", "王敏"), ("phone", phone.as_str())];
            let file = async |who: Id| {
                let scope = w.scope(who).await;
                let mut tx = w.db.write(&scope).await.unwrap();
                let made = customers::create(&mut tx, &w.seams, &support::input(&pairs)).await.unwrap();
                tx.commit().await.unwrap();
                made.id
            };
            w.db.clock.advance(1);
            let (a, b) = tokio::join!(file(w.sales1), file(w.sales3));
            let text = "SELECT c.customer_id AS later, e.customer_id AS first FROM collisions c \
                        JOIN engagements e ON e.id = c.first_engagement_id WHERE c.customer_id IN ($1, $2)";
            let rows = sql::rows(w.db.read(), text, [a.into(), b.into()]).await.unwrap();
            assert_eq!(rows.len(), 1, "one of two is the first on {backend:?}");
            let (later, first): (Id, Id) =
                (rows[0].try_get("", "later").unwrap(), rows[0].try_get("", "first").unwrap());
            assert!(later != first && [a, b].contains(&later) && [a, b].contains(&first));
        }
    }
}

/// CUS-10: a later file that is put away takes its case along; the first side is asked nothing any more.
#[tokio::test]
async fn withdrawn_with_the_file() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let (first, later, case) = collided(&w).await;
        ask(&w, w.sales3, case.collision.id, false).await.unwrap();
        let seams = w.seams.clone();
        let system = w.system();
        let mut tx = w.db.write(&system).await.unwrap();
        customers::delete(&mut tx, &seams, later, 1).await.unwrap();
        tx.commit().await.unwrap();
        assert!(tab(&w, w.sales1, Tab::Due).await.is_empty());
        let refused = answer(&w, w.sales1, case.collision.id, Answer::Allow).await;
        assert!(matches!(refused, Err(Refusal::NotFound)));
        assert!(w.read(w.sales1, first).await.is_some());
    }
}

/// CUS-10: a store of another group below one maker is an independent dealer.
#[tokio::test]
async fn groups_below_a_maker() {
    let w = world(Backend::Sqlite).await;
    let group = w.node(w.founded.root, NodeKind::Region, "R2", "大区").await;
    let store = w.node(group, NodeKind::Store, "S003", "苏州店").await;
    let sales = w.person("sales9", "何苗", store, "sales_consultant").await;
    w.file(w.sales1, &[("name", "王敏"), ("phone", PHONE)]).await;
    w.file(sales, &[("name", "王敏"), ("phone", PHONE)]).await;
    assert_eq!(tab(&w, sales, Tab::Mine).await.len(), 1, "a region of the group");
}

/// CUS-10, domain.md §2.3: a refusal is appealed against once and within three days; someone above both sides who did not
/// decline it judges, nobody of the first store alone; both sides are told.
#[tokio::test]
async fn a_refusal_is_appealed_against_once() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let (_, _, case) = collided(&w).await;
        let id = case.collision.id;
        let appeal = async |who: Id| {
            w.db.clock.advance(1);
            w.act(who, async |tx| collisions::appeal(tx, id, "客户一直由我们接待").await).await
        };
        assert!(matches!(appeal(w.sales3).await, Err(Refusal::Rule("collision-not-declined"))));
        ask(&w, w.sales3, id, false).await.unwrap();
        answer(&w, w.manager1, id, Answer::Decline("正在签约".into())).await.unwrap();
        assert!(
            matches!(appeal(w.sales1).await, Err(Refusal::NotFound)),
            "the other side has nothing to appeal against"
        );
        appeal(w.sales3).await.unwrap();
        assert!(told(&w, w.group).await.contains(&"collision-appealed".to_owned()));
        assert!(!told(&w, w.manager1).await.contains(&"collision-appealed".to_owned()));
        assert!(tab(&w, w.manager1, Tab::Due).await.is_empty() && tab(&w, w.group, Tab::Due).await.len() == 1);
        let judged = answer(&w, w.manager1, id, Answer::Decline("不变".into())).await;
        assert!(matches!(judged, Err(Refusal::Rule("collision-group-judges"))), "{judged:?}");
        let before = tab(&w, w.group, Tab::Due).await.remove(0).collision;
        assert_eq!(before.refuse_reason.as_deref(), Some("正在签约"));
        answer(&w, w.group, id, Answer::Decline("先建档者优先".into())).await.unwrap();
        let mine = tab(&w, w.sales3, Tab::Mine).await.remove(0).collision;
        assert_eq!((mine.state(), mine.decide_reason.as_deref()), (State::Declined, Some("先建档者优先")));
        assert!(matches!(appeal(w.sales3).await, Err(Refusal::Rule("collision-appeal-late"))), "once");

        // Another case, too late.
        w.file(w.sales1, &[("name", "何平"), ("phone", "13912345678")]).await;
        w.file(w.sales3, &[("name", "何先生"), ("phone", "13912345678")]).await;
        let id = tab(&w, w.sales3, Tab::Mine).await.remove(0).collision.id;
        ask(&w, w.sales3, id, false).await.unwrap();
        answer(&w, w.manager1, id, Answer::Decline("正在签约".into())).await.unwrap();
        w.db.clock.advance(3 * 86_400);
        let late = w.act(w.sales3, async |tx| collisions::appeal(tx, id, "太晚").await).await;
        assert!(matches!(late, Err(Refusal::Rule("collision-appeal-late"))), "{late:?}");
    }
}

/// CUS-10: a number or identity number that is added to a file is looked at like that of a new file, once for each two
/// files; what one sees already, and one's own file at another store, is no collision.
#[tokio::test]
async fn what_is_added_is_looked_at() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let number = identifiers::sample::resident_id(
            7,
            chrono::NaiveDate::from_ymd_opt(1977, 7, 7).unwrap(),
            identifiers::Sex::Female,
        );
        let input = [("name", "王敏"), ("phone", PHONE), ("id_number", number.as_str())];
        let first = w.file(w.manager1, &input).await;
        for (n, way) in ["number", "primary", "identity", "none"].into_iter().enumerate() {
            let own = w.file(w.sales3, &[("name", "王女士"), ("phone", &format!("1391234567{n}"))]).await;
            w.db.clock.advance(1);
            let seams = w.seams.clone();
            let change = async |field: &str, value: &str| {
                let version = sql::number(w.db.read(), "SELECT version FROM customers WHERE id = $1", [own.into()]);
                let version = version.await.unwrap();
                let input: records::Input = [(field, value)].into_iter().collect();
                w.act(w.manager2, async |tx| customers::update(tx, &seams, own, version, &input).await.map(drop)).await
            };
            match way {
                "number" => {
                    w.act(w.manager2, async |tx| customers::phones::add(tx, &seams, own, PHONE, None).await).await
                }
                "primary" => change("phone", PHONE).await,
                "identity" => change("id_number", &number).await,
                _ => change("city", "上海").await,
            }
            .unwrap();
            let scope = w.scope(w.manager2).await;
            let found = collisions::cases(&Look::at(&w.db, &scope), Tab::Mine, 100).await.unwrap();
            let found: Vec<&Case> = found.iter().filter(|case| case.own_customer == own).collect();
            assert_eq!(found.len(), usize::from(way != "none"), "{way}");
            assert!(found.iter().all(|case| case.first_customer == first && case.told() == Told::Known), "{way}");
            if way == "identity" {
                assert_eq!(found[0].collision.key_kind, "identity");
                // The same two files once more, by another key: nothing new.
                change("phone", PHONE).await.unwrap();
                let again = "SELECT count(*) FROM collisions WHERE customer_id = $1";
                assert_eq!(sql::number(w.db.read(), again, [own.into()]).await.unwrap(), 1);
            }
            assert!(w.read(w.manager2, first).await.is_none(), "that they are known, and nothing else");
        }
        assert!(tab(&w, w.manager1, Tab::Mine).await.is_empty(), "the first side learns nothing");
    }
}
