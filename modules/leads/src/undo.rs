//! Leads go back to how they were before an operation that handed them on (decision 0016).

use async_trait::async_trait;
use kernel::{DbError, Tx};
use records::Kind;
use records::operations::{Column, ColumnKind, Following, Group, Plan, Reversible, Step, Table};

use crate::LEAD;
use crate::lead::{moves, queries};

/// The lead, as operations see it.
pub(crate) struct Leads {
    tables: Vec<Table>,
}

impl Default for Leads {
    fn default() -> Leads {
        let moment = Column::whole;
        let groups = vec![
            Group::of("owner", Column::id("owner_id")).and(&[Column::text("path"), Column::id("former_id")]),
            Group::of("state", Column::text("state")).and(&[
                moment("assigned_at"),
                moment("pooled_at"),
                moment("due_at"),
                moment("alarm_at"),
                Column::new("alarms", ColumnKind::Whole),
            ]),
        ];
        let leads =
            Table { groups, put_away: Some("deleted_at"), versioned: true, ..Table::new("leads", "id", "lead") };
        Leads { tables: vec![leads] }
    }
}

#[async_trait]
impl Reversible for Leads {
    fn kind(&self) -> &'static Kind {
        &LEAD
    }

    fn tables(&self) -> &[Table] {
        &self.tables
    }

    fn in_bulk(&self) -> bool {
        false
    }

    async fn prepare(&self, _tx: &Tx<'_>, _plans: &[Plan]) -> Result<Box<dyn Following>, DbError> {
        Ok(Box::new(Returned))
    }
}

/// What follows when leads go back to their owner.
struct Returned;

#[async_trait]
impl Following for Returned {
    async fn settle(self: Box<Self>, tx: &mut Tx<'_>, plans: &[Plan]) -> Result<(), DbError> {
        let owned = |step: &Step| matches!(step, Step::Restore { field: "owner", .. });
        for plan in plans.iter().filter(|plan| plan.steps.iter().any(owned)) {
            if let Some(lead) = queries::find(tx.conn(), tx.tenant(), plan.record).await? {
                moves::returned(tx, &lead).await?;
            }
        }
        Ok(())
    }
}
