//! Search terms of leads, so that a name or the tail of a number finds them under their policy.

use std::collections::BTreeSet;

use identifiers::search_terms::{name_terms, number_terms, phone_terms};
use kernel::{DbError, Id, Tx};

use super::model::Lead;
use crate::LEAD;

/// The terms of a lead.
pub fn terms(name: &str, number: &str, phone: Option<&str>) -> BTreeSet<String> {
    let mut terms: BTreeSet<String> = name_terms(name).into_iter().collect();
    terms.extend(number_terms(number));
    terms.extend(phone.into_iter().flat_map(phone_terms));
    terms
}

/// The terms of a lead as it stands.
pub fn of(lead: &Lead) -> BTreeSet<String> {
    terms(&lead.name, &lead.number, lead.phone.as_deref())
}

/// Lays the terms of a new lead down.
pub async fn lay(tx: &Tx<'_>, id: Id, store: Option<Id>, terms: &BTreeSet<String>) -> Result<(), DbError> {
    let rows = terms.iter().map(|term| records::search::row(&LEAD, id, id, store, term)).collect();
    records::search::write(tx, rows).await
}

/// Moves a lead's terms to its store.
pub async fn follow(tx: &Tx<'_>, lead: &Lead, store: Option<Id>) -> Result<(), DbError> {
    records::search::move_to_store(tx, &LEAD, lead.id, &of(lead), store).await
}
