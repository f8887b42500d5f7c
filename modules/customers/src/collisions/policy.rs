//! The policy of the group: settings as they hold at the places of both sides.

use kernel::{ConnectionTrait, DbError, Tenant};
use organisation::settings::overview::{self, SetValue};
use organisation::settings::{SETTINGS, keys};

use super::model::{Between, Told};
use super::{queries, rules};

/// All settings that collisions ask for, and the makers above independent dealers. Two queries.
pub struct Policy {
    set: Vec<SetValue>,
    makers: Vec<String>,
}

impl Policy {
    /// Reads it.
    pub async fn load(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Policy, DbError> {
        let set = overview::all(conn, tenant).await?;
        Ok(Policy { set, makers: queries::makers(conn, tenant).await? })
    }

    fn value(&self, key: &str, path: &str) -> String {
        SETTINGS.iter().find(|s| s.key == key).map(|s| overview::resolved(s, path, &self.set).value).unwrap_or_default()
    }

    fn number(&self, key: &str, path: &str) -> i64 {
        self.value(key, path).parse().unwrap_or(0)
    }

    /// How two stores stand to each other.
    pub fn between(&self, path: &str, other: &str) -> Between {
        rules::between(path, other, &self.makers)
    }

    /// What someone at `path` is told of what is known at `first`.
    pub fn told(&self, between: Between, path: &str, first: &str) -> Told {
        let key = match between {
            Between::Store => keys::COLLISION_STORE,
            Between::Group => keys::COLLISION_GROUP,
            Between::Dealers => keys::COLLISION_DEALERS,
        };
        let at = |path| Told::from_name(&self.value(key, path)).unwrap_or(Told::Silent);
        rules::closer(at(path), at(first))
    }

    /// How many filings of one person in an hour are answered.
    pub fn filings_an_hour(&self, path: &str) -> i64 {
        self.number(keys::FILINGS, path)
    }

    /// How many collisions a store is told of in a day.
    pub fn tellings_a_day(&self, path: &str) -> i64 {
        self.number(keys::COLLISION_TELLINGS, path)
    }

    /// Days of protection.
    pub fn protection_days(&self, path: &str) -> i64 {
        self.number(keys::PROTECTION, path)
    }

    /// Days until an unanswered request goes to the group.
    pub fn escalation_days(&self, path: &str) -> i64 {
        self.number(keys::ESCALATION, path)
    }
}
