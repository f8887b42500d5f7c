//! Time as an argument: instants in UTC with microseconds, and the clock that hands them out.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use sea_orm::{DeriveValueType, TryGetable};
use serde::{Deserialize, Serialize};

/// A moment in UTC, as microseconds since 1970. Stored as a `bigint` on both databases, so that order, equality and
/// cursors are the same everywhere (see `docs/decisions/0003-instants-are-integers.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType)]
pub struct Instant(pub i64);

impl Instant {
    /// The same moment as a chrono value.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }

    /// The moment as RFC 3339 with a `Z`, as the API shows it.
    pub fn rfc3339(self) -> String {
        self.utc().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
    }

    /// The calendar day at a place.
    pub fn date_in(self, tz: Tz) -> NaiveDate {
        self.utc().with_timezone(&tz).date_naive()
    }

    /// Midnight at the start of a day at a place. Where a clock change skips midnight, the first moment after it.
    pub fn start_of(day: NaiveDate, tz: Tz) -> Instant {
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        let at = tz.from_local_datetime(&midnight).earliest().map(|t| t.timestamp_micros());
        Instant(at.unwrap_or_else(|| midnight.and_utc().timestamp_micros()))
    }

    /// Reads RFC 3339, or a plain date as its first moment in `tz`.
    pub fn parse(text: &str, tz: Tz) -> Option<Instant> {
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Some(Instant(at.timestamp_micros()));
        }
        text.parse::<NaiveDate>().ok().map(|day| Instant::start_of(day, tz))
    }

    /// This moment moved by some seconds, back for a negative number.
    pub fn plus_seconds(self, seconds: i64) -> Instant {
        Instant(self.0 + seconds * 1_000_000)
    }

    /// This moment moved by whole days of 24 hours.
    pub fn plus_days(self, days: i64) -> Instant {
        self.plus_seconds(days * 86_400)
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(at: DateTime<Utc>) -> Self {
        Instant(at.timestamp_micros())
    }
}

/// Where "now" comes from: the machine, or a hand that a test moves.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands where it is set.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at` until [`Clock::advance`] moves it.
    pub fn fixed(at: Instant) -> Clock {
        Clock::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    /// Now.
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    pub fn now(&self) -> Instant {
        match self {
            Clock::System => Instant(Utc::now().timestamp_micros()),
            Clock::Fixed(at) => Instant(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock forward; the machine's clock stays as it is.
    pub fn advance(&self, seconds: i64) {
        if let Clock::Fixed(at) = self {
            at.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
        }
    }

    /// A new id whose order follows time (UUIDv7).
    #[allow(clippy::disallowed_methods, reason = "the one place that makes ids")]
    pub fn new_id(&self) -> uuid::Uuid {
        match self {
            Clock::System => uuid::Uuid::now_v7(),
            Clock::Fixed(_) => id_at(self.now()),
        }
    }
}

/// A UUIDv7 for a given moment, for data that is laid down with its own dates (demo, migration from another system).
pub fn id_at(at: Instant) -> uuid::Uuid {
    let seconds = at.0.div_euclid(1_000_000).max(0) as u64;
    let nanos = (at.0.rem_euclid(1_000_000) * 1_000) as u32;
    uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::timestamp::context::NoContext, seconds, nanos))
}

/// Reads an optional instant from a result column.
pub fn optional(row: &sea_orm::QueryResult, column: &str) -> Result<Option<Instant>, sea_orm::DbErr> {
    Ok(Option::<i64>::try_get(row, "", column).map_err(sea_orm::DbErr::from)?.map(Instant))
}
