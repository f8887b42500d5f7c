//! The door against the real router: set-up, sign-in, lockout, tokens, sessions, password.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use fourfold_organisation as organisation;
use kernel::{Db, Id, Scope, journal, sql};
use testkit::{Backend, Client, Fresh};
use web::server::{Health, router};
use web::{Access, Config, Module, Routes, Visitor};

const PASSWORD: &str = "long enough";

struct Door {
    _fresh: Fresh,
    db: Db,
    router: Router,
}

/// A module with a page for everyone, one for administrators, and one that only consultants' records open.
fn pages() -> Module {
    let routes = Routes::new()
        .get("/", Access::SignedIn, async |v: Visitor| format!("{} {}", v.name, v.scope.lang.tag()))
        .get("/vault", Access::Capability("roles.manage"), async || "vault")
        .post("/stores", Access::Record("store", kernel::Action::Create), async || "made");
    Module { name: "pages", routes, ..Module::default() }
}

impl Door {
    async fn new(backend: Backend, config: Config) -> Door {
        let steps: Vec<_> =
            kernel::migrations().into_iter().chain(records::migrations()).chain(organisation::migrations()).collect();
        let fresh = testkit::fresh(backend, &steps).await;
        let db = fresh.db.clone();
        let ui = kernel::words::Locale { owner: "ui", zh_cn: ui::LOCALES[0].1, en: ui::LOCALES[1].1 };
        let modules = vec![organisation::module(), pages()];
        let seams = axum::http::Extensions::new();
        let house =
            web::app::assemble(db.clone(), organisation::gate(), config, seams, modules, &[ui, web::LOCALE]).unwrap();
        Door { _fresh: fresh, db, router: router(house.router, house.app, Arc::new(Health::default())) }
    }

    async fn founded(backend: Backend, config: Config) -> Door {
        let door = Door::new(backend, config).await;
        let answer = door.set_up(&mut Client::new(&door.router)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        door
    }

    async fn set_up(&self, client: &mut Client) -> testkit::Answer {
        let fields = [
            ("group_name", "华东汽车集团"),
            ("group_code", "HQ"),
            ("kind", "group"),
            ("store_name", "浦东店"),
            ("store_code", "S001"),
            ("name", "管理员"),
            ("login", "admin"),
            ("password", PASSWORD),
            ("password_again", PASSWORD),
        ];
        client.post("/set-up", &fields).await
    }

    async fn sign_in(&self, client: &mut Client, login: &str, password: &str) -> testkit::Answer {
        client.post("/sign-in", &[("login", login), ("password", password), ("next", "/")]).await
    }

    async fn signed_in(&self) -> Client {
        let mut client = Client::new(&self.router);
        assert_eq!(self.sign_in(&mut client, "admin", PASSWORD).await.location(), "/");
        client
    }

    async fn admin(&self) -> organisation::users::User {
        organisation::find_user_by_login(self.db.read(), "admin").await.unwrap().unwrap()
    }
}

/// SYS-08: an empty house leads to set-up, a founded one to sign-in, and set-up is over for good.
#[tokio::test]
async fn set_up_happens_once() {
    for backend in Backend::all() {
        let door = Door::new(backend, Config::default()).await;
        let mut client = Client::new(&door.router);
        assert_eq!(client.get("/").await.location(), "/set-up");
        assert_eq!(client.get("/sign-in").await.location(), "/set-up");
        assert!(client.get("/set-up").await.text().contains("第一家门店"));
        let bad = client.post("/set-up", &[("password", "a"), ("password_again", "b")]).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.text().contains("两次输入的密码不一致"));
        assert_eq!(door.set_up(&mut client).await.location(), "/");
        assert_eq!(client.get("/").await.text(), "管理员 zh-CN", "signed in at once");
        assert_eq!(client.get("/vault").await.text(), "vault");
        let mut other = Client::new(&door.router);
        assert_eq!(other.get("/set-up").await.location(), "/sign-in");
        assert_eq!(door.set_up(&mut other).await.location(), "/sign-in");
        assert_eq!(other.get("/vault?x=1").await.location(), "/sign-in?next=%2Fvault");
    }
}

/// SYS-04: sign-in, a cookie that scripts cannot read, sign-out, and no way to another site.
#[tokio::test]
async fn signing_in_and_out() {
    for backend in Backend::all() {
        let door = Door::founded(backend, Config::default()).await;
        let mut client = Client::new(&door.router);
        let wrong = door.sign_in(&mut client, "admin", "not this one").await;
        let unknown = door.sign_in(&mut client, "nobody", "not this one").await;
        assert_eq!(
            (wrong.status, unknown.status),
            (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY)
        );
        assert_eq!(wrong.text().replace("admin", ""), unknown.text().replace("nobody", ""), "both look the same");
        let answer =
            client.post("/sign-in", &[("login", " Admin "), ("password", PASSWORD), ("next", "//evil.example")]).await;
        assert_eq!(answer.location(), "/");
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("ff_session=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
        assert_eq!(client.get("/").await.status, StatusCode::OK);
        let mut copy = client.clone();
        assert_eq!(client.post("/sign-out", &[]).await.location(), "/sign-in");
        assert_eq!(copy.get("/").await.location(), "/sign-in", "the session itself has ended, not only the cookie");
        let admin = door.admin().await;
        let lines = journal::history(door.db.read(), admin.tenant_id, "user", admin.id, None, 20).await.unwrap();
        for action in ["sign_in", "sign_in_failed", "sign_out"] {
            assert!(lines.iter().any(|l| l.action == action), "{action}");
        }
    }
}

/// SYS-04: five failures lock a login for a minute, also a login that does not exist, also for the right password.
#[tokio::test]
async fn guessing_is_slowed_down() {
    for backend in Backend::all() {
        let door = Door::founded(backend, Config::default()).await;
        let mut client = Client::new(&door.router);
        for login in ["admin", "nobody"] {
            for _ in 0..5 {
                assert_eq!(door.sign_in(&mut client, login, "guess").await.status, StatusCode::UNPROCESSABLE_ENTITY);
            }
            let locked = door.sign_in(&mut client, login, PASSWORD).await;
            assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS, "{login}");
            assert!(locked.headers.contains_key("retry-after"));
        }
        door.db.clock.advance(62);
        assert_eq!(door.sign_in(&mut client, "admin", PASSWORD).await.location(), "/");
        let left = sql::number(door.db.read(), "SELECT count(*) FROM sign_in_attempts WHERE key = 'login:admin'", []);
        assert_eq!(left.await.unwrap(), 0, "a right password forgets the failures");
    }
}

/// SYS-04: a session ends after its rest and at its last day, and can be ended from elsewhere.
#[tokio::test]
async fn sessions_end() {
    for backend in Backend::all() {
        let door = Door::founded(backend, Config::default()).await;
        let (mut here, mut elsewhere) = (door.signed_in().await, door.signed_in().await);
        let page = here.get("/me").await.text();
        let others: Vec<&str> =
            page.split("action=\"/me/sessions/").skip(1).filter_map(|p| p.split('"').next()).collect();
        assert_eq!(others.len(), 2, "that of set-up and the other one; one's own has no button");
        for session in others {
            assert_eq!(here.post(&format!("/me/sessions/{session}"), &[]).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(here.get("/").await.status, StatusCode::OK);
        assert_eq!(elsewhere.get("/").await.location(), "/sign-in");
        let foreign = format!("/me/sessions/{}/revocation", Id::from_u128(5));
        assert_eq!(here.post(&foreign, &[]).await.status, StatusCode::NOT_FOUND);
        door.db.clock.advance(11 * 3600);
        assert_eq!(here.get("/").await.status, StatusCode::OK, "used within its rest");
        door.db.clock.advance(11 * 3600);
        assert_eq!(here.get("/").await.status, StatusCode::OK, "each use begins the rest anew");
        door.db.clock.advance(12 * 3600);
        assert_eq!(here.get("/").await.location(), "/sign-in");
        let mut busy = door.signed_in().await;
        for _ in 0..28 {
            assert_eq!(busy.get("/").await.status, StatusCode::OK);
            door.db.clock.advance(43_000);
        }
        door.db.clock.advance(6_000);
        assert_eq!(busy.get("/").await.location(), "/sign-in", "fourteen days are the end in any case");
    }
}

/// SYS-05: a token has its owner's powers or less, is shown once, and ends when it is revoked.
#[tokio::test]
async fn tokens_open_the_api() {
    for backend in Backend::all() {
        let door = Door::founded(backend, Config::default()).await;
        let mut owner = door.signed_in().await;
        let make = async |owner: &mut Client, reach: &str| {
            let page = owner.post("/me/tokens", &[("name", "ERP"), ("reach", reach)]).await.text();
            let at = page.find("ff_").unwrap();
            page[at..at + 67].to_owned()
        };
        let (all, read) = (make(&mut owner, "all").await, make(&mut owner, "read").await);
        assert!(!owner.get("/me").await.text().contains("ff_"), "never again");
        let mut script = Client::with_token(&door.router, &all);
        assert_eq!(script.post("/stores", &[]).await.text(), "made");
        assert_eq!(
            script.get("/me").await.status,
            StatusCode::FORBIDDEN,
            "a token does not act for the person on their own page"
        );
        assert_eq!(Client::with_token(&door.router, &read).post("/stores", &[]).await.status, StatusCode::FORBIDDEN);
        let kept = sql::number(door.db.read(), "SELECT count(*) FROM tokens WHERE digest LIKE 'ff_%'", []);
        assert_eq!(kept.await.unwrap(), 0, "only digests are kept");
        let page = owner.get("/me").await.text();
        for part in page.split("action=\"/me/tokens/").skip(1) {
            let target = format!("/me/tokens/{}", part.split('"').next().unwrap());
            assert_eq!(owner.post(&target, &[]).await.status, StatusCode::SEE_OTHER);
        }
        let refused = script.header("accept", "application/json").get("/").await;
        assert_eq!(
            (refused.status, refused.json()["code"].as_str()),
            (StatusCode::UNAUTHORIZED, Some("problem-token"))
        );
        assert_eq!(owner.post("/me/tokens", &[("name", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

/// SYS-03: a new password asks for the old one and ends the other sessions; a password chosen by someone else opens
/// nothing but one's own page.
#[tokio::test]
async fn passwords_change() {
    for backend in Backend::all() {
        let door = Door::founded(backend, Config::default()).await;
        let (mut here, mut elsewhere) = (door.signed_in().await, door.signed_in().await);
        let change = |current: &str, new: &str| {
            [("current", current.to_owned()), ("password", new.to_owned()), ("password_again", new.to_owned())]
        };
        let post = async |client: &mut Client, current: &str, new: &str| {
            let fields = change(current, new);
            client.post("/me/password", &fields.each_ref().map(|(k, v)| (*k, v.as_str()))).await
        };
        let refused = [
            ("guess", "quite new one"),
            (PASSWORD, "too short"),
            (PASSWORD, PASSWORD),
            (PASSWORD, "password1234"),
            (PASSWORD, "Admin@202611"),
        ];
        for (current, new) in refused {
            assert_eq!(post(&mut here, current, new).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{current} {new}");
        }
        assert_eq!(post(&mut here, PASSWORD, "quite new one").await.location(), "/me?done=password");
        assert_eq!(here.get("/").await.status, StatusCode::OK);
        assert_eq!(elsewhere.get("/").await.location(), "/sign-in");
        let admin = door.admin().await;
        let scope = Scope::system(admin.tenant_id, Id::from_u128(9), "test");
        let hash = organisation::users::password::hash(PASSWORD).await.unwrap();
        let mut tx = door.db.write(&scope).await.unwrap();
        organisation::set_password(&mut tx, admin.id, hash, true, None).await.unwrap();
        tx.commit().await.unwrap();
        let mut client = Client::new(&door.router);
        assert_eq!(door.sign_in(&mut client, "admin", PASSWORD).await.location(), "/me?must=change");
        assert_eq!(client.get("/vault").await.location(), "/me?must=change", "everything leads there");
        assert_eq!(client.post("/me/tokens", &[("name", "ERP")]).await.location(), "/me?must=change");
        assert_eq!(post(&mut client, PASSWORD, "my very own").await.location(), "/me?done=password");
        assert_eq!(client.get("/vault").await.status, StatusCode::OK);
    }
}

/// SYS-08: language, theme and store are kept; a guest's language too; the demo's cast stands in demo mode only.
#[tokio::test]
async fn the_look_is_kept() {
    for backend in Backend::all() {
        let door = Door::founded(backend, Config { demo: true, ..Config::default() }).await;
        let mut client = Client::new(&door.router);
        assert!(client.get("/sign-in").await.text().contains("demo-cast"));
        assert_eq!(
            client.post("/language", &[("lang", "en"), ("back", "/sign-in?next=%2Fme")]).await.location(),
            "/sign-in?next=%2Fme"
        );
        assert!(client.get("/sign-in").await.text().contains("Sign in"));
        let mut client = door.signed_in().await;
        assert_eq!(
            client.post("/me/language", &[("lang", "en"), ("back", "https://evil.example")]).await.location(),
            "/"
        );
        assert_eq!(client.get("/").await.text(), "管理员 en");
        assert_eq!(client.post("/me/theme", &[("theme", "dark")]).await.status, StatusCode::NO_CONTENT);
        let page = client.get("/me").await.text();
        assert!(page.contains("data-theme=\"dark\"") && page.contains("Signed-in devices"));
        let store = page.split("name=\"store\" value=\"").nth(1).map(|p| p.split('"').next().unwrap().to_owned());
        let known = organisation::nodes::queries::find_by_code(door.db.read(), 1, "S001").await.unwrap().unwrap();
        assert_eq!(
            client.post("/me/store", &[("store", &store.unwrap_or(known.id.to_string()))]).await.status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(
            client.post("/me/store", &[("store", &Id::from_u128(5).to_string())]).await.status,
            StatusCode::NOT_FOUND
        );
        let plain = Door::founded(backend, Config::default()).await;
        assert!(!Client::new(&plain.router).get("/sign-in").await.text().contains("demo-cast"));
    }
}

/// SYS-04: a house that is served over https says that it always is, and binds its cookies to that.
#[tokio::test]
async fn https_is_for_good() {
    let door = Door::founded(Backend::Sqlite, Config { https: true, ..Config::default() }).await;
    let mut client = Client::new(&door.router);
    let answer = door.sign_in(&mut client, "admin", PASSWORD).await;
    assert!(answer.headers["set-cookie"].to_str().unwrap().starts_with("__Host-ff_session="));
    assert_eq!(answer.headers["strict-transport-security"], "max-age=31536000");
    assert_eq!(client.get("/assets/app.css").await.headers["strict-transport-security"], "max-age=31536000");
    let plain = Door::founded(Backend::Sqlite, Config::default()).await;
    let answer = Client::new(&plain.router).get("/sign-in").await;
    assert!(!answer.headers.contains_key("strict-transport-security"), "on plain http it would mean nothing");
}

/// SYS-04: a form of another site changes nothing.
#[tokio::test]
async fn foreign_forms_are_refused() {
    for backend in Backend::all() {
        let door = Door::founded(backend, Config::default()).await;
        let mut client = door.signed_in().await;
        let bare =
            axum::http::Request::post("/sign-out").header("host", "localhost").header("origin", "https://evil.example");
        let bare = tower::ServiceExt::oneshot(door.router.clone(), bare.body(axum::body::Body::empty()).unwrap());
        assert_eq!(bare.await.unwrap().status(), StatusCode::FORBIDDEN);
        assert_eq!(client.get("/").await.status, StatusCode::OK, "still signed in");
    }
}
