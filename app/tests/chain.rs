//! From lead to visit to opportunity, where one hand gives to the next: who receives whoever comes back, what a visit means
//! to an opportunity, and what waits for whom (LEAD-03 to LEAD-07, SALE-01, SALE-02).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use axum::http::Method;
use kernel::{Id, sql};
use serde_json::{Value, json};
use support::World;
use testkit::{Backend, Client};

impl World {
    async fn lead(&self, login: &str, name: &str, phone: &str) -> String {
        let body = json!({ "name": name, "phone": phone, "source": "web", "model": "Q5L", "level": "A" });
        let made = self.script(login).await.json(Method::POST, "/api/v1/leads", &body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()["id"].as_str().unwrap().to_owned()
    }

    async fn text(&self, statement: &str) -> String {
        let row = sql::row(self.db.read(), statement, []).await.unwrap().unwrap();
        match row.try_get_by_index::<Id>(0) {
            Ok(id) => id.to_string(),
            Err(_) => row.try_get_by_index::<Option<String>>(0).unwrap().unwrap_or_default(),
        }
    }

    /// Who receives the last visit.
    async fn receiver(&self) -> String {
        self.text(
            "SELECT u.login FROM showroom_visits v LEFT JOIN users u ON u.id = v.owner_id ORDER BY v.id DESC LIMIT 1",
        )
        .await
    }

    /// Reception registers somebody: the form's proposal, unless somebody is chosen. The visit's page.
    async fn registers(&self, phone: &str, chosen: Option<Id>) -> String {
        let mut desk = self.browser("reception1").await;
        let form = desk.get("/visits/new").await.text();
        let proposed = form.split("name=\"proposed\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let owner = chosen.map_or_else(|| proposed.clone(), |id| id.to_string());
        let pairs = [("heads", "1"), ("phone", phone), ("owner", &owner), ("proposed", &proposed)];
        let done = desk.post("/visits/new", &pairs).await;
        assert_eq!(done.status, 303, "{}", done.text());
        self.db.clock.advance(1);
        format!("/visits/{}", self.text("SELECT id FROM showroom_visits ORDER BY id DESC LIMIT 1").await)
    }

    async fn id(&self, login: &str) -> Id {
        organisation::find_user_by_login(self.db.read(), login).await.unwrap().unwrap().id
    }

    /// Contacts a lead and files it; the customer's page.
    async fn file(&self, browser: &mut Client, lead: &str) -> String {
        let page = format!("/leads/{lead}");
        let contact = [("channel", "phone"), ("result", "reached")];
        assert_eq!(browser.post(&format!("{page}/contacts"), &contact).await.status, 303);
        let form = browser.get(&format!("{page}/filing")).await.text();
        let version = form.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let filing =
            [("version", version), ("name", "司徒静"), ("phone", "13855667788"), ("level", "A"), ("model", "Q5L")];
        let done = browser.post(&format!("{page}/filing"), &filing).await;
        assert_eq!(done.status, 303, "{}", done.text());
        done.location().to_owned()
    }

    async fn stage(&self) -> String {
        self.text("SELECT stage FROM opportunities ORDER BY id DESC LIMIT 1").await
    }
}

/// LEAD-04, CUS-10: whoever comes back is received by whoever knows them, unless reception chooses or they are absent.
#[tokio::test]
async fn whoever_comes_back_is_received_by_their_own() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let (first, second) = (w.id("sales1").await, w.id("sales2").await);
        w.lead("sales2", "司徒静", "13855667788").await;
        let foreign = w.lead("sales3", "欧阳明", "13900001234").await;
        let store = w.pudong.to_string();
        let mut manager = w.browser("manager1").await;
        for person in [first, second] {
            let turn = manager.post(&format!("/showroom/rota/{person}/turn"), &[("store", &store)]).await;
            assert!(turn.status.is_redirection(), "{}", turn.text());
            w.db.clock.advance(1);
        }
        w.registers("13700000001", None).await;
        assert_eq!(w.receiver().await, "sales1", "a stranger by turn");
        w.registers("13700000002", None).await;
        assert_eq!(w.receiver().await, "sales2");
        w.registers("13855667788", None).await;
        assert_eq!(w.receiver().await, "sales2", "out of turn: it is their lead");
        w.registers("13700000003", None).await;
        assert_eq!(w.receiver().await, "sales1");
        w.registers("13855667788", Some(first)).await;
        assert_eq!(w.receiver().await, "sales1", "reception has chosen");
        let absent = [("store", store.as_str()), ("absent", "true")];
        let set = manager.post(&format!("/showroom/rota/{second}/absence"), &absent).await;
        assert!(set.status.is_redirection(), "{}", set.text());
        w.registers("13855667788", None).await;
        assert_eq!(w.receiver().await, "sales1", "who is absent receives nobody");
        w.registers("13900001234", None).await;
        assert_eq!(w.receiver().await, "sales1", "what another store knows is its own ({foreign})");
    }
}

/// LEAD-06, SALE-01: a visit and a test drive bring an opportunity to their stages, before the filing and after it; what has
/// come further stays, and the pages lead from one to the next.
#[tokio::test]
async fn visits_are_milestones() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let lead = w.lead("sales1", "司徒静", "13855667788").await;
        let mut sales = w.browser("sales1").await;
        let visit = w.registers("13855667788", None).await;
        assert!(
            sales.get(&format!("/leads/{lead}")).await.text().contains(&visit),
            "the lead's page leads to the visit"
        );
        let customer = w.file(&mut sales, &lead).await;
        assert_eq!(w.stage().await, "visited");
        let opportunity = format!("/opportunities/{}", w.text("SELECT id FROM opportunities").await);
        for page in [&visit, &format!("/leads/{lead}"), &customer] {
            let text = sales.get(page).await.text();
            assert!(text.contains(&opportunity), "{page} leads to the opportunity: {text}");
        }
        assert!(!w.browser("reception1").await.get(&visit).await.text().contains(&opportunity), "not theirs to know");

        let mut manager = w.browser("manager1").await;
        let car = [("plate", "沪A12345"), ("model", "途观L"), ("automatic", "true"), ("active", "true")];
        let added = manager.post("/demo-cars", &car).await;
        assert!(added.status.is_redirection(), "{}", added.text());
        let car = w.text("SELECT id FROM demo_cars").await;
        let drive = [
            ("car", car.as_str()),
            ("minutes", "30"),
            ("driver", "司徒静"),
            ("class", "C1"),
            ("checked", "true"),
            ("agreed", "true"),
        ];
        let begun = sales.post(&format!("{visit}/drives"), &drive).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        w.settle().await;
        assert_eq!(w.stage().await, "visited", "they have not come back yet");
        let drive = w.text("SELECT id FROM test_drives").await;
        assert_eq!(sales.post(&format!("{visit}/drives/end"), &[("drive", &drive)]).await.status, 303);
        w.settle().await;
        assert_eq!(w.stage().await, "test_driven");
        let moved = sales.post(&format!("{opportunity}/stage"), &[("stage", "quoted")]).await;
        assert_eq!(moved.status, 303, "{}", moved.text());
        w.db.clock.advance(86_400);
        w.registers("13855667788", None).await;
        w.settle().await;
        assert_eq!(w.stage().await, "quoted", "another visit takes nothing back");
        let history = w.browser("sales1").await.get(&opportunity).await.text();
        assert!(history.contains("试驾") && history.contains("报价"), "{history}");
    }
}

/// SALE-02, LEAD-03: who is to be called stands on their consultant's list and their manager's, the first contact with its
/// clock; a contact is logged where the next one is planned, and nobody else is told.
#[tokio::test]
async fn what_waits_for_whom() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let lead = w.lead("sales1", "司徒静", "13855667788").await;
        let link = format!("/leads/{lead}#log");
        let (mut sales, mut manager) = (w.browser("sales1").await, w.browser("manager1").await);
        let list = sales.get("/work").await.text();
        assert!(list.contains(&link) && list.contains("首次联系线索") && list.contains("司徒静"), "{list}");
        let team = manager.get("/work?of=team").await.text();
        assert!(team.contains(&link) && team.contains("王敏"), "{team}");
        for (login, of) in [("sales2", "team"), ("sales3", "team"), ("manager2", "team"), ("manager1", "me")] {
            let list = w.browser(login).await.get(&format!("/work?of={of}")).await.text();
            assert!(!list.contains("司徒静") && !list.contains(&link), "{login}");
        }
        w.db.clock.advance(2 * 86_400);
        // Whoever comes back after days signs in anew.
        (sales, manager) = (w.browser("sales1").await, w.browser("manager1").await);
        let late = manager.get("/work?of=team").await.text();
        let overdue = late.split("id=\"overdue\"").nth(1).unwrap_or_else(|| panic!("{late}"));
        assert!(overdue.contains(&link), "the clock has run out");

        // Filed: the customer is due, with the opportunity where the contact is logged.
        let customer = w.file(&mut sales, &lead).await;
        assert!(!sales.get("/work").await.text().contains(&link));
        let opportunity = format!("/opportunities/{}", w.text("SELECT id FROM opportunities").await);
        let list = sales.get("/work").await.text();
        assert!(list.contains(&format!("{opportunity}#follow-up")) && list.contains("跟进商机"), "{list}");
        assert_eq!(list.matches("司徒静</span>").count(), 1, "once: {list}");
        let file = sales.get(&customer).await.text();
        assert!(file.contains(&format!("{opportunity}#follow-up")), "one place for a contact: {file}");
        w.db.clock.advance(3 * 86_400);
        (sales, manager) = (w.browser("sales1").await, w.browser("manager1").await);
        let form = [("channel", "call"), ("result", "talked"), ("level", "C")];
        let logged = sales.post(&format!("{opportunity}/follow-ups"), &form).await;
        assert_eq!(logged.status, 303, "{}", logged.text());
        let overdue = |list: &str| list.contains("id=\"overdue\"");
        assert!(!overdue(&sales.get("/work").await.text()));

        // A loss waits for whoever judges it, and for nobody else.
        let loss = [("reason", "price"), ("evidence", "客户来电")];
        assert_eq!(sales.post(&format!("{opportunity}/defeat"), &loss).await.status, 303);
        let verdict = format!("{opportunity}#review");
        let list = manager.get("/work").await.text();
        assert!(list.contains(&verdict) && list.contains("审核战败申请"), "{list}");
        for (login, of) in [("sales1", "me"), ("manager2", "me"), ("sales2", "me"), ("manager1", "team")] {
            assert!(!w.browser(login).await.get(&format!("/work?of={of}")).await.text().contains(&verdict), "{login}");
        }
        assert_eq!(manager.post(&format!("{opportunity}/verdict"), &[("verdict", "approve")]).await.status, 303);
        assert!(!manager.get("/work").await.text().contains(&verdict));
        let state: Value = w.text("SELECT state FROM opportunities").await.into();
        assert_eq!(state, "defeated");
    }
}
