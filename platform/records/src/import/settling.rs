//! Search terms of an import on their way to their places while its next rows are written.

use kernel::{Db, Scope};
use sea_orm::{DbBackend, DbErr};
use tokio::task::JoinHandle;

use crate::search;

/// See the module. SQLite has one writer, there the import waits; PostgreSQL takes the terms on another connection, a
/// third of its work. One stride is under way at a time: where it is slower than the rows, they wait for it.
pub(super) struct Settling {
    db: Db,
    scope: Scope,
    under_way: Option<JoinHandle<Result<(), DbErr>>>,
}

impl Settling {
    /// Nothing is under way yet.
    pub fn beside(db: &Db, scope: &Scope) -> Settling {
        Settling { db: db.clone(), scope: scope.clone(), under_way: None }
    }

    /// Brings what waits now to its places: at once, or beside what comes next.
    pub async fn go_on(&mut self) -> Result<(), DbErr> {
        self.end().await?;
        if self.db.backend() != DbBackend::Postgres {
            return search::settle(&self.db, &self.scope).await;
        }
        let (db, scope) = (self.db.clone(), self.scope.clone());
        self.under_way = Some(tokio::spawn(async move { search::settle(&db, &scope).await }));
        Ok(())
    }

    /// Waits for what is under way.
    pub async fn end(&mut self) -> Result<(), DbErr> {
        match self.under_way.take() {
            Some(task) => task.await.unwrap_or_else(|error| Err(DbErr::Custom(error.to_string()))),
            None => Ok(()),
        }
    }
}
