//! Making, changing and putting away customers: versions, history, doubts, sealed values.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use customers::{CreateError, delete, phones};
use fourfold_customers as customers;
use identifiers::{Sex, sample};
use kernel::{journal, sql};
use records::policy::Look;
use records::{Filter, ListQuery, Op, Refusal, Registry, Shown};
use support::{World, codes, today};
use testkit::Backend;

/// CUS-01: what was typed comes back normalised, with a number, an owner and a store.
#[tokio::test]
async fn a_file_is_made() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w
            .file(
                w.sales1,
                &[
                    ("name", "王 敏"),
                    ("phone", "138-1234-5678"),
                    ("birthday", "1985/3/7"),
                    ("grade", "H"),
                    ("source", "walk-in"),
                    ("address", "上海市浦东新区张江路1号"),
                ],
            )
            .await;
        let file = w.read(w.sales1, id).await.unwrap();
        let text = |field: &str| file.row.get(field).text().map(str::to_owned);
        assert_eq!(text("name").as_deref(), Some("王敏"));
        assert_eq!(text("number").as_deref(), Some("K000001"));
        assert_eq!(text("phone").as_deref(), Some("+8613812345678"));
        assert_eq!(text("owner").as_deref(), Some("王敏"), "a consultant files for themselves");
        assert_eq!(text("store").as_deref(), Some("浦东店"));
        assert_eq!(text("class").as_deref(), Some("prospect"), "someone graded is a prospect");
        assert_eq!(text("district").as_deref(), Some("浦东新区"));
        assert_eq!(file.engagements[0].engagement.next_contact_on.unwrap().to_string(), "2026-11-23");
        assert_eq!(file.engagements[0].engagement.source.as_deref(), Some("walk-in"));
        assert!(file.completeness.score >= 60, "{:?}", file.completeness);
        assert!(file.completeness.lacking.contains(&"wechat"));
    }
}

/// CUS-01: a file needs a name and a way to the person; mistakes are told at their fields.
#[tokio::test]
async fn what_a_file_needs() {
    let w = World::new(Backend::Sqlite).await;
    let refused = async |who, pairs: &[(&str, &str)]| match w.try_file(who, pairs).await.unwrap_err() {
        CreateError::Refused(refusal) => codes(refusal),
        other => panic!("{other}"),
    };
    let pair = |f: &str, c: &str| (f.to_owned(), c.to_owned());
    assert_eq!(
        refused(w.sales1, &[("city", "上海")]).await,
        [pair("name", "field-required"), pair("phone", "customer-without-contact")]
    );
    assert_eq!(
        refused(w.sales1, &[("name", "王敏"), ("phone", "1381234567")]).await,
        [pair("phone", "identifier-phone-length")]
    );
    let strange = w.sales2.to_string();
    assert_eq!(
        refused(w.sales1, &[("name", "王敏"), ("phone", "13812345678"), ("owner", &strange)]).await,
        [pair("owner", "customer-place-out-of-reach")]
    );
    assert_eq!(
        refused(w.sales1, &[("name", "王敏"), ("phone", "13812345678"), ("store", "S002")]).await,
        [pair("owner", "customer-owner-elsewhere")]
    );
    assert_eq!(
        refused(w.reception1, &[("name", "王敏"), ("phone", "13812345678"), ("store", "S002")]).await,
        [pair("store", "customer-place-out-of-reach")]
    );
    assert_eq!(
        refused(w.sales1, &[("name", "王敏"), ("phone", "13812345678"), ("store", "S999")]).await,
        [pair("store", "customer-store-unknown")]
    );
    assert_eq!(
        refused(w.sales1, &[("name", "王敏"), ("phone", "13812345678"), ("number", "K9")]).await,
        [pair("number", "field-not-writable")]
    );
    assert_eq!(
        sql::number(w.db.read(), "SELECT count(*) FROM customers", []).await.unwrap(),
        0,
        "nothing half-made stays"
    );
}

/// CUS-01: two people edit one file: the second is told which version stands.
#[tokio::test]
async fn the_slower_editor_is_told() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "王敏"), ("phone", "13812345678")]).await;
        assert_eq!(w.update(w.sales1, id, 1, &[("city", "上海"), ("remark", "周末来店")]).await.unwrap(), 2);
        assert!(matches!(w.update(w.manager1, id, 1, &[("city", "苏州")]).await, Err(Refusal::Conflict(2))));
        assert_eq!(
            w.update(w.manager1, id, 2, &[("city", "上海")]).await.unwrap(),
            2,
            "nothing to change, nothing written"
        );
        let lines = journal::history(w.db.read(), w.founded.tenant, "customer", id, None, 10).await.unwrap();
        assert_eq!(lines.iter().map(|l| l.action.as_str()).collect::<Vec<_>>(), ["update", "create"]);
        let change = &lines[0].changes[0];
        assert_eq!(
            (change.field.as_str(), change.before.as_deref(), change.after.as_deref()),
            ("city", None, Some("上海"))
        );
        assert_eq!(lines[0].actor_name, "王敏");
        let engagement = w.read(w.sales1, id).await.unwrap().engagements.remove(0).engagement;
        assert_eq!(engagement.remark.as_deref(), Some("周末来店"));
        let there =
            journal::history(w.db.read(), w.founded.tenant, "engagement", engagement.id, None, 10).await.unwrap();
        assert_eq!(there[0].changes[0].field, "remark", "what a store notes stays in the store's journal");
        assert!(lines.iter().all(|l| l.changes.iter().all(|c| c.field != "remark")));
    }
}

/// CUS-01: a new name sorts and is found anew, a new phone too, and the old ones lead nowhere.
#[tokio::test]
async fn name_and_phone_move_with_their_terms() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "王敏"), ("phone", "13812345678")]).await;
        w.file(w.sales1, &[("name", "孙洁"), ("phone", "13812340000")]).await;
        w.update(w.sales1, id, 1, &[("name", "安琪"), ("phone", "13987654321")]).await.unwrap();
        for (typed, count) in [("王敏", 0), ("wangmin", 0), ("5678", 0), ("安琪", 1), ("aq", 1), ("4321", 1)] {
            assert_eq!(w.found(w.sales1, typed).await, count, "{typed}");
        }
        let scope = w.scope(w.sales1).await;
        let mut query = ListQuery::new(&customers::CUSTOMER, today());
        query.order("name").unwrap();
        let page = records::list(&Look::at(&w.db, &scope), &Registry::default(), &query).await.unwrap();
        assert_eq!(page.rows.iter().map(|r| r.get("name").text().unwrap()).collect::<Vec<_>>(), ["安琪", "孙洁"]);
        let file = w.read(w.sales1, id).await.unwrap();
        assert_eq!(file.phones.len(), 1);
        assert_eq!(file.row.get("phone").text(), Some("+8613987654321"));
    }
}

/// CUS-01: several numbers, one of them primary at any time.
#[tokio::test]
async fn several_numbers() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "王敏"), ("phone", "13812345678")]).await;
        w.act(w.sales1, async |tx| phones::add(tx, &w.seams, id, "021-61234567", Some("work".into())).await)
            .await
            .unwrap();
        let known =
            w.act(w.sales1, async |tx| phones::add(tx, &w.seams, id, "13812345678", None).await).await.unwrap_err();
        assert_eq!(codes(known), [("phone".to_owned(), "customer-phone-known".to_owned())]);
        let of = async || w.read(w.sales1, id).await.unwrap();
        let work = of().await.phones[1].id;
        w.act(w.sales1, async |tx| phones::make_primary(tx, id, work).await).await.unwrap();
        assert_eq!(of().await.row.get("phone").text(), Some("+862161234567"));
        assert_eq!(w.found(w.sales1, "61234567").await, 1);
        w.act(w.sales1, async |tx| phones::remove(tx, id, work).await).await.unwrap();
        let file = of().await;
        assert_eq!(file.row.get("phone").text(), Some("+8613812345678"), "the oldest other number stands in");
        assert_eq!(file.phones.iter().filter(|p| p.is_primary).count(), 1);
        assert_eq!(w.found(w.sales1, "61234567").await, 0);
        let masked = w.act(w.reception1, async |tx| phones::add(tx, &w.seams, id, "13900001111", None).await).await;
        assert!(matches!(masked, Err(Refusal::Forbidden)), "a receptionist may not edit");
    }
}

/// CUS-08: doubts and what was typed stand beside the value until it is mended.
#[tokio::test]
async fn doubts_stand_until_mended() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "王先生"), ("phone", "13812345678")]).await;
        let file = w.read(w.sales1, id).await.unwrap();
        assert_eq!(file.doubts.get("name").map(String::as_str), Some("identifier-name-salutation"));
        assert_eq!(file.raw.get("name").map(String::as_str), Some("王先生"));
        assert_eq!(file.row.get("sex").text(), Some("male"));
        let before = file.completeness.score;
        w.update(w.sales1, id, 1, &[("name", "王刚")]).await.unwrap();
        let mended = w.read(w.sales1, id).await.unwrap();
        assert!(mended.doubts.is_empty() && mended.raw.is_empty());
        assert!(mended.completeness.score > before);
    }
}

/// CUS-01, SYS-08: an identity number is sealed: neither the database nor the journal holds it, a manager sees it
/// masked, and it is found by its whole value.
#[tokio::test]
async fn identity_numbers_are_sealed() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let number = sample::resident_id(7, "1990-05-06".parse().unwrap(), Sex::Male);
        let id = w.file(w.sales1, &[("name", "王刚"), ("phone", "13812345678"), ("id_number", &number)]).await;
        let row = sql::row(w.db.read(), "SELECT id_number, id_tail FROM customers", []).await.unwrap().unwrap();
        let sealed: Vec<u8> = row.try_get("", "id_number").unwrap();
        assert!(!sealed.windows(6).any(|part| part == &number.as_bytes()[..6]));
        assert_eq!(row.try_get::<String>("", "id_tail").unwrap(), number[14..]);
        let changes = sql::rows(w.db.read(), "SELECT changes FROM journal_values", []).await.unwrap();
        assert!(changes.iter().all(|r| !r.try_get::<String>("", "changes").unwrap().contains(&number)));
        match w.read(w.sales1, id).await.unwrap().row.get("id_number") {
            Shown::Masked(text) => assert!(text.contains('*') && !text.contains(&number[6..14])),
            other => panic!("{other:?}"),
        }
        let refusal = w.update(w.sales1, id, 1, &[("id_number", "310101********1234")]).await.unwrap_err();
        assert_eq!(
            codes(refusal),
            [("id_number".to_owned(), "field-not-writable".to_owned())],
            "a mask is never written back"
        );
        let scope = w.scope(w.manager1).await;
        let mut query = ListQuery::new(&customers::CUSTOMER, today());
        query.filters.push(Filter::new("id_number", Op::Eq, &[&number]));
        let page = records::list(&Look::at(&w.db, &scope), &Registry::default(), &query).await.unwrap();
        assert_eq!(page.rows.len(), 1);
        let system = w.system();
        let mut tx = w.db.write(&system).await.unwrap();
        customers::update(&mut tx, &w.seams, id, 1, &support::input(&[("id_number", "")])).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            sql::number(w.db.read(), "SELECT count(*) FROM customers WHERE id_hash IS NOT NULL", []).await.unwrap(),
            0
        );
        w.update(w.sales1, id, 2, &[("id_number", &number)]).await.expect("what is empty may be filled in");
        let again = w.update(w.sales1, id, 3, &[("id_number", "")]).await.unwrap_err();
        assert_eq!(codes(again), [("id_number".to_owned(), "field-not-writable".to_owned())]);
    }
}

/// CUS-02: putting away takes the customer from the store that does it; another store keeps it.
#[tokio::test]
async fn putting_away_stays_in_the_store() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales3, &[("name", "林峰"), ("phone", "13812345678")]).await;
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        customers::engage(&mut tx, &w.seams, id, &support::input(&[("store", "S001")])).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(w.act(w.sales3, async |tx| delete(tx, &w.seams, id, 1).await).await, Err(Refusal::Forbidden)));
        let store_manager = w.person("boss1", "钱进", w.pudong, "store_manager").await;
        w.act(store_manager, async |tx| delete(tx, &w.seams, id, 1).await).await.unwrap();
        assert!(w.listed(store_manager).await.is_empty());
        assert_eq!(w.found(store_manager, "林峰").await, 0);
        assert_eq!(w.listed(w.sales3).await, ["林峰"]);
        let other = w.person("boss2", "冯远", w.minhang, "store_manager").await;
        w.act(other, async |tx| delete(tx, &w.seams, id, 2).await).await.unwrap();
        assert!(w.listed(w.group).await.is_empty());
        assert_eq!(
            sql::number(w.db.read(), "SELECT count(*) FROM customers WHERE deleted_at IS NULL", []).await.unwrap(),
            0
        );
        assert_eq!(
            sql::number(w.db.read(), "SELECT count(*) FROM search_terms WHERE kind = 'customer'", []).await.unwrap(),
            0
        );
        // The number stays taken, the phone does not.
        w.file(w.sales3, &[("name", "林峰"), ("phone", "13812345678")]).await;
    }
}
