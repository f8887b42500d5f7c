//! One person turns out to have two files.

use e2e::House;

/// CUS-07: the manager looks both up side by side, says what holds, merges, follows the old link, and takes it back.
#[tokio::test(flavor = "multi_thread")]
async fn merged_and_parted_again() {
    let house = House::demo(60).await;
    let browser = house.desk_of("manager1").await;
    let own = house.customer("周雨欣").await;
    let with = "SELECT c.id FROM customers c JOIN engagements e ON e.customer_id = c.id JOIN nodes n ON n.id = e.store_id \
         WHERE c.kind = 'person' AND c.name <> '周雨欣' AND c.deleted_at IS NULL AND e.deleted_at IS NULL AND n.id = \
         (SELECT o.store_id FROM engagements o JOIN customers p ON p.id = o.customer_id WHERE p.name = '周雨欣' LIMIT 1) \
         ORDER BY c.number LIMIT 1";
    let other = house.ask(with).await;
    let name = house.ask(&format!("SELECT name FROM customers WHERE id = ({with})")).await;
    browser.open(&house.url(&own)).await;
    browser.see("main .identity").await;
    browser.open(&house.url(&format!("{own}/merge"))).await;
    browser.see("#merge-form").await;
    browser.accessible().await;
    browser.open(&house.url(&format!("{own}/merge?with={other}"))).await;
    browser.see("table.diff").await;
    browser.accessible().await;
    browser.read(&name).await;
    browser.click("input[name=field-name][value=before]").await;
    browser.fill("reason", "同一位客户，两次进店各建了一份").await;
    browser.click("#merge-form button[type=submit]").await;
    browser
        .until(
            "the merge is there",
            "return location.pathname.includes('/merges/') && document.readyState === 'complete'",
        )
        .await;
    browser.read("撤销合并").await;
    browser.accessible().await;
    let merge = browser.address().await;
    browser.open(&house.url(&format!("/customers/{other}"))).await;
    browser.arrive(&own).await;
    browser.see("main .identity").await;
    browser.read("周雨欣").await;
    browser.open(&merge).await;
    browser.press("撤销合并").await;
    browser.read("合并已撤销").await;
    browser.open(&house.url(&format!("/customers/{other}"))).await;
    browser.see("main .identity").await;
    browser.read(&name).await;
    browser.quiet().await;
}
