//! From where holders of a role are let in (SYS-04), also through a proxy.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use fourfold_organisation as organisation;
use kernel::journal;
use organisation::roles;
use testkit::{Backend, Client};

use crate::house::House;

const PASSWORD: &str = "correct-horse-9";

/// The router as it is met from an address.
fn from(house: &House, peer: &str) -> Router {
    let peer: SocketAddr = format!("{peer}:40000").parse().unwrap();
    house.router.clone().layer(Extension(ConnectInfo(peer)))
}

async fn sign_in(client: &mut Client, login: &str) -> testkit::Answer {
    client.post("/sign-in", &[("login", login), ("password", PASSWORD), ("next", "/notices")]).await
}

async fn limit(house: &House, role: &str, ranges: &str) {
    let (scope, role) = (house.system(), house.role(role).await);
    let mut tx = house.fresh.db.write(&scope).await.unwrap();
    let version = roles::queries::find(tx.conn(), tx.tenant(), role).await.unwrap().unwrap().version;
    let entry = roles::entry::EntryChange { second_factor: false, addresses: ranges.into() };
    roles::entry::change_entry(&mut tx, role, version, entry, None).await.unwrap();
    tx.commit().await.unwrap();
}

/// SYS-04: outside its ranges a role opens nothing: not at the door, not in a session that moved, not by token.
#[tokio::test]
async fn a_role_ends_at_its_ranges() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let user = house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        let scope = house.system();
        let mut tx = house.fresh.db.write(&scope).await.unwrap();
        let new = organisation::NewToken { name: "ERP".into(), ..Default::default() };
        let (_, token) = organisation::create_token(&mut tx, user, new).await.unwrap();
        tx.commit().await.unwrap();
        let mut before = Client::new(&from(&house, "192.0.2.1"));
        assert_eq!(sign_in(&mut before, "sales1").await.location(), "/notices");

        limit(&house, "sales_consultant", "10.1.0.0/16 2001:db8::/32").await;
        let moved = before.get("/notices").await;
        assert!(moved.status == 403 && moved.text().contains("当前网络地址"), "{}", moved.text());
        let mut outside = Client::new(&from(&house, "192.0.2.1"));
        let refused = sign_in(&mut outside, "sales1").await;
        assert!(refused.status == 403 && refused.text().contains("当前网络地址"));
        assert_eq!(outside.get("/notices").await.location(), "/sign-in?next=%2Fnotices", "no session was begun");
        let wrong = outside.post("/sign-in", &[("login", "sales1"), ("password", "guess")]).await;
        assert_eq!(wrong.status, 422, "whoever does not know the password learns nothing of the ranges");
        let mut script = Client::with_token(&from(&house, "192.0.2.1"), &token).header("accept", "application/json");
        assert_eq!(script.get("/stores").await.json()["code"], "problem-address");
        for inside in ["10.1.200.3", "[2001:db8::7]", "[::ffff:10.1.0.9]"] {
            let mut client = Client::new(&from(&house, inside));
            assert_eq!(sign_in(&mut client, "sales1").await.location(), "/notices", "{inside}");
            assert_eq!(client.get("/notices").await.status, 200);
        }
        let mut admin = Client::new(&from(&house, "192.0.2.1"));
        assert_eq!(sign_in(&mut admin, "admin").await.location(), "/notices", "other roles are not limited");
    }
}

/// SYS-04: behind a trusted proxy the client's own address counts; nobody else's word is taken for it.
#[tokio::test]
async fn the_proxys_word_is_taken_and_no_other() {
    for backend in Backend::all() {
        let trusted = ["127.0.0.1", "10.9.9.9"].map(|a| a.parse().unwrap()).to_vec();
        let house = House::run(backend, web::Config { trusted_proxies: trusted, ..web::Config::default() }).await;
        house.person("sales1", "王敏", house.pudong, "sales_consultant").await;
        limit(&house, "sales_consultant", "10.1.0.0/16").await;
        for (peer, said, enters) in [
            ("127.0.0.1", "10.1.0.5", true),
            ("127.0.0.1", "192.0.2.1", false),
            // The client wrote the first part itself; the proxy's own word stands at the end.
            ("127.0.0.1", "10.1.0.5, 192.0.2.1", false),
            ("127.0.0.1", "192.0.2.1, 10.1.0.5", true),
            // Two proxies of ours, one behind the other.
            ("127.0.0.1", "10.1.0.5, 10.9.9.9", true),
            ("127.0.0.1", "192.0.2.1, 10.9.9.9", false),
            // Nobody trusts this one.
            ("192.0.2.1", "10.1.0.5", false),
            ("127.0.0.1", "nonsense", false),
        ] {
            let mut client = Client::new(&from(&house, peer)).header("x-forwarded-for", said);
            let answer = sign_in(&mut client, "sales1").await;
            assert_eq!(answer.status == 303, enters, "{said} by {peer}");
        }
        let user = organisation::find_user_by_login(house.fresh.db.read(), "sales1").await.unwrap().unwrap();
        let lines = journal::history(house.fresh.db.read(), house.tenant, "user", user.id, None, 50).await.unwrap();
        let failed = lines.iter().find(|l| l.action == "sign_in_failed").unwrap();
        assert!(failed.changes.iter().any(|c| c.field == "address" && c.after.is_some()), "noted with the address");
    }
}

/// SYS-04: ranges are checked when they are set, and nobody shuts themselves out.
#[tokio::test]
async fn ranges_are_set_on_the_roles_page() {
    for backend in Backend::all() {
        let house = House::new(backend).await;
        let mut admin = Client::new(&from(&house, "10.1.2.3"));
        sign_in(&mut admin, "admin").await;
        for (code, ranges, done) in [
            ("sales_consultant", "10.1.0.0/16\r\n store-net", "网段格式不正确"),
            ("administrator", "192.0.2.0/24", "不包含您现在的地址"),
            ("administrator", "10.1.2.0/24", ""),
            ("sales_consultant", "192.0.2.0/24\r\n2001:db8::/32", ""),
        ] {
            let role = house.role(code).await;
            let version = house.role_version(role).await;
            let fields = [("version", version.as_str()), ("name_zh", code), ("entry", "all"), ("addresses", ranges)];
            let answer = admin.post(&format!("/roles/{role}/edit"), &fields).await;
            match done {
                "" => assert!(answer.location().ends_with("done=saved"), "{code} {ranges}: {}", answer.text()),
                sentence => assert!(answer.status == 422 && answer.text().contains(sentence), "{}", answer.text()),
            }
        }
        let role = house.role("sales_consultant").await;
        let page = admin.get(&format!("/roles/{role}")).await.text();
        assert!(page.contains("192.0.2.0/24 2001:db8::/32"), "{page}");
        assert!(admin.get("/audit?kind=role").await.text().contains("允许的网络地址"));
    }
}
