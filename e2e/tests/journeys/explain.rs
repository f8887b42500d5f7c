//! Why do I see this?

use e2e::House;

/// SYS-05: from a customer's file to what gives sight of it, and back; and what a list's total counts.
#[tokio::test(flavor = "multi_thread")]
async fn why_do_i_see_this() {
    let house = House::demo(0).await;
    let browser = house.desk_of("manager1").await;
    let customer = house.ask("SELECT e.customer_id FROM engagements e JOIN nodes n ON n.id = e.store_id JOIN posts p ON p.node_id = n.id JOIN users u ON u.id = p.user_id WHERE u.login = 'manager1' AND e.deleted_at IS NULL LIMIT 1").await;
    browser.open(&house.url(&format!("/customers/{customer}/explanation"))).await;
    browser.read("凭什么看得到").await;
    browser.read("店总经理").await;
    browser.accessible().await;
    browser.open(&house.url("/customers")).await;
    browser.press("这个总数包括哪些？").await;
    browser.read("列表和总数包括哪些").await;
    browser.accessible().await;
    browser.open(&house.url("/customers/01900000-0000-7000-8000-000000000001")).await;
    browser.press("为什么我看不到？").await;
    browser.read("我看得到哪些").await;
    browser.accessible().await;
}
