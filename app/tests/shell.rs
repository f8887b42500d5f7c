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
