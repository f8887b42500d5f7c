//! A group on a day like any other: what falls to the house once when so much data comes at a stroke, as it never does
//! but here, is not measured along with what people do.

use anyhow::anyhow;
use fourfold::{compose, serve};
use kernel::schedules;
use kernel::sql;

use crate::settings::Settings;

/// Gives events their positions and takes them for heard, seals the journal, and lets the schedules have had their turn.
pub async fn down(settings: &Settings) -> anyhow::Result<()> {
    let db = serve::open(&settings.place()).await?;
    let config = web::Config { data: settings.data.clone(), ..web::Config::default() };
    let assembly = compose::house(db.clone(), config).map_err(|e| anyhow!(e))?;
    let unnumbered = "SELECT 1 FROM events WHERE position IS NULL LIMIT 1";
    while sql::row(db.read(), unnumbered, []).await?.is_some() {
        kernel::events::relay(&db, &[]).await?;
    }
    let scope = kernel::Scope::system(0, db.clock.new_id(), "measuring");
    let tx = db.write(&scope).await?;
    for consumer in &assembly.consumers {
        let text = "INSERT INTO consumers (name, position, failures) SELECT $1, coalesce(max(position), 0), 0 FROM events \
             WHERE true ON CONFLICT (name) DO UPDATE SET position = excluded.position, failures = 0, error = NULL";
        sql::run(tx.conn(), text, [consumer.name().into()]).await?;
    }
    tx.commit().await?;
    schedules::tick(&db, &assembly.schedules, &[1]).await?;
    let tx = db.write(&scope).await?;
    let text = "UPDATE jobs SET state = 'cancelled', lease_until = NULL WHERE state IN ('queued', 'running')";
    sql::run(tx.conn(), text, []).await?;
    tx.commit().await?;
    while kernel::chain::seal(&db).await? > 0 {}
    Ok(db.close().await?)
}
