//! The vehicle's commands, as forms, API, import and bulk edit call them.

use async_trait::async_trait;
use kernel::{Id, Tx};
use records::{Commands, Input, Refusal};

use super::{create, delete, update};

/// Create, update and delete.
#[derive(Clone, Copy, Debug, Default)]
pub struct VehicleCommands;

#[async_trait]
impl Commands for VehicleCommands {
    fn also_takes(&self) -> &'static [&'static str] {
        &["customer", "role", "store", "odometer", "vin_override", "plate_taken", "plate_on"]
    }

    fn takes_custom(&self) -> bool {
        true
    }

    async fn create(&self, tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal> {
        create::create(tx, input).await
    }

    async fn update(&self, tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
        update::update(tx, id, version, input).await
    }

    async fn delete(&self, tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
        delete::delete(tx, id, version).await
    }
}
