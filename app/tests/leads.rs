//! Leads as people and programs meet them: the API with its duplicate check, the pages, and requests at the same moment.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use axum::http::Method;
use kernel::{Id, sql};
use serde_json::{Value, json};
use support::World;
use testkit::{Backend, Client};

impl World {
    /// A lead taken in by someone through the API; its id.
    async fn arrives(&self, login: &str, name: &str, phone: &str) -> String {
        let body = json!({ "name": name, "phone": phone, "source": "web", "model": "Q5L" });
        let made = self.script(login).await.json(Method::POST, "/api/v1/leads", &body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()["id"].as_str().unwrap().to_owned()
    }

    async fn count(&self, from: &str) -> i64 {
        sql::number(self.db.read(), &format!("SELECT count(*) FROM {from}"), []).await.unwrap()
    }

    async fn user(&self, login: &str) -> Id {
        organisation::find_user_by_login(self.db.read(), login).await.unwrap().unwrap().id
    }
}

/// LEAD-01, XCH-03: a lead is made once however often it is sent; a second one of the same person joins it and says so;
/// another store is told nothing of it.
#[tokio::test]
async fn the_api_takes_leads_in() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let body = json!({
            "name": "司徒静", "phone": "138 5566 7788", "source": "web", "raw": "想试驾", "model": "Q5L", "level": "H",
            "received_at": "2026-11-20T09:30:00+08:00",
        });
        let send = async |login: &str, key: &str, body: &Value| {
            let mut script = world.script(login).await.header("idempotency-key", key);
            script.json(Method::POST, "/api/v1/leads", body).await
        };
        // A key is a person's, so that all of these come from one script.
        let mut script = world.script("manager1").await.header("idempotency-key", "feed-1");
        let made = script.json(Method::POST, "/api/v1/leads", &body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let lead = made.json();
        assert_eq!((&lead["repeated"], &lead["known"], &lead["state"]), (&json!(false), &json!(false), &json!("new")));
        assert_eq!((&lead["channel"], &lead["received_at"]), (&json!("web"), &json!("2026-11-20T01:30:00Z")));
        let again = script.json(Method::POST, "/api/v1/leads", &body).await;
        assert_eq!((again.status.as_u16(), again.json()), (201, lead.clone()), "the same answer");
        assert_eq!(world.count("lead_arrivals").await, 1);
        let mut other = body.clone();
        other["name"] = "别人".into();
        let refused = script.json(Method::POST, "/api/v1/leads", &other).await;
        assert_eq!((refused.status.as_u16(), refused.json()["code"].as_str()), (422, Some("api-idempotency-key-used")));
        let joined = send("manager1", "feed-2", &body).await.json();
        assert_eq!((&joined["id"], &joined["repeated"]), (&lead["id"], &json!(true)));
        let strange = send("manager2", "feed-3", &body).await.json();
        assert_ne!(strange["id"], lead["id"]);
        assert_eq!((&strange["repeated"], &strange["known"]), (&json!(false), &json!(false)));
        let path = format!("/api/v1/leads/{}", lead["id"].as_str().unwrap());
        assert_eq!(world.script("manager2").await.get(&path).await.status, 404);
        let read = world.script("manager1").await.get(&path).await.json();
        assert_eq!((&read["name"], &read["arrivals"]), (&json!("司徒静"), &json!(2)));
        let list = world.script("group").await.get("/api/v1/leads").await.json();
        assert_eq!(list["total"]["value"], 2);
        let bad = send("manager1", "feed-4", &json!({ "name": "甲", "phone": "13855667789", "source": "fax" })).await;
        assert_eq!((bad.status.as_u16(), bad.json()["errors"][0]["field"].as_str()), (422, Some("source")));
    }
}

/// LEAD-01: of two arrivals of one person at the same moment one makes the lead and the other joins it.
#[tokio::test]
async fn two_arrivals_at_once_make_one_lead() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut scripts = Vec::new();
        for _ in 0..4 {
            scripts.push(world.script("manager1").await);
        }
        let sent = scripts.into_iter().map(|mut script| {
            tokio::spawn(async move {
                let body = json!({ "name": "司徒静", "phone": "13855667788", "source": "web" });
                script.json(Method::POST, "/api/v1/leads", &body).await.status.as_u16()
            })
        });
        for answer in sent.collect::<Vec<_>>() {
            assert_eq!(answer.await.unwrap(), 201);
        }
        assert_eq!((world.count("leads").await, world.count("lead_arrivals").await), (1, 4), "{backend:?}");
    }
}

/// Who sends which form where.
type Sending = (Client, String, Vec<(String, String)>);

/// Sends all of them at the same moment; how each was answered.
async fn at_once(clients: Vec<Sending>) -> Vec<u16> {
    let sent: Vec<_> = clients
        .into_iter()
        .map(|(mut client, path, fields)| {
            tokio::spawn(async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                client.post(&path, &fields).await.status.as_u16()
            })
        })
        .collect();
    let mut statuses = Vec::new();
    for answer in sent {
        statuses.push(answer.await.unwrap());
    }
    statuses
}

/// LEAD-03: of those who reach for one lead of the pool at the same moment exactly one gets it, and only they have spent
/// a claim; of two givings of one lead none is lost.
#[tokio::test]
async fn one_winner() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        for round in 0..3 {
            let lead = world.arrives("manager1", "司徒静", &format!("1385566771{round}")).await;
            world.settle().await;
            let mut manager = world.browser("manager1").await;
            assert!(manager.post(&format!("/leads/{lead}/recall"), &[]).await.status.is_redirection());
            world.db.clock.advance(25 * 3_600);
            let mut clients = Vec::new();
            for login in ["sales1", "sales2", "sales1", "sales2"] {
                clients.push((world.browser(login).await, format!("/leads/{lead}/claim"), Vec::new()));
            }
            let statuses = at_once(clients).await;
            assert_eq!(statuses.iter().filter(|s| **s == 303).count(), 1, "{backend:?}: {statuses:?}");
            assert_eq!(statuses.iter().filter(|s| **s == 422).count(), 3, "{backend:?}: {statuses:?}");
            assert_eq!(world.count("lead_moves WHERE act = 'claim'").await, round + 1);
        }
        assert_eq!(
            sql::number(world.db.read(), "SELECT CAST(sum(n) AS bigint) FROM lead_claims", []).await.unwrap(),
            3
        );

        let lead = world.arrives("manager1", "欧阳静", "13855667799").await;
        let mut clients = Vec::new();
        for login in ["sales1", "sales2", "sales1", "sales2"] {
            let owner = world.user(login).await.to_string();
            let manager = world.browser("manager1").await;
            clients.push((manager, format!("/leads/{lead}/assignment"), vec![("owner".into(), owner)]));
        }
        let statuses = at_once(clients).await;
        let given = statuses.iter().filter(|s| **s == 303).count() as i64;
        assert!(given >= 1 && statuses.iter().all(|s| [303, 422].contains(s)), "{backend:?}: {statuses:?}");
        let text = format!(
            "lead_moves WHERE act = 'assign' AND lead_id IN (SELECT id FROM leads WHERE name = '{}')",
            "欧阳静"
        );
        assert_eq!(world.count(&text).await, given, "each that was told is in the history");
        let version =
            sql::number(world.db.read(), "SELECT version FROM leads WHERE name = '欧阳静'", []).await.unwrap();
        assert_eq!(version, given + 1, "no update is lost");
    }
}

/// LEAD-03, LEAD-05: the whole way in a browser: taken in, given out, contacted in one form, filed; what is wrong is told
/// on the page; a colleague finds nothing.
#[tokio::test]
async fn from_arrival_to_file() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut sales = world.browser("sales1").await;
        let form = [("name", "司徒静"), ("phone", "13855667788"), ("source", "web"), ("model", "Q5L")];
        let made = sales.post("/leads/new", &form).await;
        assert!(made.status.is_redirection(), "{}", made.text());
        let page = made.location().to_owned();
        let shown = sales.get(&page).await.text();
        for text in ["司徒静", "138 5566 7788", "Q5L", "待联系", "垂直媒体", "记录联系"] {
            assert!(shown.contains(text), "{text}");
        }
        let early = sales.post(&format!("{page}/filing"), &[("version", "1"), ("name", "司徒静")]).await;
        assert!(early.status == 422 && early.text().contains("只能联系、改派分配"), "{}", early.text());
        let nothing = sales.post(&format!("{page}/contacts"), &[("channel", "phone")]).await;
        assert_eq!(nothing.status, 422);
        let contact =
            [("channel", "phone"), ("result", "reached"), ("content", "周六到店"), ("next_at", "2026-11-28T10:00")];
        assert!(sales.post(&format!("{page}/contacts"), &contact).await.status.is_redirection());
        let shown = sales.get(&page).await.text();
        assert!(shown.contains("周六到店") && shown.contains("已联系"));
        let asked = sales.get(&format!("{page}/filing")).await.text();
        let version = asked.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let filing = [
            ("version", version.as_str()),
            ("name", "司徒静"),
            ("phone", "13855667788"),
            ("level", "A"),
            ("model", "Q5L"),
        ];
        let filed = sales.post(&format!("{page}/filing"), &filing).await;
        assert!(filed.location().starts_with("/customers/"), "{} {}", filed.status, filed.text());
        let file = sales.get(filed.location()).await.text();
        assert!(file.contains("司徒静") && file.contains("线索到达"), "the timeline tells of the arrival");
        assert!(sales.get(&page).await.text().contains("已建档"));
        for login in ["sales2", "sales3", "manager2"] {
            let mut stranger = world.browser(login).await;
            assert_eq!(stranger.get(&page).await.status, 404, "{login}");
            let tried = stranger.post(&format!("{page}/contacts"), &contact).await;
            assert_eq!(tried.status, 404, "{login}");
        }
    }
}

/// CUS-07, PIPL 47: leads go along in a merge, and are emptied with the person who is erased.
#[tokio::test]
async fn leads_follow_the_person() {
    let world = World::peopled(Backend::Sqlite).await;
    let lead = world.arrives("sales1", "司徒静", "13855667788").await;
    let keeper = world.customer("sales1", "司徒婧", "13855667789").await;
    let absorbed = world.customer("sales1", "司徒静", "13855667788").await;
    let scope = world.system();
    let tx = world.db.write(&scope).await.unwrap();
    let set = "UPDATE leads SET customer_id = $1, remark = '住在古北，13855667788'";
    sql::run(tx.conn(), set, [absorbed.parse::<Id>().unwrap().into()]).await.unwrap();
    tx.commit().await.unwrap();
    let seams = world.assembly.app.seams.get::<std::sync::Arc<customers::Seams>>().unwrap().clone();
    let (keeper, absorbed) = (keeper.parse::<Id>().unwrap(), absorbed.parse::<Id>().unwrap());
    let belonging = seams.belongings.iter().find(|b| b.name() == "lead").unwrap();
    let mut tx = world.db.write(&scope).await.unwrap();
    let passage = customers::seams::Passage {
        from: absorbed,
        to: keeper,
        before: Vec::new(),
        from_after: Vec::new(),
        to_after: Vec::new(),
    };
    let gone = belonging.pass(&mut tx, &passage, None).await.unwrap();
    assert_eq!(gone, [lead.parse::<Id>().unwrap()]);
    tx.commit().await.unwrap();
    let eraser = fourfold::compose::eraser_of_invented();
    for step in 0..privacy::erasure::STEPS {
        let mut tx = world.db.write(&scope).await.unwrap();
        eraser.step(&mut tx, keeper, step).await.unwrap();
        tx.commit().await.unwrap();
    }
    let row = sql::row(world.db.read(), "SELECT name, phone, remark FROM leads", []).await.unwrap().unwrap();
    assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "***");
    assert_eq!(row.try_get_by_index::<Option<String>>(1).unwrap(), None);
    assert_eq!(row.try_get_by_index::<Option<String>>(2).unwrap(), None);
    assert_eq!(world.count("search_terms WHERE kind = 'lead'").await, 0);
}

/// LEAD-04: of those who want one demo car for the same time exactly one gets it, and the others are told; the reception's
/// visits and the drive stand in the browser.
#[tokio::test]
async fn one_car_has_one_driver() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut manager = world.browser("manager1").await;
        let car = [("plate", "沪A6T801"), ("model", "Q5L"), ("automatic", "true")];
        assert!(manager.post("/demo-cars", &car).await.status.is_redirection());
        assert_eq!(manager.post("/demo-cars", &car).await.status, 422, "one car once");
        let row = sql::row(world.db.read(), "SELECT id FROM demo_cars", []).await.unwrap().unwrap();
        let car: Id = row.try_get_by_index(0).unwrap();
        let mut clients = Vec::new();
        for n in 0..4 {
            let body = json!({ "heads": 1 + n, "model": "Q5L" });
            let made = world.script("manager1").await.json(Method::POST, "/api/v1/visits", &body).await;
            assert_eq!(made.status, 201, "{}", made.text());
            let form = [
                ("car", car.to_string()),
                ("minutes", "30".to_owned()),
                ("driver", "来客".to_owned()),
                ("class", "C1".to_owned()),
                ("until", "2030-01-01".to_owned()),
                ("checked", "true".to_owned()),
                ("agreed", "true".to_owned()),
            ];
            let path = format!("/visits/{}/drives", made.json()["id"].as_str().unwrap());
            let fields: Vec<(String, String)> = form.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
            clients.push((world.browser("manager1").await, path, fields));
        }
        let mut statuses = at_once(clients).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422, 422, 422], "{backend:?}");
        assert_eq!(world.count("test_drives").await, 1);
        assert_eq!(world.count("showroom_visits WHERE state = 'test_drive'").await, 1);
        let board = manager.get("/showroom").await;
        assert_eq!(board.status, 200);
        assert!(board.text().contains("试驾"), "{}", board.text());
        assert_eq!(manager.get("/demo-cars").await.status, 200);
        assert_eq!(world.browser("sales1").await.get("/demo-cars").await.status, 403);
    }
}

/// LEAD-04: a form of reception that is sent twice registers once.
#[tokio::test]
async fn a_form_registers_once() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut manager = world.browser("manager1").await;
        let id = world.db.clock.new_id().to_string();
        let form = [("id", id.as_str()), ("heads", "2"), ("owner", ""), ("came", "natural")];
        for _ in 0..2 {
            assert!(manager.post("/visits/new", &form).await.status.is_redirection());
        }
        assert_eq!(world.count("showroom_visits").await, 1, "{backend:?}");
        let page = manager.get(&format!("/visits/{id}")).await;
        assert_eq!(page.status, 200, "{}", page.text());
    }
}

/// LEAD-03, XCH-01: what is done with a lead on its page can be done by a script: sent to a store, given away, reached,
/// filed; a claim is won by one; wrong values are named all at once, and sent twice with a key it is done once.
#[tokio::test]
async fn scripts_do_what_pages_do() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let (lead, store) = (world.arrives("group", "司徒静", "13855667788").await, world.pudong);
        let at = |act: &str| format!("/api/v1/leads/{lead}/{act}");
        let (group, manager) = (world.script("group").await, world.script("manager1").await);
        let sales = world.script("sales1").await;
        let post =
            async |script: &Client, act: &str, body: Value| script.clone().json(Method::POST, &at(act), &body).await;
        assert_eq!(post(&manager, "store", json!({})).await.status, 404, "who sees nothing is told nothing");
        assert_eq!(post(&group, "store", json!({ "store": store })).await.status, 200);

        let wrong = post(&manager, "assignment", json!({ "owner": "nobody", "colour": "red" })).await;
        assert_eq!(wrong.status, 422);
        let errors = wrong.json()["errors"].as_array().unwrap().len();
        assert_eq!(errors, 2, "{}", wrong.text());
        let given = post(&manager, "assignment", json!({ "owner": world.user("sales1").await })).await;
        assert_eq!(
            (given.status.as_u16(), given.json()["state"].as_str()),
            (200, Some("assigned")),
            "{}",
            given.text()
        );

        let mut keyed = world.script("sales1").await.header("idempotency-key", "call-1");
        for _ in 0..2 {
            let body = json!({ "channel": "phone", "result": "reached", "content": "周末到店", "next_at": "2027-01-05T10:00:00+08:00" });
            let said = keyed.json(Method::POST, &at("contacts"), &body).await;
            assert_eq!(
                (said.status.as_u16(), said.json()["state"].as_str()),
                (200, Some("contacted")),
                "{}",
                said.text()
            );
        }
        assert_eq!(world.count("lead_contacts").await, 1);

        let read = sales.clone().get(&format!("/api/v1/leads/{lead}")).await.json();
        let mut filing = json!({ "version": read["version"], "name": "司徒静", "phone": "13855667788", "level": "A", "model": "途观L" });
        filing["expected_on"] = json!("soon");
        assert_eq!(post(&sales, "filing", filing.clone()).await.json()["errors"][0]["field"], "expected_on");
        filing["expected_on"] = json!("2027-02-01");
        let filed = post(&sales, "filing", filing).await;
        assert_eq!((filed.status.as_u16(), filed.json()["state"].as_str()), (200, Some("filed")), "{}", filed.text());
        assert_eq!(world.count("opportunities").await, 1);
    }
}
