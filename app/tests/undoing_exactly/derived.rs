//! What follows from facts, worked out from them: terms by which customers are found, the number that a file shows, the
//! order in which lists stand, whose cars are at a store.

use std::collections::BTreeSet;

use identifiers::search_terms::{name_terms, number_terms, phone_terms};
use kernel::{Id, sql};

use crate::support::World;

/// Holds it against the facts.
pub async fn check(w: &World) {
    let (found, findable) = (found(w).await, findable(w).await);
    let apart: Vec<_> = found.symmetric_difference(&findable).collect();
    assert!(apart.is_empty(), "customers are found by what they are: {apart:?}");
    let number = |text: &'static str| async move { w.number(text).await };
    let shown = "SELECT count(*) FROM customers c WHERE c.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM customer_phones p \
        WHERE p.tenant_id = c.tenant_id AND p.customer_id = c.id AND p.is_primary AND p.phone = c.phone)";
    assert_eq!(number(shown).await, 0, "a file shows its first number");
    let twice = "SELECT count(*) FROM (SELECT p.customer_id FROM customer_phones p WHERE p.is_primary GROUP BY p.customer_id \
        HAVING count(*) > 1) t";
    assert_eq!(number(twice).await, 0, "one number is the first");
    let order = "SELECT count(*) FROM engagements e JOIN customers c ON c.tenant_id = e.tenant_id AND c.id = e.customer_id \
        WHERE e.deleted_at IS NULL AND c.deleted_at IS NULL AND e.sort_key <> c.sort_key";
    assert_eq!(number(order).await, 0, "lists stand in the order of names");
    let cars = "SELECT count(*) FROM custodies k JOIN vehicle_parties p ON p.tenant_id = k.tenant_id AND p.vehicle_id = k.vehicle_id \
        JOIN engagements e ON e.tenant_id = k.tenant_id AND e.customer_id = p.customer_id AND e.store_id = k.store_id \
        WHERE k.deleted_at IS NULL AND e.deleted_at IS NULL AND p.role = 'owner' AND p.valid_to IS NULL \
        AND (k.owner_id IS DISTINCT FROM e.owner_id OR k.path <> e.path)";
    assert_eq!(number(cars).await, 0, "a car is with whoever has its owner");
}

/// Terms as they stand: by which, at which engagement. Those of their cars are rows of the state.
async fn found(w: &World) -> BTreeSet<(String, Id)> {
    let text = "SELECT term, anchor_id FROM search_terms WHERE tenant_id = $1 AND kind = 'customer' AND substr(term, 1, 2) NOT IN ('t:', 'k:', 'l:', 'v:', 'w:')";
    let rows = sql::rows(w.db.read(), text, [w.tenant.into()]).await.unwrap();
    rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
}

/// Terms as they must stand.
async fn findable(w: &World) -> BTreeSet<(String, Id)> {
    let mut all = BTreeSet::new();
    let text = "SELECT e.id, c.id, c.name, c.number FROM engagements e JOIN customers c ON c.tenant_id = e.tenant_id AND c.id = e.customer_id \
        WHERE e.tenant_id = $1 AND e.deleted_at IS NULL AND c.deleted_at IS NULL";
    for row in sql::rows(w.db.read(), text, [w.tenant.into()]).await.unwrap() {
        let (anchor, customer): (Id, Id) = (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
        let (name, number): (String, String) = (row.try_get_by_index(2).unwrap(), row.try_get_by_index(3).unwrap());
        let phones = "SELECT phone FROM customer_phones WHERE tenant_id = $1 AND customer_id = $2";
        let mut terms = name_terms(&name);
        terms.extend(number_terms(&number));
        for row in sql::rows(w.db.read(), phones, [w.tenant.into(), customer.into()]).await.unwrap() {
            terms.extend(phone_terms(&row.try_get_by_index::<String>(0).unwrap()));
        }
        all.extend(terms.into_iter().map(|term| (term, anchor)));
    }
    all
}
