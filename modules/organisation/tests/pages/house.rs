//! A small house for the stories of these pages.

use std::sync::Arc;

use axum::Router;
use axum::http::Extensions;
use fourfold_organisation as organisation;
use kernel::words::Locale;
use kernel::{Id, Scope};
use organisation::{
    Dictionaries, Founding, NewNode, NewPost, NewUser, NodeKind, STORE, USER, nodes, powers, roles, users,
};
use testkit::{Answer, Backend, Client, Fresh, fresh};
use web::app::assemble;
use web::records::Labels;
use web::server::Health;

const PASSWORD: &str = "correct-horse-9";
const UI_WORDS: Locale = Locale {
    owner: "ui",
    zh_cn: include_str!("../../../../platform/ui/locales/zh-CN.ftl"),
    en: include_str!("../../../../platform/ui/locales/en.ftl"),
};

/// A group with two stores: 浦东店 with its departments, and 苏州店.
pub struct House {
    pub fresh: Fresh,
    pub router: Router,
    pub app: web::Shared,
    pub dictionaries: Dictionaries,
    pub tenant: i64,
    pub root: Id,
    pub pudong: Id,
    pub suzhou: Id,
}

impl House {
    pub async fn new(backend: Backend) -> House {
        House::run(backend, web::Config::default()).await
    }

    pub async fn run(backend: Backend, config: web::Config) -> House {
        let steps: Vec<_> = kernel::migrations()
            .into_iter()
            .chain(records::migrations())
            .chain(organisation::migrations())
            .chain(web::records::module().migrations)
            .collect();
        let fresh = fresh(backend, &steps).await;
        let dictionaries = Dictionaries::default();
        let mut seams = Extensions::new();
        seams.insert(dictionaries.clone());
        seams.insert(Arc::new(dictionaries.clone()) as Arc<dyn Labels>);
        let lists = web::records::lists(&USER).merge(organisation::user_forms()).merge(web::records::routes(&STORE));
        let frame = web::Module { name: "frame", routes: lists.merge(web::help::routes()), ..web::Module::default() };
        let modules = vec![organisation::module(), web::records::module(), frame];
        let assembly =
            assemble(fresh.db.clone(), organisation::gate(), config, seams, modules, &[UI_WORDS, web::LOCALE]).unwrap();
        let router = web::server::router(assembly.router, assembly.app.clone(), Arc::new(Health::default()));
        let founding = Founding {
            name: "四合汽车集团".into(),
            code: "HQ".into(),
            kind: NodeKind::Group,
            store_name: "浦东店".into(),
            store_code: "PD".into(),
            login: "admin".into(),
            admin_name: "孟庆华".into(),
            password: PASSWORD.into(),
        };
        let founded = organisation::found(&fresh.db, &founding, &[&STORE, &USER], &[]).await.unwrap();
        let app = assembly.app;
        let (tenant, root, pudong) = (founded.tenant, founded.root, founded.store);
        let mut house = House { fresh, router, app, dictionaries, tenant, root, pudong, suzhou: Id::nil() };
        let scope = house.system();
        let mut tx = house.fresh.db.write(&scope).await.unwrap();
        let suzhou = NewNode::new(Some(root), NodeKind::Store, "SZ", "苏州店");
        house.suzhou = organisation::add_node(&mut tx, suzhou).await.unwrap();
        tx.commit().await.unwrap();
        house
    }

    pub fn system(&self) -> Scope {
        Scope::system(self.tenant, Id::from_u128(9), "test")
    }

    pub async fn role(&self, code: &str) -> Id {
        roles::queries::find_by_code(self.fresh.db.read(), self.tenant, code).await.unwrap().unwrap().id
    }

    /// Gives functions to a role, as the house itself.
    pub async fn allow(&self, role: &str, functions: &[&str]) {
        let (scope, role) = (self.system(), self.role(role).await);
        let mut tx = self.fresh.db.write(&scope).await.unwrap();
        for function in functions {
            roles::change::set_capability(&mut tx, role, function, true).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    pub async fn person(&self, login: &str, name: &str, node: Id, role: &str) -> Id {
        let hash = users::password::hash(PASSWORD).await.unwrap();
        let (scope, role) = (self.system(), self.role(role).await);
        let mut tx = self.fresh.db.write(&scope).await.unwrap();
        let new = NewUser { login: login.into(), name: name.into(), password_hash: Some(hash), ..NewUser::default() };
        let user = organisation::add_user(&mut tx, new).await.unwrap();
        organisation::add_post(&mut tx, NewPost::new(user, node, role)).await.unwrap();
        tx.commit().await.unwrap();
        user
    }

    pub async fn browser(&self, login: &str) -> Client {
        self.browser_with(login, PASSWORD).await
    }

    pub async fn browser_with(&self, login: &str, password: &str) -> Client {
        let mut client = Client::new(&self.router);
        let answer = client.post("/sign-in", &[("login", login), ("password", password)]).await;
        assert_eq!(answer.status, 303, "{login} cannot sign in");
        client
    }

    pub async fn node(&self, id: Id) -> nodes::Node {
        nodes::queries::find(self.fresh.db.read(), self.tenant, id).await.unwrap().unwrap()
    }

    pub async fn sheet(&self, role: Id) -> powers::RoleSheet {
        powers::queries::role_sheets(self.fresh.db.read(), self.tenant, &[role]).await.unwrap().remove(&role).unwrap()
    }

    pub async fn role_version(&self, role: Id) -> String {
        roles::queries::find(self.fresh.db.read(), self.tenant, role).await.unwrap().unwrap().version.to_string()
    }
}

/// What stands between two marks.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(found, _)| found).unwrap_or_default()
}

/// Keys that nobody has words for show themselves in brackets.
pub fn assert_has_words(path: &str, answer: &Answer) {
    let text = answer.text();
    for part in text.split('[').skip(1) {
        let key = part.split(']').next().unwrap_or_default();
        let is_key = key.contains('-') && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        assert!(!is_key, "{path} has no words for {key}");
    }
}
