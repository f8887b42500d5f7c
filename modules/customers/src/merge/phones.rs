//! Primary numbers in a merge: the survivor's stays unless it has none or the other was chosen.

use kernel::{DbError, Id, Tx};

use super::model::Side;
use crate::phones::{Phone, queries};

/// The primary numbers of both files before, and the survivor's after.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Primaries {
    pub survivor: Option<Id>,
    pub absorbed: Option<Id>,
    pub after: Option<Id>,
}

/// The number that a file shows.
pub(super) fn primary(phones: &[Phone]) -> Option<&Phone> {
    phones.iter().find(|p| p.is_primary)
}

/// Settles the primary number after the numbers have gone over.
pub(super) async fn settle(
    tx: &Tx<'_>,
    customer: Id,
    (own, other): (&[Phone], &[Phone]),
    chosen: Option<Side>,
) -> Result<Primaries, DbError> {
    let (survivor, absorbed) = (primary(own), primary(other));
    let all = queries::of(tx.conn(), tx.tenant(), customer).await?;
    let after = match (chosen, survivor, absorbed) {
        // The same number may stand on both: the survivor's row of it holds then.
        (Some(Side::Absorbed), _, Some(theirs)) | (_, None, Some(theirs)) => {
            all.iter().find(|p| p.phone == theirs.phone).map(|p| p.id)
        }
        (_, own, _) => own.map(|p| p.id),
    };
    queries::set_primary(tx, customer, after).await?;
    Ok(Primaries { survivor: survivor.map(|p| p.id), absorbed: absorbed.map(|p| p.id), after })
}

/// Settles a file's primary number when a merge is undone: the one it had, where that is still there and nobody chose
/// another since; else the oldest.
pub(super) async fn settle_back(
    tx: &Tx<'_>,
    customer: Id,
    had: Option<Id>,
    left_by_merge: Option<Id>,
) -> Result<(), DbError> {
    let all = queries::of(tx.conn(), tx.tenant(), customer).await?;
    let now = primary(&all).map(|p| p.id).filter(|now| Some(*now) != left_by_merge);
    let had = had.filter(|had| all.iter().any(|p| p.id == *had));
    let oldest = || all.iter().map(|p| p.id).min();
    queries::set_primary(tx, customer, now.or(had).or_else(oldest)).await
}
