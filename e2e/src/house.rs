//! A running house.

use std::net::SocketAddr;
use std::sync::Arc;

use fourfold::compose;
use fourfold::workers::Workers;
use kernel::db::Location;
use kernel::{Clock, Db, Keys};
use tempfile::TempDir;
use web::server::Health;

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
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(folder.path().join("fourfold.db"));
        let db = Db::open(&location, Clock::System, Keys::from_secret(&[5; 32])).await.unwrap();
        db.migrate(&compose::migrations()).await.unwrap();
        let config = web::Config { data: folder.path().to_owned(), ..web::Config::default() };
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
}
