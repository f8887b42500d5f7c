//! A store brings its spreadsheet in.

use std::path::PathBuf;

use e2e::{Browser, House};

/// What a store keeps: phones that a spreadsheet made numbers, a birthday that is none, a repeated row, a row without
/// any key, cells that begin like formulas.
const SHEET: &str = "客户姓名,手机号码,车牌号,车架号,生日,备注\r\n\
    周海燕,13812345678,沪A12345,LSVAA4182E2184847,1988-05-16,试驾后回访\r\n\
    欧阳晓敏,13601774502,,,1990年2月3日,=1+1\r\n\
    陈建国,1.39E+10,沪B8K321,,1975-13-40,\r\n\
    周海燕,13812345678,,,,重复的一行\r\n\
    没有号码,,,,,找不到人的一行\r\n";

fn write(house: &House, name: &str, bytes: &[u8]) -> PathBuf {
    let file = house.folder().join(name);
    std::fs::write(&file, bytes).unwrap();
    file
}

/// Chooses a file and goes on to the columns.
async fn upload(house: &House, browser: &Browser, file: &std::path::Path) {
    browser.open(&house.url("/imports/new")).await;
    browser.see("main input[type=file]").await.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.press("上传并继续").await;
    browser.see("#import-mapping").await;
}

/// What a column is mapped to, by the name in the sheet.
async fn target_of(browser: &Browser, column: &str) -> String {
    browser.see(&format!("select[aria-label*='{column}']")).await.prop("value").await.unwrap().unwrap()
}

/// The figure behind a word of the counts.
async fn figure(browser: &Browser, word: &str) -> String {
    let script = format!(
        "const at = [...document.querySelectorAll('main dt')].find(e => e.innerText.trim() === '{word}');
         return at?.nextElementSibling?.innerText.trim() ?? ''"
    );
    browser.script(&script).await.as_str().unwrap().to_owned()
}

/// CUS-14, CUS-04, SYS-08: a GB18030 file with dirty rows, from the file to the account of every row: columns are
/// recognised, a bad cell is mended in the grid, a check tells what would happen, the job brings it in, the account can
/// be taken away, and the customer is found.
#[tokio::test(flavor = "multi_thread")]
async fn a_dirty_sheet_in_the_encoding_of_old_systems() {
    let house = House::demo(0).await;
    let browser = house.desk_of("manager1").await;
    let (bytes, _, _) = encoding_rs::GB18030.encode(SHEET);
    let file = write(&house, "客户资料.csv", &bytes);

    upload(&house, &browser, &file).await;
    browser.read("客户姓名").await;
    assert_eq!(target_of(&browser, "客户姓名").await, "customer.name");
    assert_eq!(target_of(&browser, "手机号码").await, "customer.phone");
    assert_eq!(target_of(&browser, "车架号").await, "vehicle.vin");
    browser.read("末尾数字丢失").await;
    browser.accessible().await;

    // The check: nothing is written yet.
    browser.press("检查").await;
    browser.read("将新建").await;
    browser.read("1975-13-40").await;
    let (rows, rejected) = (figure(&browser, "总行数").await, figure(&browser, "不能导入").await);
    assert_eq!((rows.as_str(), rejected.as_str()), ("5", "1"), "{}", browser.body().await);
    assert_eq!(house.ask("SELECT CAST(count(*) AS text) FROM customers WHERE name = '欧阳晓敏'").await, "0");
    browser.accessible().await;

    // The row without a key is mended where it stands: it gets a phone.
    let cell = "tr:has(input[name=line][value='6']) .fact-edit:has([placeholder='手机号码'])";
    browser.see(&format!("{cell} input[name=value]")).await.send_keys("13917778888").await.unwrap();
    browser.click(&format!("{cell} button")).await;
    browser.until("the row is mended", "return ![...document.querySelectorAll('tr')].some(r => /没有号码/.test(r.innerText) && /未导入/.test(r.innerText))").await;

    browser.press("开始导入").await;
    browser.read("导入完成").await;
    assert_eq!(figure(&browser, "总行数").await, "5");
    assert_eq!(figure(&browser, "新建").await, "4");
    assert_eq!(figure(&browser, "重复").await, "1");
    assert_eq!(figure(&browser, "未导入").await, "0");
    browser.accessible().await;

    // Every row has its account, on the page and as a file.
    assert_eq!(browser.count("#rows tbody tr").await, 5);
    for form in ["xlsx", "csv"] {
        let code = format!(
            "const done = arguments[0]; fetch(document.querySelector('a[href*=\"form={form}\"]').href)
                .then(async a => done([a.status, a.headers.get('content-disposition'), (await a.blob()).size]))"
        );
        let answer = browser.client.execute_async(&code, Vec::new()).await.unwrap();
        assert_eq!(answer[0], 200, "{form}");
        assert!(answer[1].as_str().unwrap().starts_with("attachment"), "{answer}");
        assert!(answer[2].as_u64().unwrap() > 100, "{answer}");
    }
    browser.press("周海燕").await;
    browser.read("138 1234 5678").await;
    browser.read("沪A").await;
    browser.quiet().await;
}

/// CUS-14: a workbook with a title above its names; the job goes on when the page is left, and can be found again.
#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_while_one_does_something_else() {
    let house = House::demo(0).await;
    let browser = house.desk_of("manager1").await;
    let file = house.folder().join("客户档案.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "浦东店客户档案").unwrap();
    for (column, name) in ["姓名", "联系电话", "来源渠道"].iter().enumerate() {
        sheet.write(1, column as u16, *name).unwrap();
    }
    const ROWS: u32 = 600;
    for row in 0..ROWS {
        sheet.write(2 + row, 0, format!("导入{row:04}")).unwrap();
        sheet.write(2 + row, 1, format!("1390000{row:04}")).unwrap();
    }
    book.save(&file).unwrap();

    upload(&house, &browser, &file).await;
    assert_eq!(target_of(&browser, "联系电话").await, "customer.phone");
    // Leaving out a column is one choice.
    browser.see("select[aria-label*='来源渠道']").await.select_by_value("").await.unwrap();
    browser.press("检查").await;
    browser.read("将新建").await;
    assert_eq!(figure(&browser, "将新建").await, "600");
    browser.press("开始导入").await;
    browser.until("the work has begun", "return /导入中|正在导入|导入完成/.test(document.body.innerText)").await;

    // Away, and back by the list.
    browser.open(&house.url("/customers")).await;
    browser.see("table").await;
    browser.open(&house.url("/imports")).await;
    browser.press("客户档案.xlsx").await;
    browser.read("导入完成").await;
    assert_eq!(figure(&browser, "新建").await, "600");

    // The same file again makes nobody twice.
    upload(&house, &browser, &file).await;
    browser.read("已经导入过").await;
    browser.press("检查").await;
    browser.read("将新建").await;
    assert_eq!(figure(&browser, "将新建").await, "0");
    browser.quiet().await;
}

/// How many rows are in, as the progress bar tells.
const DONE: &str = "(document.querySelector('main progress[max]')?.value ?? -1)";

/// CUS-14: a run is held in the middle and gone on with: the bar tells how far it is and stands still meanwhile, what is
/// in is in, and in the end every row came in once.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_held_and_gone_on_with() {
    const ROWS: usize = 6_000;
    let house = House::demo(0).await;
    let browser = house.desk_of("manager1").await;
    let rows: String = (0..ROWS).map(|row| format!("名单{row:05},139100{row:05}\r\n")).collect();
    let file = write(&house, "名单.csv", format!("客户姓名,手机号码\r\n{rows}").as_bytes());
    upload(&house, &browser, &file).await;
    browser.press("检查").await;
    browser.read("将新建").await;
    assert_eq!(figure(&browser, "将新建").await, "6,000");
    let known = "SELECT CAST(count(*) AS text) FROM customers WHERE name LIKE '名单%'";
    assert_eq!(house.ask(known).await, "0");

    browser.press("开始导入").await;
    // Whoever holds the pen holds the work up: it is taken again and again until the run stands in its middle. Given
    // back, it goes round: a wish to pause waits for no more than the step at hand.
    let scope = house.scope("manager1").await;
    let mut pen = house.db.write(&scope).await.unwrap();
    while house.ask(known).await == "0" {
        drop(pen);
        tokio::task::yield_now().await;
        pen = house.db.write(&scope).await.unwrap();
    }
    browser.until("the bar is there", &format!("return {DONE} >= 0")).await;
    drop(pen);
    browser.script("document.querySelector('form[action$=\"/pause\"]').requestSubmit()").await;
    browser.read("已暂停").await;
    browser.see("form[action$='/resume']").await;
    browser.accessible().await;
    // Whoever comes back later finds it as it was left, with what is in and what is not.
    browser.open(&house.url("/imports")).await;
    browser.press("名单.csv").await;
    browser.read("已暂停").await;
    let done = browser.script(&format!("return {DONE}")).await.as_f64().unwrap() as usize;
    assert!(done > 0 && done < ROWS, "{done} of {ROWS}");
    let inside: usize = house.ask(known).await.parse().unwrap();
    assert!(inside >= done && inside < ROWS, "{inside} are in, the bar says {done}");

    browser.press("继续").await;
    browser.read("导入完成").await;
    assert_eq!(figure(&browser, "总行数").await, "6,000");
    assert_eq!(figure(&browser, "新建").await, "6,000");
    assert_eq!(figure(&browser, "未导入").await, "0");
    assert_eq!(house.ask(known).await, ROWS.to_string());
    browser.quiet().await;
}

/// CUS-14: what is no sheet is said beside the form, in a sentence, and another file can be chosen at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_sheet() {
    let house = House::demo(0).await;
    let browser = house.desk_of("manager1").await;
    let file = write(&house, "合同.xlsx", b"%PDF-1.7 not a workbook");
    browser.open(&house.url("/imports/new")).await;
    browser.see("main input[type=file]").await.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.press("上传并继续").await;
    browser.see(".field-bad .field-error").await;
    browser.accessible().await;
    let file = write(&house, "客户.csv", SHEET.as_bytes());
    browser.see("main input[type=file]").await.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.press("上传并继续").await;
    browser.see("#import-mapping").await;
}
