//! Screening a lead: answers kept as they are given, branches without a reload; and a stranger on a phone who answers by
//! themselves (LEAD-02).

use e2e::{Browser, House};

/// LEAD-02: a stranger applies on a phone; the lead is at the head office with level and reason, and whoever screens it on
/// sees questions and result follow each answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_applies_and_is_screened() {
    let house = House::demo(60).await;
    let address = format!("/apply/{}", house.ask("SELECT key FROM lead_forms LIMIT 1").await);
    let phone = Browser::phone().await;
    phone.open(&house.url(&address)).await;
    phone.fits().await;
    phone.accessible().await;
    phone.fill("name", "乔安然").await;
    phone.fill("phone", "13512340099").await;
    for answer in ["#field-q1-1", "#field-q2-2", "#field-q3-1", "#field-q4-2"] {
        phone.click(&format!("label:has({answer})")).await;
    }
    phone.until("the branch is left", "return !document.querySelector('#field-q5')").await;
    for answer in ["#field-q6-0", "#field-q7-0", "#field-consent"] {
        phone.click(&format!("label:has({answer})")).await;
    }
    phone.click("#apply .button-primary").await;
    phone.read("谢谢您").await;
    phone.fits().await;
    phone.quiet().await;

    let desk = house.desk_of("group").await;
    let lead = house.ask("SELECT id FROM leads WHERE name = '乔安然'").await;
    desk.open(&house.url(&format!("/leads/{lead}"))).await;
    desk.read("50 分及以上").await;
    desk.click("#screening .button").await;
    desk.arrive(&format!("/leads/{lead}/screening")).await;
    desk.accessible().await;
    desk.click("label:has(#field-q4-0)").await;
    desk.see("#field-q5").await;
    desk.click("label:has(#field-q1-0)").await;
    desk.read("由答案“7 天内”直接判定：H 级").await;
    desk.open(&house.url(&format!("/leads/{lead}/screening"))).await;
    desk.see("#field-q1-0:checked").await;
    desk.quiet().await;
}
