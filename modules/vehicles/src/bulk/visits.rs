//! Past visits of many vehicles.

use std::collections::BTreeSet;

use customers::timeline::{self, NewEntry};
use kernel::{DbError, Id, Tx, clock};

use crate::custodies;
use crate::odometer::{self, NewReading};
use crate::visits::{NewVisit, queries};

/// Writes visits, the odometer readings they tell, the entries of the customers' timelines, and lets the stores know the
/// cars that were with them. Permission and repetitions are the caller's matter.
pub async fn visits(tx: &mut Tx<'_>, batch: Vec<NewVisit>) -> Result<Vec<Id>, DbError> {
    let (mut ids, mut rows, mut readings, mut entries) =
        (Vec::with_capacity(batch.len()), Vec::new(), Vec::new(), Vec::new());
    let mut vehicles = BTreeSet::new();
    for visit in &batch {
        let id = clock::id_at(visit.at);
        rows.push(queries::row(tx, id, visit));
        if let Some(km) = visit.km {
            readings.push((
                visit.vehicle,
                NewReading { store: Some(visit.store), ..NewReading::new(km, visit.at.date_in(visit.zone), "visit") },
            ));
        }
        entries.extend(visit.customer.map(|customer| (customer, entry(visit))));
        vehicles.insert(visit.vehicle);
        ids.push(id);
    }
    queries::insert(tx, rows).await?;
    odometer::record_many(tx, &readings).await?;
    timeline::write(tx, entries).await?;
    let vehicles: Vec<Id> = vehicles.into_iter().collect();
    custodies::derive(tx, &vehicles).await?;
    for part in vehicles.chunks(300) {
        custodies::queries::touch_by_visits(tx, part).await?;
    }
    Ok(ids)
}

/// What the customer's timeline tells of a visit.
fn entry(visit: &NewVisit) -> NewEntry {
    let mut data = serde_json::Map::new();
    let mut put = |key: &str, value: serde_json::Value| drop(data.insert(key.to_owned(), value));
    if let Some(km) = visit.km {
        put("km", km.into());
    }
    if let Some(amount) = visit.amount {
        put("amount", amount.0.into());
    }
    if let Some(number) = &visit.number {
        put("number", number.as_str().into());
    }
    let mut entry =
        NewEntry::at_store(visit.store, visit.path.clone(), kind(visit.kind)).about("vehicle", visit.vehicle);
    entry.at = Some(visit.at);
    entry.body = visit.work.clone();
    // Who received the customer then, as the sheet has it; nobody where it does not say.
    entry.actor = Some((None, visit.adviser.clone().unwrap_or_default()));
    if data.is_empty() { entry } else { entry.with(data.into()) }
}

fn kind(kind: &str) -> &'static str {
    if kind == "sales" { "visit" } else { "service" }
}
