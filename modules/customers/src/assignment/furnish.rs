//! The rules of a store that is set up already, for a new one: switched off, because the people they name work elsewhere.

use async_trait::async_trait;
use kernel::{Id, Tx};
use organisation::nodes::Furnishing;
use records::Refusal;

use super::model::AssignmentRule;
use super::queries;

/// Lays the rules down.
pub struct Rules;

#[async_trait]
impl Furnishing for Rules {
    fn part(&self) -> &'static str {
        "assignment-rules"
    }

    async fn copy(&self, tx: &mut Tx<'_>, from: Id, to: Id) -> Result<(), Refusal> {
        for rule in queries::rules(tx.conn(), tx.tenant(), from).await? {
            let id = tx.new_id();
            let new = AssignmentRule { id, store: to, active: false, owners: Vec::new(), version: 1, ..rule };
            queries::save(tx, &new).await?;
            tx.record("assignment_rule", id, "create", Vec::new());
        }
        Ok(())
    }
}
