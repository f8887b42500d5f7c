//! How far visits have brought somebody: facts that the showroom knows, and by which others move their own stages
//! (domain.md §2.1: a visit and a test drive are milestones, nobody has to say so a second time).

use kernel::{DbError, Id, Tx};

use super::drives::queries as drives;
use super::queries;

/// What somebody has done in the showroom; the later one implies the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Milestone {
    /// They were there.
    Visited,
    /// They drove.
    Driven,
}

/// What the visits of a lead have come to.
pub async fn of_lead(tx: &Tx<'_>, lead: Id) -> Result<Option<Milestone>, DbError> {
    let visits: Vec<Id> = queries::of_lead(tx.conn(), tx.tenant(), lead).await?.into_iter().map(|v| v.id).collect();
    of(tx, &visits).await
}

/// Whose visit it was, at which store, and what it has come to; none while nobody is known by a file.
pub async fn of_visit(tx: &Tx<'_>, visit: Id) -> Result<Option<(Id, Id, Milestone)>, DbError> {
    let Some(found) = queries::find(tx.conn(), tx.tenant(), visit).await? else { return Ok(None) };
    let Some(customer) = found.customer_id else { return Ok(None) };
    Ok(of(tx, &[visit]).await?.map(|milestone| (customer, found.store_id, milestone)))
}

async fn of(tx: &Tx<'_>, visits: &[Id]) -> Result<Option<Milestone>, DbError> {
    if visits.is_empty() {
        return Ok(None);
    }
    Ok(Some(if drives::driven(tx, visits).await? { Milestone::Driven } else { Milestone::Visited }))
}
