//! The demo group (SYS-13): a head office and three stores with a named cast, and 5,000 customers with two years of
//! history. [`generate`] makes it from a seed without a database, [`load`] lays it down through the modules.
//! The story behind it is told in `docs/demo.md`.

pub mod generate;
pub mod load;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;

use anyhow::Context;
use kernel::{Db, sql};
use organisation::tenants;

use crate::cli::Place;

/// Loads the demo group unless a group is there already. All of it comes in one transaction: after a crash the database
/// is empty and the next start begins anew. Of two processes that start at once one loads, and the other finds it done.
pub async fn load_when_empty(db: &Db, _place: &Place) -> anyhow::Result<()> {
    if tenants::queries::any(db.read()).await? {
        return Ok(());
    }
    let world = generate::demo(db.clock.now());
    tracing::info!(customers = world.customers, "loading the demo group");
    let laid = load::demo(db, &world).await.context("the demo group could not be loaded")?;
    if laid {
        tracing::info!("the demo group is there");
    }
    Ok(())
}

/// Whether the group of this database is the demo group, complete.
pub async fn is_loaded(db: &Db) -> anyhow::Result<bool> {
    Ok(sql::row(db.read(), "SELECT 1 AS one FROM counters WHERE series = $1", [load::FLAG.into()]).await?.is_some())
}
