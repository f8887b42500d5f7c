//! Out again: at the provider as well, and an administrator who takes a link away (SYS-03; ASVS 5.0 §7.4, §10.6).

use kernel::sql;
use testkit::Backend;

use crate::Group;

/// The way out that an answer leads to, with what stands in its address.
fn way_out(answer: &testkit::Answer) -> Option<url::Url> {
    let refresh = answer.headers.get("refresh")?.to_str().unwrap();
    Some(refresh.strip_prefix("0; url=").unwrap().parse().unwrap())
}

fn said(url: &url::Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(n, _)| n == name).map(|(_, value)| value.into_owned())
}

/// SYS-03: whoever came by the provider and signs out is signed out there as well, and sent back to an address of ours; the
/// session here ends first, whatever the provider does; the token is sealed and goes with the session.
#[tokio::test]
async fn signing_out_here_signs_out_there() {
    for backend in Backend::all() {
        let group = Group::with(backend, |_| {}).await;
        let (mut browser, _) = group.enter("sales1", |_| {}).await;
        let kept = "SELECT count(*) FROM sessions WHERE signed_on_token IS NOT NULL";
        assert_eq!(group.world.number(kept).await, 1);
        let row =
            sql::row(group.world.db.read(), "SELECT signed_on_token FROM sessions WHERE signed_on IS NOT NULL", []);
        let sealed: Vec<u8> = row.await.unwrap().unwrap().try_get_by_index(0).unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("eyJ"), "nobody who reads the table has the token");
        let out = browser.post("/sign-out", &[]).await;
        assert_eq!(out.status, 200, "a page and no redirect: a form may not end at another site");
        let url = way_out(&out).unwrap();
        assert!(url.as_str().starts_with(&format!("{}/logout?", group.provider.issuer)), "{url}");
        assert_eq!(said(&url, "client_id").as_deref(), Some(crate::provider::CLIENT));
        let back: url::Url = said(&url, "post_logout_redirect_uri").unwrap().parse().unwrap();
        assert_eq!((back.path(), back.query()), ("/sign-in", None), "back to us, whatever the form said");
        assert!(said(&url, "id_token_hint").unwrap().starts_with("eyJ"));
        assert!(out.text().contains("退出集团账号") && out.text().contains("href=\"/sign-in\""), "{}", out.text());
        assert!(browser.get("/customers").await.location().starts_with("/sign-in"), "the session is over");
        assert_eq!(group.world.number(kept).await, 0, "the token went with it");

        // Whoever came by a password has nothing to end there.
        let mut own = group.world.browser("sales2").await;
        let out = own.post("/sign-out", &[]).await;
        assert_eq!((way_out(&out), out.location()), (None, "/sign-in"));
    }
}

/// SYS-03: a provider without a way out, one that offers an unsafe one, one that is the house's no longer: the session here
/// ends as ever.
#[tokio::test]
async fn no_provider_holds_anyone() {
    for backend in Backend::all() {
        for end in [None, Some("http://elsewhere.example/logout"), Some("javascript:alert(1)")] {
            let group = Group::with(backend, |_| {}).await;
            group.provider.says.lock().unwrap().end = Some(end.map(str::to_owned));
            let (mut browser, _) = group.enter("sales1", |_| {}).await;
            let out = browser.post("/sign-out", &[]).await;
            assert_eq!((way_out(&out), out.location()), (None, "/sign-in"), "{end:?}");
        }
        let group = Group::with(backend, |_| {}).await;
        let (mut browser, _) = group.enter("sales1", |_| {}).await;
        group.set(1, |draft| draft.active = false).await;
        let out = browser.post("/sign-out", &[]).await;
        assert_eq!((way_out(&out), out.location()), (None, "/sign-in"));
        assert!(browser.get("/customers").await.location().starts_with("/sign-in"));
    }
}

/// SYS-03, SYS-09: an administrator takes a wrong link away after a proof: sessions that began there end, those by password
/// stay, the person is told, the audit says which account it was; the next sign-in there looks by the claim again.
#[tokio::test]
async fn an_administrator_unlinks_somebody() {
    for backend in Backend::all() {
        let group = Group::with(backend, |_| {}).await;
        let w = &group.world;
        let user = organisation::find_user_by_login(w.db.read(), "sales1").await.unwrap().unwrap().id;
        let at = format!("/users/{user}/sign-on");
        let (mut there, _) = group.enter("sales1", |_| {}).await;
        let mut here = w.browser("sales1").await;
        let mut manager = w.browser("manager1").await;
        assert!(manager.get(&format!("/users/{user}")).await.text().contains(&at));
        assert!(manager.get(&at).await.text().contains("解除 王敏 的单点登录关联"));
        for (login, status) in [("sales2", 403), ("manager2", 404)] {
            let mut other = w.browser(login).await;
            assert_eq!(other.get(&at).await.status, status, "{login}");
            assert_eq!(other.post(&at, &[]).await.status, status, "{login}");
        }
        w.db.clock.advance(2 * 3_600);
        assert!(manager.post(&at, &[]).await.location().starts_with("/me/proof"), "an unattended screen is not enough");
        let mut manager = w.browser("manager1").await;
        for _ in 0..2 {
            assert_eq!(manager.post(&at, &[]).await.location(), format!("/users/{user}?done=sign-on-unlinked"));
        }
        assert_eq!(w.number("SELECT count(*) FROM sign_on_links").await, 0);
        assert!(there.get("/customers").await.location().starts_with("/sign-in"));
        assert_eq!(here.get("/customers").await.status, 200);
        assert!(!manager.get(&format!("/users/{user}")).await.text().contains(&at));
        w.settle().await;
        let told = here.get("/notices").await.text().replace(['\u{2068}', '\u{2069}'], "");
        assert!(told.contains("您的账号已解除单点登录关联（操作人：李店长）"), "{told}");
        let noted = "SELECT count(*) FROM journal j JOIN journal_values v ON v.tenant_id = j.tenant_id AND v.journal_id = j.id WHERE j.action = 'unlink_sign_on' AND j.actor_name = '李店长' AND v.changes LIKE '%sub-sales1%'";
        assert_eq!(w.number(noted).await, 1);

        // From the beginning again: the claim names the login, and another subject is linked.
        let (_, again) = group.enter("sales1", |claims| claims["sub"] = "sub-right".into()).await;
        assert_eq!(again.location(), "/customers");
    }
}
