//! Who is to be contacted: on the first page in order of the day, and in lists that are sorted by it (CUS-02, CUS-05).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use chrono::Days;
use support::World;
use testkit::{Backend, Client};

/// A customer of someone's, to be contacted so many days from today.
async fn due(world: &World, browser: &mut Client, name: &str, phone: &str, days: i64) {
    let customer = world.customer("sales1", name, phone).await;
    let today = world.db.clock.now().date_in(organisation::HOUSE_ZONE);
    let day = if days < 0 { today - Days::new(days.unsigned_abs()) } else { today + Days::new(days.unsigned_abs()) };
    let store = world.pudong.to_string();
    let fields = [("store", store.as_str()), ("next_contact_on", &day.to_string())];
    let answer = browser.post(&format!("/customers/{customer}/next-contact"), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// The places of names in a page, in order.
fn order<'a>(page: &str, names: &[&'a str]) -> Vec<&'a str> {
    let mut found: Vec<(usize, &str)> = names.iter().filter_map(|name| Some((page.find(name)?, *name))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}

/// CUS-02: the longest overdue stands first however long ago anyone touched it, those of today follow; whoever is due
/// later does not wait; there are totals, and more than fit are a press away.
#[tokio::test]
async fn the_first_page_in_order_of_the_day() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut sales = world.browser("sales1").await;
        due(&world, &mut sales, "甲逾期久", "13855667701", -40).await;
        for n in 2..=8 {
            due(&world, &mut sales, &format!("逾期{n}"), &format!("1385566770{n}"), -n).await;
        }
        due(&world, &mut sales, "乙今天", "13855667711", 0).await;
        due(&world, &mut sales, "丙明天", "13855667712", 1).await;
        world.customer("sales1", "丁未约", "13855667713").await;
        let home = sales.get("/").await.text();
        let waiting = home.split("class=\"waiting-head\"").skip(1).collect::<Vec<_>>();
        assert_eq!(waiting.len(), 2, "{home}");
        assert_eq!(
            order(waiting[0], &["甲逾期久", "逾期8", "逾期7", "逾期2", "乙今天", "丙明天"]),
            ["甲逾期久", "逾期8", "逾期7"]
        );
        assert!(waiting[0].contains(">8<") && waiting[0].contains("逾期 40 天"), "{}", waiting[0]);
        assert!(waiting[0].contains("sort=next_contact_on"), "all of them, in the same order");
        let today = waiting[1].split("</ul>").next().unwrap();
        assert_eq!(order(today, &["甲逾期久", "乙今天", "丙明天", "丁未约"]), ["乙今天"]);
        assert!(
            !world.browser("sales3").await.get("/").await.text().contains("waiting-head"),
            "another store's are its own"
        );
    }
}

/// CUS-05: a list is sorted by a day that may be missing where its filters leave out those without one; pages follow each
/// other without a gap, and asked otherwise a script is told why not.
#[tokio::test]
async fn lists_in_order_of_the_day() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut sales = world.browser("sales1").await;
        for (name, phone, days) in [("甲", "13855667701", 3), ("乙", "13855667702", -2), ("丙", "13855667703", 4)] {
            due(&world, &mut sales, name, phone, days).await;
        }
        world.customer("sales1", "丁", "13855667704").await;
        let mut script = world.script("sales1").await;
        let at =
            "/api/v1/customers?sort=next_contact_on&fields=name,next_contact_on&limit=2&filter=next_contact_on:filled:";
        let first = script.get(at).await.json();
        let names = |page: &serde_json::Value| -> Vec<String> {
            page["items"].as_array().unwrap().iter().map(|i| i["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(
            (names(&first), first["total"]["value"].as_i64()),
            (vec!["乙".into(), "甲".into()], Some(3)),
            "{first}"
        );
        let second =
            script.get(&format!("{at}&cursor={}", web::page::encode(first["next"].as_str().unwrap()))).await.json();
        assert_eq!((names(&second), second["next"].is_null()), (vec!["丙".to_owned()], true), "{second}");
        let refused = script.get("/api/v1/customers?sort=next_contact_on").await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.json()["errors"][0]["code"], "list-sort-needs-filter");

        let list = sales.get("/customers?columns=name,next_contact_on").await.text();
        let link = "filter=next_contact_on%3Afilled%3A&amp;sort=next_contact_on";
        assert!(list.contains(link), "the heading brings its filter along: {list}");
        let page = sales.get("/customers?sort=next_contact_on").await;
        assert_eq!(page.status, 200, "a filter that was taken off takes its order along");
        assert!(page.text().contains("丁"));
    }
}
