//! Figures in the morning: the showroom's report, and the head office's board (LEAD-04, SYS-10).

use e2e::{Browser, House};

/// LEAD-04, SYS-10: the manager opens the day, goes to the week and a week back by key, opens a figure to as many rows as it
/// says, and takes the report out; the group opens its board, which asks again by itself, and puts it on the wall.
#[tokio::test(flavor = "multi_thread")]
async fn figures_of_the_morning() {
    let house = House::demo(60).await;
    let desk = house.desk_of("manager1").await;
    desk.open(&house.url("/showroom/report")).await;
    desk.read("展厅日报").await;
    desk.settle().await;
    desk.fits().await;
    desk.accessible().await;
    desk.click(".tabs a[href*='every=week']").await;
    desk.read("展厅周报").await;
    let here = desk.address().await;
    desk.keys("p").await;
    desk.until(
        "the week before",
        &format!("return location.href !== {here:?} && location.search.includes('every=week')"),
    )
    .await;
    desk.settle().await;
    desk.fits().await;
    desk.accessible().await;
    let figure = ".report-value a[href*='figure=visits&']";
    let said = desk.text(figure).await;
    desk.click(figure).await;
    desk.read("来店批次").await;
    let rows = desk.script("return String(document.querySelectorAll('tbody tr').length)").await;
    assert_eq!(rows.as_str(), Some(said.as_str()), "as many rows as the figure says");
    desk.accessible().await;
    let code = "return fetch('/showroom/report/export?every=month').then(async a => `${a.status} ${a.headers.get('content-type')} ${(await a.arrayBuffer()).byteLength > 4000}`)";
    let file = desk.script(code).await;
    let wanted = "200 application/vnd.openxmlformats-officedocument.spreadsheetml.sheet true";
    assert_eq!(file.as_str(), Some(wanted));
    desk.quiet().await;

    let phone = Browser::phone().await;
    house.sign_in(&phone, "manager1").await;
    phone.open(&house.url("/showroom/report?every=month")).await;
    phone.settle().await;
    phone.fits().await;
    phone.quiet().await;

    let wall = house.desk_of("group").await;
    wall.open(&house.url("/headquarters")).await;
    wall.read("总部看板").await;
    wall.settle().await;
    wall.fits().await;
    wall.accessible().await;
    let clock = wall.text("#headquarters time").await;
    wall.until(
        "figures asked again",
        &format!("return document.querySelector('#headquarters time').textContent !== {clock:?}"),
    )
    .await;
    wall.keys("b").await;
    wall.see(".screen-page #headquarters").await;
    wall.accessible().await;
    wall.keys("q").await;
    wall.arrive("/headquarters").await;
    wall.quiet().await;
}
