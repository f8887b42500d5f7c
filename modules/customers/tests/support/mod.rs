//! The small world that these tests play in: a group with two stores, and the people who work there.

#![allow(dead_code, reason = "each test file uses a part of the world")]

#[path = "../../../organisation/tests/people/mod.rs"]
mod people;

use std::sync::Arc;

use customers::Seams;
use fourfold_customers as customers;
use kernel::{Db, Id, Scope, Tx};
use organisation::{Founded, NodeKind};
use records::filter::Today;
use records::policy::Look;
use records::{Input, ListQuery, Refusal, Registry};
use testkit::{Backend, Fresh};

const KINDS: &[&records::Kind] = &[&organisation::STORE, &organisation::USER, &customers::CUSTOMER];

/// The world.
pub struct World {
    _fresh: Fresh,
    pub db: Db,
    pub founded: Founded,
    pub seams: Arc<Seams>,
    /// Stores: Pudong (S001), Minhang (S002).
    pub pudong: Id,
    pub minhang: Id,
    /// A team of Pudong's.
    pub team: Id,
    /// Consultants of Pudong, the second one in the team.
    pub sales1: Id,
    pub sales2: Id,
    /// A consultant of Minhang.
    pub sales3: Id,
    /// Sales managers.
    pub manager1: Id,
    pub manager2: Id,
    /// A receptionist of Pudong.
    pub reception1: Id,
    /// The group's manager.
    pub group: Id,
}

impl World {
    /// A fresh world with nobody on file.
    pub async fn new(backend: Backend) -> World {
        World::with(backend, Seams::default()).await
    }

    /// As [`World::new`], with followers.
    pub async fn with(backend: Backend, seams: Seams) -> World {
        let steps: Vec<_> = [
            kernel::migrations(),
            records::migrations(),
            web::api::migrations(),
            organisation::migrations(),
            customers::migrations(),
        ]
        .concat();
        let fresh = testkit::fresh(backend, &steps).await;
        let db = fresh.db.clone();
        let founding = people::founding();
        let founded = organisation::found(&db, &founding, KINDS, customers::DICTIONARIES).await.unwrap();
        let (pudong, nobody) = (founded.store, Id::nil());
        let mut world = World {
            _fresh: fresh,
            db,
            founded,
            seams: Arc::new(seams),
            pudong,
            minhang: nobody,
            team: nobody,
            sales1: nobody,
            sales2: nobody,
            sales3: nobody,
            manager1: nobody,
            manager2: nobody,
            reception1: nobody,
            group: nobody,
        };
        world.minhang = world.node(world.founded.root, NodeKind::Store, "S002", "闵行店").await;
        world.team = world.node(pudong, NodeKind::Team, "S001-T1", "一组").await;
        world.sales1 = world.person("sales1", "王敏", pudong, "sales_consultant").await;
        world.sales2 = world.person("sales2", "李伟", world.team, "sales_consultant").await;
        world.sales3 = world.person("sales3", "陈静", world.minhang, "sales_consultant").await;
        world.manager1 = world.person("manager1", "张强", pudong, "sales_manager").await;
        world.manager2 = world.person("manager2", "周洋", world.minhang, "sales_manager").await;
        world.reception1 = world.person("reception1", "赵琳", pudong, "receptionist").await;
        world.group = world.person("group", "孙总", world.founded.root, "group_manager").await;
        world
    }

    pub fn location(&self) -> &kernel::db::Location {
        &self._fresh.location
    }

    pub async fn node(&self, parent: Id, kind: NodeKind, code: &str, name: &str) -> Id {
        people::node(&self.db, self.founded.tenant, parent, kind, code, name).await
    }

    pub async fn person(&self, login: &str, name: &str, node: Id, role: &str) -> Id {
        people::person(&self.db, self.founded.tenant, login, name, node, role).await
    }

    pub fn system(&self) -> Scope {
        people::system(self.founded.tenant)
    }

    pub async fn scope(&self, user: Id) -> Scope {
        people::scope(&self.db, self.founded.tenant, user).await
    }

    /// Files a customer as someone; time goes on a second, so that ids and moments differ.
    pub async fn file(&self, who: Id, pairs: &[(&str, &str)]) -> Id {
        self.try_file(who, pairs).await.unwrap()
    }

    pub async fn try_file(&self, who: Id, pairs: &[(&str, &str)]) -> Result<Id, customers::CreateError> {
        self.db.clock.advance(1);
        let scope = self.scope(who).await;
        let mut tx = self.db.write(&scope).await.unwrap();
        let made = customers::create(&mut tx, &self.seams, &input(pairs)).await?;
        tx.commit().await.unwrap();
        Ok(made.id)
    }

    /// Changes a customer as someone, at the version given.
    pub async fn update(&self, who: Id, id: Id, version: i64, pairs: &[(&str, &str)]) -> Result<i64, Refusal> {
        self.db.clock.advance(1);
        let scope = self.scope(who).await;
        let mut tx = self.db.write(&scope).await.unwrap();
        let version = customers::update(&mut tx, &self.seams, id, version, &input(pairs)).await?;
        tx.commit().await.unwrap();
        Ok(version)
    }

    /// Runs something in a transaction as someone, and keeps it when it went well.
    pub async fn act<T>(
        &self,
        who: Id,
        what: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        people::act(&self.db, self.founded.tenant, who, what).await
    }

    /// The names that someone finds in their list.
    pub async fn listed(&self, who: Id) -> Vec<String> {
        let scope = self.scope(who).await;
        let query = ListQuery::new(&customers::CUSTOMER, today());
        match records::list(&Look::at(&self.db, &scope), &Registry::default(), &query).await {
            Ok(page) => page
                .rows
                .iter()
                .map(|r| format!("{:?}", r.get("name").text().unwrap_or("*")).replace('"', ""))
                .collect(),
            Err(records::ListError::NotAllowed) => Vec::new(),
            Err(error) => panic!("{error}"),
        }
    }

    /// How many customers someone finds by what they type.
    pub async fn found(&self, who: Id, typed: &str) -> usize {
        let scope = self.scope(who).await;
        records::search::search(&Look::at(&self.db, &scope), &customers::CUSTOMER, typed, 10).await.unwrap().len()
    }

    /// The file as someone sees it.
    pub async fn read(&self, who: Id, id: Id) -> Option<customers::CustomerFile> {
        let scope = self.scope(who).await;
        customers::file(&Look::at(&self.db, &scope), id).await.unwrap()
    }
}

pub fn input(pairs: &[(&str, &str)]) -> Input {
    pairs.iter().copied().collect()
}

pub fn today() -> Today {
    Today { date: "2026-11-22".parse().unwrap(), zone: organisation::HOUSE_ZONE }
}

/// The codes of a refusal by field.
pub fn codes(refusal: Refusal) -> Vec<(String, String)> {
    match refusal {
        Refusal::Invalid(fields) => fields.into_iter().map(|f| (f.field, f.code)).collect(),
        other => vec![(String::new(), other.to_string())],
    }
}
