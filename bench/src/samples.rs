//! What is asked: varied requests of each role, the same in every run.

use anyhow::Context;
use fourfold::demo::generate::{Chance, File, World, file};
use fourfold::serve;
use identifiers::pinyin;
use kernel::{Id, sql};
use serde_json::json;

use crate::client::encode;
use crate::data::Made;
use crate::settings::Settings;

/// People of one role who take turns.
const TURNS: usize = 8;

/// A request by someone.
#[derive(Clone, Debug)]
pub struct Target {
    /// Who asks, by sign-in name.
    pub login: String,
    /// Path and query.
    pub path: String,
    /// Asked by the page's script, for a part of a page.
    pub part: bool,
    /// A JSON body, sent with a token.
    pub body: Option<String>,
}

/// Requests of one kind.
#[derive(Clone, Debug)]
pub struct Action {
    /// What it is, for the table.
    pub name: String,
    /// Most milliseconds for 95 of 100 (design.md).
    pub wall: Option<f64>,
    /// Most milliseconds of CPU each, at M (stack.md).
    pub cpu: Option<f64>,
    /// The requests.
    pub targets: Vec<Target>,
}

/// All actions.
pub async fn targets(settings: &Settings, made: &Made) -> anyhow::Result<Vec<Action>> {
    let samples = Samples::new(settings, made).await?;
    let (own, store, region, group) = (
        samples.of("sales_consultant"),
        samples.of("store_manager"),
        samples.of("region_manager"),
        samples.of("group_manager"),
    );
    let mut actions = Vec::new();
    for (role, logins) in [("own", &own), ("store", &store), ("region", &region), ("group", &group)] {
        actions.push(samples.action(&format!("customers, first page: {role}"), Some(20.0), Some(1.3), |n, _| {
            samples.page(logins, n, "/customers".into())
        }));
    }
    actions.push(samples.action("vehicles, first page: store", Some(20.0), Some(1.3), |n, _| {
        samples.page(&store, n, "/vehicles".into())
    }));
    actions.push(samples.action("vehicles, first page: group", Some(20.0), Some(1.3), |n, _| {
        samples.page(&group, n, "/vehicles".into())
    }));
    actions.push(samples.action("customers by name: store", Some(20.0), None, |n, _| {
        samples.page(&store, n, "/customers?sort=name".into())
    }));
    actions.push(samples.action("customers of a class: group", Some(20.0), None, |n, _| {
        let class = ["vip", "prospect", "lapsed", "customer"][n % 4];
        samples.page(&group, n, format!("/customers?filter={}", encode(&format!("class:eq:{class}"))))
    }));
    actions.push(samples.action("customer, whole page: own", Some(20.0), Some(1.5), |n, _| {
        let (login, id) = &samples.owned[n % samples.owned.len()];
        samples.page(std::slice::from_ref(login), 0, format!("/customers/{id}"))
    }));
    actions.push(samples.action("customer, whole page: group", Some(20.0), Some(1.5), |n, _| {
        samples.page(&group, n, format!("/customers/{}", samples.ids[n % samples.ids.len()]))
    }));
    for (what, cpu, typed) in samples.searches() {
        for (role, logins) in [("group", &group), ("store", &store)] {
            actions.push(samples.action(&format!("search, {what}: {role}"), Some(15.0), cpu, |n, file| {
                // A manager looks for someone of the own store.
                let login = if role == "group" { logins[n % logins.len()].clone() } else { samples.manager(file) };
                Target { part: true, ..samples.page(&[login], 0, format!("/search?q={}", encode(&typed(file)))) }
            }));
        }
    }
    for (role, logins, cpu) in [("own", &own, Some(2.0)), ("store", &store, None), ("group", &group, Some(3.0))] {
        actions.push(samples.action(&format!("opportunity board: {role}"), Some(20.0), cpu, |n, _| {
            samples.page(logins, n, "/opportunities/board".into())
        }));
    }
    for (what, path) in [
        ("opportunities", "/opportunities"),
        ("leads", "/leads"),
        ("work list", "/work"),
        ("funnel", "/opportunities/funnel"),
    ] {
        for (role, logins) in [("own", &own), ("store", &store), ("group", &group)] {
            actions.push(
                samples
                    .action(&format!("{what}: {role}"), Some(20.0), None, |n, _| samples.page(logins, n, path.into())),
            );
        }
    }
    actions.push(samples.action("create a lead (API)", Some(15.0), Some(1.0), |n, file| {
        let body = json!({ "name": file.name, "phone": format!("13810{:06}", (made.rows[0].1 as usize * 7 + n) % 1_000_000), "source": "phone-in" });
        Target { login: store[n % store.len()].clone(), path: "/api/v1/leads".into(), part: false, body: Some(body.to_string()) }
    }));
    actions.push(samples.action("create a customer (API)", Some(15.0), Some(1.0), |n, file| {
        let body = json!({ "name": format!("{}{}", file.name.chars().take(3).collect::<String>(), "测"), "phone": format!("13911{:06}", (made.rows[0].1 as usize * 7 + n) % 1_000_000), "source": "walk-in" });
        Target { login: own[n % own.len()].clone(), path: "/api/v1/customers".into(), part: false, body: Some(body.to_string()) }
    }));
    Ok(actions)
}

type Typed = Box<dyn Fn(&File) -> String>;

struct Samples<'a> {
    world: &'a World,
    requests: usize,
    /// Files to look for: people with a full name, a number and a car.
    files: Vec<File>,
    /// Ids of customers anywhere.
    ids: Vec<Id>,
    /// Consultants with customers of theirs.
    owned: Vec<(String, Id)>,
}

impl<'a> Samples<'a> {
    async fn new(settings: &Settings, made: &'a Made) -> anyhow::Result<Samples<'a>> {
        let world = &made.world;
        let mut chance = Chance::of(1, "samples", 0);
        let mut files: Vec<(u64, File)> = Vec::new();
        while files.len() < settings.requests + 40 {
            let n = chance.below(world.customers);
            let file = file(world, n);
            let findable = !file.organisation
                && file.name.chars().count() >= 2
                && !file.name.contains(['·', ' '])
                && file.salutation.is_none();
            if findable
                && file.phones.first().is_some_and(|(p, _)| p.len() == 11)
                && file.cars.first().is_some_and(|c| !c.plates.is_empty())
            {
                files.push((n, file));
            }
        }
        let db = serve::open(&settings.place()).await?;
        let mut samples =
            Samples { world, requests: settings.requests + 40, files: Vec::new(), ids: Vec::new(), owned: Vec::new() };
        let consultants = samples.of("sales_consultant");
        for (n, file) in files {
            // Numbers are given in the order of loading.
            let row = sql::row(
                db.read(),
                "SELECT id FROM customers WHERE tenant_id = 1 AND number = $1",
                [format!("K{:06}", n + 1).into()],
            )
            .await?;
            samples.ids.push(row.context("a customer is missing")?.try_get("", "id")?);
            samples.files.push(file);
        }
        for login in &consultants {
            let text = "SELECT e.customer_id FROM engagements e JOIN users u ON u.tenant_id = e.tenant_id AND u.id = e.owner_id WHERE u.login = $1 ORDER BY e.id LIMIT 60";
            for row in sql::rows(db.read(), text, [login.as_str().into()]).await? {
                samples.owned.push((login.clone(), row.try_get("", "customer_id")?));
            }
        }
        // One after the other would ask for one consultant's customers in a row.
        samples.owned.sort_by_key(|(_, id)| id.as_u128().wrapping_mul(0x9e37_79b9_7f4a_7c15));
        db.close().await?;
        Ok(samples)
    }

    /// Some people of a role, spread over the group.
    fn of(&self, role: &str) -> Vec<String> {
        let all: Vec<&str> = self.world.people.iter().filter(|p| p.role == role).map(|p| p.login.as_str()).collect();
        let step = (all.len() / TURNS).max(1);
        all.iter().step_by(step).take(TURNS).map(|login| (*login).to_owned()).collect()
    }

    fn manager(&self, file: &File) -> String {
        format!("manager{}", file.engagements[0].store + 1)
    }

    fn page(&self, logins: &[String], n: usize, path: String) -> Target {
        Target { login: logins[n % logins.len()].clone(), path, part: false, body: None }
    }

    fn action(
        &self,
        name: &str,
        wall: Option<f64>,
        cpu: Option<f64>,
        target: impl Fn(usize, &File) -> Target,
    ) -> Action {
        let targets = (0..self.requests).map(|n| target(n, &self.files[n % self.files.len()])).collect();
        Action { name: name.into(), wall, cpu, targets }
    }

    /// What people type: name, CPU budget, the text.
    fn searches(&self) -> Vec<(&'static str, Option<f64>, Typed)> {
        let tail =
            |text: &str, n: usize| text.chars().rev().take(n).collect::<Vec<_>>().into_iter().rev().collect::<String>();
        vec![
            ("name", Some(2.0), Box::new(|f: &File| f.name.clone())),
            ("part of a name", Some(2.0), Box::new(|f: &File| f.name.chars().skip(1).collect())),
            ("pinyin initials", None, Box::new(|f: &File| pinyin::initials(&f.name))),
            ("phone, last 7", Some(1.0), Box::new(move |f: &File| tail(&f.phones[0].0, 7))),
            ("phone, last 4", Some(1.0), Box::new(move |f: &File| tail(&f.phones[0].0, 4))),
            ("plate", None, Box::new(|f: &File| f.cars[0].plates[0].0.clone())),
            ("VIN, last 6", None, Box::new(move |f: &File| tail(&f.cars[0].vin, 6))),
        ]
    }
}
