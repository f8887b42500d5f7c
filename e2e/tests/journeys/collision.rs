//! Two stores come to know one person.

use e2e::House;

/// CUS-10: Suzhou files somebody whom Pudong has, is told only that they are known, and asks; Pudong's consultant answers
/// from the customer's page, and from then on both stores work with one file.
#[tokio::test(flavor = "multi_thread")]
async fn filed_asked_and_allowed() {
    let house = House::demo(60).await;
    let known = house.customer("欧阳慧").await;
    let phone = house.ask("SELECT phone FROM customers WHERE name = '欧阳慧'").await;
    let later = house.desk_of("sales3").await;
    later.open(&house.url("/customers/new")).await;
    later.see("#customer-form").await;
    later.fill("name", "欧阳女士").await;
    later.fill("phone", phone.trim_start_matches("+86")).await;
    later.click("#customer-form button[type=submit]").await;
    later.read("该客户在集团内已有建档").await;
    later.accessible().await;
    later.fits().await;
    assert!(!later.body().await.contains("欧阳慧"), "no name");
    later.click(".flash a.button").await;
    later.see("#ask-form").await;
    later.accessible().await;
    later.fill("reason", "客户到店想试驾，希望由我们接待").await;
    later.click("#ask-form button[type=submit]").await;
    later.read("已提交申请").await;

    let owner = house.desk_of("sales1").await;
    owner.open(&house.url(&known)).await;
    owner.read("申请共同跟进").await;
    owner.press("答复申请").await;
    owner.see("#answer-form").await;
    owner.accessible().await;
    owner.read("客户到店想试驾").await;
    owner.click("label:has(input[name=answer][value=allow])").await;
    owner.click("#answer-form button[type=submit]").await;
    owner.read("已答复").await;

    later.open(&house.url(&known)).await;
    later.see("main .identity").await;
    later.read("共同跟进的申请已获同意").await;
    later.quiet().await;
    owner.quiet().await;
}
