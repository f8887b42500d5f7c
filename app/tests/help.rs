//! Help for the page at hand, on every page and in both languages (SYS-08).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use axum::http::Method;
use support::World;
use testkit::Backend;
use web::Access;

/// Addresses that are no page to look at: they lead elsewhere or are for programs.
const NO_PAGES: [&str; 2] = ["/go/{number}", "/api/v1/"];

/// SYS-08: every page that someone who signed in can go to has a help text in Chinese and English that is about it, not
/// about everything.
#[tokio::test]
async fn every_page_has_help_in_both_languages() {
    let world = World::empty(Backend::Sqlite).await;
    let app = &world.assembly.app;
    let pages = app.routes.iter().filter(|r| r.method == Method::GET && r.access != Access::Public);
    for page in pages.filter(|r| !NO_PAGES.iter().any(|no| r.path.starts_with(no))) {
        let text = web::help::find(&app.help, page.path).unwrap_or_else(|| panic!("{} has no help text", page.path));
        for (lang, words) in [("zh-CN", text.zh_cn), ("en", text.en)] {
            assert!(words.trim().chars().count() > 20, "{} has no help in {lang}", page.path);
        }
        assert!(
            !text.en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) || text.en.contains("王伟"),
            "{}",
            page.path
        );
        assert!(text.zh_cn.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{}", page.path);
    }
    for place in &app.nav {
        let text = web::help::find(&app.help, place.href).unwrap();
        assert_eq!(text.path, place.href, "a place of the navigation has a text of its own");
    }
}

/// SYS-08: the drawer answers with the text of the page, in the visitor's language.
#[tokio::test]
async fn the_drawer_speaks_about_the_page() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let mut client = world.browser("sales1").await;
        let about = |path: &str| format!("/help?page={}", web::page::encode(path));
        assert!(client.get(&about("/customers/views")).await.text().contains("视图是保存下来的查询方式"));
        assert!(client.get(&about("/notices")).await.text().contains("未读"));
        client.post("/me/language", &[("lang", "en"), ("back", "/me")]).await;
        let id = kernel::Id::nil();
        assert!(
            client
                .get(&about(&format!("/customers/{id}/edit")))
                .await
                .text()
                .contains("Only what you changed is saved")
        );
        assert!(client.get(&about(&format!("/vehicles/{id}/history"))).await.text().contains("before and after"));
    }
}
