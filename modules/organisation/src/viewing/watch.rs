//! The look at what was counted, every few minutes. It reads the hours of today, and earlier ones only of people whose day
//! could stand out at all.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use chrono::{NaiveDate, Timelike};
use chrono_tz::Tz;
use kernel::{DbError, Id, Instant, JobContext, JobHandler, Tenant, Tx};
use web::viewing::{self, Counted, Counter, Viewed};

use super::queries::Place;
use super::rules::{Finding, Thresholds, Usual, judge};
use super::{notice, queries};
use crate::HOUSE_ZONE;
use crate::settings::overview::{self, SetValue};
use crate::settings::{SETTINGS, keys};

/// The kind of the job, and the name of its schedule.
pub const WATCH: &str = "viewing.watch";
/// Days of earlier views that make someone's usual.
const DAYS: i64 = 28;
/// Days for which counts are kept.
const KEPT_DAYS: i64 = 60;
/// Days for which cases that were found fine are kept.
const CASES_DAYS: i64 = 365;
/// Below so many of anything in a day, nobody is looked at further: no threshold may be set lower.
const LEAST: i64 = 5;

/// Does jobs of kind [`WATCH`].
pub struct WatchJob {
    /// Where opened records wait to be written.
    pub counter: Counter,
}

#[async_trait]
impl JobHandler for WatchJob {
    fn kind(&self) -> &'static str {
        WATCH
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        self.counter.write(context.db).await?;
        let (db, tenant) = (context.db, context.job.tenant_id);
        let today = Today::of(db.clock.now());
        let mut list = Vec::new();
        // The first minutes of a day still see what came late the day before.
        for day in [today.before(), today] {
            if day.is_fresh(db.clock.now()) {
                list.extend(findings(db.read(), tenant, &day).await?);
            }
        }
        let mut tx = context.begin().await?;
        raise(&mut tx, list).await?;
        queries::forget_before(&tx, tx.now().plus_days(-CASES_DAYS)).await?;
        viewing::queries::forget_before(&tx, viewing::hour(tx.now().plus_days(-KEPT_DAYS))).await?;
        context.commit(tx, &(), 1, 1).await.map(drop)
    }
}

/// A day of the house's calendar in hours since 1970.
#[derive(Clone, Copy)]
struct Today {
    day: NaiveDate,
    begins: i64,
}

impl Today {
    fn of(now: Instant) -> Today {
        Today::on(now.date_in(HOUSE_ZONE))
    }

    fn on(day: NaiveDate) -> Today {
        Today { day, begins: viewing::hour(Instant::start_of(day, HOUSE_ZONE)) }
    }

    fn before(&self) -> Today {
        Today::on(self.day.pred_opt().unwrap_or(self.day))
    }

    fn ends(&self) -> i64 {
        self.day.succ_opt().map_or(self.begins + 24, |next| Today::on(next).begins)
    }

    /// Whether something of it may not have been looked at.
    fn is_fresh(&self, now: Instant) -> bool {
        viewing::hour(now) <= self.ends()
    }
}

/// The hour of the day at which an hour since 1970 begins in a zone.
pub(crate) fn clock(hour: i64, zone: Tz) -> i64 {
    i64::from(Instant(hour * 3_600_000_000).utc().with_timezone(&zone).hour())
}

fn day_of(hour: i64) -> i64 {
    i64::from(chrono::Datelike::num_days_from_ce(&Instant(hour * 3_600_000_000).date_in(HOUSE_ZONE)))
}

/// Whose day is unusual: person, where they stand, the day, what.
type Found = (Id, String, NaiveDate, Finding);

async fn findings(conn: &sea_orm::DatabaseConnection, tenant: Tenant, today: &Today) -> Result<Vec<Found>, DbError> {
    let mut counted = viewing::queries::since(conn, tenant, today.begins).await?;
    counted.values_mut().for_each(|list| list.retain(|c| c.hour < today.ends()));
    counted.retain(|_, list| could_stand_out(list));
    let people: Vec<Id> = counted.keys().copied().collect();
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let first = viewing::hour(Instant::start_of(today.day, HOUSE_ZONE).plus_days(-DAYS));
    let earlier = viewing::queries::between(conn, tenant, &people, first..today.begins).await?;
    let paths = queries::paths(conn, tenant, &people).await?;
    let settings = overview::all(conn, tenant).await?;
    // Days are the house's, so that there is one list of them; by the clock people go where they work.
    let zones = queries::zones(conn, tenant, paths.values()).await?;
    let strange = new_places(&queries::sessions(conn, tenant, &people).await?, today);
    let mut found = Vec::new();
    for (user, path) in paths {
        let day = counted.get(&user).map_or(&[][..], Vec::as_slice);
        let usual = Usual::of(earlier.get(&user).map_or(&[][..], Vec::as_slice), day_of);
        let zone = zones.get(&path).copied().unwrap_or(HOUSE_ZONE);
        let by_clock = |hour| clock(hour, zone);
        for finding in judge(day, &usual, &thresholds(&path, &settings), by_clock, strange.contains(&user)) {
            found.push((user, path.clone(), today.day, finding));
        }
    }
    Ok(found)
}

fn could_stand_out(day: &[Counted]) -> bool {
    Viewed::ALL.into_iter().any(|viewed| {
        let sum: i64 = day.iter().filter(|c| c.viewed == viewed).map(|c| c.many).sum();
        // A setting may be as low as one of these an hour.
        sum >= if matches!(viewed, Viewed::Revealed | Viewed::Masked) { 1 } else { LEAST }
    })
}

/// People who were at work on the day in a session that began on it or the day before, from an address and with a device
/// that no earlier session of theirs had. Whoever has no earlier session is new, not strange.
fn new_places(sessions: &[Place], today: &Today) -> HashSet<Id> {
    let mut known: HashMap<Id, (HashSet<&str>, HashSet<String>)> = HashMap::new();
    let mut strange = HashSet::new();
    for session in sessions {
        let address = session.address.as_deref().unwrap_or_default();
        let device = session.agent.as_deref().map(crate::sessions::device).unwrap_or_default();
        let is_first = !known.contains_key(&session.user_id);
        let (addresses, devices) = known.entry(session.user_id).or_default();
        let begun = viewing::hour(session.created_at);
        let at_work = begun >= today.begins - 24 && viewing::hour(session.last_seen_at) >= today.begins;
        if at_work && !is_first && !addresses.contains(address) && !devices.contains(&device) {
            strange.insert(session.user_id);
        }
        addresses.insert(address);
        devices.insert(device);
    }
    strange
}

/// The thresholds as they hold at the node of a path.
fn thresholds(path: &str, all: &[SetValue]) -> Thresholds {
    let number = |key: &str| {
        let setting = SETTINGS.iter().find(|s| s.key == key);
        setting.and_then(|s| overview::resolved(s, path, all).value.parse().ok()).unwrap_or(i64::MAX)
    };
    Thresholds {
        hour: number(keys::UNUSUAL_HOUR),
        day: number(keys::UNUSUAL_DAY),
        times: number(keys::UNUSUAL_TIMES),
        reveals: number(keys::UNUSUAL_REVEALS),
        matches: number(keys::UNUSUAL_MATCHES),
        rows: number(keys::UNUSUAL_ROWS),
        work: (number(keys::WORK_BEGINS), number(keys::WORK_ENDS)),
    }
}

/// Makes cases of what is new, tells of each once, and raises the numbers of what went on.
async fn raise(tx: &mut Tx<'_>, list: Vec<Found>) -> Result<(), DbError> {
    let days: HashSet<NaiveDate> = list.iter().map(|(_, _, day, _)| *day).collect();
    let people: Vec<Id> = list.iter().map(|(user, ..)| *user).collect::<HashSet<_>>().into_iter().collect();
    for day in days {
        let known = queries::of_day(tx.conn(), tx.tenant(), day, &people).await?;
        for (user, path, _, finding) in list.iter().filter(|(_, _, of, _)| *of == day) {
            match known.get(&(*user, finding.what.name().to_owned())) {
                None => {
                    let id = tx.new_id();
                    queries::insert(tx, id, *user, path, day, finding).await?;
                    notice::leave(tx, id, *user, path, finding);
                }
                Some(counted) if *counted < finding.counted => queries::raise(tx, *user, day, finding).await?,
                Some(_) => {}
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Instant = Instant(1_795_312_800_000_000);

    fn session(user: u128, hours_ago: i64, address: &str, agent: &str) -> Place {
        let at = AT.plus_seconds(-hours_ago * 3_600);
        let agent = format!("Mozilla/5.0 ({agent}) Chrome/120");
        Place {
            user_id: Id::from_u128(user),
            created_at: at,
            last_seen_at: at.plus_seconds(600),
            address: Some(address.into()),
            agent: Some(agent),
        }
    }

    /// SYS-09: strange is a place whose address and device are both new, not a first day at work.
    #[test]
    fn a_place_is_new_by_address_and_device() {
        let today = Today::of(AT);
        let first = session(1, 240, "10.0.0.1", "Windows NT 10.0");
        let both = session(1, 0, "203.0.113.7", "iPhone");
        let device = session(1, 0, "10.0.0.1", "iPhone");
        let address = session(1, 0, "203.0.113.7", "Windows NT 10.0");
        assert_eq!(new_places(&[first.clone(), both.clone()], &today).len(), 1);
        for known in [device, address] {
            assert!(new_places(&[first.clone(), known], &today).is_empty());
        }
        assert!(new_places(std::slice::from_ref(&both), &today).is_empty(), "nothing is known of them");
        let long_ago = session(1, 100, "203.0.113.7", "iPhone");
        assert!(new_places(&[first, long_ago], &today).is_empty());
    }
}
