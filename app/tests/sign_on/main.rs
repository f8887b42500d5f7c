//! Single sign-on against a provider that says whatever it likes (SYS-03; ASVS 5.0 §6.8, §9, §10): who is let in, whose
//! account it is, and all that is not taken from it. The journey through a real provider is in `e2e`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod out;
mod provider;
#[path = "../support/mod.rs"]
mod support;

use std::collections::HashMap;

use kernel::{Id, sql};
use organisation::sign_on;
use provider::{CLIENT, Misbehaviour, Provider, SECRET};
use serde_json::{Value, json};
use support::World;
use testkit::{Answer, Backend, Client};

/// A house with a provider in use, named as its administrator would, by login.
struct Group {
    world: World,
    provider: Provider,
}

impl Group {
    async fn with(backend: Backend, change: impl FnOnce(&mut sign_on::Draft)) -> Group {
        let group = Group { world: World::peopled(backend).await, provider: Provider::start().await };
        group.set(0, change).await;
        group
    }

    async fn set(&self, version: i64, change: impl FnOnce(&mut sign_on::Draft)) {
        let mut draft = sign_on::Draft {
            label: "集团账号".into(),
            issuer: self.provider.issuer.clone(),
            client_id: CLIENT.into(),
            secret: SECRET.into(),
            claim: "preferred_username".into(),
            passwords: true,
            active: true,
            ..sign_on::Draft::default()
        };
        change(&mut draft);
        let scope = self.world.scope("admin").await;
        let mut tx = self.world.db.write(&scope).await.unwrap();
        sign_on::save(&mut tx, draft, version).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// To the provider: a browser, and what stands in the address it was sent to.
    async fn leave(&self, browser: &mut Client, further: &str) -> HashMap<String, String> {
        let page = self.world.browserless().get("/sign-in").await.text();
        let found = sign_on::queries::of_tenant(self.world.db.read(), self.world.tenant).await.unwrap().unwrap();
        assert!(page.contains("用集团账号登录") && page.contains(&found.id.to_string()), "{page}");
        let way = format!("/sign-in/single?provider={}&next=%2Fcustomers{further}", found.id);
        let answer = browser.get(&way).await;
        assert!(answer.location().starts_with(&format!("{}/authorize?", self.provider.issuer)), "{}", answer.text());
        let asked: HashMap<String, String> =
            url::Url::parse(answer.location()).unwrap().query_pairs().into_owned().collect();
        assert_eq!((asked["code_challenge_method"].as_str(), asked["response_type"].as_str()), ("S256", "code"));
        self.provider.says.lock().unwrap().challenge = asked["code_challenge"].clone();
        asked
    }

    /// What a token says of someone who goes this way.
    fn claims(&self, asked: &HashMap<String, String>, login: &str) -> Value {
        let now = self.world.db.clock.now().0 / 1_000_000;
        json!({
            "iss": self.provider.issuer, "aud": CLIENT, "sub": format!("sub-{login}"), "nonce": asked["nonce"],
            "iat": now, "exp": now + 300, "auth_time": now, "preferred_username": login, "name": login,
        })
    }

    async fn come_back(&self, browser: &mut Client, asked: &HashMap<String, String>, token: String) -> Answer {
        self.provider.says.lock().unwrap().token = token;
        browser.get(&format!("/sign-in/single/back?code=abc&state={}", asked["state"])).await
    }

    /// The whole way as it should be.
    async fn enter(&self, login: &str, change: impl FnOnce(&mut Value)) -> (Client, Answer) {
        let mut browser = self.world.browserless();
        let asked = self.leave(&mut browser, "").await;
        let mut claims = self.claims(&asked, login);
        change(&mut claims);
        let answer = self.come_back(&mut browser, &asked, self.provider.signed(&claims)).await;
        (browser, answer)
    }

    async fn sessions(&self) -> i64 {
        sql::number(self.world.db.read(), "SELECT count(*) FROM sessions WHERE signed_on IS NOT NULL", [])
            .await
            .unwrap()
    }

    async fn set_user(&self, login: &str, set: &str) {
        let scope = self.world.system();
        let tx = self.world.db.write(&scope).await.unwrap();
        sql::run(tx.conn(), &format!("UPDATE users SET {set} WHERE login = $1"), [login.into()]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

trait Browserless {
    fn browserless(&self) -> Client;
}

impl Browserless for World {
    /// Someone who has not signed in.
    fn browserless(&self) -> Client {
        Client::new(&self.router)
    }
}

fn refused(answer: &Answer, sentence: &str) {
    assert_eq!(answer.status, 403, "{} {}", answer.location(), answer.text());
    assert!(answer.text().contains(sentence), "{sentence}: {}", answer.text());
}

const FAILED: &str = "单点登录未成功";
const LATE: &str = "登录已超时或已使用过";
const UNKNOWN: &str = "系统中没有对应的账号";

/// SYS-03: by login at first, by subject from then on; the person is told; another subject does not take the account over.
#[tokio::test]
async fn an_account_is_linked_once() {
    for backend in Backend::all() {
        let group = Group::with(backend, |_| {}).await;
        let (mut browser, answer) = group.enter("sales1", |_| {}).await;
        assert_eq!(answer.location(), "/customers", "{}", answer.text());
        assert!(browser.get("/customers").await.text().contains("王敏"));
        group.world.settle().await;
        assert!(browser.get("/notices").await.text().contains("您的账号已与单点登录关联"));
        // A new login at the provider is still the same person; another person with the old login is not.
        let (_, renamed) = group.enter("sales1", |c| c["preferred_username"] = "someone.else".into()).await;
        assert_eq!(renamed.location(), "/customers");
        let (_, other) = group.enter("sales1", |c| c["sub"] = "sub-another".into()).await;
        refused(&other, "已与另一个身份关联");
        assert_eq!(group.sessions().await, 2);
        let noted = "SELECT count(*) FROM journal WHERE action = 'link_sign_on' AND kind = 'user'";
        assert_eq!(sql::number(group.world.db.read(), noted, []).await.unwrap(), 1);

        // Unlinked, the next subject with the login is linked; whoever has no password keeps the link.
        assert_eq!(browser.post("/me/sign-on/removal", &[]).await.location(), "/me?done=sign-on-unlinked");
        let (mut browser, again) = group.enter("sales1", |c| c["sub"] = "sub-another".into()).await;
        assert_eq!(again.location(), "/customers");
        group.set_user("sales1", "password_hash = NULL").await;
        let kept = browser.post("/me/sign-on/removal", &[]).await;
        assert!(kept.status == 422 && kept.text().contains("唯一的登录方式"), "{}", kept.text());
    }
}

/// SYS-03: nothing that is not from the provider, for this house, for this way, and of this moment opens anything.
#[tokio::test]
async fn hostile_tokens_open_nothing() {
    for backend in Backend::all() {
        let group = Group::with(backend, |_| {}).await;
        let now = group.world.db.clock.now().0 / 1_000_000;
        type Change = Box<dyn Fn(&mut Value)>;
        let bent: Vec<(&str, Change)> = vec![
            ("another nonce", Box::new(|c| c["nonce"] = "guessed".into())),
            ("no nonce", Box::new(|c| drop(c.as_object_mut().unwrap().remove("nonce")))),
            ("another house", Box::new(|c| c["aud"] = "another-client".into())),
            ("also for another house", Box::new(|c| c["aud"] = json!([CLIENT, "another-client"]))),
            ("another issuer", Box::new(|c| c["iss"] = "https://id.example.com".into())),
            ("expired", Box::new(move |c| c["exp"] = (now - 61).into())),
            ("made long ago", Box::new(move |c| c["iat"] = (now - 3_600).into())),
            ("made in the future", Box::new(move |c| c["iat"] = (now + 3_600).into())),
        ];
        for (why, change) in &bent {
            let (_, answer) = group.enter("sales1", change).await;
            assert_eq!(answer.status, 403, "{why}");
            refused(&answer, FAILED);
        }
        for make in [Provider::bare, Provider::forged, Provider::shared] {
            let mut browser = group.world.browserless();
            let asked = group.leave(&mut browser, "").await;
            let token = make(&group.claims(&asked, "sales1"));
            refused(&group.come_back(&mut browser, &asked, token).await, FAILED);
        }
        assert_eq!(group.sessions().await, 0);
        // A clock that is a little off is no enemy.
        let (_, skewed) =
            group.enter("sales1", move |c| (c["iat"], c["exp"]) = ((now + 50).into(), (now - 20).into())).await;
        assert_eq!(skewed.location(), "/customers", "{}", skewed.text());
    }
}

/// SYS-03: an answer counts in the browser that asked, for what it asked, in time and once.
#[tokio::test]
async fn hostile_ways_lead_nowhere() {
    for backend in Backend::all() {
        let group = Group::with(backend, |_| {}).await;
        let mut browser = group.world.browserless();
        let asked = group.leave(&mut browser, "").await;
        let token = group.provider.signed(&group.claims(&asked, "sales1"));
        let mut before = browser.clone();
        let answer = group.come_back(&mut browser, &asked, token.clone()).await;
        assert_eq!(answer.location(), "/customers", "{}", answer.text());
        // Replayed with the cookie of then, from another browser, with another state.
        refused(&group.come_back(&mut before, &asked, token.clone()).await, LATE);
        refused(&group.come_back(&mut group.world.browserless(), &asked, token.clone()).await, LATE);
        let mut other = group.world.browserless();
        let mut asked = group.leave(&mut other, "").await;
        asked.insert("state".into(), "guessed".into());
        refused(&group.come_back(&mut other, &asked, token.clone()).await, LATE);
        // Too late; from another issuer; refused there.
        let mut slow = group.world.browserless();
        let asked = group.leave(&mut slow, "").await;
        group.world.db.clock.advance(601);
        refused(&group.come_back(&mut slow, &asked, token).await, LATE);
        for (further, sentence) in
            [("code=abc&iss=https%3A%2F%2Fid.example.com", LATE), ("error=access_denied", "登录已取消")]
        {
            let mut browser = group.world.browserless();
            let asked = group.leave(&mut browser, "").await;
            let answer = browser.get(&format!("/sign-in/single/back?state={}&{further}", asked["state"])).await;
            refused(&answer, sentence);
        }
        assert_eq!(group.sessions().await, 1);
        assert_eq!(group.provider.says.lock().unwrap().changed, 1, "no code was changed for any of them");
        // Nobody is led away by where they wanted to go.
        let found = sign_on::queries::of_tenant(group.world.db.read(), group.world.tenant).await.unwrap().unwrap();
        let mut inside = group.world.browser("sales1").await;
        let away = inside.get(&format!("/sign-in/single?provider={}&next=https%3A%2F%2Fevil.example", found.id)).await;
        assert_eq!(away.location(), "/");
    }
}

/// SYS-03: a provider that misbehaves is not followed and not read without end; one that is away takes nobody along.
#[tokio::test]
async fn the_provider_is_not_followed() {
    for backend in Backend::all() {
        let group = Group::with(backend, |_| {}).await;
        for misbehaviour in [Misbehaviour::Redirects, Misbehaviour::Floods] {
            group.provider.says.lock().unwrap().misbehaves = Some(misbehaviour);
            refused(&group.enter("sales1", |_| {}).await.1, FAILED);
        }
        group.set(1, |d| d.issuer = "http://127.0.0.1:1".into()).await;
        let found = sign_on::queries::of_tenant(group.world.db.read(), group.world.tenant).await.unwrap().unwrap();
        let answer = group.world.browserless().get(&format!("/sign-in/single?provider={}", found.id)).await;
        assert!(answer.status == 502 && answer.text().contains("身份平台暂时没有应答"), "{}", answer.text());
        group.world.browser("sales1").await;
    }
}

/// SYS-03: people who are shut out, unknown or not verified stay outside; where the house wants it, the unknown get an
/// account that sees nothing.
#[tokio::test]
async fn not_everyone_the_provider_knows_comes_in() {
    for backend in Backend::all() {
        let group = Group::with(backend, |_| {}).await;
        refused(&group.enter("nobody.here", |_| {}).await.1, UNKNOWN);
        refused(
            &group.enter("sales1", |c| drop(c.as_object_mut().unwrap().remove("preferred_username"))).await.1,
            FAILED,
        );
        group.set_user("sales2", "status = 'disabled'").await;
        refused(&group.enter("sales2", |_| {}).await.1, UNKNOWN);

        group.set(1, |d| d.claim = "email".into()).await;
        group.set_user("sales1", "email = 'Wang.Min@example.com'").await;
        let with = |verified: bool| {
            move |c: &mut Value| {
                c["email"] = "wang.min@example.com".into();
                c["email_verified"] = verified.into();
            }
        };
        refused(&group.enter("sales1", with(false)).await.1, "尚未验证您的邮箱");
        assert_eq!(group.enter("sales1", with(true)).await.1.location(), "/customers");
        group.set_user("sales3", "email = 'wang.min@example.com'").await;
        refused(&group.enter("other", with(true)).await.1, "有多个账号使用这个邮箱");

        group.set(2, |d| d.creates = true).await;
        let (mut browser, answer) = group.enter("new.person", |c| c["name"] = "新同事".into()).await;
        assert_eq!(answer.location(), "/customers");
        assert_eq!(browser.get("/customers").await.status, 403, "an account without a post sees nothing");
        assert!(browser.get("/me").await.text().contains("新同事"));
        // Who is known by what the provider says only when it is asked.
        group.provider.says.lock().unwrap().userinfo = json!({ "sub": "sub-sales3", "preferred_username": "sales3" });
        let (_, asked) = group.enter("sales3", |c| drop(c.as_object_mut().unwrap().remove("preferred_username"))).await;
        assert_eq!(asked.location(), "/customers", "{}", asked.text());
    }
}

/// SYS-03, SYS-04: a second factor of ours is asked for, unless the provider's counts; passwords end for all but those who
/// could bring them back.
#[tokio::test]
async fn second_factors_and_passwords() {
    for backend in Backend::all() {
        let group = Group::with(backend, |_| {}).await;
        let scope = group.world.system();
        let tx = group.world.db.write(&scope).await.unwrap();
        let user = organisation::find_user_by_login(tx.conn(), "sales1").await.unwrap().unwrap();
        let row = "INSERT INTO second_factors (tenant_id, user_id, secret, created_at, confirmed_at, last_step, salt) VALUES ($1, $2, $3, 0, 0, 0, 'x')";
        let sealed = tx.keys().seal(user.id, "JBSWY3DPEHPK3PXP");
        sql::run(tx.conn(), row, [group.world.tenant.into(), user.id.into(), sealed.into()]).await.unwrap();
        tx.commit().await.unwrap();
        let strong = |c: &mut Value| c["amr"] = json!(["pwd", "mfa"]);
        assert!(group.enter("sales1", strong).await.1.location().starts_with("/sign-in/code"), "it is not trusted");
        group.set(1, |d| (d.trusts_mfa, d.strong_acr) = (true, "two".into())).await;
        assert!(group.enter("sales1", |_| {}).await.1.location().starts_with("/sign-in/code"));
        assert_eq!(group.enter("sales1", strong).await.1.location(), "/customers");
        assert_eq!(group.enter("sales1", |c| c["acr"] = "two".into()).await.1.location(), "/customers");

        group.set(2, |d| d.passwords = false).await;
        let mut browser = group.world.browserless();
        let answer = browser.post("/sign-in", &[("login", "sales2"), ("password", support::PASSWORD)]).await;
        refused(&answer, "密码登录已关闭");
        group.world.browser("admin").await;
    }
}

/// SYS-03: whoever came by the provider shows there again that it is they, freshly and as the same person.
#[tokio::test]
async fn a_proof_at_the_provider() {
    for backend in Backend::all() {
        let group = Group::with(backend, |_| {}).await;
        let (mut browser, _) = group.enter("sales1", |_| {}).await;
        group.world.db.clock.advance(1_900);
        let page = browser.get("/me/proof?next=%2Fme").await.text();
        assert!(page.contains("again=true"), "{page}");
        let (mut stale, mut other) = (browser.clone(), browser.clone());
        for (client, change) in [
            (
                &mut stale,
                (|c: &mut Value| c["auth_time"] = (c["iat"].as_i64().unwrap() - 1_900).into()) as fn(&mut Value),
            ),
            (&mut other, |c: &mut Value| (c["sub"], c["preferred_username"]) = ("sub-x".into(), "sales2".into())),
        ] {
            let asked = group.leave(client, "&again=true").await;
            assert_eq!((asked["prompt"].as_str(), asked["max_age"].as_str()), ("login", "0"));
            let mut claims = group.claims(&asked, "sales1");
            change(&mut claims);
            let token = group.provider.signed(&claims);
            assert_eq!(group.come_back(client, &asked, token).await.status, 403);
            assert!(client.post("/me/sign-on/removal", &[]).await.location().starts_with("/me/proof"));
        }
        let asked = group.leave(&mut browser, "&again=true").await;
        let token = group.provider.signed(&group.claims(&asked, "sales1"));
        assert_eq!(group.come_back(&mut browser, &asked, token).await.location(), "/customers");
        assert_eq!(browser.post("/me/sign-on/removal", &[]).await.location(), "/me?done=sign-on-unlinked");
    }
}

/// SYS-03: the provider is named by holders of every function alone, after a proof; its secret is sealed and never shown.
#[tokio::test]
async fn who_names_the_provider() {
    for backend in Backend::all() {
        let group = Group { world: World::peopled(backend).await, provider: Provider::start().await };
        for login in ["group", "manager1", "audit", "sales1"] {
            assert_eq!(group.world.browser(login).await.get("/sign-on").await.status, 403, "{login}");
        }
        let mut admin = group.world.browser("admin").await;
        let page = admin.get("/sign-on").await.text();
        assert!(page.contains("/sign-in/single/back"), "{page}");
        let issuer = group.provider.issuer.clone();
        let form = |issuer: &str, version: &str| -> Vec<(String, String)> {
            [
                ("label", "集团账号"),
                ("issuer", issuer),
                ("client_id", CLIENT),
                ("secret", SECRET),
                ("claim", "preferred_username"),
                ("unknown", "refuse"),
                ("passwords", "true"),
                ("active", "true"),
                ("version", version),
            ]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .to_vec()
        };
        for (address, sentence) in
            [("http://id.example.com", "请填写以 https:// 开头的完整地址"), ("http://127.0.0.1:1", "身份平台没有应答")]
        {
            let fields = form(address, "0");
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let answer = admin.post("/sign-on", &fields).await;
            assert!(answer.status == 422 && answer.text().contains(sentence), "{}", answer.text());
            assert!(!answer.text().contains(SECRET));
        }
        let fields = form(&issuer, "0");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(admin.post("/sign-on", &fields).await.location(), "/sign-on?done=saved");
        assert!(!admin.get("/sign-on").await.text().contains(SECRET));
        let held = sign_on::queries::of_tenant(group.world.db.read(), group.world.tenant).await.unwrap().unwrap();
        let sealed = held.secret.clone().unwrap();
        assert!(!sealed.windows(8).any(|w| w == &SECRET.as_bytes()[..8]));
        assert_ne!(held.id, Id::nil());
        let told = "SELECT count(*) FROM journal_values WHERE changes LIKE '%the-secret%'";
        assert_eq!(sql::number(group.world.db.read(), told, []).await.unwrap(), 0);
        let (_, answer) = group.enter("sales1", |_| {}).await;
        assert_eq!(answer.location(), "/customers");
        group.world.db.clock.advance(3_600);
        assert!(admin.get("/sign-on").await.location().starts_with("/me/proof"));
    }
}
