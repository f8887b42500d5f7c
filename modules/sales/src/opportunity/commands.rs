//! The commands of opportunities, as forms and the API call them.

use async_trait::async_trait;
use kernel::{Action, Id, Tx};
use records::{Commands, Input, Refusal};

use super::{queries, step, update};

/// Open, change and put away.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpportunityCommands;

#[async_trait]
impl Commands for OpportunityCommands {
    fn also_takes(&self) -> &'static [&'static str] {
        &["store"]
    }

    async fn create(&self, tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal> {
        update::create(tx, input).await
    }

    async fn update(&self, tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
        update::update(tx, id, version, input).await
    }

    async fn delete(&self, tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
        let held = step::require(tx, id, Action::Delete).await?;
        if held.version != version || !queries::change(tx, &held, vec![("deleted_at", tx.now().into())]).await? {
            return Err(Refusal::Conflict(held.version));
        }
        tx.record("opportunity", id, "delete", Vec::new());
        tx.emit("opportunity.deleted.v1", "opportunity", id, serde_json::json!({}));
        Ok(())
    }
}
