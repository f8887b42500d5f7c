//! Other files of the same person, which the collision guard keeps apart (docs/decisions/0021-the-collision-guard.md).

use std::collections::BTreeSet;

use kernel::{ConnectionTrait, DbError, Id, Tenant};

use super::person::Person;
use super::queries;

/// Files that may be the same person's and are not part of theirs: those of the cases of the guard on either side, and
/// those with the same identity number. Of a file that became part of another one, that other one. Whoever decides about
/// them reaches the whole group: a telephone may be a family's.
pub async fn twins(conn: &impl ConnectionTrait, tenant: Tenant, person: &Person) -> Result<Vec<Id>, DbError> {
    let values = async |of, by: (&str, &[Id])| queries::values::<Id>(conn, tenant, of, by).await;
    let mut found: BTreeSet<Id> = BTreeSet::new();
    found.extend(values(("collisions", "customer_id"), ("first_engagement_id", &person.engagements)).await?);
    let first = values(("collisions", "first_engagement_id"), ("customer_id", &person.files)).await?;
    found.extend(values(("engagements", "customer_id"), ("id", &first)).await?);
    found.extend(queries::same_identity(conn, tenant, &person.files).await?);
    let found: Vec<Id> = found.into_iter().collect();
    let keepers = queries::keepers(conn, tenant, &found).await?;
    let answering: BTreeSet<Id> = found
        .into_iter()
        .map(|id| keepers.iter().find(|(of, _)| *of == id).map_or(id, |(_, keeper)| *keeper))
        .collect();
    let others: Vec<Id> = answering.into_iter().filter(|id| !person.files.contains(id)).collect();
    queries::not_erased(conn, tenant, &others).await
}
