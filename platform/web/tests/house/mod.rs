//! A house with one noun, notes, and people who may see more or less of it. Who asks stands in a header. It stands on
//! SQLite, or on a fresh PostgreSQL database when `FOURFOLD_TEST_POSTGRES` names a server.

#![allow(dead_code, reason = "each test binary uses its own part of the house")]

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use axum::body::{Body, to_bytes};
use axum::http::{Extensions, HeaderMap, Request, Response};
use fourfold_web as web;
use kernel::db::Location;
use kernel::scope::Powers;
use kernel::words::Locale;
use kernel::{
    Access as Seen, Action, Actions, Actor, Clock, Db, FieldRules, Grant, GrantReach, Id, Instant, Keys, Lang,
    Migration, Scope, Tx, sql,
};
use records::commands::FieldError;
use records::policy::Look;
use records::{Anchor, Class, Commands, Field, FieldKind, Input, Kind, Refusal, Uses, require};
use tower::ServiceExt;
use web::gate::{Entry, Gate};
use web::records::Labels;
use web::server::{self, Health};
use web::{App, Config, Module, Problem, Theme, Visitor};

pub const NOW: Instant = Instant(1_795_312_800_000_000);
const WRITE: Uses = Uses::FORM.and(Uses::DEFAULT);

pub static NOTE: Kind = Kind {
    name: "note",
    collection: "notes",
    table: "notes",
    anchor: Anchor { table: "notes", record: "id" },
    only: None,
    fields: &[
        Field::new("title", FieldKind::Text).sorted_by("sort_key").also(WRITE.and(Uses::REQUIRED)),
        Field::new("level", FieldKind::Choice("level")).also(WRITE.and(Uses::CARD)),
        Field::new("amount", FieldKind::Money).sorted_by("amount").also(WRITE),
        Field::new("due", FieldKind::Date).also(WRITE),
        Field::new("phone", FieldKind::Phone).class(Class::Personal).also(WRITE),
        Field::new("secret", FieldKind::Text).class(Class::Commercial).also(WRITE),
        Field::new("friend", FieldKind::Reference { kind: "note", table: "notes", label: "title" }).also(Uses::FORM),
        Field::new("created_at", FieldKind::Instant).sorted_by("id").only(Uses::LIST.and(Uses::FILTER)),
    ],
    title: "title",
    default_sort: "title",
    pages: true,
};

const SCHEMA: Migration = Migration {
    name: "202601010000_house",
    sql: "
CREATE TABLE notes (
    tenant_id bigint NOT NULL, id uuid NOT NULL, version bigint NOT NULL, deleted_at bigint, store_id uuid, owner_id uuid, path text {c} NOT NULL,
    title text NOT NULL, sort_key text {c} NOT NULL, level text, amount bigint NOT NULL, due date, phone text, secret text, friend uuid,
    created_at bigint NOT NULL, PRIMARY KEY (tenant_id, id));
",
};

const WORDS: Locale = Locale {
    owner: "house",
    zh_cn: "kind-note = 便条\nkind-note-plural = 便条\nnote-title = 标题\nnote-level = 级别\nnote-amount = 金额\nnote-due = 下次跟进\nnote-phone = 手机\nnote-secret = 成本\nnote-friend = 相关\nnote-created-at = 建档时间\n",
    en: "kind-note = Note\nkind-note-plural = Notes\nnote-title = Title\nnote-level = Level\nnote-amount = Amount\nnote-due = Next contact\nnote-phone = Phone\nnote-secret = Cost\nnote-friend = Related\nnote-created-at = Created\n",
};

pub fn id(n: u128) -> Id {
    Id::from_u128(n)
}

/// boss sees all of the group; wang sees store 10, phones masked, no cost; li sees store 11; guest may only look at store 10.
fn scope(name: &str) -> Option<Scope> {
    let rules = |phone: Seen, secret: Seen| {
        let mut fields: HashMap<String, Seen> = NOTE.fields.iter().map(|f| (f.name.to_owned(), Seen::Shown)).collect();
        fields.extend([("phone".to_owned(), phone), ("secret".to_owned(), secret)]);
        Arc::new(FieldRules::Listed(fields))
    };
    let store = |n: u128| GrantReach::Store { store: id(n), path: format!("/1/{n}/") };
    let (user, reach, actions, fields) = match name {
        "boss" => (1, GrantReach::Group, Actions::all(), Arc::new(FieldRules::Everything)),
        "wang" => (101, store(10), Actions::all(), rules(Seen::Masked, Seen::Hidden)),
        "li" => (102, store(11), Actions::all(), rules(Seen::Shown, Seen::Shown)),
        "guest" => (103, store(10), Actions::of(&[Action::See]), rules(Seen::Shown, Seen::Hidden)),
        _ => return None,
    };
    let capabilities = BTreeSet::from_iter((name != "guest").then(|| "views.share".to_owned()));
    let home = if name == "li" { 11 } else { 10 };
    let powers = Powers {
        grants: vec![Grant { kind: "note".into(), actions, reach, fields }],
        capabilities,
        grantees: vec![id(user), id(home), id(1_000)],
        shared_with: vec![id(user), id(home), id(1_000)],
        ..Powers::default()
    };
    let actor = Actor::User { id: id(user), name: name.into(), by_token: false };
    Some(Scope { tenant: 1, actor, lang: Lang::ZhCn, request: id(5), powers: Arc::new(powers), limited_to: None })
}

struct ByHeader;

#[async_trait]
impl Gate for ByHeader {
    async fn enter(&self, _: &App, headers: &HeaderMap, _: Option<IpAddr>) -> Result<Entry, Problem> {
        let Some(scope) = headers.get("x-who").and_then(|v| v.to_str().ok()).and_then(scope) else {
            return Ok(Entry::Nobody);
        };
        let name = scope.actor_name().to_owned();
        let stores = vec![(id(10), "浦东店".to_owned()), (id(11), "徐汇店".to_owned())];
        Ok(Entry::Someone(Box::new(Visitor {
            scope,
            name,
            theme: Theme::default(),
            session: None,
            address: None,
            store: None,
            stores,
            notices: 0,
        })))
    }

    async fn door(&self, _: &App) -> &'static str {
        "/sign-in"
    }
}

struct Levels;

impl Labels for Levels {
    fn choice(&self, _: i64, dictionary: &str, code: &str, _: Lang) -> Option<String> {
        (dictionary == "level").then(|| format!("{code} 级"))
    }

    fn choices(&self, _: &Scope, _: &str) -> Vec<(String, String)> {
        ["H", "A", "B"].iter().map(|code| ((*code).to_owned(), format!("{code} 级"))).collect()
    }
}

/// Writes notes as a module would: checks permission, reads every field by its kind, keeps versions and journal.
struct NoteCommands;

#[async_trait]
impl Commands for NoteCommands {
    async fn create(&self, tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal> {
        let missing = records::input::missing(&NOTE, |f| input.filled(f).is_some());
        if !missing.is_empty() {
            return Err(Refusal::Invalid(missing));
        }
        let values = values(tx, input)?;
        let id = tx.new_id();
        let text = "INSERT INTO notes (tenant_id, id, version, store_id, owner_id, path, title, sort_key, amount, created_at) VALUES ($1, $2, 1, $3, $4, '/1/10/', '', '', 0, $5)";
        sql::run(
            tx.conn(),
            text,
            [tx.tenant().into(), id.into(), crate::house::id(10).into(), tx.scope().user().into(), tx.now().into()],
        )
        .await?;
        sql::update(tx.conn(), "notes", tx.tenant(), id, values).await?;
        tx.record("note", id, "create", changes(input));
        Ok(id)
    }

    async fn update(&self, tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
        require(&Look::within(tx), &NOTE, id, Action::Edit).await?;
        let text = "SELECT version FROM notes WHERE tenant_id = $1 AND id = $2";
        let now = sql::number(tx.conn(), text, [tx.tenant().into(), id.into()]).await?;
        if now != version {
            return Err(Refusal::Conflict(now));
        }
        let mut values = values(tx, input)?;
        values.push(("version", (version + 1).into()));
        sql::update(tx.conn(), "notes", tx.tenant(), id, values).await?;
        tx.record("note", id, "update", changes(input));
        Ok(version + 1)
    }

    async fn delete(&self, tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
        require(&Look::within(tx), &NOTE, id, Action::Delete).await?;
        let text = "UPDATE notes SET deleted_at = $4 WHERE tenant_id = $1 AND id = $2 AND version = $3";
        match sql::run(tx.conn(), text, [tx.tenant().into(), id.into(), version.into(), tx.now().into()]).await? {
            1 => Ok(()),
            _ => Err(Refusal::Conflict(0)),
        }
    }
}

fn values(tx: &Tx<'_>, input: &Input) -> Result<Vec<(&'static str, kernel::Value)>, Refusal> {
    let zone = chrono_tz::Asia::Shanghai;
    let context = records::input::Context { today: tx.now().date_in(zone), zone };
    let (mut values, mut errors): (Vec<(&'static str, kernel::Value)>, Vec<FieldError>) = (Vec::new(), Vec::new());
    for field in NOTE.fields_for(Uses::FORM) {
        let Some(text) = input.get(field.name) else { continue };
        match records::input::read(field, text, context) {
            Err(error) => errors.push(error),
            Ok(reading) => {
                let value: kernel::Value = match reading.datum {
                    records::Datum::Empty if field.kind == FieldKind::Date => Option::<chrono::NaiveDate>::None.into(),
                    records::Datum::Empty if matches!(field.kind, FieldKind::Reference { .. }) => {
                        Option::<Id>::None.into()
                    }
                    records::Datum::Empty => Option::<String>::None.into(),
                    records::Datum::Text(text) => text.into(),
                    records::Datum::Integer(n) => n.into(),
                    records::Datum::Date(day) => day.into(),
                    records::Datum::Bool(yes) => yes.into(),
                    records::Datum::Reference(id, _) => id.into(),
                };
                if field.name == "title" {
                    values.push(("sort_key", value.clone()));
                }
                values.push((field.name, value));
            }
        }
    }
    if errors.is_empty() { Ok(values) } else { Err(Refusal::Invalid(errors)) }
}

fn changes(input: &Input) -> Vec<kernel::journal::Change> {
    input
        .0
        .iter()
        .map(|(field, text)| kernel::journal::Change { field: field.clone(), before: None, after: Some(text.clone()) })
        .collect()
}

pub struct House {
    pub app: Arc<App>,
    router: axum::Router,
    statements: Arc<AtomicUsize>,
    _folder: tempfile::TempDir,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
}

impl House {
    /// Sixty notes in store 10 and three in store 11.
    pub async fn new() -> House {
        let folder = tempfile::tempdir().unwrap();
        let location = match std::env::var("FOURFOLD_TEST_POSTGRES") {
            Ok(server) => Location::Postgres(fresh_database(&server).await),
            Err(_) => Location::Sqlite(folder.path().join("house.db")),
        };
        let mut db = Db::open(&location, Clock::fixed(NOW), Keys::from_secret(&[3; 32])).await.unwrap();
        let statements = Arc::new(AtomicUsize::new(0));
        let counted = statements.clone();
        db.on_statement(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        let frame = web::records::module();
        let mut steps = kernel::migrations();
        steps.extend(records::migrations());
        steps.extend(frame.migrations.clone());
        steps.push(SCHEMA);
        db.migrate(&steps).await.unwrap();
        let mut seams = Extensions::new();
        seams.insert(Arc::new(Levels) as Arc<dyn Labels>);
        let module = Module {
            name: "house",
            locale: Some(WORDS),
            kinds: vec![&NOTE],
            commands: vec![("note", Arc::new(NoteCommands))],
            routes: web::records::routes(&NOTE).merge(web::api::routes(&NOTE)),
            ..Module::default()
        };
        let ui_words = Locale { owner: "ui", zh_cn: ui::LOCALES[0].1, en: ui::LOCALES[1].1 };
        let assembly = web::app::assemble(
            db,
            Arc::new(ByHeader),
            Config::default(),
            seams,
            vec![frame, module],
            &[ui_words, web::LOCALE],
        )
        .unwrap();
        let router = server::router(assembly.router, assembly.app.clone(), Arc::new(Health::default()));
        let house = House { app: assembly.app, router, statements, _folder: folder };
        house.fill().await;
        house
    }

    async fn fill(&self) {
        let scope = Scope::system(1, id(9), "test");
        let tx = self.app.db.write(&scope).await.unwrap();
        let row = |n: u128| {
            let store: u128 = if n <= 60 { 10 } else { 11 };
            let title = format!("便条 {n:02}");
            let mut row: Vec<kernel::Value> = vec![
                1i64.into(),
                id(n).into(),
                1i64.into(),
                id(store).into(),
                id(101).into(),
                format!("/1/{store}/").into(),
            ];
            row.extend([
                title.clone().into(),
                title.into(),
                ["H", "A", "B"][n as usize % 3].into(),
                (n as i64 * 100).into(),
            ]);
            row.extend([format!("+86138{n:04}5678").into(), format!("成本价{n}").into(), NOW.into()]);
            row
        };
        let columns = [
            "tenant_id",
            "id",
            "version",
            "store_id",
            "owner_id",
            "path",
            "title",
            "sort_key",
            "level",
            "amount",
            "phone",
            "secret",
            "created_at",
        ];
        sql::insert(tx.conn(), "notes", &columns, (1..=63).map(row).collect()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Statements on the reading side since the last call.
    pub fn statements(&self) -> usize {
        self.statements.swap(0, Ordering::SeqCst)
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(who, "GET", path, &[], "").await
    }

    /// Posts a form.
    pub async fn post(&self, who: &str, path: &str, form: &str) -> Answer {
        self.send(who, "POST", path, &[("content-type", "application/x-www-form-urlencoded")], form).await
    }

    pub async fn send(&self, who: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header("x-who", who).header("sec-fetch-site", "same-origin");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response: Response<Body> =
            self.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

/// Makes a database of its own on the server.
async fn fresh_database(server: &str) -> String {
    use sea_orm::ConnectionTrait;
    let name = format!("fourfold_web_{}", Clock::System.new_id().simple());
    let conn = sea_orm::Database::connect(server).await.unwrap();
    conn.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    conn.close().await.unwrap();
    let (head, _) = server.rsplit_once('/').filter(|(head, _)| !head.ends_with('/')).unwrap_or((server, ""));
    format!("{head}/{name}")
}
