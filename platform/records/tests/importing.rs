//! The way of rows through an import, with a noun that lives in memory: what is counted, what is seen twice, and what a
//! crash leaves (CUS-14).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use fourfold_records as records;
use kernel::db::Location;
use kernel::{Actor, Clock, Db, Id, Instant, Keys, Lang, Scope, Tx};
use proptest::prelude::*;
use records::import::{
    AnyLook, Desk, Entry, Fate, FileOrder, Halt, Importer, Importers, Intake, Key, Message, Mode, Options, Outcome,
    Place, Severity, Target, import_file,
};
use records::{Anchor, Field, FieldKind, Kind, Refusal};

const FIELDS: &[Field] = &[Field::new("name", FieldKind::Name), Field::new("phone", FieldKind::Phone)];

/// Friends: a noun that lives in memory. A phone known before is an existing one.
static FRIEND: Kind = Kind {
    name: "customer",
    collection: "friends",
    table: "friends",
    anchor: Anchor { table: "friends", record: "id" },
    only: None,
    fields: FIELDS,
    title: "name",
    default_sort: "name",
    pages: false,
};

#[derive(Default)]
struct Friends {
    known: Mutex<HashMap<String, Id>>,
    /// Fails the step of this number, once.
    fail_at: AtomicUsize,
    steps: AtomicUsize,
}

struct AtWork(Arc<Friends>, Options);

struct FriendImporter(Arc<Friends>);

#[async_trait]
impl Importer for FriendImporter {
    fn name(&self) -> &'static str {
        "friends"
    }

    fn kind(&self) -> &'static Kind {
        &FRIEND
    }

    async fn targets(&self, _look: &AnyLook<'_>) -> Result<Vec<Target>, sea_orm::DbErr> {
        Ok(vec![
            Target::new("customer.name", FieldKind::Name),
            Target::new("customer.phone", FieldKind::Phone).key(Key::Phone).several(),
        ])
    }

    async fn place(&self, _look: &AnyLook<'_>, store: Id) -> Result<Option<Place>, sea_orm::DbErr> {
        Ok(Some(Place { store, name: "浦东店".into(), path: "/1/".into(), zone: chrono_tz::Asia::Shanghai }))
    }

    async fn open(&self, _look: &AnyLook<'_>, options: &Options) -> Result<Box<dyn Intake>, Refusal> {
        Ok(Box::new(AtWork(self.0.clone(), options.clone())))
    }
}

impl AtWork {
    fn one(&self, entry: &Entry<'_>, known: &HashMap<String, Id>) -> Outcome {
        if entry.earlier.is_some() {
            return Outcome::of(Fate::Duplicate, None).saying(Message::row(Severity::Info, "import-repeats-line"));
        }
        let phone = entry.draft.text("customer.phone").unwrap_or_default();
        match known.get(phone) {
            Some(id) if self.1.mode == Mode::Create => Outcome::of(Fate::Duplicate, Some(*id)),
            Some(id) => Outcome::of(Fate::Unchanged, Some(*id)),
            None if entry.draft.text("customer.name").is_none() => {
                Outcome::of(Fate::Rejected, None).saying(Message::row(Severity::Error, "import-no-name"))
            }
            None => Outcome::of(Fate::Created, Some(Id::from_u128(u128::from(entry.draft.line)))),
        }
    }
}

#[async_trait]
impl Intake for AtWork {
    async fn judge(&mut self, _look: &AnyLook<'_>, rows: &[Entry<'_>]) -> Result<Vec<Outcome>, sea_orm::DbErr> {
        let known = self.0.known.lock().unwrap();
        Ok(rows.iter().map(|r| self.one(r, &known)).collect())
    }

    async fn apply(&mut self, tx: &mut Tx<'_>, rows: &[Entry<'_>]) -> Result<Vec<Outcome>, sea_orm::DbErr> {
        let step = self.0.steps.fetch_add(1, Ordering::SeqCst) + 1;
        let outcomes: Vec<Outcome> = {
            let known = self.0.known.lock().unwrap();
            rows.iter().map(|r| self.one(r, &known)).collect()
        };
        for (row, outcome) in rows.iter().zip(&outcomes) {
            if outcome.fate == Fate::Created {
                kernel::sql::run(
                    tx.conn(),
                    "INSERT INTO counters (tenant_id, series, value) VALUES (1, $1, 1)",
                    [row.draft.line.to_string().into()],
                )
                .await?;
            }
        }
        if self.0.fail_at.load(Ordering::SeqCst) == step {
            return Err(sea_orm::DbErr::Custom("the machine goes down".into()));
        }
        Ok(outcomes)
    }
}

struct House {
    folder: tempfile::TempDir,
    db: Db,
    desk: Desk,
    scope: Scope,
    friends: Arc<Friends>,
}

async fn house(known: &[&str]) -> House {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(
        &Location::Sqlite(folder.path().join("test.db")),
        Clock::fixed(Instant(1_795_312_800_000_000)),
        Keys::from_secret(&[1; 32]),
    )
    .await
    .unwrap();
    db.migrate(&[kernel::migrations(), records::migrations()].concat()).await.unwrap();
    let friends = Arc::new(Friends::default());
    friends
        .known
        .lock()
        .unwrap()
        .extend(known.iter().enumerate().map(|(n, phone)| ((*phone).to_owned(), Id::from_u128(1_000_000 + n as u128))));
    let actor = Actor::User { id: Id::from_u128(7), name: "王敏".into(), by_token: false };
    let scope = Scope {
        tenant: 1,
        actor,
        lang: Lang::ZhCn,
        request: Id::from_u128(9),
        powers: Default::default(),
        limited_to: None,
    };
    let again = scope.clone();
    let scope_of: records::import::ScopeOf = Arc::new(move |_, _, _| {
        let scope = again.clone();
        Box::pin(async move { Ok(scope) })
    });
    let desk = Desk {
        importers: Importers(vec![Arc::new(FriendImporter(friends.clone()))]),
        folder: folder.path().join("imports"),
        scope_of,
    };
    House { folder, db, desk, scope, friends }
}

impl House {
    fn order(&self, text: &str, mode: Mode, dry_run: bool) -> FileOrder {
        let file = self.folder.path().join("list.csv");
        std::fs::write(&file, text).unwrap();
        FileOrder {
            importer: "friends".into(),
            file,
            store: Id::from_u128(3),
            mode: Some(mode),
            key: None,
            mapping: None,
            dry_run,
        }
    }

    async fn run(&self, order: FileOrder) -> Result<records::import::Import, Halt> {
        import_file(&self.desk, &self.db, &self.scope, order, &mut |_| {}).await
    }

    async fn accounts(&self, import: &records::import::Import) -> Vec<(u64, Fate)> {
        let rows = records::import::queries::rows(self.db.read(), import, import.pass_of(import.step), 0, 100_000)
            .await
            .unwrap();
        rows.into_iter().map(|r| (r.line, r.fate)).collect()
    }

    async fn made(&self) -> i64 {
        kernel::sql::number(self.db.read(), "SELECT count(*) FROM counters", []).await.unwrap()
    }
}

fn phone(n: usize) -> String {
    format!("138{n:08}")
}

fn list(rows: &[(bool, Option<usize>)]) -> String {
    let mut text = "姓名,手机\n".to_owned();
    for (named, number) in rows {
        text.push_str(if *named { "王敏," } else { "," });
        match number {
            Some(n) => text.push_str(&phone(*n)),
            None => text.push_str("没有电话"),
        }
        text.push('\n');
    }
    text
}

/// What the counts must be, by the words of the requirement: the same key in an earlier row that was taken, an existing
/// one, no usable name or key.
fn expected(rows: &[(bool, Option<usize>)], known: usize, mode: Mode) -> Vec<Fate> {
    let mut taken: Vec<usize> = Vec::new();
    rows.iter()
        .map(|(named, number)| {
            let Some(n) = number else { return Fate::Rejected };
            if taken.contains(n) {
                return Fate::Duplicate;
            }
            let fate = match (*n < known, named) {
                (true, _) if mode == Mode::Create => Fate::Duplicate,
                (true, _) => Fate::Unchanged,
                (false, false) => Fate::Rejected,
                (false, true) => Fate::Created,
            };
            if fate != Fate::Rejected {
                taken.push(*n);
            }
            fate
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// CUS-14: every row is counted once, the parts add up, the check says beforehand what the run does, and a run that
    /// was cut off at any step ends as if it had not been.
    #[test]
    fn counts_add_up(
        rows in prop::collection::vec((prop::bool::weighted(0.8), prop::option::weighted(0.95, 0usize..400)), 1..700),
        known in 0usize..50,
        create in any::<bool>(),
        cut in 1usize..6,
    ) {
        let mode = if create { Mode::Create } else { Mode::Both };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let numbers: Vec<String> = (0..known).map(|n| format!("+86{}", phone(n))).collect();
            let house = house(&numbers.iter().map(String::as_str).collect::<Vec<_>>()).await;
            let text = list(&rows);
            let fates = expected(&rows, known, mode);
            let checked = house.run(house.order(&text, mode, true)).await.unwrap();
            let told = house.accounts(&checked).await;
            prop_assert_eq!(told.iter().map(|(_, fate)| *fate).collect::<Vec<_>>(), fates.clone());
            prop_assert_eq!(house.made().await, 0, "a dry run writes nothing");

            house.friends.fail_at.store(cut, Ordering::SeqCst);
            let first = house.run(house.order(&text, mode, false)).await;
            house.friends.fail_at.store(0, Ordering::SeqCst);
            let ran = match first {
                Ok(done) => done,
                Err(_) => house.run(house.order(&text, mode, false)).await.unwrap(),
            };
            let counts = ran.tally();
            prop_assert!(counts.add_up(), "{:?}", counts);
            prop_assert_eq!(counts.rows, rows.len() as i64);
            prop_assert_eq!(counts, checked.tally());
            let accounts = house.accounts(&ran).await;
            prop_assert_eq!(accounts.iter().map(|(line, _)| *line).collect::<Vec<_>>(), (2..rows.len() as u64 + 2).collect::<Vec<_>>());
            prop_assert_eq!(accounts.into_iter().map(|(_, fate)| fate).collect::<Vec<_>>(), fates);
            prop_assert_eq!(house.made().await, counts.created, "each row once");
            Ok(())
        })?;
    }
}

/// CUS-14: what cannot be read is told before anything is written, with a code that has a sentence.
#[tokio::test]
async fn hostile_files_are_refused_whole() {
    let house = house(&[]).await;
    let wide = vec!["列"; 5_000].join(",");
    let long = format!("姓名,手机\n王敏,13800000001\n{},13800000002\n", "长".repeat(4_000_000));
    let open = "姓名,手机\n王敏,13800000001\n\"王伟,13800000002\n".to_owned();
    for (text, code) in [
        (String::new(), "sheet-empty"),
        ("<html><table><tr><td>姓名</td></tr></table></html>".to_owned(), "sheet-html-table"),
        (format!("{wide}\n"), "sheet-too-many-columns"),
        (long, "sheet-cell-too-long"),
        (open, "sheet-unbalanced-quotes"),
        ("姓名,手机\n".to_owned(), "import-no-rows"),
        ("姓名,备注\n王敏,好\n".to_owned(), "import-mapping-no-key"),
    ] {
        match house.run(house.order(&text, Mode::Both, false)).await {
            Err(Halt::Problem(problem)) => assert_eq!(problem.code, code),
            other => panic!("{code}: {other:?}"),
        }
        assert_eq!(house.made().await, 0, "{code}");
    }
}

/// CUS-14: a mapping that names a column which is not there is refused by the column's name.
#[tokio::test]
async fn a_mapping_file_must_fit() {
    let house = house(&[]).await;
    let mut order = house.order("甲,乙\n王敏,13800000001\n", Mode::Both, false);
    order.mapping = Some(serde_json::from_str(r#"{"丙": "name"}"#).unwrap());
    assert!(matches!(house.run(order.clone()).await, Err(Halt::NoSuchColumn(name)) if name == "丙"));
    order.mapping = Some(serde_json::from_str(r#"{"甲": "name", "乙": "phone"}"#).unwrap());
    assert_eq!(house.run(order).await.unwrap().tally().created, 1);
}

/// CUS-14: a second run of a file that was brought in to its end is a new import, not a going on.
#[tokio::test]
async fn a_finished_file_comes_again_as_a_new_import() {
    let house = house(&[]).await;
    let first = house.run(house.order("姓名,手机\n王敏,13800000001\n", Mode::Both, false)).await.unwrap();
    house.friends.known.lock().unwrap().insert("+8613800000001".into(), Id::from_u128(2));
    let second = house.run(house.order("姓名,手机\n王敏,13800000001\n", Mode::Both, false)).await.unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!((first.tally().created, second.tally().unchanged), (1, 1));
}
