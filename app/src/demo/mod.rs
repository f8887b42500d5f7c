//! The demo group (SYS-13): a head office and three stores with a named cast, and 5,000 customers with two years of
//! history. [`generate`] makes it from a seed without a database, [`load`] lays it down through the modules.
//! The story behind it is told in `docs/demo.md`.

pub mod generate;
pub mod load;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;

use anyhow::Context;
use kernel::{Db, Instant, sql};
use organisation::tenants;

use generate::World;
use load::mark;

use crate::compose::Wiring;

/// Whether there is something to load: the demo was asked for and there is no group yet, or a loading was cut off. Half
/// a group is no state to work with, so that one is gone on with unasked.
pub async fn is_due(db: &Db, asked: bool) -> anyhow::Result<bool> {
    Ok(mark::unfinished(db).await?.is_some() || asked && !tenants::queries::any(db.read()).await?)
}

/// Loads the demo group unless a group is there already; goes on with a loading that was cut off. Steps commit with
/// their marks, so that after a crash the next start finds where the last one was; processes that load at the same time
/// share the steps.
pub async fn load_when_empty(db: &Db) -> anyhow::Result<()> {
    if !tenants::queries::any(db.read()).await? {
        let world = generate::demo(db.clock.now());
        tracing::info!(customers = world.customers, "loading the demo group");
        load::begin(db, &world).await.context("the demo group could not be begun")?;
    }
    let unfinished = mark::unfinished(db).await?;
    go_on(db, generate::demo).await?;
    if let Some(begun) = unfinished {
        let seams = Wiring::new().customers;
        load::collisions::lay(db, begun.tenant, &seams)
            .await
            .context("the collisions of the demo could not be made")?;
        load::leaver::lay(db, begun.tenant, &generate::demo(begun.began), &seams)
            .await
            .context("the leaver of the demo could not be made")?;
        load::leads::lay(db, begun.tenant).await.context("the leads of the demo could not be made")?;
        load::showroom::lay(db, begun.tenant).await.context("the showroom of the demo could not be made")?;
        load::opportunities::lay(db, begun.tenant, begun.began)
            .await
            .context("the opportunities of the demo could not be made")?;
    }
    Ok(())
}

/// Goes on with a loading that was cut off. The group is made anew from the moment it was begun, so that it is the same.
async fn go_on(db: &Db, make: impl Fn(Instant) -> World) -> anyhow::Result<()> {
    let Some(unfinished) = mark::unfinished(db).await? else { return Ok(()) };
    if unfinished.steps > 0 {
        tracing::info!(steps = unfinished.steps, "going on with the demo group where its loading was cut off");
    }
    load::go_on(db, &make(unfinished.began), unfinished).await.context("the demo group could not be loaded")?;
    db.gather_statistics(&load::scope(db, unfinished.tenant)).await?;
    tracing::info!("the demo group is there");
    Ok(())
}

/// Whether the group of this database is the demo group, complete.
pub async fn is_loaded(db: &Db) -> anyhow::Result<bool> {
    Ok(sql::row(db.read(), "SELECT 1 AS one FROM counters WHERE series = $1", [mark::FLAG.into()]).await?.is_some())
}
