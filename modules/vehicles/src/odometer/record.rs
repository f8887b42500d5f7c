//! Writing down what an odometer shows.

use std::collections::HashMap;

use kernel::{Action, DbError, Id, Tx, Value};
use records::policy::Look;
use records::{Refusal, find};

use super::rules::{self, Judged};
use super::{NewReading, queries, rows_of};
use crate::vehicle::queries::mirror;

/// As [`record`], by someone who must be allowed to change the vehicle.
pub async fn enter(tx: &mut Tx<'_>, vehicle: Id, new: NewReading) -> Result<Option<String>, Refusal> {
    let custodies = find::require(&Look::within(tx), &crate::VEHICLE, vehicle, Action::Edit).await?;
    let doubt = record(tx, vehicle, new).await?;
    crate::custodies::queries::touch(tx, &custodies).await?;
    Ok(doubt)
}

/// Keeps a reading, with a doubt where it is not plausible, and mirrors the last plausible one into the vehicle. The
/// code of the doubt is returned. Permission is the caller's matter.
pub async fn record(tx: &mut Tx<'_>, vehicle: Id, new: NewReading) -> Result<Option<String>, DbError> {
    let known: Vec<Judged> = queries::of(tx.conn(), tx.tenant(), &[vehicle])
        .await?
        .remove(&vehicle)
        .unwrap_or_default()
        .iter()
        .map(|r| r.judged())
        .collect();
    let doubt = rules::judge(new.reading(), &known);
    let (before, now) = (rules::last(&known), tx.now());
    queries::insert(tx, vec![queries::row(tx, vehicle, &new, doubt, now)]).await?;
    let mut all = known;
    all.push(Judged { reading: new.reading(), doubt });
    if let Some((km, on)) = rules::last(&all).filter(|last| Some(*last) != before) {
        mirror(tx, vehicle, vec![("odometer_km", km.into()), ("odometer_on", on.into())]).await?;
    }
    let km = |km: i64| Some(km.to_string());
    let changes =
        kernel::journal::Change::of("odometer_km", before.and_then(|b| km(b.0)), km(new.km)).into_iter().collect();
    tx.record("vehicle", vehicle, "odometer", changes);
    Ok(doubt.map(|reason| format!("identifier-{}", reason.code())))
}

/// Keeps readings of many vehicles; for imports and batches, whose journal speaks of the batch.
pub async fn record_many(tx: &Tx<'_>, readings: &[(Id, NewReading)]) -> Result<(), DbError> {
    let mut by_vehicle: HashMap<Id, Vec<NewReading>> = HashMap::new();
    for (vehicle, new) in readings {
        by_vehicle.entry(*vehicle).or_default().push(*new);
    }
    let mut ids: Vec<Id> = by_vehicle.keys().copied().collect();
    ids.sort_unstable();
    let mut rows: Vec<Vec<Value>> = Vec::new();
    let mut mirrored: Vec<(Id, i64, chrono::NaiveDate)> = Vec::new();
    for part in ids.chunks(300) {
        let mut stored = queries::of(tx.conn(), tx.tenant(), part).await?;
        for id in part {
            let known: Vec<Judged> = stored.remove(id).unwrap_or_default().iter().map(|r| r.judged()).collect();
            let mut news = by_vehicle.remove(id).unwrap_or_default();
            // The same sheet comes again, and one visit may stand in several sheets.
            news.retain(|n| !known.iter().any(|k| k.reading.on == n.on && k.reading.km == rules::km(n.km)));
            let (fresh, all) = rows_of(tx, *id, &news, &known, tx.now());
            rows.extend(fresh);
            if let Some((km, on)) = rules::last(&all).filter(|last| Some(*last) != rules::last(&known)) {
                mirrored.push((*id, km, on));
            }
        }
    }
    queries::insert(tx, rows).await?;
    queries::mirror_many(tx, &mirrored).await
}
