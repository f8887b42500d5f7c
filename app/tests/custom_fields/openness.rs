//! A new field is closed, and closed means everywhere (SYS-05, SYS-07).

use axum::http::Method;
use kernel::Access;
use records::custom::{Draft, Type};
use serde_json::json;
use testkit::Backend;

use crate::house::{add, customer, draft, id, names, open, patch};
use crate::support::World;

/// What nobody may read who may not see the field.
const SECRET: &str = "密友滑雪";

async fn secretive(backend: Backend) -> (World, String) {
    let w = World::peopled(backend).await;
    add(&w, "customer", &Draft { searchable: true, ..draft("私密爱好", "Secret", Type::Text) }, "").await;
    open(&w, "sales_consultant", "customer", "x_secret", Access::Shown).await;
    let path = customer(&w, "sales1", "司徒静", "13855667788", json!({ "x_secret": SECRET })).await;
    (w, path)
}

/// SYS-05: someone to whom the field was not opened meets it nowhere, and cannot feel for it either: page, form, list,
/// columns, filter, search, history, API, description of the API, export, picker, import.
#[tokio::test]
async fn a_field_not_opened_is_nowhere() {
    for backend in Backend::all() {
        let (w, path) = secretive(backend).await;
        let own = format!("/customers/{}", id(&path));
        let mut manager = w.browser("manager1").await;
        for page in [
            own.clone(),
            format!("{own}/edit"),
            format!("{own}/history"),
            format!("{own}/preview"),
            "/customers".to_owned(),
            "/customers/new".to_owned(),
            "/customers/columns".to_owned(),
            "/customers/filter".to_owned(),
            "/customers?columns=name,x_secret".to_owned(),
            format!("/customers?q={SECRET}"),
            format!("/customers/picker?q={SECRET}"),
            format!("/search?q={SECRET}"),
            "/customers/export?format=csv&columns=name,x_secret".to_owned(),
            "/api".to_owned(),
            "/api/openapi.json".to_owned(),
        ] {
            let answer = manager.get(&page).await;
            assert_eq!(answer.status, 200, "{page}: {}", answer.text());
            let text = answer.text().replace(&format!("value=\"{SECRET}\""), "").replace(&format!("q={SECRET}"), "");
            assert!(!text.contains("私密爱好") && !text.contains(SECRET), "{page}: {text}");
        }
        for closed in [
            format!("/customers?filter=x_secret:contains:{SECRET}"),
            format!("/customers?filter=x_secret:eq:{SECRET}"),
            "/customers?filter=x_secret:filled:".to_owned(),
        ] {
            let answer = manager.get(&closed).await;
            assert!(answer.status.is_client_error() && !answer.text().contains("司徒静"), "{closed}");
        }
        assert_eq!(manager.get(&format!("{own}/facts/x_secret/form")).await.status, 403);
        assert_eq!(manager.get(&format!("{own}/reveals/x_secret")).await.status, 404);
        let mut script = w.script("manager1").await;
        assert!(script.get(&path).await.json().get("x_secret").is_none());
        assert!(script.get(&format!("{path}?fields=name,x_secret")).await.json().get("x_secret").is_none());
        let (status, answer) = patch(&mut script, &path, json!({ "x_secret": "别的" })).await;
        assert_eq!((status, answer["errors"][0]["code"].as_str()), (422, Some("field-unknown")));
        let body = json!({ "name": "欧阳锋", "phone": "13855667799", "x_secret": "别的" });
        assert_eq!(script.json(Method::POST, "/api/v1/customers", &body).await.status, 422);
        assert_eq!(names(&mut w.script("sales1").await, &format!("q={SECRET}")).await, ["司徒静"], "whoever may, does");
        let others = w.script("sales3").await.get(&format!("/api/v1/customers?q={SECRET}")).await.json();
        assert_eq!(others["items"], json!([]), "another store's customer is not there for those who see the field");
    }
}

/// SYS-05: a masked field tells that it has a value and nothing of it: no part in lists, history or files, no filter but by
/// the whole value, no search; it is shown in full for a reason, and that is noted.
#[tokio::test]
async fn a_masked_field_keeps_its_value() {
    for backend in Backend::all() {
        let (w, path) = secretive(backend).await;
        open(&w, "store_manager", "customer", "x_secret", Access::Masked).await;
        let own = format!("/customers/{}", id(&path));
        let mut manager = w.browser("manager1").await;
        for page in [
            own.clone(),
            format!("{own}/edit"),
            format!("{own}/history"),
            "/customers?columns=name,x_secret".to_owned(),
            "/customers/export?format=csv&columns=name,x_secret".to_owned(),
        ] {
            let answer = manager.get(&page).await;
            assert!(answer.status == 200 && !answer.text().contains(SECRET), "{page}: {}", answer.text());
        }
        assert!(manager.get("/customers/export?format=csv&columns=name,x_secret").await.text().contains("***"));
        let mut script = w.script("manager1").await;
        let item = script.get(&path).await.json();
        assert_eq!((item["x_secret"].as_str(), &item["masked"]), (Some("***"), &json!(["x_secret"])));
        assert_eq!(script.get("/api/v1/customers?filter=x_secret:contains:密友").await.status, 400);
        assert_eq!(script.get("/api/v1/customers?filter=x_secret:filled:").await.status, 400);
        assert_eq!(names(&mut script, &format!("filter=x_secret:eq:{SECRET}")).await, ["司徒静"], "as with a phone");
        assert!(names(&mut script, &format!("q={SECRET}")).await.is_empty());
        let (status, answer) = patch(&mut script, &path, json!({ "x_secret": "别的" })).await;
        assert_eq!((status, answer["errors"][0]["code"].as_str()), (422, Some("field-not-writable")), "{answer}");
        let reveal = [("reason", "contact"), ("note", "")];
        let shown = manager.post(&format!("{own}/reveals/x_secret"), &reveal).await;
        assert!(shown.status == 200 && shown.text().contains(SECRET), "{}", shown.text());
        let noted = "SELECT count(*) FROM journal WHERE action = 'reveal'";
        assert_eq!(kernel::sql::number(w.db.read(), noted, []).await.unwrap(), 1);
    }
}

/// SYS-05: only those who look after the whole house define fields.
#[tokio::test]
async fn fields_are_the_administrators() {
    let w = World::peopled(Backend::Sqlite).await;
    let field = add(&w, "customer", &draft("爱好", "Hobbies", Type::Text), "").await;
    for login in ["manager1", "sales1", "group"] {
        let mut client = w.browser(login).await;
        for path in
            ["/custom-fields".to_owned(), "/custom-fields/new".to_owned(), format!("/custom-fields/{}", field.id)]
        {
            assert_eq!(client.get(&path).await.status, 403, "{login} {path}");
        }
        let retired = client.post(&format!("/custom-fields/{}/retirement", field.id), &[("version", "1")]).await;
        assert_eq!(retired.status, 403, "{login}");
    }
}
