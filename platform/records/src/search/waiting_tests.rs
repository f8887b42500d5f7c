use std::collections::BTreeSet;

use kernel::db::Location;
use kernel::{Clock, Instant, Keys};

use super::super::{reindex, row, write};
use super::*;
use crate::{Anchor, Kind};

static NOTE: Kind = Kind {
    name: "note",
    collection: "notes",
    table: "notes",
    anchor: Anchor { table: "notes", record: "id" },
    only: None,
    fields: &[],
    title: "title",
    default_sort: "id",
    pages: false,
};

const KEPT: Id = Id::from_u128(1);
const CHANGED: Id = Id::from_u128(2);

/// A house in whose large batch two records left a term each.
async fn house() -> (tempfile::TempDir, Db, Scope) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::Sqlite(folder.path().join("house.db"));
    let clock = Clock::fixed(Instant(1_790_000_000_000_000));
    let db = Db::open(&location, clock, Keys::from_secret(&[3; 32])).await.unwrap();
    let mut steps = kernel::migrations();
    steps.extend(crate::migrations());
    db.migrate(&steps).await.unwrap();
    let scope = Scope::system(1, Id::from_u128(9), "test");
    let mut tx = db.write(&scope).await.unwrap();
    tx.in_bulk();
    let rows = [(KEPT, "n:kept"), (CHANGED, "n:old"), (CHANGED, "p:same")];
    write(&tx, rows.map(|(id, term)| row(&NOTE, id, id, None, term)).into()).await.unwrap();
    tx.commit().await.unwrap();
    (folder, db, scope)
}

async fn change(db: &Db, scope: &Scope) {
    let set = |terms: [&str; 2]| terms.map(str::to_owned).into_iter().collect::<BTreeSet<_>>();
    let tx = db.write(scope).await.unwrap();
    let (old, new) = (set(["n:old", "p:same"]), set(["n:new", "p:same"]));
    reindex(&tx, &NOTE, CHANGED, &[(CHANGED, None)], &old, &new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn terms(db: &Db) -> Vec<String> {
    let rows = sql::rows(db.read(), "SELECT term FROM search_terms ORDER BY term", []).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

async fn waiting(db: &Db) -> i64 {
    sql::number(db.read(), "SELECT count(*) FROM search_terms_waiting", []).await.unwrap()
}

/// CUS-14: terms of a large batch wait, a row per record, and come to their places together; once more does nothing.
#[tokio::test]
async fn what_waits_is_settled() {
    let (_folder, db, scope) = house().await;
    assert_eq!((terms(&db).await.len(), waiting(&db).await), (0, 2));
    for _ in 0..2 {
        settle(&db, &scope).await.unwrap();
        assert_eq!(terms(&db).await, ["n:kept", "n:old", "p:same"]);
        assert_eq!(waiting(&db).await, 0);
    }
}

/// CUS-14: a record that is changed while its terms wait is found by what it says now, and by nothing else.
#[tokio::test]
async fn a_change_takes_what_waits_of_it() {
    let (_folder, db, scope) = house().await;
    change(&db, &scope).await;
    assert_eq!((terms(&db).await, waiting(&db).await), (vec!["n:new".to_owned(), "p:same".to_owned()], 1));
    settle(&db, &scope).await.unwrap();
    assert_eq!(terms(&db).await, ["n:kept", "n:new", "p:same"]);
}

/// CUS-14: a record that is changed between the reading of a stride and its writing leaves no stale term, and
/// holds up nobody else's.
#[tokio::test]
async fn a_change_leaves_the_stride_at_work() {
    let (_folder, db, scope) = house().await;
    let stride = Stride::load(&db, &scope).await.unwrap().unwrap();
    change(&db, &scope).await;
    stride.write(&db, &scope).await.unwrap();
    assert_eq!(terms(&db).await, ["n:kept", "n:new", "p:same"]);
    assert_eq!(waiting(&db).await, 0);
}

/// CUS-14: two who bring the same rows to their places, as two imports do, leave no stale term of a record that is changed
/// when one is done and the other is not.
#[tokio::test]
async fn two_strides_leave_nothing_stale() {
    let (_folder, db, scope) = house().await;
    let one = Stride::load(&db, &scope).await.unwrap().unwrap();
    let other = Stride::load(&db, &scope).await.unwrap().unwrap();
    one.write(&db, &scope).await.unwrap();
    change(&db, &scope).await;
    other.write(&db, &scope).await.unwrap();
    assert_eq!(terms(&db).await, ["n:kept", "n:new", "p:same"]);
}
