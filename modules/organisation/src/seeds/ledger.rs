//! The names of all that was laid down.

use std::collections::BTreeSet;

use kernel::{ConnectionTrait, DbError, Tenant, Tx};

use super::queries;

/// What was laid down in a tenant, by name (`role/sales_manager/capability/views.share`, `entry/customer_source/phone`).
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    laid: BTreeSet<String>,
    fresh: Vec<String>,
}

impl Ledger {
    /// As it stands.
    pub async fn load(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Ledger, DbError> {
        Ok(Ledger { laid: queries::all(conn, tenant).await?.into_iter().collect(), fresh: Vec::new() })
    }

    /// Whether nothing of this is new.
    pub fn holds_all(&self, names: impl IntoIterator<Item = String>) -> bool {
        names.into_iter().all(|name| self.laid.contains(&name))
    }

    /// What was laid down under names that begin alike, but for one of them.
    pub fn laid_below(&self, beginning: &str, but: &str) -> Vec<String> {
        let below = self.laid.range(beginning.to_owned()..).take_while(|name| name.starts_with(beginning));
        below.filter(|name| *name != but).cloned().collect()
    }

    /// Whether this has to be laid down now: it was not yet, and counts as laid from here on.
    pub fn is_due(&mut self, name: String) -> bool {
        let due = self.laid.insert(name.clone());
        if due {
            self.fresh.push(name);
        }
        due
    }

    /// Keeps what was laid down; false when there was nothing new.
    pub async fn keep(self, tx: &Tx<'_>) -> Result<bool, DbError> {
        let any = !self.fresh.is_empty();
        queries::add(tx, self.fresh).await?;
        Ok(any)
    }
}
