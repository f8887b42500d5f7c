//! Adding and removing contacts.

use identifiers::{email, name};
use kernel::journal::Change;
use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::model::{Contact, NewContact};
use super::queries;
use crate::customer::queries as customers;
use crate::kind::CUSTOMER;
use crate::phones::NewPhone;

/// Adds a person to an organisation. A linked file must be within the actor's reach.
pub async fn add(tx: &mut Tx<'_>, customer: Id, new: NewContact) -> Result<Id, Refusal> {
    find::require(&Look::within(tx), &CUSTOMER, customer, Action::Edit).await?;
    let known = customers::find(tx.conn(), tx.tenant(), customer).await?.ok_or(Refusal::NotFound)?;
    if known.kind != "organisation" {
        return Err(Refusal::Rule("customer-contact-of-person"));
    }
    let named = name::normalise(&new.name);
    if named.is_empty() {
        return Err(Refusal::field("name", "field-required"));
    }
    let filled = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let phone = filled(new.phone)
        .map(|text| NewPhone::read(&text))
        .transpose()
        .map_err(|code| Refusal::field("phone", &code))?;
    let mail = filled(new.email).map(|text| email::check(&text));
    if let Some(reason) = mail.as_ref().filter(|m| !m.verdict.is_storable()).and_then(|m| m.verdict.reason()) {
        return Err(Refusal::field("email", &format!("identifier-{}", reason.code())));
    }
    if let Some(linked) = new.linked {
        find::require(&Look::within(tx), &CUSTOMER, linked, Action::See)
            .await
            .map_err(|_| Refusal::field("linked", "field-unknown-record"))?;
    }
    let id = tx.new_id();
    let contact = Contact {
        id,
        customer_id: customer,
        name: named.clone(),
        role: filled(new.role),
        phone: phone.map(|p| p.phone),
        email: mail.map(|m| m.value),
        linked_id: new.linked,
    };
    queries::insert(tx, &contact).await?;
    customers::bump(tx, customer).await?;
    tx.record("customer", customer, "update", Change::of("contacts", None, Some(named)).into_iter().collect());
    Ok(id)
}

/// Puts a contact away.
pub async fn remove(tx: &mut Tx<'_>, customer: Id, contact: Id) -> Result<(), Refusal> {
    find::require(&Look::within(tx), &CUSTOMER, customer, Action::Edit).await?;
    let known = queries::of(tx.conn(), tx.tenant(), customer)
        .await?
        .into_iter()
        .find(|c| c.id == contact)
        .ok_or(Refusal::NotFound)?;
    if !queries::remove(tx, customer, contact).await? {
        return Err(Refusal::NotFound);
    }
    customers::bump(tx, customer).await?;
    tx.record("customer", customer, "update", Change::of("contacts", Some(known.name), None).into_iter().collect());
    Ok(())
}
