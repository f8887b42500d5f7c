//! A small group of two regions, three stores and a team, with two nouns: notes, which belong to one place, and
//! parties, which one store after the other may have a stake in. Filled at random from a seed, on SQLite, and on a
//! fresh PostgreSQL database when `FOURFOLD_TEST_POSTGRES` names a server.

#![allow(dead_code, reason = "each test binary uses its own part of the world")]

use chrono::{Days, NaiveDate};
use fourfold_records as records;
use kernel::db::Location;
use kernel::scope::{GrantReach, Place};
use kernel::{Actor, Clock, Db, Id, Instant, Keys, Lang, Migration, Scope, Value, sql};
use records::filter::Today;
use records::registry::Relation;
use records::{Anchor, Class, Field, FieldKind, Kind, Registry, Source, Uses};
use sea_orm::ConnectionTrait;

pub const NOW: Instant = Instant(1_790_000_000_000_000);
const PERSON: FieldKind = FieldKind::Reference { kind: "person", table: "people", label: "name" };

pub static NOTE: Kind = Kind {
    name: "note",
    collection: "notes",
    table: "notes",
    anchor: Anchor { table: "notes", record: "id" },
    only: None,
    fields: &[
        Field::new("title", FieldKind::Text).sorted_by("sort_key").also(Uses::DEFAULT),
        Field::new("level", FieldKind::Choice("level")).also(Uses::DEFAULT),
        Field::new("amount", FieldKind::Money).sorted_by("amount").also(Uses::DEFAULT),
        Field::new("due", FieldKind::Date).sorted_by("due").also(Uses::DEFAULT),
        Field::new("seen", FieldKind::Date),
        Field::new("done", FieldKind::Bool),
        Field::new("at", FieldKind::Instant),
        Field::new("phone", FieldKind::Phone).class(Class::Personal).also(Uses::DEFAULT),
        Field::new("friend", PERSON).from(Source::Base("friend_id")).also(Uses::DEFAULT),
        Field::new("created_at", FieldKind::Instant).sorted_by("id"),
    ],
    title: "title",
    default_sort: "-created_at",
    pages: true,
};

pub static PARTY: Kind = Kind {
    name: "party",
    collection: "parties",
    table: "parties",
    anchor: Anchor { table: "stakes", record: "party_id" },
    only: Some("a.class <> 'ghost'"),
    fields: &[
        Field::new("name", FieldKind::Name).sorted_by("sort_key").also(Uses::DEFAULT),
        Field::new("phone", FieldKind::Phone).class(Class::Personal).also(Uses::DEFAULT),
        Field::new("secret", FieldKind::ResidentId).from(Source::Sealed {
            column: "secret",
            hash: "secret_hash",
            tail: "secret_tail",
        }),
        Field::new("class", FieldKind::Choice("class")).on_anchor().also(Uses::DEFAULT),
        Field::new("owner", PERSON).from(Source::Anchor("owner_id")).also(Uses::DEFAULT),
        Field::new("touched_at", FieldKind::Instant).on_anchor().sorted_by("touched_at").also(Uses::DEFAULT),
        Field::new("created_at", FieldKind::Instant).sorted_by("party_id"),
    ],
    title: "name",
    default_sort: "-created_at",
    pages: true,
};

const SCHEMA: Migration = Migration {
    name: "202601010000_world",
    sql: "
CREATE TABLE people (tenant_id bigint NOT NULL, id uuid NOT NULL, name text NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE notes (
    tenant_id bigint NOT NULL, id uuid NOT NULL, version bigint NOT NULL, deleted_at bigint, store_id uuid, owner_id uuid, path text {c} NOT NULL,
    title text, sort_key text {c} NOT NULL, level text, amount bigint NOT NULL, due date NOT NULL, seen date, done boolean, at bigint,
    phone text, friend_id uuid, created_at bigint NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE parties (
    tenant_id bigint NOT NULL, id uuid NOT NULL, version bigint NOT NULL, deleted_at bigint, name text, phone text, secret {bytes}, secret_hash text,
    secret_tail text, created_at bigint NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE stakes (
    tenant_id bigint NOT NULL, id uuid NOT NULL, party_id uuid NOT NULL, deleted_at bigint, store_id uuid, owner_id uuid, path text {c} NOT NULL,
    class text NOT NULL, touched_at bigint NOT NULL, sort_key text {c} NOT NULL, PRIMARY KEY (tenant_id, id));
CREATE TABLE links (tenant_id bigint NOT NULL, party_id uuid NOT NULL, note_id uuid NOT NULL);
",
};

/// Chance that repeats itself (splitmix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    fn id(&mut self) -> Id {
        Id::from_u128((u128::from(self.next()) << 64) | u128::from(self.next()))
    }
}

#[derive(Clone, Debug)]
pub struct Note {
    pub id: Id,
    pub place: Place,
    pub deleted: bool,
    pub title: Option<String>,
    pub sort_key: String,
    pub level: Option<String>,
    pub amount: i64,
    pub due: NaiveDate,
    pub seen: Option<NaiveDate>,
    pub done: bool,
    pub at: Option<i64>,
    pub phone: Option<String>,
    pub friend: Option<Id>,
}

#[derive(Clone, Debug)]
pub struct Party {
    pub id: Id,
    pub deleted: bool,
    pub name: String,
    pub phone: Option<String>,
    pub secret: Option<String>,
    pub notes: Vec<Id>,
}

#[derive(Clone, Debug)]
pub struct Stake {
    pub id: Id,
    pub party: Id,
    pub place: Place,
    pub deleted: bool,
    pub class: String,
    pub touched_at: i64,
    pub sort_key: String,
}

#[derive(Clone, Debug)]
pub struct Share {
    pub kind: &'static str,
    pub anchor: Id,
    pub grantee: Id,
    pub edit: bool,
    pub until: Option<i64>,
    pub ended: bool,
}

pub struct World {
    pub db: Db,
    pub registry: Registry,
    pub notes: Vec<Note>,
    pub parties: Vec<Party>,
    pub stakes: Vec<Stake>,
    pub shares: Vec<Share>,
    _folder: tempfile::TempDir,
}

pub fn id(n: u128) -> Id {
    Id::from_u128(n)
}

/// Group /1/, regions /1/2/ and /1/3/, stores 10 and 11 in the first, 12 in the second, team 20 in store 10.
pub const STORES: [(u128, &str); 3] = [(10, "/1/2/10/"), (11, "/1/2/11/"), (12, "/1/3/12/")];
pub const PEOPLE: [(u128, &str); 4] = [(101, "王敏"), (102, "李强"), (103, "Anna"), (104, "赵雷")];

pub fn today() -> Today {
    Today { date: NOW.date_in(chrono_tz::Asia::Shanghai), zone: chrono_tz::Asia::Shanghai }
}

pub fn reaches() -> Vec<GrantReach> {
    let store = |n: usize| GrantReach::Store { store: id(STORES[n].0), path: STORES[n].1.into() };
    vec![
        GrantReach::Own,
        store(0),
        store(1),
        store(2),
        GrantReach::Below { path: "/1/2/".into(), store: None },
        GrantReach::Below { path: "/1/3/".into(), store: None },
        GrantReach::Below { path: "/1/2/10/20/".into(), store: Some(id(10)) },
        GrantReach::Group,
    ]
}

fn place(chance: &mut Chance, store: usize) -> Place {
    let (store, path) = STORES[store];
    let path = if store == 10 && chance.one_in(2) { format!("{path}20/") } else { path.to_owned() };
    Place { owner: (!chance.one_in(5)).then(|| id(chance.pick(&PEOPLE).0)), store: Some(id(store)), path }
}

pub fn phones() -> Vec<&'static str> {
    vec!["+8613812345678", "+8613900005678", "+8613812340001", "+8618600009999"]
}

pub const SECRETS: [&str; 2] = ["11010519491231002X", "440524188001010014"];

impl World {
    /// The worlds of a seed: one on SQLite, one on PostgreSQL if there is a server.
    pub async fn all(seed: u64) -> Vec<World> {
        let mut worlds = vec![World::new(seed, None).await];
        if let Ok(server) = std::env::var("FOURFOLD_TEST_POSTGRES") {
            worlds.push(World::new(seed, Some(&server)).await);
        }
        worlds
    }

    async fn new(seed: u64, server: Option<&str>) -> World {
        let folder = tempfile::tempdir().unwrap();
        let location = match server {
            None => Location::Sqlite(folder.path().join("world.db")),
            Some(server) => Location::Postgres(fresh_database(server).await),
        };
        let db = Db::open(&location, Clock::fixed(NOW), Keys::from_secret(&[3; 32])).await.unwrap();
        let mut steps = kernel::migrations();
        steps.extend(records::migrations());
        steps.push(SCHEMA);
        db.migrate(&steps).await.unwrap();
        let mut registry = Registry::default();
        registry.add(&NOTE);
        registry.add(&PARTY);
        registry.add_relation(Relation {
            from: "party",
            name: "note",
            to: "note",
            link: "links",
            near: "party_id",
            far: "note_id",
            only: None,
        });
        let mut world = World {
            db,
            registry,
            notes: Vec::new(),
            parties: Vec::new(),
            stakes: Vec::new(),
            shares: Vec::new(),
            _folder: folder,
        };
        world.imagine(&mut Chance(seed));
        world.lay_down().await;
        world
    }

    fn imagine(&mut self, chance: &mut Chance) {
        let optional = |chance: &mut Chance, list: &[&str]| (!chance.one_in(4)).then(|| chance.pick(list).to_owned());
        for _ in 0..70 {
            let store = chance.below(3);
            let title = optional(chance, &["Alpha", "beta", "100%", "车展 一_期", "alphabet"]);
            self.notes.push(Note {
                id: chance.id(),
                place: place(chance, store),
                deleted: chance.one_in(12),
                sort_key: title.clone().unwrap_or_default(),
                title,
                level: optional(chance, &["H", "A", "B"]),
                amount: chance.below(6) as i64 * 10_000,
                due: today().date.checked_add_days(Days::new(chance.below(5) as u64)).unwrap(),
                seen: (!chance.one_in(3))
                    .then(|| today().date.checked_sub_days(Days::new(chance.below(20) as u64)).unwrap()),
                done: chance.one_in(2),
                at: (!chance.one_in(4)).then(|| NOW.plus_seconds(-(chance.below(20) as i64) * 43_200).0),
                phone: optional(chance, &phones()),
                friend: (!chance.one_in(3)).then(|| id(chance.pick(&PEOPLE).0)),
            });
        }
        for _ in 0..50 {
            let party = chance.id();
            let name = chance.pick(&["王晓明", "欧阳娜", "Smith", "李四", "张伟"]).to_owned();
            let deleted = chance.one_in(12);
            for store in 0..3 {
                if chance.one_in(2) {
                    continue;
                }
                self.stakes.push(Stake {
                    id: chance.id(),
                    party,
                    place: place(chance, store),
                    deleted: deleted || chance.one_in(10),
                    class: chance.pick(&["prospect", "customer", "lost", "ghost"]).to_owned(),
                    touched_at: NOW.plus_seconds(-(chance.below(8) as i64) * 3_600).0,
                    sort_key: name.clone(),
                });
            }
            let secret = optional(chance, &SECRETS);
            let notes = (0..chance.below(3)).map(|_| chance.pick(&self.notes).id).collect();
            self.parties.push(Party { id: party, deleted, name, phone: optional(chance, &phones()), secret, notes });
        }
        for n in 0..40 {
            let (kind, anchor) = if n % 2 == 0 {
                ("note", chance.pick(&self.notes).id)
            } else {
                ("party", chance.pick(&self.stakes).id)
            };
            let until = chance.pick(&[None, Some(NOW.0 - 1), Some(NOW.0), Some(NOW.0 + 1)]);
            let grantee = id(chance.pick(&[101, 102, 10, 1]));
            self.shares.push(Share { kind, anchor, grantee, edit: chance.one_in(2), until, ended: chance.one_in(4) });
        }
    }

    async fn lay_down(&self) {
        let scope = Scope::system(1, id(9), "test");
        let tx = self.db.write(&scope).await.unwrap();
        let keys = &self.db.keys;
        // Another tenant holds the same people and places; nothing of it may ever be seen.
        for tenant in [1i64, 2] {
            let other = |id: Id| if tenant == 1 { id } else { Id::from_u128(id.as_u128() ^ 1) };
            let gone = |deleted: bool| -> Value { deleted.then_some(5i64).into() };
            let people = PEOPLE.iter().map(|(n, name)| vec![tenant.into(), id(*n).into(), (*name).into()]).collect();
            insert(&tx, "people", "tenant_id, id, name", people).await;
            let rows = self.notes.iter().map(|n| {
                let mut row = vec![
                    tenant.into(),
                    other(n.id).into(),
                    1i64.into(),
                    gone(n.deleted),
                    n.place.store.into(),
                    n.place.owner.into(),
                ];
                row.extend([
                    n.place.path.as_str().into(),
                    n.title.clone().into(),
                    n.sort_key.as_str().into(),
                    n.level.clone().into(),
                    n.amount.into(),
                ]);
                row.extend([
                    n.due.into(),
                    n.seen.into(),
                    n.done.into(),
                    n.at.into(),
                    n.phone.clone().into(),
                    n.friend.into(),
                    NOW.into(),
                ]);
                row
            });
            let columns = "tenant_id, id, version, deleted_at, store_id, owner_id, path, title, sort_key, level, amount, due, seen, done, at, phone, friend_id, created_at";
            insert(&tx, "notes", columns, rows.collect()).await;
            let rows = self.parties.iter().map(|p| {
                let secret = p.secret.as_deref();
                let tail = secret.map(|s| s[s.len() - 4..].to_owned());
                let mut row = vec![
                    tenant.into(),
                    other(p.id).into(),
                    1i64.into(),
                    gone(p.deleted),
                    p.name.as_str().into(),
                    p.phone.clone().into(),
                ];
                row.extend([
                    secret.map(|s| keys.seal(other(p.id), s)).into(),
                    secret.map(|s| keys.hash("secret", s)).into(),
                    tail.into(),
                    NOW.into(),
                ]);
                row
            });
            insert(
                &tx,
                "parties",
                "tenant_id, id, version, deleted_at, name, phone, secret, secret_hash, secret_tail, created_at",
                rows.collect(),
            )
            .await;
            let rows = self.stakes.iter().map(|s| {
                let mut row = vec![
                    tenant.into(),
                    other(s.id).into(),
                    other(s.party).into(),
                    gone(s.deleted),
                    s.place.store.into(),
                    s.place.owner.into(),
                ];
                row.extend([
                    s.place.path.as_str().into(),
                    s.class.as_str().into(),
                    s.touched_at.into(),
                    s.sort_key.as_str().into(),
                ]);
                row
            });
            insert(
                &tx,
                "stakes",
                "tenant_id, id, party_id, deleted_at, store_id, owner_id, path, class, touched_at, sort_key",
                rows.collect(),
            )
            .await;
            let links = self.parties.iter().flat_map(|p| {
                p.notes.iter().map(|n| vec![tenant.into(), other(p.id).into(), other(*n).into()]).collect::<Vec<_>>()
            });
            insert(&tx, "links", "tenant_id, party_id, note_id", links.collect()).await;
            let shares = self.shares.iter().enumerate().map(|(n, s)| {
                let mut row = vec![
                    tenant.into(),
                    id(n as u128 + 1).into(),
                    s.kind.into(),
                    other(s.anchor).into(),
                    s.grantee.into(),
                ];
                row.extend([
                    if s.edit { "edit" } else { "see" }.into(),
                    NOW.into(),
                    s.until.into(),
                    s.ended.then_some(1i64).into(),
                ]);
                row
            });
            insert(
                &tx,
                "shares",
                "tenant_id, id, kind, anchor_id, grantee_id, access, granted_at, until, ended_at",
                shares.collect(),
            )
            .await;
        }
        tx.commit().await.unwrap();
    }
}

pub fn person(powers: kernel::scope::Powers) -> Scope {
    let actor = Actor::User { id: id(101), name: "王敏".into(), by_token: false };
    Scope { tenant: 1, actor, lang: Lang::ZhCn, request: id(5), powers: std::sync::Arc::new(powers), limited_to: None }
}

async fn insert(tx: &kernel::Tx<'_>, table: &str, columns: &str, rows: Vec<Vec<Value>>) {
    let columns: Vec<&str> = columns.split(", ").collect();
    sql::insert(tx.conn(), table, &columns, rows).await.unwrap();
}

/// Makes a database of its own on the server; it is left there for whoever looks into a failure.
async fn fresh_database(server: &str) -> String {
    let name = format!("fourfold_records_{}", Clock::System.new_id().simple());
    let conn = sea_orm::Database::connect(server).await.unwrap();
    conn.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    conn.close().await.unwrap();
    let (head, _) = server.rsplit_once('/').filter(|(head, _)| !head.ends_with('/')).unwrap_or((server, ""));
    format!("{head}/{name}")
}
