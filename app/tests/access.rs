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
        let customer = world.customer("sales1", "周海燕", "13812345678").await;
        let mut script = world.script("sales1").await;
        let body = serde_json::json!({ "vin": "LSVAA4182E2184847", "plate": "沪A12345", "owner": customer });
        let vehicle = script.json(Method::POST, "/api/v1/vehicles", &body).await;
        let vehicle = vehicle.json()["id"].as_str().unwrap_or_default().to_owned();
        Foreign { parameters: vec![("customer", customer), ("vehicle", vehicle)] }
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
