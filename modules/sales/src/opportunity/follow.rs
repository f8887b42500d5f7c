//! Opportunities stand where the customer's engagement stands: they go along when the customer is given to a colleague, and
//! when a node of the organisation moves. Their facts stay as they are.

use async_trait::async_trait;
use customers::seams::{EngagementChange, EngagementEvent, EngagementObserver};
use kernel::{Consumer, DbError, Event, Id, JobContext, JobHandler, JobStep, NewJob, Tx};
use serde_json::Value;

use super::queries;

/// How many changes a step looks at.
const STEP: usize = 300;

/// The part of opportunities in changes of engagements.
#[derive(Clone, Copy, Debug, Default)]
pub struct Follower;

#[async_trait]
impl EngagementObserver for Follower {
    async fn changed(&self, tx: &mut Tx<'_>, changes: &[EngagementChange]) -> Result<(), DbError> {
        for part in changes.chunks(STEP) {
            let moved: Vec<&EngagementChange> =
                part.iter().filter(|c| matches!(c.event, EngagementEvent::Moved { .. })).collect();
            let customers: Vec<Id> = moved.iter().map(|c| c.customer).collect();
            if !queries::any_of(tx, &customers).await? {
                continue;
            }
            for change in moved {
                queries::stand(tx, change.customer, change.store, change.owner, &change.path).await?;
            }
        }
        Ok(())
    }
}

/// The job's kind.
const KIND: &str = "opportunities.paths";

/// Opportunities looked at in one step of the job.
const ROWS: i64 = 1_000;

/// Leaves the job when a node moves.
pub struct NodeMoves;

#[async_trait]
impl Consumer for NodeMoves {
    fn name(&self) -> &'static str {
        KIND
    }

    fn wants(&self, event: &str) -> bool {
        event == "node.moved.v1"
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        tx.enqueue(NewJob { kind: KIND, payload: event.payload.clone(), ..NewJob::default() });
        Ok(())
    }
}

/// Rewrites the paths.
pub struct PathJob;

#[async_trait]
impl JobHandler for PathJob {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let moved: Value = context.payload()?;
        let text = |name: &str| moved[name].as_str().unwrap_or_default().to_owned();
        let (from, to) = (text("from"), text("to"));
        let (mut last, mut done) = (context.progress::<Id>().unwrap_or(Id::nil()), context.job.done);
        loop {
            let tx = context.begin().await?;
            let rows = queries::standing(&tx, last, ROWS).await?;
            for (id, path, store) in &rows {
                if let Some(path) = followed(path, &from, &to, store) {
                    queries::set_path(&tx, *id, &path).await?;
                }
            }
            done += rows.len() as i64;
            last = rows.last().map_or(last, |(id, ..)| *id);
            let whole = rows.len() as i64 == ROWS;
            if context.commit(tx, &last, done, 0).await? == JobStep::Stop || !whole {
                return Ok(());
            }
        }
    }
}

/// Where one stands after a node moved; none when it stays. What a store knows does not leave it with a team.
fn followed(path: &str, from: &str, to: &str, store_path: &str) -> Option<String> {
    let rest = path.strip_prefix(from).filter(|_| !from.is_empty())?;
    let moved = format!("{to}{rest}");
    Some(if moved.starts_with(store_path) { moved } else { store_path.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::followed;

    /// SYS-02: opportunities stay with their store, wherever it or its teams go.
    #[test]
    fn paths_follow() {
        assert_eq!(followed("/1/5/12/", "/1/5/", "/1/6/5/", "/1/6/5/").as_deref(), Some("/1/6/5/12/"));
        assert_eq!(followed("/1/5/12/", "/1/5/12/", "/1/7/12/", "/1/5/").as_deref(), Some("/1/5/"));
        assert_eq!(followed("/1/5/12/", "/1/51/", "/1/9/", "/1/5/"), None);
    }
}
