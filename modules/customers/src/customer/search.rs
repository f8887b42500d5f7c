//! Search terms of customers: a row per term and engagement, so that policy applies to what is found.

use std::collections::BTreeSet;

use identifiers::search_terms::{name_terms, number_terms, phone_terms};
use kernel::{DbError, Id, Tx};

use super::queries;
use crate::engagements;
use crate::kind::CUSTOMER;

/// The terms of a name, a number and telephone numbers.
pub fn terms<'a>(name: &str, number: &str, phones: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut terms: BTreeSet<String> = name_terms(name).into_iter().collect();
    terms.extend(number_terms(number));
    terms.extend(phones.flat_map(phone_terms));
    terms
}

/// Brings the terms of a customer's engagements up to date; `old` are the terms before the change.
pub async fn renew(tx: &Tx<'_>, customer: Id, old: &BTreeSet<String>) -> Result<(), DbError> {
    let new = queries::terms(tx.conn(), tx.tenant(), customer).await?;
    let anchors: Vec<(Id, Option<Id>)> = engagements::queries::of_customer(tx.conn(), tx.tenant(), customer)
        .await?
        .into_iter()
        .map(|e| (e.id, Some(e.store_id)))
        .collect();
    records::search::reindex(tx, &CUSTOMER, customer, &anchors, old, &new).await
}

/// Takes terms off engagements, whoever's they are.
pub async fn withdraw(tx: &Tx<'_>, engagements: &[Id], terms: &BTreeSet<String>) -> Result<(), DbError> {
    records::search::withdraw(tx, &CUSTOMER, engagements, terms).await
}

/// Lays down a customer's terms on engagements that bear none of them.
pub async fn lay(tx: &Tx<'_>, customer: Id, engagements: &[(Id, Option<Id>)]) -> Result<(), DbError> {
    let terms = queries::terms(tx.conn(), tx.tenant(), customer).await?;
    records::search::reindex(tx, &CUSTOMER, customer, engagements, &BTreeSet::new(), &terms).await
}

/// Lays down the terms of one more engagement, or takes them away.
pub async fn renew_one(tx: &Tx<'_>, customer: Id, engagement: Id, store: Id, keep: bool) -> Result<(), DbError> {
    let terms = queries::terms(tx.conn(), tx.tenant(), customer).await?;
    let none = BTreeSet::new();
    let (old, new) = if keep { (&none, &terms) } else { (&terms, &none) };
    records::search::reindex(tx, &CUSTOMER, customer, &[(engagement, Some(store))], old, new).await
}
