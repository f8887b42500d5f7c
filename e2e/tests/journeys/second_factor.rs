//! Two-step sign-in: set up with an app, used at the door, and the phone left at home.

use e2e::{Browser, House, PASSWORD};
use organisation::second_factor::totp;

/// The code that an app shows, so many steps from now.
fn code(house: &House, secret: &str, from_now: i64) -> String {
    let secret = totp::from_base32(secret).unwrap();
    totp::code(&secret, totp::step(house.db.clock.now()) + from_now)
}

/// With login and password, to the second step.
async fn knock(house: &House, browser: &Browser, login: &str) {
    browser.open(&house.url("/sign-in?next=%2Fnotices")).await;
    browser.fill("login", login).await;
    browser.fill("password", PASSWORD).await;
    browser.click("#sign-in button[type=submit]").await;
    browser.arrive("/sign-in/code?next=%2Fnotices").await;
    // The field waits for the code: nobody has to reach for it.
    browser.until("the field has the focus", "return document.activeElement.name === 'code'").await;
}

/// SYS-04: enrolled by picture or typed secret, signed in by code and by recovery code; nothing of the secret stays.
#[tokio::test(flavor = "multi_thread")]
async fn two_steps_with_app_and_recovery_code() {
    let house = House::demo(0).await;
    let browser = house.desk_of("sales1").await;
    browser.open(&house.url("/me")).await;
    browser.press("设置两步验证").await;
    browser.arrive("/me/second-factor").await;
    browser.press("开始设置").await;
    browser.see("svg.qr-code").await;
    browser.accessible().await;
    let secret = browser.text("#second-factor-secret").await;
    assert_eq!(secret.replace(' ', "").len(), 32);
    browser.fill("code", "000000").await;
    browser.press("确认开启").await;
    browser.read("验证码不正确").await;
    assert_eq!(browser.text("#second-factor-secret").await, secret, "a mistyped code does not begin anew");
    // The code before this one is forgiven as drift; the one that shows now is kept for the door.
    browser.fill("code", &code(&house, &secret, -1)).await;
    browser.press("确认开启").await;
    browser.read("两步验证已开启").await;
    browser.accessible().await;
    let codes: Vec<String> =
        browser.text("#recovery-codes-shown").await.split_whitespace().map(str::to_owned).collect();
    let codes: Vec<&String> = codes.iter().filter(|code| code.len() == 14).collect();
    assert_eq!(codes.len(), 10, "{codes:?}");
    browser.press("已保存").await;
    browser.read("恢复码剩余 10 / 10 个").await;
    browser.click("summary.top-me").await;
    browser.press("退出登录").await;
    browser.arrive("/sign-in").await;

    knock(&house, &browser, "sales1").await;
    browser.accessible().await;
    browser.keys("123456").await;
    browser.key(fantoccini::key::Key::Enter).await;
    browser.read("验证码不正确").await;
    browser.fill("code", &code(&house, &secret, 0)).await;
    browser.key(fantoccini::key::Key::Enter).await;
    browser.arrive("/notices").await;
    browser.read("已开启两步验证").await;
    browser.open(&house.url("/me/second-factor")).await;
    assert!(!browser.body().await.contains(&secret[..9]), "the secret is shown no more");
    browser.accessible().await;

    // The phone stayed at home.
    browser.forget().await;
    knock(&house, &browser, "sales1").await;
    browser.fill("code", &codes[0].to_uppercase()).await;
    browser.key(fantoccini::key::Key::Enter).await;
    browser.arrive("/notices").await;
    browser.open(&house.url("/me")).await;
    browser.read("恢复码剩余 9 / 10 个").await;
    browser.quiet().await;
}

/// SYS-04: whoever needs a second factor is led to it on a phone as well, and turns it off with password and code.
#[tokio::test(flavor = "multi_thread")]
async fn demanded_on_a_phone_and_turned_off() {
    let house = House::demo(0).await;
    let scope = house.scope("group").await;
    let mut tx = house.db.write(&scope).await.unwrap();
    let role =
        organisation::roles::queries::find_by_code(tx.conn(), tx.tenant(), "receptionist").await.unwrap().unwrap();
    let entry = organisation::roles::entry::EntryChange { second_factor: true, addresses: String::new() };
    organisation::roles::entry::change_entry(&mut tx, role.id, role.version, entry, None).await.unwrap();
    tx.commit().await.unwrap();

    let phone = Browser::phone().await;
    phone.open(&house.url("/sign-in")).await;
    phone.fill("login", "reception1").await;
    phone.fill("password", PASSWORD).await;
    phone.click("#sign-in button[type=submit]").await;
    phone.arrive("/me/second-factor").await;
    phone.read("请先设置").await;
    phone.open(&house.url("/customers")).await;
    phone.arrive("/me/second-factor").await;
    phone.press("开始设置").await;
    phone.see("svg.qr-code").await;
    phone.accessible().await;
    let secret = phone.text("#second-factor-secret").await;
    phone.fill("code", &code(&house, &secret, -1)).await;
    phone.press("确认开启").await;
    phone.see("#recovery-codes-shown").await;
    phone.open(&house.url("/customers")).await;
    phone.arrive("/customers").await;

    phone.open(&house.url("/me/second-factor")).await;
    phone.fill("current", PASSWORD).await;
    phone.fill("code", &code(&house, &secret, 0)).await;
    phone.click("#second-factor-removal button[type=submit]").await;
    // The role still asks for it.
    phone.arrive("/me/second-factor").await;
    phone.read("请先设置").await;
    phone.quiet().await;
}
