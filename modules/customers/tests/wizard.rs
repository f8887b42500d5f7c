//! The import wizard in a browser without a window: upload, columns, check, mend, run, report, and what others see of it
//! (CUS-14).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use async_trait::async_trait;
use axum::http::{Extensions, HeaderMap, StatusCode};
use customers::import::CustomerImporter;
use fourfold_customers as customers;
use kernel::words::Locale;
use kernel::{Id, JobHandler, Lang, Scope};
use organisation::Dictionaries;
use records::import::{Desk, ImportJob, Importers, JOB};
use support::World;
use testkit::{Answer, Backend, Client};
use web::app::{Assembly, assemble};
use web::gate::{Entry, Gate};
use web::server::{self, Health};
use web::{App, Config, Module, Problem, Theme, Visitor};

macro_rules! words_of {
    ($name:literal) => {
        Locale {
            owner: $name,
            zh_cn: include_str!(concat!("../../../platform/", $name, "/locales/zh-CN.ftl")),
            en: include_str!(concat!("../../../platform/", $name, "/locales/en.ftl")),
        }
    };
}

const WORDS: [Locale; 4] = [words_of!("ui"), words_of!("identifiers"), words_of!("sheets"), web::LOCALE];

/// Who asks stands in a header.
struct ByHeader {
    people: HashMap<&'static str, Scope>,
    store: Id,
}

#[async_trait]
impl Gate for ByHeader {
    async fn enter(&self, _: &App, headers: &HeaderMap, _: Option<IpAddr>) -> Result<Entry, Problem> {
        let Some(scope) =
            headers.get("x-who").and_then(|v| v.to_str().ok()).and_then(|name| self.people.get(name)).cloned()
        else {
            return Ok(Entry::Nobody);
        };
        let name = scope.actor_name().to_owned();
        let stores = vec![(self.store, "浦东店".to_owned())];
        Ok(Entry::Someone(Box::new(Visitor {
            scope,
            name,
            theme: Theme::default(),
            session: None,
            address: None,
            store: None,
            stores,
            notices: 0,
        })))
    }

    async fn door(&self, _: &App) -> &'static str {
        "/sign-in"
    }
}

struct House {
    w: World,
    desk: Desk,
    router: axum::Router,
    folder: tempfile::TempDir,
}

impl House {
    async fn new(lang: Lang) -> House {
        let w = World::new(Backend::Sqlite).await;
        let folder = tempfile::tempdir().unwrap();
        let scope_of: records::import::ScopeOf = Arc::new(|db, tenant, user| {
            Box::pin(async move { organisation::scope_of_user(&db, tenant, user, db.clock.new_id(), Lang::ZhCn).await })
        });
        let importer = CustomerImporter::new(w.seams.clone(), Dictionaries::default(), Vec::new());
        let desk =
            Desk { importers: Importers(vec![Arc::new(importer)]), folder: folder.path().join("imports"), scope_of };
        let mut people = HashMap::new();
        for (name, id) in [("manager1", w.manager1), ("manager2", w.manager2), ("sales1", w.sales1), ("group", w.group)]
        {
            people.insert(name, Scope { lang, ..w.scope(id).await });
        }
        let mut seams = Extensions::new();
        seams.insert(desk.clone());
        let gate = Arc::new(ByHeader { people, store: w.pudong });
        let module = Module { name: "frame", routes: web::import::routes(), ..Module::default() };
        let Assembly { app, router, .. } =
            assemble(w.db.clone(), gate, Config::default(), seams, vec![module], &WORDS).unwrap();
        let router = server::router(router, app, Arc::new(Health::default()));
        House { w, desk, router, folder }
    }

    fn client(&self, who: &str) -> Client {
        Client::new(&self.router).header("x-who", who)
    }

    async fn work(&self) {
        let handlers: HashMap<&'static str, Arc<dyn JobHandler>> =
            HashMap::from([(JOB, Arc::new(ImportJob(self.desk.clone())) as Arc<dyn JobHandler>)]);
        kernel::jobs::work(&self.w.db, &handlers, &AtomicBool::new(false)).await.unwrap();
    }

    fn kept(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("imports")).map_or(0, Iterator::count)
    }
}

fn shows(answer: &Answer, words: &[&str]) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    says(answer, words);
}

fn says(answer: &Answer, words: &[&str]) {
    let text = answer.text();
    for word in words {
        assert!(text.contains(word), "{word} is not in {text}");
    }
    let open = text.match_indices("[import-").next().map(|(at, _)| text[at..].chars().take(40).collect::<String>());
    assert_eq!(open, None, "a key without words");
}

const SHEET: &str = "姓名,手机,销售顾问,来店日期,怪列\n周海燕,13801234561,王敏,2025-03-07,甲\n刘洋,1.31E+10,,,乙\n周海燕,13801234561,,2025-09-08,丙\n=HYPERLINK(1),13801234563,不认识,,丁\n";

/// CUS-14: from the file to the report, by the buttons of the pages.
#[tokio::test]
async fn the_whole_way() {
    for lang in Lang::ALL {
        let h = House::new(lang).await;
        let zh = lang == Lang::ZhCn;
        let mut boss = h.client("manager1");
        shows(&boss.get("/imports").await, &[if zh { "还没有导入过" } else { "Nothing imported yet" }]);
        shows(&boss.get("/imports/new").await, &["type=\"file\"", "multipart/form-data"]);
        let answer = boss
            .upload("/imports", "file", "C:\\名单\\客户.csv", SHEET.as_bytes(), &[("store", &h.w.pudong.to_string())])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let at = answer.location().trim_end_matches("/mapping").to_owned();
        let page = boss.get(&format!("{at}/mapping")).await;
        shows(
            &page,
            &[
                "客户.csv",
                "怪列",
                "value=\"customer.name\" selected",
                "value=\"customer.owner\" selected",
                "value=\"visit.at\" selected",
                "1.31E+10",
            ],
        );
        assert!(!page.text().contains("C:\\"), "a path of someone's machine");

        // Without a key it is refused beside the form; what was chosen stays.
        let refused = boss
            .post(
                &format!("{at}/mapping"),
                &[("sheet", "0"), ("header", "1"), ("c0", "customer.name"), ("c4", "customer.remark")],
            )
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused, &["value=\"customer.remark\" selected"]);
        let form = [
            ("sheet", "0"),
            ("header", "1"),
            ("c0", "customer.name"),
            ("c1", "customer.phone"),
            ("c2", "customer.owner"),
            ("c3", "visit.at"),
            ("mode", "both"),
            ("key", "phone"),
        ];
        assert_eq!(boss.post(&format!("{at}/mapping"), &form).await.location(), at);
        shows(&boss.get(&at).await, &["hx-get=\"", "/progress\"", "/pause\""]);
        shows(&boss.get(&format!("{at}/progress")).await, &["<progress"]);
        h.work().await;
        let ended = boss.get(&format!("{at}/progress")).await;
        assert_eq!(ended.headers.get("hx-redirect").unwrap(), at.as_str());

        // One line says it all; the bad cell is mended where it stands.
        let ready = boss.get(&at).await;
        shows(
            &ready,
            &[
                "1.31E+10",
                "name=\"value\"",
                if zh { "将新建" } else { "Would be created" },
                if zh { "无法识别" } else { "can be read" },
            ],
        );
        let row = boss.post(&format!("{at}/cells"), &[("line", "3"), ("column", "1"), ("value", "13801234562")]).await;
        shows(&row, &["<tr", if zh { "已改正" } else { "Mended" }]);
        assert!(!row.text().contains("<html"), "the row alone");
        shows(&boss.get(&format!("{at}/rows?show=code:import-owner-unknown")).await, &["不认识"]);
        shows(
            &boss.get(&format!("{at}/rows?show=rejected")).await,
            &[if zh { "没有这样的行" } else { "No such rows" }],
        );
        assert_eq!(boss.post(&format!("{at}/run"), &[]).await.location(), at);
        assert_eq!(boss.post(&format!("{at}/run"), &[]).await.location(), at, "a second click");
        h.work().await;
        shows(&boss.get(&at).await, &[if zh { "导入完成" } else { "Done." }, "/report?form=csv"]);
        assert_eq!(kernel::sql::number(h.w.db.read(), "SELECT count(*) FROM customers", []).await.unwrap(), 3);
        shows(&boss.get("/imports").await, &["客户.csv"]);
        let csv = boss.get(&format!("{at}/report?form=csv")).await;
        shows(
            &csv,
            &["\"周海燕\"", "\"'=HYPERLINK(1)\"", if zh { "\"重复\"" } else { "\"Duplicate\"" }, "\"13801234562\""],
        );
        let xlsx = boss.get(&format!("{at}/report")).await;
        assert!(xlsx.bytes.starts_with(b"PK"), "{}", xlsx.status);

        // Nobody else: not the other store, not a colleague who may not change customers in bulk.
        for (who, path) in
            [("manager2", ""), ("sales1", ""), ("manager2", "/report"), ("manager2", "/rows"), ("manager2", "/mapping")]
        {
            assert_eq!(h.client(who).get(&format!("{at}{path}")).await.status, StatusCode::NOT_FOUND, "{who} {path}");
        }
        assert_eq!(h.client("manager2").post(&format!("{at}/cancel"), &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            h.client("group").get("/imports").await.status,
            StatusCode::FORBIDDEN,
            "whoever makes no customers imports none"
        );
    }
}

/// CUS-14: every hostile file has its sentence beside the form, and nothing of it stays.
#[tokio::test]
async fn hostile_files() {
    let h = House::new(Lang::ZhCn).await;
    let mut boss = h.client("manager1");
    let store = h.w.pudong.to_string();
    let wide = vec!["列"; 5_000].join(",").into_bytes();
    let long = format!("姓名,手机\n{},13800000001\n", "长".repeat(3_500_000)).into_bytes();
    let mut encrypted = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    encrypted.resize(2_048, 0);
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("空.xlsx", Vec::new(), "文件是空的"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n0000000000000000".to_vec(), "这不是表格文件"),
        ("坏.xlsx", b"PK\x03\x04 broken".to_vec(), "请"),
        ("旧.xls", encrypted, "请"),
        ("网页.xls", "<html><table><tr><td>姓名</td></tr></table></html>".as_bytes().to_vec(), "其实是网页"),
        ("宽.csv", wide, "5000"),
        ("长.csv", long, "请缩短该单元格"),
        ("标题.csv", "姓名,手机\n".as_bytes().to_vec(), "标题行下面没有数据"),
    ];
    for (name, bytes, sentence) in cases {
        let answer = boss.upload("/imports", "file", name, &bytes, &[("store", &store)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        says(&answer, &[sentence, "type=\"file\""]);
        assert_eq!(h.kept(), 0, "{name}");
    }
    let nothing = boss.post("/imports", &[("store", &store)]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let empty = boss.upload("/imports", "other", "x.csv", b"x", &[("store", &store)]).await;
    says(&empty, &["请选择要导入的文件"]);
    let strange =
        boss.upload("/imports", "file", "好.csv", SHEET.as_bytes(), &[("store", &h.w.minhang.to_string())]).await;
    assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&strange, &["您不能向这家门店导入客户"]);
    assert_eq!(
        (h.kept(), kernel::sql::number(h.w.db.read(), "SELECT count(*) FROM imports", []).await.unwrap()),
        (0, 0)
    );
}

/// CUS-14: a file that breaks off on the way or is larger than allowed is told so, and the part of it goes.
#[tokio::test]
async fn uploads_that_go_wrong() {
    let h = House::new(Lang::ZhCn).await;
    let mut boss = h.client("manager1");
    let mut body = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n".to_vec();
    body.extend(SHEET.as_bytes());
    let broken = boss.send(axum::http::Method::POST, "/imports", Some("multipart/form-data; boundary=x"), body).await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&broken, &["文件没有传完整"]);
    let huge = vec![b'a'; (records::import::MAX_BYTES + 1) as usize];
    let large = boss.upload("/imports", "file", "大.csv", &huge, &[]).await;
    assert_eq!(large.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&large, &["文件超过 256 MB"]);
    assert_eq!(h.kept(), 0);
}
