//! Lists, filters, saved views, export, history and forms of a noun, through the real router.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod house;

use house::{House, id};
use kernel::journal;

/// CUS-05: the list stands in its address, and says in words what it is narrowed to.
#[tokio::test]
async fn a_list_shows_rows_count_chips_and_the_way_on() {
    let house = House::new().await;
    let page = house.get("boss", "/notes?filter=level:eq:H,A&filter=due:lte:-1d&filter=due:gte:2026-11-01").await;
    assert_eq!(page.status, 200);
    for words in ["是 H 级、A 级", "早于 今天", "不早于 2026-11-01", "没有符合条件的便条"] {
        assert!(page.text.contains(words), "{words}");
    }
    let page = house.get("boss", "/notes").await;
    assert!(
        page.text.contains(r#"<span class="page-count">63</span>"#)
            && page.text.contains("便条 01")
            && !page.text.contains("便条 51")
    );
    assert!(page.text.contains("/notes?sort=-title"), "sorted by title, so that the link turns it round");
    assert!(
        page.text.contains("/notes?sort=amount") && !page.text.contains("sort=level"),
        "only what has an index is sortable"
    );
    let next = attribute(&page.text, r#"class="more" href=""#);
    assert!(next.starts_with("/notes?after="), "{next}");
    let rows = house.send("boss", "GET", &next, &[("hx-request", "true")], "").await;
    assert!(
        rows.text.starts_with("<tr")
            && rows.text.contains("便条 51")
            && rows.text.contains("便条 63")
            && !rows.text.contains("class=\"more\"")
    );
    let plain = house.get("boss", &next).await;
    assert!(plain.text.contains("<html") && plain.text.contains("便条 63"), "the link works without script");
    let part = house.send("boss", "GET", "/notes?sort=-amount", &[("hx-request", "true")], "").await;
    assert!(part.text.starts_with("<div id=\"list\">") && !part.text.contains("<html"));
}

/// SYS-05: a list, its count, its export and its picker end where the reader's reach ends.
#[tokio::test]
async fn nobody_sees_what_is_not_theirs() {
    let house = House::new().await;
    assert!(house.get("wang", "/notes/count").await.text.contains("共 60 条"));
    let list = house.get("li", "/notes").await.text;
    assert!(list.contains("便条 61") && !list.contains("便条 01"));
    assert_eq!(house.get("li", &format!("/notes/{}/history", id(1))).await.status, 404);
    assert_eq!(house.get("li", &format!("/notes/{}/edit", id(1))).await.status, 404, "not found, never forbidden");
    assert_eq!(house.get("guest", "/notes/export?format=csv").await.status, 403);
    assert_eq!(house.get("guest", "/notes/new").await.status, 403);
    assert!(!house.get("guest", "/notes").await.text.contains("/notes/export"), "no way is shown that is closed");
    let picker = house.send("li", "GET", "/notes/picker", &[("accept", "application/json")], "").await.json();
    assert_eq!(picker["items"].as_array().unwrap().len(), 3);
    assert_eq!(house.get("nobody", "/notes").await.status, 303);
    // An id in a filter must not tell whose it is.
    let chip = house.get("li", &format!("/notes?filter=friend:eq:{}", id(1))).await.text;
    assert!(chip.contains("某条记录") && !chip.contains("便条 01"));
    let own = house.get("wang", &format!("/notes?filter=friend:eq:{}", id(1))).await.text;
    assert!(own.contains("是 便条 01"));
}

/// SYS-05: masked stays masked and hidden stays away on every path.
#[tokio::test]
async fn masked_and_hidden_fields_stay_so_everywhere() {
    let house = House::new().await;
    let edit = format!("/notes/{}/edit", id(1));
    let one = format!("/api/v1/notes/{}", id(1));
    let paths = [
        "/notes",
        "/notes?columns=title,phone,secret",
        "/notes/export?format=csv&columns=phone,secret",
        "/api/v1/notes",
        "/notes/picker",
        &edit,
        &one,
    ];
    for path in paths {
        let answer = house.get("wang", path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.text.contains("13800015678") && !answer.text.contains("成本价"), "{path}");
    }
    assert!(house.get("wang", "/notes").await.text.contains("138 **** 5678"));
    let item = house.get("wang", &one).await.json();
    assert_eq!(
        (item["phone"].as_str(), item["masked"][0].as_str(), item.get("secret")),
        (Some("138****5678"), Some("phone"), None)
    );
    assert!(house.get("wang", "/notes/filter?part=value&field=phone").await.text.contains("尾号"));
    for (filter, status) in
        [("phone:tail:5678", 200), ("phone:filled:", 400), ("secret:eq:x", 400), ("phone:tail:1%20-%20-%20-", 400)]
    {
        assert_eq!(house.get("wang", &format!("/notes?filter={filter}")).await.status, status, "{filter}");
    }
}

/// A page of a list costs the same few statements however many rows it has.
#[tokio::test]
async fn a_list_takes_a_fixed_number_of_statements() {
    let house = House::new().await;
    for (path, most) in [
        ("/notes", 4),
        ("/notes?filter=level:eq:H&sort=-amount", 4),
        ("/api/v1/notes?limit=200", 2),
        ("/notes/picker", 1),
    ] {
        house.statements();
        assert_eq!(house.get("boss", path).await.status, 200);
        let taken = house.statements();
        assert!(taken <= most, "{path}: {taken} statements");
    }
}

/// CUS-05: columns, their order, density and order of rows are remembered for each reader.
#[tokio::test]
async fn a_reader_keeps_their_columns() {
    let house = House::new().await;
    let offered = house.send("boss", "GET", "/notes/columns?sort=-amount", &[("hx-request", "true")], "").await.text;
    assert!(offered.starts_with(r#"<form class="columns" method="post" action="/notes/preferences?sort=-amount""#));
    assert!(offered.contains(r#"name="column" value="phone" checked"#) && offered.contains(r#"value="amount""#));
    assert!(!house.get("boss", "/notes").await.text.contains(r#"name="column""#), "they come when they are asked for");
    let whole = house.get("boss", "/notes/columns").await.text;
    assert!(whole.contains("<html") && whole.contains(r#"name="column""#), "without script they are a page");
    let kept = house.post("boss", "/notes/preferences?sort=-amount", "column=due&column=amount&column=nonsense").await;
    assert_eq!((kept.status, kept.header("location")), (303, "/notes?sort=-amount"));
    house.post("boss", "/notes/preferences", "density=compact").await;
    let page = house.get("boss", "/notes").await.text;
    let head = page.split("<thead>").nth(1).unwrap().split("</thead>").next().unwrap().to_owned();
    assert!(
        head.find("标题") < head.find("下次跟进")
            && head.find("下次跟进") < head.find("金额")
            && !head.contains("手机")
    );
    assert!(page.contains("便条 63") && page.contains("table compact"));
    assert!(house.get("wang", "/notes").await.text.contains("138 **** 5678"), "others keep theirs");
}

/// CUS-05: a condition is put together in a dialog and stands in the address.
#[tokio::test]
async fn a_filter_is_added_changed_and_refused() {
    let house = House::new().await;
    let dialog = house.send("boss", "GET", "/notes/filter?sort=-amount", &[("hx-request", "true")], "").await;
    assert!(dialog.text.starts_with("<dialog") && dialog.text.contains(r#"<option value="level""#));
    assert!(house.get("boss", "/notes/filter?part=value&field=level").await.text.contains("H 级"));
    let added = house.post("boss", "/notes/filter?sort=-amount&after=x", "field=level&op=eq&value=H&value=A").await;
    assert_eq!(added.header("location"), "/notes?filter=level%3Aeq%3AH%2CA&sort=-amount");
    let changed = house
        .post("boss", "/notes/filter?filter=level%3Aeq%3AH%2CA", "at=0&field=due&op=lte&value=today&value=2026-12-01")
        .await;
    assert_eq!(changed.header("location"), "/notes?filter=due%3Alte%3A2026-12-01");
    let refused = house.post("boss", "/notes/filter", "field=level&op=eq").await;
    assert!(refused.status == 422 && refused.text.contains("请填写要比较的内容"));
}

/// CUS-05, CUS-14: a list is taken out as a file, and the journal says who took what.
#[tokio::test]
async fn an_export_holds_the_list_and_is_noted() {
    let house = House::new().await;
    let csv = house.get("boss", "/notes/export?format=csv&filter=level:eq:H&columns=title,level,amount,phone").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        csv.text.starts_with(
            "\u{feff}\"标题\",\"级别\",\"金额\",\"手机\"\r\n\"便条 03\",\"H 级\",\"3.00\",\"13800035678\"\r\n"
        ),
        "{}",
        &csv.text[..200]
    );
    assert_eq!(csv.text.lines().count(), 22);
    let some = house
        .post(
            "boss",
            "/notes/export",
            &format!("format=csv&query=filter%3Dlevel%253Aeq%253AB&id={}&id={}", id(5), id(62)),
        )
        .await;
    assert_eq!(some.text.lines().count(), 3, "selected rows, whatever the list is narrowed to");
    let all = house
        .post("boss", "/notes/export", &format!("format=csv&query=filter%3Dlevel%253Aeq%253AH&id={}&all=true", id(5)))
        .await;
    assert_eq!(all.text.lines().count(), 22);
    assert_eq!(
        house.post("boss", "/notes/export", "format=csv&query=").await.status,
        400,
        "nothing selected is not everything"
    );
    let xlsx = house.get("boss", "/notes/export").await;
    assert!(xlsx.text.starts_with("PK") && xlsx.header("content-disposition").contains("notes-"));
    let lines = journal::recent(house.app.db.read(), 1, None, 10).await.unwrap();
    assert_eq!(lines.iter().filter(|l| l.action == "export").count(), 4);
    // The clock stands still, so that the order of lines means nothing.
    let filtered = lines.iter().find(|l| l.changes.iter().any(|c| c.after.as_deref() == Some("21"))).unwrap();
    let noted: Vec<_> = filtered.changes.iter().map(|c| c.after.as_deref().unwrap()).collect();
    assert_eq!(filtered.actor_name, "boss");
    assert!(noted.contains(&"csv") && noted.iter().any(|n| n.starts_with("filter=level%3Aeq%3AH")), "{noted:?}");
}

/// CUS-05: a view is saved, shared with a store, seen by its people only, and changed by its owner only.
#[tokio::test]
async fn views_are_saved_and_shared() {
    let house = House::new().await;
    let saved = house
        .post(
            "wang",
            "/notes/views",
            &format!("name=H%E7%BA%A7&query=filter%3Dlevel%253Aeq%253AH&shared_with={}&pinned=true", id(10)),
        )
        .await;
    let at = saved.header("location").to_owned();
    assert!(saved.status == 303 && at.starts_with("/notes?filter=level%3Aeq%3AH&view="), "{at}");
    let view = at.split("view=").nth(1).unwrap().to_owned();
    assert!(house.get("guest", "/notes").await.text.contains("H级"));
    assert!(!house.get("li", "/notes").await.text.contains("H级"));
    let opened = house.get("guest", &format!("/notes?view={view}")).await.text;
    assert!(opened.contains("是 H 级") && opened.contains("便条 03") && !opened.contains("便条 01"));
    assert_eq!(house.get("li", &format!("/notes?view={view}")).await.header("location"), "/notes");
    assert_eq!(house.get("guest", &format!("/notes/views/{view}/edit")).await.status, 403);
    assert_eq!(house.post("guest", &format!("/notes/views/{view}/deletion"), "").await.status, 403);
    assert_eq!(house.post("li", &format!("/notes/views/{view}/deletion"), "").await.status, 404);
    assert_eq!(
        house.post("guest", "/notes/views", &format!("name=x&query=&shared_with={}", id(10))).await.status,
        422,
        "sharing is a function of its own"
    );
    assert_eq!(
        house.post("wang", "/notes/views", &format!("name=x&query=&shared_with={}", id(11))).await.status,
        422,
        "not with a store out of reach"
    );
    assert_eq!(house.post("wang", "/notes/views", "name=&query=").await.status, 422);
    house.post("wang", "/notes/views", "name=second&query=sort%3D-amount").await;
    let manage = house.get("wang", "/notes/views").await.text;
    assert!(manage.contains("second") && manage.contains("浦东店"));
    let stale = house.post("wang", &format!("/notes/views/{view}"), "name=H&query=&version=7").await;
    assert_eq!(stale.status, 409);
    let changed = house.post("wang", &format!("/notes/views/{view}"), "name=Hot&query=sort%3Dtitle&version=1").await;
    assert_eq!(
        changed.header("location"),
        format!("/notes?filter=level%3Aeq%3AH&view={view}"),
        "a new name leaves the query"
    );
    assert!(!house.get("guest", "/notes").await.text.contains("Hot"), "no longer shared");
    assert_eq!(house.post("wang", &format!("/notes/views/{view}/deletion"), "").await.status, 303);
    assert!(!house.get("wang", "/notes").await.text.contains("Hot"));
}

/// Two people, one record: what each changed stands side by side, and nothing else is in question.
#[tokio::test]
async fn a_conflict_asks_about_what_was_changed() {
    let house = House::new().await;
    let path = format!("/notes/{}/edit", id(1));
    let form = house.get("boss", &path).await.text;
    assert!(form.contains(r#"name="was-title" value="便条 01""#) && form.contains(r#"name="amount" value="1.00""#));
    let mine = "version=1&title=%E6%88%91%E7%9A%84&was-title=%E4%BE%BF%E6%9D%A1+01&amount=1.00&was-amount=1.00&level=A&was-level=A";
    let bad = house.post("boss", &path, &mine.replace("amount=1.00&was", "amount=viel&was")).await;
    assert!(
        bad.status == 422
            && bad.text.contains("请填写金额")
            && bad.text.contains(r#"value="viel""#)
            && bad.text.contains(r##"href="#field-amount""##)
    );
    let other = house.post("li", &path, "version=1&title=x").await;
    assert_eq!(other.status, 404);
    let theirs = house
        .post(
            "wang",
            &path,
            "version=1&title=%E4%BB%96%E7%9A%84&was-title=%E4%BE%BF%E6%9D%A1+01&amount=7&was-amount=1.00",
        )
        .await;
    assert_eq!((theirs.status, theirs.header("location")), (303, format!("/notes/{}", id(1)).as_str()));
    let conflict = house.post("boss", &path, mine).await;
    assert_eq!(conflict.status, 409);
    assert!(
        conflict.text.contains("他的") && conflict.text.contains("我的") && !conflict.text.contains("whose-amount"),
        "the amount is theirs alone"
    );
    let settled = house.post("boss", &path, "version=2&title=%E6%88%91%E7%9A%84&whose-title=after").await;
    assert_eq!(settled.status, 303);
    let item = house.get("boss", &format!("/api/v1/notes/{}", id(1))).await.json();
    assert_eq!(
        (item["title"].as_str(), item["amount"].as_str(), item["version"].as_i64()),
        (Some("我的"), Some("7.00"), Some(3))
    );
}

/// SYS-09: history tells before and after under the field policy of the reader.
#[tokio::test]
async fn history_is_masked_like_the_record() {
    let house = House::new().await;
    house
        .post(
            "boss",
            &format!("/notes/{}/edit", id(1)),
            "version=1&phone=13912349999&secret=%E6%88%90%E6%9C%AC%E4%BB%B7&title=new",
        )
        .await;
    let path = format!("/notes/{}/history", id(1));
    let boss = house.get("boss", &path).await.text;
    assert!(boss.contains("139 1234 9999") && boss.contains("成本价") && boss.contains("修改"));
    let wang = house.get("wang", &path).await.text;
    assert!(
        wang.contains("139 **** 9999")
            && !wang.contains("13912349999")
            && !wang.contains("1234 9999")
            && !wang.contains("成本价")
    );
    let dialog = house.send("wang", "GET", &format!("{path}?field=title"), &[("hx-request", "true")], "").await.text;
    assert!(dialog.starts_with("<dialog") && dialog.contains("new") && !dialog.contains("9999"));
    assert_eq!(house.get("wang", &format!("{path}?field=nonsense")).await.status, 404);
}

fn attribute(text: &str, before: &str) -> String {
    let rest = text.split(before).nth(1).unwrap_or_else(|| panic!("no {before}"));
    rest.split('"').next().unwrap().replace("&amp;", "&")
}
