//! A lead from the counter to the customer's file.

use e2e::{Browser, House};

/// LEAD-01, LEAD-03, LEAD-05: reception's manager takes a lead in, the house gives it out; on a phone the consultant logs
/// the call with two choices and files the customer; the manager sees where it went.
#[tokio::test(flavor = "multi_thread")]
async fn taken_in_called_and_filed() {
    let house = House::demo(60).await;
    let manager = house.desk_of("manager1").await;
    manager.open(&house.url("/leads/new")).await;
    manager.see("#lead").await;
    manager.accessible().await;
    manager.fits().await;
    manager.choose("source", "web").await;
    manager.fill("name", "尉迟清").await;
    manager.fill("phone", "13812300456").await;
    manager.fill("model", "途观L").await;
    manager.click("#lead button[type=submit]").await;
    manager.read("尉迟清").await;
    let page = manager.address().await;
    let page = page[page.find("/leads/").unwrap()..].to_owned();
    manager.accessible().await;

    manager.await_on(&house.url(&page), "联系客户").await;
    let login =
        house.ask("SELECT u.login FROM leads l JOIN users u ON u.id = l.owner_id WHERE l.name = '尉迟清'").await;
    let owner = Browser::phone().await;
    house.sign_in(&owner, &login).await;
    owner.open(&house.url(&page)).await;
    owner.read("联系客户").await;
    owner.fits().await;
    owner.accessible().await;
    owner.click("label:has(input[name=result][value=reached])").await;
    owner.click("#lead-contact button[type=submit]").await;
    owner.read("核实车型和级别").await;
    owner.press("建档").await;
    owner.see("#lead-filing").await;
    owner.fits().await;
    owner.choose("level", "A").await;
    owner.click("#lead-filing button[type=submit]").await;
    owner.read("线索到达").await;
    owner.quiet().await;

    manager.open(&house.url(&page)).await;
    manager.read("后续在客户档案里进行").await;
    manager.quiet().await;
}
