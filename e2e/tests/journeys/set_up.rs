//! The first day of a house: it is set up, and people sign in.

use e2e::{Browser, House, PASSWORD};

/// SYS-02: an empty house asks for group, store and administrator, tells beside the field what is wrong and keeps what
/// was typed; then the administrator is in.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_house_is_set_up() {
    let house = House::open().await;
    let browser = Browser::desk().await;
    browser.open(&house.url("/")).await;
    browser.arrive("/set-up").await;
    browser.accessible().await;
    for (name, text) in [
        ("group_name", "四合汽车集团"),
        ("group_code", "HQ"),
        ("store_name", "浦东店"),
        ("store_code", "PD"),
        ("name", "管理员"),
        ("login", "admin"),
        ("password", "correct-horse-9"),
        ("password_again", "correct-horse-8"),
    ] {
        browser.fill(name, text).await;
    }
    browser.click("main button[type=submit]").await;
    browser.see("#field-password_again[aria-invalid=true]").await;
    browser.see(".field-bad #field-password_again-error").await;
    assert_eq!(browser.value("group_name").await, "四合汽车集团");
    assert_eq!(browser.value("store_code").await, "PD");

    browser.fill("password", "correct-horse-9").await;
    browser.fill("password_again", "correct-horse-9").await;
    browser.click("main button[type=submit]").await;
    browser.read("管理员，您好").await;

    // The house is set up once.
    browser.open(&house.url("/set-up")).await;
    browser.leave("/set-up").await;
    browser.see("nav.side").await;
}

/// SYS-04: a wrong password is told without telling which part was wrong, keeps the name, and after a few the door
/// stays shut for a while, also for the right one.
#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_are_told_and_lock_the_door() {
    let house = House::demo(0).await;
    let browser = Browser::desk().await;
    browser.open(&house.url("/customers")).await;
    browser.arrive("/sign-in?next=%2Fcustomers").await;
    browser.fill("login", "sales1").await;
    browser.fill("password", "wrong-horse").await;
    browser.click("#sign-in button[type=submit]").await;
    browser.read("登录名或密码不正确").await;
    assert_eq!(browser.value("login").await, "sales1");
    assert_eq!(browser.value("password").await, "", "a password is not sent back");
    browser.accessible().await;

    // The right one still opens, and leads to the page asked for first.
    browser.fill("password", PASSWORD).await;
    browser.click("#sign-in button[type=submit]").await;
    browser.arrive("/customers").await;

    // Somebody else's name, tried again and again.
    browser.forget().await;
    browser.open(&house.url("/sign-in")).await;
    for _ in 0..12 {
        browser.fill("login", "sales2").await;
        browser.fill("password", "guess-after-guess").await;
        browser.script("window.before = true").await;
        browser.click("#sign-in button[type=submit]").await;
        browser.until("the answer is there", "return document.readyState === 'complete' && !window.before").await;
        if browser.body().await.contains("分钟后再试") {
            break;
        }
    }
    browser.read("分钟后再试").await;
    browser.fill("login", "sales2").await;
    browser.fill("password", PASSWORD).await;
    browser.click("#sign-in button[type=submit]").await;
    browser.read("分钟后再试").await;
}
