//! The task's commands, as forms and the API call them.

use async_trait::async_trait;
use kernel::journal::Change;
use kernel::{Action, Id, Tx};
use organisation::dictionaries;
use records::policy::Look;
use records::{Commands, Input, Refusal, find};

use super::changes::{Close, close, due_columns, hand_on, lead, load, reopen, write};
use super::create::{self, due, texts};
use super::{Abouts, Deed, State, TASK, queries};

/// Create, update and delete.
#[derive(Clone, Copy)]
pub struct TaskCommands(pub Abouts);

#[async_trait]
impl Commands for TaskCommands {
    /// A new task may be a colleague's and about a record; one that is there is handed on by its owner, and closed and opened
    /// by its state, with a result.
    fn also_takes(&self) -> &'static [&'static str] {
        &["owner", "about_kind", "about_id", "state", "result"]
    }

    async fn create(&self, tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal> {
        create::create(tx, self.0, input).await
    }

    /// Words and moment first, then the owner, then the state: a task may be changed and closed at a stroke.
    async fn update(&self, tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
        let version = change(tx, id, version, input).await?;
        let version = match input.filled("state") {
            None => version,
            Some(name) => {
                let to = State::from_name(name).ok_or_else(|| Refusal::field("state", "field-not-a-choice"))?;
                let result = input.filled("result").map(str::to_owned);
                match to {
                    // What stands there already is no change.
                    _ if load(tx, id, version).await?.state() == to => version,
                    State::Done => close(tx, id, version, Close::Done, result).await?,
                    State::Cancelled => close(tx, id, version, Close::Cancelled, result).await?,
                    State::Open => reopen(tx, id, version).await?,
                }
            }
        };
        match input.filled("owner") {
            None => Ok(version),
            Some(text) => {
                let to = text.parse().map_err(|_| Refusal::field("owner", "task-owner-unknown"))?;
                let owner = load(tx, id, version).await?.owner_id;
                if owner == to { Ok(version) } else { hand_on(tx, id, version, to).await }
            }
        }
    }

    async fn delete(&self, tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
        find::require(&Look::within(tx), &TASK, id, Action::Delete).await?;
        let task = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
        if task.version != version {
            return Err(Refusal::Conflict(task.version));
        }
        let none = None::<i64>;
        let columns = vec![("deleted_at", tx.now().into()), ("waiting_at", none.into()), ("remind_at", none.into())];
        if !queries::change(tx, id, version, columns).await? {
            return Err(Refusal::Conflict(task.version));
        }
        tx.record(TASK.name, id, "delete", Vec::new());
        Ok(())
    }
}

/// Changes words and moment, where something really changes.
async fn change(tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
    let task = load(tx, id, version).await?;
    dictionaries::check(tx, &TASK, Some(id), input, &[]).await?;
    let read = texts(input)?;
    let (mut columns, mut told) = (Vec::new(), Vec::new());
    for (name, held) in
        [("title", Some(task.title.clone())), ("kind", Some(task.kind.clone())), ("note", task.note.clone())]
    {
        let Some(now) = read.get(name) else { continue };
        if now.is_none() && name != "note" {
            return Err(Refusal::field(name, "field-required"));
        }
        if let Some(change) = Change::of(name, held, now.clone()) {
            columns.push((name, now.clone().into()));
            told.push(change);
        }
    }
    if let Some(text) = input.get("due_at") {
        let store = organisation::users::queries::find(tx.conn(), tx.tenant(), task.owner_id).await?;
        let at = due(tx, text, store.and_then(|u| u.store_id)).await?;
        if at != task.due_at {
            let (more, change) = due_columns(tx.now(), &task, at);
            columns.extend(more);
            told.extend(change);
        }
    }
    if columns.is_empty() {
        return Ok(version);
    }
    lead(&task, Deed::Change)?;
    write(tx, &task, Deed::Change, columns, told).await
}
