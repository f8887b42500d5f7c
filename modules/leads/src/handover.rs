//! Leads go along when their owner leaves (SYS-03): a colleague goes on where they stood, with the clock and the next contact
//! as promised; where the order gives to the pool, they go to the pool of leads.

use async_trait::async_trait;
use customers::handover::{Estate, HOT_GRADES, Receivers};
use kernel::sql::Query;
use kernel::{Action, DbError, Id, Tx};
use records::Refusal;
use records::operations::AnyLook;
use records::policy;

use crate::lead::invalid::editable;
use crate::lead::moves::{self, Step};
use crate::lead::{Act, State, machine, places};
use crate::{LEAD, pool};

/// The leads of people.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Leads;

#[async_trait]
impl Estate for Leads {
    fn noun(&self) -> &'static str {
        LEAD.name
    }

    fn words(&self) -> &'static str {
        "lead-handover"
    }

    async fn of(&self, look: &AnyLook<'_>, user: Id, after: Option<Id>, limit: i64) -> Result<Vec<Id>, DbError> {
        let mut q = Query::new();
        q.push("SELECT a.id FROM leads a WHERE a.tenant_id = ").bind(look.scope.tenant);
        q.push(" AND a.owner_id = ").bind(user).push(" AND a.deleted_at IS NULL");
        q.push(" AND a.state IN ('assigned', 'contacted', 'invalid_pending') AND a.id > ");
        q.bind(after.unwrap_or(Id::nil())).push(" AND ");
        policy::condition(&mut q, &look.scope.reach(LEAD.name, Action::Assign), "a", &LEAD, Action::Assign, look.now);
        q.push(" ORDER BY a.id").limit(limit);
        q.rows(look.conn).await?.iter().map(|row| row.try_get_by_index(0)).collect()
    }

    async fn pass(&self, tx: &mut Tx<'_>, record: Id, receivers: &mut Receivers<'_>) -> Result<(), Refusal> {
        let mut lead = editable(tx, record, Action::Assign).await?;
        let Some(store) = lead.store_id else { return Ok(()) };
        let hot = lead.level.as_deref().is_some_and(|level| HOT_GRADES.contains(&level));
        match receivers.next(store, hot) {
            Some(to) => {
                let to = places::owner(tx, store, to).await?;
                let columns = vec![("path", to.path.into())];
                let step = Step { owner: Some(Some(to.id)), reason: receivers.reason(), columns, ..Step::default() };
                let state = moves::take(tx, &mut lead, Act::HandOver, step).await?;
                if state == State::Assigned {
                    let told = serde_json::json!({ "owner": to.id, "from": receivers.leaver(), "store": store, "by": tx.scope().user() });
                    tx.emit("lead.assigned.v1", LEAD.name, record, told);
                }
            }
            None if machine::after(lead.state(), Act::Recall).is_some() => {
                pool::recall(tx, record, receivers.reason()).await?;
            }
            // A manager's verdict is waited for; should it give the lead back, its clock runs and brings it to the pool.
            None => {}
        }
        Ok(())
    }
}
