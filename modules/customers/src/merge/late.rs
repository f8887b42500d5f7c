//! What is written on an absorbed file by someone who had it open when the merge was done: it follows.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, Tx};

use super::{moves, queries};
use crate::seams::{Passage, Seams};

/// Sends after what came too late.
pub struct Latecomers {
    /// Whose rows go along as well.
    pub seams: Arc<Seams>,
}

#[async_trait]
impl Consumer for Latecomers {
    fn name(&self) -> &'static str {
        "customers.merged-late"
    }

    fn wants(&self, event: &str) -> bool {
        event == "customer.merged.v1"
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        let Some(id) = event.payload["merge"].as_str().and_then(|id| id.parse::<Id>().ok()) else { return Ok(()) };
        let Some(merge) = queries::find(tx.conn(), tx.tenant(), id).await? else { return Ok(()) };
        // Undone, or the survivor has become part of another file since: then that merge took along what there was.
        if merge.undone_at.is_some() || merge.keeper_id != merge.survivor_id {
            return Ok(());
        }
        let (from, to) = (merge.absorbed_id, merge.survivor_id);
        queries::hold(tx, from, to).await?;
        let mut rows = moves::over(tx, from, to).await?;
        let to_after = super::join::anchors_of(tx, to).await?;
        let passage = Passage { from, to, before: to_after.clone(), from_after: Vec::new(), to_after };
        for belonging in &self.seams.belongings {
            let gone = belonging.pass(tx, &passage, None).await?;
            rows.extend(gone.into_iter().map(|row| (belonging.name(), row)));
        }
        queries::add_rows(tx, id, &rows).await
    }
}
