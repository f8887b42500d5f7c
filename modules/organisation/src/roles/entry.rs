//! How holders of a role are let in: with a second factor, from which addresses (SYS-04).

use std::net::IpAddr;

use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;

use super::queries;
use crate::powers::{self, Ranges, today};
use crate::versions;

/// What is to be demanded.
#[derive(Clone, Debug, Default)]
pub struct EntryChange {
    /// A second factor.
    pub second_factor: bool,
    /// Address ranges as typed; empty is from anywhere.
    pub addresses: String,
}

/// Changes what a role that stands at `version` demands of its holders; true when something changed. `from` is where
/// the person at work is: nobody shuts themselves out (`role-addresses-without-own`). Refuses `role-addresses-invalid`.
pub async fn change_entry(
    tx: &mut Tx<'_>,
    role: Id,
    version: i64,
    change: EntryChange,
    from: Option<IpAddr>,
) -> Result<bool, Refusal> {
    let standing = queries::find(tx.conn(), tx.tenant(), role).await?.ok_or(Refusal::NotFound)?;
    if standing.version != version {
        return Err(Refusal::Conflict(standing.version));
    }
    let ranges = Ranges::read(&change.addresses).map_err(|_| Refusal::field("addresses", "role-addresses-invalid"))?;
    let before = queries::entry(tx.conn(), tx.tenant(), role).await?;
    let after = (change.second_factor, ranges.to_string());
    if before == after {
        return Ok(false);
    }
    queries::set_entry(tx, role, after.0, Some(after.1.clone()).filter(|text| !text.is_empty())).await?;
    if let Some(actor) = tx.scope().user() {
        let own = powers::membership(tx.conn(), tx.tenant(), actor, today(tx.now())).await?.entry;
        if before.1 != after.1 && !own.allow(from) {
            return Err(Refusal::field("addresses", "role-addresses-without-own"));
        }
    }
    queries::touch(tx, role).await?;
    versions::raise(tx).await?;
    let filled = |text: String| Some(text).filter(|t| !t.is_empty());
    let changes = [
        Change::of("second_factor", Some(before.0.to_string()), Some(after.0.to_string())),
        Change::of("addresses", filled(before.1), filled(after.1)),
    ];
    tx.record("role", role, "update", changes.into_iter().flatten().collect());
    Ok(true)
}
