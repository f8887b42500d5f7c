//! The pages of administration through the real router: every page in both languages, delegated administration,
//! one-time passwords, roles within one's own powers, two people at one form, the journal.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod addresses;
mod house;
mod passwords;
mod second_factor;

use fourfold_organisation as organisation;
use house::{House, assert_has_words, between};
use kernel::{Access, Action, Id, Lang};
use organisation::{NewPost, nodes, powers, users};
use testkit::{Backend, Client};
use web::records::Labels;

/// SYS-08: every page is there, in both languages, without a word missing.
#[tokio::test]
async fn every_page_speaks_both_languages() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let post = users::queries::posts(house.fresh.db.read(), house.tenant, user).await.unwrap()[0].id;
        let (pudong, role) = (house.pudong, house.role("sales_consultant").await);
        let mut admin = house.browser("admin").await;
        for lang in ["zh-CN", "en"] {
            admin.post("/me/language", &[("lang", lang), ("back", "/me")]).await;
            for path in [
                "/admin".into(),
                "/organisation".into(),
                "/organisation?on=2020-01-01".into(),
                format!("/organisation/{pudong}"),
                format!("/organisation/{pudong}/new"),
                format!("/organisation/{pudong}/edit"),
                format!("/organisation/{pudong}/move"),
                format!("/organisation/{pudong}/closing"),
                "/users".into(),
                "/users/new".into(),
                format!("/users/{user}"),
                format!("/users/{user}/edit"),
                format!("/users/{user}/password"),
                format!("/users/{user}/second-factor"),
                format!("/users/{user}/posts/new"),
                format!("/users/{user}/posts/{post}/end"),
                "/roles".into(),
                "/roles/new".into(),
                format!("/roles/{role}"),
                format!("/roles/{role}/edit"),
                format!("/roles/{role}/fields?kind=user"),
                format!("/roles/{role}/copy"),
                "/settings".into(),
                "/settings/session.days".into(),
                "/dictionaries".into(),
                "/dictionaries/store_grade".into(),
                "/dictionaries/store_grade/new".into(),
                "/dictionaries/store_grade/entries/a".into(),
                "/audit".into(),
                "/audit/chain".into(),
                "/me".into(),
                "/me/second-factor".into(),
                "/me/proof?next=/roles".into(),
                "/audit?q=admin&kind=user&action=create".into(),
                "/help?page=/roles".into(),
            ] {
                let path: String = path;
                let answer = admin.get(&path).await;
                assert_eq!(answer.status, 200, "{path}");
                assert_has_words(&path, &answer);
                assert!(answer.text().contains(&format!("lang=\"{lang}\"")), "{path} in {lang}");
            }
        }
    }
}

/// SYS-02: the tree grows by a form, a move as of an earlier day dates it, and the past stays as it was.
#[tokio::test]
async fn the_tree_grows_and_keeps_its_past() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let mut admin = house.browser("admin").await;
        let root = house.root;
        let made = admin
            .post(&format!("/organisation/{root}/new"), &[("kind", "region"), ("code", "EAST"), ("name", "华东大区")])
            .await;
        assert_eq!(made.status, 303);
        let again = admin
            .post(&format!("/organisation/{root}/new"), &[("kind", "region"), ("code", "EAST"), ("name", "华东大区")])
            .await;
        assert_eq!(again.status, 422, "a second submit makes no second region");
        let east = nodes::queries::find_by_code(house.fresh.db.read(), house.tenant, "EAST").await.unwrap().unwrap();
        // Ten days later the store turns out to have been moved four days ago.
        house.fresh.db.clock.advance(10 * 86_400);
        let mut admin = house.browser("admin").await;
        let store = house.suzhou;
        let version = house.node(store).await.version.to_string();
        let (parent, path) = (east.id.to_string(), format!("/organisation/{store}/move"));
        let tomorrow = admin.post(&path, &[("version", &version), ("parent", &parent), ("since", "2026-12-03")]).await;
        assert_eq!(tomorrow.status, 422);
        let moved = admin.post(&path, &[("version", &version), ("parent", &parent), ("since", "2026-11-28")]).await;
        assert_eq!(moved.status, 303, "{}", moved.text());
        let stale =
            admin.post(&path, &[("version", &version), ("parent", &root.to_string()), ("since", "2026-12-02")]).await;
        assert_eq!(stale.status, 409);
        let on = async |day: &str| {
            nodes::queries::parent_on(house.fresh.db.read(), house.tenant, store, day.parse().unwrap()).await.unwrap()
        };
        assert_eq!((on("2026-11-27").await, on("2026-11-28").await), (Some(root), Some(east.id)));
        assert!(house.node(store).await.path.starts_with(&east.path));
        // As the tree is drawn, what hangs below another node stands inside its list.
        let then = admin.get("/organisation?on=2026-11-27").await.text();
        let below_east = between(&then, &format!("/organisation/{}", east.id), "</li>").to_owned();
        assert!(then.contains(&store.to_string()) && !below_east.contains(&store.to_string()));
        let now = admin.get("/organisation").await.text();
        assert!(between(&now, &format!("/organisation/{}", east.id), "</li>").contains(&store.to_string()));
    }
}

/// SYS-02: someone who looks after one store reaches what is below it, not the store itself and not another one.
#[tokio::test]
async fn administration_is_delegated_to_a_store() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        house
            .allow("store_manager", &["organisation.manage", "settings.manage", "dictionaries.manage", "audit.view"])
            .await;
        house.person("manager1", "李店长", house.pudong, "store_manager").await;
        let stranger = house.person("sales3", "刘洋", house.suzhou, "sales_consultant").await;
        let mut manager = house.browser("manager1").await;
        let tree = manager.get("/organisation").await.text();
        let leads_to = |text: &str, node: Id| text.contains(&format!("href=\"/organisation/{node}\""));
        assert!(leads_to(&tree, house.pudong) && !leads_to(&tree, house.suzhou) && !leads_to(&tree, house.root));
        for (path, status) in [
            (format!("/organisation/{}", house.pudong), 200),
            (format!("/organisation/{}/new", house.pudong), 200),
            (format!("/organisation/{}/move", house.pudong), 403),
            (format!("/organisation/{}/closing", house.pudong), 403),
            (format!("/organisation/{}", house.suzhou), 404),
            (format!("/organisation/{}", house.root), 404),
            (format!("/settings?node={}", house.suzhou), 404),
            (format!("/dictionaries/store_grade?node={}", house.root), 404),
            (format!("/users/{stranger}"), 404),
            (format!("/users/{stranger}/password"), 404),
            ("/roles".to_owned(), 403),
        ] {
            assert_eq!(manager.get(&path).await.status, status, "{path}");
        }
        let team = manager
            .post(
                &format!("/organisation/{}/new", house.pudong),
                &[("kind", "department"), ("code", "PD-USED"), ("name", "二手车部")],
            )
            .await;
        assert_eq!(team.status, 303);
        let elsewhere = manager
            .post(
                &format!("/organisation/{}/new", house.suzhou),
                &[("kind", "department"), ("code", "SZ-X"), ("name", "部门")],
            )
            .await;
        assert_eq!(elsewhere.status, 404);
        let journal = manager.get("/audit").await.text();
        assert!(journal.contains("二手车部") && !journal.contains("刘洋") && !leads_to(&journal, house.suzhou));
    }
}

/// SYS-03: a new person gets a password for one use, shown once, which has to be changed; a reset ends the old one.
#[tokio::test]
async fn a_new_person_signs_in_with_a_password_for_one_use() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let mut admin = house.browser("admin").await;
        let (node, role) = (house.pudong.to_string(), house.role("sales_consultant").await.to_string());
        let form = [("name", "王敏"), ("login", "wangmin"), ("node", node.as_str()), ("role", role.as_str())];
        let made = admin.post("/users/new", &form).await.text();
        let first = between(&made, "id=\"one-time-password\">", "<").to_owned();
        assert_eq!(first.len(), 14, "{made}");
        assert_eq!(admin.post("/users/new", &form).await.status, 422, "a second submit makes no second person");
        let mut person = house.browser_with("wangmin", &first).await;
        assert_eq!(person.get("/users").await.location(), "/me?must=change", "nothing before the password is changed");
        let user = organisation::find_user_by_login(house.fresh.db.read(), "wangmin").await.unwrap().unwrap();
        assert!(user.must_change_password);
        assert!(!admin.get(&format!("/users/{}", user.id)).await.text().contains(&first), "shown once");
        let reset = admin.post(&format!("/users/{}/password", user.id), &[]).await.text();
        let second = between(&reset, "id=\"one-time-password\">", "<").to_owned();
        assert_ne!(first, second);
        assert_eq!(person.get("/me").await.status, 303, "signed out by the reset");
        house.browser_with("wangmin", &second).await;
    }
}

/// SYS-03: posts begin and end with a day, the next post takes the main one's place, and the last administrator stays.
#[tokio::test]
async fn posts_end_with_a_day() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let mut admin = house.browser("admin").await;
        let (node, role) = (house.suzhou.to_string(), house.role("receptionist").await.to_string());
        let fields = [("node", node.as_str()), ("role", role.as_str()), ("valid_from", "2026-11-20")];
        assert_eq!(admin.post(&format!("/users/{user}/posts/new"), &fields).await.status, 303);
        let posts = users::queries::posts(house.fresh.db.read(), house.tenant, user).await.unwrap();
        let end = format!("/users/{user}/posts/{}/end", posts[0].id);
        assert_eq!(admin.post(&end, &[("valid_to", "2026-11-01")]).await.status, 422);
        assert_eq!(admin.post(&end, &[("valid_to", "2026-11-22")]).await.status, 303);
        let now = users::queries::find(house.fresh.db.read(), house.tenant, user).await.unwrap().unwrap();
        assert_eq!(now.store_id, Some(house.suzhou));
        let boss = organisation::find_user_by_login(house.fresh.db.read(), "admin").await.unwrap().unwrap().id;
        let own = users::queries::posts(house.fresh.db.read(), house.tenant, boss).await.unwrap()[0].id;
        let last = admin.post(&format!("/users/{boss}/posts/{own}/end"), &[("valid_to", "2026-11-22")]).await;
        assert_eq!(last.status, 422, "someone must be able to let others in");
    }
}

/// SYS-03, SYS-05: nobody comes to more powers through another person's password or by a post they hand out.
#[tokio::test]
async fn nobody_manages_those_who_may_do_more() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        house.person("manager1", "李店长", house.pudong, "store_manager").await;
        let consultant = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let mighty = house.person("chief", "周总", house.pudong, "sales_consultant").await;
        let scope = house.system();
        let mut tx = house.fresh.db.write(&scope).await.unwrap();
        organisation::add_post(&mut tx, NewPost::new(mighty, house.root, house.role("administrator").await))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut manager = house.browser("manager1").await;
        assert_eq!(manager.get(&format!("/users/{consultant}/password")).await.status, 200);
        assert_eq!(manager.get(&format!("/users/{mighty}")).await.status, 200);
        assert_eq!(manager.post(&format!("/users/{mighty}/password"), &[]).await.status, 403);
        assert_eq!(
            manager.post(&format!("/users/{mighty}/status"), &[("status", "disabled"), ("version", "1")]).await.status,
            403
        );
        let (node, role) = (house.pudong.to_string(), house.role("group_manager").await.to_string());
        let more = manager.post(&format!("/users/{consultant}/posts/new"), &[("node", &node), ("role", &role)]).await;
        assert_eq!(more.status, 422);
    }
}

/// SYS-04, SYS-05: the matrix is saved in one step; nobody makes a role give more than they may; a field nobody decided
/// upon says so; two people at one form do not overwrite each other.
#[tokio::test]
async fn roles_are_changed_within_ones_own_powers() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        house.allow("group_manager", &["roles.manage"]).await;
        house.person("group", "周总", house.root, "group_manager").await;
        let (mut admin, mut group) = (house.browser("admin").await, house.browser("group").await);
        let base = house.role("sales_consultant").await;
        let copied =
            admin.post(&format!("/roles/{base}/copy"), &[("code", "senior"), ("name_zh", "资深销售顾问")]).await;
        assert_eq!(copied.status, 303, "{}", copied.text());
        let role = house.role("senior").await;
        assert_eq!(house.sheet(role).await.grants, house.sheet(base).await.grants);
        let (path, version) = (format!("/roles/{role}/edit"), house.role_version(role).await);
        let form = |version: &str, level: &str| {
            let pairs = [
                ("version", version),
                ("name_zh", "资深销售顾问"),
                ("name_en", "Senior"),
                ("g.user.edit", level),
                ("functions", "all"),
            ];
            pairs.map(|(k, v)| (k.to_owned(), v.to_owned()))
        };
        let send = async |client: &mut Client, pairs: [(String, String); 5]| {
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            client.post(&path, &pairs).await.status
        };
        assert_eq!(
            send(&mut group, form(&version, "group")).await,
            422,
            "a group manager may not edit users themselves"
        );
        assert_eq!(send(&mut admin, form(&version, "store")).await, 303);
        assert_eq!(send(&mut admin, form(&version, "group")).await, 409, "the form was opened before");
        let sheet = house.sheet(role).await;
        assert!(sheet.grants[&("user".to_owned(), powers::Level::Store)].has(Action::Edit));
        let fixed = house.role("administrator").await;
        let taken = admin
            .post(&format!("/roles/{fixed}/fields"), &[("version", "1"), ("kind", "user"), ("f.phone", "hidden")])
            .await;
        assert_eq!(taken.status, 422);
        // A field that the role has never heard of, as after an upgrade.
        let gone = "DELETE FROM role_fields WHERE role_id = $1 AND field = 'phone' AND kind = 'user'";
        let scope = house.system();
        let tx = house.fresh.db.write(&scope).await.unwrap();
        kernel::sql::run(tx.conn(), gone, [role.into()]).await.unwrap();
        tx.commit().await.unwrap();
        let fields = format!("/roles/{role}/fields");
        assert!(admin.get(&format!("{fields}?kind=user")).await.text().contains("尚未开放"));
        let version = house.role_version(role).await;
        let opened = admin.post(&fields, &[("version", &version), ("kind", "user"), ("f.phone", "masked")]).await;
        assert_eq!(opened.status, 303);
        assert_eq!(house.sheet(role).await.fields["user"]["phone"], Access::Masked);
        let journal = admin.get(&format!("/audit?record={role}")).await.text();
        assert!(journal.contains("用户 · 编辑") && journal.contains("本店"), "before and after in words");
    }
}

/// SYS-06: a setting and an entry are overridden at a store, say where they come from, go back to what is inherited,
/// and an old form does not overwrite a newer value.
#[tokio::test]
async fn base_data_is_overridden_at_a_store() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let mut admin = house.browser("admin").await;
        let node = house.pudong.to_string();
        let days = "/settings/session.days";
        assert_eq!(admin.post(days, &[("node", &node), ("was", ""), ("value", "400")]).await.status, 422);
        assert_eq!(admin.post(days, &[("node", &node), ("was", ""), ("value", "7")]).await.status, 303);
        assert_eq!(admin.post(days, &[("node", &node), ("was", ""), ("value", "9")]).await.status, 409);
        assert!(admin.get(&format!("/settings?node={node}")).await.text().contains("本级另行设置"));
        assert_eq!(admin.post(&format!("{days}/reset"), &[("node", &node), ("was", "7")]).await.status, 303);
        assert!(!admin.get(&format!("/settings?node={node}")).await.text().contains("本级另行设置"));
        let entry = "/dictionaries/store_grade/entries/a";
        let page = admin.get(&format!("{entry}?node={node}")).await.text();
        let was = between(&page, "name=\"was\" value=\"", "\"").to_owned();
        let form = [("node", node.as_str()), ("was", was.as_str()), ("name_zh", "旗舰店"), ("active", "true")];
        assert_eq!(admin.post(entry, &form).await.status, 303);
        assert_eq!(admin.post(entry, &form).await.status, 409);
        assert_eq!(
            admin.post("/dictionaries/store_grade/order", &[("node", &node), ("code", "b"), ("by", "up")]).await.status,
            303
        );
        admin.get("/admin").await;
        let manager = house.person("manager1", "李店长", house.pudong, "store_manager").await;
        let scope = organisation::scope_of_user(&house.fresh.db, house.tenant, manager, Id::from_u128(9), Lang::ZhCn)
            .await
            .unwrap();
        let choices = house.dictionaries.choices(&scope, "store_grade");
        assert_eq!(choices[..2], [("b".to_owned(), "B 级店".to_owned()), ("a".to_owned(), "旗舰店".to_owned())]);
        assert_eq!(house.dictionaries.choice(house.tenant, "store_grade", "a", Lang::En), Some("Grade A".into()));
        let fixed = admin
            .post("/dictionaries/user_status/new", &[("node", &node), ("code", "away"), ("name_zh", "休假")])
            .await;
        assert_eq!(fixed.status, 404, "the program goes by these codes");
        let journal = admin.get(&format!("/audit?record={node}")).await.text();
        assert!(journal.contains("旗舰店") && journal.contains("登录最长有效天数"));
    }
}

/// SYS-09, SYS-05: the journal shows values as the reader's field policy allows, and none of records out of reach.
#[tokio::test]
async fn the_journal_keeps_what_its_reader_may_not_see() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        house.person("audit", "郑审计", house.root, "auditor").await;
        let user = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let mut admin = house.browser("admin").await;
        let page = admin.get(&format!("/users/{user}/edit")).await.text();
        let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
        let form = [
            ("version", version.as_str()),
            ("login", "sales1"),
            ("name", "王敏"),
            ("phone", "13855667788"),
            ("status", "active"),
        ];
        assert_eq!(admin.post(&format!("/users/{user}/edit"), &form).await.status, 303);
        let open = admin.get(&format!("/audit?record={user}")).await.text();
        assert!(open.contains("138 5566 7788"), "an administrator reads it in full");
        let masked = house.browser("audit").await.get(&format!("/audit?record={user}")).await.text();
        assert!(masked.contains("7788") && !masked.contains("138 5566 7788") && !masked.contains("13855667788"));
        assert!(house.app.capabilities.iter().any(|(name, _)| *name == "audit.view"));
    }
}
