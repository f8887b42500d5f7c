//! Whoever got customers of someone who left hears of it, and so do those who look after the store; when it is taken back,
//! shared views go back as well.

use std::collections::BTreeMap;

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, Tx};
use organisation::notices::{NewNotice, tell};
use records::operations::queries as operations;
use serde_json::Value;

use super::model::Asked;
use super::{queries, views};

fn is_leave(event: &Event) -> bool {
    event.payload.get("kind").and_then(Value::as_str) == Some("leave")
}

/// Leaves the notices.
pub struct Done;

#[async_trait]
impl Consumer for Done {
    fn name(&self) -> &'static str {
        "customers.handover.done"
    }

    fn wants(&self, event: &str) -> bool {
        event == "operation.done.v1"
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        if !is_leave(event) {
            return Ok(());
        }
        let of = |name: &str| event.payload.get(name).cloned().unwrap_or_default();
        let got: BTreeMap<Id, i64> = serde_json::from_value(of("got")).unwrap_or_default();
        let stores: Vec<Id> = serde_json::from_value(of("stores")).unwrap_or_default();
        let mut list: Vec<NewNotice> = Vec::new();
        for (user, n) in &got {
            list.push(NewNotice {
                user: *user,
                kind: "handover-received",
                args: BTreeMap::from([("name", of("name")), ("n", (*n).into())]),
                subject: None,
                link: format!(
                    "/customers?filter=owner%3Aeq%3A{user}&columns=name,phone,grade,next_contact_on,assigned_at"
                ),
            });
        }
        let day = organisation::powers::today(tx.now());
        let mut told = queries::managers(tx.conn(), tx.tenant(), &stores, day).await?;
        told.extend(of("owner").as_str().and_then(|id| id.parse::<Id>().ok()));
        told.sort_unstable();
        told.dedup();
        let count = |name: &str| event.payload.pointer(&format!("/counts/{name}")).and_then(Value::as_i64).unwrap_or(0);
        for user in told {
            list.push(NewNotice {
                user,
                kind: "handover-done",
                args: BTreeMap::from([
                    ("name", of("name")),
                    ("n", got.values().sum::<i64>().into()),
                    ("refused", count("refused").into()),
                ]),
                subject: None,
                link: format!("/operations/{}", event.subject),
            });
        }
        tell(tx, event, list).await
    }
}

/// Gives shared views back.
pub struct Undone;

#[async_trait]
impl Consumer for Undone {
    fn name(&self) -> &'static str {
        "customers.handover.undone"
    }

    fn wants(&self, event: &str) -> bool {
        event == "operation.undone.v1"
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        if !is_leave(event) {
            return Ok(());
        }
        let Some(operation) = operations::load(tx.conn(), tx.tenant(), event.subject).await? else { return Ok(()) };
        let Ok(asked) = serde_json::from_str::<Asked>(&operation.asked) else { return Ok(()) };
        if let Some(to) = asked.views_to {
            tx.in_batch(operation.id);
            views::pass(tx, to, asked.user, Some(&asked.views)).await?;
        }
        Ok(())
    }
}
