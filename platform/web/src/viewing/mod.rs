//! How much someone looks at, hour by hour: records opened, masked values matched and shown, rows taken out (SYS-09).
//! Counted is how many, never which. Whether it is unusual is judged elsewhere, from these numbers.
//!
//! Opening a page must stay cheap, so opened records are counted in memory, each once an hour, and written together about
//! once a minute; a process that dies loses that minute. What goes through a transaction of its own is counted in it.

mod counter;
pub mod queries;

pub use counter::Counter;
pub use queries::Counted;
pub(crate) use queries::migration;

use kernel::{Id, Instant, Scope, Tx};
use sea_orm::DbErr;

use crate::App;
use crate::limits::Guard;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Viewed {
    /// A record opened, by page, or given out by the API, alone or in a list; the same one once an hour.
    Opened,
    /// A list or count by the value of a field that its reader sees masked.
    Masked,
    /// A masked value shown in full.
    Revealed,
    /// A row of a list taken out as a file.
    Exported,
}

impl Viewed {
    /// All of them.
    pub const ALL: [Viewed; 4] = [Viewed::Opened, Viewed::Masked, Viewed::Revealed, Viewed::Exported];

    /// The stable name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Viewed::Opened => "opened",
            Viewed::Masked => "masked",
            Viewed::Revealed => "revealed",
            Viewed::Exported => "exported",
        }
    }

    /// What a stable name means.
    pub fn from_name(name: &str) -> Option<Viewed> {
        Viewed::ALL.into_iter().find(|v| v.name() == name)
    }

    /// What a guard counts, where its count says how much was seen. Of exports the rows count, which are known later.
    pub(crate) fn of(guard: Guard) -> Option<Viewed> {
        match guard {
            Guard::Masked => Some(Viewed::Masked),
            Guard::Reveal => Some(Viewed::Revealed),
            // Filing shows nothing; the guard's own notices tell of unusual numbers.
            Guard::Export | Guard::Filing => None,
        }
    }
}

/// Hours since 1970.
pub fn hour(at: Instant) -> i64 {
    at.0.div_euclid(3_600_000_000)
}

/// Notes that a record of a kind was opened, where the house counts such records. Whoever looks as someone else is
/// counted themselves. What fails here fails no page.
pub async fn opened(app: &App, scope: &Scope, kind: &str, record: Id) {
    given_out(app, scope, kind, std::iter::once(record)).await;
}

/// The same of several at once: a page of a list in the API gives out whole records, so that reading it is opening them all.
pub async fn given_out(app: &App, scope: &Scope, kind: &str, records: impl Iterator<Item = Id>) {
    if let Some(counter) = app.seams.get::<Counter>() {
        counter.opened(&app.db, scope, kind, records).await;
    }
}

/// Counts so many of someone's in a transaction. The house itself is not counted.
pub async fn count(tx: &Tx<'_>, viewed: Viewed, many: i64) -> Result<(), DbErr> {
    match tx.scope().user() {
        Some(user) if many > 0 => queries::add(tx, vec![(user, hour(tx.now()), viewed, many)]).await,
        _ => Ok(()),
    }
}
