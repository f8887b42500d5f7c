//! Laying a made group down through the modules' batches, step by step: first the house, then its customers. Each step
//! commits with its mark, so that people who save something meanwhile never wait long, and a loading that was cut off is
//! gone on with. Measurements of a million customers use the same parts.

mod catalogue;
pub mod collisions;
mod customers;
mod extras;
pub mod leads;
pub mod leaver;
pub mod mark;
pub mod opportunities;
mod own;
mod privacy_requests;
mod screening;
pub mod showroom;
mod staff;
mod tasks;
mod vehicles;

use std::collections::HashMap;

use kernel::{Db, Id, Scope, Tenant, Tx, sql};
use organisation::tenants;
use records::Refusal;

use super::generate::{self, File, World};

pub use staff::password_hash;

/// How many files go into a batch.
const BATCH: usize = 500;

/// A store as laid down.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Its node.
    pub id: Id,
    /// Its path.
    pub path: String,
}

/// A person as laid down.
#[derive(Clone, Debug)]
pub struct Worker {
    /// Their user.
    pub id: Id,
    /// Their name.
    pub name: String,
    /// Path of their post.
    pub path: String,
}

/// Where the parts of a [`World`] stand in the database, by their places in it.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// Stores.
    pub stores: Vec<Spot>,
    /// People.
    pub people: Vec<Worker>,
    /// Models of the catalogue.
    pub models: Vec<Id>,
    /// Whether the demo's custom fields are defined, so that files fill them in.
    pub own: bool,
}

/// Lays files down, batch after batch.
pub struct Loader<'a> {
    world: &'a World,
    ground: &'a Ground,
    /// Ids of files by their serials, for relations to them.
    known: HashMap<u64, Id>,
    /// Whether all serials are remembered, or just those of the last batch.
    remember: bool,
}

impl<'a> Loader<'a> {
    /// A loader for a group laid down by [`ground`]. Files of large groups refer to their neighbour only, so that
    /// those before need not be remembered.
    pub fn new(world: &'a World, ground: &'a Ground, remember: bool) -> Loader<'a> {
        Loader { world, ground, known: HashMap::new(), remember }
    }

    /// Lays files down with their cars, visits, timelines and what else hangs on them.
    pub async fn lay(&mut self, tx: &mut Tx<'_>, files: &[File]) -> Result<(), Refusal> {
        for files in files.chunks(BATCH) {
            let ids = customers::insert(tx, self, files).await?;
            if !self.remember {
                let last = self.known.iter().max_by_key(|(serial, _)| **serial).map(|(serial, id)| (*serial, *id));
                self.known = last.into_iter().collect();
            }
            self.known.extend(files.iter().map(|f| f.serial).zip(ids.iter().copied()));
            let cars = vehicles::insert(tx, self, files).await?;
            customers::timelines(tx, self.ground, files, &ids, &cars).await?;
            vehicles::visits(tx, self.ground, files, &ids, &cars).await?;
            extras::insert(tx, self, files, &ids).await?;
        }
        Ok(())
    }

    /// Files that are laid down already.
    fn remember(&mut self, files: &[File], ids: &[Id]) {
        self.known.extend(files.iter().map(|f| f.serial).zip(ids.iter().copied()));
    }

    /// The world that is laid down.
    fn world(&self) -> &World {
        self.world
    }
}

/// Lays down the tree, the people and the catalogue.
pub async fn ground(tx: &mut Tx<'_>, world: &World, password_hash: &str) -> Result<Ground, Refusal> {
    let mut ground = staff::lay(tx, world, password_hash).await?;
    ground.models = catalogue::lay(tx, world).await?;
    Ok(ground)
}

/// The scope in which a group is laid down.
pub fn scope(db: &Db, tenant: Tenant) -> Scope {
    Scope::system(tenant, db.clock.new_id(), "演示数据")
}

/// Files of the demo in a step: a fraction of a second of SQLite's one writer.
pub const STEP: usize = 100;

/// Begins the demo group: the house with its people and its catalogue. False when another process was faster.
pub async fn begin(db: &Db, world: &World) -> Result<bool, Refusal> {
    let hash = staff::password_hash(generate::PASSWORD).await?;
    let scope = scope(db, tenants::queries::next(db.read()).await?);
    let mut tx = db.write(&scope).await?;
    if tenants::queries::any(tx.conn()).await? {
        tx.rollback().await?;
        return Ok(false);
    }
    match ground(&mut tx, world, &hash).await {
        // On PostgreSQL two that begin at the same moment meet at the tenant's key.
        Err(Refusal::Rule("set-up-done")) => {
            tx.rollback().await?;
            return Ok(false);
        }
        other => other?,
    };
    own::define(&mut tx).await?;
    mark::begin(&tx, world.now).await?;
    tx.commit().await?;
    forget_events(db, scope.tenant).await?;
    Ok(true)
}

/// Goes on with a loading from the step where it stands to its end. Of two processes that do so at the same time each
/// step is done by one.
pub async fn go_on(db: &Db, world: &World, from: mark::Unfinished) -> Result<(), Refusal> {
    let scope = scope(db, from.tenant);
    let ground = found_again(db, from.tenant, world).await?;
    let files = generate::demo_files(world);
    let steps: Vec<&[File]> = files.chunks(STEP).collect();
    let mut loader = Loader::new(world, &ground, true);
    for (step, files) in steps.iter().enumerate().take(from.steps) {
        loader.remember(files, &mark::customers(db, from.tenant, step, files.len()).await?);
    }
    for (step, files) in steps.iter().enumerate().skip(from.steps) {
        let mut tx = db.write(&scope).await?;
        if mark::take(&tx, step).await? {
            loader.lay(&mut tx, files).await?;
            mark::note(&tx, step).await?;
            if step + 1 == steps.len() {
                privacy_requests::lay(&mut tx, world.now).await?;
                tasks::lay(&mut tx, world.now).await?;
                mark::complete(&tx).await?;
            }
            tx.commit().await?;
            forget_events(db, from.tenant).await?;
        } else {
            tx.rollback().await?;
            loader.remember(files, &mark::customers(db, from.tenant, step, files.len()).await?);
        }
    }
    Ok(())
}

/// The house as it was laid down.
async fn found_again(db: &Db, tenant: Tenant, world: &World) -> Result<Ground, Refusal> {
    let mut ground = staff::found_again(db, tenant, world).await?;
    ground.models = catalogue::found_again(db, tenant).await?;
    // A loading that an earlier release began has none.
    ground.own = records::custom::all(db.read(), tenant).await?.iter().any(|d| d.name == "x_loan");
    Ok(ground)
}

/// Takes back the events of what was laid down. They tell of things long past that were written with all that follows
/// from them, so nobody needs to hear of them. Without this step they would merely be read in vain.
pub async fn forget_events(db: &Db, tenant: Tenant) -> Result<(), Refusal> {
    let scope = scope(db, tenant);
    let tx = db.write(&scope).await?;
    sql::run(tx.conn(), "DELETE FROM events WHERE tenant_id = $1 AND position IS NULL", [tenant.into()]).await?;
    Ok(tx.commit().await?)
}
