//! Somebody is about to be filed who has a file already.

use e2e::{Browser, House};

/// The warning below a field.
const WARNING: &str = "document.querySelector('.field-live:not(:empty)')?.innerText ?? ''";

/// Types a known name and a known number, follows the warning, and is not let past it.
async fn told_while_typing(house: &House, browser: &Browser) {
    let files = "SELECT CAST(count(*) AS text) FROM customers WHERE deleted_at IS NULL";
    let before = house.ask(files).await;
    let phone = house.ask("SELECT phone FROM customers WHERE name = '周雨欣'").await;
    let phone = phone.trim_start_matches("+86");
    let own = house.customer("周雨欣").await;
    browser.open(&house.url("/customers/new")).await;
    browser.see("#customer-form").await;

    // A name that nobody has says nothing; one that somebody has says whose file there is.
    browser.fill("name", "周雨欣").await;
    browser.until("a name warns", &format!("return ({WARNING}).includes('周雨欣')")).await;
    let said = browser.script(&format!("return {WARNING}")).await;
    let said = said.as_str().unwrap();
    assert!(said.contains("可能已有档案"), "{said}");
    assert!(!said.contains("周雨馨"), "a colleague's customer is not told of: {said}");
    browser.fits().await;
    browser.accessible().await;
    browser.fill("name", "欧阳若水").await;
    browser.until("another name is unknown", &format!("return ({WARNING}) === ''")).await;

    // The number is known, under another name.
    browser.fill("phone", phone).await;
    browser.until("a number warns", &format!("return ({WARNING}).includes('周雨欣')")).await;
    let beside = "const box = document.querySelector('.field-live:not(:empty)').getBoundingClientRect();
        return box.width > 0 && box.left >= 0 && box.right <= innerWidth";
    browser.until("the warning is in sight", beside).await;
    browser.fits().await;
    browser.accessible().await;
    let link = browser.see(".field-live a").await.attr("href").await.unwrap();
    assert_eq!(link.as_deref(), Some(own.as_str()), "the warning leads to the file");
    assert_eq!(browser.value("name").await, "欧阳若水", "nothing typed is lost");

    // Filed all the same under the known name, it is refused with the way to the file.
    browser.fill("name", "周雨欣").await;
    // On a phone it lies behind the bar below until one scrolls.
    browser
        .script("document.querySelector('#customer-form button[type=submit]').scrollIntoView({ block: 'center' })")
        .await;
    browser.click("#customer-form button[type=submit]").await;
    browser.see(".flash[role=alert]").await;
    browser.fits().await;
    assert_eq!(house.ask(files).await, before, "nobody was filed twice");
    browser.press("打开原档案").await;
    browser.arrive(&own).await;
    browser.see("main .identity").await;
    browser.quiet().await;
}

/// CUS-07, CUS-01: at a desk.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_known_is_told_while_typing() {
    let house = House::demo(60).await;
    let browser = house.desk_of("sales1").await;
    told_while_typing(&house, &browser).await;
}

/// CUS-07, SYS-13: on a phone the warning stands in sight below what is typed.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_known_is_told_on_the_phone() {
    let house = House::demo(60).await;
    let browser = Browser::phone().await;
    house.sign_in(&browser, "sales1").await;
    told_while_typing(&house, &browser).await;
}
