//! Single sign-on through a real provider and its own login form.

use e2e::provider::{CLIENT, Provider, SECRET};
use e2e::{Browser, House};

/// SYS-03: an administrator names the provider; someone signs in there, is who they are here, signs out here and there, so
/// that the next one at the screen is asked who they are, and unlinks; an administrator can do that as well.
#[tokio::test(flavor = "multi_thread")]
async fn signing_in_at_the_provider() {
    let house = House::demo(0).await;
    let provider = Provider::start(&house.url("/sign-in/single/back"), &house.url("/sign-in")).await;
    let admin = house.desk_of("admin").await;
    admin.open(&house.url("/admin")).await;
    admin.press("单点登录").await;
    admin.read("在身份平台登记").await;
    admin.read(&house.url("/sign-in/single/back")).await;
    admin.read("退出后返回地址").await;
    admin.accessible().await;
    admin.fits().await;
    for (field, text) in
        [("label", "集团账号"), ("client_id", CLIENT), ("secret", SECRET), ("issuer", "http://localhost:1")]
    {
        admin.fill(field, text).await;
    }
    admin.click("#sign-on button[type=submit]").await;
    admin.read("身份平台没有应答").await;
    admin.accessible().await;
    admin.fill("issuer", &provider.issuer).await;
    admin.fill("secret", SECRET).await;
    admin.click("#sign-on button[type=submit]").await;
    admin.read("已保存").await;
    admin.quiet().await;

    let browser = Browser::phone().await;
    browser.open(&house.url("/sign-in?next=%2Fcustomers")).await;
    browser.fits().await;
    browser.accessible().await;
    browser.press("用集团账号登录").await;
    browser.see("input[name=login]").await;
    assert!(browser.address().await.starts_with(&provider.issuer), "{}", browser.address().await);
    at_the_provider(&browser, "sales1").await;
    browser.arrive("/customers").await;
    browser.open(&house.url("/me")).await;
    browser.read("王晓东").await;
    browser.read("集团账号").await;
    browser.accessible().await;
    // On a phone the button lies behind the bar below until one scrolls.
    browser.resize(1440, 900).await;
    browser.click("summary.top-me").await;
    browser.press("退出登录").await;
    // The provider asks before it ends its own session.
    browser.press("Yes, sign me out").await;
    browser.arrive("/sign-in").await;
    browser.press("用集团账号登录").await;
    browser.see("input[name=login]").await;
    at_the_provider(&browser, "sales1").await;
    browser.see("nav.side").await;
    browser.open(&house.url("/me")).await;
    browser.press("解除关联").await;
    browser.read("已解除关联").await;

    // Linked again, and unlinked by an administrator: the session that began there is over.
    browser.click("summary.top-me").await;
    browser.press("退出登录").await;
    browser.press("Yes, sign me out").await;
    browser.arrive("/sign-in").await;
    browser.press("用集团账号登录").await;
    at_the_provider(&browser, "sales1").await;
    browser.see("nav.side").await;
    let user = house.ask("SELECT id FROM users WHERE login = 'sales1'").await;
    admin.open(&house.url(&format!("/users/{user}/sign-on"))).await;
    admin.read("本人会收到通知").await;
    admin.accessible().await;
    admin.click("main form button[type=submit]").await;
    admin.read("单点登录关联已解除").await;
    browser.open(&house.url("/customers")).await;
    browser.see("#sign-in").await;

    // Whom the provider knows and the house does not stays outside.
    let stranger = Browser::desk().await;
    stranger.open(&house.url("/sign-in")).await;
    stranger.press("用集团账号登录").await;
    at_the_provider(&stranger, "somebody.else").await;
    stranger.read("系统中没有对应的账号").await;
    stranger.accessible().await;
}

/// Fills in the provider's form, which is not made as ours are, and lets the house know who it is.
async fn at_the_provider(browser: &Browser, login: &str) {
    for (field, text) in [("login", login), ("password", "any")] {
        browser.see(&format!("input[name={field}]")).await.send_keys(text).await.unwrap();
    }
    browser.click("button[type=submit]").await;
    browser.press("Continue").await;
}
