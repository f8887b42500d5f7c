//! The frame around every page: the store switch and the navigation show what someone has to do with (SYS-04, SYS-05).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::Id;
use organisation::roles::change::set_capability;
use organisation::{NewPost, roles};
use support::World;
use testkit::Backend;

async fn role(world: &World, code: &str) -> Id {
    roles::queries::find_by_code(world.db.read(), world.tenant, code).await.unwrap().unwrap().id
}

/// SYS-05: the store switch offers stores of one's posts and stores where one has powers; that everyone may look up
/// every store's name and address offers none.
#[tokio::test]
async fn the_switch_offers_stores_where_one_has_something_to_do() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let stores = async |login: &str| {
            let user = organisation::find_user_by_login(world.db.read(), login).await.unwrap().unwrap().id;
            let day = organisation::powers::today(world.db.clock.now());
            let held = organisation::powers::membership(world.db.read(), world.tenant, user, day).await.unwrap();
            held.stores.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        for login in ["sales1", "manager1", "reception1"] {
            assert_eq!(stores(login).await, ["浦东店"], "{login}");
            let page = world.browser(login).await.get("/me").await.text();
            assert!(!page.contains("苏州店"), "{login}");
        }
        assert_eq!(stores("region").await, ["苏州店"]);
        let mut all = stores("group").await;
        all.sort();
        assert_eq!(all, ["浦东店", "苏州店"]);
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        let user = organisation::find_user_by_login(tx.conn(), "sales1").await.unwrap().unwrap().id;
        let post = NewPost::new(user, world.suzhou, role(&world, "sales_consultant").await);
        organisation::add_post(&mut tx, post).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stores("sales1").await, ["浦东店", "苏州店"], "a second post, behind the main one");
    }
}

/// SYS-04: the settings are in the navigation of whoever has a page there, and of nobody else.
#[tokio::test]
async fn settings_are_shown_to_whoever_has_a_page_there() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let consultant = role(&world, "sales_consultant").await;
        let entry = "href=\"/admin\"";
        let mut sales = world.browser("sales1").await;
        assert!(!sales.get("/me").await.text().contains(entry));
        assert_eq!(sales.get("/admin").await.status, 403);
        for capability in ["roles.manage", "dictionaries.manage", "settings.manage", "organisation.manage"] {
            let scope = world.system();
            let mut tx = world.db.write(&scope).await.unwrap();
            set_capability(&mut tx, consultant, capability, true).await.unwrap();
            tx.commit().await.unwrap();
            assert!(sales.get("/me").await.text().contains(entry), "{capability}");
            assert_eq!(sales.get("/admin").await.status, 200, "{capability}");
            let mut tx = world.db.write(&scope).await.unwrap();
            set_capability(&mut tx, consultant, capability, false).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert!(world.browser("manager1").await.get("/me").await.text().contains(entry));
    }
}

/// SYS-04, CUS-04: a store's manager sets by which rules its new customers are given out.
#[tokio::test]
async fn a_store_manager_sets_assignment_rules() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        assert_eq!(world.browser("manager1").await.get("/customers/assignment-rules").await.status, 200);
        assert_eq!(world.browser("sales1").await.get("/customers/assignment-rules").await.status, 403);
    }
}

/// SYS-04: the built-in roles speak of nouns and functions that there are, so that no line of the matrix is empty talk.
#[tokio::test]
async fn built_in_roles_speak_of_what_there_is() {
    let world = World::empty(Backend::Sqlite).await;
    let app = &world.assembly.app;
    for builtin in roles::BUILTIN {
        for (kind, _, _) in roles::grants_of(builtin.code) {
            assert!(kind == "*" || app.registry.kind(kind).is_some(), "{} speaks of {kind}", builtin.code);
        }
        for capability in builtin.capabilities {
            let known = app.capabilities.iter().any(|(name, _)| name == capability);
            assert!(*capability == "*" || known, "{} speaks of {capability}", builtin.code);
        }
    }
}

/// SYS-13: an address that nothing stands at is told inside the frame to whoever signed in, with a way on; nobody else
/// sees the frame.
#[tokio::test]
async fn nothing_there_is_told_in_the_frame() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut sales = world.browser("sales1").await;
        for (path, status) in [("/nowhere", 404), ("/customers/nowhere/at/all", 404), ("/admin", 403)] {
            let answer = sales.get(path).await;
            assert_eq!(answer.status, status, "{path}");
            let page = answer.text();
            assert!(
                page.contains("id=\"side\"") && page.contains("error-page") && page.contains("href=\"/\""),
                "{path}: {page}"
            );
            assert_eq!(page.contains("class=\"search-page\""), status == 404, "{path}");
        }
        let stranger = testkit::Client::new(&world.router).get("/nowhere").await;
        assert_eq!(stranger.status, 404);
        assert!(!stranger.text().contains("id=\"side\""), "{}", stranger.text());
        let script = world.script("sales1").await.get("/api/v1/nowhere").await;
        assert_eq!(script.headers["content-type"], "application/problem+json");
        let mut back = world.browser("sales1").await.header("referer", "http://localhost/customers?q=wang");
        assert!(back.get("/nowhere").await.text().contains("href=\"/customers?q=wang\""), "the way back");
        let mut strange = world.browser("sales1").await.header("referer", "http://elsewhere/customers");
        assert!(!strange.get("/nowhere").await.text().contains("返回上一页"), "only to a page of this house");
    }
}

/// CUS-04: whoever settles how customers are given out finds that among the settings, and by name.
#[tokio::test]
async fn assignment_rules_are_among_the_settings() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        set_capability(&mut tx, role(&world, "sales_consultant").await, "customers.assignment-rules", true)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for login in ["manager1", "sales1"] {
            let mut browser = world.browser(login).await;
            assert!(browser.get("/me").await.text().contains("href=\"/admin\""), "{login}");
            assert!(browser.get("/admin").await.text().contains("href=\"/customers/assignment-rules\""), "{login}");
            assert!(browser.get("/search?q=分配规则").await.text().contains("href=\"/customers/assignment-rules\""));
        }
        assert!(!world.browser("reception1").await.get("/me").await.text().contains("href=\"/admin\""));
    }
}

/// SYS-08: an address that was cut off or mistyped is told as what is not there, in words.
#[tokio::test]
async fn a_mistyped_address_is_told_in_words() {
    let world = World::peopled(Backend::Sqlite).await;
    let mut admin = world.browser("admin").await;
    let mut script = world.script("admin").await;
    let mut tried = 0;
    for route in world.assembly.app.routes.iter().filter(|r| r.method == axum::http::Method::GET) {
        let parts: Vec<&str> = route.path.split('/').map(|p| if p.starts_with('{') { "0x" } else { p }).collect();
        let path = parts.join("/");
        if path == route.path {
            continue;
        }
        let client = if path.starts_with("/api/") { &mut script } else { &mut admin };
        let answer = client.get(&path).await;
        assert!(answer.status != 400 && !answer.text().contains("Invalid URL"), "{path}: {}", answer.text());
        tried += 1;
    }
    assert!(tried > 40, "{tried}");
}
