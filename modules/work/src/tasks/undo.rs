//! Tasks go back to whom they were of before an operation that handed them on (decision 0016).

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{DbError, Id, Instant, Tx};
use records::Kind;
use records::operations::{AnyLook, Column, Following, Group, Plan, Reversible, Since, Table};

use super::TASK;

/// The task, as operations see it.
pub(crate) struct Tasks {
    tables: Vec<Table>,
}

impl Default for Tasks {
    fn default() -> Tasks {
        let place = [Column::id("store_id"), Column::text("path"), Column::whole("remind_at")];
        let groups = vec![Group::of("owner", Column::id("owner_id")).and(&place)];
        let tasks =
            Table { groups, put_away: Some("deleted_at"), versioned: true, ..Table::new("tasks", "id", "task") };
        Tasks { tables: vec![tasks] }
    }
}

#[async_trait]
impl Reversible for Tasks {
    fn kind(&self) -> &'static Kind {
        &TASK
    }

    fn tables(&self) -> &[Table] {
        &self.tables
    }

    fn in_bulk(&self) -> bool {
        false
    }

    async fn later(
        &self,
        _look: &AnyLook<'_>,
        _operation: Id,
        _records: &[(Id, Instant)],
    ) -> Result<HashMap<Id, Since>, DbError> {
        // No operation makes tasks.
        Ok(HashMap::new())
    }

    async fn prepare(&self, _tx: &Tx<'_>, _plans: &[Plan]) -> Result<Box<dyn Following>, DbError> {
        Ok(Box::new(Nothing))
    }

    async fn put_away(&self, _tx: &mut Tx<'_>, _records: &[Id]) -> Result<(), DbError> {
        Ok(())
    }
}

/// Nothing follows from whose a task is.
struct Nothing;

#[async_trait]
impl Following for Nothing {
    async fn settle(self: Box<Self>, _tx: &mut Tx<'_>, _plans: &[Plan]) -> Result<(), DbError> {
        Ok(())
    }
}
