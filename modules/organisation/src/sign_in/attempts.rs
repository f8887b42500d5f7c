//! Lockout: guessing gets slower with each failure, per login and per address. Kept in the database, because any node
//! may be asked next.

use std::net::IpAddr;

use kernel::{Db, DbError, Instant, Scope};

use super::queries;

/// Failures of one login before it is locked for a while.
const LOGIN_FREE: i64 = 5;
/// Failures from one address before it is locked; a whole store may sit behind one address.
const ADDRESS_FREE: i64 = 20;
/// Seconds of quiet after which failures of a login are forgotten.
const LOGIN_QUIET: i64 = 86_400;
/// Seconds of quiet after which failures from an address are forgotten.
const ADDRESS_QUIET: i64 = 900;

/// Seconds of lock after so many failures: 1 minute at the first too many, doubling up to 30.
pub fn lock_seconds(failures: i64, free: i64) -> i64 {
    match failures - free {
        over if over < 0 => 0,
        over => (60 << over.min(5)).min(1800),
    }
}

/// What is being guessed. Each is counted by itself: a right password must not give a fresh row of guesses at the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// A password.
    Password,
    /// A code of the second factor.
    Code,
}

impl Guess {
    fn key(self, login: &str) -> String {
        match self {
            Guess::Password => format!("login:{login}"),
            Guess::Code => format!("code:{login}"),
        }
    }
}

/// An attempt that was counted before it was looked at, so that parallel guesses count too.
#[derive(Debug)]
pub struct Reserved {
    login: String,
    address: Option<String>,
}

/// Counts an attempt as a failure beforehand. `Err` gives the seconds to wait where login or address is locked; it says
/// nothing about whether there is such a login.
pub async fn reserve(
    db: &Db,
    guess: Guess,
    login: &str,
    address: Option<IpAddr>,
) -> Result<Result<Reserved, i64>, DbError> {
    let scope = Scope::system(0, db.clock.new_id(), "sign-in");
    let reserved = Reserved { login: guess.key(login), address: address.map(|a| format!("address:{a}")) };
    let tx = db.write(&scope).await?;
    let now = tx.now();
    let keys =
        [(Some(&reserved.login), LOGIN_FREE, LOGIN_QUIET), (reserved.address.as_ref(), ADDRESS_FREE, ADDRESS_QUIET)];
    for (key, free, quiet) in keys {
        let Some(key) = key else { continue };
        let (failures, locked_until) = queries::count(&tx, key, now.plus_seconds(-quiet)).await?;
        if let Some(until) = locked_until.filter(|until| *until > now) {
            tx.rollback().await?;
            return Ok(Err(seconds_between(now, until)));
        }
        let lock = lock_seconds(failures, free);
        if lock > 0 {
            queries::lock(&tx, key, now.plus_seconds(lock)).await?;
        }
    }
    tx.commit().await?;
    Ok(Ok(reserved))
}

/// Takes a counted attempt back, because it was right.
pub async fn release(db: &Db, reserved: Reserved) -> Result<(), DbError> {
    let scope = Scope::system(0, db.clock.new_id(), "sign-in");
    let tx = db.write(&scope).await?;
    queries::forget(&tx, &reserved.login).await?;
    if let Some(address) = &reserved.address {
        queries::take_back(&tx, address).await?;
    }
    queries::forget_before(&tx, tx.now().plus_days(-2)).await?;
    tx.commit().await
}

fn seconds_between(now: Instant, until: Instant) -> i64 {
    (until.0 - now.0).div_euclid(1_000_000) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_double_up_to_half_an_hour() {
        let minutes: Vec<i64> = (4..13).map(|n| lock_seconds(n, LOGIN_FREE) / 60).collect();
        assert_eq!(minutes, [0, 1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(lock_seconds(19, ADDRESS_FREE), 0);
        assert_eq!(lock_seconds(i64::MAX, ADDRESS_FREE), 1800);
    }
}
