//! A running house.

use std::net::SocketAddr;
use std::sync::Arc;

use fourfold::compose;
use fourfold::demo::{generate, load};
use fourfold::workers::Workers;
use kernel::db::Location;
use kernel::{Clock, Db, Keys, Scope, sql};
use tempfile::TempDir;
use web::server::Health;

use crate::Browser;

/// Everyone's password in a house with the demo group.
pub const PASSWORD: &str = generate::PASSWORD;

/// Fourfold on a port of its own, with workers, on a fresh SQLite file.
pub struct House {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its database, for arranging what a story begins with.
    pub db: Db,
    /// What its handlers share.
    pub app: web::Shared,
    folder: TempDir,
    _workers: Workers,
}

impl House {
    /// Opens a house that nobody has set up yet.
    pub async fn open() -> House {
        let (folder, db) = foundation().await;
        House::serve(folder, db, false).await
    }

    /// Opens a house of the demo group, with so many customers besides those who are called by name (docs/demo.md).
    pub async fn demo(others: u64) -> House {
        let (folder, db) = foundation().await;
        let mut world = generate::demo(db.clock.now());
        // The named ones count, too; there are a dozen.
        world.customers = others + 12;
        assert!(load::begin(&db, &world).await.unwrap(), "the house was empty");
        let unfinished = load::mark::unfinished(&db).await.unwrap().unwrap();
        load::go_on(&db, &world, unfinished).await.unwrap();
        let seams = compose::Wiring::new().customers;
        load::collisions::lay(&db, unfinished.tenant, &seams).await.unwrap();
        load::leaver::lay(&db, unfinished.tenant, &world, &seams).await.unwrap();
        load::leads::lay(&db, unfinished.tenant).await.unwrap();
        load::showroom::lay(&db, unfinished.tenant).await.unwrap();
        load::opportunities::lay(&db, unfinished.tenant, unfinished.began).await.unwrap();
        House::serve(folder, db, true).await
    }

    async fn serve(folder: TempDir, db: Db, demo: bool) -> House {
        let config = web::Config { data: folder.path().to_owned(), demo, ..web::Config::default() };
        let assembly = compose::house(db.clone(), config).unwrap();
        let app = assembly.app.clone();
        let health = Arc::new(Health::default());
        let router = web::server::router(assembly.router, assembly.app, health);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let workers = Workers::start(&db, assembly.jobs, assembly.schedules, assembly.consumers);
        tokio::spawn(async move {
            axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
        });
        House { address, db, app, folder, _workers: workers }
    }

    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// A folder for files of the story.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Signs one of the demo's cast in.
    pub async fn sign_in(&self, browser: &Browser, login: &str) {
        browser.open(&self.url("/sign-in")).await;
        browser.fill("login", login).await;
        browser.fill("password", PASSWORD).await;
        browser.click("#sign-in button[type=submit]").await;
        browser.see("nav.side, nav.bottom").await;
    }

    /// One of the cast at a desk.
    pub async fn desk_of(&self, login: &str) -> Browser {
        let browser = Browser::desk().await;
        self.sign_in(&browser, login).await;
        browser
    }

    /// What one of the cast may see and do.
    pub async fn scope(&self, login: &str) -> Scope {
        let user = organisation::find_user_by_login(self.db.read(), login).await.unwrap().unwrap();
        let request = self.db.clock.new_id();
        organisation::scope_of_user(&self.db, user.tenant_id, user.id, request, kernel::Lang::ZhCn).await.unwrap()
    }

    /// A text of the database: the first column of the first row.
    pub async fn ask(&self, statement: &str) -> String {
        let row = sql::row(self.db.read(), statement, []).await.unwrap();
        let row = row.unwrap_or_else(|| panic!("nothing answers {statement}"));
        match row.try_get_by_index::<kernel::Id>(0) {
            Ok(id) => id.to_string(),
            Err(_) => row.try_get_by_index(0).unwrap(),
        }
    }

    /// The page of a customer who goes by a name.
    pub async fn customer(&self, name: &str) -> String {
        format!("/customers/{}", self.ask(&format!("SELECT id FROM customers WHERE name = '{name}'")).await)
    }
}

async fn foundation() -> (TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::Sqlite(folder.path().join("fourfold.db"));
    let db = Db::open(&location, Clock::System, Keys::from_secret(&[5; 32])).await.unwrap();
    db.migrate(&compose::migrations()).await.unwrap();
    (folder, db)
}
