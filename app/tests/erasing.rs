//! Erasing a person: afterwards nothing of them stands anywhere, in no table and in no file, nothing brings them back, and
//! what the law keeps tells nobody's name (PIPL 47, docs/privacy.md).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use fourfold::compose;
use identifiers::{Sex, sample};
use kernel::{ConnectionTrait, Id, chain, sql};
use privacy::requests::{self, Decision, Kind, NewRequest};
use support::World;
use support::undo::vin;
use testkit::Backend;

const NAME: &str = "慕容紫霄";
const OTHER_NAME: &str = "慕容子霄";
const FORMER_NAME: &str = "慕容小紫";
const PHONE: &str = "13712340601";
const OTHER_PHONE: &str = "13712340602";
const MERGED_PHONE: &str = "13712340603";
/// The spouse has it too: it stays with them.
const FAMILY_PHONE: &str = "13712340604";
const MAIL: &str = "zixiao.murong@example.org";
const FORMER_MAIL: &str = "former.zixiao@example.org";
const WECHAT: &str = "zixiao_wx_77";
const ADDRESS: &str = "听涛路九百九十九弄七号";
const PLATE: &str = "沪D7719Q";
const CARD: &str = "会员紫霄0088";
const PAPER: &str = "canary-inside-the-paper";

fn id_number() -> String {
    sample::resident_id(77, chrono::NaiveDate::from_ymd_opt(1977, 7, 7).unwrap(), Sex::Male)
}

/// What must not stand anywhere.
fn strings() -> Vec<String> {
    let mut list: Vec<String> = [
        NAME,
        OTHER_NAME,
        FORMER_NAME,
        PHONE,
        OTHER_PHONE,
        MERGED_PHONE,
        MAIL,
        FORMER_MAIL,
        WECHAT,
        ADDRESS,
        PLATE,
        CARD,
        PAPER,
        "murong",
        "d7719q",
    ]
    .map(str::to_owned)
    .to_vec();
    list.push(id_number());
    list
}

/// Every value of every table as text.
async fn everything(w: &World, backend: Backend) -> Vec<(String, String)> {
    let conn = w.db.read();
    let (tables, columns) = match backend {
        Backend::Sqlite => (
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'",
            "SELECT name FROM pragma_table_info('{}')",
        ),
        Backend::Postgres => (
            "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema()",
            "SELECT column_name::text AS name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{}'",
        ),
    };
    let mut all = Vec::new();
    for table in sql::rows(conn, tables, []).await.unwrap() {
        let table: String = table.try_get_by_index(0).unwrap();
        for column in sql::rows(conn, &columns.replace("{}", &table), []).await.unwrap() {
            let column: String = column.try_get_by_index(0).unwrap();
            let text = match backend {
                Backend::Sqlite => {
                    format!("SELECT CAST(\"{column}\" AS text) FROM \"{table}\" WHERE typeof(\"{column}\") = 'text'")
                }
                Backend::Postgres => {
                    format!("SELECT \"{column}\"::text FROM \"{table}\" WHERE \"{column}\" IS NOT NULL")
                }
            };
            for row in
                conn.query_all_raw(sea_orm::Statement::from_string(conn.get_database_backend(), text)).await.unwrap()
            {
                let value: String = row.try_get_by_index(0).unwrap();
                all.push((format!("{table}.{column}"), value));
            }
        }
    }
    all
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut folders, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    found
}

fn stands(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part.eq_ignore_ascii_case(text.as_bytes()))
}

/// Where something of the person still stands.
async fn left(w: &World, backend: Backend) -> Vec<String> {
    let mut left = Vec::new();
    let (tables, files) = (everything(w, backend).await, files(w.fresh.folder.path()));
    for text in strings() {
        left.extend(
            tables
                .iter()
                .filter(|(_, value)| stands(value.as_bytes(), &text))
                .map(|(at, value)| format!("{text} in {at}: {value}")),
        );
        left.extend(
            files.iter().filter(|(_, bytes)| stands(bytes, &text)).map(|(at, _)| format!("{text} in file {at}")),
        );
    }
    left
}

/// A house in which a person left traces by every way there is; their file, and one that was merged into it.
struct Lived {
    w: World,
    person: Id,
    spouse: Id,
    merge: String,
    import: Id,
}

async fn lived_in(backend: Backend) -> Lived {
    let w = World::peopled(backend).await;
    w.joins("second", "韩复核", "privacy_officer", "HQ").await;
    let [jing, ..] = w.known().await;
    let own = records::custom::Draft {
        key: "card".into(),
        label_zh: "卡号".into(),
        label_en: "Card".into(),
        help_zh: String::new(),
        help_en: String::new(),
        what: records::custom::Type::Text,
        class: records::Class::Personal,
        required: false,
        searchable: true,
    };
    let scope = w.scope("admin").await;
    let mut tx = w.db.write(&scope).await.unwrap();
    organisation::custom_fields::add(&mut tx, &customers::CUSTOMER, &own, "").await.unwrap();
    tx.commit().await.unwrap();
    // Came by a sheet, with a car and a visit; a second one changes them.
    let sheet = |phone: &str, mail: &str| {
        format!(
            "姓名,手机,邮箱,微信,地址,身份证号,车牌,车架号,车型,来店日期,里程,维修项目,备注\r\n\
             {FORMER_NAME},{phone},{mail},{WECHAT},{ADDRESS},{},{PLATE},{},朗逸,2026-03-01,12000,更换机油,{FORMER_NAME}爱喝茶\r\n\
             钱多,{},,,,,,,,,,,\r\n",
            id_number(),
            vin(7),
            sample::mobile(4)
        )
    };
    let import = w.bring_in("manager1", &sheet(PHONE, FORMER_MAIL)).await;
    w.bring_in("manager1", &sheet(PHONE, MAIL)).await;
    std::fs::remove_file(w.fresh.folder.path().join("客户名单.csv")).unwrap();
    let person = w.id_of(FORMER_NAME).await.unwrap();
    w.change("admin", "customer", person, &[("name", NAME), ("family", "与慕容紫霄同住"), ("x_card", CARD)]).await;
    let mut admin = w.browser("admin").await;
    let at = |below: &str| format!("/customers/{person}/{below}");
    let mut post = async |path: String, form: &[(&str, &str)]| {
        let answer = admin.post(&path, form).await;
        assert!(
            answer.status.is_redirection() || answer.status.is_success(),
            "{path} {} {}",
            answer.status,
            answer.text()
        );
        answer.location().to_owned()
    };
    let store = w.pudong.to_string();
    post(at("phones"), &[("phone", OTHER_PHONE), ("label", "work")]).await;
    post(at("phones"), &[("phone", FAMILY_PHONE), ("label", "home")]).await;
    post(
        at("consents"),
        &[("purpose", "marketing"), ("channel", "sms"), ("given", "true"), ("evidence", "慕容紫霄签字")],
    )
    .await;
    post(at("tags"), &[("tag", "loan"), ("store", &store)]).await;
    post(at("notes"), &[("kind", "note"), ("body", "@李店长 慕容紫霄要求周五回电 13712340601"), ("store", &store)])
        .await;
    post(at("class"), &[("class", "vip"), ("store", &store), ("reason", "老客户")]).await;
    let spouse: Id = w.customer("manager1", "沈家", FAMILY_PHONE).await.parse().unwrap();
    post(at("relations"), &[("as", "family"), ("other", &spouse.to_string()), ("remark", "慕容紫霄的配偶")]).await;
    w.note("manager1", spouse, "配偶慕容紫霄，电话13712340601").await;
    w.note("sales1", jing, "由 13712340601 介绍").await;
    let upload = admin
        .upload(
            &at("attachments"),
            "file",
            "慕容紫霄身份证.pdf",
            format!("%PDF-1.4 {PAPER}").as_bytes(),
            &[("purpose", "identity")],
        )
        .await;
    assert!(upload.status.is_redirection(), "{}", upload.text());
    // A list that asks for them, kept and taken out.
    let query = format!("filter=phone%3Aeq%3A{PHONE}");
    admin.post("/customers/views", &[("name", "找慕容紫霄"), ("query", &query)]).await;
    admin.get(&format!("/customers/export?form=csv&{query}")).await;
    // Changed in bulk, and a bulk change taken back.
    for tag in ["vip", "fleet"] {
        let form = [("verb", "tag"), ("id", &person.to_string()), ("tag", tag), ("store", store.as_str())];
        admin.post("/customers/bulk-changes", &form).await;
        w.settle().await;
    }
    // Two files become one, apart, and one again.
    let twin: Id = w.customer("manager1", OTHER_NAME, MERGED_PHONE).await.parse().unwrap();
    let mut merge = String::new();
    for again in [false, true] {
        w.db.clock.advance(60);
        let page = admin.get(&format!("/customers/{person}/merge?with={twin}")).await.text();
        let form = [
            ("with", twin.to_string()),
            ("version", hidden(&page, "version")),
            ("with-version", hidden(&page, "with-version")),
            ("reason", "同一人".to_owned()),
        ];
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let done = admin.post(&at("merge"), &form).await;
        assert_eq!(done.status, 303, "{}", done.text());
        merge = done.location().to_owned();
        w.settle().await;
        if !again {
            admin.post(&format!("{merge}/undo"), &[]).await;
            w.settle().await;
        }
    }
    // Another store files somebody with the family's number, is told that they are known, and asks.
    w.customer("sales3", "苏家", FAMILY_PHONE).await;
    w.settle().await;
    let text = "SELECT id FROM collisions WHERE store_id = $1 ORDER BY id DESC LIMIT 1";
    let case: Id = sql::row(w.db.read(), text, [w.suzhou.into()]).await.unwrap().unwrap().try_get("", "id").unwrap();
    let form = [("reason", "慕容紫霄来店看车")];
    let asked = w.browser("sales3").await.post(&format!("/collisions/{case}/request"), &form).await;
    assert!(asked.status.is_redirection(), "{}", asked.text());
    chain::seal(&w.db).await.unwrap();
    Lived { w, person, spouse, merge, import: import.id }
}

fn hidden(page: &str, name: &str) -> String {
    let at = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {page}"));
    at.split('"').next().unwrap().to_owned()
}

/// A request of the person's, done.
async fn fulfil(w: &World, customer: Id, kind: Kind) -> Id {
    w.db.clock.advance(60);
    let id = taken_in(w, customer, kind).await;
    go_on(w, id).await;
    id
}

/// A request that came in.
async fn taken_in(w: &World, customer: Id, kind: Kind) -> Id {
    let scope = w.scope("admin").await;
    let mut tx = w.db.write(&scope).await.unwrap();
    let new = NewRequest {
        customer,
        kind,
        asked_by: format!("{NAME}本人，{PHONE}"),
        asker: "self".into(),
        wish: Some(format!("{NAME}的全部资料")),
        received_on: tx.now().date_in(organisation::HOUSE_ZONE),
        days: 30,
        id: tx.new_id(),
    };
    let id = requests::add(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Decides about a request in someone's name.
async fn decide(w: &World, login: &str, id: Id, decision: Decision) {
    let seams = w.assembly.app.seam::<std::sync::Arc<customers::Seams>>();
    let scope = w.scope(login).await;
    let mut tx = w.db.write(&scope).await.unwrap();
    let request = requests::queries::find(tx.conn(), w.tenant, id).await.unwrap().unwrap();
    requests::decide(&mut tx, &seams, &request, request.version, decision).await.unwrap();
    tx.commit().await.unwrap();
}

/// From the proof to the end: who erases is released by a second person.
async fn go_on(w: &World, id: Id) {
    decide(w, "admin", id, Decision::Check("paper".into(), Some(format!("核对{NAME}证件")))).await;
    decide(w, "admin", id, Decision::Fulfil(None)).await;
    if requests::queries::find(w.db.read(), w.tenant, id).await.unwrap().unwrap().kind() == Kind::Erase {
        decide(w, "second", id, Decision::Fulfil(None)).await;
    }
    w.settle().await;
    let request = requests::queries::find(w.db.read(), w.tenant, id).await.unwrap().unwrap();
    assert_eq!(request.state, "done");
}

/// PIPL 47: whatever way they came in by and wherever they left a trace, nothing of an erased person is left, in the
/// database, its free pages and its log, and in no file; what is shared with somebody else stays with them; the journal's
/// chain holds; nothing brings them back; the visit is kept as long as the law says.
#[tokio::test]
async fn nothing_is_left_of_an_erased_person() {
    for backend in Backend::all() {
        let Lived { w, person, spouse, merge, import } = lived_in(backend).await;
        let before = left(&w, backend).await;
        for text in strings() {
            assert!(before.iter().any(|line| line.starts_with(&text)), "the test would prove nothing for {text}");
        }
        let copy = fulfil(&w, person, Kind::Copy).await;
        assert!(privacy::copies::path(w.fresh.folder.path(), copy).exists());
        let erased = fulfil(&w, person, Kind::Erase).await;
        let found = left(&w, backend).await;
        assert!(found.is_empty(), "{backend:?}\n{}", found.join("\n"));
        assert!(!privacy::copies::path(w.fresh.folder.path(), copy).exists());

        let family = "SELECT count(*) FROM customer_phones WHERE customer_id = $1 AND phone = $2";
        let values = [spouse.into(), format!("+86{FAMILY_PHONE}").into()];
        assert_eq!(sql::number(w.db.read(), family, values).await.unwrap(), 1, "it is the spouse's number, too");
        let kept = "SELECT count(*) FROM visits WHERE work = '更换机油' AND customer_id IS NOT NULL";
        assert_eq!(w.number(kept).await, 1, "the repair is kept, of nobody");
        let request = requests::queries::find(w.db.read(), w.tenant, erased).await.unwrap().unwrap();
        assert_eq!(request.kept_until.map(|day| day.to_string()).as_deref(), Some("2028-03-01"));

        // Nothing brings them back.
        let mut admin = w.browser("admin").await;
        assert_eq!(admin.post(&format!("{merge}/undo"), &[]).await.status, 404);
        admin.post(&format!("/operations/{import}/undo"), &[]).await;
        admin.post(&format!("/customers/{person}/restoration"), &[]).await;
        w.settle().await;
        assert_eq!(admin.get(&format!("/customers/{person}")).await.status, 404);
        let found = left(&w, backend).await;
        assert!(found.is_empty(), "after undoing: {}", found.join("\n"));

        chain::seal(&w.db).await.unwrap();
        let report = chain::check(w.db.read(), &w.db.keys, w.tenant).await.unwrap();
        assert!(report.fault.is_none() && report.erased > 0, "{report:?}");

        // When the duty is over, the visit is no longer theirs at all.
        w.db.clock.advance(3 * 366 * 86_400);
        let daily = kernel::schedules::Schedule { name: privacy::TIDY, every: 86_400 };
        kernel::schedules::tick(&w.db, &[daily], &[w.tenant]).await.unwrap();
        w.settle().await;
        assert_eq!(w.number(kept).await, 0);
        assert_eq!(w.number("SELECT count(*) FROM visits WHERE work = '更换机油'").await, 1, "the car's life stays");
    }
}

/// PIPL 47: erasing that is cut off between any two steps goes on, and what is done twice does no harm.
#[tokio::test]
async fn erasing_may_be_cut_off_anywhere() {
    for backend in Backend::all() {
        let Lived { w, person, .. } = lived_in(backend).await;
        let eraser = compose::eraser(w.fresh.folder.path());
        let scope = w.system();
        for step in 0..privacy::erasure::STEPS {
            // Begun and lost, with what it did to files; then done, and done once more.
            let mut tx = w.db.write(&scope).await.unwrap();
            eraser.step(&mut tx, person, step).await.unwrap();
            tx.rollback().await.unwrap();
            for _ in 0..2 {
                let mut tx = w.db.write(&scope).await.unwrap();
                eraser.step(&mut tx, person, step).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
        w.settle().await;
        w.db.fold_log().await.unwrap();
        let found = left(&w, backend).await;
        assert!(found.is_empty(), "{backend:?}\n{}", found.join("\n"));
    }
}

/// Where one of some texts still stands, but in what the house keeps of its own people.
async fn standing(w: &World, backend: Backend, texts: &[&str]) -> Vec<String> {
    let all = everything(w, backend).await;
    let found = |(at, value): &(String, String)| {
        texts.iter().find(|text| stands(value.as_bytes(), text)).map(|text| format!("{text} in {at}: {value}"))
    };
    all.iter().filter_map(found).collect()
}

/// PIPL 47, CUS-10: two stores keep a file of one person without knowing of each other. Whoever is proved to ask for
/// erasing at one has a request of its own about the other, with the same day of answer; the first is done when its file
/// is gone, and leaves the other file whole; when both are done nothing of the person is left. The stores learn nothing.
#[tokio::test]
async fn twins_are_erased_with_the_first() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        w.joins("second", "韩复核", "privacy_officer", "HQ").await;
        let (number, at_first) = (id_number(), "浦东知道的事");
        let first: Id = w.customer("sales1", NAME, PHONE).await.parse().unwrap();
        w.change("manager1", "customer", first, &[("id_number", &number)]).await;
        w.note("manager1", first, &format!("{at_first}，{NAME}")).await;
        let twin: Id = w.customer("sales3", NAME, PHONE).await.parse().unwrap();
        w.change("sales3", "customer", twin, &[("hobbies", "慕容紫霄爱钓鱼")]).await;
        w.settle().await;
        let mut suzhou = w.browser("manager2").await;
        let pages = [format!("/customers/{twin}"), format!("/customers/{twin}/history"), "/customers".to_owned()];
        let view = async |suzhou: &mut testkit::Client| {
            let mut seen = Vec::new();
            for page in &pages {
                let page = suzhou.get(page).await;
                assert_eq!(page.status, 200);
                seen.push(page.text().contains(NAME));
            }
            seen
        };
        let before = view(&mut suzhou).await;
        let count = "SELECT count(*) FROM journal_values";

        let asked = taken_in(&w, first, Kind::Erase).await;
        assert_eq!(w.number("SELECT count(*) FROM privacy_requests").await, 1, "before the proof nobody is asked for");
        decide(&w, "admin", asked, Decision::Check("paper".into(), None)).await;
        let request = requests::queries::find(w.db.read(), w.tenant, asked).await.unwrap().unwrap();
        let linked = requests::queries::linked(w.db.read(), w.tenant, &request).await.unwrap();
        assert_eq!(linked.len(), 1);
        let other = requests::queries::find(w.db.read(), w.tenant, linked[0].id).await.unwrap().unwrap();
        assert_eq!((other.customer_id, other.due_on, other.state.as_str()), (twin, request.due_on, "received"));
        assert_eq!(other.linked_to, Some(asked));
        w.settle().await;
        let notices = "SELECT count(*) FROM notices WHERE kind = 'privacy-linked'";
        assert_eq!(w.number(notices).await, 2, "those who look after privacy, and nobody of a store");
        let mut officer = w.browser("second").await;
        let page = officer.get(&format!("/privacy/{asked}")).await.text();
        assert!(page.contains(&linked[0].number) && page.contains("关联档案"), "{page}");
        for login in ["manager1", "manager2", "sales1", "sales3"] {
            let mut someone = w.browser(login).await;
            for id in [asked, other.id] {
                assert_eq!(someone.get(&format!("/privacy/{id}")).await.status, 403, "{login}");
            }
        }

        decide(&w, "admin", asked, Decision::Fulfil(None)).await;
        decide(&w, "second", asked, Decision::Fulfil(None)).await;
        w.settle().await;
        let request = requests::queries::find(w.db.read(), w.tenant, asked).await.unwrap().unwrap();
        assert_eq!(request.state, "done", "its own file is gone");
        assert!(w.number(count).await > 0);
        assert_eq!(view(&mut suzhou).await, before, "the other store notices nothing");
        assert_eq!(w.browser("manager1").await.get(&format!("/customers/{first}")).await.status, 404);
        assert!(standing(&w, backend, &[at_first, &number]).await.is_empty(), "what only the first store knew");

        go_on(&w, other.id).await;
        let left = standing(&w, backend, &[NAME, PHONE, &number, at_first, "爱钓鱼"]).await;
        assert!(left.is_empty(), "{backend:?}\n{}", left.join("\n"));
        // Nothing is asked for a second time.
        assert_eq!(w.number("SELECT count(*) FROM privacy_requests").await, 2);
    }
}
