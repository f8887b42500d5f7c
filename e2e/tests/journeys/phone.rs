//! A phone held in one hand: 390 pixels wide.

use e2e::{Browser, House};

async fn at(house: &House, browser: &Browser, path: &str) {
    browser.open(&house.url(path)).await;
    browser.settle().await;
    browser.fits().await;
    browser.accessible().await;
}

/// SYS-13: from signing in to a note on a customer's file: bottom bar, search, cards, record page and form, none of
/// them wider than the screen, nothing to be done hidden below something else.
#[tokio::test(flavor = "multi_thread")]
async fn a_round_on_the_lot() {
    let house = House::demo(60).await;
    let browser = Browser::phone().await;
    browser.open(&house.url("/sign-in")).await;
    browser.fits().await;
    house.sign_in(&browser, "sales1").await;
    at(&house, &browser, "/").await;

    // The bottom bar is there, the side one waits behind the mark.
    assert!(!browser.see("nav.side a[href='/vehicles']").await.is_displayed().await.unwrap());
    browser.click("[data-side-toggle]").await;
    browser
        .until("the modules slide in", "return document.querySelector('nav.side').getBoundingClientRect().left >= 0")
        .await;
    browser.click("nav.side a[href='/vehicles']").await;
    browser.arrive("/vehicles").await;
    browser.fits().await;

    // A list is cards: the name and its facts below each other, no wider than the screen.
    at(&house, &browser, "/customers").await;
    let card = "const row = document.querySelector('tbody tr[data-id]'); const box = row.getBoundingClientRect();
        return getComputedStyle(row).display !== 'table-row' && box.left >= 0 && box.right <= innerWidth && box.height >= 44";
    browser.until("rows are cards", card).await;

    // Search by the bottom bar.
    browser.click("nav.bottom [data-palette-open]").await;
    browser.see("dialog#palette[open] input").await.send_keys("zyx").await.unwrap();
    browser.see("#palette-results a[role=option]").await;
    browser.fits().await;
    browser.click("#palette-results a[aria-selected=true]").await;
    browser.see("main .identity").await;
    let page = house.customer("周雨欣").await;
    browser.arrive(&page).await;
    browser.fits().await;
    browser.accessible().await;

    // The next thing to do leads to where it is done: the opportunity, in a form whose fields can all be reached.
    browser.click(".next-actions .button-primary").await;
    browser.see("#follow-up-form").await;
    browser.click("#follow-up-form label:has(input[value=talked])").await;
    browser.fill("content", "周六上午到店签约").await;
    for field in ["content", "level", "next_on"] {
        let free = format!(
            "const field = document.querySelector('#follow-up-form [name={field}]'); field.scrollIntoView({{ block: 'nearest' }}); field.focus();
             const box = field.getBoundingClientRect();
             const top = document.elementFromPoint(box.left + box.width / 2, box.bottom - 4);
             return field === top || field.contains(top)"
        );
        browser.until(&format!("{field} lies free"), &free).await;
    }
    browser.click("#follow-up-form button[type=submit]").await;
    browser.read("周六上午到店签约").await;
    browser.fits().await;
    browser.quiet().await;
}

/// CUS-01, SYS-13: a new customer with the thumb alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_customer_on_the_phone() {
    let house = House::demo(0).await;
    let browser = Browser::phone().await;
    house.sign_in(&browser, "sales1").await;
    browser.click("nav.bottom .bottom-new").await;
    browser.arrive("/new").await;
    browser.fits().await;
    browser.click("a[href='/customers/new']").await;
    browser.arrive("/customers/new").await;
    browser.fits().await;
    browser.fill("name", "郑和平").await;
    browser.fill("phone", "13712349876").await;
    browser.press("建档").await;
    browser.read("郑和平").await;
    browser.see("main .identity").await;
    browser.fits().await;
    browser.accessible().await;
    browser.quiet().await;
}
