//! What falls due by itself, once a day: copies that were there long enough, people of whom no duty keeps anything any
//! more, and reminders of requests before they are due.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::Days;
use kernel::{Consumer, DbError, Event, JobContext, JobHandler, Tx};
use organisation::notices::{NewNotice, tell};

use crate::copies;
use crate::erasure::{Eraser, duties_over};
use crate::requests::{LINKED, PROPOSED, queries};

/// The kind of the job, and the name of its schedule.
pub const TIDY: &str = "privacy.tidy";
/// Days before a request is due from which on it is reminded of each day.
const REMIND_DAYS: u64 = 5;
/// What a reminder is told by.
const DUE: &str = "privacy.due.v1";

/// Does jobs of kind [`TIDY`].
pub struct TidyJob(pub Eraser);

#[async_trait]
impl JobHandler for TidyJob {
    fn kind(&self) -> &'static str {
        TIDY
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let mut tx = context.begin().await?;
        let today = tx.now().date_in(organisation::HOUSE_ZONE);
        for request in queries::expired_copies(&tx).await? {
            if let Some(data) = &self.0.data {
                copies::remove(data, request)?;
            }
            queries::set_copy(&tx, request, None).await?;
        }
        for customer in duties_over(&tx, today).await? {
            self.0.step(&mut tx, customer, crate::erasure::STEPS - 1).await?;
        }
        let soon = today.checked_add_days(Days::new(REMIND_DAYS)).unwrap_or(today);
        for (id, number) in queries::to_remind(&tx, soon, today).await? {
            queries::reminded(&tx, id, today).await?;
            tx.emit(DUE, "privacy_request", id, serde_json::json!({ "number": number }));
        }
        context.commit(tx, &(), 1, 1).await.map(drop)
    }
}

/// Leaves notices with those who look after privacy: of what is due soon, of an erasing that waits for a second person, of
/// another file of someone who asked.
pub struct Reminders;

#[async_trait]
impl Consumer for Reminders {
    fn name(&self) -> &'static str {
        "privacy.reminders"
    }

    fn wants(&self, event: &str) -> bool {
        matches!(event, DUE | PROPOSED | LINKED)
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        let today = tx.now().date_in(organisation::HOUSE_ZONE);
        let Some(request) = queries::find(tx.conn(), tx.tenant(), event.subject).await? else { return Ok(()) };
        if request.closed_at.is_some() {
            return Ok(());
        }
        let args =
            BTreeMap::from([("number", request.number.clone().into()), ("due", request.due_on.to_string().into())]);
        let notice = |user| NewNotice {
            user,
            kind: match event.name.as_str() {
                PROPOSED => "privacy-proposed",
                LINKED => "privacy-linked",
                _ => "privacy-due",
            },
            args: args.clone(),
            subject: None,
            link: format!("/privacy/{}", request.id),
        };
        let mut officers = queries::officers(tx.conn(), tx.tenant(), today).await?;
        if event.name == PROPOSED {
            officers.retain(|user| Some(*user) != request.proposed_by);
        }
        let list = officers.into_iter().map(notice).collect();
        tell(tx, event, list).await
    }
}
