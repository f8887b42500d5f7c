//! The whole way: from a web form on somebody's phone to a second chance with a colleague, with the head office, reception,
//! a consultant and a manager at work at the same time (LEAD-01 to LEAD-07, SALE-01, SALE-02).

use e2e::{Browser, House};
use kernel::{Id, Scope, sql};

const NAME: &str = "闵行舟";
const PHONE: &str = "13512340177";

/// The loss was long ago: colleagues are offered it.
async fn a_month_passes(house: &House, opportunity: &str) {
    let tenant = house.scope("group").await.tenant;
    let scope = Scope::system(tenant, house.db.clock.new_id(), "journey");
    let tx = house.db.write(&scope).await.unwrap();
    let text = "UPDATE opportunities SET closed_at = closed_at - $2 WHERE id = $1";
    let month = 31_i64 * 24 * 3_600 * 1_000_000;
    sql::run(tx.conn(), text, [opportunity.parse::<Id>().unwrap().into(), month.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Somebody fills in the form of the group's site, and answers what is asked.
async fn applies(house: &House, phone: &Browser) {
    phone.open(&house.url(&format!("/apply/{}", house.ask("SELECT key FROM lead_forms LIMIT 1").await))).await;
    phone.fill("name", NAME).await;
    phone.fill("phone", PHONE).await;
    phone.fill("model", "途观L").await;
    for answer in ["#field-q1-1", "#field-q2-2", "#field-q3-1", "#field-q4-2"] {
        phone.tap(&format!("label:has({answer})")).await;
    }
    phone.until("the branch is left", "return !document.querySelector('#field-q5')").await;
    for answer in ["#field-q6-0", "#field-q7-0", "#field-consent"] {
        phone.tap(&format!("label:has({answer})")).await;
    }
    phone.tap("#apply .button-primary").await;
    phone.read("谢谢您").await;
    phone.quiet().await;
}

/// The head office screens the lead and sends it to a store, whose consultant gets it; their login.
async fn screened_and_sent(house: &House, desk: &Browser, lead: &str) -> String {
    desk.open(&house.url("/leads")).await;
    desk.click(&format!("main a[href='/leads/{lead}']")).await;
    desk.arrive(&format!("/leads/{lead}")).await;
    desk.read("50 分及以上").await;
    desk.click("#screening .button").await;
    desk.arrive(&format!("/leads/{lead}/screening")).await;
    desk.click("label:has(#field-q1-0)").await;
    desk.read("由答案“7 天内”直接判定：H 级").await;
    desk.open(&house.url(&format!("/leads/{lead}"))).await;
    desk.fits().await;
    desk.choose("store", &house.ask("SELECT id FROM nodes WHERE code = 'S001'").await).await;
    desk.click("#lead-send button[type=submit]").await;
    desk.await_on(&house.url(&format!("/leads/{lead}")), "联系客户").await;
    desk.quiet().await;
    house.ask(&format!("SELECT u.login FROM leads l JOIN users u ON u.id = l.owner_id WHERE l.name = '{NAME}'")).await
}

/// The clock runs on the work lists of consultant and manager; three taps log the call, and it runs no more.
async fn called(house: &House, phone: &Browser, desk: &Browser, lead: &str) {
    let (own, team) = (house.url("/work"), house.url("/work?of=team"));
    tokio::join!(phone.open(&own), desk.open(&team));
    for browser in [phone, desk] {
        browser.read("首次联系线索").await;
        browser.read(NAME).await;
        browser.fits().await;
        browser.accessible().await;
    }
    phone.tap(&format!("main a[href='/leads/{lead}#log']")).await;
    phone.arrive(&format!("/leads/{lead}")).await;
    phone.see(".next").await;
    phone.tap("#lead-contact label:has(input[value=reached])").await;
    phone.tap("#lead-contact button[type=submit]").await;
    phone.read("核实车型和级别").await;
    phone.fits().await;
    phone.open(&house.url("/work")).await;
    phone.settle().await;
    assert!(!phone.body().await.contains(NAME), "who was called waits no more");
    phone.quiet().await;
}

/// Reception registers whoever comes by their number; their own consultant is called, and not whose turn it is.
async fn comes_and_drives(house: &House, tablet: &Browser, phone: &Browser, lead: &str) {
    tablet.open(&house.url("/showroom")).await;
    tablet.click("a[href='/visits/new']").await;
    tablet.arrive("/visits/new").await;
    tablet.fits().await;
    tablet.click("label:has(input[name=heads][value='2'])").await;
    tablet.fill("name", NAME).await;
    tablet.fill("phone", PHONE).await;
    tablet.click("main form button[type=submit]").await;
    tablet.arrive("/showroom").await;
    tablet.read(NAME).await;
    tablet.fits().await;
    tablet.accessible().await;
    let visit = house.ask(&format!("SELECT id FROM showroom_visits WHERE name = '{NAME}'")).await;

    phone.open(&house.url(&format!("/leads/{lead}"))).await;
    phone.tap(&format!("a[href='/visits/{visit}']")).await;
    phone.arrive(&format!("/visits/{visit}")).await;
    phone.tap("button[name=act][value=ask]").await;
    phone.read("需求分析").await;
    let car = "SELECT c.id FROM demo_cars c WHERE c.store_id = (SELECT id FROM nodes WHERE code = 'S001') AND c.active = 1 AND NOT EXISTS \
         (SELECT 1 FROM test_drives d WHERE d.car_id = c.id AND d.returned_at IS NULL) LIMIT 1";
    phone.choose("car", &house.ask(car).await).await;
    phone.tap("#visit-drive label:has(input[name=checked])").await;
    phone.tap("#visit-drive label:has(input[name=agreed])").await;
    phone.tap("#visit-drive button[type=submit]").await;
    phone.tap(&format!("form[action='/visits/{visit}/drives/end'] button")).await;
    phone.until("the car is back", "return !document.querySelector('form[action$=\"/drives/end\"]')").await;
    phone.fits().await;
    phone.accessible().await;
    phone.tap(&format!("details:has(form[action='/visits/{visit}/leaving']) summary")).await;
    phone.tap(&format!("form[action='/visits/{visit}/leaving'] button[value=interested]")).await;
    phone.until("they have left", "return !document.querySelector('form[action$=\"/leaving\"]')").await;
    phone.tap(&format!("main a[href='/leads/{lead}']")).await;
    phone.arrive(&format!("/leads/{lead}")).await;
    phone.quiet().await;
    tablet.open(&house.url("/showroom")).await;
    tablet.read(NAME).await;
    tablet.quiet().await;
}

/// The lead is filed; its opportunity stands where the showroom saw them already, and goes on. Its page.
async fn filed_and_quoted(phone: &Browser, lead: &str) -> String {
    phone.tap(&format!("a[href='/leads/{lead}/filing']")).await;
    phone.arrive("/filing").await;
    phone.fits().await;
    phone.tap("#lead-filing button[type=submit]").await;
    phone.leave("/filing").await;
    phone.read(NAME).await;
    phone.tap("main a[href^='/opportunities/']:not([href*='new'])").await;
    phone.see("#way").await;
    let here = phone.text("#way [aria-current]").await;
    assert!(here.contains("试驾"), "the drive was a milestone: {here}");
    phone.tap("#way button[name=stage][value=quoted]").await;
    phone.read("阶段已变更").await;
    phone.fits().await;
    phone.accessible().await;
    let address = phone.address().await;
    address.split("/opportunities/").nth(1).unwrap().split(['?', '#']).next().unwrap().to_owned()
}

/// The consultant says that they are lost and how that is known; the manager finds it on the work list and judges.
async fn lost_and_judged(house: &House, phone: &Browser, desk: &Browser, opportunity: &str) {
    phone.tap("details:has(form[action$='/defeat']) summary").await;
    phone.choose("reason", "competitor").await;
    phone.fill("competitor", "宋PLUS DM-i").await;
    phone.fill("evidence", "客户来电，昨天已在他店交了定金").await;
    phone.tap("form[action$='/defeat'] button[type=submit]").await;
    phone.read("由他人审核").await;
    phone.fits().await;
    phone.quiet().await;

    desk.open(&house.url("/work")).await;
    desk.read("审核战败申请").await;
    desk.click(&format!("main a[href='/opportunities/{opportunity}#review']")).await;
    desk.arrive(&format!("/opportunities/{opportunity}")).await;
    desk.read("昨天已在他店交了定金").await;
    desk.accessible().await;
    desk.click("button[name=verdict][value=approve]").await;
    desk.arrive("said=done").await;
    desk.quiet().await;
}

/// LEAD-01 to LEAD-07: a web lead is screened, sent and given out; the clock runs until the call; reception registers the
/// visit, the test drive counts as a milestone; the opportunity goes on, is lost with evidence, judged, and taken up again
/// by a colleague.
#[tokio::test(flavor = "multi_thread")]
async fn from_a_web_form_to_a_second_chance() {
    let house = House::demo(60).await;
    let (phone, desk, tablet) = tokio::join!(Browser::phone(), Browser::desk(), Browser::start(1024, 768, "zh-CN"));
    applies(&house, &phone).await;
    let lead = house.ask(&format!("SELECT id FROM leads WHERE name = '{NAME}'")).await;
    house.sign_in(&desk, "group").await;
    let login = screened_and_sent(&house, &desk, &lead).await;
    desk.forget().await;
    house.sign_in(&desk, "salesmanager1").await;
    house.sign_in(&phone, &login).await;
    house.sign_in(&tablet, "reception1").await;
    called(&house, &phone, &desk, &lead).await;
    comes_and_drives(&house, &tablet, &phone, &lead).await;
    let opportunity = filed_and_quoted(&phone, &lead).await;
    lost_and_judged(&house, &phone, &desk, &opportunity).await;

    a_month_passes(&house, &opportunity).await;
    let colleague = if login == "sales1" { "sales2" } else { "sales1" };
    desk.forget().await;
    house.sign_in(&desk, colleague).await;
    desk.open(&house.url("/opportunities/pool")).await;
    assert!(!desk.body().await.contains(NAME), "the name is told to whoever takes them up");
    let form = format!("form[action='/opportunities/{opportunity}/reactivation']");
    desk.see(&format!("{form} input[name=note]")).await.send_keys("朋友介绍，想再谈置换").await.unwrap();
    desk.click(&format!("{form} button")).await;
    desk.arrive("said=done").await;
    desk.read(NAME).await;
    desk.read("朋友介绍，想再谈置换").await;
    desk.fits().await;
    desk.quiet().await;
    let owner = format!(
        "SELECT u.login FROM engagements e JOIN users u ON u.id = e.owner_id JOIN customers c ON c.id = e.customer_id WHERE c.name = '{NAME}'"
    );
    assert_eq!(house.ask(&owner).await, colleague, "the customer goes along");
}
