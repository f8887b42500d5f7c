//! A store never learns what only another store knows.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use customers::sharing::{self, NewShare, ShareAccess};
use customers::timeline::{TimelineFilter, add_note};
use customers::{CreateError, engage, lookup, timeline};
use fourfold_customers as customers;
use kernel::Action;
use records::policy::Look;
use records::{Refusal, Shown};
use support::{World, codes, input};
use testkit::{Backend, NOW};

/// SYS-05, CUS-02: what Minhang knows, a consultant of Pudong neither lists, finds, looks up nor opens.
#[tokio::test]
async fn another_stores_customer_is_not_there() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales3, &[("name", "欧阳娜娜"), ("phone", "13812345678")]).await;
        for who in [w.sales1, w.manager1, w.reception1] {
            assert!(w.listed(who).await.is_empty());
            for typed in ["欧阳", "ouyang", "oynn", "5678", "K000001"] {
                assert_eq!(w.found(who, typed).await, 0, "{typed}");
            }
            let scope = w.scope(who).await;
            let look = Look::at(&w.db, &scope);
            assert!(lookup::by_phones(&look, Action::See, &["+8613812345678".into()]).await.unwrap().is_empty());
            assert!(lookup::by_ids(&look, Action::See, &[id]).await.unwrap().is_empty());
            assert!(lookup::by_numbers(&look, Action::See, &["K000001".into()]).await.unwrap().is_empty());
            assert!(w.read(who, id).await.is_none());
            assert!(timeline(&look, id, &TimelineFilter::default(), None, 10).await.unwrap().is_none());
            assert!(customers::engagements::history::owners(&look, id).await.unwrap().is_empty());
            let refusal = w.update(who, id, 1, &[("city", "上海")]).await.unwrap_err();
            assert!(matches!(refusal, Refusal::NotFound), "not forbidden, which would tell that it is there");
        }
        for who in [w.sales3, w.manager2, w.group] {
            assert_eq!(w.listed(who).await, ["欧阳娜娜"]);
            for typed in ["欧阳", "ouyang", "oynn", "5678", "K000001"] {
                assert_eq!(w.found(who, typed).await, 1, "{typed}");
            }
            assert!(w.read(who, id).await.is_some());
        }
    }
}

/// SYS-05: inside a store, a consultant sees their own customers and the manager sees all.
#[tokio::test]
async fn a_consultant_sees_their_own() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        w.file(w.sales1, &[("name", "刘洋"), ("phone", "13812345671")]).await;
        w.file(w.sales2, &[("name", "何平"), ("phone", "13812345672")]).await;
        assert_eq!(w.listed(w.sales1).await, ["刘洋"]);
        assert_eq!(w.listed(w.sales2).await, ["何平"]);
        assert_eq!(w.listed(w.manager1).await, ["何平", "刘洋"], "newest first");
    }
}

/// CUS-07, CUS-10: a phone known only out of reach makes a new file silently; one within reach leads to the known file.
#[tokio::test]
async fn duplicates_are_told_within_reach_only() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let there = w.file(w.sales3, &[("name", "郑爽"), ("phone", "13812345678")]).await;
        let here = w.file(w.sales1, &[("name", "郑爽"), ("phone", "13812345678")]).await;
        assert_ne!(there, here);
        match w.try_file(w.manager1, &[("name", "郑先生"), ("phone", "138 1234 5678"), ("owner", "")]).await {
            Err(CreateError::Duplicate { customer, at_this_store }) => {
                assert_eq!((customer, at_this_store), (here, true))
            }
            other => panic!("{other:?}"),
        }
        w.file(w.manager1, &[("name", "吴军"), ("phone", "13812345678")]).await;
        let refusal: Refusal = CreateError::Duplicate { customer: here, at_this_store: true }.into();
        assert_eq!(codes(refusal), [("phone".to_owned(), "customer-duplicate".to_owned())]);
    }
}

/// CUS-02: a second store joins a customer; each sees its own timeline, the group sees both.
#[tokio::test]
async fn timelines_stay_in_their_stores() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales3, &[("name", "林峰"), ("phone", "13812345678")]).await;
        w.act(w.sales3, async |tx| add_note(tx, id, None, "想要白色").await).await.unwrap();
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        let engaged = engage(&mut tx, &w.seams, id, &input(&[("store", "S001"), ("owner", &w.sales1.to_string())]))
            .await
            .unwrap();
        let again = engage(&mut tx, &w.seams, id, &input(&[("store", "S001")])).await.unwrap_err();
        assert_eq!(codes(again), [("store".to_owned(), "customer-engaged-already".to_owned())]);
        tx.commit().await.unwrap();
        let kinds = async |who| {
            let scope = w.scope(who).await;
            let page =
                timeline(&Look::at(&w.db, &scope), id, &TimelineFilter::default(), None, 10).await.unwrap().unwrap();
            let mut kinds: Vec<String> = page.entries.into_iter().map(|e| e.kind).collect();
            kinds.sort();
            kinds
        };
        assert_eq!(kinds(w.sales1).await, ["filed"]);
        assert_eq!(kinds(w.sales3).await, ["filed", "note"]);
        assert_eq!(kinds(w.group).await, ["filed", "filed", "note"]);
        let file = w.read(w.sales1, id).await.unwrap();
        assert_eq!(file.engagements.iter().map(|e| e.engagement.id).collect::<Vec<_>>(), [engaged]);
        assert_eq!(w.read(w.group, id).await.unwrap().engagements.len(), 2);
        assert_eq!(w.found(w.sales1, "林峰").await, 1, "the new engagement is found too");
        assert_eq!(w.listed(w.group).await, ["林峰"], "once, although two stores know them");
    }
}

/// CUS-05: a share opens a customer until its end, to look or to change; ending it closes at once.
#[tokio::test]
async fn a_share_ends() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "马超"), ("phone", "13812345678")]).await;
        let share = |access, days| NewShare {
            customer: id,
            store: w.pudong,
            grantee: w.sales3,
            access,
            until: NOW.plus_days(days),
        };
        w.act(w.sales1, async |tx| sharing::share(tx, share(ShareAccess::Read, 7)).await).await.unwrap();
        assert_eq!(w.listed(w.sales3).await, ["马超"]);
        assert_eq!(w.found(w.sales3, "machao").await, 1);
        assert!(!w.read(w.sales3, id).await.unwrap().editable());
        assert!(matches!(w.update(w.sales3, id, 1, &[("city", "上海")]).await, Err(Refusal::Forbidden)));
        w.act(w.sales1, async |tx| sharing::share(tx, share(ShareAccess::Edit, 7)).await).await.unwrap();
        assert_eq!(w.read(w.sales1, id).await.unwrap().shares.len(), 1, "the second share replaced the first");
        assert!(w.read(w.sales3, id).await.unwrap().editable());
        w.update(w.sales3, id, 1, &[("city", "上海")]).await.unwrap();
        let passed_on = w
            .act(w.sales3, async |tx| {
                sharing::share(tx, NewShare { grantee: w.sales2, ..share(ShareAccess::Read, 7) }).await
            })
            .await;
        assert!(matches!(passed_on, Err(Refusal::Forbidden)), "what is only shared is not shared on");
        w.db.clock.advance(7 * 86_400);
        assert!(w.listed(w.sales3).await.is_empty());
        assert!(w.read(w.sales3, id).await.is_none());
        w.act(w.sales1, async |tx| sharing::share(tx, share(ShareAccess::Read, 30)).await).await.unwrap();
        assert_eq!(w.listed(w.sales3).await.len(), 1);
        w.act(w.sales1, async |tx| sharing::end(tx, id, w.pudong, w.sales3).await).await.unwrap();
        assert!(w.listed(w.sales3).await.is_empty());
        let past = w.act(w.sales1, async |tx| sharing::share(tx, share(ShareAccess::Read, 1)).await).await.unwrap_err();
        assert_eq!(codes(past), [("until".to_owned(), "share-until-past".to_owned())]);
    }
}

/// CUS-05: a share with a store opens to everyone who works there.
#[tokio::test]
async fn a_share_with_a_store() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "马超"), ("phone", "13812345678")]).await;
        let new = NewShare {
            customer: id,
            store: w.pudong,
            grantee: w.minhang,
            access: ShareAccess::Read,
            until: NOW.plus_days(3),
        };
        w.act(w.manager1, async |tx| sharing::share(tx, new).await).await.unwrap();
        for who in [w.sales3, w.manager2] {
            assert_eq!(w.listed(who).await, ["马超"]);
        }
    }
}

/// SYS-05, SYS-08: a receptionist sees phones masked, on the file and on each number.
#[tokio::test]
async fn masked_phones() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id =
            w.file(w.reception1, &[("name", "高飞"), ("phone", "13812345678"), ("phones", "13987654321|work")]).await;
        let file = w.read(w.reception1, id).await.unwrap();
        assert_eq!(*file.row.get("phone"), Shown::Masked("138****5678".into()));
        let numbers: Vec<_> = file.phones.iter().map(|p| p.phone.clone()).collect();
        assert_eq!(numbers, [Shown::Masked("138****5678".into()), Shown::Masked("139****4321".into())]);
        let full = w.read(w.manager1, id).await.unwrap();
        assert_eq!(full.row.get("phone").text(), Some("+8613812345678"));
    }
}
