//! Account sets (SYS-01, SYS-02): a new store is ready in one go; what is set above is inherited, overridden and fixed; a
//! store's administrator changes only their own set.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::{Id, sql};
use organisation::settings::{SETTINGS, keys};
use organisation::{NewPost, NewUser, nodes, roles, users};
use support::{PASSWORD, World};
use testkit::Backend;

async fn node(w: &World, code: &str) -> nodes::Node {
    nodes::queries::find_by_code(w.db.read(), w.tenant, code).await.unwrap().unwrap()
}

async fn role(w: &World, code: &str) -> Id {
    roles::queries::find_by_code(w.db.read(), w.tenant, code).await.unwrap().unwrap().id
}

/// Somebody with a post; an administrator of a store where the node is one.
async fn person(w: &World, login: &str, at: Id, code: &str) -> Id {
    let (role, scope) = (role(w, code).await, w.system());
    let hash = users::password::hash(PASSWORD).await.unwrap();
    let mut tx = w.db.write(&scope).await.unwrap();
    let new = NewUser { login: login.into(), name: "店管".into(), password_hash: Some(hash), ..NewUser::default() };
    let user = organisation::add_user(&mut tx, new).await.unwrap();
    organisation::add_post(&mut tx, NewPost::new(user, at, role)).await.unwrap();
    tx.commit().await.unwrap();
    user
}

async fn number(w: &World, text: &str) -> i64 {
    sql::number(w.db.read(), text, []).await.unwrap()
}

async fn length_at(w: &World, path: &str) -> i64 {
    organisation::settings::number(w.db.read(), w.tenant, path, keys::PASSWORD_LENGTH).await.unwrap()
}

/// SYS-01, SYS-02: the wizard makes a store like another one with its manager, in one transaction; the manager signs in and
/// makes a customer there, and the running house knows the place.
#[tokio::test]
async fn a_store_is_ready_in_one_go() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let (pd, east) = (node(&w, "PD").await, node(&w, "EAST").await);
        let mut admin = w.browser("admin").await;
        let set = [("node", pd.id.to_string()), ("was", String::new()), ("value", "14".into())];
        let set: Vec<(&str, &str)> = set.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert_eq!(admin.post("/settings/password.min_length", &set).await.status, 303);
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        let entry = organisation::dictionaries::Entry {
            node: pd.id,
            path: String::new(),
            dictionary: "source".into(),
            code: "expo".into(),
            name_zh: "浦东车展".into(),
            name_en: "Expo".into(),
            position: 90,
            active: true,
            colour: None,
        };
        organisation::dictionaries::set_entry(&mut tx, entry).await.unwrap();
        let rule = customers::assignment::AssignmentRule {
            id: tx.new_id(),
            store: pd.id,
            name: "线上线索".into(),
            position: 10,
            active: true,
            conditions: customers::assignment::Conditions::default(),
            method: customers::assignment::Method::Load,
            owners: vec![Id::max()],
            version: 1,
        };
        customers::assignment::save_rule(&mut tx, &rule).await.unwrap();
        tx.commit().await.unwrap();

        let at = format!("/organisation/{}/open-store", east.id);
        let page = admin.get(&at).await;
        assert!(page.status.is_success() && page.text().contains("参照门店"), "{}", page.text());
        let (like, manager) = (pd.id.to_string(), role(&w, "store_manager").await.to_string());
        let mut form = vec![
            ("name", "宁波店"),
            ("code", "NB"),
            ("time_zone", "Asia/Urumqi"),
            ("like", like.as_str()),
            ("part-structure", "true"),
            ("part-settings", "true"),
            ("part-dictionaries", "true"),
            ("part-assignment-rules", "true"),
            ("role", manager.as_str()),
        ];
        let nobody = admin.post(&at, &form).await;
        assert_eq!(nobody.status, 422);
        assert!(nobody.text().contains("请填写姓名和登录名"));
        form.extend([("person_name", "郑店长"), ("person_login", "manager1")]);
        assert_eq!(admin.post(&at, &form).await.status, 422, "the login is taken: nothing is left behind");
        assert!(nodes::queries::find_by_code(w.db.read(), w.tenant, "NB").await.unwrap().is_none());
        form.pop();
        form.push(("person_login", "manager9"));
        let made = admin.post(&at, &form).await;
        assert!(made.status.is_success() && made.text().contains("one-time-password"), "{}", made.text());

        let store = node(&w, "NB").await;
        assert_eq!((store.time_zone.as_str(), store.parent_id), ("Asia/Urumqi", Some(east.id)));
        assert_eq!(node(&w, "NB-SALES").await.parent_id, Some(store.id), "departments come along");
        assert_eq!(length_at(&w, &store.path).await, 14);
        let rules = "SELECT count(*) FROM assignment_rules r JOIN nodes n ON n.id = r.store_id WHERE r.name = '线上线索' AND n.code = 'NB' AND NOT r.active AND r.owners = '[]'";
        assert_eq!(number(&w, rules).await, 1, "switched off until people are named");
        let expo = "SELECT count(*) FROM dictionary_entries WHERE code = 'expo'";
        assert_eq!(number(&w, expo).await, 2);

        // The manager works: here with the password that they chose.
        let user = organisation::find_user_by_login(w.db.read(), "manager9").await.unwrap().unwrap();
        assert!(user.must_change_password && user.store_id == Some(store.id));
        let hash = users::password::hash(PASSWORD).await.unwrap();
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        organisation::set_password(&mut tx, user.id, hash, false, None).await.unwrap();
        tx.commit().await.unwrap();
        let customer: Id = w.customer("manager9", "宁波客", "13855667799").await.parse().unwrap();
        let known = "SELECT store_id FROM engagements WHERE customer_id = $1";
        let row = sql::row(w.db.read(), known, [customer.into()]).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<Id>(0).unwrap(), store.id);
        let mut works = w.browser("manager9").await;
        assert!(works.get("/customers").await.text().contains("宁波客"));
        // Somebody who has a login manages a further one.
        let known = organisation::find_user_by_login(w.db.read(), "manager2").await.unwrap().unwrap().id.to_string();
        let form = [("name", "绍兴店"), ("code", "SX"), ("person", known.as_str()), ("role", manager.as_str())];
        let opened = admin.post(&at, &form).await;
        assert_eq!(opened.status, 303, "{}", opened.text());
    }
}

/// SYS-01: over three levels the nearest value counts, until one above fixes it; freed again, what stood below counts again.
/// A store's administrator sees and changes their own set alone.
#[tokio::test]
async fn values_are_inherited_overridden_and_fixed() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let (root, east, sz, pd) =
            (node(&w, "HQ").await, node(&w, "EAST").await, node(&w, "SZ").await, node(&w, "PD").await);
        let setting = SETTINGS.iter().find(|s| s.key == keys::PASSWORD_LENGTH).unwrap();
        person(&w, "sz-admin", sz.id, "administrator").await;
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        organisation::settings::set_setting(&mut tx, root.id, setting, "11").await.unwrap();
        organisation::settings::set_setting(&mut tx, east.id, setting, "12").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((length_at(&w, &sz.path).await, length_at(&w, &pd.path).await), (12, 11));

        let mut own = w.browser("sz-admin").await;
        let (store, other) = (sz.id.to_string(), pd.id.to_string());
        let at = format!("/organisation/{}/account-set", sz.id);
        let page = own.get(&at).await;
        assert!(page.status.is_success() && page.text().contains("继承自"), "{}", page.text());
        let change = |node: &str, was: &str, value: &str| {
            vec![("node".to_owned(), node.to_owned()), ("was".into(), was.into()), ("value".into(), value.into())]
        };
        let path = format!("/settings/{}", keys::PASSWORD_LENGTH);
        async fn send(client: &mut testkit::Client, path: &str, form: &[(String, String)]) -> u16 {
            let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            client.post(path, &form).await.status.as_u16()
        }
        assert_eq!(send(&mut own, &path, &change(&store, "", "13")).await, 303);
        assert_eq!(length_at(&w, &sz.path).await, 13);
        let shown = own.get(&at).await.text();
        assert!(shown.contains("本级另行设置") && shown.contains("恢复继承"), "{shown}");
        // Another store's set, and the group's, are not theirs.
        assert_eq!(own.get(&format!("/organisation/{other}/account-set")).await.status, 404);
        assert_eq!(own.get(&format!("/organisation/{}/account-set", root.id)).await.status, 404);
        assert_eq!(send(&mut own, &path, &change(&other, "", "20")).await, 404);
        assert_eq!(own.get(&format!("/organisation/{}/open-store", root.id)).await.status, 404);

        // The group's page names who overrides; then the group fixes it.
        let mut admin = w.browser("admin").await;
        let group = format!("/organisation/{}/account-set", root.id);
        assert!(admin.get(&group).await.text().contains("苏州店"));
        let mut fixed = change(&root.id.to_string(), "11", "16");
        fixed.push(("locked".into(), "true".into()));
        assert_eq!(send(&mut admin, &path, &fixed).await, 303);
        assert_eq!((length_at(&w, &sz.path).await, length_at(&w, &pd.path).await), (16, 16));
        assert!(own.get(&at).await.text().contains("统一规定"));
        assert_eq!(send(&mut own, &path, &change(&store, "13", "9")).await, 422, "a store cannot override it");
        // Freed again, what the store had counts again; inheriting again leaves the region's.
        assert_eq!(send(&mut admin, &path, &change(&root.id.to_string(), "16", "16")).await, 303);
        assert_eq!(length_at(&w, &sz.path).await, 13);
        let mut reset = change(&store, "13", "");
        reset.push(("then".into(), "account-set".into()));
        assert_eq!(send(&mut own, &format!("{path}/reset"), &reset).await, 303);
        assert_eq!(length_at(&w, &sz.path).await, 12);
    }
}
