//! Passwords: what may be chosen, what was had before, what an administrator may demand (SYS-03, SYS-04).

use std::sync::Arc;

use fourfold_organisation as organisation;
use kernel::{Consumer, journal};
use organisation::settings::{SETTINGS, keys, set_setting};
use testkit::{Answer, Backend, Client};

use crate::house::House;

const PASSWORD: &str = "correct-horse-9";

async fn change(client: &mut Client, current: &str, new: &str) -> Answer {
    client.post("/me/password", &[("current", current), ("password", new), ("password_again", new)]).await
}

/// SYS-04: the last ones are not chosen again, the one before those is; how many is the house's setting.
#[tokio::test]
async fn old_passwords_stay_old() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let (scope, root) = (house.system(), house.root);
        let mut tx = house.fresh.db.write(&scope).await.unwrap();
        let setting = SETTINGS.iter().find(|s| s.key == keys::PASSWORD_HISTORY).unwrap();
        set_setting(&mut tx, root, setting, "3").await.unwrap();
        tx.commit().await.unwrap();
        let mut client = house.browser("sales1").await;
        let later = || house.fresh.db.clock.advance(60);
        let (second, third, fourth) = ("window-basket-4", "paper-lantern-5", "copper-kettle-6");
        assert_eq!(change(&mut client, PASSWORD, second).await.location(), "/me?done=password");
        later();
        let again = change(&mut client, second, PASSWORD).await;
        assert!(again.text().contains("最近用过这个密码"), "{}", again.text());
        assert_eq!(change(&mut client, second, third).await.location(), "/me?done=password");
        later();
        assert_eq!(change(&mut client, third, PASSWORD).await.status, 422, "among the last three");
        assert_eq!(change(&mut client, third, fourth).await.location(), "/me?done=password");
        later();
        assert_eq!(change(&mut client, fourth, PASSWORD).await.location(), "/me?done=password", "long ago");
        let consumers: Vec<Arc<dyn Consumer>> = vec![Arc::new(organisation::notices::SecurityChanges)];
        kernel::events::relay(&house.fresh.db, &consumers).await.unwrap();
        assert!(client.get("/notices").await.text().contains("您的密码已被修改（操作人：王敏）"));
    }
}

/// SYS-04: names and what everyone tries are refused beside the field, in the person's language.
#[tokio::test]
async fn weak_passwords_are_refused_with_a_reason() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        house.person("sales1", "王晓东", house.pudong, "sales_consultant").await;
        let mut client = house.browser("sales1").await;
        for (new, reason) in [
            ("woaini131420", "这个密码太常见"),
            ("sihe20262026", "不能主要由姓名"),
            ("wangxiaodong88", "不能主要由姓名"),
            ("pudongdian2026", "不能主要由姓名"),
            ("nine-long", "密码太短或太长"),
        ] {
            let answer = change(&mut client, PASSWORD, new).await;
            assert!(answer.status == 422 && answer.text().contains(reason), "{new}: {}", answer.text());
        }
    }
}

/// SYS-03: an administrator has a password changed; everything else waits for that, also where someone is at work already.
#[tokio::test]
async fn a_change_is_demanded() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let mut client = house.browser("sales1").await;
        let mut admin = house.browser("admin").await;
        let target = format!("/users/{user}/password-change");
        assert!(admin.get(&format!("/users/{user}")).await.text().contains(&target));
        assert_eq!(admin.post(&target, &[]).await.location(), format!("/users/{user}?done=password-demanded"));
        assert_eq!(client.get("/notices").await.location(), "/me?must=change");
        assert!(client.get("/me").await.text().contains("请先修改密码"));
        assert_eq!(change(&mut client, PASSWORD, "window-basket-4").await.location(), "/me?done=password");
        assert_eq!(client.get("/notices").await.status, 200);
        let lines = journal::history(house.fresh.db.read(), house.tenant, "user", user, None, 20).await.unwrap();
        assert!(lines.iter().any(|l| l.action == "demand_password" && l.actor_name == "孟庆华"));
        assert_eq!(client.post(&target, &[]).await.status, 403, "not one's own business");
    }
}
