//! The lead's commands, as forms and the API call them.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{DbError, Id, Tx};
use records::commands::AnyLook;
use records::{Commands, Input, Refusal};

use super::{create, delete, update};
use crate::arrivals;
use crate::seams::Seams;

/// Create, update and delete.
pub struct LeadCommands(pub Arc<Seams>);

#[async_trait]
impl Commands for LeadCommands {
    fn also_takes(&self) -> &'static [&'static str] {
        &["source", "raw", "received_at", "model_id"]
    }

    /// `repeated`: they had arrived before, and joined the lead that was open; `known`: a customer whom the caller may see.
    fn tells(&self) -> &'static [&'static str] {
        &["repeated", "known"]
    }

    async fn told(&self, look: &AnyLook<'_>, id: Id) -> Result<Vec<(&'static str, bool)>, DbError> {
        let (repeated, known) = arrivals::queries::told(look.conn, look.scope.tenant, id).await?;
        Ok(vec![("repeated", repeated), ("known", known)])
    }

    async fn create(&self, tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal> {
        Ok(create::create(tx, &self.0, input).await?.lead)
    }

    async fn update(&self, tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
        update::update(tx, id, version, input).await
    }

    async fn delete(&self, tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
        delete::delete(tx, id, version).await
    }
}
