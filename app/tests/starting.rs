//! While data is being laid down the house answers, and shows nobody a half of it (SYS-13).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::sync::atomic::Ordering;

use fourfold::compose;
use testkit::{Backend, Client, fresh};
use web::server::Health;

/// SYS-13: alive at once, ready when all is there; in between pages ask for patience in the visitor's language and come
/// up by themselves, and scripts are told when to ask again.
#[tokio::test]
async fn whoever_comes_too_early_waits() {
    let fresh = fresh(Backend::Sqlite, &compose::migrations()).await;
    let config = web::Config { data: fresh.folder.path().to_owned(), ..web::Config::default() };
    let assembly = compose::house(fresh.db.clone(), config).unwrap();
    let health = Arc::new(Health::default());
    health.starting.store(true, Ordering::Relaxed);
    let router = web::server::router(assembly.router, assembly.app, health.clone());
    let mut early = Client::new(&router);
    assert_eq!(early.get("/healthz").await.status, 200);
    assert_eq!(early.get("/readyz").await.status, 503);
    for path in ["/", "/sign-in", "/set-up"] {
        let page = early.get(path).await;
        assert_eq!(page.status, 503, "{path}");
        assert!(page.text().contains("正在准备数据"), "{}", page.text());
        assert_eq!(page.headers["refresh"], "2", "{path}");
    }
    let mut english = Client::new(&router).header("accept-language", "en");
    assert!(english.get("/").await.text().contains("being prepared"));
    let script = early.get("/api/v1/customers").await;
    assert_eq!((script.status.as_u16(), script.json()["code"].as_str()), (503, Some("problem-starting")));
    assert_eq!(script.headers["retry-after"], "2");
    health.starting.store(false, Ordering::Relaxed);
    health.ready.store(true, Ordering::Relaxed);
    assert_eq!(early.get("/readyz").await.status, 200);
    assert_eq!(early.get("/set-up").await.status, 200);
}
