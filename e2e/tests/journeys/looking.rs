//! Seeing the house as someone else sees it.

use e2e::House;

/// SYS-05: a manager looks as a consultant, on a desk and on a phone, may change nothing, and stops.
#[tokio::test(flavor = "multi_thread")]
async fn see_as_a_consultant() {
    let house = House::demo(40).await;
    let browser = house.desk_of("manager1").await;
    let person = house.ask("SELECT id FROM users WHERE login = 'sales1'").await;
    browser.open(&house.url(&format!("/users/{person}"))).await;
    browser.click("summary[aria-label='操作'], summary:has(.sr)").await;
    browser.press("以 王晓东 的身份查看").await;
    browser.read("最长 30 分钟").await;
    browser.accessible().await;
    browser.keys("核对看不到客户的问题").await;
    browser.key(fantoccini::key::Key::Enter).await;
    browser.read("您正在以 王晓东 的身份查看").await;
    browser.accessible().await;
    browser.open(&house.url("/customers")).await;
    browser.read("您正在以 王晓东 的身份查看").await;
    let customer = house.ask("SELECT e.customer_id FROM engagements e JOIN users u ON u.id = e.owner_id WHERE u.login = 'sales1' AND e.deleted_at IS NULL LIMIT 1").await;
    browser.open(&house.url(&format!("/customers/{customer}"))).await;
    browser.resize(390, 844).await;
    browser.read("您正在以 王晓东 的身份查看").await;
    browser.fits().await;
    browser.prefer_dark(true).await;
    browser.accessible().await;
    browser.prefer_dark(false).await;
    browser.resize(1440, 900).await;
    browser.open(&house.url("/me")).await;
    browser.read("本人的私人页面").await;
    browser.press("停止查看").await;
    browser.arrive(&format!("/users/{person}")).await;
    assert!(!browser.body().await.contains("您正在以"));
    browser.read("以其身份查看").await;
}
