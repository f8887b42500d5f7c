//! A consultant works an opportunity until it is lost, a manager judges it.

use e2e::House;

/// SALE-01, LEAD-05, LEAD-07: a consultant logs a contact in three presses and moves the card on; says that it is lost and
/// how that is known; the manager gives it back, and it is due tomorrow.
#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_call_to_the_verdict() {
    let house = House::demo(120).await;
    let of = "SELECT o.id FROM opportunities o JOIN users u ON u.id = o.owner_id WHERE u.login = 'sales1' AND o.state = 'open' AND o.stage = 'filed' ORDER BY o.id LIMIT 1";
    let id = house.ask(of).await;
    let page = house.url(&format!("/opportunities/{id}"));
    let browser = house.desk_of("sales1").await;
    browser.open(&house.url("/opportunities/board")).await;
    browser.see("[data-board]").await;
    browser.accessible().await;
    browser.open(&page).await;
    browser.see("#follow-up-form").await;
    browser.click("#follow-up-form label:has(input[value=wechat])").await;
    browser.click("#follow-up-form label:has(input[value=invited])").await;
    browser.click("#follow-up-form .button-primary").await;
    browser.read("跟进已记录").await;
    browser.press("推进到到店").await;
    browser.read("阶段已变更").await;
    browser.accessible().await;
    browser.click("details.folded summary").await;
    browser.script("document.querySelector('#field-loss-reason, #loss-reason').value = 'price'").await;
    browser.script("document.querySelector('textarea[name=evidence]').value = '客户来电，已在他店交了定金'").await;
    browser.script("document.querySelector('form[action$=defeat]').requestSubmit()").await;
    browser.read("战败待审").await;
    let manager = house.desk_of("manager1").await;
    manager.open(&page).await;
    manager.see("#review").await;
    manager.accessible().await;
    manager.script("document.querySelector('#review textarea[name=note]').value = '再约一次试驾'").await;
    manager.press("退回").await;
    manager.read("再约一次试驾").await;
    manager.read("1 天后").await;
    for page in [&browser, &manager] {
        page.quiet().await;
    }
}
