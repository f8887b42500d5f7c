//! Settling the rules of a store: whoever may assign the whole store's customers may settle how they are given out.

use kernel::scope::Place;
use kernel::{Action, ConnectionTrait, Id, Scope, Tx};
use records::Refusal;
use records::policy::Look;

use super::model::AssignmentRule;
use super::queries;
use crate::places;

/// The rules of a store, in order.
pub async fn rules_of<C: ConnectionTrait>(look: &Look<'_, C>, store: Id) -> Result<Vec<AssignmentRule>, Refusal> {
    let found = places::store(look.conn, look.scope.tenant, &store.to_string()).await?.ok_or(Refusal::NotFound)?;
    allowed(look.scope, &found)?;
    Ok(queries::rules(look.conn, look.scope.tenant, store).await?)
}

/// Writes a rule, new (by an id not known yet) or changed.
pub async fn save_rule(tx: &mut Tx<'_>, rule: &AssignmentRule) -> Result<(), Refusal> {
    let store = places::store(tx.conn(), tx.tenant(), &rule.store.to_string()).await?.ok_or(Refusal::NotFound)?;
    allowed(tx.scope(), &store)?;
    if rule.name.trim().is_empty() {
        return Err(Refusal::field("name", "field-required"));
    }
    if rule.owners.is_empty() {
        return Err(Refusal::field("owners", "field-required"));
    }
    let known = queries::rule(tx.conn(), tx.tenant(), rule.id).await?;
    match &known {
        Some(known) if known.store != rule.store => return Err(Refusal::NotFound),
        Some(known) if known.version != rule.version => return Err(Refusal::Conflict(known.version)),
        _ => {}
    }
    queries::save(tx, rule).await?;
    tx.record("assignment_rule", rule.id, if known.is_some() { "update" } else { "create" }, vec![]);
    Ok(())
}

/// Puts a rule away.
pub async fn remove_rule(tx: &mut Tx<'_>, id: Id) -> Result<(), Refusal> {
    let rule = queries::rule(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    let store = places::store(tx.conn(), tx.tenant(), &rule.store.to_string()).await?.ok_or(Refusal::NotFound)?;
    allowed(tx.scope(), &store)?;
    queries::remove(tx, id).await?;
    tx.record("assignment_rule", id, "delete", vec![]);
    Ok(())
}

fn allowed(scope: &Scope, store: &places::Store) -> Result<(), Refusal> {
    let place = Place { owner: None, store: Some(store.id), path: store.path.clone() };
    if places::within_reach(scope, Action::Assign, &place) { Ok(()) } else { Err(Refusal::NotFound) }
}
