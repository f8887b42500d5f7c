//! Who did something since with cars that an operation made, or with the customers that came along with them. A car and
//! its new customer stay together: what somebody worked on keeps what belongs to it.

use std::collections::{BTreeSet, HashMap};

use customers::CUSTOMER;
use kernel::{DbError, Id, Instant};
use records::operations::{AnyLook, Fate, Since, in_journal, queries as operations};

use super::queries::{self, Tie};
use crate::kind::VEHICLE;

/// Of cars.
pub(super) async fn of_vehicles(
    look: &AnyLook<'_>,
    operation: Id,
    vehicles: &[(Id, Instant)],
) -> Result<HashMap<Id, Since>, DbError> {
    let at: HashMap<Id, Instant> = vehicles.iter().copied().collect();
    let ids: Vec<Id> = at.keys().copied().collect();
    let ties = queries::ties(look.conn, look.scope.tenant, "vehicle_id", &ids).await?;
    let mut found = newer(&ties, |tie| Some(tie.vehicle_id), &at);
    let people = made(look, operation, CUSTOMER.name, ties.iter().filter_map(|t| t.customer_id)).await?;
    let mut busy = customers::undo::worked_on(look, &people).await?;
    let names: Vec<Id> = people.iter().map(|(id, _)| *id).collect();
    busy.extend(in_journal(look.conn, look.scope.tenant, operation, &CUSTOMER, &names).await?);
    for tie in &ties {
        if let Some(since) = tie.customer_id.and_then(|customer| busy.get(&customer)) {
            found.insert(tie.vehicle_id, since.clone());
        }
    }
    Ok(found)
}

/// Of customers: another car or visit that they got since, and work on a car that came with them.
pub(crate) async fn of_customers(
    look: &AnyLook<'_>,
    operation: Id,
    customers: &[(Id, Instant)],
) -> Result<HashMap<Id, Since>, DbError> {
    let at: HashMap<Id, Instant> = customers.iter().copied().collect();
    let ids: Vec<Id> = at.keys().copied().collect();
    let ties = queries::ties(look.conn, look.scope.tenant, "customer_id", &ids).await?;
    let mut found = newer(&ties, |tie| tie.customer_id, &at);
    let cars = made(look, operation, VEHICLE.name, ties.iter().map(|t| t.vehicle_id)).await?;
    let names: Vec<Id> = cars.iter().map(|(id, _)| *id).collect();
    let own = queries::ties(look.conn, look.scope.tenant, "vehicle_id", &names).await?;
    let mut busy = newer(&own, |tie| Some(tie.vehicle_id), &cars.into_iter().collect());
    busy.extend(in_journal(look.conn, look.scope.tenant, operation, &VEHICLE, &names).await?);
    for tie in &ties {
        if let (Some(customer), Some(since)) = (tie.customer_id, busy.get(&tie.vehicle_id)) {
            found.insert(customer, since.clone());
        }
    }
    Ok(found)
}

/// Those that have a tie younger than what the operation did.
fn newer(ties: &[Tie], of: impl Fn(&Tie) -> Option<Id>, at: &HashMap<Id, Instant>) -> HashMap<Id, Since> {
    let mut found = HashMap::new();
    for tie in ties {
        let Some(id) = of(tie) else { continue };
        if at.get(&id).is_some_and(|made| tie.created_at > *made) {
            found.insert(id, Since { by: tie.by_name.clone().unwrap_or_default(), at: tie.created_at });
        }
    }
    found
}

/// Those that the operation made, with when it last touched them.
async fn made(
    look: &AnyLook<'_>,
    operation: Id,
    noun: &str,
    ids: impl Iterator<Item = Id>,
) -> Result<Vec<(Id, Instant)>, DbError> {
    let ids: Vec<Id> = ids.collect::<BTreeSet<_>>().into_iter().collect();
    let lines = operations::lines_of(look.conn, look.scope.tenant, operation, noun, &ids).await?;
    Ok(lines.into_iter().filter(|l| l.fate == Fate::Created).map(|l| (l.record, l.at)).collect())
}
