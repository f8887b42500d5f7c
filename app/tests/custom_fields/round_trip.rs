//! Whatever a house adds and whatever it fills in: the value that went into a form comes out of the API, the list and the
//! file, and the file brings it into another store (SYS-07, CUS-14).

use kernel::Access;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use records::custom::{Definition, Type};
use records::import::{Desk, FileOrder, import_file};
use serde_json::{Value, json};
use testkit::Backend;

use crate::house::{add, draft, open};
use crate::support::World;

/// What a form posts for a field, and what the API answers afterwards.
type Filled = (Vec<String>, Value);

const CHOICES: [(&str, &str); 4] = [("golf", "高尔夫"), ("ski", "滑雪"), ("tea", "品茶"), ("chess", "象棋")];

/// A random value of a type.
fn value(what: Type) -> BoxedStrategy<Filled> {
    let one = |text: String, json: Value| (vec![text], json);
    match what {
        Type::Text => "[A-Za-z雪茶棋][A-Za-z0-9雪茶棋]{0,8}( [A-Za-z0-9雪茶棋]{1,8}){0,2}"
            .prop_map(move |t| one(t.clone(), json!(t)))
            .boxed(),
        Type::LongText => {
            "[A-Za-z雪茶]{1,9}(\n[A-Za-z0-9雪茶]{1,9}){0,3}".prop_map(move |t| one(t.clone(), json!(t))).boxed()
        }
        Type::Integer => (-1_000_000i64..1_000_000).prop_map(move |n| one(n.to_string(), json!(n))).boxed(),
        Type::Money => (0i64..1_000_000_000)
            .prop_map(move |fen| one(kernel::Fen(fen).plain(), json!(kernel::Fen(fen).plain())))
            .boxed(),
        Type::Date => (0i64..50_000)
            .prop_map(move |n| {
                let day = chrono::NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + chrono::Days::new(n as u64);
                one(day.to_string(), json!(day.to_string()))
            })
            .boxed(),
        Type::Bool => any::<bool>().prop_map(move |yes| one(yes.to_string(), json!(yes))).boxed(),
        Type::Phone => "13[0-9]{9}".prop_map(move |t| one(t.clone(), json!(format!("+86{t}")))).boxed(),
        Type::Choice => {
            prop::sample::select(CHOICES.to_vec()).prop_map(move |(code, _)| one(code.into(), json!(code))).boxed()
        }
        _ => prop::sample::subsequence(CHOICES.to_vec(), 1..=4)
            .prop_map(|list| {
                let mut codes: Vec<String> = list.iter().map(|(code, _)| (*code).to_owned()).collect();
                codes.sort();
                (codes.clone(), json!(codes))
            })
            .boxed(),
    }
}

/// A random set of fields, each filled in or left empty.
fn fields() -> impl Strategy<Value = Vec<(Type, Option<Filled>)>> {
    let types: Vec<Type> = Type::ALL.into_iter().filter(|t| !matches!(t, Type::User | Type::Store)).collect();
    prop::sample::subsequence(types, 3..=9).prop_flat_map(|types| {
        types.into_iter().map(|t| (Just(t), prop::option::weighted(0.8, value(t)))).collect::<Vec<_>>()
    })
}

async fn defined(w: &World, round: usize, n: usize, what: Type) -> Definition {
    let words = CHOICES.map(|(code, name)| format!("{name} | {code}")).join("\n");
    let choices = if what.has_choices() { words.as_str() } else { "" };
    let made =
        add(w, "customer", &draft(&format!("自定{round}项{n}"), &format!("Own {round} {n}"), what), choices).await;
    for role in ["sales_consultant", "store_manager"] {
        open(w, role, "customer", &made.name, Access::Shown).await;
    }
    made
}

/// SYS-07: form → API → list → file → import into a store that does not know the customer → API.
#[tokio::test]
async fn values_survive_the_whole_way() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let mut runner = TestRunner::deterministic();
        for round in 0..4 {
            let drawn = fields().new_tree(&mut runner).unwrap().current();
            let mut own: Vec<(Definition, Option<Filled>)> = Vec::new();
            for (n, (what, filled)) in drawn.into_iter().enumerate() {
                own.push((defined(&w, round, n, what).await, filled));
            }
            let phone = format!("1385566770{round}");
            let name = ["司徒静", "欧阳锋", "上官云", "诸葛明"][round];
            let mut form: Vec<(&str, &str)> = vec![("kind", "person"), ("name", name), ("phone", &phone)];
            for (field, filled) in &own {
                let texts = filled.iter().flat_map(|(texts, _)| texts);
                form.extend(texts.map(|text| (field.name.as_str(), text.as_str())));
            }
            let mut sales = w.browser("sales1").await;
            let made = sales.post("/customers/new", &form).await;
            assert_eq!(made.status, 303, "{form:?}: {}", made.text());
            let id = made.location().split(['?']).next().unwrap().rsplit('/').next().unwrap().to_owned();
            let expect = |item: &Value, place: &str| {
                for (field, filled) in &own {
                    let wanted = filled.as_ref().map_or(Value::Null, |(_, json)| json.clone());
                    assert_eq!(item[&field.name], wanted, "{backend:?} {place}: {:?} of {form:?}", field.what);
                }
            };
            expect(&w.script("sales1").await.get(&format!("/api/v1/customers/{id}")).await.json(), "form");
            let names = own.iter().map(|(field, _)| field.name.as_str()).collect::<Vec<_>>().join(",");
            let address = format!("/api/v1/customers?filter=name:eq:{name}&fields={names}");
            let listed = w.script("sales1").await.get(&address).await;
            expect(&listed.json()["items"][0], "list");
            let page = sales.get(&format!("/customers/{id}/edit")).await;
            assert_eq!(page.status, 200);

            let format = ["xlsx", "csv"][round % 2];
            let mut manager = w.browser("manager1").await;
            let address = format!("/customers/export?format={format}&columns=name,phone,{names}&filter=name:eq:{name}");
            let file = manager.get(&address).await;
            assert_eq!(file.status, 200, "{}", file.text());
            let at = w.fresh.folder.path().join(format!("{round}.{format}"));
            std::fs::write(&at, &file.bytes).unwrap();
            let desk = w.assembly.app.seams.get::<Desk>().unwrap().clone();
            let order = FileOrder {
                importer: "customers".into(),
                file: at,
                store: w.suzhou,
                mode: None,
                key: None,
                mapping: None,
                dry_run: false,
            };
            let scope = w.scope("manager2").await;
            let import = import_file(&desk, &w.db, &scope, order, &mut |_| {}).await.unwrap();
            let tally = import.tally();
            assert_eq!((tally.rows, tally.created), (1, 1), "{tally:?}");
            let mut other = w.script("manager2").await;
            let found = other.get(&format!("/api/v1/customers?filter=name:eq:{name}")).await.json();
            assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
            expect(&found["items"][0], format);
        }
    }
}
