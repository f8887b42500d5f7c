//! Engagements follow the organisation: when a node moves, the paths below it are rewritten in steps.

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, JobContext, JobHandler, JobStep, NewJob, Tx, sql};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

use super::queries;

/// The job's kind.
const KIND: &str = "customers.paths";

/// Engagements looked at in one step: a few milliseconds, so that other writers go on in between.
const STEP: i64 = 1_000;

/// What the job needs to know.
#[derive(Serialize, Deserialize)]
struct Moved {
    from: String,
    to: String,
}

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

#[derive(FromQueryResult)]
struct Standing {
    id: Id,
    path: String,
    store_path: String,
}

#[async_trait]
impl JobHandler for PathJob {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let moved: Moved = context.payload()?;
        let (mut last, mut done) = (context.progress::<Id>().unwrap_or(Id::nil()), context.job.done);
        loop {
            let tx = context.begin().await?;
            let text = "SELECT e.id, e.path, n.path AS store_path FROM engagements e \
                 JOIN nodes n ON n.tenant_id = e.tenant_id AND n.id = e.store_id WHERE e.tenant_id = $1 AND e.id > $2 ORDER BY e.id LIMIT $3";
            let rows: Vec<Standing> = sql::all(tx.conn(), text, [tx.tenant().into(), last.into(), STEP.into()]).await?;
            for row in &rows {
                if let Some(path) = followed(&row.path, &moved.from, &moved.to, &row.store_path) {
                    queries::set_path(&tx, row.id, &path).await?;
                }
            }
            done += rows.len() as i64;
            last = rows.last().map_or(last, |r| r.id);
            let whole = rows.len() as i64 == STEP;
            if context.commit(tx, &last, done, 0).await? == JobStep::Stop || !whole {
                return Ok(());
            }
        }
    }
}

/// Where an engagement stands after a node moved; none when it stays. A team that left the store leaves its customers
/// behind in the store's pool place: what a store knows does not move with people.
fn followed(path: &str, from: &str, to: &str, store_path: &str) -> Option<String> {
    let rest = path.strip_prefix(from)?;
    let moved = format!("{to}{rest}");
    let path = if moved.starts_with(store_path) { moved } else { store_path.to_owned() };
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::followed;

    /// SYS-02: customers stay with their store, wherever it or its teams go.
    #[test]
    fn paths_follow() {
        let f = |path, from, to, store| followed(path, from, to, store);
        assert_eq!(
            f("/1/5/12/", "/1/5/", "/1/6/5/", "/1/6/5/").as_deref(),
            Some("/1/6/5/12/"),
            "the store moved to another region"
        );
        assert_eq!(
            f("/1/5/12/", "/1/5/12/", "/1/7/12/", "/1/5/").as_deref(),
            Some("/1/5/"),
            "the team moved to another store"
        );
        assert_eq!(f("/1/5/12/", "/1/51/", "/1/9/", "/1/5/"), None);
    }
}
