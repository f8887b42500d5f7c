//! Tells people of tasks: that a colleague gave them one, and that one is due soon (SYS-17). The title is looked up under
//! the reader's policy when the notice is read.

use std::collections::BTreeMap;

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, Tx};
use organisation::notices::{NewNotice, tell};
use organisation::users::queries::find as find_user;

use super::{State, TASK, queries};

/// Leaves the notices of tasks.
pub struct Tellings;

/// Notices written in one transaction.
const TOGETHER: usize = 32;

#[async_trait]
impl Consumer for Tellings {
    fn name(&self) -> &'static str {
        "work.tasks"
    }

    fn wants(&self, event: &str) -> bool {
        matches!(event, "task.created.v1" | "task.handed.v1" | "task.due.v1")
    }

    fn together(&self) -> usize {
        TOGETHER
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        let id = |name: &str| event.payload.get(name).and_then(|v| v.as_str()).and_then(|id| id.parse::<Id>().ok());
        let Some(owner) = id("owner") else { return Ok(()) };
        let task = queries::find(tx.conn(), tx.tenant(), event.subject).await?;
        // Closed meanwhile, or handed on: nobody is told of what no longer waits for them.
        let Some(task) = task.filter(|t| t.state() == State::Open && t.owner_id == owner) else { return Ok(()) };
        let (kind, args) = match event.name.as_str() {
            "task.due.v1" => ("task-due", BTreeMap::new()),
            _ => {
                let Some(by) = id("by").filter(|by| *by != owner) else { return Ok(()) };
                let name = find_user(tx.conn(), tx.tenant(), by).await?.map(|u| u.name).unwrap_or_default();
                ("task-given", BTreeMap::from([("by", name.into())]))
            }
        };
        let notice = NewNotice {
            user: owner,
            kind,
            args,
            subject: Some((TASK.name, task.id)),
            link: format!("/tasks/{}", task.id),
        };
        tell(tx, event, vec![notice]).await
    }
}
