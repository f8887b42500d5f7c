//! How often someone may do what could be used to carry a house's data away, piece by piece: take lists out, match
//! masked values, have masked values shown. Counts live in the database, because any node may be asked next.

mod queries;

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Db, Scope, Tx};
use sea_orm::DbErr;

use crate::viewing::{self, Viewed};
use crate::{App, Problem};

pub(crate) use queries::migration;

/// Seconds in which so many are allowed. They are counted from the first one on.
const SPAN: i64 = 3_600;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// A list taken out as a file.
    Export,
    /// A list or count by the value of a field that its reader sees masked (design: whole value or last four digits).
    Masked,
    /// A masked value shown in full.
    Reveal,
    /// A customer filed, where filing tells whether someone else knows them. What is over the limit is filed all the
    /// same and told nothing of.
    Filing,
}

impl Guard {
    /// All of them.
    pub const ALL: [Guard; 4] = [Guard::Export, Guard::Masked, Guard::Reveal, Guard::Filing];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Guard::Export => "export",
            Guard::Masked => "masked",
            Guard::Reveal => "reveal",
            Guard::Filing => "filing",
        }
    }

    /// How many an hour, where nobody has set another number.
    pub fn default_an_hour(self) -> i64 {
        match self {
            Guard::Export => 30,
            Guard::Masked | Guard::Reveal | Guard::Filing => 60,
        }
    }

    /// The code, and key of the sentence, of the refusal.
    pub fn code(self) -> &'static str {
        match self {
            Guard::Export => "limit-exports",
            Guard::Masked => "limit-masked",
            Guard::Reveal => "limit-reveals",
            Guard::Filing => "limit-filings",
        }
    }
}

/// How many an hour someone may: a seam, filled by the module that keeps the house's settings.
#[async_trait]
pub trait Allowance: Send + Sync {
    /// The number that holds where this person works.
    async fn an_hour(&self, db: &Db, scope: &Scope, guard: Guard) -> Result<i64, DbErr>;
}

/// The number that holds for someone.
pub async fn allowed(app: &App, scope: &Scope, guard: Guard) -> Result<i64, DbErr> {
    match app.seams.get::<Arc<dyn Allowance>>() {
        Some(seam) => seam.an_hour(&app.db, scope, guard).await,
        None => Ok(guard.default_an_hour()),
    }
}

/// Counts one, or refuses it with 429 and the seconds to wait. What is refused is not counted. Whoever looks as someone
/// else may search, at their own count, and takes nothing out.
pub async fn take(app: &App, scope: &Scope, guard: Guard) -> Result<(), Problem> {
    if scope.looking().is_some() {
        if guard != Guard::Masked {
            return Err(Problem::looking());
        }
        return Box::pin(take(app, &scope.author(), guard)).await;
    }
    let allowed = allowed(app, scope, guard).await?;
    let tx = app.db.write(scope).await?;
    take_within(&tx, guard, allowed).await?;
    Ok(tx.commit().await?)
}

/// Counts one in the transaction of what is counted, and gives how many there are in the hour. The house itself is not
/// counted. For a guard that refuses nothing.
pub async fn count_within(tx: &Tx<'_>, guard: Guard) -> Result<i64, DbErr> {
    let Some(user) = tx.scope().user() else { return Ok(0) };
    Ok(queries::count(tx, user, guard.name(), tx.now().plus_seconds(-SPAN)).await?.0)
}

/// As [`take`], in the transaction of what is counted: what is not done is not counted. Two requests of one person at
/// the same time wait for each other.
pub async fn take_within(tx: &Tx<'_>, guard: Guard, allowed: i64) -> Result<(), Problem> {
    // The house itself, at work on a job, is not counted.
    let Some(user) = tx.scope().user() else { return Ok(()) };
    let (taken, began) = queries::count(tx, user, guard.name(), tx.now().plus_seconds(-SPAN)).await?;
    if taken <= allowed {
        if let Some(viewed) = Viewed::of(guard) {
            viewing::count(tx, viewed, 1).await?;
        }
        return Ok(());
    }
    let wait = (began.plus_seconds(SPAN).0 - tx.now().0).div_euclid(1_000_000) + 1;
    Err(Problem { code: guard.code(), ..Problem::too_many(wait.clamp(1, SPAN) as u64) })
}
