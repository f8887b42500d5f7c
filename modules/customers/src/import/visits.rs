//! Past visits as lines of the customer's timeline, where no other module took them in with a car.

use std::collections::HashSet;

use kernel::{DbError, Id, Instant, Tx};
use records::import::Draft;

use super::queries;
use super::setting::Setting;
use crate::timeline::{self, NewEntry};

/// Writes the visits of rows; a visit that the timeline tells already (the same sheet comes twice) is not told again.
/// Says which rows brought something.
pub(super) async fn write(
    tx: &Tx<'_>,
    setting: &Setting,
    rows: &[(usize, &Draft, Id)],
) -> Result<HashSet<usize>, DbError> {
    let visits: Vec<(usize, &Draft, Id, Instant)> = rows
        .iter()
        .filter_map(|(at, draft, id)| Some((*at, *draft, *id, Instant(draft.number("visit.at")?))))
        .collect();
    let mut customers: Vec<Id> = visits.iter().map(|(_, _, id, _)| *id).collect();
    customers.sort_unstable();
    customers.dedup();
    let place = &setting.options.place;
    let mut known = queries::known_visits(tx.conn(), tx.tenant(), place.store, &customers).await?;
    let (mut entries, mut brought) = (Vec::new(), HashSet::new());
    for (at, draft, customer, when) in visits {
        if known.insert((customer, when)) {
            entries.push((customer, entry(draft, setting, when)));
            brought.insert(at);
        }
    }
    timeline::write(tx, entries).await?;
    Ok(brought)
}

fn entry(draft: &Draft, setting: &Setting, when: Instant) -> NewEntry {
    let place = &setting.options.place;
    let works: Vec<&str> = draft.all("visit.work").map(|v| v.raw.as_str()).collect();
    let serviced = !works.is_empty() || draft.number("visit.odometer").is_some();
    let mut data = serde_json::Map::new();
    for (name, value) in [
        ("km", draft.number("visit.odometer").map(serde_json::Value::from)),
        ("amount", draft.number("visit.amount").map(serde_json::Value::from)),
        ("number", draft.text("visit.number").map(serde_json::Value::from)),
    ] {
        if let Some(value) = value {
            data.insert(name.to_owned(), value);
        }
    }
    let mut entry = NewEntry::at_store(place.store, place.path.clone(), if serviced { "service" } else { "visit" });
    entry.at = Some(when);
    entry.body = (!works.is_empty()).then(|| works.join("；"));
    // Who received the customer then, as the sheet has it; nobody where it does not say.
    entry.actor = Some((None, draft.text("visit.adviser").unwrap_or_default().to_owned()));
    if data.is_empty() { entry } else { entry.with(data.into()) }
}
