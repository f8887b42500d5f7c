//! The showroom: reception at its tablet, and the consultant whose turn it is (LEAD-04).

use e2e::{Browser, House};

/// LEAD-04: reception registers a group in three taps on a tablet, and the consultant proposed sees it on their board, on
/// the phone, asks for the needs and lets them leave; reception reads how it ended.
#[tokio::test(flavor = "multi_thread")]
async fn a_group_comes_and_goes() {
    let house = House::demo(60).await;
    let who = "SELECT login FROM users u WHERE u.id = (SELECT owner_id FROM showroom_visits ORDER BY created_at DESC, id DESC LIMIT 1)";
    let tablet = Browser::start(820, 1180, "zh-CN").await;
    house.sign_in(&tablet, "reception1").await;
    tablet.open(&house.url("/showroom")).await;
    tablet.settle().await;
    tablet.fits().await;
    tablet.accessible().await;
    tablet.click("a[href='/visits/new']").await;
    tablet.arrive("/visits/new").await;
    tablet.fits().await;
    tablet.click("input[name=heads][value='3']").await;
    tablet.fill("model", "途观L 两驱").await;
    tablet.click("main form button[type=submit]").await;
    tablet.arrive("/showroom").await;
    tablet.read("途观L 两驱").await;
    tablet.quiet().await;

    let login = house.ask(who).await;
    let phone = Browser::phone().await;
    house.sign_in(&phone, &login).await;
    phone.open(&house.url("/showroom")).await;
    phone.read("途观L 两驱").await;
    phone.settle().await;
    phone.fits().await;
    phone.accessible().await;
    let id = house.ask("SELECT id FROM showroom_visits ORDER BY created_at DESC, id DESC LIMIT 1").await;
    phone.click(&format!("form[action='/visits/{id}/steps'] button[value=ask]")).await;
    phone.arrive("/showroom").await;
    phone.open(&house.url(&format!("/visits/{id}"))).await;
    phone.read("需求分析").await;
    phone.fits().await;
    phone.quiet().await;
    tablet.open(&house.url("/visits")).await;
    tablet.read("途观L 两驱").await;
    tablet.quiet().await;
}
