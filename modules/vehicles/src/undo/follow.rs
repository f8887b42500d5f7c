//! What follows when rows of vehicles go back: the order they stand in, what the odometer shows, search terms and
//! custodies.

use async_trait::async_trait;
use kernel::{DbError, Id, Tx};
use records::operations::{Following, Plan, Step};

use super::tables::READINGS;
use crate::odometer::{queries as readings, rules as odometer};
use crate::vehicle::{queries, rules, search};

/// What stood before.
pub(super) struct Follow(search::Before);

impl Follow {
    pub async fn prepare(tx: &Tx<'_>, plans: &[Plan]) -> Result<Follow, DbError> {
        let ids: Vec<Id> = plans.iter().map(|p| p.record).collect();
        Ok(Follow(search::Before::of(tx, &ids, &[]).await?))
    }
}

#[async_trait]
impl Following for Follow {
    async fn settle(self: Box<Self>, tx: &mut Tx<'_>, plans: &[Plan]) -> Result<(), DbError> {
        let ids: Vec<Id> = plans.iter().map(|p| p.record).collect();
        let mut known = readings::of(tx.conn(), tx.tenant(), &ids).await?;
        for car in queries::findable(tx.conn(), tx.tenant(), &ids).await? {
            let key = rules::sort_key(car.plate.as_deref(), car.vin.as_deref(), car.chassis_no.as_deref());
            let mut columns: Vec<(&str, kernel::Value)> = vec![("sort_key", key.into())];
            let read = |plan: &&Plan| plan.record == car.id && plan.steps.iter().any(is_reading);
            if plans.iter().any(|plan| read(&plan)) {
                let judged: Vec<_> =
                    known.remove(&car.id).unwrap_or_default().iter().map(readings::Stored::judged).collect();
                let last = odometer::last(&judged);
                columns.push(("odometer_km", last.map(|(km, _)| km).into()));
                columns.push(("odometer_on", last.map(|(_, on)| on).into()));
            }
            queries::mirror(tx, car.id, columns).await?;
            tx.emit("vehicle.updated.v1", "vehicle", car.id, serde_json::json!({}));
        }
        self.0.renew(tx).await
    }
}

fn is_reading(step: &Step) -> bool {
    matches!(step, Step::Remove { table: READINGS, .. } | Step::Lay { table: READINGS, .. })
}
