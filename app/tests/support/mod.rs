//! A small named world for stories: a group with two stores in two regions, and a cast whose members hold one role each.

#![allow(dead_code, reason = "each story file uses its own part of the world")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

pub mod process;
pub mod stand_ins;
pub mod undo;

use std::sync::Arc;

use axum::Router;
use fourfold::compose;
use kernel::{Db, Id, Scope};
use organisation::{Founding, NewNode, NewPost, NewUser, NodeKind};
use testkit::{Backend, Client, Fresh, fresh};
use web::server::Health;

/// Everyone's password.
pub const PASSWORD: &str = "correct-horse-9";

/// The world.
pub struct World {
    pub fresh: Fresh,
    pub db: Db,
    pub router: Router,
    pub assembly: Parts,
    pub tenant: i64,
    pub pudong: Id,
    pub suzhou: Id,
}

/// What the app gives besides the router.
pub struct Parts {
    pub app: web::Shared,
    pub jobs: std::collections::HashMap<&'static str, Arc<dyn kernel::JobHandler>>,
    pub consumers: Vec<Arc<dyn kernel::Consumer>>,
}

/// Login, name, role code, node code.
const CAST: &[(&str, &str, &str, &str)] = &[
    ("group", "周总", "group_manager", "HQ"),
    ("region", "吴区域", "region_manager", "EAST"),
    ("manager1", "李店长", "store_manager", "PD"),
    ("sales1", "王敏", "sales_consultant", "PD-SALES"),
    ("sales2", "陈刚", "sales_consultant", "PD-SALES"),
    ("reception1", "赵前台", "receptionist", "PD"),
    ("manager2", "孙店长", "store_manager", "SZ"),
    ("sales3", "刘洋", "sales_consultant", "SZ"),
    ("audit", "郑审计", "auditor", "HQ"),
];

impl World {
    /// An empty house: nobody has set it up yet.
    pub async fn empty(backend: Backend) -> World {
        let fresh = fresh(backend, &compose::migrations()).await;
        let db = fresh.db.clone();
        World::over(fresh, db)
    }

    /// An empty house over a handle on a fresh database.
    pub fn over(fresh: Fresh, db: Db) -> World {
        let config = web::Config { data: fresh.folder.path().to_owned(), ..web::Config::default() };
        let assembly = compose::house(db.clone(), config).unwrap();
        let health = Arc::new(Health::default());
        let router = web::server::router(assembly.router, assembly.app.clone(), health);
        let assembly = Parts { app: assembly.app, jobs: assembly.jobs, consumers: assembly.consumers };
        World { fresh, db, router, assembly, tenant: 1, pudong: Id::nil(), suzhou: Id::nil() }
    }

    /// The world with its cast.
    pub async fn peopled(backend: Backend) -> World {
        World::empty(backend).await.people().await
    }

    /// The cast comes.
    pub async fn people(self) -> World {
        let mut world = self;
        let kinds: Vec<_> = world.assembly.app.registry.kinds().collect();
        let founded = organisation::found(&world.db, &founding(), &kinds, &compose::dictionaries()).await.unwrap();
        (world.tenant, world.pudong) = (founded.tenant, founded.store);
        let hash = organisation::users::password::hash(PASSWORD).await.unwrap();
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        let east =
            organisation::add_node(&mut tx, NewNode::new(Some(founded.root), NodeKind::Region, "EAST", "华东区"))
                .await
                .unwrap();
        world.suzhou =
            organisation::add_node(&mut tx, NewNode::new(Some(east), NodeKind::Store, "SZ", "苏州店")).await.unwrap();
        for (login, name, role, node) in CAST {
            let new = NewUser {
                login: (*login).into(),
                name: (*name).into(),
                password_hash: Some(hash.clone()),
                ..NewUser::default()
            };
            let user = organisation::add_user(&mut tx, new).await.unwrap();
            let node =
                organisation::nodes::queries::find_by_code(tx.conn(), world.tenant, node).await.unwrap().unwrap().id;
            let role =
                organisation::roles::queries::find_by_code(tx.conn(), world.tenant, role).await.unwrap().unwrap().id;
            organisation::add_post(&mut tx, NewPost::new(user, node, role)).await.unwrap();
        }
        tx.commit().await.unwrap();
        world
    }

    /// Somebody more comes, with a role at a node.
    pub async fn joins(&self, login: &str, name: &str, role: &str, node: &str) -> Id {
        let hash = organisation::users::password::hash(PASSWORD).await.unwrap();
        let scope = self.system();
        let mut tx = self.db.write(&scope).await.unwrap();
        let new = NewUser { login: login.into(), name: name.into(), password_hash: Some(hash), ..NewUser::default() };
        let user = organisation::add_user(&mut tx, new).await.unwrap();
        let node = organisation::nodes::queries::find_by_code(tx.conn(), self.tenant, node).await.unwrap().unwrap().id;
        let role = organisation::roles::queries::find_by_code(tx.conn(), self.tenant, role).await.unwrap().unwrap().id;
        organisation::add_post(&mut tx, NewPost::new(user, node, role)).await.unwrap();
        tx.commit().await.unwrap();
        user
    }

    /// The house itself.
    pub fn system(&self) -> Scope {
        Scope::system(self.tenant, self.db.clock.new_id(), "story")
    }

    /// Someone signed in in a browser.
    pub async fn browser(&self, login: &str) -> Client {
        let mut client = Client::new(&self.router);
        let answer = client.post("/sign-in", &[("login", login), ("password", PASSWORD)]).await;
        assert!(answer.status.is_redirection(), "{login} signs in: {} {}", answer.status, answer.text());
        client
    }

    /// What someone may see and do.
    pub async fn scope(&self, login: &str) -> Scope {
        let user = organisation::find_user_by_login(self.db.read(), login).await.unwrap().unwrap();
        organisation::scope_of_user(&self.db, self.tenant, user.id, self.db.clock.new_id(), kernel::Lang::ZhCn)
            .await
            .unwrap()
    }

    /// A script with a token of someone's.
    pub async fn script(&self, login: &str) -> Client {
        let user = organisation::find_user_by_login(self.db.read(), login).await.unwrap().unwrap();
        let scope = self.scope(login).await;
        let mut tx = self.db.write(&scope).await.unwrap();
        let new = organisation::NewToken { name: "story".into(), ..Default::default() };
        let (_, token) = organisation::create_token(&mut tx, user.id, new).await.unwrap();
        tx.commit().await.unwrap();
        Client::with_token(&self.router, &token)
    }

    /// Runs all jobs and events that wait.
    pub async fn settle(&self) {
        let stop = std::sync::atomic::AtomicBool::new(false);
        kernel::events::relay(&self.db, &self.assembly.consumers).await.unwrap();
        kernel::jobs::work(&self.db, &self.assembly.jobs, &stop).await.unwrap();
        kernel::events::relay(&self.db, &self.assembly.consumers).await.unwrap();
    }

    /// A customer made through the API by someone; its id.
    pub async fn customer(&self, login: &str, name: &str, phone: &str) -> String {
        let mut script = self.script(login).await;
        let body = serde_json::json!({ "name": name, "phone": phone });
        let answer = script.json(axum::http::Method::POST, "/api/v1/customers", &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["id"].as_str().unwrap().to_owned()
    }
}

/// A group with its first store.
fn founding() -> Founding {
    Founding {
        name: "四合汽车集团".into(),
        code: "HQ".into(),
        kind: NodeKind::Group,
        store_name: "浦东店".into(),
        store_code: "PD".into(),
        login: "admin".into(),
        admin_name: "管理员".into(),
        password: PASSWORD.into(),
    }
}
