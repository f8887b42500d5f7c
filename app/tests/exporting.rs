//! `fourfold export`: under the policy of the person in whose name it is done, and noted (CUS-14, SYS-05, SYS-09).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use organisation::{NewPost, NewUser};
use support::process::Site;
use testkit::Backend;

/// Someone of the store with a role.
async fn person(site: &Site, login: &str, role: &str) {
    let scope = kernel::Scope::system(site.tenant, site.db.clock.new_id(), "test");
    let mut tx = site.db.write(&scope).await.unwrap();
    let new = NewUser { login: login.into(), name: login.into(), ..NewUser::default() };
    let user = organisation::add_user(&mut tx, new).await.unwrap();
    let role = organisation::roles::queries::find_by_code(tx.conn(), site.tenant, role).await.unwrap().unwrap();
    organisation::add_post(&mut tx, NewPost::new(user, site.store, role.id)).await.unwrap();
    tx.commit().await.unwrap();
}

/// What a command says: whether it went well, standard output, standard error.
async fn say(site: &Site, arguments: &[&str]) -> (bool, String, String) {
    let output = site.command(arguments).output().await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout), text(&output.stderr))
}

/// CUS-14: what someone may take out on the page they may take out here, nothing else, and it is noted.
#[tokio::test]
async fn a_list_leaves_by_command() {
    for backend in Backend::all() {
        let site = Site::found(backend).await;
        person(&site, "manager1", "store_manager").await;
        person(&site, "sales1", "sales_consultant").await;
        let sheet = "姓名,手机\n司徒静,13855667788\n欧阳锋,13855667799\n";
        let file = site.file("客户.csv", sheet.as_bytes());
        let file = file.to_str().unwrap();
        let import = say(&site, &["import", "customers", file, "--store", "PD", "--user", "admin"]).await;
        assert!(import.0, "{}", import.2);

        let export = ["export", "customers", "--user", "manager1"];
        let (well, csv, said) = say(&site, &export).await;
        assert!(well && said.contains("2 records"), "{said}");
        assert!(csv.starts_with('\u{feff}') && csv.contains("司徒静") && csv.contains("13855667788"), "{csv}");

        let out = site.folder().join("名单.xlsx");
        let some = [&export[..], &["--store", "PD", "--filter", "name:eq:欧阳锋", "--columns", "name,phone"]].concat();
        let (well, _, said) = say(&site, &[&some[..], &["--out", out.to_str().unwrap()]].concat()).await;
        assert!(well && said.contains("1 records"), "{said}");
        let mut book = sheets::open(std::fs::read(&out).unwrap(), "x.xlsx", &sheets::Limits::default()).unwrap();
        let rows: Vec<_> = book.sheet(0).unwrap().rows().collect::<Result<_, _>>().unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[1].text(0), rows[1].cells.len()), ("欧阳锋".into(), 2));

        let noted = "SELECT count(*) FROM journal WHERE action = 'export' AND kind = 'customer'";
        assert_eq!(site.number(noted).await, 2);
        // A consultant takes nothing out, an unknown person or kind is told, and none of it is noted.
        for (arguments, words) in [
            (["export", "customers", "--user", "sales1"], "problem-forbidden"),
            (["export", "customers", "--user", "nobody"], "nobody signs in as nobody"),
            (["export", "orders", "--user", "manager1"], "there are: customers, leads"),
        ] {
            let (well, out, said) = say(&site, &arguments).await;
            assert!(!well && out.is_empty() && said.contains(words), "{arguments:?}: {said}");
        }
        let (well, _, said) = say(&site, &[&export[..], &["--filter", "name:is:x"]].concat()).await;
        assert!(!well && said.contains("filter-unknown-operator"), "{said}");
        let (well, _, said) = say(&site, &[&export[..], &["--store", "XX"]].concat()).await;
        assert!(!well && said.contains("no store with the code XX"), "{said}");
        assert_eq!(site.number(noted).await, 2);
    }
}

/// SYS-09: a file that left tells whose copy it is; CSV stays a table that can be brought in again, and is known by its
/// digest.
#[tokio::test]
async fn a_file_tells_whose_copy_it_is() {
    for backend in Backend::all() {
        let site = Site::found(backend).await;
        person(&site, "manager1", "store_manager").await;
        let file = site.file("客户.csv", "姓名,手机\n司徒静,13855667788\n".as_bytes());
        let import = ["import", "customers", file.to_str().unwrap(), "--store", "PD", "--user", "admin"];
        assert!(say(&site, &import).await.0);
        let out = site.folder().join("名单.xlsx");
        let export = ["export", "customers", "--user", "manager1", "--out"];
        assert!(say(&site, &[&export[..], &[out.to_str().unwrap()]].concat()).await.0);
        let mut book = sheets::open(std::fs::read(&out).unwrap(), "x.xlsx", &sheets::Limits::default()).unwrap();
        let told: Vec<_> = book.sheet(1).unwrap().rows().collect::<Result<_, _>>().unwrap();
        let told: Vec<(String, String)> = told.iter().map(|row| (row.text(0), row.text(1))).collect();
        assert!(told.contains(&("导出编号".into(), "E000001".into())), "{told:?}");
        assert!(told.contains(&("导出人".into(), "manager1".into())), "{told:?}");
        let package = std::fs::read(&out).unwrap();
        let mut parts = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
        let mut part = |name: &str| std::io::read_to_string(parts.by_name(name).unwrap()).unwrap();
        assert!(part("docProps/core.xml").contains("manager1"));
        assert!(part("docProps/custom.xml").contains("E000001"));
        assert!(part("xl/worksheets/sheet1.xml").contains("E000001"), "at the foot of printed pages");

        let out = site.folder().join("名单.csv");
        assert!(say(&site, &[&export[..], &[out.to_str().unwrap()]].concat()).await.0);
        let csv = std::fs::read(&out).unwrap();
        let mut book = sheets::open(csv.clone(), "x.csv", &sheets::Limits::default()).unwrap();
        assert_eq!(book.sheet(0).unwrap().rows().count(), 2, "the header, one customer, nothing else");
        let digest = kernel::crypto::digest_of(csv.as_slice()).unwrap();
        let noted =
            format!("SELECT count(*) FROM journal_values WHERE changes LIKE '%{digest}%' AND changes LIKE '%E000002%'");
        assert_eq!(site.number(&noted).await, 1);
        let again = ["import", "customers", out.to_str().unwrap(), "--store", "PD", "--user", "admin", "--json"];
        let (well, counts, said) = say(&site, &again).await;
        assert!(well && counts.contains("\"rejected\":0") && counts.contains("\"rows\":1"), "{counts} {said}");
    }
}

/// The command tells how it is used, and how an import that was cut off is gone on with.
#[tokio::test]
async fn commands_explain_themselves() {
    let help = async |arguments: &[&str]| {
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_fourfold"));
        String::from_utf8(command.args(arguments).arg("--help").output().await.unwrap().stdout).unwrap()
    };
    assert!(help(&["import", "customers"]).await.contains("run the same command again"));
    let export = help(&["export"]).await;
    for word in ["--user", "--store", "--format", "--filter", "--out", "50,000"] {
        assert!(export.contains(word), "{word}");
    }
}
