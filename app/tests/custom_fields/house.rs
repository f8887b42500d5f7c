//! A house with custom fields.

use kernel::{Access, Id};
use records::Class;
use records::custom::{Definition, Draft, Type};
use serde_json::{Value, json};
use testkit::{Backend, Client};

use crate::support::World;

/// A field to be added.
pub fn draft(zh: &str, en: &str, what: Type) -> Draft {
    Draft {
        key: String::new(),
        label_zh: zh.into(),
        label_en: en.into(),
        help_zh: String::new(),
        help_en: String::new(),
        what,
        class: Class::Personal,
        required: false,
        searchable: false,
    }
}

/// Adds a field to a noun.
pub async fn add(w: &World, kind: &str, draft: &Draft, choices: &str) -> Definition {
    let scope = w.system();
    let kind = w.assembly.app.registry.kind(kind).unwrap();
    let mut tx = w.db.write(&scope).await.unwrap();
    let made = organisation::custom_fields::add(&mut tx, kind, draft, choices).await.unwrap();
    tx.commit().await.unwrap();
    made
}

/// Opens a field to a role.
pub async fn open(w: &World, role: &str, kind: &str, field: &str, access: Access) {
    let scope = w.system();
    let mut tx = w.db.write(&scope).await.unwrap();
    let role = organisation::roles::queries::find_by_code(tx.conn(), w.tenant, role).await.unwrap().unwrap();
    let fields = vec![(kind.to_owned(), field.to_owned(), access)];
    let change = organisation::roles::sheet::SheetChange { fields, ..Default::default() };
    organisation::roles::sheet::change_sheet(&mut tx, role.id, role.version, change).await.unwrap();
    tx.commit().await.unwrap();
}

/// The world with three fields of the customer, open to consultants and managers: a text, a choice, a day.
pub async fn world(backend: Backend) -> World {
    let w = World::peopled(backend).await;
    let hobby = Draft { searchable: true, ..draft("爱好", "Hobbies", Type::Text) };
    add(&w, "customer", &hobby, "").await;
    add(&w, "customer", &draft("贷款意向", "Loan", Type::Choice), "全款 | Cash\n贷款 | Loan\n未定 | Undecided").await;
    add(&w, "customer", &draft("保险到期", "Insured until", Type::Date), "").await;
    for role in ["sales_consultant", "store_manager", "group_manager"] {
        for field in ["x_hobbies", "x_loan", "x_insured_until"] {
            open(&w, role, "customer", field, Access::Shown).await;
        }
    }
    w
}

/// A customer made through the API with more than a name and a phone; its address in the API.
pub async fn customer(w: &World, login: &str, name: &str, phone: &str, more: Value) -> String {
    let mut body = json!({ "name": name, "phone": phone });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = w.script(login).await.json(axum::http::Method::POST, "/api/v1/customers", &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    format!("/api/v1/customers/{}", answer.json()["id"].as_str().unwrap())
}

/// The id at the end of an address.
pub fn id(address: &str) -> Id {
    address.rsplit('/').next().unwrap().parse().unwrap()
}

/// Changes a record through the API: the status, and what was answered.
pub async fn patch(script: &mut Client, path: &str, change: Value) -> (u16, Value) {
    let now = script.get(path).await.json();
    let mut body = json!({ "version": now["version"] });
    body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    let answer = script.json(axum::http::Method::PATCH, path, &body).await;
    (answer.status.as_u16(), answer.json())
}

/// The names that a list in the API gives.
pub async fn names(script: &mut Client, query: &str) -> Vec<String> {
    let answer = script.get(&format!("/api/v1/customers?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    let mut names: Vec<String> = answer.json()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}
