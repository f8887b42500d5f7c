//! The day's work: a task in three strokes, done by one, and on the phone as well (SALE-02).

use e2e::{Browser, House};

/// SALE-02: words, Enter, and it stands there; `j` and `d` end it, undo brings it back; on the phone one tap ends it, and
/// nothing is wider than the screen.
#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_made_and_done() {
    let house = House::demo(60).await;
    let browser = Browser::desk().await;
    house.sign_in(&browser, "sales2").await;
    browser.click("nav.side a[href='/work']").await;
    browser.arrive("/work").await;
    browser.fill("title", "送合同到客户公司").await;
    browser.click(".quick-add button").await;
    browser.read("任务已建立").await;
    browser.read("送合同到客户公司").await;
    browser.accessible().await;
    let before = browser.script("return document.querySelectorAll('tr[data-id]').length").await;
    browser.click("h1").await;
    let rows = "[...document.querySelectorAll('tr[data-id]')]";
    let above = format!("return {rows}.findIndex(row => row.innerText.includes('送合同到客户公司'))");
    let above = browser.script(&above).await.as_i64().unwrap();
    for _ in 0..=above {
        browser.keys("j").await;
    }
    browser.keys("d").await;
    browser.see("[data-toast-undo]").await;
    browser
        .until("the row is gone", &format!("return document.querySelectorAll('tr[data-id]').length === {before} - 1"))
        .await;
    browser.click("[data-toast-undo]").await;
    browser
        .until("the row is back", &format!("return document.querySelectorAll('tr[data-id]').length === {before}"))
        .await;
    browser.quiet().await;

    let phone = Browser::phone().await;
    house.sign_in(&phone, "sales2").await;
    phone.open(&house.url("/work")).await;
    phone.settle().await;
    phone.fits().await;
    phone.accessible().await;
    phone.tap("tr[data-id] [data-done]").await;
    phone.see("[data-toast-undo]").await;
    phone.quiet().await;
}

/// SALE-02: the week on a desk, one day on a phone with the others a tap away; what is planned leads to where it is done.
#[tokio::test(flavor = "multi_thread")]
async fn a_week_on_a_desk_and_a_day_on_a_phone() {
    let house = House::demo(60).await;
    let desk = house.desk_of("salesmanager1").await;
    desk.open(&house.url("/work?of=team")).await;
    desk.click("a[href='/work-week?of=team']").await;
    desk.arrive("/work-week?of=team").await;
    desk.fits().await;
    desk.accessible().await;
    assert_eq!(desk.count(".week-day").await, 7);
    desk.quiet().await;
    let phone = Browser::phone().await;
    house.sign_in(&phone, "sales1").await;
    phone.open(&house.url("/work-week")).await;
    let shown = "return [...document.querySelectorAll('.week-day')].filter(d => d.offsetParent).length === 1";
    phone.until("one day is shown", shown).await;
    phone.fits().await;
    phone.accessible().await;
    phone.click(".week-strip a:not([aria-current])").await;
    phone.until("another day is chosen", "return location.search.includes('day=')").await;
    phone.until("one day is shown", shown).await;
    phone.quiet().await;
}
