//! All files of one person: the collision guard keeps files apart that several stores made of one person, so that no
//! store learns what only another knows. Whoever asks to be erased asks for all of them. For each other file there is a
//! request of its own with the same day of answer; whoever reaches the whole group decides about it as about any other,
//! because two files may share no more than a family's telephone (docs/decisions/0019-restricting-and-erasing.md).

use customers::privacy::{self, Person};
use kernel::{Id, Tx, numbering};
use records::Refusal;

use super::change::tell;
use super::rules::{Deed, Kind, State};
use super::{Request, queries};

/// What a request about another file is told by.
pub const LINKED: &str = "privacy.linked.v1";

/// Takes in a request for each other file of the person. One that has an open request has it already.
pub(super) async fn files(tx: &mut Tx<'_>, request: &Request) -> Result<(), Refusal> {
    let person = Person::of(tx.conn(), tx.tenant(), request.customer_id).await?;
    for twin in privacy::twins(tx.conn(), tx.tenant(), &person).await? {
        if !queries::has_open(tx, twin, Kind::Erase.name()).await? {
            take_in(tx, request, twin).await?;
        }
    }
    Ok(())
}

async fn take_in(tx: &mut Tx<'_>, from: &Request, customer: Id) -> Result<(), Refusal> {
    let id = tx.new_id();
    let number = format!("P{:06}", numbering::take(tx, "privacy_request", 1).await?);
    let values = vec![
        ("number", number.into()),
        ("customer_id", customer.into()),
        ("kind", Kind::Erase.name().into()),
        ("state", State::Received.name().into()),
        // The first request by its number: words about the person would stand here when that one is done.
        ("asked_by", from.number.as_str().into()),
        ("asker", from.asker.as_str().into()),
        ("received_on", from.received_on.into()),
        ("due_on", from.due_on.into()),
        ("linked_to", from.id.into()),
        ("version", 1_i64.into()),
        ("created_at", tx.now().into()),
        ("created_by", tx.scope().user().into()),
    ];
    queries::insert(tx, id, values).await?;
    queries::add_step(tx, id, Deed::Receive.name(), State::Received.name(), None).await?;
    tell(tx, id, Deed::Receive.name(), None, State::Received);
    tx.emit(LINKED, "privacy_request", id, serde_json::json!({}));
    Ok(())
}
