//! Tasks go back to whom they were of before an operation that handed them on (decision 0016).

use async_trait::async_trait;
use records::Kind;
use records::operations::{Column, Group, Reversible, Table};

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
}
