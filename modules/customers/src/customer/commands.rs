//! The customer's commands, as forms, API, import and bulk edit call them.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Id, Tx};
use records::commands::AnyLook;
use records::{Commands, Input, Refusal, Verb};
use sea_orm::DbErr;

use super::{create, delete, update, verbs};
use crate::collisions;
use crate::seams::Seams;

/// Create, update and delete, with the followers of other modules.
pub struct CustomerCommands {
    seams: Arc<Seams>,
}

impl CustomerCommands {
    /// With the contributions of other modules.
    pub fn new(seams: Arc<Seams>) -> CustomerCommands {
        CustomerCommands { seams }
    }
}

#[async_trait]
impl Commands for CustomerCommands {
    fn also_takes(&self) -> &'static [&'static str] {
        &["phones"]
    }

    fn takes_custom(&self) -> bool {
        true
    }

    async fn create(&self, tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal> {
        Ok(create::create(tx, &self.seams, input).await?.id)
    }

    fn tells(&self) -> &'static [&'static str] {
        &["known_in_group"]
    }

    async fn told(&self, look: &AnyLook<'_>, id: Id) -> Result<Vec<(&'static str, bool)>, DbErr> {
        Ok(vec![("known_in_group", collisions::known_in_group(look, id).await?)])
    }

    async fn update(&self, tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
        update::update(tx, &self.seams, id, version, input).await
    }

    async fn delete(&self, tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
        delete::delete(tx, &self.seams, id, version).await
    }

    fn verbs(&self) -> &'static [Verb] {
        &verbs::VERBS
    }

    async fn perform(&self, tx: &mut Tx<'_>, id: Id, verb: &str, input: &Input) -> Result<(), Refusal> {
        verbs::perform(tx, &self.seams, id, verb, input).await
    }
}
