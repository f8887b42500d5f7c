//! No statement walks a large table: what is asked while people work and look is planned by SQLite, whose plans are the
//! same however many rows there are, and read. A walk shows in no result and in no small house's time.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use fourfold::compose;
use kernel::{Id, sql};
use support::World;
use support::undo::sheet;
use testkit::{Backend, Client, fresh, overheard};

/// Tables that stay small in the largest house: what administrators make, one row a tenant or consumer, and what a schedule
/// keeps short.
const SMALL: &[&str] = &[
    "assignment_rules",
    "brands",
    "consumers",
    "custom_fields",
    "customer_weights",
    "dictionary_entries",
    "journal_heads",
    "lead_forms",
    "lead_rules",
    "lead_source_costs",
    "lead_sources",
    "levels",
    "models",
    "nodes",
    "organisation_versions",
    "posts",
    "questionnaire_versions",
    "questionnaires",
    "roles",
    "series",
    "sessions",
    "settings",
    "sign_in_attempts",
    "sign_on_providers",
    "stages",
    "users",
];

/// Statements that may read all there is of a table, by a part of their text, with the reason.
const MEANT: &[(&str, &str)] = &[
    ("count(*) FROM journal_waiting", "what waits to be sealed is seconds old"),
    ("FROM opportunity_totals a", "a row per person and stage, however many opportunities"),
    ("AS shares_of_leaver", "what hangs on somebody is counted when they leave"),
    ("AS views, (SELECT count(*) FROM jobs", "what hangs on somebody is counted when they leave"),
];

/// CUS-05, SYS-09: people work and look; each statement finds its rows by an index, or stops at a limit.
#[tokio::test]
async fn no_statement_walks_a_large_table() {
    let fresh = fresh(Backend::Sqlite, &compose::migrations()).await;
    let (db, seen) = overheard(&fresh.db);
    let world = World::over(fresh, db).people().await;
    seen.take();
    let [first, second, _] = world.known().await;
    work(&world, first, second).await;
    look(&world, first).await;
    let mut walks = BTreeMap::new();
    let mut known = BTreeSet::new();
    for (text, values) in seen.take() {
        if !known.insert(text.clone()) || !text.starts_with(['S', 'U', 'D', 'I', 'W']) || text.starts_with("SAVEPOINT")
        {
            continue;
        }
        let Ok(plan) = sql::rows(world.fresh.db.read(), &format!("EXPLAIN QUERY PLAN {text}"), values).await else {
            continue;
        };
        let lines: Vec<String> = plan.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
        let walked: Vec<String> = lines.iter().filter_map(|line| walk(&text, line)).collect();
        if !walked.is_empty() && !MEANT.iter().any(|(part, _)| text.contains(part)) {
            walks.insert(text, walked);
        }
    }
    assert!(known.len() > 300, "only {} statements were heard", known.len());
    let told: Vec<String> = walks.iter().map(|(text, walked)| format!("{}\n    {text}", walked.join("; "))).collect();
    assert!(walks.is_empty(), "{} statements walk:\n{}", walks.len(), told.join("\n"));
}

/// The table that a line of a plan walks, if it is a large one and nothing ends the walk.
fn walk(text: &str, line: &str) -> Option<String> {
    let mut words = line.split(' ');
    let how = words.next()?;
    let alias = words.next()?;
    let whole =
        how == "SCAN" || (how == "SEARCH" && (line.ends_with("(tenant_id=?)") || line.ends_with("(ANY(tenant_id))")));
    let ends = text.contains(" LIMIT ") && line.contains(" INDEX ");
    if !whole || ends || alias.starts_with('(') {
        return None;
    }
    let table = table_of(text, alias)?;
    (!SMALL.contains(&table.as_str())).then(|| format!("{table}: {line}"))
}

/// The table behind an alias; none for a part of the statement with a name of its own.
fn table_of(text: &str, alias: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', '(', ')', ',']).filter(|w| !w.is_empty()).collect();
    for pair in words.windows(3) {
        let [before, table, after] = pair else { continue };
        let after = if *after == "AS" { alias } else { after };
        if matches!(*before, "FROM" | "JOIN" | "UPDATE" | "INTO") && (*table == alias || after == alias) {
            return table.chars().all(|c| c.is_ascii_lowercase() || c == '_').then(|| (*table).to_owned());
        }
    }
    None
}

/// A day of work: a sheet comes in and is taken back, records change, go, come back and are merged.
async fn work(world: &World, first: Id, second: Id) {
    let import = world.bring_in("manager1", &sheet()).await;
    let people = [("name", "司徒婧"), ("city", "昆山"), ("remark", "周末来")];
    world.change("manager1", "customer", first, &people).await;
    world.note("manager1", first, "约了试驾").await;
    sell(world, first).await;
    let car = world.number("SELECT count(*) FROM vehicles").await;
    assert!(car > 0);
    let row = sql::row(world.db.read(), "SELECT id FROM vehicles ORDER BY id LIMIT 1", []).await.unwrap().unwrap();
    let car: Id = row.try_get_by_index(0).unwrap();
    world.change("manager1", "vehicle", car, &[("plate", "沪B77777"), ("colour", "银")]).await;
    world.undo("manager1", import.id).await;
    arrive(world).await;
    receive(world).await;
    let mut browser = world.browser("manager1").await;
    let gone = browser.post(&format!("/customers/{second}/removal"), &[]).await;
    assert!(gone.status.is_redirection(), "{}", gone.text());
    let back = browser.post(&format!("/customers/{second}/restoration"), &[]).await;
    assert!(back.status.is_redirection(), "{}", back.text());
    world.settle().await;
}

/// Leads arrive, one of them again; one is contacted and filed, one is late and goes to the pool.
async fn arrive(world: &World) {
    let mut script = world.script("manager1").await;
    for (name, phone) in [("单晓峰", "13800003001"), ("仇英", "13800003002"), ("单晓峰", "13800003001")] {
        let body = serde_json::json!({ "name": name, "phone": phone, "source": "web", "city": "上海" });
        let answer = script.json(Method::POST, "/api/v1/leads", &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    let body = serde_json::json!({ "name": "查良", "phone": "13800003003", "source": "official" });
    assert_eq!(world.script("group").await.json(Method::POST, "/api/v1/leads", &body).await.status, 201);
    world.settle().await;
    let mut manager = world.browser("manager1").await;
    let row = sql::row(world.fresh.db.read(), "SELECT id FROM leads WHERE name = '单晓峰'", []).await.unwrap().unwrap();
    let lead: Id = row.try_get_by_index(0).unwrap();
    let contact = [("channel", "phone"), ("result", "reached"), ("content", "周六来")];
    assert!(manager.post(&format!("/leads/{lead}/contacts"), &contact).await.status.is_redirection());
    let unheard = world.fresh.db.read();
    let version =
        sql::number(unheard, "SELECT version FROM leads WHERE name = '单晓峰'", []).await.unwrap().to_string();
    let filing =
        [("version", version.as_str()), ("name", "单晓峰"), ("phone", "13800003001"), ("level", "H"), ("model", "Q5L")];
    let filed = manager.post(&format!("/leads/{lead}/filing"), &filing).await;
    assert!(filed.status.is_redirection(), "{}", filed.text());
    for _ in 0..3 {
        world.db.clock.advance(32 * 60);
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        tx.enqueue(kernel::NewJob { kind: leads::alarms::ALARMS, ..Default::default() });
        tx.commit().await.unwrap();
        world.settle().await;
    }
    assert_eq!(sql::number(unheard, "SELECT count(*) FROM leads WHERE state = 'pool'", []).await.unwrap(), 1);
}

/// A visit to the showroom from door to door, and the rota.
async fn receive(world: &World) {
    let mut manager = world.browser("manager1").await;
    for heads in ["1", "2", "3"] {
        let form = [("heads", heads), ("owner", ""), ("phone", "13800003009"), ("name", "来客")];
        assert!(manager.post("/visits/new", &form).await.status.is_redirection());
    }
    let row = sql::row(world.fresh.db.read(), "SELECT id FROM showroom_visits ORDER BY id LIMIT 1", []).await.unwrap();
    let visit: Id = row.unwrap().try_get_by_index(0).unwrap();
    let added = manager.post("/demo-cars", &[("plate", "沪A6T801"), ("model", "Q5L"), ("automatic", "true")]).await;
    assert!(added.status.is_redirection(), "{}", added.text());
    let row = sql::row(world.fresh.db.read(), "SELECT id FROM demo_cars", []).await.unwrap();
    let car: String = row.unwrap().try_get_by_index::<Id>(0).unwrap().to_string();
    let drive = [
        ("car", car.as_str()),
        ("minutes", "30"),
        ("driver", "来客"),
        ("class", "C1"),
        ("checked", "true"),
        ("agreed", "true"),
    ];
    let acts: [(&str, &[(&str, &str)]); 3] =
        [("steps", &[("act", "ask")]), ("drives", &drive), ("leaving", &[("result", "looked")])];
    for (below, form) in acts {
        let answer = manager.post(&format!("/visits/{visit}/{below}"), form).await;
        assert!(answer.status.is_redirection(), "{below}: {} {}", answer.status, answer.text());
    }
    let sales1 = organisation::find_user_by_login(world.fresh.db.read(), "sales1").await.unwrap().unwrap().id;
    let store = world.pudong.to_string();
    let turn = manager.post(&format!("/showroom/rota/{sales1}/turn"), &[("store", store.as_str())]).await;
    assert!(turn.status.is_redirection(), "{}", turn.text());
}

/// An opportunity from its beginning to its loss.
async fn sell(world: &World, customer: Id) {
    let mut script = world.script("manager1").await;
    let made = script.json(Method::POST, "/api/v1/opportunities", &serde_json::json!({ "customer": customer })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let at = format!("/opportunities/{}", made.json()["id"].as_str().unwrap());
    let mut browser = world.browser("manager1").await;
    for (below, form) in [
        ("follow-ups", &[("channel", "call"), ("result", "talked"), ("level", "H")][..]),
        ("stage", &[("stage", "quoted")]),
        ("stage", &[("stage", "visited"), ("reason", "误点")]),
        ("rest", &[("act", "release"), ("note", "无进展")]),
        ("claim", &[]),
        ("defeat", &[("reason", "price"), ("evidence", "来电")]),
        ("defeat/withdrawal", &[]),
    ] {
        let answer = browser.post(&format!("{at}/{below}"), form).await;
        assert!(answer.status.is_redirection(), "{below}: {} {}", answer.status, answer.text());
    }
}

/// Every page and every list of the API, for an administrator, a manager and a consultant.
async fn look(world: &World, customer: Id) {
    let mut stands = vec![
        ("customer", customer.to_string()),
        ("store", world.pudong.to_string()),
        ("number", "K000001".into()),
        ("noun", "brand".into()),
        ("dictionary", "customer-class".into()),
        ("entry", "prospect".into()),
        ("field", "name".into()),
        ("setting", "session.idle_hours".into()),
    ];
    for (name, table) in support::stand_ins::TABLES.into_iter().chain([
        ("vehicle", "vehicles"),
        ("lead", "leads"),
        ("visit", "showroom_visits"),
        ("user", "users"),
        ("opportunity", "opportunities"),
    ]) {
        let text = format!("SELECT id FROM {table} ORDER BY id LIMIT 1");
        let row = sql::row(world.fresh.db.read(), &text, []).await.unwrap();
        stands.push((name, row.map_or(Id::nil(), |r| r.try_get_by_index::<Id>(0).unwrap()).to_string()));
    }
    for login in ["admin", "group", "manager1", "sales1"] {
        let mut browser = world.browser(login).await;
        let mut script = world.script(login).await;
        for route in world.assembly.app.routes.iter().filter(|r| r.method == Method::GET) {
            let mut path = route.path.to_owned();
            for (name, value) in &stands {
                path = path.replace(&format!("{{{name}}}"), value);
            }
            let client: &mut Client = if path.starts_with("/api/") { &mut script } else { &mut browser };
            for query in ["", "?q=situ", "?q=138", "?q=沪A12345"] {
                if query.is_empty() || path == "/search" || path.ends_with("/customers") || path.ends_with("/vehicles")
                {
                    client.get(&format!("{path}{query}")).await;
                }
            }
        }
        for figure in sales::figures::FIGURES {
            for narrowed in [String::new(), format!("&store={}", world.pudong)] {
                browser.get(&format!("/showroom/report/rows?figure={}{narrowed}", figure.code)).await;
            }
        }
        browser.get(&format!("/showroom/report?every=month&store={}", world.pudong)).await;
    }
}
