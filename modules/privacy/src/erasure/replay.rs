//! Doing again, in a database that was restored, what the ledger tells.

use std::collections::BTreeMap;

use customers::privacy;
use kernel::{Db, DbError, Id, Scope, Tenant};

use super::ledger::{self, Line, What};
use super::steps::{Eraser, STEPS};

/// Erases and restricts again whoever the ledger names and the database still holds otherwise; how many these were. Of
/// several lines about a file the last one counts, but an erasure always.
pub async fn replay(db: &Db, eraser: &Eraser, lines: &[Line]) -> Result<usize, DbError> {
    let mut last: BTreeMap<(Tenant, Id), What> = BTreeMap::new();
    for line in lines {
        let stands = last.entry((line.tenant, line.customer)).or_insert(line.what);
        if *stands != What::Erased {
            *stands = line.what;
        }
    }
    let mut done = 0;
    for ((tenant, customer), what) in last {
        let Some(known) = privacy::standing(db.read(), tenant, customer).await? else { continue };
        let scope = Scope::system(tenant, db.clock.new_id(), "privacy ledger");
        match what {
            What::Erased if known.erased_at.is_none() => {
                for step in 0..STEPS {
                    let mut tx = db.write(&scope).await?;
                    eraser.step(&mut tx, customer, step).await?;
                    tx.commit().await?;
                }
            }
            What::Restricted if known.restricted_at.is_none() => {
                let mut tx = db.write(&scope).await?;
                privacy::restrict(&mut tx, &eraser.seams, customer)
                    .await
                    .map_err(|e| DbError::Custom(e.to_string()))?;
                if let Some(data) = &eraser.data {
                    ledger::note(data, tenant, customer, What::Restricted, tx.now())?;
                }
                tx.commit().await?;
            }
            _ => continue,
        }
        done += 1;
    }
    if done > 0 {
        db.fold_log().await?;
    }
    Ok(done)
}
