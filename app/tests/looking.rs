//! Seeing the house as someone else sees it (SYS-05): what is shown, what is refused on every route, how it ends, who
//! hears of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use axum::http::Method;
use kernel::{Id, sql};
use support::World;
use testkit::{Backend, Client};

async fn id_of(world: &World, login: &str) -> Id {
    organisation::find_user_by_login(world.db.read(), login).await.unwrap().unwrap().id
}

/// Someone who looks as another person from now on.
async fn looker(world: &World, login: &str, whom: &str) -> Client {
    let mut browser = world.browser(login).await;
    let page = format!("/users/{}/looking", id_of(world, whom).await);
    let answer = browser.post(&page, &[("reason", "核对权限")]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/"), "{}", answer.text());
    browser
}

async fn count(world: &World, text: &str) -> i64 {
    sql::number(world.db.read(), text, []).await.unwrap()
}

/// Rows of everything that a request could leave behind.
async fn traces(world: &World) -> Vec<i64> {
    let mut found = Vec::new();
    for table in ["journal", "jobs", "events", "customers", "users", "tokens", "settings", "saved_views", "notices"] {
        found.push(count(world, &format!("SELECT count(*) FROM {table}")).await);
    }
    found
}

const BANNER: &str = "您正在以 王敏 的身份查看";

/// SYS-05: the view is the person's, every page says so, the journal and the person know it, and it can be stopped.
#[tokio::test]
async fn a_manager_sees_what_a_consultant_sees() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        world.customer("sales1", "司徒静", "13855667788").await;
        world.customer("sales2", "欧阳修", "13855667799").await;
        let page = format!("/users/{}/looking", id_of(&world, "sales1").await);
        let mut boss = world.browser("manager1").await;
        assert!(boss.get("/customers").await.text().contains("欧阳修"));
        assert!(boss.get(page.trim_end_matches("/looking")).await.text().contains(&page));
        assert!(boss.get(&page).await.text().contains("最长 30 分钟"));
        let refused = boss.post(&page, &[("reason", " ")]).await;
        assert!(refused.status == 422 && refused.text().contains("请填写原因"), "{}", refused.text());

        let mut boss = looker(&world, "manager1", "sales1").await;
        let list = boss.get("/customers").await.text();
        assert!(list.contains(BANNER) && list.contains("司徒静") && !list.contains("欧阳修"), "{list}");
        let mut own = world.browser("sales1").await;
        let theirs = own.get("/customers").await.text();
        assert!(!theirs.contains(BANNER) && theirs.contains("司徒静") && !theirs.contains("欧阳修"));
        let script = boss.get("/api/v1/customers").await.json();
        assert_eq!(script["items"].as_array().map(Vec::len), Some(1), "{script}");

        let noted = "SELECT count(*) FROM journal WHERE kind = 'user' AND action = 'look_as' AND actor_name = '李店长' AND reason = '核对权限'";
        assert_eq!(count(&world, noted).await, 1);
        world.settle().await;
        let told = own.get("/notices").await.text();
        assert!(told.contains("李店长 以您的身份查看了系统，原因：核对权限"), "{told}");

        let stopped = boss.post("/looking/end", &[]).await;
        assert!(stopped.status.is_redirection(), "{}", stopped.status);
        let list = boss.get("/customers").await.text();
        assert!(!list.contains(BANNER) && list.contains("欧阳修"));
        let ended =
            "SELECT count(*) FROM journal WHERE kind = 'user' AND action = 'look_end' AND actor_name = '李店长'";
        assert_eq!(count(&world, ended).await, 1);
    }
}

/// SYS-05: whatever the route, nothing is changed, taken out or revealed, and each refusal says why. Two ways lead out.
#[tokio::test]
async fn no_route_writes_while_looking() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        world.settle().await;
        let mut boss = looker(&world, "admin", "manager1").await;
        world.settle().await;
        let before = traces(&world).await;
        let (mut refused, mut shown) = (0, 0);
        for route in &world.assembly.app.routes {
            let fill = |part: &str| match part {
                "{customer}" => customer.clone(),
                part if part.starts_with('{') => Id::from_u128(7).to_string(),
                part => part.to_owned(),
            };
            let path = route.path.split('/').map(fill).collect::<Vec<_>>().join("/");
            if matches!(route.path, "/looking/end" | "/sign-out") {
                continue;
            }
            let kind = (route.method != Method::GET).then_some("application/x-www-form-urlencoded");
            let answer = boss.send(route.method.clone(), &path, kind, Vec::new()).await;
            let text = answer.text();
            if route.method != Method::GET {
                assert_eq!(answer.status, 403, "{} {path}", route.method);
                let said = text.contains("problem-looking") || text.contains("请先停止查看");
                assert!(said, "{} {path} does not say why: {text}", route.method);
                refused += 1;
                continue;
            }
            assert!(!answer.status.is_server_error(), "{path} fails with {}", answer.status);
            if route.path.ends_with("/export") || route.path.starts_with("/me") || route.path.starts_with("/notices") {
                assert!(answer.status.is_client_error(), "{path} answers {}", answer.status);
            }
            // The guide of components shows frames of its own.
            if text.contains("<main id=\"main\"") && !route.path.starts_with("/styleguide") {
                assert!(text.contains("您正在以 李店长 的身份查看"), "{path} does not say it");
                shown += 1;
            }
        }
        assert!(refused > 60 && shown > 30, "{refused} {shown}");
        assert_eq!(traces(&world).await, before, "something was written");
        assert!(boss.post("/sign-out", &[]).await.location() == "/sign-in");
        assert_eq!(boss.get("/customers").await.location(), "/sign-in?next=%2Fcustomers");
        let ended = "SELECT count(*) FROM journal WHERE action IN ('look_end', 'sign_out') AND actor_name = '管理员'";
        assert_eq!(count(&world, ended).await, 2, "the looker signed out, and nobody else");
    }
}

/// SYS-05: where a page would write behind the gate, the transaction itself is refused; searches count for the looker.
#[tokio::test]
async fn the_looker_is_who_is_counted() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let mut boss = looker(&world, "manager1", "reception1").await;
        let found = boss.get("/customers?filter=phone:tail:7788").await;
        assert!(found.status == 200 && found.text().contains("司徒静"), "{}", found.text());
        let row = sql::row(world.db.read(), "SELECT user_id FROM rate_limits WHERE guard = 'masked'", [])
            .await
            .unwrap()
            .unwrap();
        assert_eq!(row.try_get_by_index::<Id>(0).unwrap(), id_of(&world, "manager1").await);
        let reveal = boss.post(&format!("/api/v1/customers/{customer}/reveals/phone"), &[("reason", "x")]).await;
        assert_eq!((reveal.status.as_u16(), reveal.json()["code"].as_str()), (403, Some("problem-looking")));
        let scope = world.scope("sales1").await;
        let looking = kernel::scope::Looking {
            id: id_of(&world, "sales1").await,
            name: "王敏".into(),
            by: id_of(&world, "manager1").await,
            by_name: "李店长".into(),
            session: Id::nil(),
            until: world.db.clock.now(),
        };
        let scope = kernel::Scope { actor: kernel::Actor::Looking(Box::new(looking)), ..scope };
        let refused = world.db.write(&scope).await.err().unwrap();
        assert_eq!(web::Problem::from(refused).code, "problem-looking");
    }
}

/// SYS-05: it ends by itself, and at once when the person may suddenly do more than the looker or is shut out.
#[tokio::test]
async fn it_ends_by_itself() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut boss = looker(&world, "manager1", "sales1").await;
        world.db.clock.advance(1_790);
        world.settle().await;
        assert!(boss.get("/customers").await.text().contains(BANNER));
        world.db.clock.advance(20);
        assert!(!boss.get("/customers").await.text().contains(BANNER));
        world.settle().await;
        let ended = "SELECT count(*) FROM journal WHERE kind = 'user' AND action = 'look_end'";
        assert_eq!(count(&world, ended).await, 1);
        assert_eq!(count(&world, "SELECT count(*) FROM sessions WHERE looking_as IS NOT NULL").await, 0);

        let mut boss = looker(&world, "manager1", "sales1").await;
        assert!(boss.get("/customers").await.text().contains(BANNER));
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        let role = organisation::roles::queries::find_by_code(tx.conn(), world.tenant, "administrator").await.unwrap();
        let new = organisation::NewPost::new(id_of(&world, "sales1").await, world.pudong, role.unwrap().id);
        organisation::add_post(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!boss.get("/customers").await.text().contains(BANNER), "the person may do more now");
    }
}

/// SYS-05, SYS-02: nobody looks as someone who may do more, stands elsewhere, or as themselves; nor without a fresh proof.
#[tokio::test]
async fn not_everyone_may_be_looked_as() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        for (login, whom, status) in [
            ("manager1", "admin", 403),
            ("manager1", "group", 403),
            ("manager1", "manager2", 403),
            ("manager1", "manager1", 403),
            ("sales1", "sales2", 403),
            ("audit", "sales1", 403),
        ] {
            let page = format!("/users/{}/looking", id_of(&world, whom).await);
            let mut browser = world.browser(login).await;
            for answer in [browser.get(&page).await, browser.post(&page, &[("reason", "看看")]).await] {
                let code = answer.status.as_u16();
                assert!(code == status || code == 404, "{login} as {whom}: {code}");
            }
        }
        assert_eq!(count(&world, "SELECT count(*) FROM sessions WHERE looking_as IS NOT NULL").await, 0);
        let page = format!("/users/{}/looking", id_of(&world, "sales1").await);
        let mut boss = world.browser("manager1").await;
        world.db.clock.advance(3_600);
        assert!(boss.get(&page).await.location().starts_with("/me/proof?next="));
        let late = boss.post(&page, &[("reason", "看看")]).await;
        assert!(late.location().starts_with("/me/proof"), "{}", late.status);
    }
}
