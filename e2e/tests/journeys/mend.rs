//! A file is changed: mistakes are told, nothing typed is lost, two people meet, and everything can be looked up.

use e2e::House;
use fantoccini::key::Key;

/// CUS-01, SYS-03: a mistake is told beside its field, everything typed is still there, and what is saved stands on the
/// page; its history tells who changed what.
#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_loses_nothing_and_history_tells_the_rest() {
    let house = House::demo(0).await;
    let browser = house.desk_of("sales1").await;
    let page = house.customer("周雨欣").await;
    browser.open(&house.url(&format!("{page}/edit"))).await;
    browser.fill("email", "没有艾特的邮箱").await;
    browser.fill("address", "张杨路 500 号").await;
    browser.choose("sex", "male").await;
    browser.press("保存").await;
    browser.see("#field-email[aria-invalid=true]").await;
    browser.see(".field-bad #field-email-error").await;
    // The summary has the focus and leads to the field.
    browser.until("the summary has the focus", "return document.activeElement.matches('.error-summary')").await;
    browser.click(".error-summary a").await;
    browser.until("the field has the focus", "return document.activeElement.id === 'field-email'").await;
    assert_eq!(browser.value("email").await, "没有艾特的邮箱");
    assert_eq!(browser.value("address").await, "张杨路 500 号");
    assert_eq!(browser.value("sex").await, "male");
    browser.accessible().await;

    browser.fill("email", "yuxin@example.com").await;
    browser.press("保存").await;
    browser.arrive(&format!("{page}?said=file-saved")).await;
    browser.read("张杨路 500 号").await;
    browser.read("yuxin@example.com").await;

    browser.press("更多操作").await;
    browser.press("历次变更").await;
    browser.see("dialog[open] .timeline").await;
    let told = browser.text("dialog[open] .timeline").await;
    for part in ["王晓东", "地址", "张杨路 500 号", "性别"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    browser.accessible().await;
    browser.quiet().await;
}

/// SYS-03: one fact is changed where it stands, and the toast takes it back.
#[tokio::test(flavor = "multi_thread")]
async fn a_fact_in_place_and_back() {
    let house = House::demo(0).await;
    let browser = house.desk_of("sales1").await;
    let page = house.customer("周雨欣").await;
    browser.open(&house.url(&page)).await;
    let before = browser.text(".fact:has([hx-get$='/facts/wechat/form']) .fact-value").await;
    browser.script("document.querySelector(\"[hx-get$='/facts/wechat/form']\").click()").await;
    browser.until("the fact has the focus", "return document.activeElement.matches('.fact-edit [name=value]')").await;
    browser.control('a').await;
    browser.keys("yuxin_2026").await;
    browser.key(fantoccini::key::Key::Enter).await;
    browser.read("yuxin_2026").await;
    browser.click("#toasts button").await;
    browser.until("the fact is as it was", "return !document.body.innerText.includes('yuxin_2026')").await;
    browser.read(before.trim()).await;
    browser.quiet().await;
}

/// SYS-03: a form that was left unsaved comes back with what was typed.
#[tokio::test(flavor = "multi_thread")]
async fn unsaved_work_survives_a_reload() {
    let house = House::demo(0).await;
    let browser = house.desk_of("reception1").await;
    browser.open(&house.url("/customers/new")).await;
    browser.fill("name", "写到一半").await;
    browser.fill("remark", "看中了白色的那台").await;
    browser.until("the draft is kept", "return Object.values(localStorage).some(v => v.includes('白色'))").await;
    browser.client.refresh().await.unwrap();
    browser.see(".draft-note").await;
    assert_eq!(browser.value("name").await, "写到一半");
    assert_eq!(browser.value("remark").await, "看中了白色的那台");
    browser.accessible().await;
}

/// SYS-03: two people change the same fact: the second sees both values side by side and decides; what the first
/// changed elsewhere stands.
#[tokio::test(flavor = "multi_thread")]
async fn two_people_at_one_file() {
    let house = House::demo(0).await;
    let (first, second) = tokio::join!(house.desk_of("manager1"), house.desk_of("sales1"));
    let page = house.customer("周雨欣").await;
    let form = house.url(&format!("{page}/edit"));
    tokio::join!(first.open(&form), second.open(&form));

    first.fill("address", "世纪大道 100 号").await;
    first.fill("hobbies", "露营").await;
    first.press("保存").await;
    first.arrive("?said=file-saved").await;

    second.fill("address", "张杨路 500 号").await;
    second.fill("email", "yuxin@example.com").await;
    second.press("保存").await;
    second.see("table.diff").await;
    let sides = second.text("table.diff").await;
    assert!(sides.contains("世纪大道 100 号") && sides.contains("张杨路 500 号"), "{sides}");
    assert!(!sides.contains("露营"), "nobody else changed the hobbies: {sides}");
    second.accessible().await;
    second.click("input[name='whose-address'][value=before]").await;
    second.press("保存").await;
    second.arrive("?said=file-saved").await;
    let body = second.body().await;
    for fact in ["世纪大道 100 号", "露营", "yuxin@example.com"] {
        assert!(body.contains(fact), "{fact}: {body}");
    }
    assert!(!body.contains("张杨路 500 号"), "theirs was taken");
    second.quiet().await;
}

/// SYS-05, SYS-09: a masked number is shown on demand to whoever may see it, and the journal keeps that; who may not
/// has no way to it.
#[tokio::test(flavor = "multi_thread")]
async fn a_masked_value_is_revealed_and_that_is_noted() {
    let house = House::demo(0).await;
    let browser = house.desk_of("manager1").await;
    let page = house.customer("陈志远").await;
    let whole = "return /\\d{17}[\\dX]/.test(document.querySelector('#customer-facts').innerText)";
    browser.open(&house.url(&page)).await;
    browser.see("#customer-facts .masked").await;
    assert_eq!(browser.script(whole).await, false, "{}", browser.text("#customer-facts").await);
    // By keys alone: the eye, a reason that says nothing, one that does.
    browser.see("#customer-facts .masked-eye").await.send_keys(&char::from(Key::Enter).to_string()).await.unwrap();
    browser.see("dialog[open] #customer-reveal").await;
    browser.until("a choice has the focus", "return document.activeElement.name === 'reason'").await;
    browser.accessible().await;
    browser.key(Key::Enter).await;
    browser.see("dialog[open] .error-summary").await;
    assert_eq!(browser.script(whole).await, false, "not without a reason");
    browser.see("dialog[open] input[value=other]").await.send_keys(" ").await.unwrap();
    browser.see("dialog[open] input[name=note]").await.send_keys("车主来电核对过户").await.unwrap();
    browser.key(Key::Enter).await;
    browser.until("the whole number is there", whole).await;
    browser.until("the number has the focus", "return document.activeElement.matches('.revealed')").await;
    assert_eq!(browser.count("dialog[open]").await, 0);
    browser.accessible().await;
    browser.open(&house.url(&format!("{page}/history"))).await;
    browser.read("沈国梁").await;
    browser.read("查看完整内容").await;
    browser.read("其他（请说明） · 车主来电核对过户").await;
    let admin = house.desk_of("admin").await;
    admin.open(&house.url("/audit?action=reveal")).await;
    admin.read("车主来电核对过户").await;

    let desk = house.desk_of("reception1").await;
    desk.open(&house.url(&page)).await;
    desk.see(".identity .masked .masked-lock").await;
    assert_eq!(desk.count(".masked-eye").await, 0);
    let number = house.ask("SELECT phone FROM customers WHERE name = '陈志远'").await;
    let source = desk.client.source().await.unwrap();
    assert!(!source.contains(&number[number.len() - 8..]), "the page holds the number that it masks");
    desk.accessible().await;
    desk.quiet().await;
}
