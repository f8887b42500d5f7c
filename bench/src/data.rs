//! The data of a scale: made once, kept in its directory, through the modules' batches as the demo is.

use std::time::Instant as Stopwatch;

use anyhow::{Context, anyhow, bail};
use fourfold::demo::generate::{File, PASSWORD, World, file};
use fourfold::demo::load::{self, Loader};
use fourfold::serve;
use kernel::{Db, Instant, sql};
use tokio::sync::mpsc;

use crate::bulk::Bulk;
use crate::funnel;
use crate::settings::Settings;

/// Files in one transaction.
const STEP: u64 = 4_000;

/// What was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The group.
    pub world: World,
    /// Rows of the large tables.
    pub rows: Vec<(&'static str, i64)>,
}

/// Makes the data unless a complete set is there. A set that broke off is refused: `bin/bench` removes its directory.
pub async fn ensure(settings: &Settings) -> anyhow::Result<Made> {
    let db = serve::open(&settings.place()).await?;
    let done = settings.data.join("complete");
    let now = match std::fs::read_to_string(&done) {
        Ok(text) => Instant(text.trim().parse().context("the mark of completeness cannot be read")?),
        Err(_) => {
            if organisation::tenants::queries::any(db.read()).await? {
                bail!("the data in {} broke off; remove the directory", settings.data.display());
            }
            let now = db.clock.now();
            make(settings, &db, &settings.scale.world(now)).await?;
            std::fs::write(&done, now.0.to_string())?;
            now
        }
    };
    let mut rows = Vec::new();
    for table in [
        "customers",
        "engagements",
        "vehicles",
        "timeline",
        "search_terms",
        "journal",
        "users",
        "leads",
        "opportunities",
    ] {
        rows.push((table, sql::number(db.read(), &format!("SELECT count(*) FROM {table}"), []).await?));
    }
    db.close().await?;
    Ok(Made { world: settings.scale.world(now), rows })
}

async fn make(settings: &Settings, db: &Db, world: &World) -> anyhow::Result<()> {
    let clock = Stopwatch::now();
    let hash = load::password_hash(PASSWORD).await.map_err(|e| anyhow!("{e}"))?;
    let scope = load::scope(db, 1);
    let mut tx = db.write(&scope).await?;
    let ground = load::ground(&mut tx, world, &hash)
        .await
        .map_err(|e| anyhow!("the organisation could not be laid down: {e}"))?;
    tx.commit().await?;
    println!("{:>6} s  {} stores, {} people", clock.elapsed().as_secs(), world.stores.len(), world.people.len());

    let mut bulk = Bulk::begin(settings, db).await?;
    let mut files = produce(world.clone());
    let mut loader = Loader::new(world, &ground, false);
    let mut laid = 0;
    while let Some(batch) = files.recv().await {
        let mut tx = db.write(&scope).await?;
        loader
            .lay(&mut tx, &batch)
            .await
            .map_err(|e| anyhow!("customers from {laid} on could not be laid down: {e}"))?;
        tx.commit().await?;
        laid += batch.len() as u64;
        bulk.turn(db, laid).await?;
        if laid % (STEP * 5) == 0 {
            println!("{:>6} s  {laid} customers", clock.elapsed().as_secs());
        }
    }
    println!("{:>6} s  {laid} customers are in", clock.elapsed().as_secs());
    funnel::lay(db, world, settings.scale.funnel(), &mut bulk, laid).await?;
    println!("{:>6} s  leads and opportunities are in; indexes follow", clock.elapsed().as_secs());
    bulk.end(db).await?;
    println!("{:>6} s  complete", clock.elapsed().as_secs());
    Ok(())
}

/// Makes files on a thread of its own, a little ahead of the writer.
fn produce(world: World) -> mpsc::Receiver<Vec<File>> {
    let (sender, receiver) = mpsc::channel(2);
    std::thread::spawn(move || {
        let mut from = 0;
        while from < world.customers {
            let to = (from + STEP).min(world.customers);
            // The receiver is gone when writing failed, which tells itself.
            if sender.blocking_send((from..to).map(|n| file(&world, n)).collect()).is_err() {
                return;
            }
            from = to;
        }
    });
    receiver
}
