//! The second factor: set up, used, used up, demanded, reset (SYS-04).

use axum::http::StatusCode;
use fourfold_organisation as organisation;
use kernel::{Id, journal, sql};
use organisation::second_factor::totp;
use organisation::{NewToken, roles, users};
use testkit::{Answer, Backend, Client};

use crate::house::House;

const PASSWORD: &str = "correct-horse-9";

impl House {
    /// The code that an app shows now for a typed secret.
    fn code(&self, secret: &str) -> String {
        totp::code(&totp::from_base32(secret).unwrap(), totp::step(self.fresh.db.clock.now()))
    }

    /// Sets a second factor up, as a person does it; secret and recovery codes.
    async fn enrol(&self, client: &mut Client) -> (String, Vec<String>) {
        assert_eq!(client.post("/me/second-factor/enrolment", &[]).await.location(), "/me/second-factor");
        let page = client.get("/me/second-factor").await.text();
        assert!(page.contains("<svg class=\"qr-code\""), "{page}");
        let secret =
            page.split("id=\"second-factor-secret\">").nth(1).unwrap().split('<').next().unwrap().replace(' ', "");
        let wrong = client.post("/me/second-factor/confirmation", &[("code", "000000")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = client.post("/me/second-factor/confirmation", &[("code", &self.code(&secret))]).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
        let codes: Vec<String> =
            done.text().split("<li><code>").skip(1).map(|part| part.split('<').next().unwrap().to_owned()).collect();
        assert_eq!(codes.len(), 10);
        self.fresh.db.clock.advance(totp::PERIOD);
        (secret, codes)
    }

    async fn password(&self, client: &mut Client, login: &str) -> Answer {
        client.post("/sign-in", &[("login", login), ("password", PASSWORD), ("next", "/notices")]).await
    }

    /// Past the password, before the code.
    async fn at_the_code(&self, login: &str) -> Client {
        let mut client = Client::new(&self.router);
        assert_eq!(self.password(&mut client, login).await.location(), "/sign-in/code?next=%2Fnotices");
        client
    }

    async fn actions(&self, user: Id) -> Vec<String> {
        let lines = journal::history(self.fresh.db.read(), self.tenant, "user", user, None, 50).await.unwrap();
        lines.into_iter().map(|line| line.action).collect()
    }
}

async fn enter(client: &mut Client, code: &str) -> Answer {
    client.post("/sign-in/code", &[("code", code), ("next", "/notices")]).await
}

/// SYS-04: enrolled with a first code; from then on the password alone opens nothing, a code opens once, one step of
/// drift is forgiven, and the secret lies sealed.
#[tokio::test]
async fn a_code_opens_once() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let (mut here, mut elsewhere) = (house.browser("sales1").await, house.browser("sales1").await);
        let (secret, codes) = house.enrol(&mut here).await;
        assert_eq!(here.get("/me").await.status, StatusCode::OK);
        assert_eq!(elsewhere.get("/me").await.location(), "/sign-in?next=%2Fme", "other devices are signed out");
        let again = here.get("/me/second-factor").await.text();
        assert!(!again.contains(&secret[..8]) && !again.contains(&codes[0]), "never shown again");

        let mut client = house.at_the_code("sales1").await;
        assert_eq!(
            client.get("/notices").await.location(),
            "/sign-in?next=%2Fnotices",
            "the password alone opens nothing"
        );
        let code = house.code(&secret);
        assert_eq!(enter(&mut client, &code).await.location(), "/notices");
        assert_eq!(client.get("/notices").await.status, StatusCode::OK);
        let mut thief = house.at_the_code("sales1").await;
        let replayed = enter(&mut thief, &code).await;
        assert_eq!(replayed.status, StatusCode::UNPROCESSABLE_ENTITY, "the same code again");
        house.fresh.db.clock.advance(2 * totp::PERIOD);
        let slow = totp::step(house.fresh.db.clock.now()) - 1;
        let slow = totp::code(&totp::from_base32(&secret).unwrap(), slow);
        assert_eq!(enter(&mut thief, &format!("{} {}", &slow[..3], &slow[3..])).await.location(), "/notices");

        let kept = sql::row(house.fresh.db.read(), "SELECT secret FROM second_factors", []).await.unwrap().unwrap();
        let kept: Vec<u8> = kept.try_get("", "secret").unwrap();
        assert!(!String::from_utf8_lossy(&kept).contains(&secret), "sealed");
        let digests = sql::rows(house.fresh.db.read(), "SELECT digest FROM recovery_codes", []).await.unwrap();
        assert!(digests.iter().all(|row| row.try_get::<String>("", "digest").unwrap().len() == 64), "hashed");
        for action in ["second_factor_on", "second_factor_failed"] {
            assert!(house.actions(user).await.iter().any(|a| a == action), "{action}");
        }
    }
}

/// SYS-04: a recovery code opens once, however it is typed; new ones replace the old.
#[tokio::test]
async fn recovery_codes_are_spent() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let mut here = house.browser("sales1").await;
        let (_, codes) = house.enrol(&mut here).await;
        let mut client = house.at_the_code("sales1").await;
        assert_eq!(enter(&mut client, &codes[3].to_uppercase().replace('-', " ")).await.location(), "/notices");
        assert!(client.get("/me/second-factor").await.text().contains("剩余 9 / 10"));
        let mut again = house.at_the_code("sales1").await;
        assert_eq!(enter(&mut again, &codes[3]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "used up");
        let renewed = client.post("/me/second-factor/recovery-codes", &[]).await;
        assert!(renewed.text().contains("data-print"));
        assert_eq!(enter(&mut again, &codes[4]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "replaced");
        let actions = house.actions(user).await;
        assert!(actions.iter().any(|a| a == "recovery_code") && actions.iter().any(|a| a == "renew_recovery_codes"));
        let consumers: Vec<std::sync::Arc<dyn kernel::Consumer>> =
            vec![std::sync::Arc::new(organisation::notices::SecurityChanges)];
        kernel::events::relay(&house.fresh.db, &consumers).await.unwrap();
        let notices = client.get("/notices").await.text();
        assert!(notices.contains("使用了一个恢复码") && notices.contains("已开启两步验证"), "{notices}");
    }
}

/// SYS-04: guessing codes is slowed down by itself: a right password gives no fresh guesses.
#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let mut here = house.browser("sales1").await;
        let (secret, _) = house.enrol(&mut here).await;
        let mut thief = house.at_the_code("sales1").await;
        for _ in 0..5 {
            assert_eq!(enter(&mut thief, "123456").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let locked = enter(&mut thief, &house.code(&secret)).await;
        assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(locked.headers.contains_key("retry-after"));
        let mut thief = house.at_the_code("sales1").await;
        assert_eq!(enter(&mut thief, &house.code(&secret)).await.status, StatusCode::TOO_MANY_REQUESTS);
        house.fresh.db.clock.advance(62);
        assert_eq!(enter(&mut thief, &house.code(&secret)).await.location(), "/notices");
    }
}

/// SYS-04: what is carried from the password to the code cannot be forged, ends in minutes, and ends with the password.
#[tokio::test]
async fn the_way_to_the_code_is_short() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let mut here = house.browser("sales1").await;
        let (secret, _) = house.enrol(&mut here).await;
        let mut nobody = Client::new(&house.router);
        assert_eq!(nobody.get("/sign-in/code").await.location(), "/sign-in");
        let far = house.fresh.db.clock.now().plus_days(1).0;
        let forged = format!("ff_ticket={}.{user}.{far}.{}", house.tenant, "0".repeat(64));
        let mut forger = Client::new(&house.router).header("cookie", &forged);
        assert_eq!(enter(&mut forger, &house.code(&secret)).await.location(), "/sign-in");
        let mut late = house.at_the_code("sales1").await;
        house.fresh.db.clock.advance(301);
        assert_eq!(enter(&mut late, &house.code(&secret)).await.location(), "/sign-in");
        let mut outdated = house.at_the_code("sales1").await;
        let hash = users::password::hash("another-horse-7").await.unwrap();
        let scope = house.system();
        let mut tx = house.fresh.db.write(&scope).await.unwrap();
        organisation::set_password(&mut tx, user, hash, false, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(enter(&mut outdated, &house.code(&secret)).await.location(), "/sign-in");
    }
}

/// SYS-04: taking it away asks for password and code; afterwards the password is enough again.
#[tokio::test]
async fn removal_asks_for_both() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let mut here = house.browser("sales1").await;
        let (secret, codes) = house.enrol(&mut here).await;
        let remove = async |client: &mut Client, password: &str, code: &str| {
            client.post("/me/second-factor/removal", &[("current", password), ("code", code)]).await
        };
        let code = house.code(&secret);
        assert_eq!(remove(&mut here, "guess", &code).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(remove(&mut here, PASSWORD, "999999").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(remove(&mut here, PASSWORD, &code).await.location().starts_with("/me?done=second-factor-off"));
        let mut client = Client::new(&house.router);
        assert_eq!(house.password(&mut client, "sales1").await.location(), "/notices");
        let left = sql::number(house.fresh.db.read(), "SELECT count(*) FROM recovery_codes", []).await.unwrap();
        assert_eq!(left, 0, "{} opens nothing any more", codes[0]);
        assert!(house.actions(user).await.iter().any(|a| a == "second_factor_off"));
    }
}

/// SYS-04: where a role or the house demands it, everything leads to setting it up; tokens go on working.
#[tokio::test]
async fn a_demanded_factor_comes_first() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let mut here = house.browser("sales1").await;
        let token = house.token(user).await;
        assert_eq!(here.get("/notices").await.status, StatusCode::OK);
        let mut admin = house.browser("admin").await;
        let role = house.role("sales_consultant").await;
        let version = house.role_version(role).await;
        let form = admin.get(&format!("/roles/{role}/edit")).await.text();
        assert!(form.contains("name=\"second_factor\"") && form.contains("name=\"addresses\""));
        let fields =
            [("version", version.as_str()), ("name_zh", "销售顾问"), ("entry", "all"), ("second_factor", "true")];
        let saved = admin.post(&format!("/roles/{role}/edit"), &fields).await;
        assert!(saved.location().ends_with("done=saved"), "{} {}", saved.status, saved.text());
        for path in ["/notices", "/me", "/users", "/users/new"] {
            assert_eq!(here.get(path).await.location(), "/me/second-factor", "{path}");
        }
        assert_eq!(here.post("/me/tokens", &[("name", "x")]).await.location(), "/me/second-factor");
        assert!(here.get("/me/second-factor").await.text().contains("请先设置"));
        let mut script = Client::with_token(&house.router, &token).header("accept", "application/json");
        assert_ne!(script.get("/stores").await.status, StatusCode::FORBIDDEN, "a token was made by someone who was in");
        house.enrol(&mut here).await;
        assert_eq!(here.get("/notices").await.status, StatusCode::OK);

        // The house as a whole.
        let mut manager = {
            house.person("manager1", "李店长", house.pudong, "store_manager").await;
            house.browser("manager1").await
        };
        let root = house.root.to_string();
        let saved =
            admin.post("/settings/sign_in.second_factor", &[("node", &root), ("was", ""), ("value", "true")]).await;
        assert!(saved.location().contains("done=setting-saved"), "{}", saved.text());
        assert_eq!(manager.get("/notices").await.location(), "/me/second-factor");
        assert_eq!(admin.get("/admin").await.location(), "/me/second-factor", "also whoever set it");
    }
}

/// SYS-03, SYS-09: who lost the phone is helped by an administrator; that is noted, and the person hears of it.
#[tokio::test]
async fn an_administrator_resets() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let mut here = house.browser("sales1").await;
        house.enrol(&mut here).await;
        let mut admin = house.browser("admin").await;
        let page = admin.get(&format!("/users/{user}")).await.text();
        assert!(page.contains(&format!("/users/{user}/second-factor")), "offered");
        assert!(admin.get(&format!("/users/{user}/second-factor")).await.text().contains("核实身份"));
        let reset = admin.post(&format!("/users/{user}/second-factor"), &[]).await;
        assert_eq!(reset.location(), format!("/users/{user}?done=second-factor-reset"));
        assert_eq!(here.get("/notices").await.location(), "/sign-in?next=%2Fnotices");
        let mut client = Client::new(&house.router);
        assert_eq!(house.password(&mut client, "sales1").await.location(), "/notices");
        let lines = journal::history(house.fresh.db.read(), house.tenant, "user", user, None, 20).await.unwrap();
        assert!(lines.iter().any(|l| l.action == "reset_second_factor" && l.actor_name == "孟庆华"));
        let consumers: Vec<std::sync::Arc<dyn kernel::Consumer>> =
            vec![std::sync::Arc::new(organisation::notices::SecurityChanges)];
        kernel::events::relay(&house.fresh.db, &consumers).await.unwrap();
        assert!(client.get("/notices").await.text().contains("孟庆华 重置了您的两步验证"));
        // Nobody without the function does so.
        house.person("sales2", "陈刚", house.pudong, "sales_consultant").await;
        let mut other = house.browser("sales2").await;
        assert_eq!(other.post(&format!("/users/{user}/second-factor"), &[]).await.status, StatusCode::FORBIDDEN);
    }
}

/// SYS-04: sensitive things ask again who it is, once the sign-in is a while ago.
#[tokio::test]
async fn sensitive_things_ask_again() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let mut admin = house.browser("admin").await;
        let role = house.role("sales_consultant").await;
        let edit = format!("/roles/{role}/edit");
        assert_eq!(admin.get(&edit).await.status, StatusCode::OK);
        house.fresh.db.clock.advance(601);
        let asked = format!("/me/proof?next={}", web::page::encode(&edit));
        assert_eq!(admin.get(&edit).await.location(), asked);
        assert!(!admin.get("/me").await.text().contains("name=\"reach\""), "no form for a token");
        house.fresh.db.clock.advance(1200);
        assert_eq!(admin.post("/me/tokens", &[("name", "ERP")]).await.location(), "/me/proof?next=%2F");
        assert_eq!(admin.post("/me/second-factor/enrolment", &[]).await.status, StatusCode::SEE_OTHER);
        assert!(!admin.get("/me/second-factor").await.text().contains("second-factor-secret"), "nothing begun");
        assert!(admin.get(&asked).await.text().contains("请再次输入密码"));
        let wrong = admin.post("/me/proof", &[("password", "guess"), ("next", &edit)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let right = admin.post("/me/proof", &[("password", PASSWORD), ("next", &edit)]).await;
        assert_eq!(right.location(), edit);
        assert_eq!(admin.get(&edit).await.status, StatusCode::OK);
        assert!(admin.post("/me/tokens", &[("name", "ERP"), ("reach", "all")]).await.text().contains("ff_"));
        // With a second factor, a proof asks for it as well.
        let (secret, _) = house.enrol(&mut admin).await;
        house.fresh.db.clock.advance(700);
        let half = admin.post("/me/proof", &[("password", PASSWORD), ("next", &edit)]).await;
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
        let code = house.code(&secret);
        let whole = admin.post("/me/proof", &[("password", PASSWORD), ("code", &code), ("next", &edit)]).await;
        assert_eq!(whole.location(), edit);
    }
}

impl House {
    async fn token(&self, user: Id) -> String {
        let scope = self.system();
        let mut tx = self.fresh.db.write(&scope).await.unwrap();
        let (_, text) =
            organisation::create_token(&mut tx, user, NewToken { name: "ERP".into(), ..Default::default() })
                .await
                .unwrap();
        tx.commit().await.unwrap();
        text
    }
}

/// SYS-04: copied roles demand what the first one does.
#[tokio::test]
async fn copies_demand_the_same() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let role = house.role("receptionist").await;
        let scope = house.system();
        let mut tx = house.fresh.db.write(&scope).await.unwrap();
        let version = roles::queries::find(tx.conn(), tx.tenant(), role).await.unwrap().unwrap().version;
        let entry = roles::entry::EntryChange { second_factor: true, addresses: "10.1.0.7".into() };
        assert!(roles::entry::change_entry(&mut tx, role, version, entry, None).await.unwrap());
        let new = roles::change::NewRole {
            code: "desk".into(),
            name_zh: "前台二".into(),
            name_en: String::new(),
            parent: None,
        };
        let copy = roles::sheet::copy_role(&mut tx, role, new).await.unwrap();
        let kept = roles::queries::entry(tx.conn(), tx.tenant(), copy).await.unwrap();
        assert_eq!(kept, (true, "10.1.0.7/32".to_owned()));
        tx.commit().await.unwrap();
    }
}
