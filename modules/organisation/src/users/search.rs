//! Search terms of people, so that pickers and the search find them: name with its reading and initials, login,
//! telephone. Every change of a person goes through [`renew`].

use std::collections::BTreeSet;

use identifiers::search_terms::{name_terms, number_terms, phone_terms};
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx};

use super::{USER, User, queries};

/// The terms of a person.
fn terms(user: &User) -> BTreeSet<String> {
    let mut terms: BTreeSet<String> = name_terms(&user.name).into_iter().collect();
    terms.extend(number_terms(&user.login));
    terms.extend(user.phone.as_deref().map(phone_terms).into_iter().flatten());
    terms
}

/// Brings the terms of a person up to date; `before` is the person before the change. Someone put away is not found.
pub(super) async fn renew(tx: &Tx<'_>, id: Id, before: Option<&User>) -> Result<(), DbError> {
    let after = queries::find(tx.conn(), tx.tenant(), id).await?;
    let mut old = before.map(terms).unwrap_or_default();
    let new = after.as_ref().map(terms).unwrap_or_default();
    let store = after.as_ref().and_then(|user| user.store_id);
    if before.is_some_and(|user| user.store_id != store) {
        // The store stands beside each term, as part of the index.
        records::search::reindex(tx, &USER, id, &[(id, store)], &old, &BTreeSet::new()).await?;
        old.clear();
    }
    records::search::reindex(tx, &USER, id, &[(id, store)], &old, &new).await
}

/// Moves the terms of people whose department or team now stands in another store.
pub(crate) async fn follow(tx: &Tx<'_>, people: &[User], store: Option<Id>) -> Result<(), DbError> {
    for user in people {
        records::search::move_to_store(tx, &USER, user.id, &terms(user), store).await?;
    }
    Ok(())
}

/// Whether people were added before there were terms: the first one has none.
pub(crate) async fn are_missing(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<bool, DbError> {
    let Some(first) = queries::first(conn, tenant).await? else { return Ok(false) };
    let Some(term) = terms(&first).into_iter().next() else { return Ok(false) };
    Ok(!queries::has_term(conn, tenant, first.id, &term).await?)
}

/// Lays down the terms of everyone anew; for people who were added before there were terms, and after the making of
/// terms has changed.
pub async fn renew_all(tx: &Tx<'_>) -> Result<(), DbError> {
    queries::forget_terms(tx).await?;
    let mut rows = Vec::new();
    for user in queries::all(tx.conn(), tx.tenant()).await? {
        let of_user = terms(&user);
        rows.extend(of_user.iter().map(|term| records::search::row(&USER, user.id, user.id, user.store_id, term)));
    }
    records::search::write(tx, rows).await
}
