//! Do, edit at random, undo, compare: whatever people did in between, undoing brings back what they did not touch and
//! leaves what they did (SYS-09).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;

use kernel::{Id, sql};
use proptest::prelude::*;
use support::World;
use support::undo::{apart, sheet};
use testkit::Backend;

/// What people do between an operation and its undoing, with which of the six customers.
#[derive(Clone, Copy, Debug)]
enum Edit {
    City(usize),
    Email(usize),
    Remark(usize),
    Name(usize),
    Note(usize),
    Phone(usize),
    Tag(usize),
    Colour,
}

fn edits(people: usize) -> impl Strategy<Value = Vec<Edit>> {
    let who = 0..people;
    let one = prop_oneof![
        who.clone().prop_map(Edit::City),
        who.clone().prop_map(Edit::Email),
        who.clone().prop_map(Edit::Remark),
        who.clone().prop_map(Edit::Name),
        who.clone().prop_map(Edit::Note),
        who.clone().prop_map(Edit::Phone),
        who.prop_map(Edit::Tag),
        Just(Edit::Colour),
    ];
    proptest::collection::vec(one, 0..7)
}

async fn edit(w: &World, what: Edit, people: &[Id], car: Id, n: usize) -> Option<usize> {
    w.db.clock.advance(10);
    let scope = w.scope("manager1").await;
    let change = async |who: usize, field: &str, text: String| {
        w.change("manager1", "customer", people[who], &[(field, text.as_str()), ("store", "PD")]).await;
        Some(who)
    };
    match what {
        Edit::City(who) => change(who, "city", format!("城市{n}")).await,
        Edit::Email(who) => change(who, "email", format!("n{n}@example.com")).await,
        Edit::Remark(who) => change(who, "remark", format!("备注{n}")).await,
        Edit::Name(who) => {
            change(who, "name", format!("王某{}", ["甲", "乙", "丙", "丁", "戊", "己", "庚"][n % 7])).await
        }
        Edit::Note(who) => {
            w.note("manager1", people[who], &format!("已联系{n}")).await;
            Some(who)
        }
        Edit::Phone(who) => {
            let seams = w.assembly.app.seam::<std::sync::Arc<customers::Seams>>();
            let mut tx = w.db.write(&scope).await.unwrap();
            customers::phones::add(&mut tx, &seams, people[who], &format!("1370000{n:04}"), None).await.unwrap();
            tx.commit().await.unwrap();
            Some(who)
        }
        Edit::Tag(who) => {
            let mut tx = w.db.write(&scope).await.unwrap();
            customers::tags::add(&mut tx, people[who], w.pudong, &format!("标签{n}")).await.unwrap();
            tx.commit().await.unwrap();
            Some(who)
        }
        Edit::Colour => {
            w.change("manager1", "vehicle", car, &[("colour", ["红", "蓝"][n % 2])]).await;
            None
        }
    }
}

/// An id as a dump tells it.
fn needle(backend: Backend, id: Id) -> String {
    match backend {
        Backend::Sqlite => id.simple().to_string().to_uppercase(),
        Backend::Postgres => id.to_string(),
    }
}

async fn text(w: &World, column: &str, id: Id) -> Option<String> {
    let text = format!("SELECT {column} FROM customers WHERE id = $1");
    let row = sql::row(w.db.read(), &text, [id.into()]).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// What an edit of a field left, the last one that was made.
fn last(edits: &[Edit], who: usize, of: fn(&Edit) -> Option<usize>) -> Option<usize> {
    edits.iter().enumerate().rev().find(|(_, e)| of(e) == Some(who)).map(|(n, _)| n)
}

async fn imported(backend: Backend, edits: &[Edit]) {
    let w = World::peopled(backend).await;
    let known = w.known().await;
    let before = w.dump(backend).await;
    let was = [text(&w, "city", known[0]).await, text(&w, "email", known[0]).await];
    let import = w.bring_in("manager1", &sheet()).await;
    let mut people = known.to_vec();
    for name in ["钱多", "冯程程", "许文强"] {
        people.push(w.id_of(name).await.unwrap());
    }
    let car = car(&w, "沪A12345").await;
    let mut touched: BTreeSet<usize> = BTreeSet::new();
    for (n, what) in edits.iter().enumerate() {
        touched.extend(edit(&w, *what, &people, car, n).await);
    }
    w.settle().await;
    w.db.clock.advance(10);
    w.undo("manager1", import.id).await;

    for (who, name) in (3..6).zip(["created", "created", "created"]) {
        let alive = "SELECT count(*) FROM customers WHERE id = $1 AND deleted_at IS NULL";
        let there = sql::number(w.db.read(), alive, [people[who].into()]).await.unwrap() == 1;
        assert_eq!(there, touched.contains(&who), "{name} {who} {edits:?}");
    }
    let new_car = "SELECT count(*) FROM vehicles WHERE plate = '沪C11111' AND deleted_at IS NULL";
    assert_eq!(w.number(new_car).await == 1, touched.contains(&3), "a car stays with whom it came: {edits:?}");
    let city = last(edits, 0, |e| if let Edit::City(who) = e { Some(*who) } else { None });
    let email = last(edits, 0, |e| if let Edit::Email(who) = e { Some(*who) } else { None });
    assert_eq!(text(&w, "city", known[0]).await, city.map(|n| format!("城市{n}")).or(was[0].clone()), "{edits:?}");
    assert_eq!(
        text(&w, "email", known[0]).await,
        email.map(|n| format!("n{n}@example.com")).or(was[1].clone()),
        "{edits:?}"
    );

    // Whatever nobody touched stands as if nothing had been.
    let mut needles: Vec<String> = touched.iter().map(|who| needle(backend, people[*who])).collect();
    if edits.iter().any(|e| matches!(e, Edit::Colour)) {
        needles.push(needle(backend, car));
    }
    if touched.contains(&3) {
        needles.push(needle(backend, self::car(&w, "沪C11111").await));
    }
    let left: Vec<String> = apart(&before, &w.dump(backend).await)
        .into_iter()
        .filter(|line| !needles.iter().any(|needle| line.contains(needle)))
        .collect();
    assert!(left.is_empty(), "{backend:?} {edits:?} {left:#?}");
}

async fn car(w: &World, plate: &str) -> Id {
    let row = sql::row(w.db.read(), "SELECT id FROM vehicles WHERE plate = $1", [plate.into()]).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn edited_in_bulk(backend: Backend, edits: &[Edit]) {
    let w = World::peopled(backend).await;
    let people = w.known().await;
    let before = w.dump(backend).await;
    let mut was = Vec::new();
    for id in people {
        was.push((text(&w, "city", id).await, text(&w, "email", id).await));
    }
    w.db.clock.advance(60);
    let mut manager = w.browser("manager1").await;
    let form = [
        ("verb", "edit"),
        ("all", "true"),
        ("query", ""),
        ("field", "city"),
        ("city", "北京"),
        ("field", "remark"),
        ("remark", "批量"),
    ];
    let done = manager.post("/customers/bulk-changes", &form).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let id: Id = done.location().rsplit('/').next().unwrap().parse().unwrap();
    w.settle().await;
    let car = car(&w, "沪A12345").await;
    let mut touched: BTreeSet<usize> = BTreeSet::new();
    for (n, what) in edits.iter().enumerate() {
        touched.extend(edit(&w, *what, &people, car, n).await);
    }
    w.settle().await;
    w.undo("manager1", id).await;
    for (who, (city, email)) in was.iter().enumerate() {
        let own = last(edits, who, |e| if let Edit::City(who) = e { Some(*who) } else { None });
        assert_eq!(
            text(&w, "city", people[who]).await,
            own.map(|n| format!("城市{n}")).or(city.clone()),
            "{who} {edits:?}"
        );
        let own = last(edits, who, |e| if let Edit::Email(who) = e { Some(*who) } else { None });
        assert_eq!(text(&w, "email", people[who]).await, own.map(|n| format!("n{n}@example.com")).or(email.clone()));
    }
    let mut needles: Vec<String> = touched.iter().map(|who| needle(backend, people[*who])).collect();
    if edits.iter().any(|e| matches!(e, Edit::Colour)) {
        needles.push(needle(backend, car));
    }
    let left: Vec<String> = apart(&before, &w.dump(backend).await)
        .into_iter()
        .filter(|line| !needles.iter().any(|needle| line.contains(needle)))
        .collect();
    assert!(left.is_empty(), "{backend:?} {edits:?} {left:#?}");
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() }
}

/// SYS-09, CUS-14: an import.
#[test]
fn an_import_is_undone_after_any_edits() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(config());
    let run = runner.run(&edits(6), |edits| {
        for backend in Backend::all() {
            runtime.block_on(imported(backend, &edits));
        }
        Ok(())
    });
    run.unwrap();
}

/// SYS-09, CUS-05: a bulk edit.
#[test]
fn a_bulk_edit_is_undone_after_any_edits() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(config());
    let run = runner.run(&edits(3), |edits| {
        for backend in Backend::all() {
            runtime.block_on(edited_in_bulk(backend, &edits));
        }
        Ok(())
    });
    run.unwrap();
}
