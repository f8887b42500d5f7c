//! The collision guard as people meet it: the card on the file, the pages, the API and the account of an import.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use axum::http::Method;
use kernel::{Id, sql};
use organisation::settings::{SETTINGS, keys, set_setting};
use serde_json::json;
use support::World;
use testkit::{Backend, Client, watched};

const PHONE: &str = "13855667788";

impl World {
    async fn set(&self, key: &str, value: &str) {
        let setting = SETTINGS.iter().find(|s| s.key == key).unwrap();
        let scope = self.system();
        let mut tx = self.db.write(&scope).await.unwrap();
        let root = organisation::nodes::queries::find_by_code(tx.conn(), self.tenant, "HQ").await.unwrap().unwrap();
        set_setting(&mut tx, root.id, setting, value).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The case of a later file.
    async fn case(&self, later: &str) -> Id {
        let text = "SELECT id FROM collisions WHERE customer_id = $1";
        let row = sql::row(self.db.read(), text, [later.parse::<Id>().unwrap().into()]).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }
}

async fn file(browser: &mut Client, name: &str, phone: &str) -> String {
    let answer = browser.post("/customers/new", &[("name", name), ("phone", phone)]).await;
    assert!(answer.status.is_redirection(), "{}", answer.text());
    answer.location().split('?').next().unwrap().to_owned()
}

/// CUS-10: the whole way in the browser: filed, told, asked, answered; each side sees its own part, in both languages.
#[tokio::test]
async fn from_card_to_answer() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let first = w.customer("sales1", "司徒静", PHONE).await;
        let mut later = w.browser("sales3").await;
        let known = later.get(&format!("/customers/known?name=&phone={PHONE}")).await.text();
        assert!(!known.contains("建档"), "typing tells nothing");
        let page = file(&mut later, "司徒女士", PHONE).await;
        let card = later.get(&page).await.text();
        assert!(card.contains("该客户在集团内已有建档"), "{card}");
        for secret in ["浦东店", "王敏", "司徒静"] {
            assert!(!card.contains(secret), "{secret}");
        }
        let case = w.case(page.rsplit('/').next().unwrap()).await;
        let at = format!("/collisions/{case}");
        assert!(later.get("/collisions").await.text().contains(&at));
        let refused = later.post(&format!("{at}/request"), &[("reason", " ")]).await;
        assert_eq!(refused.status, 422);
        assert!(w.browser("sales1").await.get(&at).await.status == 404, "the first side learns nothing before");
        assert!(!w.browser("sales1").await.get(&format!("/customers/{first}")).await.text().contains("苏州店"));
        let asked = later.post(&format!("{at}/request"), &[("reason", "客户来店看车")]).await;
        assert_eq!(asked.status, 303, "{}", asked.text());
        w.settle().await;

        let mut owner = w.browser("sales1").await;
        assert!(owner.get("/notices").await.text().contains("申请共同跟进"));
        assert!(owner.get(&format!("/customers/{first}")).await.text().contains("苏州店的刘洋"));
        let page_of = owner.get(&at).await.text();
        assert!(page_of.contains("客户来店看车") && page_of.contains("相符"), "{page_of}");
        assert!(!page_of.contains("司徒女士"), "what the later store typed is its own");
        assert!(owner.get("/collisions?tab=due").await.text().contains(&at));
        let reasonless = owner.post(&format!("{at}/answer"), &[("answer", "decline"), ("reason", "")]).await;
        assert_eq!(reasonless.status, 422);
        assert_eq!(w.browser("sales2").await.post(&format!("{at}/answer"), &[("answer", "allow")]).await.status, 404);
        assert_eq!(owner.post(&format!("{at}/answer"), &[("answer", "allow")]).await.status, 303);
        w.settle().await;
        let merged = later.get(&format!("/customers/{first}")).await;
        assert_eq!(merged.status, 200);
        assert!(merged.text().contains("申请已获同意"), "{}", merged.text());
        assert_eq!(later.get(&page).await.status, 303, "the later file leads to the first");
        later.post("/me/language", &[("lang", "en"), ("back", "/me")]).await;
        assert!(later.get(&at).await.text().contains("Allowed"));
    }
}

/// CUS-10: the API says in the answer to creating that the person is known in the group, where the policy allows it.
#[tokio::test]
async fn the_api_tells() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        w.customer("sales1", "司徒静", PHONE).await;
        let mut script = w.script("sales3").await;
        let mut create = async |name: &str, phone: &str| {
            let body = json!({ "name": name, "phone": phone });
            let answer = script.json(Method::POST, "/api/v1/customers", &body).await;
            assert_eq!(answer.status, 201, "{}", answer.text());
            answer.json()
        };
        assert_eq!(create("司徒女士", PHONE).await["known_in_group"], true);
        assert_eq!(create("冯程程", "13900000005").await["known_in_group"], false);
        w.set(keys::COLLISION_GROUP, "silent").await;
        w.customer("sales1", "钱多", "13900000006").await;
        assert_eq!(create("钱多多", "13900000006").await["known_in_group"], false);
        let described = script.get("/api/openapi.json").await.json();
        let made = &described["paths"]["/api/v1/customers"]["post"]["responses"]["201"];
        assert!(made.to_string().contains("known_in_group"), "{made}");
    }
}

/// CUS-10, SYS-05: known or unknown, filing asks the same of the database; only what is kept of a collision is written
/// besides.
#[tokio::test]
async fn the_way_is_the_same() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        w.customer("sales1", "司徒静", PHONE).await;
        let (db, statements) = watched(&w.db);
        let scope = w.scope("sales3").await;
        let seams = fourfold::compose::Wiring::new().customers;
        let mut told = Vec::new();
        for phone in ["13900000005", PHONE] {
            let input = [("name", "冯程程"), ("phone", phone)].into_iter().collect();
            statements.take();
            let mut tx = db.write(&scope).await.unwrap();
            customers::create(&mut tx, &seams, &input).await.unwrap();
            tx.commit().await.unwrap();
            told.push(statements.take().into_iter().map(|(text, _)| text).collect::<Vec<_>>());
        }
        let reads =
            |list: &[String]| list.iter().filter(|text| text.starts_with("SELECT")).cloned().collect::<Vec<_>>();
        assert_eq!(reads(&told[0]), reads(&told[1]));
        let kept = told[1].iter().filter(|text| !told[0].contains(text)).count();
        assert!(kept <= 4, "{:?}", told[1]);
    }
}

/// CUS-10, CUS-14: an import tells its rows only as far as the day's tellings go; the rest is kept silently. Undone, its
/// cases are withdrawn, and the first files stand as they stood.
#[tokio::test]
async fn an_import_that_collides() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        for n in 0..4 {
            let phone = format!("1390000000{n}");
            w.db.clock.advance(1);
            let body = json!({ "name": format!("客户{n}"), "phone": phone });
            let made = w.script("sales3").await.json(Method::POST, "/api/v1/customers", &body).await;
            assert_eq!(made.status, 201, "{}", made.text());
        }
        w.set(keys::COLLISION_TELLINGS, "2").await;
        let sheet =
            "姓名,手机\r\n客户甲,13900000000\r\n客户乙,13900000001\r\n客户丙,13900000002\r\n新客户,13900000009\r\n";
        w.settle().await;
        let before = w.dump(backend).await;
        let import = w.bring_in("manager1", sheet).await;
        assert_eq!(import.counts.created, 4, "nothing is refused");
        let report = w.browser("manager1").await.get(&format!("/imports/{}/report?form=csv", import.id)).await.text();
        let told = report.matches("该客户在集团内已有建档").count();
        assert_eq!(told, 2, "{report}");
        let count = |text: &'static str| w.number(text);
        assert_eq!(count("SELECT count(*) FROM collisions").await, 3);
        assert_eq!(count("SELECT count(*) FROM collisions WHERE held_back").await, 1);
        let list = w.browser("manager1").await.get("/collisions").await.text();
        assert!(list.contains("客户甲") && !list.contains("客户丙"), "{list}");
        w.undo("manager1", import.id).await;
        let left = support::undo::apart(&before, &w.dump(backend).await);
        assert!(left.is_empty(), "{backend:?} {left:#?}");
        assert_eq!(count("SELECT count(*) FROM collisions WHERE state = 'withdrawn'").await, 3);
    }
}

/// CUS-10: a car's owner is recognised by the plate, whatever number they give.
#[tokio::test]
async fn by_the_plate_of_a_car() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let owner = w.customer("sales3", "司徒静", PHONE).await;
        let body = json!({ "plate": "苏E12345", "customer": owner });
        let made = w.script("sales3").await.json(Method::POST, "/api/v1/vehicles", &body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        w.bring_in("manager1", "姓名,手机,车牌号\r\n司徒女士,13900000001,苏E12345\r\n").await;
        assert_eq!(w.number("SELECT count(*) FROM collisions WHERE key_kind = 'vehicle'").await, 1);
    }
}
