//! Search terms of vehicles: on the vehicle per custody, and on the customers who have it per engagement, so that a
//! plate or the tail of a VIN finds the car and its owner under the policy of each (SYS search, CUS-03).

use std::collections::{BTreeMap, BTreeSet};

use customers::CUSTOMER;
use identifiers::search_terms::{plate_terms, vin_terms};
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx};
use records::search::TermRow;

use super::queries;

/// The terms of a car's identifiers.
pub fn terms(vin: Option<&str>, chassis: Option<&str>, plate: Option<&str>) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    terms.extend(vin.into_iter().flat_map(vin_terms));
    terms.extend(chassis.into_iter().flat_map(vin_terms));
    terms.extend(plate.into_iter().flat_map(plate_terms));
    terms
}

/// The terms under which customers are found by their cars.
pub type Terms = BTreeMap<Id, BTreeSet<String>>;

/// Terms by customer, of the cars they have now.
pub async fn of_customers(conn: &impl ConnectionTrait, tenant: Tenant, customers: &[Id]) -> Result<Terms, DbError> {
    let mut all: Terms = customers.iter().map(|id| (*id, BTreeSet::new())).collect();
    for car in queries::cars_of(conn, tenant, customers).await? {
        all.entry(car.customer_id).or_default().extend(terms(
            car.vin.as_deref(),
            car.chassis_no.as_deref(),
            car.plate.as_deref(),
        ));
    }
    Ok(all)
}

/// Brings the terms of customers up to date; `old` is what [`of_customers`] gave before the change.
pub async fn renew_customers(tx: &Tx<'_>, old: &Terms) -> Result<(), DbError> {
    let ids: Vec<Id> = old.keys().copied().collect();
    let new = of_customers(tx.conn(), tx.tenant(), &ids).await?;
    let anchors = queries::engagements_of(tx.conn(), tx.tenant(), &ids).await?;
    for (customer, old) in old {
        let empty = BTreeSet::new();
        let new = new.get(customer).unwrap_or(&empty);
        if old != new {
            let theirs: Vec<(Id, Option<Id>)> =
                anchors.iter().filter(|a| a.customer_id == *customer).map(|a| (a.id, Some(a.store_id))).collect();
            records::search::reindex(tx, &CUSTOMER, *customer, &theirs, old, new).await?;
        }
    }
    Ok(())
}

/// Rows of terms on a customer's engagement, for batches.
pub fn customer_rows(customer: Id, engagement: Id, store: Id, terms: &BTreeSet<String>) -> Vec<TermRow> {
    terms.iter().map(|term| records::search::row(&CUSTOMER, customer, engagement, Some(store), term)).collect()
}

/// The terms before a change of vehicles or of their parties.
pub(crate) struct Before {
    vehicles: Vec<queries::Findable>,
    customers: Terms,
}

impl Before {
    /// What vehicles and the customers who have them are found by now. `joining` are customers who are about to have
    /// one of them.
    pub async fn of(tx: &Tx<'_>, vehicles: &[Id], joining: &[Id]) -> Result<Before, DbError> {
        let mut customers: Vec<Id> = crate::parties::queries::present(tx.conn(), tx.tenant(), vehicles)
            .await?
            .into_iter()
            .map(|p| p.customer_id)
            .collect();
        customers.extend(joining);
        let customers = of_customers(tx.conn(), tx.tenant(), &customers).await?;
        Ok(Before { vehicles: queries::findable(tx.conn(), tx.tenant(), vehicles).await?, customers })
    }

    /// Brings terms, sort keys and custodies up to date after the change.
    pub async fn renew(self, tx: &Tx<'_>) -> Result<(), DbError> {
        let ids: Vec<Id> = self.vehicles.iter().map(|v| v.id).collect();
        let now = queries::findable(tx.conn(), tx.tenant(), &ids).await?;
        let custodies = crate::custodies::queries::of(tx.conn(), tx.tenant(), &ids).await?;
        for old in &self.vehicles {
            let Some(new) = now.iter().find(|v| v.id == old.id) else { continue };
            let anchors: Vec<(Id, Option<Id>)> =
                custodies.iter().filter(|c| c.vehicle_id == old.id).map(|c| (c.id, Some(c.store_id))).collect();
            records::search::reindex(tx, &crate::VEHICLE, old.id, &anchors, &old.terms(), &new.terms()).await?;
            if old.sort_key != new.sort_key {
                crate::custodies::queries::mirror_sort_key(tx, old.id, &new.sort_key).await?;
            }
        }
        crate::custodies::derive(tx, &ids).await?;
        renew_customers(tx, &self.customers).await
    }
}
