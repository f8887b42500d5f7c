//! A house adds a field of its own.

use e2e::House;

/// SYS-07: an administrator adds a field with its choices and opens it to consultants and managers; a consultant fills it
/// in on the customer's form, narrows the list by it and takes it in as a column; the manager takes it out as a file.
#[tokio::test(flavor = "multi_thread")]
async fn custom_field_end_to_end() {
    let house = House::demo(60).await;
    let admin = house.desk_of("admin").await;
    admin.open(&house.url("/custom-fields")).await;
    admin.read("贷款意向").await;
    admin.accessible().await;
    admin.press("新增字段").await;
    admin.see("#custom-field").await;
    admin.accessible().await;
    admin.fill("label_zh", "茶水偏好").await;
    admin.fill("label_en", "Drink").await;
    admin.fill("help_zh", "到店时给客户准备什么").await;
    admin.choose("type", "choice").await;
    admin.click("#custom-field button[type=submit]").await;
    admin.read("请至少填写一个选项").await;
    admin.fill("choices", "绿茶 | Green tea\n咖啡 | Coffee\n温水 | Warm water").await;
    admin.click("#custom-field button[type=submit]").await;
    admin.read("字段已新增").await;
    admin.see("#custom-access").await;
    admin.accessible().await;
    for code in ["sales_consultant", "store_manager"] {
        let role = house.ask(&format!("SELECT id FROM roles WHERE code = '{code}'")).await;
        admin.choose(&format!("r.{role}"), "shown").await;
    }
    admin.click("#custom-access button[type=submit]").await;
    admin.read("权限已保存").await;
    admin.read("茶水偏好").await;
    admin.quiet().await;

    let sales = house.desk_of("sales1").await;
    let own = house.customer("周雨欣").await;
    sales.open(&house.url(&format!("{own}/edit"))).await;
    sales.see("#customer-form").await;
    sales.read("到店时给客户准备什么").await;
    sales.choose("x_drink", "coffee").await;
    sales.accessible().await;
    sales.click("#customer-form button[type=submit]").await;
    sales.see("main .identity").await;
    sales.read("茶水偏好").await;
    sales.read("咖啡").await;
    sales.accessible().await;

    sales.open(&house.url("/customers/filter")).await;
    sales.choose("field", "x_drink").await;
    sales.see("#filter-comparison input[value=coffee]").await;
    sales.click("#filter-comparison input[value=coffee]").await;
    sales.click("#filter-form button[type=submit]").await;
    sales.see(".chips").await;
    sales.read("周雨欣").await;
    sales.until("one is left", "return document.querySelectorAll('tbody tr[data-id]').length === 1").await;
    sales.open(&house.url("/customers?filter=x_drink%3Aeq%3Acoffee&columns=name,x_drink")).await;
    sales
        .until("a column tells it", "return document.querySelector('tbody tr[data-id]').innerText.includes('咖啡')")
        .await;
    sales.accessible().await;
    sales.quiet().await;

    let manager = house.desk_of("manager1").await;
    let code = "return fetch('/customers/export?format=csv&columns=name,x_drink&filter=x_drink%3Aeq%3Acoffee').then(a => a.text())";
    let file = manager.script(code).await;
    let file = file.as_str().unwrap();
    assert!(file.contains("茶水偏好") && file.contains("周雨欣") && file.contains("咖啡"), "{file}");
    manager.open(&house.url(&format!("{own}/history"))).await;
    manager.read("茶水偏好").await;
    manager.quiet().await;
}
