//! An upgrade brings what is new and leaves what an administrator decided (SYS-04, SYS-06).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use fourfold::compose;
use kernel::{Action, sql};
use organisation::dictionaries::{Entry, clear_entry, set_entry};
use organisation::roles::{self, change};
use organisation::{nodes, users};
use support::World;
use testkit::Backend;

async fn count(world: &World, text: &str) -> i64 {
    sql::number(world.db.read(), text, []).await.unwrap()
}

/// Makes the database one of a release that knew less.
async fn forget(world: &World, statements: &[&str]) {
    let scope = world.system();
    let tx = world.db.write(&scope).await.unwrap();
    for text in statements {
        sql::run(tx.conn(), text, []).await.unwrap();
    }
    organisation::versions::raise(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// SYS-04, SYS-06: roles, nouns, functions and entries that an earlier release had not arrive at the next start, and a
/// second start changes nothing.
#[tokio::test]
async fn what_is_new_arrives_once() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        assert_eq!(compose::upgrade(&world.db).await.unwrap(), 0, "a house founded by this release has all of it");
        let role = |table: &str, code: &str| {
            format!("DELETE FROM {table} WHERE role_id IN (SELECT id FROM roles WHERE code = '{code}')")
        };
        let manager = "role_id IN (SELECT id FROM roles WHERE code = 'store_manager')";
        forget(
            &world,
            &[
                // A role that there was not.
                &role("role_fields", "call_agent"),
                &role("role_grants", "call_agent"),
                &role("role_capabilities", "call_agent"),
                "DELETE FROM roles WHERE code = 'call_agent'",
                // A noun and a function that there were not.
                &format!("DELETE FROM role_fields WHERE kind = 'vehicle' AND {manager}"),
                &format!("DELETE FROM role_grants WHERE kind = 'vehicle' AND {manager}"),
                &format!("DELETE FROM role_capabilities WHERE capability = 'customers.assignment-rules' AND {manager}"),
                // Entries that there were not.
                "DELETE FROM dictionary_entries WHERE dictionary = 'store_grade' AND code = 'branch'",
                "DELETE FROM search_terms WHERE kind = 'user'",
                "DELETE FROM seeds_laid WHERE name LIKE 'role/call_agent%' OR name LIKE 'role/store_manager/%' OR name = 'entry/store_grade/branch'",
            ],
        )
        .await;
        let before = world.scope("manager1").await;
        assert!(!before.can("vehicle", Action::See) && !before.may("customers.assignment-rules"));
        let journal = count(&world, "SELECT count(*) FROM journal").await;
        assert_eq!(compose::upgrade(&world.db).await.unwrap(), 1);
        let after = world.scope("manager1").await;
        assert!(after.can("vehicle", Action::Edit) && after.may("customers.assignment-rules"));
        assert_ne!(after.field_at_best("vehicle", "vin"), kernel::Access::Hidden);
        let agent = roles::queries::find_by_code(world.db.read(), world.tenant, "call_agent").await.unwrap();
        assert!(agent.is_some_and(|role| role.builtin));
        let entry = "SELECT count(*) FROM dictionary_entries WHERE dictionary = 'store_grade' AND code = 'branch'";
        assert_eq!(count(&world, entry).await, 1);
        assert!(count(&world, "SELECT count(*) FROM search_terms WHERE kind = 'user'").await > 0);
        assert_eq!(count(&world, "SELECT count(*) FROM journal").await, journal + 1, "the change of a role is told");
        assert_eq!(compose::upgrade(&world.db).await.unwrap(), 0);
    }
}

/// SYS-04, SYS-06: an upgrade gives nothing back that an administrator took away, and renames nothing.
#[tokio::test]
async fn what_an_administrator_decided_stays() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        let role = async |code: &str| {
            roles::queries::find_by_code(world.db.read(), world.tenant, code).await.unwrap().unwrap().id
        };
        let (manager, sales) = (role("store_manager").await, role("sales_consultant").await);
        change::set_capability(&mut tx, manager, "users.manage", false).await.unwrap();
        let none = kernel::Actions::default();
        change::set_grant(&mut tx, sales, "vehicle", organisation::powers::Level::Own, none).await.unwrap();
        change::set_field(&mut tx, sales, "customer", "phone", kernel::Access::Masked).await.unwrap();
        let root = nodes::queries::root(tx.conn(), world.tenant).await.unwrap().unwrap();
        let entry = |code: &str, name: &str, active: bool| Entry {
            node: root.id,
            path: String::new(),
            dictionary: "store_grade".into(),
            code: code.into(),
            name_zh: name.into(),
            name_en: name.into(),
            position: 0,
            active,
            colour: None,
        };
        set_entry(&mut tx, entry("a", "旗舰店", true)).await.unwrap();
        set_entry(&mut tx, entry("b", "B 级店", false)).await.unwrap();
        clear_entry(&mut tx, root.id, "store_grade", "branch").await.unwrap();
        tx.commit().await.unwrap();

        // One thing is new, so that everything is gone through.
        forget(&world, &["DELETE FROM seeds_laid WHERE name = 'entry/store_grade/c'"]).await;
        assert_eq!(compose::upgrade(&world.db).await.unwrap(), 1);
        assert!(!world.scope("manager1").await.may("users.manage"));
        let scope = world.scope("sales1").await;
        assert!(!scope.can("vehicle", Action::See));
        assert_eq!(scope.field_at_best("customer", "phone"), kernel::Access::Masked);
        let rows = "SELECT count(*) FROM dictionary_entries WHERE dictionary = 'store_grade' AND ";
        assert_eq!(count(&world, &format!("{rows} code = 'a' AND name_zh = '旗舰店'")).await, 1);
        assert_eq!(count(&world, &format!("{rows} code = 'b' AND NOT active")).await, 1);
        assert_eq!(count(&world, &format!("{rows} code = 'branch'")).await, 0);
        assert!(users::queries::all(world.db.read(), world.tenant).await.unwrap().len() > 5);
    }
}

/// SYS-04: what a role may do with a noun it knows is raised by a release that gives more, where it stands as an earlier
/// release laid it down; where an administrator has changed it, and beyond, it stays.
#[tokio::test]
async fn grants_are_raised_where_nobody_changed_them() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let role = async |code: &str| {
            roles::queries::find_by_code(world.db.read(), world.tenant, code).await.unwrap().unwrap().id
        };
        let (manager, clerk) = (role("sales_manager").await, role("crm_clerk").await);
        let see = kernel::Actions::of(&[Action::See]);
        // Of an earlier release that gave both no more than looking at customers …
        let earlier = |code: &str| format!("role/{code}/grants/customer/store={}", see.0);
        forget(
            &world,
            &[
                &format!("UPDATE role_grants SET actions = {} WHERE kind = 'customer' AND role_id IN (SELECT id FROM roles WHERE code IN ('sales_manager', 'crm_clerk'))", see.0),
                "DELETE FROM seeds_laid WHERE name LIKE 'role/sales_manager/grants/customer/%' OR name LIKE 'role/crm_clerk/grants/customer/%'",
                &format!("INSERT INTO seeds_laid (tenant_id, name) VALUES ({0}, '{1}'), ({0}, '{2}')", world.tenant, earlier("sales_manager"), earlier("crm_clerk")),
            ],
        )
        .await;
        // … one of which an administrator widened by themselves.
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        let own = kernel::Actions::of(&[Action::See, Action::Export]);
        change::set_grant(&mut tx, clerk, "customer", organisation::powers::Level::Store, own).await.unwrap();
        tx.commit().await.unwrap();
        let actions = async |role: kernel::Id| {
            let text = "SELECT actions FROM role_grants WHERE kind = 'customer' AND level = 'store' AND role_id = $1";
            kernel::Actions(sql::number(world.db.read(), text, [role.into()]).await.unwrap())
        };
        assert_eq!(actions(manager).await, see);
        assert_eq!(compose::upgrade(&world.db).await.unwrap(), 1);
        assert!(actions(manager).await.has(Action::Assign) && actions(manager).await.has(Action::Reveal));
        assert_eq!(actions(clerk).await, own, "an administrator's decision");
        let told = "SELECT count(*) FROM journal_values WHERE changes LIKE '%grant.customer.store%' AND changes LIKE '%assign%'";
        assert_eq!(count(&world, told).await, 1, "the audit log tells of it");
        assert_eq!(compose::upgrade(&world.db).await.unwrap(), 0);
    }
}
