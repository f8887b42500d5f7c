//! The organisation against real databases: founding, powers, lockout of the disabled, tokens, inheritance.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use fourfold_organisation as organisation;
use kernel::{Access, Action, Actor, Db, Id, Lang, Scope, journal};
use organisation::dictionaries::{Dictionaries, Entry, clear_entry, set_entry};
use organisation::settings::{Origin, SETTINGS, clear_setting, keys, set_setting, setting};
use organisation::users::queries::PostLine;
use organisation::{
    Founded, Founding, NewNode, NewPost, NewUser, NodeKind, nodes, powers, roles, sessions, tokens, users,
};
use records::{Commands, Input, Refusal};
use testkit::{Backend, Fresh};

const KINDS: &[&records::Kind] = &[&organisation::STORE, &organisation::USER];

struct House {
    _fresh: Fresh,
    db: Db,
    founded: Founded,
}

impl House {
    async fn new(backend: Backend) -> House {
        let steps: Vec<_> =
            kernel::migrations().into_iter().chain(records::migrations()).chain(organisation::migrations()).collect();
        let fresh = testkit::fresh(backend, &steps).await;
        let db = fresh.db.clone();
        let founded = organisation::found(&db, &founding(), KINDS, &[]).await.unwrap();
        House { _fresh: fresh, db, founded }
    }

    fn system(&self) -> Scope {
        Scope::system(self.founded.tenant, Id::from_u128(9), "test")
    }

    async fn scope(&self, user: Id) -> Scope {
        organisation::scope_of_user(&self.db, self.founded.tenant, user, Id::from_u128(9), Lang::ZhCn).await.unwrap()
    }

    async fn person(&self, login: &str, node: Id, role: &str) -> Id {
        let scope = self.system();
        let mut tx = self.db.write(&scope).await.unwrap();
        let role = roles::queries::find_by_code(tx.conn(), tx.tenant(), role).await.unwrap().unwrap();
        let user =
            organisation::add_user(&mut tx, NewUser { login: login.into(), name: "王敏".into(), ..NewUser::default() })
                .await
                .unwrap();
        organisation::add_post(&mut tx, NewPost::new(user, node, role.id)).await.unwrap();
        tx.commit().await.unwrap();
        user
    }

    async fn node(&self, parent: Id, kind: NodeKind, code: &str) -> Id {
        let scope = self.system();
        let mut tx = self.db.write(&scope).await.unwrap();
        let id = organisation::add_node(&mut tx, NewNode::new(Some(parent), kind, code, "南京西路店")).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn find(&self, id: Id) -> nodes::Node {
        nodes::queries::find(self.db.read(), self.founded.tenant, id).await.unwrap().unwrap()
    }
}

fn founding() -> Founding {
    Founding {
        name: "华东汽车集团".into(),
        code: "HQ".into(),
        kind: NodeKind::Group,
        store_name: "浦东店".into(),
        store_code: "S001".into(),
        login: "Admin".into(),
        admin_name: "管理员".into(),
        password: "fourfold-demo".into(),
    }
}

/// SYS-02, SYS-04: a founded house has a root, a store with departments, roles, and an administrator who may do all.
#[tokio::test]
async fn founding_lays_everything_down() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let tree = nodes::queries::subtree(house.db.read(), house.founded.tenant, "/").await.unwrap();
        assert_eq!(tree.len(), 5, "root, store, three departments");
        let store = house.find(house.founded.store).await;
        assert_eq!((store.store_id, store.path.as_str()), (Some(store.id), "/1/2/"));
        let admin = house.scope(house.founded.administrator).await;
        assert!(admin.may("anything.at.all") && admin.reach("customer", Action::Merge).group);
        assert_eq!(admin.field_at_best("customer", "invented_later"), Access::Shown);
        let user = organisation::find_user_by_login(house.db.read(), " ADMIN ").await.unwrap().unwrap();
        assert_eq!(user.id, house.founded.administrator);
        let hash = users::queries::password_hash(house.db.read(), user.tenant_id, user.id).await.unwrap();
        assert!(users::password::verify("fourfold-demo", hash.as_deref()).await.unwrap());
    }
}

/// SYS-06: set-up refuses what would lock its administrator out, field by field.
#[tokio::test]
async fn founding_refuses_bad_input_and_leaves_nothing() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let refused =
            organisation::found(&house.db, &Founding { password: "short".into(), ..founding() }, KINDS, &[]).await;
        assert!(matches!(refused, Err(Refusal::Invalid(fields)) if fields[0].field == "password"));
        let refused = organisation::found(
            &house.db,
            &Founding { store_code: "HQ".into(), login: "admin2".into(), ..founding() },
            KINDS,
            &[],
        )
        .await;
        assert!(
            matches!(refused, Err(Refusal::Invalid(fields)) if fields[0].field == "store_code" && fields[0].code == "node-code-taken")
        );
        assert_eq!(organisation::tenants::queries::all(house.db.read()).await.unwrap(), [house.founded.tenant]);
    }
}

/// SYS-05: what a consultant, a manager and someone without a post reach.
#[tokio::test]
async fn scopes_follow_posts() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let other = house.node(house.founded.root, NodeKind::Store, "S002").await;
        let sales =
            nodes::queries::find_by_code(house.db.read(), house.founded.tenant, "S001-SALES").await.unwrap().unwrap();
        let consultant = house.person("sales1", sales.id, "sales_consultant").await;
        let manager = house.person("manager1", house.founded.store, "store_manager").await;
        let scope = house.scope(consultant).await;
        let reach = scope.reach("customer", Action::See);
        assert_eq!((reach.group, reach.stores.len(), reach.paths.len(), reach.owner), (false, 0, 0, Some(consultant)));
        assert!(!scope.can("customer", Action::Export) && !scope.can("customer", Action::Bulk));
        assert_eq!(scope.powers.grantees, [consultant, house.founded.root, house.founded.store, sales.id]);
        assert_eq!(scope.powers.home_store, Some(house.founded.store));
        let reach = house.scope(manager).await.reach("customer", Action::Reveal);
        assert_eq!(reach.stores, [(house.founded.store, "/1/2/".to_owned())]);
        assert!(!reach.covers(&house.find(other).await.place()));
        let scope = house.system();
        let mut tx = house.db.write(&scope).await.unwrap();
        let nobody = organisation::add_user(
            &mut tx,
            NewUser { login: "newcomer".into(), name: "李".into(), ..NewUser::default() },
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        assert!(house.scope(nobody).await.reach("store", Action::See).is_empty());
    }
}

/// SYS-05: powers kept in memory follow the organisation's version, and posts end by the calendar.
#[tokio::test]
async fn the_directory_forgets_when_the_organisation_changes() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", house.founded.store, "sales_consultant").await;
        let (directory, tenant) = (organisation::Directory::default(), house.founded.tenant);
        let conn = house.db.read();
        let now = house.db.clock.now();
        let version = organisation::versions::version(conn, tenant).await.unwrap();
        let first = directory.membership(conn, tenant, user, version, now).await.unwrap();
        assert!(Arc::ptr_eq(&first, &directory.membership(conn, tenant, user, version, now).await.unwrap()));
        assert_eq!(first.stores.first().map(|(id, _)| *id), Some(house.founded.store));
        let scope = house.system();
        let mut tx = house.db.write(&scope).await.unwrap();
        let held: Vec<PostLine> = users::queries::posts(tx.conn(), tenant, user).await.unwrap();
        let today = powers::today(now);
        users::leaving::finish_post(&mut tx, user, held[0].id, today).await.unwrap();
        tx.commit().await.unwrap();
        let version_after = organisation::versions::version(conn, tenant).await.unwrap();
        assert!(version_after > version);
        assert!(directory.membership(conn, tenant, user, version_after, now).await.unwrap().powers.grants.is_empty());
    }
}

/// SYS-02: moving a store below a new region rewrites paths, keeps history, and says so to other modules.
#[tokio::test]
async fn moving_keeps_history() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let region = house.node(house.founded.root, NodeKind::Region, "EAST").await;
        let before = house.find(house.founded.store).await;
        let sales =
            nodes::queries::find_by_code(house.db.read(), house.founded.tenant, "S001-SALES").await.unwrap().unwrap();
        let person = house.person("sales1", sales.id, "sales_consultant").await;
        house.db.clock.advance(86_400);
        let scope = house.system();
        let mut tx = house.db.write(&scope).await.unwrap();
        organisation::move_node(&mut tx, house.founded.store, region).await.unwrap();
        assert!(matches!(
            organisation::move_node(&mut tx, region, house.founded.store).await,
            Err(Refusal::Rule("node-below-itself"))
        ));
        assert!(matches!(organisation::move_node(&mut tx, region, sales.id).await, Err(Refusal::Rule(_))));
        tx.commit().await.unwrap();
        let (region, store) = (house.find(region).await, house.find(house.founded.store).await);
        assert_eq!(store.path, format!("{}{}/", region.path, store.no));
        assert_eq!(house.find(sales.id).await.path, sales.path.replace(&before.path, &store.path));
        let user = users::queries::find(house.db.read(), house.founded.tenant, person).await.unwrap().unwrap();
        assert!(user.path.starts_with(&store.path) && user.store_id == Some(store.id));
        let today = organisation::powers::today(house.db.clock.now());
        let parent = |day| nodes::queries::parent_on(house.db.read(), house.founded.tenant, store.id, day);
        assert_eq!(parent(today.pred_opt().unwrap()).await.unwrap(), Some(house.founded.root));
        assert_eq!(parent(today).await.unwrap(), Some(region.id));
        let moved =
            kernel::sql::number(house.db.read(), "SELECT count(*) FROM events WHERE name = 'node.moved.v1'", [])
                .await
                .unwrap();
        assert_eq!(moved, 1);
    }
}

/// SYS-06: a setting and an entry inherit down the tree, are overridden at a store, and come back.
#[tokio::test]
async fn settings_and_entries_inherit() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let (tenant, root, conn) = (house.founded.tenant, house.founded.root, house.db.read());
        let store = house.find(house.founded.store).await;
        let length = SETTINGS.iter().find(|s| s.key == keys::PASSWORD_LENGTH).unwrap();
        let now = || setting(conn, tenant, &store.path, length.key, length.default);
        assert_eq!((now().await.unwrap().value.as_str(), now().await.unwrap().origin), ("10", Origin::Default));
        let scope = house.system();
        let mut tx = house.db.write(&scope).await.unwrap();
        assert!(matches!(set_setting(&mut tx, root, length, "3").await, Err(Refusal::Invalid(_))));
        set_setting(&mut tx, root, length, "11").await.unwrap();
        set_setting(&mut tx, store.id, length, "12").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((now().await.unwrap().value.as_str(), now().await.unwrap().origin), ("12", Origin::Here));
        let mut tx = house.db.write(&scope).await.unwrap();
        clear_setting(&mut tx, store.id, length).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((now().await.unwrap().value.as_str(), now().await.unwrap().origin), ("11", Origin::Inherited(root)));

        let dictionaries = Dictionaries::default();
        assert_eq!(dictionaries.of(conn, tenant).await.unwrap().label("store_grade", "a", Lang::En), "Grade A");
        let mut entry: Entry =
            dictionaries.of(conn, tenant).await.unwrap().entries(&store.path, "store_grade")[0].entry.clone();
        (entry.node, entry.name_zh, entry.active) = (store.id, "旗舰店".into(), false);
        let mut tx = house.db.write(&scope).await.unwrap();
        set_entry(&mut tx, entry).await.unwrap();
        tx.commit().await.unwrap();
        let held = dictionaries.of(conn, tenant).await.unwrap();
        assert_eq!(held.label_at(&store.path, "store_grade", "a", Lang::ZhCn), "旗舰店");
        assert_eq!(held.label_at("/1/", "store_grade", "a", Lang::ZhCn), "A 级店");
        assert!(
            held.choices(&store.path, "store_grade", Lang::ZhCn).iter().all(|(code, _)| code != "a"),
            "no longer to be chosen there"
        );
        let mut tx = house.db.write(&scope).await.unwrap();
        clear_entry(&mut tx, store.id, "store_grade", "a").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            dictionaries.of(conn, tenant).await.unwrap().label_at(&store.path, "store_grade", "a", Lang::ZhCn),
            "A 级店"
        );
    }
}

/// SYS-03: who is disabled is out at once, and the last administrator cannot be.
#[tokio::test]
async fn disabling_ends_sessions_and_tokens() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", house.founded.store, "sales_consultant").await;
        let scope = house.system();
        let mut tx = house.db.write(&scope).await.unwrap();
        let opened = sessions::open_session(&mut tx, user, Some("10.0.0.1".into()), None, 12, 14).await.unwrap();
        let (_, text) = organisation::create_token(
            &mut tx,
            user,
            organisation::NewToken { name: "ERP".into(), ..Default::default() },
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        assert!(text.starts_with("ff_") && text.len() == 67 && opened.secret.len() == 64);
        assert_eq!(sessions::queries::of_user(house.db.read(), house.founded.tenant, user).await.unwrap().len(), 1);
        let mut tx = house.db.write(&scope).await.unwrap();
        organisation::disable_user(&mut tx, user).await.unwrap();
        let last = organisation::disable_user(&mut tx, house.founded.administrator).await;
        assert!(matches!(last, Err(Refusal::Rule("user-last-administrator"))));
        tx.commit().await.unwrap();
        assert!(sessions::queries::of_user(house.db.read(), house.founded.tenant, user).await.unwrap().is_empty());
        assert!(tokens::queries::of_user(house.db.read(), house.founded.tenant, user).await.unwrap().is_empty());
        let refused =
            organisation::scope_of_user(&house.db, house.founded.tenant, user, Id::from_u128(9), Lang::En).await;
        assert!(matches!(refused, Err(Refusal::NotFound)));
        let actions: Vec<String> = journal::history(house.db.read(), house.founded.tenant, "user", user, None, 20)
            .await
            .unwrap()
            .into_iter()
            .map(|l| l.action)
            .collect();
        for action in ["create", "post", "sign_in", "create_token", "update"] {
            assert!(actions.iter().any(|a| a == action), "{action} is in {actions:?}");
        }
    }
}

/// SYS-02, SYS-03: a store manager makes people for their own store and with no more than they have.
#[tokio::test]
async fn administration_is_delegated_to_a_store() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        house.node(house.founded.root, NodeKind::Store, "S002").await;
        let manager = house.person("manager1", house.founded.store, "store_manager").await;
        let scope = house.scope(manager).await;
        let make = |login: &str, node: &str, role: &str| -> Input {
            [("login", login), ("name", "赵云"), ("node", node), ("role", role)].into_iter().collect()
        };
        let mut tx = house.db.write(&scope).await.unwrap();
        let id = users::UserCommands.create(&mut tx, &make("sales9", "S001-SALES", "sales_consultant")).await.unwrap();
        let update = users::UserCommands.update(&mut tx, id, 1, &[("name", "赵子龙")].into_iter().collect()).await;
        assert_eq!(update.unwrap(), 2);
        assert!(matches!(
            users::UserCommands.update(&mut tx, id, 1, &Input::default()).await,
            Err(Refusal::Conflict(2))
        ));
        tx.commit().await.unwrap();
        for (node, role) in [("S002", "sales_consultant"), ("S001", "administrator"), ("S001", "group_manager")] {
            let mut tx = house.db.write(&scope).await.unwrap();
            let refused = users::UserCommands.create(&mut tx, &make("sneak", node, role)).await;
            assert!(
                matches!(refused, Err(Refusal::Forbidden | Refusal::Rule("post-beyond-own-powers"))),
                "{role} at {node}: {refused:?}"
            );
        }
        assert!(organisation::find_user_by_login(house.db.read(), "sneak").await.unwrap().is_none());
        let mut tx = house.db.write(&scope).await.unwrap();
        let store: Input = [("code", "S003"), ("name", "新店")].into_iter().collect();
        assert!(matches!(nodes::StoreCommands.create(&mut tx, &store).await, Err(Refusal::Forbidden)));
    }
}

/// SYS-02: stores through the commands of forms and API.
#[tokio::test]
async fn stores_are_made_changed_and_put_away() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let scope = house.scope(house.founded.administrator).await;
        assert!(matches!(scope.actor, Actor::User { by_token: false, .. }));
        let mut tx = house.db.write(&scope).await.unwrap();
        let input: Input =
            [("code", "S003"), ("name", "虹桥店"), ("city", "上海"), ("opened_on", "2026-01-05"), ("parent", "HQ")]
                .into_iter()
                .collect();
        let id = nodes::StoreCommands.create(&mut tx, &input).await.unwrap();
        let again = nodes::StoreCommands.create(&mut tx, &input).await;
        assert!(matches!(again, Err(Refusal::Invalid(fields)) if fields[0].code == "node-code-taken"));
        assert_eq!(
            nodes::StoreCommands
                .update(&mut tx, id, 1, &[("city", ""), ("grade", "a")].into_iter().collect())
                .await
                .unwrap(),
            2
        );
        tx.commit().await.unwrap();
        let store = house.find(id).await;
        assert_eq!((store.city, store.grade.as_deref(), store.version), (None, Some("a"), 2));
        let mut tx = house.db.write(&scope).await.unwrap();
        nodes::StoreCommands.delete(&mut tx, id, 2).await.unwrap();
        let held = nodes::StoreCommands.delete(&mut tx, house.founded.store, 1).await;
        assert!(matches!(held, Err(Refusal::Rule("node-in-use"))), "departments stand below it");
        tx.commit().await.unwrap();
        assert!(nodes::queries::find(house.db.read(), house.founded.tenant, id).await.unwrap().is_none());
    }
}

/// SYS-05: seeding again at an upgrade leaves what an administrator has set, and keeps new fields closed.
#[tokio::test]
async fn seeding_again_keeps_what_was_set() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let scope = house.system();
        let mut tx = house.db.write(&scope).await.unwrap();
        let role = roles::queries::find_by_code(tx.conn(), tx.tenant(), "receptionist").await.unwrap().unwrap();
        roles::change::set_field(&mut tx, role.id, "user", "phone", Access::Hidden).await.unwrap();
        organisation::seed_roles(&mut tx, KINDS).await.unwrap();
        tx.commit().await.unwrap();
        let user = house.person("reception1", house.founded.store, "receptionist").await;
        let scope = house.scope(user).await;
        assert_eq!(scope.field_at_best("user", "phone"), Access::Hidden);
        assert_eq!(scope.field_at_best("user", "name"), Access::Shown);
        assert_eq!(scope.field_at_best("user", "invented_later"), Access::Hidden);
    }
}
