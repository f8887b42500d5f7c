//! Custom fields when two files become one, and two again (CUS-07, SYS-07).

use std::sync::Arc;

use customers::merge::{self, Choices, Side};
use kernel::Id;
use serde_json::{Value, json};
use testkit::{Backend, Client};

use crate::house::{customer, id, patch, world};

const FIELDS: [&str; 3] = ["x_hobbies", "x_loan", "x_insured_until"];

async fn values(script: &mut Client, path: &str) -> Vec<Value> {
    let item = script.get(path).await.json();
    FIELDS.iter().map(|field| item[*field].clone()).collect()
}

/// CUS-07: nothing is lost to an empty field, what was chosen holds, values of retired fields go along; undoing brings
/// back both files exactly, but for what was changed since.
#[tokio::test]
async fn values_follow_and_come_back() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let one = json!({ "x_hobbies": "滑雪", "x_loan": "loan" });
        let two = json!({ "x_hobbies": "钓鱼", "x_insured_until": "2026-12-31" });
        let own = customer(&w, "sales1", "司徒静", "13855667788", one).await;
        let other = customer(&w, "sales2", "司徒婧", "13955667788", two).await;
        let mut script = w.script("manager1").await;
        let before = (values(&mut script, &own).await, values(&mut script, &other).await);

        // A field that is out of use while all this happens.
        let scope = w.system();
        let all = records::custom::all(w.db.read(), w.tenant).await.unwrap();
        let until = all.iter().find(|d| d.name == "x_insured_until").unwrap();
        let mut tx = w.db.write(&scope).await.unwrap();
        organisation::custom_fields::retire(&mut tx, until.id, 1).await.unwrap();
        tx.commit().await.unwrap();

        let manager = w.scope("manager1").await;
        let seams = w.assembly.app.seams.get::<Arc<customers::Seams>>().unwrap().clone();
        let page = w.browser("manager1").await.get(&format!("/customers/{}/merge?with={}", id(&own), id(&other))).await;
        assert!(page.text().contains("field-x_hobbies") && page.text().contains("钓鱼"), "{}", page.text());
        let version = async |id: Id| {
            let text = "SELECT version FROM customers WHERE id = $1";
            kernel::sql::number(w.db.read(), text, [id.into()]).await.unwrap()
        };
        let pair = ((id(&own), version(id(&own)).await), (id(&other), version(id(&other)).await));
        let mut choices = Choices::default();
        choices.fields.insert("x_hobbies".into(), Side::Absorbed);
        let mut tx = w.db.write(&manager).await.unwrap();
        let done = merge::merge(&mut tx, &seams, pair.0, pair.1, &choices).await.unwrap();
        tx.commit().await.unwrap();
        let item = script.get(&own).await.json();
        assert_eq!((item["x_hobbies"].as_str(), item["x_loan"].as_str()), (Some("钓鱼"), Some("loan")));

        let mut tx = w.db.write(&scope).await.unwrap();
        organisation::custom_fields::restore(&mut tx, until.id, 2).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(script.get(&own).await.json()["x_insured_until"], "2026-12-31", "it had gone along");
        assert_eq!(patch(&mut script, &own, json!({ "x_loan": "cash" })).await.0, 200);

        let mut tx = w.db.write(&manager).await.unwrap();
        merge::undo(&mut tx, &seams, done).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(values(&mut script, &other).await, before.1);
        let mut after = before.0.clone();
        after[1] = json!("cash");
        assert_eq!(values(&mut script, &own).await, after, "what was changed since stays");
    }
}

/// CUS-07: nobody chooses between values of a field that they do not see.
#[tokio::test]
async fn hidden_values_are_not_chosen() {
    for backend in Backend::all() {
        let w = world(backend).await;
        crate::house::open(&w, "store_manager", "customer", "x_hobbies", kernel::Access::Hidden).await;
        let own = customer(&w, "sales1", "司徒静", "13855667788", json!({ "x_hobbies": "滑雪" })).await;
        let other = customer(&w, "sales2", "司徒婧", "13955667788", json!({ "x_hobbies": "钓鱼" })).await;
        let mut manager = w.browser("manager1").await;
        let page = manager.get(&format!("/customers/{}/merge?with={}", id(&own), id(&other))).await.text();
        assert!(!page.contains("滑雪") && !page.contains("钓鱼") && !page.contains("x_hobbies"), "{page}");
        let form = [
            ("with", id(&other).to_string()),
            ("version", "1".into()),
            ("with-version", "1".into()),
            ("field-x_hobbies", "after".into()),
        ];
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let refused = manager.post(&format!("/customers/{}/merge", id(&own)), &form).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert_eq!(w.script("sales1").await.get(&own).await.json()["x_hobbies"], "滑雪");
    }
}
