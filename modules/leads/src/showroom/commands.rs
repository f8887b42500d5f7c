//! The visit's commands, as forms and the API call them.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Id, Tx};
use records::{Commands, Input, Refusal};

use super::{register, update};
use crate::seams::Seams;

/// Create, update and delete.
pub struct VisitCommands(pub Arc<Seams>);

#[async_trait]
impl Commands for VisitCommands {
    async fn create(&self, tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal> {
        register::register(tx, &self.0, input).await
    }

    async fn update(&self, tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
        update::update(tx, &self.0, id, version, input).await
    }

    async fn delete(&self, tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
        update::delete(tx, id, version).await
    }
}
