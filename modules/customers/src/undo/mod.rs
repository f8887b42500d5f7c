//! Customers go back to how they were before an operation: which rows are a customer's, what follows from them, and who
//! worked on one since (decision 0016).

mod follow;
mod later;
mod owners;
mod put_away;
mod queries;
mod tables;

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use kernel::{DbError, Id, Instant, Tx};
use records::Kind;
use records::operations::{AnyLook, Following, Plan, Reversible, Since, Table};

pub use later::own as worked_on;

use crate::kind::CUSTOMER;
use crate::seams::Seams;

/// The customer, as operations see it.
pub struct Customers {
    seams: Arc<Seams>,
    tables: Vec<Table>,
}

impl Customers {
    /// With what other modules hang on customers.
    pub fn new(seams: Arc<Seams>) -> Customers {
        Customers { seams, tables: tables::all() }
    }
}

#[async_trait]
impl Reversible for Customers {
    fn kind(&self) -> &'static Kind {
        &CUSTOMER
    }

    fn tables(&self) -> &[Table] {
        &self.tables
    }

    fn turn(&self) -> i32 {
        100
    }

    async fn later(
        &self,
        look: &AnyLook<'_>,
        operation: Id,
        records: &[(Id, Instant)],
    ) -> Result<HashMap<Id, Since>, DbError> {
        let mut found = later::own(look, records).await?;
        for belonging in &self.seams.belongings {
            found.extend(belonging.later(look, operation, records).await?);
        }
        Ok(found)
    }

    async fn mend(&self, look: &AnyLook<'_>, with: &[Plan], plans: &mut [Plan]) -> Result<(), DbError> {
        owners::mend(look, with, plans).await
    }

    async fn prepare(&self, tx: &Tx<'_>, plans: &[Plan]) -> Result<Box<dyn Following>, DbError> {
        Ok(Box::new(follow::Follow::prepare(tx, self.seams.clone(), plans).await?))
    }

    async fn put_away(&self, tx: &mut Tx<'_>, records: &[Id]) -> Result<(), DbError> {
        put_away::put_away(tx, &self.seams, records).await
    }
}
