//! Every route, as nobody, as someone without the permission, and as someone of another store (SYS-04, SYS-05).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use axum::http::Method;
use support::World;
use testkit::{Backend, Client};
use web::Access;

/// What stands for a parameter of a path. Parameters are named after the kind they identify; a new one needs a line
/// here, with a record that only 浦东店 knows.
struct Foreign {
    parameters: Vec<(&'static str, String)>,
}

impl Foreign {
    async fn in_pudong(world: &World) -> Foreign {
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let mut script = world.script("sales1").await;
        let body = serde_json::json!({ "vin": "LSVAA4182E2184847", "plate": "沪A12345", "customer": customer });
        let vehicle = script.json(Method::POST, "/api/v1/vehicles", &body).await;
        assert_eq!(vehicle.status, 201, "{}", vehicle.text());
        let vehicle = vehicle.json()["id"].as_str().unwrap().to_owned();
        let body = serde_json::json!({ "name": "司徒静", "phone": "13855667788", "source": "web" });
        let lead = script.json(Method::POST, "/api/v1/leads", &body).await;
        assert_eq!(lead.status, 201, "{}", lead.text());
        let lead = lead.json()["id"].as_str().unwrap().to_owned();
        let body = serde_json::json!({ "customer": customer, "models": "司徒静想看的车" });
        let opportunity = script.json(Method::POST, "/api/v1/opportunities", &body).await;
        assert_eq!(opportunity.status, 201, "{}", opportunity.text());
        let opportunity = opportunity.json()["id"].as_str().unwrap().to_owned();
        let body = serde_json::json!({ "heads": 2, "name": "司徒静", "model": "司徒静想看的车" });
        let visit = script.json(Method::POST, "/api/v1/visits", &body).await;
        assert_eq!(visit.status, 201, "{}", visit.text());
        let visit = visit.json()["id"].as_str().unwrap().to_owned();
        let mut browser = world.browser("sales1").await;
        browser.post("/customers/views", &[("name", "司徒静的视图"), ("query", "")]).await;
        let task = serde_json::json!({ "title": "给司徒静回电", "due_at": "2026-11-23", "about_kind": "customer", "about_id": customer });
        let task = script.json(Method::POST, "/api/v1/tasks", &task).await;
        assert_eq!(task.status, 201, "{}", task.text());
        let mut parameters = vec![
            ("customer", customer),
            ("vehicle", vehicle),
            ("lead", lead),
            ("visit", visit),
            ("opportunity", opportunity),
            ("store", world.pudong.to_string()),
            ("number", "K000001".into()),
        ];
        // Codes and words of the house: the same for every store.
        let words = [
            ("noun", "brand"),
            ("dictionary", "customer-class"),
            ("entry", "prospect"),
            ("field", "name"),
            ("setting", "session.idle_hours"),
            ("secret", "nobody.ics"),
            ("question", "q1"),
            ("key", "nobody"),
        ];
        parameters.extend(words.map(|(name, word)| (name, word.to_owned())));
        for (name, table) in support::stand_ins::TABLES {
            let row = kernel::sql::row(world.db.read(), &format!("SELECT id FROM {table} ORDER BY id LIMIT 1"), [])
                .await
                .unwrap();
            // An empty table leaves an id that nobody has: still no answer may succeed.
            let id = row.map_or(kernel::Id::nil(), |r| r.try_get_by_index::<kernel::Id>(0).unwrap());
            parameters.push((name, id.to_string()));
        }
        let user = organisation::find_user_by_login(world.db.read(), "sales1").await.unwrap().unwrap();
        parameters.push(("user", user.id.to_string()));
        Foreign { parameters }
    }

    /// The path with its parameters filled in; `None` where a parameter has no stand-in yet.
    fn fill(&self, path: &str) -> Option<String> {
        let mut out = Vec::new();
        for part in path.split('/') {
            match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
                Some(name) => out.push(self.parameters.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone())?),
                None => out.push(part.to_owned()),
            }
        }
        Some(out.join("/"))
    }
}

/// What only 浦东店 knows of its customer: no answer to another store may hold it.
const SECRETS: [&str; 5] = ["司徒静", "situjing", "13855667788", "138 5566 7788", "2184847"];

async fn visit(client: &mut Client, method: &Method, path: &str) -> axum::http::StatusCode {
    let kind = (*method != Method::GET).then_some("application/x-www-form-urlencoded");
    client.send(method.clone(), path, kind, Vec::new()).await.status
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let foreign = Foreign::in_pudong(&world).await;
        for route in &world.assembly.app.routes {
            if route.access == Access::Public {
                continue;
            }
            let path = foreign.fill(route.path).unwrap_or_else(|| route.path.replace(['{', '}', '*'], "x"));
            let status = visit(&mut Client::new(&world.router), &route.method, &path).await;
            let turned_away = status.is_redirection() || status == 401;
            assert!(turned_away, "{} {} answers {status} to nobody", route.method, route.path);
        }
    }
}

/// SYS-05: by no route does another store reach what only this one knows, and a route whose parameter has no stand-in
/// here fails: add one to [`Foreign`].
#[tokio::test]
async fn no_route_tells_another_store() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let foreign = Foreign::in_pudong(&world).await;
        for login in ["sales3", "manager2"] {
            let mut browser = world.browser(login).await;
            let mut script = world.script(login).await;
            for route in &world.assembly.app.routes {
                let path = foreign.fill(route.path).unwrap_or_else(|| {
                    panic!("{} has a parameter without a stand-in in app/tests/access.rs", route.path)
                });
                if route.method != Method::GET && !route.path.contains('{') || route.path == "/sign-out" {
                    continue;
                }
                let client = if route.path.starts_with("/api/") { &mut script } else { &mut browser };
                let kind = (route.method != Method::GET).then_some("application/x-www-form-urlencoded");
                let answer = client.send(route.method.clone(), &path, kind, Vec::new()).await;
                assert!(
                    !answer.status.is_server_error(),
                    "{} {path} fails for {login}: {}",
                    route.method,
                    answer.status
                );
                let text = answer.text();
                for secret in SECRETS {
                    assert!(!text.contains(secret), "{} {path} tells {login} of {secret}", route.method);
                }
                if ["{customer}", "{vehicle}", "{task}", "{lead}", "{opportunity}", "{saved_view}"]
                    .iter()
                    .any(|p| route.path.contains(p))
                {
                    assert!(
                        answer.status.is_client_error(),
                        "{} {path} answers {login} with {}",
                        route.method,
                        answer.status
                    );
                }
            }
        }
    }
}

/// SYS-04: who lacks a function or an action is turned away at the gate.
#[tokio::test]
async fn who_lacks_a_permission_is_turned_away() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let foreign = Foreign::in_pudong(&world).await;
        for login in ["audit", "reception1", "sales1"] {
            let scope = world.scope(login).await;
            let mut browser = world.browser(login).await;
            for route in world.assembly.app.routes.iter().filter(|r| !r.access.allows(&scope)) {
                let path = foreign.fill(route.path).unwrap_or_else(|| {
                    panic!("{} has a parameter without a stand-in in app/tests/access.rs", route.path)
                });
                let status = visit(&mut browser, &route.method, &path).await;
                assert_eq!(status, 403, "{} {path} as {login}", route.method);
            }
        }
    }
}

/// SYS-08: a program that reads the description of the API knows how each operation refuses.
#[tokio::test]
async fn the_description_says_how_each_operation_refuses() {
    let w = World::peopled(Backend::Sqlite).await;
    let described = w.script("admin").await.get("/api/openapi.json").await.json();
    let mut silent = Vec::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for method in ["get", "post", "patch", "put", "delete"] {
            let Some(operation) = item.get(method) else { continue };
            if operation["responses"].get("default").is_none() {
                silent.push(format!("{method} {path}"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}
