//! Somebody is looked for.

use e2e::House;
use fantoccini::key::Key;

/// CUS-03: while somebody is on the phone: initials, the end of a number, a plate with and without its province, the
/// end of a VIN; the best guess is first and Enter opens it. Nothing but the keyboard is used.
#[tokio::test(flavor = "multi_thread")]
async fn by_what_is_at_hand() {
    let house = House::demo(150).await;
    let browser = house.desk_of("manager1").await;
    let (person, company) = (house.customer("周雨欣").await, house.customer("上海捷运达物流有限公司").await);
    let phone = house.ask("SELECT phone FROM customers WHERE name = '周雨欣'").await;
    let car = "FROM vehicles v JOIN vehicle_parties p ON p.vehicle_id = v.id JOIN customers c ON c.id = p.customer_id \
               WHERE c.name = '上海捷运达物流有限公司' AND v.plate IS NOT NULL ORDER BY v.plate LIMIT 1";
    let (id, plate, vin) = (
        house.ask(&format!("SELECT v.id {car}")).await,
        house.ask(&format!("SELECT v.plate {car}")).await,
        house.ask(&format!("SELECT v.vin {car}")).await,
    );
    let car = format!("/vehicles/{id}");
    let without_province: String = plate.chars().skip(1).collect();
    let tail = |text: &str, n: usize| text[text.len() - n..].to_owned();
    // What is typed, what comes first, and what is opened. A plate finds the owner, the drivers and the car; the end of
    // a number may be that of several.
    for (typed, first, opened) in [
        ("zyx".to_owned(), Some(&person), &person),
        ("zhouyuxin".to_owned(), Some(&person), &person),
        (tail(&phone, 4), None, &person),
        (tail(&phone, 11), Some(&person), &person),
        ("捷运达".to_owned(), Some(&company), &company),
        (plate.clone(), None, &company),
        (plate.clone(), None, &car),
        (without_province, None, &car),
        (tail(&vin, 6), None, &car),
    ] {
        browser.open(&house.url("/")).await;
        browser.see("main h1").await;
        browser.keys("/").await;
        browser.see("dialog#palette[open]").await;
        browser.keys(&typed).await;
        let asked = format!(
            "return !document.querySelector('.htmx-request') && performance.getEntriesByType('resource')
                 .some(e => new URL(e.name).searchParams.get('q') === {})",
            serde_json::Value::from(typed.as_str())
        );
        browser.until("all that was typed was asked for", &asked).await;
        if let Some(first) = first {
            browser.see(&format!("#palette-results a[href='{first}'][aria-selected=true]:first-child")).await;
        }
        browser.see(&format!("#palette-results a[href='{opened}']")).await;
        let chosen = format!("#palette-results a[href='{opened}'][aria-selected=true]");
        while browser.count(&chosen).await == 0 {
            let last = browser.count("#palette-results a:last-child[aria-selected=true]").await;
            assert_eq!(last, 0, "{typed}: {opened} is not among the guesses");
            browser.key(Key::Down).await;
        }
        browser.key(Key::Enter).await;
        browser.arrive(opened).await;
        browser.see("main .identity").await;
    }
    browser.quiet().await;
}

/// CUS-03, SYS-05: what only another store knows is not found, by number or by name; what nobody knows says so.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_of_another_store() {
    let house = House::demo(0).await;
    let browser = house.desk_of("sales1").await;
    let phone = house.ask("SELECT phone FROM customers WHERE name = '沈明辉'").await;
    for typed in ["沈明辉", "shenminghui", phone.trim_start_matches("+86")] {
        browser.open(&house.url("/search")).await;
        browser.fill("q", typed).await;
        browser.click("main form[role=search] button").await;
        browser.arrive("").await;
        browser.read("没有找到").await;
        assert_eq!(browser.count("main a[role=option]").await, 0, "{typed}");
    }
    let page = house.customer("沈明辉").await;
    browser.open(&house.url(&page)).await;
    browser.read("没有找到这个页面或这条记录").await;
}

/// CUS-03, SYS-03: a list is narrowed by words, the address keeps it, and one row leads to the file and back.
#[tokio::test(flavor = "multi_thread")]
async fn in_the_list() {
    let house = House::demo(60).await;
    let browser = house.desk_of("manager1").await;
    browser.open(&house.url("/customers?filter=grade%3Aeq%3AH%2CA")).await;
    browser.see(".chips").await;
    let narrowed = browser.count("tbody tr").await;
    assert!(narrowed > 0);
    browser.accessible().await;
    browser.fill("q", "周雨欣").await;
    browser.see("main input[name=q]").await.send_keys("\u{e007}").await.unwrap();
    browser.until("one is left", "return document.querySelectorAll('tbody tr[data-id]').length === 1").await;
    browser.press("周雨欣").await;
    browser.see("main .identity").await;
    browser.client.back().await.unwrap();
    browser.until("the list is as it was", "return document.querySelectorAll('tbody tr[data-id]').length === 1").await;
    browser.quiet().await;
}
