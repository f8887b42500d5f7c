//! Unusual viewing, from the bell to the verdict.

use e2e::House;
use kernel::{NewJob, Scope, sql};

/// SYS-09: what was counted becomes a notice; the manager opens it, looks at the day and says that it is fine.
#[tokio::test(flavor = "multi_thread")]
async fn a_case_of_unusual_viewing() {
    let house = House::demo(0).await;
    let user = organisation::find_user_by_login(house.db.read(), "sales1").await.unwrap().unwrap();
    let scope = Scope::system(user.tenant_id, house.db.clock.new_id(), "story");
    let mut tx = house.db.write(&scope).await.unwrap();
    let row = "INSERT INTO viewing_hours (tenant_id, user_id, hour, what, taken) VALUES ($1, $2, $3, 'opened', 163)";
    let hour = web::viewing::hour(tx.now());
    sql::run(tx.conn(), row, [user.tenant_id.into(), user.id.into(), hour.into()]).await.unwrap();
    tx.enqueue(NewJob { kind: organisation::viewing::WATCH, ..NewJob::default() });
    tx.commit().await.unwrap();
    let browser = house.desk_of("manager1").await;
    browser.await_on(&house.url("/notices"), "163").await;
    browser.press("打开").await;
    browser.read("当天逐小时").await;
    browser.fits().await;
    browser.accessible().await;
    browser.press("需要跟进").await;
    browser.read("需要跟进时请填写备注").await;
    browser.fill("note", "展会集中录入，已核实").await;
    browser.press("已查看，无异常").await;
    browser.read("已记为无异常").await;
    browser.read("没有异常查看").await;
    browser.accessible().await;
    browser.press("全部").await;
    browser.read("王晓东").await;
    browser.resize(390, 844).await;
    browser.fits().await;
    browser.quiet().await;
}
