//! Screening as people, programs and strangers meet it (LEAD-02): the editor, a lead's page, the API and the web form.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use axum::http::Method;
use kernel::sql;
use serde_json::{Value, json};
use support::World;
use testkit::{Backend, Client};

impl World {
    /// A lead of Pudong, taken in by its consultant.
    async fn lead(&self) -> String {
        let body = json!({ "name": "司徒静", "phone": "13855667788", "source": "web" });
        let made = self.script("sales1").await.json(Method::POST, "/api/v1/leads", &body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()["id"].as_str().unwrap().to_owned()
    }

    /// The questionnaire of the house, begun with the sample and published in the browser; its page.
    async fn guide(&self) -> String {
        let mut keeper = self.browser("group").await;
        let made = keeper.post("/lead-questionnaires/new", &[("name", "购车意向甄别"), ("sample", "true")]).await;
        let page = made.location().to_owned();
        let published = keeper.post(&format!("{page}/publication"), &[("version", "1")]).await;
        assert_eq!(published.status, 303, "{}", published.text());
        page
    }

    /// A web form; its address.
    async fn form(&self) -> String {
        let guide = self.guide().await;
        let guide = guide.rsplit('/').next().unwrap();
        let mut keeper = self.browser("group").await;
        let fields =
            [("name", "预约试驾"), ("questionnaire", guide), ("source", "web"), ("consent", "我同意贵店与我联系。")];
        assert_eq!(keeper.post("/lead-forms/new", &fields).await.status, 303);
        let row = sql::row(self.db.read(), "SELECT key FROM lead_forms", []).await.unwrap().unwrap();
        format!("/apply/{}", row.try_get_by_index::<String>(0).unwrap())
    }

    async fn count(&self, from: &str) -> i64 {
        sql::number(self.db.read(), &format!("SELECT count(*) FROM {from}"), []).await.unwrap()
    }
}

/// The required questions, so that the points come to A.
const ALL: [(&str, &str); 6] = [("q1", "a2"), ("q2", "a3"), ("q3", "a2"), ("q4", "a3"), ("q6", "a1"), ("q7", "a1")];

/// LEAD-02: an administrator adds, moves, writes and removes questions in the browser, tries them out, and publishes; who
/// has no such function finds no way to it.
#[tokio::test]
async fn a_questionnaire_is_edited() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        assert_eq!(world.browser("sales1").await.get("/lead-questionnaires").await.status, 403);
        let page = world.guide().await;
        let mut keeper = world.browser("group").await;
        let tried = keeper.get(&format!("{page}?q1=a1")).await.text();
        assert!(tried.contains("由答案“7 天内”直接判定：H 级"), "{tried}");
        let arrange = format!("{page}/questions");
        let add = [("version", "2"), ("do", "add"), ("text", "在哪儿上牌？"), ("form", "one")];
        let added = keeper.post(&arrange, &add).await;
        assert_eq!(added.location(), format!("{page}/questions/q10"));
        let publish = format!("{page}/publication");
        let refused = keeper.post(&publish, &[("version", "3")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("10. 选择题至少要有两个答案。"));
        let question = format!("{page}/questions/q10");
        let lines = |version: &'static str, todo: &'static str| {
            let mut fields = vec![
                ("version", version),
                ("text", "在哪儿上牌？"),
                ("form", "one"),
                ("required", "true"),
                ("do", todo),
            ];
            for (key, answer, points) in [("", "本市", "5"), ("", "外地", "1"), ("", "", "")] {
                fields.extend([("answer_key", key), ("answer", answer), ("answer_en", ""), ("points", points)]);
                fields.extend([("from", ""), ("to", ""), ("then", "plain"), ("decides", "plain")]);
            }
            fields
        };
        assert_eq!(keeper.post(&question, &lines("3", "down:0")).await.location(), question);
        let text = keeper.get(&question).await.text();
        assert!(text.find("外地").unwrap() < text.find("本市").unwrap(), "moved");
        let stale = keeper.post(&question, &lines("3", "")).await;
        assert!(stale.status == 422 && stale.text().contains("有人先一步改动了这份问卷"));
        let bands = [("version", "4"), ("at_least", "60"), ("grade", "H"), ("at_least", "x"), ("grade", "A")];
        assert_eq!(keeper.post(&format!("{page}/bands"), &bands).await.status, 422);
        let bands = [("version", "4"), ("at_least", "60"), ("grade", "H"), ("at_least", ""), ("grade", "")];
        assert_eq!(keeper.post(&format!("{page}/bands"), &bands).await.status, 303);
        assert_eq!(keeper.post(&publish, &[("version", "5")]).await.status, 303);
        assert!(keeper.get("/lead-questionnaires").await.text().contains("已发布第 2 版"));
    }
}

/// LEAD-02: without scripts the button keeps the answers and leads on; with them an answer brings what is asked next; what
/// is not well answered is told at its question while the rest is kept.
#[tokio::test]
async fn a_lead_is_screened_on_its_page() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let lead = world.lead().await;
        let (page, record) = (format!("/leads/{lead}/screening"), format!("/leads/{lead}"));
        let mut consultant = world.browser("sales1").await;
        assert!(consultant.get(&page).await.text().contains("还没有可用的甄别问卷"));
        world.guide().await;
        assert!(consultant.get(&record).await.text().contains("还没有甄别过"));
        let some = consultant.post(&page, &[("q4", "a1"), ("q5", "很久")]).await;
        assert!(some.status == 422 && some.text().contains("很久"), "{}", some.text());
        let mut part = consultant.clone().header("hx-request", "true");
        let asked = part.post(&page, &[("q4", "a3")]).await;
        assert!(asked.status == 200 && !asked.text().contains("旧车用了几年"), "the branch is left");
        assert!(asked.text().contains("hx-swap-oob"), "what it comes to goes along");
        assert_eq!(consultant.post(&page, &ALL[..2]).await.location(), page);
        assert_eq!(consultant.post(&page, &ALL).await.location(), record);
        let shown = consultant.get(&record).await.text();
        for words in ["A 级", "62 分", "50 分及以上", "全款", "+8"] {
            assert!(shown.contains(words), "{words}");
        }
        assert_eq!(world.browser("manager2").await.get(&page).await.status, 404);
        assert_eq!(world.browser("manager2").await.post(&page, &ALL).await.status, 404);
        assert_eq!(world.count("lead_screenings").await, 1);
    }
}

/// LEAD-02, XCH-03: a program reads what is asked and answers; what is wrong is told at its question; another store is told
/// nothing.
#[tokio::test]
async fn the_api_screens() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let path = format!("/api/v1/leads/{}/screening", world.lead().await);
        let mut script = world.script("sales1").await;
        let none = script.get(&path).await;
        assert_eq!((none.status.as_u16(), none.json()["code"].as_str()), (422, Some("screening-not-published")));
        world.guide().await;
        let before = script.get(&path).await.json();
        assert_eq!(
            (&before["level"], &before["qualified"], &before["points"]),
            (&Value::Null, &Value::Null, &json!(0))
        );
        assert_eq!(before["questionnaire"]["questions"][0]["answers"][0]["key"], "a1");
        let mut post = async |body: Value| {
            let answer = script.json(Method::POST, &path, &body).await;
            (answer.status.as_u16(), answer.json())
        };
        let (status, told) = post(json!({ "answers": { "q1": "a99" } })).await;
        assert_eq!((status, told["errors"][0]["field"].as_str()), (422, Some("q1")));
        assert_eq!(post(json!({ "answers": { "q99": "a1" } })).await.0, 422);
        assert_eq!(post(json!({ "grade": "H" })).await.0, 422);
        let body = json!({ "answers": { "q1": "a2", "q2": "a3", "q3": "a2", "q4": "a1", "q5": 6, "q6": "a1", "q7": ["a1", "a2"] } });
        let (status, told) = post(body).await;
        assert_eq!((status, &told["level"], &told["qualified"]), (200, &json!("H"), &json!(true)), "{told}");
        assert_eq!((&told["points"], &told["complete"]), (&json!(79), &json!(true)));
        assert_eq!((&told["answers"]["q5"], &told["answers"]["q7"]), (&json!(6), &json!(["a1", "a2"])));
        assert_eq!(told["reasons"][6], json!({ "question": "买车谁来决定？", "answer": "本人、家人", "points": 9 }));
        let (_, told) = post(json!({ "answers": { "q5": null } })).await;
        assert_eq!((&told["complete"], &told["level"]), (&json!(false), &Value::Null));
        let mut strange = world.script("sales3").await;
        assert_eq!(strange.get(&path).await.status, 404);
        assert_eq!(strange.json(Method::POST, &path, &json!({ "answers": {} })).await.status, 404);
        let described = world.script("admin").await.get("/api/openapi.json").await.json();
        assert!(described["paths"]["/api/v1/leads/{lead}/screening"]["post"].is_object());
    }
}

/// LEAD-02: a stranger finds the form in either language without signing in, mends what is missing, and is thanked; a
/// program that fills in what nobody sees is thanked for nothing; a form of another site is turned away.
#[tokio::test]
async fn a_stranger_applies() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let address = world.form().await;
        let mut stranger = Client::new(&world.router);
        let page = stranger.get(&address).await;
        assert_eq!(page.status, 200);
        let policy = page.headers.iter().find(|(name, _)| name.as_str() == "content-security-policy").unwrap().1;
        assert!(policy.to_str().unwrap().contains("default-src 'self'"));
        assert!(page.text().contains("打算什么时候买车") && page.text().contains("我同意贵店与我联系。"));
        let mut abroad = Client::new(&world.router).header("accept-language", "en");
        assert!(abroad.get(&address).await.text().contains("When do you plan to buy?"));
        let asked = stranger.post(&format!("{address}/questions"), &[("q4", "a3")]).await.text();
        assert!(asked.contains("打算怎么付款") && !asked.contains("旧车用了几年"));
        let own = [("id", "01900000-0000-7000-8000-00000000abcd"), ("name", "司徒静"), ("phone", "13855667788")];
        let mut fields = [&own[..], &ALL[..]].concat();
        let refused = stranger.post(&address, &fields).await;
        assert!(
            refused.status == 422 && refused.text().contains("请先阅读并同意") && refused.text().contains("司徒静")
        );
        fields.push(("consent", "true"));
        let trapped = [&fields[..], &[("website", "http://spam.example")]].concat();
        let thanks = stranger.post(&address, &trapped).await;
        assert_eq!((thanks.location(), world.count("leads").await), (format!("{address}/thanks").as_str(), 0));
        for _ in 0..2 {
            assert_eq!(stranger.post(&address, &fields).await.location(), format!("{address}/thanks"));
        }
        assert!(stranger.get(&format!("{address}/thanks")).await.text().contains("谢谢您"));
        assert_eq!((world.count("leads WHERE level = 'A'").await, world.count("lead_arrivals").await), (1, 1));
        let mut foreign = Client::new(&world.router).header("sec-fetch-site", "cross-site");
        assert_eq!(foreign.post(&address, &fields).await.status, 403);
        assert_eq!(stranger.get("/apply/nobody").await.status, 404);
    }
}

/// LEAD-02: who sends too much is told to wait; a retired form answers nobody.
#[tokio::test]
async fn a_form_has_its_measure_and_its_end() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let address = world.form().await;
        let mut stranger = Client::new(&world.router);
        let mut statuses = Vec::new();
        for n in 0..11 {
            let phone = format!("138556677{n:02}");
            let own = [("name", "司徒静"), ("phone", phone.as_str()), ("consent", "true")];
            statuses.push(stranger.post(&address, &[&own[..], &ALL[..]].concat()).await.status.as_u16());
        }
        assert_eq!((&statuses[..10], statuses[10]), (&[303; 10][..], 429));
        assert_eq!(world.count("leads").await, 10);
        let id = sql::row(world.db.read(), "SELECT id FROM lead_forms", []).await.unwrap().unwrap();
        let id: kernel::Id = id.try_get_by_index(0).unwrap();
        let retirement = format!("/lead-forms/{id}/retirement");
        assert_eq!(world.browser("manager1").await.post(&retirement, &[]).await.status, 403);
        assert_eq!(world.browser("group").await.post(&retirement, &[]).await.status, 303);
        assert_eq!(stranger.get(&address).await.status, 404);
    }
}
