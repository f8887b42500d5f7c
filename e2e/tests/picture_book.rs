//! The picture book: every page that the application declares, on a desk and on a phone, in Chinese and English, light and
//! dark. A page that is added is in the book by itself. Pictures are left under `target/picture-book/`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use e2e::{Book, Browser, House, Leaf};
use serde_json::Value;

/// Whose page it is: the first of them who may see it.
const READERS: [&str; 2] = ["manager1", "admin"];

/// Pages in a state that their bare address does not show, and what the house says when something is not there.
const MORE: [(&str, &str, Option<&str>); 12] = [
    ("report-of-a-week", "/showroom/report?every=week", Some("manager1")),
    ("report-of-the-group", "/showroom/report?every=month", Some("group")),
    ("headquarters-on-the-wall", "/headquarters?screen=true", Some("group")),
    ("list-narrowed", "/customers?filter=grade%3Aeq%3AH%2CA&q=%E9%99%88", Some("manager1")),
    ("list-nothing-found", "/customers?q=zzzzzz", Some("manager1")),
    ("search-found", "/search?q=c", Some("manager1")),
    ("search-nothing-found", "/search?q=zzzzzz", Some("manager1")),
    ("catalogue-of-admin", "/catalogue", Some("admin")),
    ("home-of-admin", "/", Some("admin")),
    ("privacy-all", "/privacy?show=all", Some("admin")),
    ("privacy-restricted", "/privacy?show=restricted", Some("admin")),
    ("privacy-untouched", "/privacy?show=untouched", Some("admin")),
];

/// Where to find something that stands for a parameter: what the page is fullest with.
const ROWS: [(&str, &str); 27] = [
    ("task", "SELECT id FROM tasks WHERE waiting_at IS NOT NULL ORDER BY waiting_at, id LIMIT 1"),
    (
        "lead",
        "SELECT l.id FROM leads l JOIN nodes n ON n.id = l.store_id WHERE n.code = 'S001' AND l.state = 'contacted' AND l.remark IS NULL ORDER BY l.received_at DESC, l.id LIMIT 1",
    ),
    (
        "visit",
        "SELECT v.id FROM showroom_visits v JOIN nodes n ON n.id = v.store_id WHERE n.code = 'S001' AND v.state = 'quotation' ORDER BY v.arrived_at DESC LIMIT 1",
    ),
    ("lead_source", "SELECT id FROM lead_sources WHERE code = 'autohome'"),
    ("lead_rule", "SELECT id FROM lead_rules ORDER BY position LIMIT 1"),
    ("questionnaire", "SELECT id FROM questionnaires WHERE standard ORDER BY id LIMIT 1"),
    ("lead_form", "SELECT id FROM lead_forms ORDER BY id LIMIT 1"),
    ("key", "SELECT key FROM lead_forms WHERE retired_at IS NULL ORDER BY id LIMIT 1"),
    ("customer", "SELECT id FROM customers WHERE name = '上海捷运达物流有限公司'"),
    (
        "vehicle",
        "SELECT p.vehicle_id FROM vehicle_parties p JOIN customers c ON c.id = p.customer_id WHERE c.name = '顾建国' OR c.name = '上海捷运达物流有限公司' ORDER BY c.name, p.vehicle_id LIMIT 1",
    ),
    (
        "opportunity",
        "SELECT o.id FROM opportunities o JOIN nodes n ON n.id = o.store_id WHERE n.code = 'S001' ORDER BY o.state = 'defeat_pending' DESC, o.state = 'open' DESC, o.id LIMIT 1",
    ),
    ("store", "SELECT id FROM nodes WHERE code = 'S001'"),
    ("node", "SELECT id FROM nodes WHERE code = 'S001'"),
    ("user", "SELECT id FROM users WHERE login = 'sales1'"),
    ("post", "SELECT p.id FROM posts p JOIN users u ON u.id = p.user_id WHERE u.login = 'sales1'"),
    ("role", "SELECT id FROM roles WHERE code = 'sales_consultant'"),
    ("assignment_rule", "SELECT id FROM assignment_rules ORDER BY id LIMIT 1"),
    ("collision", "SELECT id FROM collisions WHERE state = 'asked' ORDER BY id LIMIT 1"),
    ("custom_field", "SELECT id FROM custom_fields WHERE name = 'x_loan'"),
    ("attachment", "SELECT id FROM attachments ORDER BY id LIMIT 1"),
    ("catalogue_entry", "SELECT id FROM brands ORDER BY id LIMIT 1"),
    ("import", "SELECT id FROM imports WHERE state = 'draft'"),
    ("import", "SELECT id FROM imports WHERE state = 'ready'"),
    ("import", "SELECT id FROM imports WHERE state = 'done'"),
    ("privacy_request", "SELECT id FROM privacy_requests WHERE state = 'received' ORDER BY id LIMIT 1"),
    ("viewing_case", "SELECT id FROM viewing_cases ORDER BY id LIMIT 1"),
    ("operation", "SELECT id FROM operations WHERE kind = 'import' AND state = 'done' ORDER BY id DESC LIMIT 1"),
];

/// Codes and words of the house.
const WORDS: [(&str, &str); 9] = [
    ("question", "q4"),
    ("secret", "nobody.ics"),
    ("noun", "brand"),
    ("dictionary", "customer-class"),
    ("entry", "prospect"),
    ("field", "name"),
    ("setting", "session.idle_hours"),
    ("number", "K000001"),
    ("page", "customers"),
];

/// Views of lists: kind, name, query.
const VIEWS: [(&str, &str, &str); 8] = [
    ("task", "未完成", "filter=waiting_at%3Afilled%3A"),
    ("customer", "H、A 级", "filter=grade%3Aeq%3AH%2CA"),
    ("vehicle", "在用", ""),
    ("lead", "待联系", "filter=state%3Aeq%3Aassigned"),
    ("visit", "再次到店", "filter=turn%3Aeq%3Aagain"),
    ("opportunity", "逾期未跟进", "filter=next_on%3Alte%3A-1d&filter=state%3Aeq%3Aopen&sort=next_on"),
    ("store", "全部门店", ""),
    ("user", "在用账号", ""),
];

const SHEET: &str = "客户姓名,手机号码,车牌号,生日,备注\n周海燕,13812345678,沪A12345,1988-05-16,试驾后回访\n\
    欧阳晓敏,13601774502,,1990年2月3日,=1+1\n陈建国,1.39E+10,沪B8K321,1975-13-40,\n周海燕,13812345678,,,重复\n没有号码,,,,\n";

/// Sends a form as the page would; where it led.
async fn post(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> String {
    let code = "const [path, fields, done] = arguments;
        fetch(path, { method: 'POST', body: new URLSearchParams(fields) }).then(a => done(`${a.status} ${new URL(a.url).pathname}`));";
    let fields: Vec<Value> = fields.iter().map(|(name, value)| Value::from(vec![*name, *value])).collect();
    let answer = browser.client.execute_async(code, vec![path.into(), fields.clone().into()]).await.unwrap();
    let (status, to) = answer.as_str().unwrap().split_once(' ').unwrap();
    assert_eq!(status, "200", "{path} with {fields:?}");
    to.to_owned()
}

/// Uploads a sheet; the page of the import.
async fn upload(house: &House, browser: &Browser, name: &str) -> String {
    let file = house.folder().join(name);
    std::fs::write(&file, SHEET).unwrap();
    browser.open(&house.url("/imports/new")).await;
    browser.see("main input[type=file]").await.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.click("main form button[type=submit]").await;
    browser.see("#import-mapping").await;
    let address = browser.address().await;
    address[address.find("/imports/").unwrap()..].trim_end_matches("/mapping").to_owned()
}

/// Things that pages are about and the demo does not bring: imports in each state, a view, a rule.
async fn furnish(house: &House) {
    let manager = house.desk_of("manager1").await;
    upload(house, &manager, "待对应.csv").await;
    for (name, run) in [("待导入.csv", false), ("已导入.csv", true)] {
        upload(house, &manager, name).await;
        manager.press("检查").await;
        manager.read("将新建").await;
        if run {
            manager.press("开始导入").await;
            manager.read("导入完成").await;
        }
    }
    for (kind, name, query) in VIEWS {
        post(&manager, &format!("/{}/views", collection(kind)), &[("name", name), ("query", query)]).await;
    }
    unusual(house).await;
    let away = house.customer("孙立平").await;
    post(&manager, &format!("{away}/removal"), &[]).await;
    let [a, b, _] = twins(house).await;
    let version = async |id: &str| {
        let bytes = id.replace('-', "");
        house.ask(&format!("SELECT CAST(version AS text) FROM customers WHERE lower(hex(id)) = '{bytes}'")).await
    };
    let (va, vb) = (version(&a).await, version(&b).await);
    let both = [("with", b.as_str()), ("version", va.as_str()), ("with-version", vb.as_str()), ("reason", "同一人")];
    post(&manager, &format!("/customers/{a}/merge"), &both).await;
    let admin = house.desk_of("admin").await;
    let store = house.ask("SELECT id FROM nodes WHERE code = 'S001'").await;
    admin.open(&house.url(&format!("/customers/assignment-rules/new?store={store}"))).await;
    admin.fill("name", "老客户转介绍归销售一组").await;
    admin.click("label:has(input[name=owners])").await;
    admin.click("main form .button-primary").await;
    admin.arrive(&format!("/customers/assignment-rules?store={store}")).await;
}

/// A day on which someone looked at more than anyone does.
async fn unusual(house: &House) {
    let user = organisation::find_user_by_login(house.db.read(), "sales1").await.unwrap().unwrap();
    let scope = kernel::Scope::system(user.tenant_id, house.db.clock.new_id(), "book");
    let mut tx = house.db.write(&scope).await.unwrap();
    let row = "INSERT INTO viewing_hours (tenant_id, user_id, hour, what, taken) VALUES ($1, $2, $3, $4, $5)";
    for (what, many) in [("opened", 163_i64), ("revealed", 34), ("exported", 4_112)] {
        let hour = web::viewing::hour(tx.now());
        let values = [user.tenant_id.into(), user.id.into(), hour.into(), what.into(), many.into()];
        kernel::sql::run(tx.conn(), row, values).await.unwrap();
    }
    tx.enqueue(kernel::NewJob { kind: organisation::viewing::WATCH, ..Default::default() });
    tx.commit().await.unwrap();
    let manager = house.desk_of("manager1").await;
    manager.await_on(&house.url("/audit/viewing"), "163").await;
}

/// Three people of the first store: the second becomes part of the first, the third is compared with it.
async fn twins(house: &House) -> [String; 3] {
    let at = async |n: usize| {
        let who = "SELECT c.id FROM customers c JOIN engagements e ON e.customer_id = c.id JOIN nodes n ON n.id = e.store_id \
             WHERE n.code = 'S001' AND c.kind = 'person' AND c.name NOT IN ('孙立平', '周雨欣', '顾建国') GROUP BY c.id, c.number ORDER BY c.number DESC";
        house.ask(&format!("{who} LIMIT 1 OFFSET {n}")).await
    };
    [at(0).await, at(1).await, at(2).await]
}

/// Where a kind has its list.
fn collection(kind: &str) -> String {
    if kind == "opportunity" { "opportunities".into() } else { format!("{kind}s") }
}

async fn book(house: &House) -> Vec<Leaf> {
    let mut values: Vec<(&'static str, String)> = WORDS.map(|(name, word)| (name, word.to_owned())).into();
    for (name, statement) in ROWS {
        let exists = statement.contains("FROM attachments");
        // The demo has no papers, and a paper is no page.
        let id = if exists { kernel::Id::nil().to_string() } else { house.ask(statement).await };
        values.push((name, id));
    }
    let customer = house.customer("上海捷运达物流有限公司").await;
    let store = house.ask("SELECT id FROM nodes WHERE code = 'S001'").await;
    let mut own = vec![
        ("/customers/{customer}/removal", format!("{}/removal", house.customer("孙立平").await)),
        ("/customers/{customer}/next-contact", format!("{customer}/next-contact?store={store}")),
        ("/customers/{customer}/owner", format!("{customer}/owner?store={store}")),
        ("/customers/{customer}/class", format!("{customer}/class?store={store}")),
    ];
    for (kind, ..) in VIEWS {
        let view = house.ask(&format!("SELECT id FROM saved_views WHERE kind = '{kind}' LIMIT 1")).await;
        let route = house
            .app
            .routes
            .iter()
            .find(|r| r.path == format!("/{}/views/{{saved_view}}/edit", collection(kind)))
            .unwrap();
        own.push((route.path, format!("/{}/views/{view}/edit", collection(kind))));
    }
    let [stays, _, third] = twins(house).await;
    let merge = house.ask("SELECT id FROM customer_merges ORDER BY id DESC LIMIT 1").await;
    own.push(("/customers/{customer}/merge", format!("/customers/{stays}/merge?with={third}")));
    own.push(("/customers/{customer}/merges/{merge}", format!("/customers/{stays}/merges/{merge}")));
    let new = house.ask("SELECT customer_id FROM privacy_requests WHERE state = 'received' LIMIT 1").await;
    own.push(("/privacy/new", format!("/privacy/new?customer={new}")));
    let erase = house.ask("SELECT id FROM privacy_requests WHERE kind = 'erase' AND state = 'checked' LIMIT 1").await;
    own.push(("/privacy/{privacy_request}/erasure", format!("/privacy/{erase}/erasure")));
    let root = house.ask("SELECT id FROM nodes WHERE parent_id IS NULL").await;
    own.push(("/organisation/{node}/open-store", format!("/organisation/{root}/open-store")));
    let mut leaves = Book::new(values, own).leaves(house, &READERS).await;
    // No copy of anyone's data lies there yet, and no provider of single sign-on is named: a journey goes to one.
    let absent = [
        "/attachments/{attachment}",
        "/calendar/{secret}",
        "/privacy/{privacy_request}/copy",
        "/privacy/{privacy_request}/print",
        "/sign-in/single",
        "/sign-in/single/back",
    ];
    leaves.retain(|leaf| !absent.contains(&leaf.route.as_str()));
    leaves.extend(MORE.map(|(name, path, login)| Leaf { route: name.into(), path: path.into(), login }));
    leaves
}

/// What is wrong with the page at hand at one size and in one theme.
async fn faults(browser: &Browser, what: &str) -> Vec<String> {
    browser.settle().await;
    let mut found = browser.overflow().await;
    found.extend(browser.barriers().await);
    found.extend(browser.unworded().await);
    // A heading may be the name of a store.
    let strange = browser.strange().await.into_iter().filter(|text| !text.starts_with("四合汽车上海浦东店: "));
    found.extend(strange.map(|text| format!("in another language: {text}")));
    found.into_iter().map(|fault| format!("{what}: {fault}")).collect()
}

/// Takes the pictures of pages, all of one person; the faults found.
async fn take(house: &House, browser: &Browser, leaves: &[Leaf], folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for lang in ["zh-CN", "en"] {
        let dark = lang == "en";
        if leaves[0].login.is_some() {
            post(browser, "/me/language", &[("lang", lang), ("back", "/me")]).await;
        } else {
            post(browser, "/language", &[("lang", lang), ("back", "/")]).await;
        }
        browser.prefer_dark(dark).await;
        for leaf in leaves {
            browser.resize(1440, 900).await;
            browser.open(&house.url(&leaf.path)).await;
            let theme = if dark { "dark" } else { "light" };
            let name = format!("{}-{lang}-{theme}", leaf.name());
            let about = format!("{} ({lang}, {theme}", leaf.path);
            found.extend(faults(browser, &format!("{about}, 1440)")).await);
            browser.picture(&folder.join(format!("{name}-1440.png"))).await;
            browser.resize(390, 844).await;
            if dark {
                // English words are longer; the pictures of phones are those in Chinese.
                found.extend(browser.overflow().await.iter().map(|fault| format!("{about}, 390): {fault}")));
            } else {
                found.extend(faults(browser, &format!("{about}, 390)")).await);
                browser.picture(&folder.join(format!("{name}-390.png"))).await;
            }
            found.extend(browser.console().await.iter().map(|said| format!("{about}): the console says {said}")));
        }
    }
    found
}

/// The pages of one person.
async fn chapter(house: &House, login: Option<&'static str>, leaves: &[Leaf], folder: &Path) -> (usize, Vec<String>) {
    let own: Vec<Leaf> = leaves.iter().filter(|l| l.login == login).cloned().collect();
    let browser = Browser::desk().await;
    match login {
        Some(login) => house.sign_in(&browser, login).await,
        None => browser.open(&house.url("/sign-in")).await,
    }
    let pages = browser.pages_of(&own).await;
    if pages.is_empty() { (0, Vec::new()) } else { (pages.len(), take(house, &browser, &pages, folder).await) }
}

/// SYS-13, SYS-02…SYS-06: no page can be scrolled sideways, fails in the console or against the content security policy,
/// keeps anyone out (axe), lacks words, or mixes languages.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_fit_to_be_shown() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/picture-book");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let (house, empty) = tokio::join!(House::demo(80), House::open());
    furnish(&house).await;
    let leaves = book(&house).await;
    let set_up = [Leaf { route: "/set-up".into(), path: "/set-up".into(), login: None }];
    let (managers, others) = tokio::join!(chapter(&house, Some("manager1"), &leaves, &folder), async {
        let admins = chapter(&house, Some("admin"), &leaves, &folder).await;
        let nobodys = chapter(&house, None, &leaves, &folder).await;
        let empty = chapter(&empty, None, &set_up, &folder).await;
        (admins.0 + nobodys.0 + empty.0, [admins.1, nobodys.1, empty.1].concat())
    });
    let pages = managers.0 + others.0;
    assert!(pages > 60, "only {pages} pages are in the book");
    let faults = [managers.1, others.1].concat();
    assert!(faults.is_empty(), "{} faults on {pages} pages:\n{}", faults.len(), faults.join("\n"));
}
