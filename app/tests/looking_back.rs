//! A record as it was on a day, put together from its history (SYS-09).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::Id;
use support::World;
use testkit::Backend;

/// Days behind the day on which the story begins.
fn day(w: &World, behind: i64) -> String {
    // By the clock of the stores, eight hours before UTC.
    w.db.clock.now().plus_days(behind).plus_seconds(8 * 3_600).utc().date_naive().to_string()
}

/// SYS-09: each day shows what stood at its end, owners among it; the day before the beginning shows nothing; whoever may
/// not see the record learns nothing, and what is masked today is masked then.
#[tokio::test]
async fn a_customer_as_it_was_on_a_day() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let id: Id = w.customer("sales1", "司徒静", "13855667788").await.parse().unwrap();
        let begun = day(&w, 0);
        let before = day(&w, -1);
        w.db.clock.advance(86_400);
        w.change("sales1", "customer", id, &[("city", "苏州"), ("remark", "爱喝茶"), ("store", "PD")]).await;
        let second = day(&w, 0);
        w.db.clock.advance(86_400);
        w.change(
            "sales1",
            "customer",
            id,
            &[("name", "司徒婧"), ("city", "南京"), ("remark", "改喝咖啡"), ("store", "PD")],
        )
        .await;
        let third = day(&w, 0);

        let mut browser = w.browser("sales1").await;
        let page = browser.get(&format!("/customers/{id}/history")).await.text();
        assert!(page.contains("查看某一天的内容"), "{page}");
        let mut at = async |day: &str| browser.get(&format!("/customers/{id}/history?at={day}")).await.text();
        let text = at(&begun).await;
        assert!(text.contains("司徒静") && !text.contains("苏州") && !text.contains("爱喝茶"), "{text}");
        let text = at(&second).await;
        assert!(text.contains("苏州") && text.contains("爱喝茶") && text.contains("司徒静"), "{text}");
        assert!(
            !text.contains("南京")
                && !text.contains("改喝咖啡")
                && !text.contains("<form method=\"post\" action=\"/customers"),
            "{text}"
        );
        let text = at(&third).await;
        assert!(text.contains("南京") && text.contains("司徒婧") && text.contains("改喝咖啡"), "{text}");
        let text = at(&before).await;
        assert!(text.contains("这一天还没有这条记录") && !text.contains("司徒静"), "{text}");

        let mut desk = w.browser("reception1").await;
        let seen = desk.get(&format!("/customers/{id}/history?at={second}")).await;
        assert!(seen.status.is_success() && seen.text().contains("司徒静"), "{}", seen.text());
        assert!(
            !seen.text().contains("13855667788") && !seen.text().contains("138 5566 7788"),
            "masked today, masked then"
        );
        let mut stranger = w.browser("sales3").await;
        assert_eq!(stranger.get(&format!("/customers/{id}/history?at={second}")).await.status, 404);
    }
}
