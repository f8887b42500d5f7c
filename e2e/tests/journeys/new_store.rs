//! The group opens a store.

use e2e::{Browser, House};

/// SYS-01, SYS-02: an administrator gives a store a setting of its own, opens a new store like that one with its first
/// manager, sees in its account set what came along, and lets it follow the group again; the manager signs in with the
/// password for one use, chooses another, and files the first customer. Nothing was started anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_store_works_at_once() {
    let house = House::demo(0).await;
    let node = async |code: &str| house.ask(&format!("SELECT id FROM nodes WHERE code = '{code}'")).await;
    let region = house.ask("SELECT id FROM nodes WHERE kind = 'region'").await;
    let like = node("S001").await;
    let admin = house.desk_of("admin").await;
    admin.open(&house.url(&format!("/settings/collision.protection_days?node={like}"))).await;
    admin.see("#setting").await;
    let usual = admin.value("value").await;
    assert_ne!(usual, "21");
    admin.fill("value", "21").await;
    admin.click("#setting button[type=submit]").await;
    admin.leave(&format!("/settings/collision.protection_days?node={like}")).await;

    admin.open(&house.url(&format!("/organisation/{region}"))).await;
    admin.press("新建门店").await;
    admin.see("#store-open").await;
    admin.accessible().await;
    admin.fill("name", "四合汽车宁波店").await;
    admin.fill("code", "S009").await;
    admin.fill("city", "宁波").await;
    admin.choose("like", &like).await;
    admin.click("#store-open button[type=submit]").await;
    admin.read("请填写姓名和登录名").await;
    assert_eq!((admin.value("name").await, admin.value("like").await), ("四合汽车宁波店".into(), like));
    admin.fill("person_name", "郑海宁").await;
    admin.fill("person_login", "manager9").await;
    admin.click("#store-open button[type=submit]").await;
    let secret = admin.text("#one-time-password").await;
    admin.accessible().await;

    let store = node("S009").await;
    let set = format!("/organisation/{store}/account-set");
    let row = "document.querySelector('tr:has(a[href^=\"/settings/collision.protection_days\"])').innerText";
    admin.open(&house.url(&set)).await;
    admin.see("#settings").await;
    admin.accessible().await;
    admin.until("it came along", &format!("return {row}.includes('21') && {row}.includes('本级另行设置')")).await;
    admin
        .script("document.querySelector('tr:has(a[href^=\"/settings/collision.protection_days\"]) button').click()")
        .await;
    let follows = format!("return {row}.includes('{usual}') && !{row}.includes('本级另行设置')");
    admin.until("it follows the group again", &follows).await;
    admin.quiet().await;

    let manager = Browser::desk().await;
    manager.open(&house.url("/sign-in")).await;
    manager.fill("login", "manager9").await;
    manager.fill("password", &secret).await;
    manager.click("#sign-in button[type=submit]").await;
    manager.arrive("/me?must=change").await;
    manager.open(&house.url("/customers")).await;
    manager.arrive("/me?must=change").await;
    manager.fill("current", &secret).await;
    manager.fill("password", "ningbo-horse-2026").await;
    manager.fill("password_again", "ningbo-horse-2026").await;
    manager.click("#me-password button[type=submit]").await;
    manager.read("密码已修改").await;
    manager.open(&house.url("/customers/new")).await;
    manager.fill("name", "首位客户").await;
    manager.fill("phone", "13712340009").await;
    manager.click("#customer-form button[type=submit]").await;
    manager.see("main .identity").await;
    manager.read("首位客户").await;
    let there =
        "SELECT CAST(count(*) AS text) FROM engagements e JOIN nodes n ON n.id = e.store_id WHERE n.code = 'S009'";
    assert_eq!(house.ask(there).await, "1");
    manager.open(&house.url("/customers")).await;
    manager
        .until(
            "no other store's customer is there",
            "return document.querySelectorAll('tbody tr[data-id]').length === 1",
        )
        .await;
    manager.quiet().await;
}
