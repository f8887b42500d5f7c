//! Leads follow the organisation: when a node moves, the paths below it are rewritten.

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, JobContext, JobHandler, JobStep, NewJob, Tx};
use serde_json::Value;

use super::queries;

/// The job's kind.
const KIND: &str = "leads.paths";

/// Paths rewritten in one step: a path is that of a post, so few leads share one.
const STEP: i64 = 20;

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
        let payload: Value = context.payload()?;
        let text = |name: &str| payload.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (from, to) = (text("from"), text("to"));
        if from.is_empty() || to.is_empty() {
            return Ok(());
        }
        let mut last = context.progress::<(String, Option<Id>)>().unwrap_or_default();
        let mut done = context.job.done;
        loop {
            let tx = context.begin().await?;
            let paths = queries::paths_below(&tx, &from, &last, STEP).await?;
            for (path, store, store_path) in &paths {
                if let Some(new) = followed(path, &from, &to, store_path.as_deref()) {
                    queries::rewrite_path(&tx, path, *store, &new).await?;
                }
            }
            done += paths.len() as i64;
            let whole = paths.len() as i64 == STEP;
            last = paths.last().map_or(last, |(path, store, _)| (path.clone(), *store));
            if context.commit(tx, &last, done, 0).await? == JobStep::Stop || !whole {
                return Ok(());
            }
        }
    }
}

/// Where a lead stands after a node moved. A team that left the store leaves its leads with the store.
fn followed(path: &str, from: &str, to: &str, store_path: Option<&str>) -> Option<String> {
    let moved = format!("{to}{}", path.strip_prefix(from)?);
    Some(match store_path {
        Some(store) if !moved.starts_with(store) => store.to_owned(),
        _ => moved,
    })
}

#[cfg(test)]
mod tests {
    use super::followed;

    /// SYS-02: leads stay with their store, wherever it or its teams go.
    #[test]
    fn paths_follow() {
        assert_eq!(followed("/1/5/12/", "/1/5/", "/1/6/5/", Some("/1/6/5/")).as_deref(), Some("/1/6/5/12/"));
        assert_eq!(followed("/1/5/12/", "/1/5/12/", "/1/7/12/", Some("/1/5/")).as_deref(), Some("/1/5/"));
        assert_eq!(followed("/1/5/", "/1/5/", "/1/6/5/", None).as_deref(), Some("/1/6/5/"));
        assert_eq!(followed("/1/51/", "/1/5/", "/1/6/5/", None), None);
    }
}
