//! Tasks go along when their owner leaves (SYS-03): with the customer, the lead or the opportunity that they are about, else
//! to whoever keeps what belongs to nobody.

use async_trait::async_trait;
use customers::CUSTOMER;
use customers::engagements::pace;
use customers::handover::{Estate, Receivers};
use kernel::{DbError, Id, Tx};
use leads::LEAD;
use records::Refusal;
use records::operations::AnyLook;
use sales::OPPORTUNITY;
use work::tasks::{self, Task, queries};

/// The open tasks of people. Whoever lets somebody go looks after them, and after what they were to do.
pub(super) struct Tasks;

#[async_trait]
impl Estate for Tasks {
    fn noun(&self) -> &'static str {
        work::TASK.name
    }

    fn words(&self) -> &'static str {
        "work-handover"
    }

    async fn of(&self, look: &AnyLook<'_>, user: Id, after: Option<Id>, limit: i64) -> Result<Vec<Id>, DbError> {
        queries::open_of(look.conn, look.scope.tenant, user, after, limit).await
    }

    async fn pass(&self, tx: &mut Tx<'_>, record: Id, receivers: &mut Receivers<'_>) -> Result<(), Refusal> {
        let task = queries::find(tx.conn(), tx.tenant(), record).await?.ok_or(Refusal::NotFound)?;
        let to = match successor(tx, &task, receivers).await? {
            Some(to) => Some(to),
            None => receivers.keeper(),
        };
        let to = to.ok_or_else(|| Refusal::field("owner", "task-owner-unknown"))?;
        tasks::pass(tx, record, to).await.map(drop)
    }
}

/// Who has by now what a task is about; none where that is nobody, or still the leaver.
async fn successor(tx: &Tx<'_>, task: &Task, receivers: &Receivers<'_>) -> Result<Option<Id>, DbError> {
    let (conn, tenant) = (tx.conn(), tx.tenant());
    let Some(about) = task.about() else { return Ok(None) };
    let owner = match about.kind.as_str() {
        kind if kind == LEAD.name => {
            leads::lead::queries::find(conn, tenant, about.id).await?.and_then(|lead| lead.owner_id)
        }
        kind if kind == OPPORTUNITY.name => {
            sales::opportunity::queries::find(conn, tenant, about.id).await?.and_then(|held| held.owner_id)
        }
        kind if kind == CUSTOMER.name => {
            let stores: Vec<Id> = receivers.stores().collect();
            let mut found = None;
            for store in stores {
                let standing = pace::standing(conn, tenant, about.id, store).await?;
                found = found.or(standing.and_then(|e| e.owner_id).filter(|owner| *owner != receivers.leaver()));
            }
            found
        }
        _ => None,
    };
    Ok(owner.filter(|owner| *owner != receivers.leaver()))
}
