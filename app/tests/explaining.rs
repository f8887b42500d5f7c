//! Why do I see this, why not (SYS-05): records, fields, totals, and what is out of reach.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::Access;
use organisation::roles;
use support::World;
use testkit::Backend;

/// SYS-05: a record tells by which post and role it is seen, what may be done with it, and which roles open what is
/// closed.
#[tokio::test]
async fn a_record_tells_why_it_is_seen() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let at = format!("/customers/{customer}/explanation");
        let own = world.browser("sales1").await.get(&at).await;
        assert_eq!(own.status, 200);
        let text = own.text();
        for word in ["销售顾问（销售部）", "归本人所有的", "身份证号", "部分显示", "系统管理员", "没有岗位给出这项权限"]
        {
            assert!(text.contains(word), "{word}: {text}");
        }
        let boss = world.browser("manager1").await.get(&at).await.text();
        assert!(boss.contains("店总经理（浦东店）"), "{boss}");
        let page = world.browser("sales1").await.get(&format!("/customers/{customer}")).await.text();
        assert!(page.contains(&at), "the file leads there");
    }
}

/// SYS-05: what is shared is explained by its share.
#[tokio::test]
async fn a_share_is_named() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let with = organisation::find_user_by_login(world.db.read(), "sales3").await.unwrap().unwrap().id;
        let form = [
            ("person", with.to_string()),
            ("access", "read".into()),
            ("until", "2026-12-24".into()),
            ("store", world.pudong.to_string()),
        ];
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let shared = world.browser("sales1").await.post(&format!("/customers/{customer}/shares"), &form).await;
        assert!(shared.status.is_redirection(), "{}", shared.text());
        let told = world.browser("sales3").await.get(&format!("/customers/{customer}/explanation")).await.text();
        assert!(told.contains("共享给刘洋，可查看"), "{told}");
    }
}

/// SYS-05: out of reach there is nothing to explain: a strange record and one that never was are answered alike, and the
/// way on tells only what one's own roles reach.
#[tokio::test]
async fn nothing_is_said_of_what_is_out_of_reach() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let mut stranger = world.browser("sales3").await;
        let never = world.db.clock.new_id();
        let strange = stranger.get(&format!("/customers/{customer}/explanation")).await;
        let nothing = stranger.get(&format!("/customers/{never}/explanation")).await;
        assert_eq!((strange.status, nothing.status), (404.try_into().unwrap(), 404.try_into().unwrap()));
        assert_eq!(
            strange.text().replace(&customer, ""),
            nothing.text().replace(&never.to_string(), ""),
            "nothing tells the two apart"
        );
        assert!(strange.text().contains("href=\"/explanation\""), "{}", strange.text());
        let general = stranger.get("/explanation").await.text();
        assert!(general.contains("销售顾问（苏州店）") && general.contains("归本人所有的"), "{general}");
        assert!(!general.contains("浦东") && !general.contains("司徒静"), "{general}");
    }
}

/// SYS-05: a total says what it counts.
#[tokio::test]
async fn a_total_tells_what_it_counts() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut boss = world.browser("manager1").await;
        assert!(boss.get("/customers").await.text().contains("href=\"/customers/explanation\""));
        let told = boss.get("/customers/explanation").await.text();
        assert!(told.contains("客户列表和总数包括哪些") && told.contains("店总经理（浦东店）"), "{told}");
    }
}

/// SYS-05, SYS-02: who manages users asks for them, within their own reach and for nobody who may do more.
#[tokio::test]
async fn a_manager_asks_for_their_people() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let id =
            async |login: &str| organisation::find_user_by_login(world.db.read(), login).await.unwrap().unwrap().id;
        let mut boss = world.browser("manager1").await;
        let of = |user: kernel::Id| format!("/customers/{customer}/explanation?user={user}");
        let owner = boss.get(&of(id("sales1").await)).await.text();
        assert!(owner.contains("为什么王敏看得到") && owner.contains("归本人所有的"), "{owner}");
        let colleague = boss.get(&of(id("sales2").await)).await.text();
        assert!(colleague.contains("为什么陈刚看不到") && colleague.contains("销售顾问（销售部）"), "{colleague}");
        for login in ["sales3", "group", "admin"] {
            assert_eq!(boss.get(&of(id(login).await)).await.status, 404, "{login} is not theirs to manage");
        }
        let mut sales = world.browser("sales1").await;
        assert_eq!(sales.get(&of(id("sales2").await)).await.status, 404, "who manages nobody asks for nobody");
    }
}

/// SYS-05: a field that a role closes is told with its class and the roles that open it.
#[tokio::test]
async fn a_closed_field_names_who_opens_it() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let scope = world.system();
        let mut tx = world.db.write(&scope).await.unwrap();
        let role = roles::queries::find_by_code(tx.conn(), world.tenant, "sales_consultant").await.unwrap().unwrap();
        roles::change::set_field(&mut tx, role.id, "customer", "occupation", Access::Hidden).await.unwrap();
        tx.commit().await.unwrap();
        let told = world.browser("sales1").await.get(&format!("/customers/{customer}/explanation")).await.text();
        let row = told.split("<tr").find(|row| row.contains("职业")).unwrap_or_default();
        assert!(row.contains("隐藏") && row.contains("个人信息") && row.contains("店总经理"), "{row}");
    }
}
