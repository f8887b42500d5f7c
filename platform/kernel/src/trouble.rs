//! What a database's failure means for whoever waits: try again, make room, or look for a mistake of ours.

use sea_orm::sqlx::Error;
use sea_orm::{DbErr, RuntimeErr};

/// A failure that is none of the house's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The database is not there, goes down, or takes nobody more: trying again later may help.
    Away,
    /// Two changed the same rows in another order, and one had to give way: nothing of it is kept, and it may be repeated.
    Crossed,
    /// What should be written finds no room.
    Full,
    /// Whoever looks as someone else may not write ([`crate::scope::Looking`]).
    Looking,
}

/// What a refused write of someone who looks as someone else is known by.
const LOOKING: &str = "looking as someone else: nothing is written";

/// The refusal of such a write.
pub(crate) fn looking() -> DbErr {
    DbErr::Custom(LOOKING.into())
}

/// The trouble behind a failure, if it is one.
pub fn trouble(error: &DbErr) -> Option<Trouble> {
    match error {
        DbErr::ConnectionAcquire(_) => Some(Trouble::Away),
        DbErr::Custom(text) if text == LOOKING => Some(Trouble::Looking),
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => of_driver(cause).or(match error {
            DbErr::Conn(_) => Some(Trouble::Away),
            _ => None,
        }),
        DbErr::Conn(_) => Some(Trouble::Away),
        _ => None,
    }
}

fn of_driver(error: &Error) -> Option<Trouble> {
    match error {
        Error::Io(_) | Error::Tls(_) | Error::Protocol(_) | Error::PoolTimedOut | Error::PoolClosed => {
            Some(Trouble::Away)
        }
        Error::Database(cause) => of_code(&cause.code()?),
        _ => None,
    }
}

/// Codes of PostgreSQL (five signs) and SQLite (numbers): both lists are in their manuals.
fn of_code(code: &str) -> Option<Trouble> {
    match code {
        // SQLITE_FULL; SQLITE_IOERR while writing, making durable and cutting; disk_full.
        "13" | "778" | "1034" | "1546" | "53100" => Some(Trouble::Full),
        // SQLITE_BUSY beyond the time one waits; too_many_connections; shutting down, crashed, starting.
        "5" | "53300" | "57P01" | "57P02" | "57P03" => Some(Trouble::Away),
        // serialization_failure, deadlock_detected
        "40001" | "40P01" => Some(Trouble::Crossed),
        // connection_exception
        code if code.len() == 5 && code.starts_with("08") => Some(Trouble::Away),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_of_ours_are_no_trouble() {
        assert_eq!(of_code("53100"), Some(Trouble::Full));
        assert_eq!(of_code("13"), Some(Trouble::Full));
        assert_eq!(of_code("08006"), Some(Trouble::Away));
        assert_eq!(of_code("40P01"), Some(Trouble::Crossed));
        for ours in ["23505", "42P01", "1", "2067", "1555"] {
            assert_eq!(of_code(ours), None, "{ours}");
        }
        assert_eq!(trouble(&DbErr::RecordNotFound("x".into())), None);
        assert_eq!(trouble(&DbErr::Custom("x".into())), None);
        assert_eq!(trouble(&looking()), Some(Trouble::Looking));
    }
}
