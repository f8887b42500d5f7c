//! What is asked of a database, noted down.

use std::sync::{Arc, Mutex};

use kernel::{Db, Value};
use sea_orm::metric::Info;

/// A statement with its values.
type Asked = (String, Vec<Value>);

/// Statements in the order in which they were asked, with their values.
#[derive(Clone, Default)]
pub struct Statements(Arc<Mutex<Vec<Asked>>>);

impl Statements {
    /// All since the last taking.
    pub fn take(&self) -> Vec<(String, Vec<Value>)> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// A handle on a database that notes what is read through it.
pub fn watched(db: &Db) -> (Db, Statements) {
    let (mut db, seen) = (db.clone(), Statements::default());
    db.on_statement(noting(&seen));
    (db, seen)
}

/// A handle on a database that notes what is read and written through it.
pub fn overheard(db: &Db) -> (Db, Statements) {
    let (mut db, seen) = watched(db);
    db.on_write(noting(&seen));
    (db, seen)
}

fn noting(seen: &Statements) -> impl Fn(&Info<'_>) + Send + Sync + Clone + 'static {
    let notes = seen.0.clone();
    move |info| {
        let values = info.statement.values.clone().map(|v| v.0).unwrap_or_default();
        notes.lock().unwrap().push((info.statement.sql.clone(), values));
    }
}
