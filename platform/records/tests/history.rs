//! The history of a record that several stores know: each reader learns what their own places know, under the field
//! policy of today. And views, which are ways of asking and not answers.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod world;

use std::collections::HashMap;
use std::sync::Arc;

use fourfold_records as records;
use kernel::journal::Change;
use kernel::scope::Powers;
use kernel::{Access, Actions, FieldRules, Grant, GrantReach, Id, Scope, sql};
use records::history::{Line, history};
use records::policy::Look;
use records::{Datum, Shown};
use world::{PARTY, World, id};

const RECORD: u128 = 5_000;

fn reader(store: u128, path: &str, phone: Access) -> Scope {
    let mut fields: HashMap<String, Access> = PARTY.fields.iter().map(|f| (f.name.to_owned(), Access::Shown)).collect();
    fields.insert("phone".into(), phone);
    let reach = GrantReach::Store { store: id(store), path: path.into() };
    let grant =
        Grant { kind: "party".into(), actions: Actions::all(), reach, fields: Arc::new(FieldRules::Listed(fields)) };
    world::person(Powers { grants: vec![grant], ..Powers::default() })
}

fn change(field: &str, before: Option<&str>, after: Option<&str>) -> Change {
    Change { field: field.into(), before: before.map(str::to_owned), after: after.map(str::to_owned) }
}

/// A party known to stores 10 and 12, with a change of the file, one of each stake, and an export.
async fn lay_down(world: &World) {
    let scope = Scope::system(1, id(9), "清洗");
    let mut tx = world.db.write(&scope).await.unwrap();
    sql::run(
        tx.conn(),
        "INSERT INTO parties (tenant_id, id, version, name, created_at) VALUES (1, $1, 1, '王晓明', 1)",
        [id(RECORD).into()],
    )
    .await
    .unwrap();
    for (stake, store, path) in [(5_010, 10, "/1/2/10/"), (5_012, 12, "/1/3/12/")] {
        let text = "INSERT INTO stakes (tenant_id, id, party_id, store_id, owner_id, path, class, touched_at, sort_key) VALUES (1, $1, $2, $3, $4, $5, 'customer', 1, 'x')";
        sql::run(tx.conn(), text, [id(stake).into(), id(RECORD).into(), id(store).into(), id(102).into(), path.into()])
            .await
            .unwrap();
    }
    let phone = change("phone", None, Some("+8613812345678"));
    tx.record(
        "party",
        id(RECORD),
        "create",
        vec![
            change("name", None, Some("王晓明")),
            phone,
            change("class", None, Some("at-12")),
            change("unknown", None, Some("x")),
        ],
    );
    tx.record_because(
        "party",
        id(5_010),
        "assign",
        vec![change("owner", None, Some(&id(102).to_string()))],
        Some("休假".into()),
    );
    tx.record_because(
        "party",
        id(5_012),
        "update",
        vec![change("class", Some("prospect"), Some("lost-at-12"))],
        Some("only 12".into()),
    );
    tx.record_because(
        "party",
        id(RECORD),
        "update",
        vec![change("class", None, Some("also-12"))],
        Some("only 12".into()),
    );
    tx.record("party", id(RECORD), "reveal", Vec::new());
    tx.commit().await.unwrap();
}

async fn lines(world: &World, scope: &Scope) -> Vec<Line> {
    history(&Look::at(&world.db, scope), &PARTY, id(RECORD), None, None, 50).await.unwrap().unwrap().lines
}

/// SYS-05, SYS-09: a store never learns from a history what only another store knows.
#[tokio::test]
async fn a_history_ends_where_the_readers_reach_ends() {
    for world in World::all(1).await {
        lay_down(&world).await;
        let ten = lines(&world, &reader(10, "/1/2/10/", Access::Masked)).await;
        let mut told: Vec<(&str, Vec<&str>)> =
            ten.iter().map(|l| (l.action.as_str(), l.changes.iter().map(|c| c.field.name).collect())).collect();
        told.sort();
        assert_eq!(told, [("assign", vec!["owner"]), ("create", vec!["name", "phone"])]);
        assert!(
            !format!("{ten:?}").contains("12\"")
                && !format!("{ten:?}").contains("only 12")
                && !format!("{ten:?}").contains("13812345678")
        );
        let of = |action: &str, field: &str| {
            ten.iter()
                .find(|l| l.action == action)
                .unwrap()
                .changes
                .iter()
                .find(|c| c.field.name == field)
                .unwrap()
                .clone()
        };
        assert_eq!(of("create", "phone").after, Shown::Masked("138****5678".into()));
        assert_eq!(of("assign", "owner").after, Shown::Value(Datum::Reference(id(102), "李强".into())));

        let twelve = lines(&world, &reader(12, "/1/3/12/", Access::Hidden)).await;
        assert!(
            format!("{twelve:?}").contains("lost-at-12")
                && !format!("{twelve:?}").contains("李强")
                && !format!("{twelve:?}").contains("5678")
        );
        let group = lines(&world, &Scope::system(1, id(9), "test")).await;
        assert_eq!(group.len(), 5, "who reaches everything is told everything");
        let stranger = reader(11, "/1/2/11/", Access::Shown);
        assert_eq!(history(&Look::at(&world.db, &stranger), &PARTY, id(RECORD), None, None, 50).await.unwrap(), None);
    }
}

/// A history is read in parts, newest first, none twice; of one field on request.
#[tokio::test]
async fn a_history_is_read_in_parts() {
    for world in World::all(1).await {
        lay_down(&world).await;
        let scope = Scope::system(1, id(9), "test");
        let look = Look::at(&world.db, &scope);
        let (mut before, mut seen): (Option<Id>, Vec<Id>) = (None, Vec::new());
        loop {
            let part = history(&look, &PARTY, id(RECORD), None, before, 2).await.unwrap().unwrap();
            seen.extend(part.lines.iter().map(|l| l.id));
            before = part.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(seen, lines(&world, &scope).await.iter().map(|l| l.id).collect::<Vec<_>>());
        let phone = history(&look, &PARTY, id(RECORD), PARTY.field("phone"), None, 50).await.unwrap().unwrap();
        assert_eq!(phone.lines.len(), 1);
    }
}
