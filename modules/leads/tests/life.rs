//! The life of a lead: arriving, being given out, contacted, filed; or late, pooled, claimed; or none.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use fourfold_leads as leads;
use kernel::{Id, sql};
use leads::assignment::{self, LeadRule};
use leads::filing::{self, Filing};
use leads::lead::{State, invalid};
use leads::{Outcome, pool, sources};
use records::Refusal;
use support::{World, code};
use testkit::Backend;

/// LEAD-01: whoever arrives again joins the lead that is open; each arrival stands in the ledger, the person counts once.
/// What only another store knows is neither joined nor told.
#[tokio::test]
async fn one_person_is_counted_once() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let first = w.arrive(w.sales1, &[("name", "司徒静"), ("phone", "138 5566 7788")]).await.unwrap();
        assert_eq!(first.outcome, Outcome::New);
        assert_eq!(
            (w.lead(first.lead).await.owner_id, w.lead(first.lead).await.state()),
            (Some(w.sales1), State::Assigned)
        );
        let again = [("name", "司徒小姐"), ("phone", "13855667788"), ("source", "web"), ("raw", "想试驾")];
        for who in [w.sales1, w.sales2, w.manager1, w.group] {
            let joined = w.arrive(who, &again).await.unwrap();
            assert_eq!((joined.lead, joined.outcome), (first.lead, Outcome::SameLead));
        }
        let other = w.arrive(w.sales3, &again).await.unwrap();
        assert_ne!(other.lead, first.lead, "another store begins anew");
        assert_eq!(other.outcome, Outcome::New);
        let lead = w.lead(first.lead).await;
        assert_eq!((lead.arrivals, lead.name.as_str(), lead.version), (5, "司徒静", 1));
        let since = lead.received_at;
        let counted = leads::arrivals::queries::people_since(w.db.read(), w.founded.tenant, since).await.unwrap();
        assert_eq!(counted, (1, 6), "one person, six arrivals");
        let web = w.number("SELECT count(*) FROM lead_arrivals WHERE channel = 'web'").await;
        assert_eq!(web, 5, "each source is credited");
        w.settle().await;
        assert_eq!(w.notices(w.sales1).await, vec!["lead-returned"; 4]);
        assert!(!w.sees(w.sales2, first.lead).await && w.sees(w.manager1, first.lead).await);
        assert!(!w.sees(w.manager2, first.lead).await && w.sees(w.group, first.lead).await);
    }
}

/// LEAD-01, CUS-10: a customer within reach is told, one of another store is not; a privacy number joins nobody.
#[tokio::test]
async fn known_customers_are_told_within_reach_only() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let input: records::Input = [("name", "顾明"), ("phone", "13900001111")].into_iter().collect();
        w.act(w.sales1, async |tx| Ok(customers::create(tx, &w.seams.customers, &input).await?.id)).await.unwrap();
        let arrival = [("name", "顾先生"), ("phone", "13900001111")];
        assert_eq!(w.arrive(w.sales3, &arrival).await.unwrap().outcome, Outcome::New);
        assert_eq!(w.arrive(w.sales1, &arrival).await.unwrap().outcome, Outcome::Known);
        let hidden = [("name", "某先生"), ("phone", "13812345678转1234")];
        let (one, two) = (w.arrive(w.sales1, &hidden).await.unwrap(), w.arrive(w.sales1, &hidden).await.unwrap());
        assert_ne!(one.lead, two.lead);
    }
}

/// LEAD-01: what an arrival needs, and what it cannot be.
#[tokio::test]
async fn arrivals_are_checked() {
    let w = World::new(Backend::Sqlite).await;
    let arrive = async |pairs: &[(&str, &str)]| code(w.arrive(w.sales1, pairs).await);
    assert_eq!(arrive(&[("phone", "13855667788")]).await, "name:field-required");
    assert_eq!(arrive(&[("name", "甲")]).await, "phone:lead-without-contact");
    assert_eq!(arrive(&[("name", "甲"), ("phone", "13855667788"), ("source", "")]).await, "source:field-required");
    assert_eq!(
        arrive(&[("name", "甲"), ("phone", "13855667788"), ("source", "fax")]).await,
        "source:field-not-a-choice"
    );
    let minhang = w.minhang.to_string();
    let elsewhere = [("name", "甲"), ("phone", "13855667788"), ("store", minhang.as_str())];
    assert_eq!(arrive(&elsewhere).await, "store:lead-place-out-of-reach");
    assert_eq!(arrive(&[("name", "甲"), ("phone", "13855667788"), ("level", "Z")]).await, "level:field-not-a-choice");
    let later = [("name", "甲"), ("phone", "13855667788"), ("received_at", "2030-01-01")];
    assert_eq!(arrive(&later).await, "received_at:field-not-a-moment");
    assert_eq!(w.number("SELECT count(*) FROM leads").await, 0);
}

/// LEAD-01: the tree of sources with their costs; a feed names a campaign by its code, and one out of use takes nothing.
#[tokio::test]
async fn sources_form_a_tree() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let draft = |code: &str, parent: Option<Id>| sources::Draft {
            channel: "web".into(),
            parent,
            code: code.into(),
            name: "汽车之家".into(),
            paid: true,
            active: true,
        };
        let add = async |who: Id, code: &str, parent: Option<Id>| {
            w.act(who, async |tx| sources::add(tx, tx.new_id(), draft(code, parent)).await).await
        };
        assert_eq!(code(add(w.sales1, "autohome", None).await), "not allowed");
        let platform = add(w.group, "autohome", None).await.unwrap();
        let campaign = add(w.group, "autohome-1111", Some(platform)).await.unwrap();
        assert_eq!(code(add(w.group, "autohome", None).await), "code:lead-source-code-taken");
        assert_eq!(code(add(w.group, "walk-in", None).await), "code:lead-source-code-taken");
        assert_eq!(code(add(w.group, "x", Some(campaign)).await), "parent:lead-source-too-deep");
        let made = w.arrive(w.sales1, &[("name", "甲"), ("phone", "13855667788"), ("source", "autohome-1111")]).await;
        let lead = w.lead(made.unwrap().lead).await;
        assert_eq!((lead.channel.as_str(), lead.source_id, lead.paid), ("web", Some(campaign), true));
        let month = "2026-11-15".parse().unwrap();
        for fen in [100_000, 200_050] {
            w.act(w.group, async |tx| sources::set_cost(tx, platform, month, fen).await).await.unwrap();
        }
        let first = "2026-11-01".parse().unwrap();
        let costs = sources::queries::costs(w.db.read(), w.founded.tenant, first).await.unwrap();
        assert_eq!(costs.len(), 1);
        assert_eq!((costs[0].code.as_str(), costs[0].month, costs[0].fen), ("autohome", first, 200_050));
        let off = sources::Draft { active: false, ..draft("", None) };
        w.act(w.group, async |tx| sources::change(tx, campaign, 1, off).await).await.unwrap();
        let closed = w.arrive(w.sales1, &[("name", "乙"), ("phone", "13855667789"), ("source", "autohome-1111")]).await;
        assert_eq!(code(closed), "source:lead-source-closed");
    }
}

fn rule(w: &World, position: i64, cities: &[&str], store: Id) -> LeadRule {
    LeadRule {
        id: w.db.clock.new_id(),
        name: format!("规则 {position}"),
        position,
        active: true,
        sources: Vec::new(),
        cities: cities.iter().map(|c| (*c).to_owned()).collect(),
        models: Vec::new(),
        store,
        version: 0,
    }
}

/// LEAD-03: the head office's leads go to the store of the first rule that fits, there to whoever has the least; what no
/// rule fits stays at the head office. Neither those who left nor those of other roles get any.
#[tokio::test]
async fn leads_are_given_out() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        for rule in [rule(&w, 1, &["闵行"], w.minhang), rule(&w, 2, &["上海"], w.pudong)] {
            w.act(w.group, async |tx| assignment::save(tx, &rule).await).await.unwrap();
        }
        let mut owners = Vec::new();
        for n in 0..6 {
            let phone = format!("1385566770{n}");
            let district = if n == 5 { "闵行区" } else { "浦东新区" };
            let arrival = [("name", "甲"), ("phone", &phone), ("city", "上海市"), ("district", district)];
            let made = w.arrive(w.group, &arrival).await.unwrap();
            assert_eq!(w.lead(made.lead).await.store_id, None);
            w.settle().await;
            let lead = w.lead(made.lead).await;
            assert_eq!(lead.state(), State::Assigned);
            assert_eq!(lead.due_at.unwrap(), lead.assigned_at.unwrap().plus_seconds(30 * 60));
            owners.push((lead.store_id.unwrap(), lead.owner_id.unwrap()));
        }
        let at = |who: Id| owners.iter().filter(|(_, owner)| *owner == who).count();
        let mut shares = [at(w.sales1), at(w.sales2)];
        shares.sort_unstable();
        assert_eq!(shares, [2, 3], "in turn: {owners:?}");
        assert_eq!(owners[5], (w.minhang, w.sales3));
        let made = w.arrive(w.group, &[("name", "乙"), ("phone", "13700001234"), ("city", "成都")]).await.unwrap();
        w.settle().await;
        let waiting = w.lead(made.lead).await;
        assert_eq!((waiting.state(), waiting.store_id), (State::New, None));
        assert!(!w.sees(w.manager1, made.lead).await && w.sees(w.group, made.lead).await);
        w.act(w.group, async |tx| assignment::send(tx, made.lead, w.minhang, None).await).await.unwrap();
        w.settle().await;
        assert_eq!(w.lead(made.lead).await.owner_id, Some(w.sales3));
        let scope = w.scope(w.sales3).await;
        let look = records::policy::Look::at(&w.db, &scope);
        let found = records::search::search(&look, &leads::LEAD, "13700001234", 5).await.unwrap();
        assert_eq!(found.len(), 1, "search follows to the store");
        assert_eq!(w.notices(w.sales3).await, ["lead-assigned", "lead-assigned"]);
        let gone = "UPDATE users SET status = 'disabled' WHERE login = 'sales1'";
        let scope = w.system();
        let tx = w.db.write(&scope).await.unwrap();
        sql::run(tx.conn(), gone, []).await.unwrap();
        tx.commit().await.unwrap();
        for phone in ["13855667791", "13855667792"] {
            assert_eq!(w.lead(w.given("丙", phone).await).await.owner_id, Some(w.sales2));
        }
    }
}

/// LEAD-03: a manager gives by hand; who may not, does not; a person of another store gets nothing of this one.
#[tokio::test]
async fn a_manager_gives_by_hand() {
    let w = World::new(Backend::Sqlite).await;
    let lead = w.given("司徒静", "13855667788").await;
    let first = w.lead(lead).await.owner_id.unwrap();
    let second = if first == w.sales1 { w.sales2 } else { w.sales1 };
    let give = async |who: Id, owner: Id| {
        w.act(who, async |tx| assignment::assign(tx, &w.seams, lead, None, owner, Some("忙".into())).await).await
    };
    assert_eq!(code(give(w.manager1, w.sales3).await), "owner:lead-owner-elsewhere");
    assert_eq!(code(give(w.manager2, w.sales3).await), "not found");
    assert_eq!(code(give(first, second).await), "not allowed");
    assert_eq!(give(w.manager1, second).await.unwrap(), State::Assigned);
    assert_eq!(w.lead(lead).await.owner_id, Some(second));
    assert!(!w.sees(first, lead).await && w.sees(second, lead).await);
    let moves = leads::lead::moves::of(w.db.read(), w.founded.tenant, lead).await.unwrap();
    assert_eq!((moves[0].act.as_str(), moves[0].reason.as_deref()), ("assign", Some("忙")));
}

/// LEAD-05: an attempt that reached nobody leaves the clock running; a real contact stops it; then the customer is filed:
/// file, owner, timeline, opportunity. Nothing of a refused filing stays.
#[tokio::test]
async fn a_lead_is_contacted_and_filed() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let lead = w.given("司徒静", "13855667788").await;
        let owner = w.lead(lead).await.owner_id.unwrap();
        let colleague = if owner == w.sales1 { w.sales2 } else { w.sales1 };
        let filing = |model: &str| Filing {
            name: "司徒静".into(),
            phone: "13855667788".into(),
            level: "H".into(),
            model: model.into(),
            expected_on: Some("2026-12-01".parse().unwrap()),
        };
        let version = w.lead(lead).await.version;
        let file = async |who: Id, version: i64, model: &str| {
            let filing = filing(model);
            w.act(who, async |tx| filing::file(tx, &w.seams, lead, version, filing).await).await
        };
        assert_eq!(code(file(owner, version, "Q5L").await), "lead-not-now-assigned");
        assert_eq!(w.contact(owner, lead, "no-answer").await.unwrap(), State::Assigned);
        assert!(w.lead(lead).await.alarm_at.is_some(), "the clock runs on");
        assert_eq!(code(w.contact(owner, lead, "shouted").await), "result:field-not-a-choice");
        assert_eq!(code(w.contact(colleague, lead, "reached").await), "not found");
        assert_eq!(w.contact(owner, lead, "reached").await.unwrap(), State::Contacted);
        let reached = w.lead(lead).await;
        assert_eq!((reached.alarm_at, reached.contacted_at.is_some()), (None, true));
        assert_eq!(code(file(owner, reached.version, "不存在").await), "model:field-unknown-record");
        assert_eq!(w.number("SELECT count(*) FROM customers").await, 0, "nothing of a refused filing stays");
        assert!(matches!(file(owner, 1, "Q5L").await, Err(Refusal::Conflict(_))));
        let filed = file(owner, reached.version, "Q5L").await.unwrap();
        assert!(!filed.known && filed.opportunity.is_some());
        assert_eq!(w.lead(lead).await.customer_id, Some(filed.customer));
        let text = "SELECT owner_id, grade, source FROM engagements WHERE customer_id = $1 AND store_id = $2";
        let row = sql::row(w.db.read(), text, [filed.customer.into(), w.pudong.into()]).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<Option<Id>>(0).unwrap(), Some(owner));
        assert_eq!(row.try_get_by_index::<Option<String>>(1).unwrap().as_deref(), Some("H"));
        assert_eq!(row.try_get_by_index::<Option<String>>(2).unwrap().as_deref(), Some("official"));
        assert_eq!(w.number("SELECT count(*) FROM timeline WHERE kind = 'lead'").await, 1);
        let opening = w.opened.0.lock().unwrap().last().cloned().unwrap();
        assert_eq!((opening.customer, opening.store, opening.owner), (filed.customer, w.pudong, Some(owner)));
        assert_eq!(opening.models, [("Q5L".to_owned(), None)]);
        let closed = w.lead(lead).await.version;
        assert_eq!(code(file(owner, closed, "Q5L").await), "lead-not-now-filed");
        let again = w.arrive(owner, &[("name", "司徒静"), ("phone", "13855667788")]).await.unwrap();
        assert!(again.lead != lead && again.outcome == Outcome::Known, "a closed lead is not joined");
        w.contact(owner, again.lead, "replied").await.unwrap();
        let version = w.lead(again.lead).await.version;
        let second = filing("A6L");
        let done =
            w.act(owner, async |tx| filing::file(tx, &w.seams, again.lead, version, second).await).await.unwrap();
        assert!(done.known && done.customer == filed.customer, "one file however often they arrive");
    }
}

/// LEAD-03: of a paid source a manager agrees first; a refusal brings the lead back with a new clock; the arrival stays.
#[tokio::test]
async fn paid_leads_are_invalid_when_a_manager_agrees() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let draft = sources::Draft {
            channel: "bought".into(),
            code: "list-2026".into(),
            name: "外购名单".into(),
            paid: true,
            active: true,
            parent: None,
        };
        w.act(w.group, async |tx| sources::add(tx, tx.new_id(), draft).await).await.unwrap();
        let store = w.pudong.to_string();
        let arrival = [("name", "甲"), ("phone", "13855667788"), ("source", "list-2026"), ("store", store.as_str())];
        let lead = w.arrive(w.sales1, &arrival).await.unwrap().lead;
        let say = async |who: Id, reason: &str| {
            w.act(who, async |tx| invalid::invalidate(tx, lead, reason, "打了三次").await).await
        };
        let judge = async |who: Id, agreed: bool| {
            w.act(who, async |tx| invalid::judge(tx, &w.seams, lead, agreed, "").await).await
        };
        assert_eq!(code(say(w.sales1, "").await), "reason:field-required");
        assert_eq!(code(say(w.sales1, "bored").await), "reason:field-not-a-choice");
        assert_eq!(say(w.sales1, "wrong-number").await.unwrap(), State::InvalidPending);
        w.settle().await;
        assert_eq!(w.notices(w.manager1).await, ["lead-doubted"]);
        assert_eq!(code(w.contact(w.sales1, lead, "reached").await), "lead-not-now-invalid-pending");
        assert_eq!(code(judge(w.sales1, true).await), "not allowed");
        assert_eq!(judge(w.manager1, false).await.unwrap(), State::Assigned);
        assert!(w.lead(lead).await.alarm_at.is_some());
        say(w.sales1, "wrong-number").await.unwrap();
        assert_eq!(judge(w.manager1, true).await.unwrap(), State::Invalid);
        assert_eq!(w.number("SELECT count(*) FROM lead_arrivals").await, 1);
        let reopen = w.act(w.manager1, async |tx| invalid::reopen(tx, lead).await).await.unwrap();
        assert_eq!(reopen, State::New);
        let free = w.given("乙", "13700001234").await;
        let owner = w.lead(free).await.owner_id.unwrap();
        let done = w.act(owner, async |tx| invalid::invalidate(tx, free, "no-buyer", "").await).await.unwrap();
        assert_eq!(done, State::Invalid, "an unpaid one at once");
    }
}

/// LEAD-03, LEAD-05: late once, the owner is reminded; twice, the manager is told; a third time, it goes to the pool.
/// However often the job runs, each is said once.
#[tokio::test]
async fn late_leads_go_to_the_pool() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let lead = w.given("司徒静", "13855667788").await;
        let owner = w.lead(lead).await.owner_id.unwrap();
        w.alarms().await;
        assert_eq!(w.lead(lead).await.alarms, 0, "in time");
        for (minutes, alarms) in [(31, 1), (31, 2)] {
            w.db.clock.advance(minutes * 60);
            w.alarms().await;
            w.alarms().await;
            assert_eq!((w.lead(lead).await.alarms, w.lead(lead).await.state()), (alarms, State::Assigned));
        }
        assert_eq!(w.notices(owner).await, ["lead-assigned", "lead-overdue"]);
        assert_eq!(w.notices(w.manager1).await, ["lead-overdue-manager"]);
        w.db.clock.advance(31 * 60);
        w.alarms().await;
        w.alarms().await;
        let pooled = w.lead(lead).await;
        assert_eq!((pooled.state(), pooled.owner_id, pooled.former_id), (State::Pool, None, Some(owner)));
        assert_eq!(w.notices(owner).await, ["lead-assigned", "lead-overdue", "lead-recalled"]);
        assert!(!w.sees(owner, lead).await);
        let other = if owner == w.sales1 { w.sales2 } else { w.sales1 };
        let offered = async |who: Id| {
            let scope = w.scope(who).await;
            pool::of(&records::policy::Look::at(&w.db, &scope)).await.unwrap().len()
        };
        assert_eq!((offered(other).await, offered(w.sales3).await), (1, 0));
        let claim = async |who: Id| w.act(who, async |tx| pool::claim(tx, &w.seams, lead).await).await;
        assert_eq!(code(claim(w.sales3).await), "not found");
        assert_eq!(code(claim(owner).await), "lead-claim-too-soon");
        assert_eq!(claim(other).await.unwrap(), State::Assigned);
        let claimed = w.lead(lead).await;
        assert_eq!((claimed.owner_id, claimed.alarms), (Some(other), 0));
        assert!(claimed.alarm_at.unwrap() > claimed.assigned_at.unwrap(), "a new clock");
        assert_eq!(code(claim(owner).await), "lead-claimed-already");
        assert_eq!(
            w.number("SELECT CAST(sum(n) AS bigint) FROM lead_claims").await,
            1,
            "who did not get it has spent nothing"
        );
    }
}

/// LEAD-03: nobody takes more in a day than the setting allows; whoever it was taken from may have it again later.
#[tokio::test]
async fn claims_are_limited() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let mut pooled = Vec::new();
        for n in 0..7 {
            let lead = w.given("甲", &format!("1385566770{n}")).await;
            w.act(w.manager1, async |tx| pool::recall(tx, lead, None).await).await.unwrap();
            pooled.push(lead);
        }
        w.db.clock.advance(25 * 3_600);
        let claim = async |lead: Id| w.act(w.sales1, async |tx| pool::claim(tx, &w.seams, lead).await).await;
        for lead in &pooled[..5] {
            claim(*lead).await.unwrap();
        }
        assert_eq!(code(claim(pooled[5]).await), "lead-claims-spent");
        w.db.clock.advance(24 * 3_600);
        claim(pooled[5]).await.unwrap();
    }
}

/// LEAD-05: what is due is found under the reader's policy, the earliest first: one's own, or one's people's.
#[tokio::test]
async fn what_is_due_is_found() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (one, two) = (w.given("甲", "13855667701").await, w.given("乙", "13855667702").await);
        let until = w.db.clock.now().plus_days(1);
        let due = async |who: Id, owner: Option<Id>| {
            let scope = w.scope(who).await;
            let look = records::policy::Look::at(&w.db, &scope);
            let found = leads::lead::due(&look, owner, None, (None, until), 10).await.unwrap();
            found.into_iter().map(|d| d.id).collect::<Vec<_>>()
        };
        assert_eq!(due(w.manager1, None).await, [one, two]);
        let owner = w.lead(two).await.owner_id.unwrap();
        assert_eq!(due(owner, Some(owner)).await, [two]);
        assert_eq!(due(w.manager2, None).await, Vec::<Id>::new());
        assert_eq!(due(w.sales3, Some(owner)).await, Vec::<Id>::new());
        w.contact(owner, two, "reached").await.unwrap();
        assert_eq!(due(w.manager1, None).await, [one]);
    }
}

/// LEAD-01: taking a lead in costs a fixed number of statements, whatever is there already.
#[tokio::test]
async fn taking_in_is_cheap() {
    let w = World::new(Backend::Sqlite).await;
    let (db, seen) = testkit::overheard(&w.db);
    let scope = w.scope(w.sales1).await;
    let mut counts = Vec::new();
    for n in 0..3 {
        w.db.clock.advance(1);
        let input: records::Input = [("name", "司徒静"), ("source", "web"), ("level", "H")].into_iter().collect();
        let mut input = input;
        input.set("phone", format!("1385566770{n}"));
        seen.take();
        let mut tx = db.write(&scope).await.unwrap();
        leads::create(&mut tx, &w.seams, &input).await.unwrap();
        tx.commit().await.unwrap();
        counts.push(seen.take().len());
    }
    assert_eq!(counts[0], counts[2]);
    assert!(counts[0] <= 16, "{counts:?}");
}
