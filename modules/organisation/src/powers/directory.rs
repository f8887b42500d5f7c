//! The directory: powers kept in memory under the organisation's version and the day.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use kernel::scope::Powers;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant};

use super::rules::EntryRules;
use super::scope;

/// What someone's posts come to, as kept in memory.
#[derive(Clone, Debug)]
pub struct Membership {
    /// What they may see and do.
    pub powers: Arc<Powers>,
    /// Stores they may switch to: the home store first, then by name; the first twenty.
    pub stores: Vec<(Id, String)>,
    /// How they are let in.
    pub entry: EntryRules,
}

struct Kept {
    version: i64,
    day: NaiveDate,
    membership: Arc<Membership>,
}

/// Powers of the people who are at work, each built once per version of the organisation and day. Cheap to clone;
/// clones share what they keep.
#[derive(Clone, Default)]
pub struct Directory {
    kept: Arc<Mutex<HashMap<(Tenant, Id), Kept>>>,
}

/// When more people than this are kept, all are forgotten and looked up again as they come.
const ROOM: usize = 20_000;

impl Directory {
    /// What someone's posts come to at `now`, given the organisation's version that stands. The version must have been
    /// read before this call: what is built is then at least as new as it says.
    pub async fn membership(
        &self,
        conn: &impl ConnectionTrait,
        tenant: Tenant,
        user: Id,
        version: i64,
        now: Instant,
    ) -> Result<Arc<Membership>, DbError> {
        let day = scope::today(now);
        {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = kept.get(&(tenant, user)).filter(|k| k.version == version && k.day == day) {
                return Ok(known.membership.clone());
            }
        }
        let membership = Arc::new(scope::membership(conn, tenant, user, day).await?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= ROOM {
            kept.clear();
        }
        kept.insert((tenant, user), Kept { version, day, membership: membership.clone() });
        Ok(membership)
    }
}
