//! Bad input in the whole house: each has its sentence, leaves no half state and loses nothing acknowledged (CUS-05,
//! CUS-14). What single readers and rules make of hostile bytes stands with them, in `platform/sheets` and
//! `modules/customers`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../platform/sheets/tests/support/mod.rs"]
mod files;
mod support;

use kernel::sql;
use support::World;
use testkit::{Answer, Backend, Client};

/// CUS-14: broken, huge, mis-encoded, protected, exploding, mislabelled and endless files are told beside the form, and
/// nothing of them stays.
#[tokio::test]
async fn hostile_files_leave_nothing() {
    let good = files::xlsx(r#"<row><c t="inlineStr"><is><t>姓名</t></is></c></row>"#, &[]);
    let bomb = files::xlsx("", &[("xl/worksheets/sheet1.xml", &" ".repeat(40 << 20))]);
    let protected = files::ole(&[("EncryptionInfo", b"x"), ("EncryptedPackage", b"secret")]);
    let cases: [(&str, Vec<u8>, &str); 10] = [
        ("空.csv", Vec::new(), "文件是空的"),
        ("半.xlsx", good[..good.len() / 2].to_vec(), "文件不完整"),
        ("坏.xlsx", b"PK\x03\x04 broken".to_vec(), "请"),
        ("密码.xlsx", protected.clone(), "文件有密码保护"),
        ("密码.csv", protected, "文件有密码保护"),
        ("炸弹.xlsx", bomb, "解压后异常庞大"),
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n0000000000000000".to_vec(), "这不是表格文件"),
        ("宽.csv", vec!["列"; 5_000].join(",").into_bytes(), "5000 列"),
        ("长.csv", format!("姓名,手机\n{},1\n", "长".repeat(3_500_000)).into_bytes(), "请缩短该单元格"),
        ("散.csv", format!("姓名,手机\n{}\n", "长长长,".repeat(1 << 20)).into_bytes(), "列"),
    ];
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut boss = world.browser("manager1").await;
        let store = world.pudong.to_string();
        for (name, bytes, sentence) in &cases {
            let answer = boss.upload("/imports", "file", name, bytes, &[("store", &store)]).await;
            assert_eq!(answer.status, 422, "{name}");
            assert!(answer.text().contains(sentence), "{name}: {}", said(&answer));
        }
        let kept = std::fs::read_dir(world.fresh.folder.path().join("imports")).map_or(0, Iterator::count);
        assert_eq!((kept, number(&world, "SELECT count(*) FROM imports").await), (0, 0));
    }
}

/// What a refused form says.
fn said(answer: &Answer) -> String {
    let text = answer.text();
    let from = text.find("<form").unwrap_or_default();
    text[from..].chars().take(1_500).collect()
}

/// CUS-14: a sheet with the wrong extension, bytes of two encodings and a phone that a spreadsheet spoilt is read as far
/// as it can be, and each doubt is told at its row.
#[tokio::test]
async fn what_can_be_read_is_read() {
    // GB18030, with a byte in it that belongs to no character.
    let mut bytes = b"\xd0\xd5\xc3\xfb,\xca\xd6\xbb\xfa\n\xd5\xc5\xce\xb0,13800000001\n".to_vec();
    bytes.extend(b"\xc0\xee\xff\xff,13800000002\n\xcd\xf5\xb7\xbc,1.31E+10\n");
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut boss = world.browser("manager1").await;
        let store = world.pudong.to_string();
        let answer = boss.upload("/imports", "file", "名单.xlsx", &bytes, &[("store", &store)]).await;
        assert_eq!(answer.status, 303, "{}", said(&answer));
        let at = answer.location().trim_end_matches("/mapping").to_owned();
        assert!(boss.get(&format!("{at}/mapping")).await.text().contains("张伟"));
        let form = [
            ("sheet", "0"),
            ("header", "1"),
            ("c0", "customer.name"),
            ("c1", "customer.phone"),
            ("mode", "both"),
            ("key", "phone"),
        ];
        assert_eq!(boss.post(&format!("{at}/mapping"), &form).await.status, 303);
        world.settle().await;
        assert_eq!(boss.post(&format!("{at}/run"), &[]).await.status, 303);
        world.settle().await;
        assert_eq!(number(&world, "SELECT count(*) FROM customers").await, 2);
        let report = boss.get(&format!("{at}/report?form=csv")).await.text();
        let lines: Vec<&str> = report.lines().collect();
        assert_eq!(lines.len(), 4, "{report}");
        assert!(lines[2].contains("新建") && lines[2].contains("李"), "{report}");
        assert!(lines[3].contains("未导入") && lines[3].contains("1.31E+10"), "{report}");
    }
}

/// CUS-14: what a spreadsheet would run as a formula leaves the house as text.
#[tokio::test]
async fn formulas_leave_as_text() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        world.customer("sales1", "=HYPERLINK(\"http://evil.example\")", "13855667788").await;
        world.customer("sales1", "@SUM(1)", "13855667799").await;
        let mut boss = world.browser("manager1").await;
        let csv = boss.get("/customers/export?format=csv").await;
        assert_eq!(csv.status, 200);
        for line in csv.text().lines().skip(1) {
            for cell in line.split(',') {
                let start = cell.trim_start_matches('"').chars().next().unwrap_or(' ');
                assert!(!"=+-@\t\r".contains(start), "{line}");
            }
        }
        assert!(csv.text().contains("'="), "{}", csv.text());
        let xlsx = boss.get("/customers/export?format=xlsx").await;
        let mut book = sheets::open(xlsx.bytes, "x.xlsx", &sheets::Limits::default()).unwrap();
        let rows: Vec<_> = book.sheet(0).unwrap().rows().collect::<Result<_, _>>().unwrap();
        assert!(rows.iter().flat_map(|row| &row.cells).any(|cell| cell.as_text().contains("=HYPERLINK")), "as text");
    }
}

/// CUS-01: a form that is sent twice, at once or one after the other, files one customer and leads to it both times.
#[tokio::test]
async fn a_double_submit_files_once() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let (mut one, mut other): (Client, Client) = {
            let browser = world.browser("sales1").await;
            (browser.clone(), browser)
        };
        let form = [("kind", "person"), ("name", "司徒静"), ("phone", "13855667788"), ("remark", "试驾过")];
        let (first, second) = tokio::join!(one.post("/customers/new", &form), other.post("/customers/new", &form));
        let third = one.post("/customers/new", &form).await;
        let to = |answer: &Answer| {
            assert_eq!(answer.status, 303, "{}", said(answer));
            answer.location().split('?').next().unwrap().to_owned()
        };
        assert_eq!((to(&first), to(&third)), (to(&second), to(&second)));
        assert_eq!(number(&world, "SELECT count(*) FROM customers").await, 1);
        assert_eq!(number(&world, "SELECT count(*) FROM engagements").await, 1);
    }
}

/// CUS-05: of two people who edit one record the slower one is shown both values; what they changed besides is kept in
/// the form, and nothing is overwritten unseen.
#[tokio::test]
async fn two_editors_of_one_record() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let at = format!("/customers/{customer}/edit");
        let (mut quick, mut slow) = (world.browser("sales1").await, world.browser("manager1").await);
        let version = number(&world, "SELECT version FROM customers").await.to_string();
        let form =
            |name: &'static str| [("version", version.as_str()), ("before", r#"{"name":"司徒静"}"#), ("name", name)];
        assert_eq!(quick.post(&at, &form("司徒晶")).await.status, 303);
        let told = slow.post(&at, &form("司徒敬")).await;
        assert_eq!(told.status, 409);
        assert!(told.text().contains("司徒晶") && told.text().contains("司徒敬"));
        assert_eq!(number(&world, "SELECT count(*) FROM customers WHERE name = '司徒晶'").await, 1);
        let mut script = world.script("manager1").await;
        let body = serde_json::json!({ "name": "司徒敬", "version": version.parse::<i64>().unwrap() });
        let path = format!("/api/v1/customers/{customer}");
        let answer = script.json(axum::http::Method::PATCH, &path, &body).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (409, Some("problem-conflict")));
    }
}

async fn number(world: &World, text: &str) -> i64 {
    sql::number(world.db.read(), text, []).await.unwrap()
}
