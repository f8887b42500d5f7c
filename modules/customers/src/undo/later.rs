//! Who worked on customers since, as far as the journal does not tell.

use std::collections::HashMap;

use kernel::{DbError, Id, Instant};
use records::operations::{AnyLook, Since};

use super::queries;

/// The time within which the entries of one transaction are written, in milliseconds: ids carry the moment at which they
/// were given out, a transaction that at which it began.
const STRIDE: i64 = 2_000;

/// Notes, calls and later visits on customers that an operation made: whatever a timeline tells besides what came with
/// the operation itself.
pub async fn own(look: &AnyLook<'_>, records: &[(Id, Instant)]) -> Result<HashMap<Id, Since>, DbError> {
    let at: HashMap<Id, Instant> = records.iter().copied().collect();
    let ids: Vec<Id> = at.keys().copied().collect();
    let mut found: HashMap<Id, Since> = HashMap::new();
    for told in queries::told(look.conn, look.scope.tenant, &ids).await? {
        let Some(made) = at.get(&told.customer_id) else { continue };
        let written = (told.id.as_u128() >> 80) as i64;
        // Past visits come with the operation; whatever else stands there was written since.
        let with_it = matches!(told.kind.as_str(), "service" | "visit") && written <= made.0 / 1_000 + STRIDE;
        if with_it {
            continue;
        }
        let since = Since { by: told.actor_name, at: Instant(written * 1_000) };
        match found.get(&told.customer_id) {
            Some(known) if known.at >= since.at => {}
            _ => drop(found.insert(told.customer_id, since)),
        }
    }
    Ok(found)
}
