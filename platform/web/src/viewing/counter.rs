//! The memory between an opened page and the database.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::{Db, Id, Instant, Scope, Tenant};
use sea_orm::DbErr;

use super::{Viewed, hour, queries};

/// Seconds for which counts may stay in memory.
const REST: i64 = 60;
/// Records of one person and hour that are told apart; beyond, each opening counts.
const APART: usize = 5_000;

/// Counts opened records. Cheap to clone; clones share what they hold.
#[derive(Clone)]
pub struct Counter {
    kinds: &'static [&'static str],
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    /// By tenant and person: the hour, and what was opened in it.
    people: HashMap<(Tenant, Id), (i64, HashSet<Id>)>,
    /// Not written yet, by tenant, person and hour.
    waiting: HashMap<(Tenant, Id, i64), i64>,
    /// When the first of them came.
    since: Option<Instant>,
}

impl Held {
    fn note(&mut self, now: Instant, tenant: Tenant, user: Id, record: Id) {
        let hour = hour(now);
        let (of, seen) = self.people.entry((tenant, user)).or_insert_with(|| (hour, HashSet::new()));
        if *of != hour {
            (*of, *seen) = (hour, HashSet::new());
        }
        if seen.len() < APART && !seen.insert(record) {
            return;
        }
        *self.waiting.entry((tenant, user, hour)).or_default() += 1;
        self.since.get_or_insert(now);
    }

    /// Whether what waits has waited long enough. A clock that was set back is no reason to wait on.
    fn is_due(&self, now: Instant) -> bool {
        self.since.is_some_and(|since| now >= since.plus_seconds(REST) || now < since)
    }

    fn take(&mut self, now: Instant) -> HashMap<(Tenant, Id, i64), i64> {
        self.people.retain(|_, (of, _)| *of == hour(now));
        self.since = None;
        std::mem::take(&mut self.waiting)
    }
}

impl Counter {
    /// A counter of these kinds.
    pub fn of(kinds: &'static [&'static str]) -> Counter {
        Counter { kinds, held: Arc::default() }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn opened(&self, db: &Db, scope: &Scope, kind: &str, records: impl Iterator<Item = Id>) {
        let user = scope.looking().map(|l| l.by).or(scope.user());
        let Some(user) = user.filter(|_| self.kinds.contains(&kind)) else { return };
        let now = db.clock.now();
        let due = {
            let mut held = self.held();
            for record in records {
                held.note(now, scope.tenant, user, record);
            }
            held.is_due(now)
        };
        if due && let Err(error) = self.write(db).await {
            tracing::warn!(%error, "could not write how many records were opened");
        }
    }

    /// Writes what waits. What cannot be written goes on waiting.
    pub async fn write(&self, db: &Db) -> Result<(), DbErr> {
        let waiting = self.held().take(db.clock.now());
        let mut by_tenant: HashMap<Tenant, Vec<(Id, i64, Viewed, i64)>> = HashMap::new();
        for ((tenant, user, hour), many) in &waiting {
            by_tenant.entry(*tenant).or_default().push((*user, *hour, Viewed::Opened, *many));
        }
        for (tenant, rows) in by_tenant {
            if let Err(error) = self.add(db, tenant, rows).await {
                let mut held = self.held();
                for ((of, user, hour), many) in waiting.iter().filter(|((of, ..), _)| *of == tenant) {
                    *held.waiting.entry((*of, *user, *hour)).or_default() += many;
                }
                held.since.get_or_insert(db.clock.now());
                return Err(error);
            }
        }
        Ok(())
    }

    async fn add(&self, db: &Db, tenant: Tenant, rows: Vec<(Id, i64, Viewed, i64)>) -> Result<(), DbErr> {
        let scope = Scope::system(tenant, db.clock.new_id(), "viewing");
        let tx = db.write(&scope).await?;
        queries::add(&tx, rows).await?;
        tx.commit().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Instant = Instant(1_795_312_800_000_000);

    fn id(n: u128) -> Id {
        Id::from_u128(n)
    }

    /// SYS-09: a record counts once an hour, and waits no longer than a minute.
    #[test]
    fn a_record_counts_once_an_hour() {
        let mut held = Held::default();
        assert!(!held.is_due(AT));
        for record in [1, 1, 2, 1] {
            held.note(AT, 1, id(7), id(record));
        }
        held.note(AT, 2, id(7), id(1));
        assert!(!held.is_due(AT.plus_seconds(59)) && held.is_due(AT.plus_seconds(60)));
        let taken = held.take(AT);
        assert_eq!(taken[&(1, id(7), hour(AT))], 2);
        assert_eq!(taken[&(2, id(7), hour(AT))], 1, "another house");
        held.note(AT, 1, id(7), id(2));
        assert!(held.take(AT).is_empty(), "known also after it was written");
        held.note(AT.plus_seconds(3_600), 1, id(7), id(2));
        assert_eq!(held.take(AT.plus_seconds(3_600)).values().sum::<i64>(), 1, "another hour");
    }

    /// SYS-09: a person who opens everything takes no more memory than others.
    #[test]
    fn memory_is_bounded() {
        let mut held = Held::default();
        for record in 0..APART as u128 * 2 {
            held.note(AT, 1, id(7), id(record));
        }
        assert_eq!(held.people[&(1, id(7))].1.len(), APART);
        assert_eq!(held.take(AT).values().sum::<i64>(), APART as i64 * 2);
    }
}
