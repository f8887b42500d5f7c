//! The weights of a tenant, and how frequent names are among its customers.

use kernel::{ConnectionTrait, DbError, Tenant};
use matching::{Model, Pool, Slot};
use serde::{Deserialize, Serialize};

use super::queries;

/// Frequencies are kept for so many names of each kind; rarer ones count as met once.
const NAMES: usize = 2_000;
/// Slots in which values are of very different frequency.
const FREQUENT: [Slot; 2] = [Slot::Surname, Slot::Given];
/// What a house is taken to have that was never learned from.
const USUAL: usize = 10_000;

/// What was learned.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Weights {
    pub model: Model,
    names: Vec<Frequencies>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Frequencies {
    slot: String,
    records: u32,
    values: Vec<(String, u32)>,
}

impl Weights {
    /// The tenant's, or the usual ones before anything was learned.
    pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Weights, DbError> {
        let stored = queries::weights(conn, tenant).await?;
        let learned = stored.and_then(|text| serde_json::from_str(&text).ok());
        Ok(learned.unwrap_or_else(|| Weights { model: Model::usual(USUAL), names: Vec::new() }))
    }

    /// A model with the frequencies of the names it was learned with.
    pub fn learned(model: Model, pool: &Pool) -> Weights {
        let names = FREQUENT.map(|slot| Frequencies {
            slot: slot.name().to_owned(),
            records: pool.records(slot),
            // One that a single customer bears says nothing beyond that, and would be theirs alone.
            values: pool
                .commonest(slot, NAMES)
                .into_iter()
                .filter(|(_, count)| *count > 1)
                .map(|(text, count)| (text.to_owned(), count))
                .collect(),
        });
        Weights { model, names: names.into() }
    }

    /// Tells a pool how frequent the values in it are.
    pub fn teach(&self, pool: &mut Pool) {
        for names in &self.names {
            let Some(slot) = Slot::of_name(&names.slot) else { continue };
            pool.know_records(slot, names.records);
            for (text, count) in &names.values {
                pool.know(slot, text, *count);
            }
        }
    }
}
