//! Laying a made group down through the modules' batches. The demo comes in one transaction; measurements of a million
//! customers use the same parts in many.

mod catalogue;
mod customers;
mod extras;
mod staff;
mod vehicles;

use std::collections::HashMap;

use kernel::{Db, Id, Scope, Tenant, Tx, numbering, sql};
use organisation::tenants;
use records::Refusal;

use super::generate::{self, File, World};

pub use staff::password_hash;

/// The counter that says that demo data is complete: it is raised in the transaction that lays the data down.
pub const FLAG: &str = "demo";

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
            let ids = customers::insert(tx, self.ground, files).await?;
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

/// Lays the demo group down in one transaction. False when another process was faster.
pub async fn demo(db: &Db, world: &World) -> Result<bool, Refusal> {
    let hash = staff::password_hash(generate::PASSWORD).await?;
    let scope = scope(db, tenants::queries::next(db.read()).await?);
    let mut tx = db.write(&scope).await?;
    let ground = match ground(&mut tx, world, &hash).await {
        Err(Refusal::Rule("set-up-done")) => {
            tx.rollback().await?;
            return Ok(false);
        }
        other => other?,
    };
    Loader::new(world, &ground, true).lay(&mut tx, &generate::demo_files(world)).await?;
    numbering::take(&tx, FLAG, 1).await?;
    tx.commit().await?;
    forget_events(db, scope.tenant).await?;
    Ok(true)
}

/// Takes back the events of what was laid down. They tell of things long past that were written with all that follows
/// from them, so nobody needs to hear of them. Without this step they would merely be read in vain.
pub async fn forget_events(db: &Db, tenant: Tenant) -> Result<(), Refusal> {
    let scope = scope(db, tenant);
    let tx = db.write(&scope).await?;
    sql::run(tx.conn(), "DELETE FROM events WHERE tenant_id = $1 AND position IS NULL", [tenant.into()]).await?;
    Ok(tx.commit().await?)
}
