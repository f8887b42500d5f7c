//! Leads of long ago, as they ended: from an earlier system, or for the demo. They are laid down as they were, without
//! clocks, givings and notices.

use kernel::{DbError, Id, Instant, Tx, numbering};

use crate::LEAD;
use crate::arrivals::{self, NewArrival, Outcome};
use crate::contacts::{self, NewContact};
use crate::lead::{State, queries, search};
use crate::sources::Origin;

/// A lead of long ago.
#[derive(Clone, Debug)]
pub struct Past {
    /// The name.
    pub name: String,
    /// The number in its normal form; nobody else's.
    pub phone: String,
    /// Whence.
    pub origin: Origin,
    /// What they wanted.
    pub model: String,
    /// City.
    pub city: Option<String>,
    /// What they wrote.
    pub raw: Option<String>,
    /// How it stands.
    pub state: State,
    /// Intention level.
    pub level: Option<String>,
    /// The store; none is the head office.
    pub store: Option<Id>,
    /// Whose it is, or from whom it went to the pool.
    pub owner: Option<Id>,
    /// Place in the organisation.
    pub path: String,
    /// When they arrived.
    pub received_at: Instant,
    /// When they were reached.
    pub contacted_at: Option<Instant>,
    /// When the next contact is due.
    pub due_at: Option<Instant>,
    /// Why it was none.
    pub reason: Option<&'static str>,
    /// The file.
    pub customer: Option<Id>,
}

/// Lays leads of long ago down, in statements of many rows.
pub async fn lay(tx: &mut Tx<'_>, past: Vec<Past>) -> Result<Vec<Id>, DbError> {
    let first = numbering::take(tx, LEAD.name, past.len() as i64).await?;
    let (mut rows, mut came, mut terms, mut reached) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (lead, serial) in past.into_iter().zip(first..) {
        let id = tx.new_id();
        let number = crate::lead::number(serial);
        for term in search::terms(&lead.name, &number, Some(&lead.phone)) {
            terms.push(records::search::row(&LEAD, id, id, lead.store, &term));
        }
        came.push(NewArrival {
            lead: id,
            person: arrivals::person(tx.keys(), Some(&lead.phone), None),
            origin: lead.origin.clone(),
            outcome: Outcome::New,
            store: lead.store,
            raw: lead.raw.clone(),
            received_at: lead.received_at,
        });
        if let Some(at) = lead.contacted_at {
            let contact = NewContact {
                channel: "phone".into(),
                result: "reached".into(),
                content: lead.raw.clone(),
                next_at: None,
            };
            reached.push((id, lead.owner, contact, at));
        }
        rows.push((id, columns(lead, number)));
    }
    let ids = rows.iter().map(|(id, _)| *id).collect();
    queries::insert_all(tx, rows).await?;
    for (id, owner, contact, at) in reached {
        contacts::queries::lay(tx, id, owner, &contact, at).await?;
    }
    arrivals::write(tx, came).await?;
    records::search::write(tx, terms).await?;
    Ok(ids)
}

fn columns(lead: Past, number: String) -> Vec<(&'static str, kernel::Value)> {
    let pooled = lead.state == State::Pool;
    // By when those of long ago had to be reached nobody wrote down: within half an hour, as is usual.
    let waiting = lead.due_at.filter(|_| lead.state == State::Assigned);
    let limit = lead.owner.map(|_| waiting.unwrap_or(lead.received_at.plus_seconds(30 * 60)));
    let at = |at: Instant| Some(at.0);
    let owner = lead.owner.filter(|_| !pooled);
    let closed = lead.state.is_closed().then(|| lead.contacted_at.unwrap_or(lead.received_at).plus_seconds(3_600).0);
    vec![
        ("number", number.into()),
        ("sort_key", identifiers::pinyin::sort_key(&lead.name).into()),
        ("name", lead.name.into()),
        ("phone", Some(lead.phone).into()),
        ("phone_virtual", false.into()),
        ("channel", lead.origin.channel.into()),
        ("source_id", lead.origin.source.into()),
        ("paid", lead.origin.paid.into()),
        ("level", lead.level.into()),
        ("model", Some(lead.model).into()),
        ("city", lead.city.into()),
        ("state", lead.state.name().into()),
        ("store_id", lead.store.into()),
        ("owner_id", owner.into()),
        ("came_store_id", lead.store.into()),
        ("came_owner_id", lead.owner.into()),
        ("came_path", lead.path.clone().into()),
        ("limit_at", limit.and_then(at).into()),
        ("path", lead.path.into()),
        ("received_at", lead.received_at.into()),
        ("assigned_at", owner.and(at(lead.received_at.plus_seconds(120))).into()),
        ("due_at", lead.due_at.and_then(at).into()),
        ("alarm_at", lead.due_at.filter(|_| lead.state == State::Assigned).and_then(at).into()),
        ("alarms", 0_i64.into()),
        ("contacted_at", lead.contacted_at.and_then(at).into()),
        ("closed_at", closed.into()),
        ("reason", lead.reason.map(str::to_owned).into()),
        ("former_id", lead.owner.filter(|_| pooled).into()),
        ("pooled_at", pooled.then(|| lead.received_at.plus_seconds(7_200).0).into()),
        ("customer_id", lead.customer.into()),
        ("arrivals", 1_i64.into()),
    ]
}
