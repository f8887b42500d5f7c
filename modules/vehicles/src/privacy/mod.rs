//! What cars tell of a person (PIPL 45, 47): what they were to which car, its plates meanwhile, and their visits.
//!
//! A car and what was done to it are kept as long as the law says, without telling whose it was: the visit and the party
//! name a file in which nobody stands any more. Plates are people's numbers and go at once.

mod queries;

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::NaiveDate;
use customers::privacy::{Column, Duties, Outlook, Section, Source, What, read};
use customers::seams::PersonalData;
use kernel::erasure::{Traces, redact_all};
use kernel::{Db, DbError, Id, Tenant, Tx};

use crate::vehicle::{rules, search};
use queries::{Stake, Stay};

/// Words in which a person may stand, and the column that names the car.
const WORDS: [(&str, &str, Option<&str>); 5] = [
    ("vehicles", "remark", Some("id")),
    ("vehicles", "raw", Some("id")),
    ("visits", "work", Some("vehicle_id")),
    ("visits", "adviser", None),
    ("visits", "number", None),
];

const CARS: Source = Source {
    name: "cars",
    table: "vehicle_parties t JOIN vehicles v ON v.tenant_id = t.tenant_id AND v.id = t.vehicle_id",
    by: "t.customer_id",
    alias: "t",
    order: "t.id",
    columns: &[
        Column::new("role", "vehicle-role"),
        Column::new("valid_from", "privacy-column-from").by("t.valid_from"),
        Column::new("valid_to", "privacy-column-to").by("t.valid_to"),
        Column::new("plate", "vehicle-plate").by("CASE WHEN t.valid_to IS NULL THEN v.plate END"),
        Column::new("vin", "vehicle-vin").by("v.vin"),
        Column::new("brand", "vehicle-brand").by("v.brand"),
        Column::new("series", "vehicle-series").by("v.series"),
        Column::new("model", "vehicle-model").by("v.model"),
        Column::new("registered_on", "vehicle-registered_on").by("v.registered_on"),
        Column::new("delivered_on", "vehicle-delivered_on").by("v.delivered_on"),
        Column::new("insured_until", "vehicle-insured_until")
            .by("CASE WHEN t.valid_to IS NULL THEN v.insured_until END"),
        Column::new("odometer_km", "vehicle-odometer_km").by("CASE WHEN t.valid_to IS NULL THEN v.odometer_km END"),
    ],
};

const VISITS: Source = Source {
    name: "visits",
    table: "visits t",
    by: "t.customer_id",
    alias: "t",
    order: "t.at, t.id",
    columns: &[
        Column::new("at", "privacy-column-when").is(What::Instant),
        Column::new("kind", "privacy-column-kind"),
        Column::new("store", "customer-store")
            .by("(SELECT n.name FROM nodes n WHERE n.tenant_id = t.tenant_id AND n.id = t.store_id)"),
        Column::new("number", "customer-number"),
        Column::new("km", "vehicle-odometer_km"),
        Column::new("work", "privacy-column-text"),
        Column::new("amount_fen", "privacy-column-amount").by("amount"),
        Column::new("by", "privacy-column-who").by("adviser"),
    ],
};

/// The cars of a person.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cars;

/// Until when a stake in a car is kept: that of an owner for the file of the sale.
fn stake_until(stake: &Stake, duties: &Duties) -> Option<NaiveDate> {
    let sold = stake.delivered_on.filter(|_| stake.role == "owner")?;
    Some(Duties::until(sold, duties.sales_years))
}

/// Until when a visit is kept.
fn stay_until(stay: &Stay, duties: &Duties) -> NaiveDate {
    let years = if stay.kind == "sales" { duties.sales_years } else { duties.repair_years };
    Duties::until(stay.at.date_in(organisation::HOUSE_ZONE), years)
}

#[async_trait]
impl PersonalData for Cars {
    async fn copy(&self, db: &Db, tenant: Tenant, files: &[Id]) -> Result<Vec<Section>, DbError> {
        Ok(vec![read(db, tenant, &CARS, files).await?, read(db, tenant, &VISITS, files).await?])
    }

    async fn outlook(
        &self,
        db: &Db,
        tenant: Tenant,
        files: &[Id],
        duties: &Duties,
        today: NaiveDate,
    ) -> Result<Vec<Outlook>, DbError> {
        let stakes = queries::stakes(db.read(), tenant, files).await?;
        let stays = queries::stays(db.read(), tenant, files).await?;
        let plates = queries::plates(db.read(), tenant, &stakes).await?;
        let kept = |until: &NaiveDate| *until >= today;
        let stake: Vec<NaiveDate> = stakes.iter().filter_map(|s| stake_until(s, duties)).filter(kept).collect();
        let stay: Vec<NaiveDate> = stays.iter().map(|s| stay_until(s, duties)).filter(kept).collect();
        let parts = [("cars", stakes.len(), stake), ("visits", stays.len(), stay)];
        let mut list = vec![Outlook { part: "plates", rows: plates.len() as i64, kept_until: None }];
        for (part, all, held) in parts {
            let rows = held.len() as i64;
            list.push(Outlook { part, rows, kept_until: held.iter().max().copied() });
            list.push(Outlook { part, rows: all as i64 - rows, kept_until: None });
        }
        Ok(list)
    }

    async fn traces(&self, tx: &Tx<'_>, files: &[Id]) -> Result<(Vec<Id>, Vec<String>), DbError> {
        let stakes = queries::stakes(tx.conn(), tx.tenant(), files).await?;
        let plates = queries::plates(tx.conn(), tx.tenant(), &stakes).await?;
        let texts = plates.into_iter().flat_map(|p| [Some(p.plate), p.raw]).flatten().collect();
        Ok((stakes.iter().map(|s| s.vehicle_id).collect(), texts))
    }

    async fn sweep(&self, tx: &Tx<'_>, traces: &Traces) -> Result<(), DbError> {
        redact_all(tx, &WORDS, traces).await
    }

    async fn erase(
        &self,
        tx: &mut Tx<'_>,
        files: &[Id],
        duties: &Duties,
        today: NaiveDate,
    ) -> Result<Option<NaiveDate>, DbError> {
        let stakes = queries::stakes(tx.conn(), tx.tenant(), files).await?;
        let stays = queries::stays(tx.conn(), tx.tenant(), files).await?;
        let cars: Vec<Id> = stakes.iter().map(|s| s.vehicle_id).collect::<BTreeSet<_>>().into_iter().collect();
        let before = match cars.is_empty() {
            true => None,
            false => Some(search::Before::of(tx, &cars, &[]).await?),
        };
        for plate in queries::plates(tx.conn(), tx.tenant(), &stakes).await? {
            queries::remove_plate(tx, plate.id).await?;
        }
        for car in queries::bared(tx, &cars).await? {
            let key = rules::sort_key(None, car.vin.as_deref(), car.chassis_no.as_deref());
            let columns =
                vec![("plate", None::<String>.into()), ("plate_type", None::<String>.into()), ("sort_key", key.into())];
            crate::vehicle::queries::mirror(tx, car.id, columns).await?;
        }
        let mut until = None;
        for stay in &stays {
            let day = stay_until(stay, duties);
            if day >= today {
                until = until.max(Some(day));
            } else {
                queries::part_visit(tx, stay.id).await?;
            }
        }
        for stake in &stakes {
            match stake_until(stake, duties).filter(|day| *day >= today) {
                Some(day) => {
                    until = until.max(Some(day));
                    crate::parties::queries::end(tx, &[stake.id], today).await?;
                }
                None => queries::remove_stake(tx, stake.id).await?,
            }
        }
        if let Some(before) = before {
            before.renew(tx).await?;
        }
        Ok(until)
    }
}
