//! Vehicles go back to how they were before an operation (decision 0016).

mod follow;
mod later;
mod queries;
mod tables;

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{DbError, Id, Instant, Tx};
use records::Kind;
use records::operations::{AnyLook, Following, Plan, Reversible, Since, Table};

pub(crate) use later::of_customers;

use crate::kind::VEHICLE;
use crate::vehicle::search;

/// The vehicle, as operations see it.
pub struct Vehicles {
    tables: Vec<Table>,
}

impl Default for Vehicles {
    fn default() -> Vehicles {
        Vehicles { tables: tables::all() }
    }
}

#[async_trait]
impl Reversible for Vehicles {
    fn kind(&self) -> &'static Kind {
        &VEHICLE
    }

    fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Before customers: who a car belongs to says who reaches it.
    fn turn(&self) -> i32 {
        50
    }

    async fn later(
        &self,
        look: &AnyLook<'_>,
        operation: Id,
        records: &[(Id, Instant)],
    ) -> Result<HashMap<Id, Since>, DbError> {
        later::of_vehicles(look, operation, records).await
    }

    async fn prepare(&self, tx: &Tx<'_>, plans: &[Plan]) -> Result<Box<dyn Following>, DbError> {
        Ok(Box::new(follow::Follow::prepare(tx, plans).await?))
    }

    async fn put_away(&self, tx: &mut Tx<'_>, records: &[Id]) -> Result<(), DbError> {
        let before = search::Before::of(tx, records, &[]).await?;
        queries::put_away(tx, records).await?;
        before.renew(tx).await?;
        for id in records {
            tx.emit("vehicle.deleted.v1", "vehicle", *id, serde_json::json!({}));
        }
        Ok(())
    }
}
