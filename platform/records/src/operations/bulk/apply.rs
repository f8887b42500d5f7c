//! Some records of a bulk change.

use std::collections::HashMap;

use kernel::{Id, Tx};
use sea_orm::DbErr;

use super::super::capture::Capture;
use super::super::model::{Counts, Line};
use super::super::queries;
use super::super::reversible::Reversible;
use super::selection::{Asked, EDIT};
use crate::{Commands, Input, Refusal};

/// Changes these records, each by itself: what one refuses, the others do not lose.
pub(super) async fn apply(
    tx: &mut Tx<'_>,
    operation: Id,
    reversible: &dyn Reversible,
    commands: &dyn Commands,
    asked: &Asked,
    lines: &[Line],
    counts: &mut Counts,
) -> Result<(), DbErr> {
    tx.in_batch(operation);
    let kind = reversible.kind();
    let ids: Vec<Id> = lines.iter().map(|l| l.record).collect();
    let capture = Capture::before(tx, reversible, operation, ids.iter().copied()).await?;
    let versions: HashMap<Id, i64> = queries::standing(tx.conn(), tx.tenant(), kind, &ids).await?.into_iter().collect();
    let input: Input = asked.input.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    let mut refused: HashMap<Id, Refusal> = HashMap::new();
    for id in &ids {
        let Some(version) = versions.get(id) else {
            refused.insert(*id, Refusal::NotFound);
            continue;
        };
        let mark = tx.mark().await?;
        let done = match asked.verb.as_str() {
            EDIT => commands.update(tx, *id, *version, &input).await.map(drop),
            verb => commands.perform(tx, *id, verb, &input).await,
        };
        match done {
            Ok(()) => tx.release(mark).await?,
            Err(Refusal::Database(error)) => return Err(error),
            Err(refusal) => {
                tx.back_to(mark).await?;
                refused.insert(*id, refusal);
            }
        }
    }
    capture.account(tx, ids, refused, counts).await
}
