//! What is read through a database, noted down.

use std::sync::{Arc, Mutex};

use kernel::{Db, Value};

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
    let seen = Statements::default();
    let (mut db, notes) = (db.clone(), seen.0.clone());
    db.on_statement(move |info| {
        let values = info.statement.values.clone().map(|v| v.0).unwrap_or_default();
        notes.lock().unwrap().push((info.statement.sql.clone(), values));
    });
    (db, seen)
}
