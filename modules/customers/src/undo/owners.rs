//! Customers go back to whom they were taken from, where that person still works at the store.

use std::collections::HashMap;

use kernel::{DbError, Id};
use records::operations::{AnyLook, Conflict, Plan, Step, id};

use super::queries;
use super::tables::ENGAGEMENTS;
use crate::customer::context;
use crate::places;

/// Brings the places of former owners up to date; where one is no longer at the store, the present owner stays. A former
/// owner who comes back before (`with`) counts as there.
pub(super) async fn mend(look: &AnyLook<'_>, with: &[Plan], plans: &mut [Plan]) -> Result<(), DbError> {
    let comes_back = |owner: Id| with.iter().any(|plan| plan.record == owner && !plan.steps.is_empty());
    let of = |step: &Step| match step {
        Step::Restore { table: ENGAGEMENTS, key, field: "owner", .. } => key.parse::<Id>().ok(),
        _ => None,
    };
    let ids: Vec<Id> = plans.iter().flat_map(|p| p.steps.iter().filter_map(of)).collect();
    let stores: HashMap<Id, Id> = queries::engagements(look.conn, look.scope.tenant, "id", &ids)
        .await?
        .into_iter()
        .map(|e| (e.id, e.store_id))
        .collect();
    let mut known: HashMap<(Id, Option<Id>, String), Option<String>> = HashMap::new();
    for plan in plans {
        let mut left = false;
        for step in &mut plan.steps {
            let Some(store) = of(step).and_then(|engagement| stores.get(&engagement)).copied() else { continue };
            let Step::Restore { to, .. } = step else { continue };
            let owner = to.get("owner_id").and_then(id);
            // The place of a person is asked for anew; a pool stands where it stood.
            let path = match owner {
                None => to.get("path").and_then(|p| p.as_str()).unwrap_or_default().to_owned(),
                Some(owner) if comes_back(owner) => continue,
                Some(_) => String::new(),
            };
            let place = match known.get(&(store, owner, path.clone())) {
                Some(place) => place.clone(),
                None => {
                    let found = match owner {
                        Some(owner) => {
                            let day = context(look.now).today;
                            places::owners(look.conn, look.scope.tenant, store, &[owner], day)
                                .await?
                                .pop()
                                .map(|o| o.path)
                        }
                        None => queries::pool(look.conn, look.scope.tenant, store, &path).await?,
                    };
                    known.insert((store, owner, path), found.clone());
                    found
                }
            };
            match place {
                Some(place) => drop(to.insert("path".to_owned(), place.into())),
                None => left = true,
            }
        }
        if left {
            plan.steps.retain(|step| of(step).is_none());
            plan.conflicts.push(Conflict::of("owner", "owner-gone"));
        }
    }
    Ok(())
}
