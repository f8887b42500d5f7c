//! Putting documents on a customer's file, finding and removing them.

use kernel::journal::Change;
use kernel::{Access, Action, ConnectionTrait, DbError, Id, Tx};
use records::policy::Look;
use records::{Refusal, find as anchored};

use super::model::{Attachment, NewAttachment};
use super::prepare::Prepared;
use super::queries;
use crate::engagements::{Engagement, queries as engagements};
use crate::kind::CUSTOMER;
use crate::timeline::{self, NewEntry};

/// Puts a document whose bytes are kept on a customer's file at a store (the home store unless given). Whoever may see
/// the customer there and make or change customers may add papers: a receptionist photographs what is handed over.
pub async fn attach(
    tx: &mut Tx<'_>,
    customer: Id,
    store: Option<Id>,
    name: &str,
    purpose: Option<String>,
    prepared: &Prepared,
) -> Result<Id, Refusal> {
    let scope = tx.scope();
    let anchors = anchored::require(&Look::within(tx), &CUSTOMER, customer, Action::See).await?;
    if !scope.can("customer", Action::Edit) && !scope.can("customer", Action::Create) {
        return Err(Refusal::Forbidden);
    }
    let mine = engagements::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    let wanted = store.or(scope.powers.home_store);
    let engagement = mine
        .iter()
        .find(|e| Some(e.store_id) == wanted)
        .or(mine.first().filter(|_| store.is_none()))
        .ok_or(Refusal::NotFound)?;
    let name: String =
        name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(120).collect();
    let new = NewAttachment {
        record_kind: "customer",
        record: customer,
        store: Some(engagement.store_id),
        path: engagement.path.clone(),
        name: if name.trim().is_empty() { "document".into() } else { name },
        purpose,
    };
    let id = queries::insert(tx, &new, prepared).await?;
    let mut entry = NewEntry::at_store(engagement.store_id, engagement.path.clone(), "document")
        .saying(new.name.clone())
        .about("attachment", id);
    entry.data = Some(serde_json::json!({ "purpose": new.purpose, "mime": prepared.mime }));
    timeline::write(tx, vec![(customer, entry)]).await?;
    tx.record(
        "engagement",
        engagement.id,
        "update",
        Change::of("attachments", None, Some(new.name)).into_iter().collect(),
    );
    tx.emit(
        "customer.document_added.v1",
        "customer",
        customer,
        serde_json::json!({ "attachment": id, "store": engagement.store_id }),
    );
    Ok(id)
}

/// A document of a customer, if the reader sees the customer through its store and may see what it shows.
pub async fn find<C: ConnectionTrait>(look: &Look<'_, C>, customer: Id, id: Id) -> Result<Option<Attachment>, DbError> {
    let mine = reached(look, customer).await?;
    let found = queries::find(look.conn, look.scope.tenant, id).await?;
    let places: Vec<_> = mine.iter().map(|e| e.place()).collect();
    let identity = look.scope.field_on("customer", "id_number", &places);
    Ok(found.filter(|a| a.record_kind == "customer" && a.record_id == customer).filter(|a| {
        let stores: Vec<Id> = mine.iter().map(|e| e.store_id).collect();
        !mine.is_empty() && shows(look, a, &stores, identity)
    }))
}

/// Whether a document on a visible customer shows, given the stores in reach and the openness of identity numbers.
pub(crate) fn shows<C: ConnectionTrait>(look: &Look<'_, C>, a: &Attachment, stores: &[Id], identity: Access) -> bool {
    let placed = match a.store_id {
        Some(store) => stores.contains(&store),
        None => look.scope.reach("customer", Action::See).group,
    };
    placed && (!a.is_identity() || identity > Access::Hidden)
}

/// How open identity numbers of a customer are to the reader.
pub async fn identity<C: ConnectionTrait>(look: &Look<'_, C>, customer: Id) -> Result<Access, DbError> {
    let places: Vec<_> = reached(look, customer).await?.iter().map(|e| e.place()).collect();
    Ok(look.scope.field_on("customer", "id_number", &places))
}

async fn reached<C: ConnectionTrait>(look: &Look<'_, C>, customer: Id) -> Result<Vec<Engagement>, DbError> {
    let anchors = anchored::anchors(look, &CUSTOMER, customer, Action::See).await?;
    engagements::by_ids(look.conn, look.scope.tenant, &anchors).await
}

/// Puts a document away; the bytes stay until the house is tidied.
pub async fn remove(tx: &mut Tx<'_>, customer: Id, id: Id) -> Result<(), Refusal> {
    let known = find(&Look::within(tx), customer, id).await?.ok_or(Refusal::NotFound)?;
    let anchors = anchored::require(&Look::within(tx), &CUSTOMER, customer, Action::Edit).await?;
    let mine = engagements::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    let engagement = mine.iter().find(|e| Some(e.store_id) == known.store_id).ok_or(Refusal::Forbidden)?;
    queries::remove(tx, id).await?;
    tx.record(
        "engagement",
        engagement.id,
        "update",
        Change::of("attachments", Some(known.name), None).into_iter().collect(),
    );
    Ok(())
}
