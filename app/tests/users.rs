//! People: found as one types, under policy; and nobody lifts himself by any path (SYS-03, SYS-05).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use axum::http::Method;
use kernel::{Id, sql};
use organisation::{NewPost, nodes, roles, users};
use serde_json::json;
use support::{PASSWORD, World};
use testkit::{Backend, Client};

async fn id_of(world: &World, login: &str) -> Id {
    organisation::find_user_by_login(world.db.read(), login).await.unwrap().unwrap().id
}

async fn version_of(world: &World, user: Id) -> i64 {
    users::queries::find(world.db.read(), world.tenant, user).await.unwrap().unwrap().version
}

/// Names that a picker offers for what was typed.
async fn picked(world: &World, login: &str, typed: &str) -> Vec<String> {
    let mut client = Client::new(&world.router).header("accept", "application/json");
    client.post("/sign-in", &[("login", login), ("password", PASSWORD)]).await;
    let answer = client.get(&format!("/users/picker?q={}", web::page::encode(typed))).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    answer["items"].as_array().unwrap().iter().map(|i| i["label"].as_str().unwrap().to_owned()).collect()
}

/// SYS-03: people are found by name, reading, initials, login and the tail of their number, also those whom the
/// founding and the set-up made, and only within the reader's reach; what was changed counts at once.
#[tokio::test]
async fn people_are_found_as_one_types() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        for typed in ["wm", "wangmin", "王敏", "sales1"] {
            assert_eq!(picked(&world, "manager1", typed).await, ["王敏"], "{typed}");
        }
        assert_eq!(picked(&world, "admin", "gly").await, ["管理员"], "the founder");
        assert_eq!(picked(&world, "manager1", "liuyang").await, Vec::<String>::new(), "of another store");
        assert_eq!(picked(&world, "group", "liuy").await, ["刘洋"]);

        let user = id_of(&world, "sales1").await;
        let mut script = world.script("admin").await;
        let body = json!({ "name": "王小敏", "phone": "13855667788", "version": version_of(&world, user).await });
        let answer = script.json(Method::PATCH, &format!("/api/v1/users/{user}"), &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        for typed in ["wxm", "7788"] {
            assert_eq!(picked(&world, "manager1", typed).await, ["王小敏"], "{typed}");
        }
        assert_eq!(picked(&world, "manager1", "wm").await, Vec::<String>::new(), "the old name is gone");

        // A department that moves to another store takes its people along.
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        let department = nodes::queries::find_by_code(tx.conn(), world.tenant, "PD-SALES").await.unwrap().unwrap().id;
        organisation::move_node(&mut tx, department, world.suzhou).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(picked(&world, "manager2", "wxm").await, ["王小敏"]);
        assert_eq!(picked(&world, "manager1", "wxm").await, Vec::<String>::new());

        let version = version_of(&world, user).await;
        assert_eq!(
            script.json(Method::DELETE, &format!("/api/v1/users/{user}?version={version}"), &json!({})).await.status,
            204
        );
        assert_eq!(picked(&world, "manager2", "wxm").await, Vec::<String>::new(), "who is put away is not found");
    }
}

/// SYS-03: people who were added before there were terms are found once the terms are laid down anew.
#[tokio::test]
async fn people_can_be_indexed_anew() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let scope = world.system();
        let tx = world.db.write(&scope).await.unwrap();
        sql::run(tx.conn(), "DELETE FROM search_terms WHERE kind = 'user'", []).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(picked(&world, "manager1", "wm").await, Vec::<String>::new());
        let tx = world.db.write(&scope).await.unwrap();
        users::search::renew_all(&tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(picked(&world, "manager1", "wm").await, ["王敏"]);
    }
}

/// Someone of 浦东店 who is administrator besides, and a store manager who may also delete people.
async fn mighty(world: &World) -> Id {
    let scope = world.system();
    let mut tx = world.db.write(&scope).await.unwrap();
    let role =
        async |code: &str| roles::queries::find_by_code(world.db.read(), world.tenant, code).await.unwrap().unwrap().id;
    let (user, root) =
        (id_of(world, "sales2").await, nodes::queries::root(tx.conn(), world.tenant).await.unwrap().unwrap());
    organisation::add_post(&mut tx, NewPost::new(user, root.id, role("administrator").await)).await.unwrap();
    let all = kernel::Actions::all();
    roles::change::set_grant(&mut tx, role("store_manager").await, "user", organisation::powers::Level::Store, all)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    user
}

/// SYS-03, SYS-05: who may do more than the store's manager is not the manager's to change: not by the page, not by
/// the generic form, not by the API. Others of the store are.
#[tokio::test]
async fn nobody_changes_those_who_may_do_more() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let (user, other) = (mighty(&world).await, id_of(&world, "sales1").await);
        let (mut manager, mut script) = (world.browser("manager1").await, world.script("manager1").await);
        let version = version_of(&world, user).await;
        let text = version.to_string();

        let page = manager.post(&format!("/users/{user}/status"), &[("status", "disabled"), ("version", &text)]).await;
        assert_eq!(page.status, 403, "the page");
        let form = [("version", text.as_str()), ("login", "mine"), ("name", "陈刚"), ("status", "active")];
        let answer = manager.post(&format!("/users/{user}/edit"), &form).await;
        assert_eq!(answer.status, 422, "the generic form");
        assert!(answer.text().contains("超出您本人的权限"), "{}", answer.text());
        let path = format!("/api/v1/users/{user}");
        for body in
            [json!({ "status": "disabled", "version": version }), json!({ "email": "a@b.cn", "version": version })]
        {
            let answer = script.json(Method::PATCH, &path, &body).await;
            assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (422, Some("user-beyond-own-powers")));
        }
        let answer = script.json(Method::DELETE, &format!("{path}?version={version}"), &json!({})).await;
        assert_eq!(answer.json()["code"], "user-beyond-own-powers");
        let now = users::queries::find(world.db.read(), world.tenant, user).await.unwrap().unwrap();
        assert_eq!((now.version, now.login.as_str(), now.is_active()), (version, "sales2", true));

        let scope = world.scope("manager1").await;
        let mut tx = world.db.write(&scope).await.unwrap();
        let role = roles::queries::find_by_code(tx.conn(), world.tenant, "sales_consultant").await.unwrap().unwrap().id;
        let given = organisation::add_post(&mut tx, NewPost::new(user, world.pudong, role)).await;
        assert!(matches!(given, Err(records::Refusal::Rule("user-beyond-own-powers"))), "{given:?}");
        let post = users::queries::posts(tx.conn(), world.tenant, user).await.unwrap()[0].id;
        let ended = users::leaving::finish_post(&mut tx, user, post, "2099-01-01".parse().unwrap()).await;
        assert!(matches!(ended, Err(records::Refusal::Rule("user-beyond-own-powers"))), "{ended:?}");
        let reset = organisation::set_password(&mut tx, user, "x".into(), true, None).await;
        assert!(matches!(reset, Err(records::Refusal::Rule("user-beyond-own-powers"))), "{reset:?}");
        tx.rollback().await.unwrap();

        let body = json!({ "status": "disabled", "version": version_of(&world, other).await });
        assert_eq!(script.json(Method::PATCH, &format!("/api/v1/users/{other}"), &body).await.status, 200);
    }
}

/// SYS-03: by the API too people are made with posts that the maker could hold, and sign in with the password given,
/// which they must change; looking after people takes the function for it, not only the right to write the record.
#[tokio::test]
async fn people_are_made_through_the_api() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut script = world.script("manager1").await;
        let make = |login: &str, role: &str, node: &str, password: &str| json!({ "login": login, "name": "赵云", "role": role, "node": node, "password": password });
        let answer =
            script.json(Method::POST, "/api/v1/users", &make("sales9", "sales_consultant", "PD", "one-time-9x")).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let kept = users::queries::password_hash(world.db.read(), world.tenant, id_of(&world, "sales9").await).await;
        assert!(kept.unwrap().unwrap().starts_with("$argon2id$"));
        let mut client = Client::new(&world.router);
        let answer = client.post("/sign-in", &[("login", "sales9"), ("password", "one-time-9x")]).await;
        assert!(answer.status.is_redirection() && answer.location().starts_with("/me"), "{}", answer.location());
        let short =
            script.json(Method::POST, "/api/v1/users", &make("sales8", "sales_consultant", "PD", "short")).await;
        assert_eq!((short.status.as_u16(), short.json()["errors"][0]["field"].as_str()), (422, Some("password")));
        let hash = json!({ "login": "sales7", "name": "赵云", "password_hash": "$argon2id$mine" });
        assert_eq!(script.json(Method::POST, "/api/v1/users", &hash).await.status, 422, "nobody sends a hash");
        let more =
            script.json(Method::POST, "/api/v1/users", &make("sneak", "administrator", "PD", "one-time-9x")).await;
        assert_eq!((more.status.as_u16(), more.json()["code"].as_str()), (422, Some("post-beyond-own-powers")));
        assert!(organisation::find_user_by_login(world.db.read(), "sneak").await.unwrap().is_none());

        // Without the function, the right to write people is a right to mend their telephone numbers.
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        let role = roles::queries::find_by_code(tx.conn(), world.tenant, "store_manager").await.unwrap().unwrap().id;
        roles::change::set_capability(&mut tx, role, "users.manage", false).await.unwrap();
        tx.commit().await.unwrap();
        let answer =
            script.json(Method::POST, "/api/v1/users", &make("sales6", "sales_consultant", "PD", "one-time-9x")).await;
        assert_eq!(answer.status, 403);
        let user = id_of(&world, "sales1").await;
        let body = json!({ "status": "disabled", "version": version_of(&world, user).await });
        assert_eq!(script.json(Method::PATCH, &format!("/api/v1/users/{user}"), &body).await.status, 403);
        let body = json!({ "phone": "13800001111", "version": version_of(&world, user).await });
        assert_eq!(script.json(Method::PATCH, &format!("/api/v1/users/{user}"), &body).await.status, 200);
    }
}
