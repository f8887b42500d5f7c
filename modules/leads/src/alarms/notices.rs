//! Tells people of what is theirs to do (SYS-17).

use std::collections::BTreeMap;

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, Tx};
use organisation::notices::{NewNotice, tell};
use serde_json::Value;

use crate::LEAD;
use crate::lead::places;

/// Leaves the notices of leads. A notice names nobody: the lead is looked up under the reader's policy.
pub struct Tellings;

/// Notices written in one transaction.
const TOGETHER: usize = 32;

#[async_trait]
impl Consumer for Tellings {
    fn name(&self) -> &'static str {
        "leads.tellings"
    }

    fn wants(&self, event: &str) -> bool {
        matches!(
            event,
            "lead.assigned.v1" | "lead.returned.v1" | "lead.overdue.v1" | "lead.recalled.v1" | "lead.doubted.v1"
        )
    }

    fn together(&self) -> usize {
        TOGETHER
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        let id = |name: &str| event.payload.get(name).and_then(Value::as_str).and_then(|id| id.parse::<Id>().ok());
        let (owner, by) = (id("owner"), id("by"));
        let (kind, people) = match event.name.as_str() {
            "lead.assigned.v1" => ("lead-assigned", owner.into_iter().filter(|o| Some(*o) != by).collect()),
            "lead.returned.v1" => ("lead-returned", owner.into_iter().collect()),
            "lead.recalled.v1" => ("lead-recalled", id("former").into_iter().filter(|o| Some(*o) != by).collect()),
            "lead.doubted.v1" => ("lead-doubted", leaders(tx, event.subject).await?),
            _ if event.payload.get("alarm").and_then(Value::as_i64) == Some(1) => {
                ("lead-overdue", owner.into_iter().collect())
            }
            _ => ("lead-overdue-manager", leaders(tx, event.subject).await?),
        };
        // Whoever it was taken from may no longer see it.
        let gone = kind == "lead-recalled";
        let people: Vec<Id> = people;
        let notice = |user| NewNotice {
            user,
            kind,
            args: BTreeMap::new(),
            subject: (!gone).then_some((LEAD.name, event.subject)),
            link: if gone { "/leads/pool".to_owned() } else { format!("/leads/{}", event.subject) },
        };
        tell(tx, event, people.into_iter().map(notice).collect()).await
    }
}

/// Those who lead the store of a lead.
async fn leaders(tx: &Tx<'_>, lead: Id) -> Result<Vec<Id>, DbError> {
    let found = crate::lead::queries::find(tx.conn(), tx.tenant(), lead).await?;
    match found.and_then(|lead| lead.store_id) {
        Some(store) => places::leaders(tx, store).await,
        None => Ok(Vec::new()),
    }
}
