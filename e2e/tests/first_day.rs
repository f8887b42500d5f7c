//! The first day of a store: set the house up, sign in, bring the spreadsheet in, find someone, mend the file, look at
//! its history; in Chinese and English, on a desk and on a phone.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use e2e::{Browser, House};

const PASSWORD: &str = "correct-horse-9";

/// What a store keeps: a Chinese header, a phone that a spreadsheet made a number, a bad birthday, a repeated row.
const SHEET: &str = "客户姓名,手机号码,车牌号,车架号,生日,来店日期,备注\n\
    周海燕,13812345678,沪A12345,LSVAA4182E2184847,1988-05-16,2026-10-01,试驾后回访\n\
    欧阳晓敏,13601774502,,,1990年2月3日,2026/10/8,\n\
    陈建国,1.39E+10,沪B8K321,,1975-13-40,,\n\
    周海燕,13812345678,,,,,重复的一行\n";

async fn set_up(house: &House, browser: &Browser) {
    browser.open(&house.url("/")).await;
    for (name, text) in [
        ("group_name", "四合汽车集团"),
        ("group_code", "HQ"),
        ("store_name", "浦东店"),
        ("store_code", "PD"),
        ("name", "管理员"),
        ("login", "admin"),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
    ] {
        browser.fill(name, text).await;
    }
    browser.click("main button[type=submit]").await;
    browser.see("nav.side").await;
}

/// CUS-14, CUS-01, SYS-02, SYS-08, SYS-13: from an empty house to a customer's page.
#[tokio::test(flavor = "multi_thread")]
async fn from_set_up_to_the_customers_page() {
    let house = House::open().await;
    let browser = Browser::start(1440, 900, "zh-CN").await;
    set_up(&house, &browser).await;

    let file = house.folder().join("客户.csv");
    std::fs::write(&file, SHEET).unwrap();
    browser.open(&house.url("/imports/new")).await;
    browser.accessible().await;
    browser.see("main input[type=file]").await.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.click("main form button[type=submit]").await;
    browser.read("客户姓名").await;
    browser.close().await;
}
