//! The language.

use e2e::House;

/// SYS-13: the switch keeps the page, everything on it speaks the other language, and the choice stays with the person.
#[tokio::test(flavor = "multi_thread")]
async fn the_switch_keeps_the_page() {
    let house = House::demo(20).await;
    let browser = house.desk_of("manager1").await;
    browser.open(&house.url("/customers?filter=grade%3Aeq%3AH%2CA")).await;
    browser.see("html[lang=zh-CN]").await;
    browser.click("summary.top-me").await;
    browser.press("English").await;
    browser.see("html[lang=en]").await;
    browser.arrive("/customers?filter=grade%3Aeq%3AH%2CA").await;
    assert_eq!(browser.text("main h1").await.split_whitespace().next(), Some("Customers"));
    assert_eq!(browser.strange().await, Vec::<String>::new());
    assert_eq!(browser.unworded().await, Vec::<String>::new());

    // Another visit, another browser: the choice is the person's.
    let other = house.desk_of("manager1").await;
    other.open(&house.url("/vehicles")).await;
    other.see("html[lang=en]").await;
    other.click("summary.top-me").await;
    other.press("中文").await;
    other.see("html[lang=zh-CN]").await;
    other.arrive("/vehicles").await;
    other.quiet().await;
}

/// SYS-13: also before anyone has signed in, where the browser's own language comes first.
#[tokio::test(flavor = "multi_thread")]
async fn the_door_speaks_the_browsers_language() {
    let house = House::demo(0).await;
    let browser = e2e::Browser::start(1440, 900, "en-GB").await;
    browser.open(&house.url("/sign-in")).await;
    browser.see("html[lang=en]").await;
    browser.press("中文").await;
    browser.see("html[lang=zh-CN]").await;
    browser.read("登录名").await;
    browser.quiet().await;
}
