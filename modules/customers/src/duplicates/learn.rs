//! Learning the weights from the tenant's own customers.

use kernel::{DbError, Id, Tx};
use matching::blocking::Blocks;
use matching::{Pool, estimate, teach};

use super::evidence::{self, Evidence};
use super::queries;
use super::weights::Weights;
use crate::seams::Seams;

/// Customers that are learned from, at most: spread over the whole file.
pub(super) const PUPILS: usize = 10_000;

/// What is known of customers spread evenly over the file.
pub(super) async fn pupils(tx: &Tx<'_>, seams: &Seams, ids: &[Id]) -> Result<Vec<Evidence>, DbError> {
    let mut all = Vec::with_capacity(ids.len());
    for part in ids.chunks(queries::STEP) {
        all.extend(evidence::of(tx, seams, part).await?.into_values());
    }
    Ok(all)
}

/// The weights by which these customers would be told apart; seconds of work for ten thousand.
pub(super) fn weights(pupils: Vec<Evidence>) -> Weights {
    let mut pool = Pool::new();
    let profiles: Vec<_> = pupils.iter().map(|evidence| pool.add(evidence.facts())).collect();
    let blocks = Blocks::of(&pool, &profiles);
    let model = estimate(&teach(&pool, &profiles, &blocks));
    Weights::learned(model, &pool)
}
