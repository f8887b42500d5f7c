//! Values of sensitive fields of the house's own at rest (SYS-07, decision 0017): sealed, matched whole, and everywhere
//! else like any other value.

use kernel::{Access, Id, sql};
use records::Class;
use records::custom::{self, Definition, Draft, RESTING, Type};
use serde_json::{Value, json};
use testkit::Backend;

use crate::house::{add, customer, draft, id, names, open, patch};
use crate::support::World;

const CARD: &str = "CARD-7719-0042";
const HOME: &str = "13811223344";
const LIMIT: i64 = 8_765_432;

/// Where a value could stand in the open.
const PLACES: [(&str, &str); 9] = [
    ("custom_values", "text_value"),
    ("custom_values", "sealed_hash"),
    ("journal_values", "changes"),
    ("operation_rows", "was"),
    ("operation_rows", "became"),
    ("customer_merges", "kept"),
    ("customers", "raw"),
    ("search_terms", "term"),
    ("events", "payload"),
];

/// The places where a text stands in the open.
async fn stands(w: &World, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (table, column) in PLACES {
        let select = format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL");
        for row in sql::rows(w.db.read(), &select, []).await.unwrap() {
            let value: String = row.try_get_by_index(0).unwrap();
            if value.contains(text) {
                found.push(format!("{table}.{column}: {value}"));
            }
        }
    }
    found
}

async fn sealed(w: &World) -> i64 {
    let text = "SELECT count(*) FROM custom_values WHERE sealed_value IS NOT NULL AND text_value IS NULL AND number_value IS NULL";
    w.number(text).await
}

fn sensitive(zh: &str, en: &str, what: Type) -> Draft {
    Draft { class: Class::Sensitive, ..draft(zh, en, what) }
}

/// The world with three sensitive fields, shown to managers and masked to consultants.
async fn world(backend: Backend) -> World {
    let w = World::peopled(backend).await;
    add(&w, "customer", &Draft { searchable: true, ..sensitive("卡号", "Card", Type::Text) }, "").await;
    add(&w, "customer", &sensitive("家中电话", "Home", Type::Phone), "").await;
    add(&w, "customer", &sensitive("授信额度", "Limit", Type::Integer), "").await;
    for field in ["x_card", "x_home", "x_limit"] {
        open(&w, "store_manager", "customer", field, Access::Shown).await;
        open(&w, "sales_consultant", "customer", field, Access::Masked).await;
    }
    w
}

fn filled() -> Value {
    json!({ "x_card": CARD, "x_home": HOME, "x_limit": LIMIT })
}

async fn definition(w: &World, name: &str) -> Definition {
    custom::all(w.db.read(), w.tenant).await.unwrap().into_iter().find(|d| d.name == name).unwrap()
}

/// Gives a field another class, as an administrator does.
async fn classify(w: &World, name: &str, class: Class) {
    let d = definition(w, name).await;
    let kind = w.assembly.app.registry.kind("customer").unwrap();
    let changed = Draft {
        key: String::new(),
        label_zh: d.label_zh.clone(),
        label_en: d.label_en.clone(),
        help_zh: String::new(),
        help_en: String::new(),
        what: d.what,
        class,
        required: d.required,
        searchable: d.searchable,
    };
    let scope = w.system();
    let mut tx = w.db.write(&scope).await.unwrap();
    assert_eq!(kind.name, d.kind);
    organisation::custom_fields::change(&mut tx, d.id, d.version, &changed, "").await.unwrap();
    tx.commit().await.unwrap();
}

/// SYS-07: what is typed into a sensitive field stands nowhere in the open; whoever may see it sees it in forms, lists,
/// files and the API, whoever may not sees a mask; it is found by the whole of it and by nothing less.
#[tokio::test]
async fn values_are_sealed_and_matched_whole() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let path = customer(&w, "manager1", "司徒静", "13855667788", filled()).await;
        let empty = customer(&w, "manager1", "欧阳锋", "13855667799", json!({})).await;
        for text in [CARD, HOME, &LIMIT.to_string()] {
            assert_eq!(stands(&w, text).await, Vec::<String>::new(), "{backend:?}");
        }
        assert_eq!(sealed(&w).await, 3);
        let (mut manager, mut consultant) = (w.script("manager1").await, w.script("sales1").await);
        let item = manager.get(&path).await.json();
        assert_eq!((item["x_card"].as_str(), item["x_home"].as_str()), (Some(CARD), Some("+8613811223344")));
        assert_eq!(item["x_limit"], LIMIT);
        assert_eq!(manager.get(&empty).await.json()["x_card"], json!(null));

        // Lists, with the condition on the whole value; nothing less is taken.
        let query = format!("filter=x_card:eq:{CARD}&fields=name,x_card,x_limit");
        let answer = manager.get(&format!("/api/v1/customers?{query}")).await.json();
        assert_eq!(answer["items"][0]["x_card"], CARD, "{answer}");
        for (query, found) in [
            (format!("filter=x_card:eq:{CARD}"), vec!["司徒静"]),
            (format!("filter=x_home:eq:{HOME}"), vec!["司徒静"]),
            (format!("filter=x_limit:eq:{LIMIT}"), vec!["司徒静"]),
            ("filter=x_card:eq:CARD-7719".to_owned(), vec![]),
            ("filter=x_card:empty:".to_owned(), vec!["欧阳锋"]),
            ("filter=x_limit:filled:".to_owned(), vec!["司徒静"]),
        ] {
            assert_eq!(names(&mut manager, &query).await, found, "{query}");
        }
        for part in ["x_card:contains:CARD", "x_limit:gte:1", "x_home:tail:3344"] {
            let answer = manager.get(&format!("/api/v1/customers?filter={part}")).await;
            assert_eq!(answer.status, 400, "{part}: {}", answer.text());
        }
        let mut browser = w.browser("manager1").await;
        assert!(browser.get(&format!("/customers?q={CARD}")).await.text().contains("司徒静"), "the whole value");
        assert!(!browser.get("/customers?q=CARD-7719").await.text().contains("司徒静"), "no beginning");
        let file = browser.get("/customers/export?format=csv&columns=name,x_card,x_limit").await.text();
        assert!(file.contains(CARD) && file.contains(&LIMIT.to_string()), "{file}");

        // A mask, in the file and in its history.
        w.change("manager1", "customer", id(&path), &[("x_card", "CARD-0000-1111")]).await;
        let history = browser.get(&format!("/customers/{}/history", id(&path))).await.text();
        assert!(history.contains("卡号") && !history.contains("CARD-"), "{history}");
        assert!(stands(&w, "CARD-").await.is_empty());
        let own = customer(&w, "sales1", "何平", "13855667700", json!({ "x_card": "CARD-2222" })).await;
        let item = consultant.get(&own).await.json();
        assert!(item["x_card"].as_str().is_some_and(|card| card.contains('*')), "{item}");
        assert_eq!(patch(&mut manager, &own, json!({ "x_limit": null })).await.0, 200);
    }
}

/// SYS-07: values from before the field was sensitive are sealed by the house, those of operations too, and stand in the
/// open again when it is no longer; nobody notices meanwhile, and an undo gives back what was there.
#[tokio::test]
async fn a_class_is_changed_at_any_time() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        add(&w, "customer", &draft("卡号", "Card", Type::Text), "").await;
        add(&w, "customer", &draft("授信额度", "Limit", Type::Money), "").await;
        for field in ["x_card", "x_limit"] {
            open(&w, "store_manager", "customer", field, Access::Shown).await;
        }
        let path = customer(&w, "manager1", "司徒静", "13855667788", json!({ "x_card": "CARD-OLD-1" })).await;
        let sheet = format!("姓名,手机,卡号,授信额度\n司徒静,13855667788,{CARD},87654.32\n");
        let import = w.bring_in("manager1", &sheet).await;
        assert!(!stands(&w, CARD).await.is_empty(), "the test would prove nothing");
        for field in ["x_card", "x_limit"] {
            classify(&w, field, Class::Sensitive).await;
        }
        let mut manager = w.script("manager1").await;
        let told = async |manager: &mut testkit::Client| {
            let item = manager.get(&path).await.json();
            let found = names(manager, &format!("filter=x_card:eq:{CARD}")).await.len();
            let amount = names(manager, "filter=x_limit:eq:87654.32").await.len();
            (item["x_card"].clone(), item["x_limit"].clone(), found, amount)
        };
        let before = told(&mut manager).await;
        assert_eq!(before, (json!(CARD), json!("87654.32"), 1, 1), "before the house has come to it");
        w.settle().await;
        assert_eq!(told(&mut manager).await, before);
        assert_eq!(sealed(&w).await, 2);
        for text in [CARD, "CARD-OLD-1", "8765432"] {
            let left: Vec<String> =
                stands(&w, text).await.into_iter().filter(|at| !at.starts_with("journal_values")).collect();
            assert!(left.is_empty(), "{left:?}");
        }
        // What an earlier operation photographed goes back sealed.
        w.undo("manager1", import.id).await;
        let item = manager.get(&path).await.json();
        assert_eq!((item["x_card"].as_str(), item["x_limit"].clone()), (Some("CARD-OLD-1"), json!(null)));
        assert_eq!(sealed(&w).await, 1);
        classify(&w, "x_card", Class::Personal).await;
        assert_eq!(manager.get(&path).await.json()["x_card"], "CARD-OLD-1");
        w.settle().await;
        assert_eq!(sealed(&w).await, 0);
        // What was ever sealed is matched by the whole value: photographs of it may still go back.
        assert_eq!(names(&mut manager, "filter=x_card:eq:CARD-OLD-1").await, ["司徒静"]);
        assert_eq!(manager.get(&path).await.json()["x_card"], "CARD-OLD-1");
    }
}

/// SYS-07: after an upgrade the house seals what the release before left in the open, also when it is cut off between.
#[tokio::test]
async fn an_upgrade_seals_what_it_finds() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        add(&w, "customer", &draft("卡号", "Card", Type::LongText), "").await;
        open(&w, "store_manager", "customer", "x_card", Access::Shown).await;
        let long = format!("{CARD} {}", "长".repeat(450));
        let mut paths = Vec::new();
        for (n, card) in [CARD, &long, "CARD-3"].into_iter().enumerate() {
            let phone = format!("1385566770{n}");
            paths.push(customer(&w, "manager1", ["何平", "何安", "何宁"][n], &phone, json!({ "x_card": card })).await);
        }
        // As the release before left it: sensitive, and in the open.
        let scope = w.system();
        let tx = w.db.write(&scope).await.unwrap();
        sql::run(tx.conn(), "UPDATE custom_fields SET class = 'sensitive', was_sealed = true", []).await.unwrap();
        sql::run(tx.conn(), "UPDATE organisation_versions SET version = version + 1", []).await.unwrap();
        tx.commit().await.unwrap();
        let mut manager = w.script("manager1").await;
        assert_eq!(manager.get(&paths[1]).await.json()["x_card"], json!(long));
        let daily = kernel::schedules::Schedule { name: RESTING, every: 86_400 };
        kernel::schedules::tick(&w.db, &[daily], &[w.tenant]).await.unwrap();
        // Told to stop before it begins, as a process that goes down: the next one does it.
        let stop = std::sync::atomic::AtomicBool::new(true);
        kernel::jobs::work(&w.db, &w.assembly.jobs, &stop).await.unwrap();
        assert_eq!(sealed(&w).await, 0);
        for _ in 0..2 {
            w.settle().await;
            assert_eq!(sealed(&w).await, 3);
        }
        for (path, card) in paths.iter().zip([CARD, &long, "CARD-3"]) {
            assert_eq!(manager.get(path).await.json()["x_card"], json!(card));
        }
    }
}

/// SYS-07, CUS-07: sealed values follow a merge and come back with its undoing; what the merge remembers is sealed, too.
#[tokio::test]
async fn a_merge_takes_sealed_values_along() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let own = customer(&w, "manager1", "司徒静", "13855667788", json!({ "x_limit": 5 })).await;
        let other = customer(&w, "manager1", "司徒婧", "13955667788", filled()).await;
        let manager = w.scope("manager1").await;
        let seams = w.assembly.app.seam::<std::sync::Arc<customers::Seams>>();
        let version = async |id: Id| {
            sql::number(w.db.read(), "SELECT version FROM customers WHERE id = $1", [id.into()]).await.unwrap()
        };
        let pair = ((id(&own), version(id(&own)).await), (id(&other), version(id(&other)).await));
        let mut choices = customers::merge::Choices::default();
        choices.fields.insert("x_limit".into(), customers::merge::Side::Absorbed);
        let mut tx = w.db.write(&manager).await.unwrap();
        let done = customers::merge::merge(&mut tx, &seams, pair.0, pair.1, &choices).await.unwrap();
        tx.commit().await.unwrap();
        let mut script = w.script("manager1").await;
        let item = script.get(&own).await.json();
        assert_eq!((item["x_card"].as_str(), item["x_limit"].as_i64()), (Some(CARD), Some(LIMIT)));
        assert!(stands(&w, CARD).await.is_empty() && stands(&w, &LIMIT.to_string()).await.is_empty());
        assert_eq!(patch(&mut script, &own, json!({ "x_home": "13900001111" })).await.0, 200);
        let mut tx = w.db.write(&manager).await.unwrap();
        let (_, left) = customers::merge::undo(&mut tx, &seams, done).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(left.iter().map(|c| c.field).collect::<Vec<_>>(), ["x_home"], "changed since: it stays");
        let item = script.get(&own).await.json();
        assert_eq!((item["x_card"].clone(), item["x_limit"].as_i64()), (json!(null), Some(5)));
        assert_eq!(script.get(&other).await.json()["x_card"], CARD);
    }
}
