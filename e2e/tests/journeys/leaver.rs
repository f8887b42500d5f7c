//! Someone leaves, and comes back.

use e2e::House;

/// SYS-03: a manager lets a consultant go: promises and hot customers first, one of them by hand, a look at the figures, one
/// click; and takes it back.
#[tokio::test(flavor = "multi_thread")]
async fn a_consultant_leaves_and_comes_back() {
    let house = House::demo(120).await;
    let browser = house.desk_of("manager1").await;
    let of = |login: &str| {
        format!(
            "SELECT CAST(count(*) AS text) FROM engagements e JOIN users u ON u.id = e.owner_id WHERE u.login = '{login}' AND e.deleted_at IS NULL"
        )
    };
    let (had, other) = (house.ask(&of("sales1")).await, house.ask(&of("sales2")).await);
    assert_ne!(had, "0");
    let user = house.ask("SELECT id FROM users WHERE login = 'sales1'").await;
    browser.open(&house.url(&format!("/users/{user}"))).await;
    browser.press("离职交接").await;
    browser.see("#handover").await;
    browser.read("热客户").await;
    browser.accessible().await;
    browser
        .script("document.querySelectorAll('#handover tbody select').forEach((s, n) => { if (n === 0) s.selectedIndex = 1; })")
        .await;
    browser.press("下一步：核对").await;
    browser.see("#handover-check").await;
    browser.read("交接后").await;
    browser.accessible().await;
    assert_eq!(house.ask(&of("sales1")).await, had, "looking changes nothing");
    browser.click("#handover-check .button-primary").await;
    browser.read("撤销这次操作").await;
    browser.accessible().await;
    assert_eq!(house.ask(&of("sales1")).await, "0");
    assert_eq!(house.ask("SELECT status FROM users WHERE login = 'sales1'").await, "disabled");
    browser.press("撤销这次操作").await;
    browser.read("将恢复").await;
    browser.press("确认撤销").await;
    browser.read("撤销结果").await;
    assert_eq!((house.ask(&of("sales1")).await, house.ask(&of("sales2")).await), (had, other));
    browser.quiet().await;
}
