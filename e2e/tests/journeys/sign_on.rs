//! Single sign-on through a real provider and its own login form.

use e2e::provider::{CLIENT, Provider, SECRET};
use e2e::{Browser, House};

/// SYS-03: an administrator names the provider; someone signs in there, is who they are here, and unlinks.
#[tokio::test(flavor = "multi_thread")]
async fn signing_in_at_the_provider() {
    let house = House::demo(0).await;
    let provider = Provider::start(&house.url("/sign-in/single/back")).await;
    let admin = house.desk_of("admin").await;
    admin.open(&house.url("/admin")).await;
    admin.press("单点登录").await;
    admin.read("在身份平台登记").await;
    admin.read(&house.url("/sign-in/single/back")).await;
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
    browser.fill("login", "sales1").await;
    browser.fill("password", "any").await;
    browser.click("button[type=submit]").await;
    // It asks whether the house may know who they are.
    browser.press("Continue").await;
    browser.arrive("/customers").await;
    browser.open(&house.url("/me")).await;
    browser.read("王晓东").await;
    browser.read("集团账号").await;
    browser.accessible().await;
    browser.press("解除关联").await;
    browser.read("已解除关联").await;

    // Whom the provider knows and the house does not stays outside.
    let stranger = Browser::desk().await;
    stranger.open(&house.url("/sign-in")).await;
    stranger.press("用集团账号登录").await;
    stranger.fill("login", "somebody.else").await;
    stranger.fill("password", "any").await;
    stranger.click("button[type=submit]").await;
    stranger.press("Continue").await;
    stranger.read("系统中没有对应的账号").await;
    stranger.accessible().await;
}
