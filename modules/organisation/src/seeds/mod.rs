//! What the house brings along, at founding and at each upgrade: built-in roles and base data (SYS-04, SYS-06). A ledger
//! keeps what was laid down once, so that nothing comes back that an administrator has taken away.

mod ledger;
mod queries;

pub(crate) use ledger::Ledger;

use kernel::{Db, Scope};
use records::{Kind, Refusal};

use crate::dictionaries::{self, DictionarySeed};
use crate::{nodes, roles, tenants, users, versions};

/// Brings every tenant what this release has and an earlier one had not: built-in roles, what they may do with nouns
/// and functions that are new, entries of base data, search terms of people. What an administrator has changed stays.
/// Done again it does nothing. Returns how many tenants were changed.
pub async fn upgrade(db: &Db, kinds: &[&'static Kind], seeds: &[DictionarySeed]) -> Result<usize, Refusal> {
    let mut changed = 0;
    for tenant in tenants::queries::all(db.read()).await? {
        let brought = roles::seed_names(kinds).into_iter().chain(dictionaries::seed_names(seeds));
        let terms = users::search::are_missing(db.read(), tenant).await?;
        if !terms && Ledger::load(db.read(), tenant).await?.holds_all(brought) {
            continue;
        }
        let scope = Scope::system(tenant, db.clock.new_id(), "upgrade");
        let mut tx = db.write(&scope).await?;
        // Nodes that start at the same time take turns at this row.
        versions::raise(&tx).await?;
        roles::seed_roles(&mut tx, kinds).await?;
        if let Some(root) = nodes::queries::root(tx.conn(), tenant).await? {
            dictionaries::seed(&mut tx, root.id, seeds).await?;
        }
        if terms {
            users::search::renew_all(&tx).await?;
        }
        tx.commit().await?;
        changed += 1;
    }
    Ok(changed)
}
