//! Taking requests in, and what is done with them.

use chrono::{Days, NaiveDate};
use customers::consents::{self, NewConsent};
use customers::{Seams, privacy};
use kernel::journal::Change;
use kernel::{Action, ConnectionTrait, DbError, Id, NewJob, Tenant, Tx, numbering};
use organisation::{nodes, settings};
use records::policy::Look;
use records::{Refusal, find};

use super::rules::{Deed, Kind, State, after, forward};
use super::{Request, link, queries};
use crate::{copies, erasure};

/// A request as it comes in.
#[derive(Clone, Debug)]
pub struct NewRequest {
    /// Whose file.
    pub customer: Id,
    /// What is asked for.
    pub kind: Kind,
    /// Who asks, in words.
    pub asked_by: String,
    /// What they are to the person.
    pub asker: String,
    /// What they wish.
    pub wish: Option<String>,
    /// When it came in.
    pub received_on: NaiveDate,
    /// In how many days it is to be answered.
    pub days: i64,
    /// Its id, so that a form that is sent twice makes one request.
    pub id: Id,
}

/// Takes a request in; its id is returned. The file must be within reach, or be one that is only kept. Refuses
/// `privacy-erased` and `privacy-in-the-future`.
pub async fn add(tx: &mut Tx<'_>, new: NewRequest) -> Result<Id, Refusal> {
    if queries::find(tx.conn(), tx.tenant(), new.id).await?.is_some() {
        return Ok(new.id);
    }
    let standing = privacy::standing(tx.conn(), tx.tenant(), new.customer).await?.ok_or(Refusal::NotFound)?;
    if standing.erased_at.is_some() {
        return Err(Refusal::Rule("privacy-erased"));
    }
    if standing.restricted_at.is_none() {
        find::require(&Look::within(tx), &customers::CUSTOMER, new.customer, Action::See).await?;
    }
    if new.asked_by.trim().is_empty() {
        return Err(Refusal::field("asked_by", "field-required"));
    }
    if new.received_on > tx.now().date_in(organisation::HOUSE_ZONE) {
        return Err(Refusal::field("received_on", "privacy-in-the-future"));
    }
    let due = new.received_on.checked_add_days(Days::new(new.days.max(0) as u64)).unwrap_or(new.received_on);
    let number = format!("P{:06}", numbering::take(tx, "privacy_request", 1).await?);
    let values = vec![
        ("number", number.into()),
        ("customer_id", new.customer.into()),
        ("kind", new.kind.name().into()),
        ("state", State::Received.name().into()),
        ("asked_by", new.asked_by.trim().into()),
        ("asker", new.asker.as_str().into()),
        ("wish", new.wish.into()),
        ("received_on", new.received_on.into()),
        ("due_on", due.into()),
        ("version", 1_i64.into()),
        ("created_at", tx.now().into()),
        ("created_by", tx.scope().user().into()),
    ];
    queries::insert(tx, new.id, values).await?;
    queries::add_step(tx, new.id, Deed::Receive.name(), State::Received.name(), None).await?;
    tell(tx, new.id, "create", None, State::Received);
    Ok(new.id)
}

/// What is decided about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The identity is proved: how, and words about it.
    Check(String, Option<String>),
    /// It is fulfilled; words about it. Of an erasing that needs a second person it is the next step: it is proposed, or
    /// released.
    Fulfil(Option<String>),
    /// A proposal is taken back.
    Withdraw,
    /// It is refused: on which ground, and why.
    Refuse(String, String),
}

/// Does it with a request that stands at `version`. Copies and erasures are left to the house; a restriction and an
/// objection are done here; whoever is proved to ask for erasing asks for all files that are theirs ([`super::link`]).
/// Refuses `privacy-not-now` where the state does not allow it, and `privacy-same-person`.
pub async fn decide(
    tx: &mut Tx<'_>,
    seams: &Seams,
    request: &Request,
    version: i64,
    decision: Decision,
) -> Result<State, Refusal> {
    let (kind, state) = (request.kind(), request.state());
    let (deed, note, mut columns) = match &decision {
        Decision::Check(proof, note) => {
            if proof.is_empty() {
                return Err(Refusal::field("proof", "field-required"));
            }
            let columns = vec![("proof", proof.as_str().into()), ("proof_note", note.clone().into())];
            (Deed::Check, note.clone(), columns)
        }
        Decision::Fulfil(note) => {
            let second = second_person(tx.conn(), tx.tenant()).await?;
            let is_proposer = request.proposed_by.is_some() && request.proposed_by == tx.scope().user();
            let deed = forward(kind, state, second, is_proposer).map_err(Refusal::Rule)?;
            let columns = if deed == Deed::Propose { vec![("proposed_by", tx.scope().user().into())] } else { vec![] };
            (deed, note.clone(), columns)
        }
        Decision::Withdraw => (Deed::Withdraw, None, vec![("proposed_by", None::<Id>.into())]),
        Decision::Refuse(ground, why) => {
            for (field, text) in [("ground", ground), ("ground_note", why)] {
                if text.is_empty() {
                    return Err(Refusal::field(field, "field-required"));
                }
            }
            let columns = vec![("ground", ground.as_str().into()), ("ground_note", why.as_str().into())];
            (Deed::Refuse, Some(why.clone()), columns)
        }
    };
    let to = after(kind, state, deed).ok_or(Refusal::Rule("privacy-not-now"))?;
    columns.push(("state", to.name().into()));
    if to.is_closed() {
        columns.push(("closed_at", tx.now().into()));
    }
    if !queries::change(tx, request.id, version, columns).await? {
        return Err(Refusal::Conflict(request.version));
    }
    match (deed, kind) {
        (Deed::Fulfil | Deed::Release, _) => fulfil(tx, seams, request).await?,
        (Deed::Propose, _) => tx.emit(PROPOSED, "privacy_request", request.id, serde_json::json!({})),
        (Deed::Check, Kind::Erase) => link::files(tx, request).await?,
        _ => {}
    }
    queries::add_step(tx, request.id, deed.name(), to.name(), note.as_deref()).await?;
    tell(tx, request.id, deed.name(), Some(state), to);
    Ok(to)
}

/// What a proposal is told by.
pub const PROPOSED: &str = "privacy.proposed.v1";

/// Whether the group asks for a second person before anyone is erased.
pub async fn second_person(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<bool, DbError> {
    let path = nodes::queries::root(conn, tenant).await?.map(|root| root.path).unwrap_or_default();
    settings::flag(conn, tenant, &path, settings::keys::SECOND_PERSON).await
}

async fn fulfil(tx: &mut Tx<'_>, seams: &Seams, request: &Request) -> Result<(), Refusal> {
    let job = match request.kind() {
        Kind::Restrict => {
            privacy::restrict(tx, seams, request.customer_id).await?;
            return Ok(());
        }
        Kind::Object => {
            // Of a file that is only kept nothing is used anyway.
            if request.restricted_at.is_none() {
                let no = NewConsent {
                    purpose: "marketing".into(),
                    channel: "any".into(),
                    given: false,
                    text_version: None,
                    evidence: Some(request.number.clone()),
                };
                consents::record(tx, request.customer_id, no).await?;
            }
            return Ok(());
        }
        Kind::Correct => return Ok(()),
        Kind::Copy => copies::COPY,
        Kind::Erase => {
            if records::erasure::imports_at_work(tx.conn(), tx.tenant()).await? {
                return Err(Refusal::Rule("privacy-import-at-work"));
            }
            erasure::ERASE
        }
    };
    tx.enqueue(NewJob {
        kind: job,
        payload: serde_json::json!({ "request": request.id, "customer": request.customer_id }),
        unique_key: Some(request.id.to_string()),
        ..NewJob::default()
    });
    Ok(())
}

/// Closes a request that the house has done; nothing where it is closed.
pub async fn close_when_made(tx: &mut Tx<'_>, id: Id, more: Vec<(&str, kernel::Value)>) -> Result<(), DbError> {
    let Some(request) = queries::find(tx.conn(), tx.tenant(), id).await? else { return Ok(()) };
    let Some(to) = after(request.kind(), request.state(), Deed::Finish) else { return Ok(()) };
    let mut columns = vec![("state", to.name().into()), ("closed_at", tx.now().into())];
    columns.extend(more);
    queries::change(tx, id, request.version, columns).await?;
    queries::add_step(tx, id, Deed::Finish.name(), to.name(), None).await?;
    tell(tx, id, Deed::Finish.name(), Some(request.state()), to);
    Ok(())
}

/// Closes a checked request about someone who was erased without a job.
pub async fn close_when_erased(tx: &mut Tx<'_>, id: Id, until: Option<NaiveDate>) -> Result<(), DbError> {
    let Some(request) = queries::find(tx.conn(), tx.tenant(), id).await? else { return Ok(()) };
    let Some(to) = after(request.kind(), request.state(), Deed::Fulfil) else { return Ok(()) };
    queries::change(tx, id, request.version, vec![("state", to.name().into())]).await?;
    close_when_made(tx, id, vec![("kept_until", until.into())]).await
}

/// Notes something that leaves the state as it is: that the copy was taken out, that a restriction was lifted.
pub async fn note(tx: &mut Tx<'_>, request: &Request, deed: &'static str) -> Result<(), DbError> {
    queries::add_step(tx, request.id, deed, &request.state, None).await?;
    tx.record("privacy_request", request.id, deed, Vec::new());
    Ok(())
}

/// The journal knows the states of a request and none of its words.
pub(super) fn tell(tx: &mut Tx<'_>, id: Id, deed: &'static str, from: Option<State>, to: State) {
    let change = Change::of("state", from.map(|s| s.name().to_owned()), Some(to.name().to_owned()));
    tx.record("privacy_request", id, deed, change.into_iter().collect());
}
