//! What was done to many is looked at, and taken back.

use e2e::{Browser, House};

const SHEET: &str =
    "客户姓名,手机号码,备注\r\n周海燕,13812345678,试驾后回访\r\n欧阳晓敏,13601774502,\r\n陈建国,13917778888,\r\n";

/// Whether a customer is there.
async fn there(house: &House, name: &str) -> bool {
    let text = format!("SELECT CAST(count(*) AS text) FROM customers WHERE name = '{name}' AND deleted_at IS NULL");
    house.ask(&text).await != "0"
}

/// Presses a button of a list's selection, which lies beside a menu with the same words.
async fn selected(browser: &Browser, verb: &str) {
    browser.click(&format!("[data-bulk] button[name=verb][value={verb}]")).await;
}

/// CUS-14, SYS-09: a manager brings a sheet in, sees that it was the wrong one, looks what undoing would do, and undoes
/// it; one of the new customers was worked on meanwhile and stays, and the result says so.
#[tokio::test(flavor = "multi_thread")]
async fn an_import_of_the_wrong_sheet() {
    let house = House::demo(0).await;
    let browser = house.desk_of("manager1").await;
    let file = house.folder().join("别家店的客户.csv");
    std::fs::write(&file, SHEET).unwrap();
    browser.open(&house.url("/imports/new")).await;
    browser.see("main input[type=file]").await.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.press("上传并继续").await;
    browser.see("#import-mapping").await;
    browser.press("检查").await;
    browser.read("将新建").await;
    browser.press("开始导入").await;
    browser.read("导入完成").await;
    let report = browser.address().await;

    let worked_on = house.customer("陈建国").await;
    browser.open(&house.url(&format!("{worked_on}/edit"))).await;
    browser.fill("city", "苏州").await;
    browser.click("main form .button-primary").await;
    browser.leave("/edit").await;

    browser.open(&report).await;
    browser.press("撤销导入").await;
    browser.read("将移除").await;
    browser.read("陈建国").await;
    browser.accessible().await;
    assert!(there(&house, "周海燕").await, "looking changes nothing");
    browser.press("确认撤销").await;
    browser.read("撤销结果").await;
    browser.read("已移除").await;
    browser.accessible().await;
    assert!(!there(&house, "周海燕").await && there(&house, "陈建国").await);
    browser.open(&report).await;
    browser.press("撤销结果").await;
    browser.read("保持现状").await;
    browser.quiet().await;
}

/// CUS-05: three customers are selected in the list, a field of theirs is changed, and the change is taken back.
#[tokio::test(flavor = "multi_thread")]
async fn a_field_of_several_customers() {
    let house = House::demo(60).await;
    let browser = house.desk_of("manager1").await;
    browser.open(&house.url("/customers")).await;
    browser.see("td.table-check input").await;
    browser
        .script("[...document.querySelectorAll('td.table-check input')].slice(0, 3).forEach(box => box.click())")
        .await;
    selected(&browser, "edit").await;
    browser.see("#bulk-form").await;
    browser.read("选中的 3 条").await;
    browser.accessible().await;
    browser.choose("add", "industry").await;
    browser.press("添加字段").await;
    browser.choose("add", "preferred_time").await;
    browser.press("添加字段").await;
    browser.fill("preferred_time", "周末下午").await;
    browser.accessible().await;
    browser.click("#bulk-form .form-foot .button-primary").await;
    browser.read("已修改").await;
    let changed = "SELECT CAST(count(*) AS text) FROM customers WHERE preferred_time = '周末下午'";
    assert_eq!(house.ask(changed).await, "3");
    browser.accessible().await;
    browser.press("撤销这次操作").await;
    browser.press("确认撤销").await;
    browser.read("已恢复").await;
    assert_eq!(house.ask(changed).await, "0");
    browser.quiet().await;
}
