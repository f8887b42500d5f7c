//! Two stores come to know one person.

use e2e::{Browser, House};

/// 苏州店 files somebody whom 浦东店 has, is told only that they are known, and asks.
async fn filed_and_asked(house: &House, known: &str) -> Browser {
    let phone = house.ask(&format!("SELECT phone FROM customers WHERE name = '{known}'")).await;
    let later = house.desk_of("sales3").await;
    later.open(&house.url("/customers/new")).await;
    later.see("#customer-form").await;
    later.fill("name", "欧阳女士").await;
    later.fill("phone", phone.trim_start_matches("+86")).await;
    later.click("#customer-form button[type=submit]").await;
    later.read("该客户在集团内已有建档").await;
    later.accessible().await;
    later.fits().await;
    assert!(!later.body().await.contains(known), "no name");
    later.click(".flash a.button").await;
    later.see("#ask-form").await;
    later.accessible().await;
    later.fill("reason", "客户到店想试驾，希望由我们接待").await;
    later.click("#ask-form button[type=submit]").await;
    later.read("已提交申请").await;
    later
}

/// Whoever has the customer opens the request from the customer's page.
async fn opened(house: &House, file: &str) -> Browser {
    let owner = house.desk_of("sales1").await;
    owner.open(&house.url(file)).await;
    owner.read("申请共同跟进").await;
    owner.press("答复申请").await;
    owner.see("#answer-form").await;
    owner.accessible().await;
    owner.read("客户到店想试驾").await;
    owner
}

async fn answered(desk: &Browser, answer: &str, reason: Option<&str>) {
    desk.click(&format!("label:has(input[name=answer][value={answer}])")).await;
    if let Some(reason) = reason {
        desk.fill("reason", reason).await;
    }
    desk.click("#answer-form button[type=submit]").await;
    desk.read("已答复").await;
    desk.quiet().await;
}

/// CUS-10: 浦东店's consultant answers from the customer's page, and from then on both stores work with one file.
#[tokio::test(flavor = "multi_thread")]
async fn filed_asked_and_allowed() {
    let house = House::demo(60).await;
    let known = house.customer("欧阳慧").await;
    let later = filed_and_asked(&house, "欧阳慧").await;
    let owner = opened(&house, &known).await;
    answered(&owner, "allow", None).await;

    later.open(&house.url(&known)).await;
    later.see("main .identity").await;
    later.read("共同跟进的申请已获同意").await;
    later.quiet().await;
}

/// CUS-10: declined with a reason, appealed against on a phone, and judged by the group, which says otherwise.
#[tokio::test(flavor = "multi_thread")]
async fn declined_appealed_and_judged() {
    let house = House::demo(60).await;
    let known = house.customer("欧阳慧").await;
    let later = filed_and_asked(&house, "欧阳慧").await;
    let case = house.ask("SELECT id FROM collisions WHERE state = 'asked' ORDER BY id DESC LIMIT 1").await;
    let page = house.url(&format!("/collisions/{case}"));
    let owner = opened(&house, &known).await;
    answered(&owner, "decline", Some("客户已约好本周到店")).await;

    later.resize(390, 844).await;
    later.open(&page).await;
    later.read("客户已约好本周到店").await;
    assert!(!later.body().await.contains("王敏"), "who declined is not told");
    later.see("#appeal-form").await;
    later.accessible().await;
    later.fits().await;
    later.fill("reason", "客户家住苏州，要求就近接待").await;
    later.script("document.querySelector('#appeal-form button').scrollIntoView({ block: 'center' })").await;
    later.click("#appeal-form button[type=submit]").await;
    later.read("已提交申诉").await;

    let judge = house.desk_of("group").await;
    judge.open(&page).await;
    judge.read("客户家住苏州").await;
    judge.see("#answer-form").await;
    judge.accessible().await;
    judge.fits().await;
    answered(&judge, "allow", None).await;

    later.open(&house.url(&known)).await;
    later.see("main .identity").await;
    later.quiet().await;
    owner.quiet().await;
}
