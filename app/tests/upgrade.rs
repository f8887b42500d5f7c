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
