//! Tells the person who started an import how it ended.

use std::collections::BTreeMap;

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, Tx};
use serde_json::Value;

use super::{NewNotice, tell};

/// Listens to the ends of imports.
pub struct ImportsEnd;

#[async_trait]
impl Consumer for ImportsEnd {
    fn name(&self) -> &'static str {
        "organisation.notices.imports"
    }

    fn wants(&self, event: &str) -> bool {
        matches!(event, "import.done.v1" | "import.failed.v1")
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        let owner = event.payload.get("owner").and_then(Value::as_str).and_then(|id| id.parse::<Id>().ok());
        let Some(user) = owner else { return Ok(()) };
        let count = |name: &str| event.payload.pointer(&format!("/counts/{name}")).cloned().unwrap_or(0.into());
        let done = event.name == "import.done.v1";
        let args = ["created", "updated", "rejected"].map(|name| (name, count(name)));
        let notice = NewNotice {
            user,
            kind: if done { "import-done" } else { "import-failed" },
            args: if done { BTreeMap::from(args) } else { BTreeMap::new() },
            subject: None,
            link: format!("/imports/{}", event.subject),
        };
        tell(tx, event, vec![notice]).await
    }
}
