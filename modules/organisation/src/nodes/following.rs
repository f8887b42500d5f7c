//! What stands somewhere in the organisation goes along when a node moves: the paths of a table's rows are rewritten in
//! steps, behind the move itself.

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, JobContext, JobHandler, JobStep, NewJob, Tx, sql};
use serde::{Deserialize, Serialize};

/// Rows looked at in one step: a few milliseconds, so that other writers go on in between.
const STEP: i64 = 1_000;

/// The rows of a table that stand at a `path`. It is both the consumer that hears of the move and the job that follows it.
/// Rows that are put away go along too: they may be brought back.
pub struct Follows {
    name: &'static str,
    table: &'static str,
    to: &'static str,
}

/// Of a store's rows: what a store knows does not leave it with a team.
const WITH_STORE: &str = "path = coalesce((SELECT n.path FROM nodes n WHERE n.tenant_id = t.tenant_id AND n.id = t.store_id \
    AND substr({moved}, 1, length(n.path)) <> n.path), {moved})";

/// Of people's rows: they go where the person goes.
const WITH_PERSON: &str = "path = {moved}, \
    store_id = (SELECT u.store_id FROM users u WHERE u.tenant_id = t.tenant_id AND u.id = t.owner_id)";

/// Of what is known of a place itself.
const WITH_PLACE: &str = "path = {moved}";

impl Follows {
    /// Rows of a store, by `store_id` where they have one. `name` is that of the job and the consumer.
    pub const fn store(name: &'static str, table: &'static str) -> Follows {
        Follows { name, table, to: WITH_STORE }
    }

    /// Rows of the person in `owner_id`, with the store they are at in `store_id`.
    pub const fn person(name: &'static str, table: &'static str) -> Follows {
        Follows { name, table, to: WITH_PERSON }
    }

    /// Rows of the place they stand at.
    pub const fn place(name: &'static str, table: &'static str) -> Follows {
        Follows { name, table, to: WITH_PLACE }
    }

    /// The last row of a step; none when it reaches to the end.
    async fn end(&self, tx: &Tx<'_>, last: Id) -> Result<Option<Id>, DbError> {
        let text = format!(
            "SELECT id FROM {} WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT 1 OFFSET {}",
            self.table,
            STEP - 1
        );
        let row = sql::row(tx.conn(), &text, [tx.tenant().into(), last.into()]).await?;
        row.map(|row| row.try_get_by_index(0)).transpose()
    }

    /// Moves the rows behind one and up to another. Says how many followed.
    async fn step(&self, tx: &Tx<'_>, moved: &Moved, last: Id, end: Option<Id>) -> Result<u64, DbError> {
        // Paths are ASCII, so that counting bytes or characters comes to the same.
        let to = self.to.replace("{moved}", &format!("($2 || substr(t.path, {}))", moved.from.len() + 1));
        let upto = if end.is_some() { "AND t.id <= $6" } else { "" };
        let text = format!(
            "UPDATE {} AS t SET {to} WHERE t.tenant_id = $1 AND t.id > $5 {upto} AND t.path >= $3 AND t.path < $4",
            self.table
        );
        let behind = format!("{}0", moved.from.strip_suffix('/').unwrap_or(&moved.from));
        let mut values =
            vec![tx.tenant().into(), moved.to.as_str().into(), moved.from.as_str().into(), behind.into(), last.into()];
        values.extend(end.map(Into::into));
        sql::run(tx.conn(), &text, values).await
    }
}

/// `node.moved.v1`
#[derive(Serialize, Deserialize)]
struct Moved {
    from: String,
    to: String,
}

#[async_trait]
impl Consumer for Follows {
    fn name(&self) -> &'static str {
        self.name
    }

    fn wants(&self, event: &str) -> bool {
        event == "node.moved.v1"
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        tx.enqueue(NewJob { kind: self.name, payload: event.payload.clone(), ..NewJob::default() });
        Ok(())
    }
}

#[async_trait]
impl JobHandler for Follows {
    fn kind(&self) -> &'static str {
        self.name
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let moved: Moved = context.payload()?;
        let (mut last, mut done) = (context.progress::<Id>().unwrap_or(Id::nil()), context.job.done);
        loop {
            let tx = context.begin().await?;
            let end = self.end(&tx, last).await?;
            done += self.step(&tx, &moved, last, end).await? as i64;
            last = end.unwrap_or(last);
            if context.commit(tx, &last, done, 0).await? == JobStep::Stop || end.is_none() {
                return Ok(());
            }
        }
    }
}
