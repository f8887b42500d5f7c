//! Adding, removing and choosing numbers of a customer.

use std::collections::BTreeSet;

use kernel::journal::Change;
use kernel::{Access, Action, DbError, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::model::{NewPhone, Phone};
use super::queries;
use crate::collisions;
use crate::customer::{NewCustomer, queries as customers, search};
use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;
use crate::seams::Seams;

/// Adds a number as typed; the first one is the primary one. The collision guard looks at it as at that of a new file.
pub async fn add(
    tx: &mut Tx<'_>,
    seams: &Seams,
    customer: Id,
    text: &str,
    label: Option<String>,
) -> Result<(), Refusal> {
    let phone = NewPhone { label, ..NewPhone::read(text).map_err(|code| Refusal::field("phone", &code))? };
    let (known, old) = open(tx, customer).await?;
    if known.iter().any(|p| p.phone == phone.phone) {
        return Err(Refusal::field("phone", "customer-phone-known"));
    }
    queries::insert(tx, customer, &phone, known.is_empty()).await?;
    if known.is_empty() {
        mirror(tx, customer).await?;
    }
    finish(tx, customer, &old, Change::of("phones", None, Some(phone.phone.clone()))).await?;
    let anchors = find::require(&Look::within(tx), &CUSTOMER, customer, Action::Edit).await?;
    let editable = engagements::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    let new = NewCustomer { phones: vec![phone], ..NewCustomer::default() };
    Ok(collisions::added(tx, seams, customer, &editable, &new).await?)
}

/// Takes a number away; the oldest of the others becomes primary where it was.
pub async fn remove(tx: &mut Tx<'_>, customer: Id, phone: Id) -> Result<(), Refusal> {
    let (known, old) = open(tx, customer).await?;
    let gone = known.iter().find(|p| p.id == phone).ok_or(Refusal::NotFound)?;
    queries::remove(tx, phone).await?;
    if gone.is_primary {
        mirror(tx, customer).await?;
    }
    finish(tx, customer, &old, Change::of("phones", Some(gone.phone.clone()), None)).await
}

/// Makes a number the primary one.
pub async fn make_primary(tx: &mut Tx<'_>, customer: Id, phone: Id) -> Result<(), Refusal> {
    let (known, old) = open(tx, customer).await?;
    let chosen = known.iter().find(|p| p.id == phone).ok_or(Refusal::NotFound)?;
    let before = known.iter().find(|p| p.is_primary).map(|p| p.phone.clone());
    queries::set_primary(tx, customer, Some(phone)).await?;
    finish(tx, customer, &old, Change::of("phone", before, Some(chosen.phone.clone()))).await
}

/// Puts a number in the place of the primary one, or only takes that away; journal and search are the caller's.
pub(crate) async fn replace_primary(tx: &Tx<'_>, customer: Id, new: Option<&NewPhone>) -> Result<(), DbError> {
    let known = queries::of(tx.conn(), tx.tenant(), customer).await?;
    let primary = known.iter().find(|p| p.is_primary);
    if new.is_some_and(|n| primary.is_some_and(|p| p.phone == n.phone)) {
        return Ok(());
    }
    if let Some(primary) = primary {
        queries::remove(tx, primary.id).await?;
    }
    match new {
        Some(new) => match known.iter().find(|p| p.phone == new.phone) {
            Some(other) => queries::set_primary(tx, customer, Some(other.id)).await,
            None => {
                queries::insert(tx, customer, new, false).await?;
                let added =
                    queries::of(tx.conn(), tx.tenant(), customer).await?.into_iter().find(|p| p.phone == new.phone);
                queries::set_primary(tx, customer, added.map(|p| p.id)).await
            }
        },
        None => mirror(tx, customer).await,
    }
}

/// Makes the oldest number primary where none is, and mirrors the primary one into the file.
async fn mirror(tx: &Tx<'_>, customer: Id) -> Result<(), DbError> {
    let first = queries::of(tx.conn(), tx.tenant(), customer).await?.into_iter().next();
    queries::set_primary(tx, customer, first.map(|p| p.id)).await
}

/// The numbers of a customer whose numbers the actor sees in full and may edit, with the search terms before the change.
async fn open(tx: &Tx<'_>, customer: Id) -> Result<(Vec<Phone>, BTreeSet<String>), Refusal> {
    let anchors = find::require(&Look::within(tx), &CUSTOMER, customer, Action::Edit).await?;
    let places: Vec<_> =
        engagements::by_ids(tx.conn(), tx.tenant(), &anchors).await?.iter().map(|e| e.place()).collect();
    if tx.scope().field_on("customer", "phone", &places) != Access::Shown {
        return Err(Refusal::field("phone", "field-not-writable"));
    }
    Ok((
        queries::of(tx.conn(), tx.tenant(), customer).await?,
        customers::terms(tx.conn(), tx.tenant(), customer).await?,
    ))
}

async fn finish(tx: &mut Tx<'_>, customer: Id, old: &BTreeSet<String>, change: Option<Change>) -> Result<(), Refusal> {
    search::renew(tx, customer, old).await?;
    customers::bump(tx, customer).await?;
    tx.record("customer", customer, "update", change.into_iter().collect());
    tx.emit("customer.updated.v1", "customer", customer, serde_json::json!({ "fields": ["phones"] }));
    Ok(())
}
