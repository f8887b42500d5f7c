//! Someone asks what is known of them, and asks to be forgotten.

use e2e::{Browser, House};

/// From the file to the request, with the identity proved.
async fn asked(house: &House, browser: &Browser, file: &str, kind: &str) -> String {
    browser.open(&house.url(file)).await;
    browser.see("main .identity").await;
    let customer = file.rsplit('/').next().unwrap();
    browser.open(&house.url(&format!("/privacy/new?customer={customer}"))).await;
    browser.see("#privacy-form").await;
    browser.accessible().await;
    browser.click(&format!("#privacy-form label:has(input[value={kind}])")).await;
    browser.fill("asked_by", "本人到店").await;
    browser.press("登记").await;
    browser.read("待核验").await;
    browser.choose("proof", "paper").await;
    browser.press("身份已核实").await;
    browser.read("待办理").await;
    browser.accessible().await;
    let address = browser.address().await;
    address[address.find("/privacy/").unwrap()..].to_owned()
}

/// PIPL 45, 47: the officer makes a copy and prints it; then proposes erasing the person, after a look at what it comes to;
/// a second one releases it, and the person is nowhere any more.
#[tokio::test(flavor = "multi_thread")]
async fn copied_and_forgotten() {
    let house = House::demo(40).await;
    let browser = house.desk_of("admin").await;
    let file = house.customer("顾建国").await;
    let request = asked(&house, &browser, &file, "copy").await;
    browser.press("制作副本").await;
    browser.read("下载副本").await;
    browser.accessible().await;
    browser.open(&house.url(&format!("{request}/print"))).await;
    browser.read("个人信息副本").await;
    browser.read("顾建国").await;
    let request = asked(&house, &browser, &file, "erase").await;
    browser.open(&house.url(&format!("{request}/erasure"))).await;
    browser.see("#erasure-form").await;
    browser.read("依法保留").await;
    browser.accessible().await;
    let number = house.ask("SELECT number FROM customers WHERE name = '顾建国'").await;
    browser.fill("confirm", &number).await;
    browser.press("提请删除").await;
    browser.read("等待另一位个人信息经办人复核").await;
    browser.accessible().await;
    browser.open(&house.url(&format!("{request}/erasure"))).await;
    browser.read("这是您本人提请的").await;
    let second = house.desk_of("privacy1").await;
    second.open(&house.url(&format!("{request}/erasure"))).await;
    second.see("#erasure-form").await;
    second.read("由您复核").await;
    second.accessible().await;
    second.fill("confirm", &number).await;
    second.press("永久删除").await;
    second.read("此人的信息已永久删除").await;
    second.accessible().await;
    second.quiet().await;
    browser.open(&house.url("/customers?q=顾建国")).await;
    browser.until("the list is empty", "return !document.querySelector('main').innerText.includes('顾建国')").await;
    browser.quiet().await;
}
