//! What hangs on a file: assignment, classes, contacts, relations, consents, tags, documents, and the followers of
//! other modules.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use customers::assignment::{self, AssignmentRule, Conditions, Method, Target, assign};
use customers::consents::{self, NewConsent};
use customers::contacts::{self, NewContact};
use customers::engagements::{classes, history};
use customers::relations::{self, NewRelation};
use customers::seams::{EngagementChange, EngagementEvent, EngagementObserver};
use customers::timeline::{TimelineFilter, add_entry, add_note};
use customers::{Seams, attachments, tags, timeline};
use fourfold_customers as customers;
use kernel::{DbError, Id, Instant, Tx, sql};
use records::Refusal;
use records::policy::Look;
use support::{World, codes, input};
use testkit::{Backend, NOW};

fn pair(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

/// CUS-04: by hand, with history and reason; the new owner sees the customer and the old one no longer.
#[tokio::test]
async fn assigned_by_hand() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "何平"), ("phone", "13812345678")]).await;
        let to = async |who, target| {
            w.act(who, async |tx| assign(tx, &w.seams, id, w.pudong, target, Some("岗位调整".into())).await).await
        };
        assert!(
            matches!(to(w.sales1, Target::Owner(w.sales2)).await, Err(Refusal::Forbidden)),
            "a consultant does not assign"
        );
        assert!(
            matches!(to(w.manager2, Target::Owner(w.sales2)).await, Err(Refusal::NotFound)),
            "another store's manager knows nothing"
        );
        assert_eq!(
            codes(to(w.manager1, Target::Owner(w.sales3)).await.unwrap_err()),
            pair("owner", "customer-owner-elsewhere")
        );
        assert_eq!(
            codes(to(w.manager1, Target::Pool(Some(w.minhang))).await.unwrap_err()),
            pair("pool", "customer-pool-elsewhere")
        );
        to(w.manager1, Target::Owner(w.sales2)).await.unwrap();
        assert!(w.listed(w.sales1).await.is_empty());
        assert_eq!(w.listed(w.sales2).await, ["何平"]);
        to(w.manager1, Target::Pool(Some(w.team))).await.unwrap();
        assert!(w.listed(w.sales2).await.is_empty());
        let scope = w.scope(w.manager1).await;
        let lines = history::owners(&Look::at(&w.db, &scope), id).await.unwrap();
        let told: Vec<_> = lines
            .iter()
            .map(|l| (l.from_name.as_deref(), l.owner_name.as_deref(), l.by_name.as_str(), l.reason.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                (Some("李伟"), None, "张强", Some("岗位调整")),
                (Some("王敏"), Some("李伟"), "张强", Some("岗位调整")),
                (None, Some("王敏"), "王敏", None)
            ]
        );
        let path = w.read(w.manager1, id).await.unwrap().engagements.remove(0).engagement.path;
        assert_eq!(
            sql::number(w.db.read(), "SELECT count(*) FROM nodes WHERE path = $1 AND kind = 'team'", [path.into()])
                .await
                .unwrap(),
            1,
            "the pool of the team"
        );
    }
}

/// CUS-16: an ownerless customer is seen by the store's manager and found by the filter for the pool.
#[tokio::test]
async fn the_pool_is_seen() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        w.file(w.reception1, &[("name", "无主"), ("phone", "13812345671")]).await;
        w.file(w.sales1, &[("name", "有主"), ("phone", "13812345672")]).await;
        let scope = w.scope(w.manager1).await;
        let mut query = records::ListQuery::new(&customers::CUSTOMER, support::today());
        query.filters.push(records::Filter::new("owner", records::Op::Empty, &[]));
        let page = records::list(&Look::at(&w.db, &scope), &records::Registry::default(), &query).await.unwrap();
        assert_eq!(page.rows.iter().map(|r| r.get("name").text().unwrap()).collect::<Vec<_>>(), ["无主"]);
    }
}

fn rule(w: &World, method: Method, conditions: Conditions, owners: &[Id]) -> AssignmentRule {
    AssignmentRule {
        id: w.db.clock.new_id(),
        store: w.pudong,
        name: "网络线索".into(),
        position: 1,
        active: true,
        conditions,
        method,
        owners: owners.to_vec(),
        version: 1,
    }
}

/// CUS-04: a store's rules choose for those who own nobody themselves; requests at once never pick alike.
#[tokio::test]
async fn assigned_by_rule() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let web = Conditions { sources: vec!["web".into()], ..Conditions::default() };
        let turns = rule(&w, Method::RoundRobin, web, &[w.sales1, w.sales2]);
        w.act(w.manager1, async |tx| assignment::save_rule(tx, &turns).await).await.unwrap();
        let refused = w.act(w.sales1, async |tx| assignment::save_rule(tx, &turns).await).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "a consultant settles no rules");
        let mut tasks = Vec::new();
        for n in 0..6 {
            let (db, seams, scope) = (w.db.clone(), w.seams.clone(), w.scope(w.reception1).await);
            tasks.push(tokio::spawn(async move {
                let mut tx = db.write(&scope).await.unwrap();
                let phone = format!("1381234567{n}");
                let made = customers::create(
                    &mut tx,
                    &seams,
                    &input(&[("name", "网客"), ("phone", &phone), ("source", "web")]),
                )
                .await
                .unwrap();
                tx.commit().await.unwrap();
                made.id
            }));
        }
        let mut made = Vec::new();
        for task in tasks {
            made.push(task.await.unwrap());
        }
        assert_eq!(w.listed(w.sales1).await.len(), 3);
        assert_eq!(w.listed(w.sales2).await.len(), 3);
        let scope = w.scope(w.manager1).await;
        let lines = history::owners(&Look::at(&w.db, &scope), made[0]).await.unwrap();
        assert_eq!(lines[0].rule_id, Some(turns.id), "the history names the rule");
        let other = w.file(w.reception1, &[("name", "散客"), ("phone", "13900000000"), ("source", "walk-in")]).await;
        assert_eq!(w.read(w.manager1, other).await.unwrap().engagements[0].engagement.owner_id, None, "no rule fits");
        let none = w
            .act(w.manager1, async |tx| assignment::assign_by_rule(tx, &w.seams, other, w.pudong).await)
            .await
            .unwrap_err();
        assert!(matches!(none, Refusal::Rule("customer-no-rule-fits")));
        w.file(w.sales1, &[("name", "再一位"), ("phone", "13900000001")]).await;
        let load =
            AssignmentRule { position: 2, ..rule(&w, Method::Load, Conditions::default(), &[w.sales1, w.sales2]) };
        w.act(w.manager1, async |tx| assignment::save_rule(tx, &load).await).await.unwrap();
        let choice = w
            .act(w.manager1, async |tx| assignment::assign_by_rule(tx, &w.seams, other, w.pudong).await)
            .await
            .unwrap();
        assert_eq!(choice.owner, w.sales2, "who has fewer");
    }
}

/// CUS-06: along the table, with history; going back needs a reason.
#[tokio::test]
async fn classes_have_a_history() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "何平"), ("phone", "13812345678")]).await;
        let to = async |class: &str, grade: Option<&str>, reason: Option<&str>| {
            let (grade, reason) = (grade.map(str::to_owned), reason.map(str::to_owned));
            w.act(w.sales1, async |tx| classes::convert(tx, id, w.pudong, class, grade, reason).await).await
        };
        assert_eq!(codes(to("vip", None, None).await.unwrap_err()), pair("class", "customer-class-not-convertible"));
        to("prospect", None, None).await.unwrap();
        to("prospect", Some("A"), None).await.unwrap();
        assert_eq!(
            codes(to("lapsed", None, Some(" ")).await.unwrap_err()),
            pair("reason", "customer-class-needs-reason")
        );
        to("lapsed", None, Some("已购竞品")).await.unwrap();
        assert_eq!(
            codes(w.update(w.sales1, id, 1, &[("class", "gold")]).await.unwrap_err()),
            pair("class", "customer-class-unknown")
        );
        w.update(w.sales1, id, 1, &[("class", "customer")]).await.unwrap();
        let scope = w.scope(w.sales1).await;
        let lines = history::classes(&Look::at(&w.db, &scope), id).await.unwrap();
        let told: Vec<_> =
            lines.iter().rev().map(|l| (l.class.as_str(), l.grade.as_deref(), l.reason.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("suspect", None, None),
                ("prospect", Some("N"), None),
                ("prospect", Some("A"), None),
                ("lapsed", None, Some("已购竞品")),
                ("customer", None, None)
            ]
        );
    }
}

/// CUS-13: a relation shows on both files, and only to those who see both customers.
#[tokio::test]
async fn relations_do_not_lead_out_of_reach() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let here = w.file(w.sales1, &[("name", "何平"), ("phone", "13812345671")]).await;
        let there = w.file(w.sales3, &[("name", "何叶"), ("phone", "13812345672")]).await;
        let new = NewRelation {
            customer: here,
            other: there,
            kind: "referrer".into(),
            remark: None,
            valid_from: None,
            valid_to: None,
        };
        let refused = w.act(w.sales1, async |tx| relations::add(tx, new.clone()).await).await.unwrap_err();
        assert_eq!(codes(refused), pair("other", "field-unknown-record"), "as if it were not there");
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        let relation = relations::add(&mut tx, new.clone()).await.unwrap();
        assert_eq!(
            codes(relations::add(&mut tx, NewRelation { other: here, ..new.clone() }).await.unwrap_err()),
            pair("other", "customer-relation-to-itself")
        );
        tx.commit().await.unwrap();
        assert!(w.read(w.sales1, here).await.unwrap().relations.is_empty());
        assert!(w.read(w.sales3, there).await.unwrap().relations.is_empty());
        let seen = w.read(w.group, there).await.unwrap().relations;
        assert_eq!(
            seen.iter().map(|r| (r.other_name.as_str(), r.side)).collect::<Vec<_>>(),
            [("何平", relations::Side::Second)]
        );
        assert!(matches!(
            w.act(w.sales1, async |tx| relations::end(tx, here, relation).await).await,
            Err(Refusal::NotFound)
        ));
    }
}

/// CUS-13: an organisation has contacts; a person has none.
#[tokio::test]
async fn contacts_of_an_organisation() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let company = w.file(w.sales1, &[("name", "上海申通物流有限公司"), ("phone", "021-61234567")]).await;
        let person = w.file(w.sales1, &[("name", "何平"), ("phone", "13812345671")]).await;
        let new = NewContact {
            name: "周 经理".into(),
            role: Some("fleet".into()),
            phone: Some("13812345679".into()),
            email: None,
            linked: Some(person),
        };
        let contact = w.act(w.sales1, async |tx| contacts::add(tx, company, new.clone()).await).await.unwrap();
        let refused = w.act(w.sales1, async |tx| contacts::add(tx, person, new.clone()).await).await.unwrap_err();
        assert!(matches!(refused, Refusal::Rule("customer-contact-of-person")));
        let seen = w.read(w.sales1, company).await.unwrap().contacts;
        assert_eq!((seen[0].phone.text(), seen[0].linked), (Some("+8613812345679"), Some(person)));
        w.act(w.sales1, async |tx| contacts::remove(tx, company, contact).await).await.unwrap();
        assert!(w.read(w.sales1, company).await.unwrap().contacts.is_empty());
    }
}

/// CUS-11: consents are only added to; the newest of a purpose and channel holds, for every store. Tags are a store's own.
#[tokio::test]
async fn consents_and_tags() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "何平"), ("phone", "13812345678")]).await;
        let word = |given| NewConsent {
            purpose: "marketing".into(),
            channel: "sms".into(),
            given,
            text_version: Some("2026-01".into()),
            evidence: Some("签字".into()),
        };
        for given in [true, false] {
            w.act(w.sales1, async |tx| consents::record(tx, id, word(given)).await).await.unwrap();
        }
        w.act(w.sales1, async |tx| tags::add(tx, id, w.pudong, "loan").await).await.unwrap();
        w.act(w.sales1, async |tx| tags::add(tx, id, w.pudong, "loan").await).await.unwrap();
        let file = w.read(w.sales1, id).await.unwrap();
        assert_eq!(file.consents.len(), 2);
        assert!(!consents::current(&file.consents)[0].given);
        assert_eq!(file.tags.len(), 1);
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        customers::engage(&mut tx, &w.seams, id, &input(&[("store", "S002"), ("owner", &w.sales3.to_string())]))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let there = w.read(w.sales3, id).await.unwrap();
        assert!(there.tags.is_empty());
        assert_eq!(
            (there.consents.len(), there.consents[0].collector_name.as_str(), there.consents[0].evidence.as_deref()),
            (2, "", None)
        );
        w.act(w.sales1, async |tx| tags::remove(tx, id, w.pudong, "loan").await).await.unwrap();
        assert!(w.read(w.sales1, id).await.unwrap().tags.is_empty());
    }
}

/// CUS-17, SYS-05: a photographed paper is on the file of its store and nowhere else.
#[tokio::test]
async fn documents_stay_in_their_store() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "何平"), ("phone", "13812345678")]).await;
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        customers::engage(&mut tx, &w.seams, id, &input(&[("store", "S002"), ("owner", &w.sales3.to_string())]))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let prepared = attachments::prepare(b"%PDF-1.4 contract").unwrap();
        let add = async |tx: &mut Tx<'_>| {
            attachments::attach(tx, id, None, "C:\\合同\n.pdf", Some("contract".into()), &prepared).await
        };
        let document = w.act(w.reception1, add).await.unwrap();
        let seen = w.read(w.sales1, id).await.unwrap().attachments;
        assert_eq!((seen[0].name.as_str(), seen[0].made_by_name.as_str()), ("合同.pdf", "赵琳"));
        assert!(w.read(w.sales3, id).await.unwrap().attachments.is_empty());
        for (who, there) in [(w.sales1, true), (w.sales3, false), (w.group, true)] {
            let scope = w.scope(who).await;
            assert_eq!(attachments::find(&Look::at(&w.db, &scope), id, document).await.unwrap().is_some(), there);
        }
        assert!(matches!(
            w.act(w.sales3, async |tx| attachments::remove(tx, id, document).await).await,
            Err(Refusal::NotFound)
        ));
        w.act(w.sales1, async |tx| attachments::remove(tx, id, document).await).await.unwrap();
        assert!(w.read(w.sales1, id).await.unwrap().attachments.is_empty());
    }
}

/// CUS-11: notes and contacts logged by hand touch the engagement, mentions are told, pages follow each other.
#[tokio::test]
async fn notes_and_pages() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "何平"), ("phone", "13812345678")]).await;
        for n in 0..5 {
            w.act(w.sales1, async |tx| add_note(tx, id, None, &format!("第{n}次 @张强")).await).await.unwrap();
        }
        let event = sql::row(w.db.read(), "SELECT payload FROM events WHERE name = 'customer.noted.v1' LIMIT 1", [])
            .await
            .unwrap()
            .unwrap();
        assert!(event.try_get::<String>("", "payload").unwrap().contains(&w.manager1.to_string()));
        let late = Instant(NOW.0 + 86_400_000_000);
        let refused =
            w.act(w.sales1, async |tx| add_entry(tx, id, None, "call", Some(late), "回访").await).await.unwrap_err();
        assert_eq!(codes(refused), pair("at", "timeline-in-the-future"));
        let refused =
            w.act(w.sales1, async |tx| add_entry(tx, id, None, "assignment", None, "x").await).await.unwrap_err();
        assert_eq!(codes(refused), pair("kind", "timeline-kind-unknown"));
        let touched = w.read(w.sales1, id).await.unwrap().engagements[0].engagement.touched_at;
        assert!(touched > NOW, "a note counts as a contact");
        let scope = w.scope(w.sales1).await;
        let (look, mut told, mut next) = (Look::at(&w.db, &scope), Vec::new(), None);
        let notes = TimelineFilter { kinds: vec!["note".into()], store: None };
        loop {
            let page = timeline(&look, id, &notes, next, 2).await.unwrap().unwrap();
            told.extend(page.entries.into_iter().filter_map(|e| e.body));
            next = page.next.map(|c| customers::timeline::TimelineCursor::parse(&c.text()).unwrap());
            if next.is_none() {
                break;
            }
        }
        let expected: Vec<String> = (0..5).rev().map(|n| format!("第{n}次 @张强")).collect();
        assert_eq!(told, expected);
    }
}

/// Notes what it is told.
#[derive(Default)]
struct Follower(Mutex<Vec<EngagementChange>>);

#[async_trait]
impl EngagementObserver for Follower {
    async fn changed(&self, _tx: &mut Tx<'_>, changes: &[EngagementChange]) -> Result<(), DbError> {
        self.0.lock().unwrap().extend_from_slice(changes);
        Ok(())
    }
}

/// Followers of engagements hear of each that is made, moved or put away.
#[tokio::test]
async fn followers_are_told() {
    let follower = Arc::new(Follower::default());
    let w = World::with(Backend::Sqlite, Seams { observers: vec![follower.clone()], ..Seams::default() }).await;
    let id = w.file(w.sales1, &[("name", "何平"), ("phone", "13812345678")]).await;
    w.act(w.manager1, async |tx| assign(tx, &w.seams, id, w.pudong, Target::Owner(w.sales2), None).await)
        .await
        .unwrap();
    let boss = w.person("boss1", "钱进", w.pudong, "store_manager").await;
    w.act(boss, async |tx| customers::delete(tx, &w.seams, id, 1).await).await.unwrap();
    let told: Vec<_> = follower.0.lock().unwrap().iter().map(|c| (c.event.clone(), c.owner)).collect();
    let moved = EngagementEvent::Moved { from_owner: Some(w.sales1) };
    assert_eq!(
        told,
        [
            (EngagementEvent::Created, Some(w.sales1)),
            (moved, Some(w.sales2)),
            (EngagementEvent::Removed, Some(w.sales2))
        ]
    );
}

/// SYS-02: when a store moves to a new region, its customers are seen from there.
#[tokio::test]
async fn customers_follow_their_store() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        w.file(w.sales2, &[("name", "何平"), ("phone", "13812345678")]).await;
        let region = w.node(w.founded.root, organisation::NodeKind::Region, "R1", "华东大区").await;
        let boss = w.person("region1", "大区经理", region, "region_manager").await;
        assert!(w.listed(boss).await.is_empty());
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        organisation::move_node(&mut tx, w.pudong, region).await.unwrap();
        tx.commit().await.unwrap();
        let module = customers::module(w.seams.clone());
        kernel::events::relay(&w.db, &module.consumers).await.unwrap();
        let handlers = module.jobs.into_iter().map(|j| (j.kind(), j)).collect();
        kernel::jobs::work(&w.db, &handlers, &std::sync::atomic::AtomicBool::new(false)).await.unwrap();
        assert_eq!(w.listed(boss).await, ["何平"]);
        assert_eq!(w.listed(w.sales2).await, ["何平"]);
    }
}
