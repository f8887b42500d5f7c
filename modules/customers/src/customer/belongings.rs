//! What hangs on many customers, written at once: for histories that are taken over whole. The verbs of each noun check
//! and journal one change of one person; here all of that is the caller's matter, as in [`super::bulk`].

use kernel::{DbError, Id, Instant, Tx};

use crate::consents::{self, NewConsent};
use crate::contacts::{self, Contact};
use crate::relations::{self, NewRelation};
use crate::tags;

/// What hangs on one customer.
#[derive(Clone, Debug)]
pub struct Belongings {
    /// The customer.
    pub customer: Id,
    /// Since when.
    pub at: Instant,
    /// Contacts of an organisation: name, role, number in full (`+86…`).
    pub contacts: Vec<(String, Option<String>, Option<String>)>,
    /// Relations to others: to whom, of what kind, a word more.
    pub relations: Vec<(Id, String, Option<String>)>,
    /// Tags, with the store that gave each.
    pub tags: Vec<(Id, String)>,
    /// Consents.
    pub consents: Vec<NewConsent>,
    /// Who took consents down, and at which store.
    pub collected: (String, Option<Id>),
}

/// Writes them in one statement a table. Whoever they are related to must be there.
pub async fn insert(tx: &Tx<'_>, batch: Vec<Belongings>) -> Result<(), DbError> {
    let (mut contacts, mut relations, mut tags, mut consents) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for of in batch {
        let Belongings { customer, at, .. } = of;
        for (name, role, phone) in of.contacts {
            let contact =
                Contact { id: tx.new_id(), customer_id: customer, name, role, phone, email: None, linked_id: None };
            contacts.push(contacts::queries::row(tx, &contact, at));
        }
        for (other, kind, remark) in of.relations {
            let relation = NewRelation { customer, other, kind, remark, valid_from: None, valid_to: None };
            relations.push(relations::queries::row(tx, tx.new_id(), &relation, at));
        }
        tags.extend(of.tags.iter().map(|(store, tag)| tags::queries::row(tx, customer, *store, tag, at)));
        let (collector, store) = of.collected;
        let collector = consents::queries::Collector { user: None, name: &collector, store };
        consents
            .extend(of.consents.iter().map(|c| consents::queries::row(tx, tx.new_id(), customer, c, at, &collector)));
    }
    contacts::queries::write(tx, contacts).await?;
    relations::queries::write(tx, relations).await?;
    tags::queries::write(tx, tags).await?;
    consents::queries::write(tx, consents).await
}
