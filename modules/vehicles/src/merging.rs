//! Cars go along when customers' files are merged, and back when that is undone (CUS-07).

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use customers::CUSTOMER;
use customers::merge::{pass, pass_named};
use customers::seams::{Belonging, Passage};
use kernel::{DbError, Id, Instant, Tx};
use records::operations::{AnyLook, Since};
use web::Page;

use crate::contributions;
use crate::custodies::{self, queries as custody};
use crate::vehicle::search;

const PARTIES: (&str, &str) = ("vehicle_parties", "customer_id");
const VISITS: (&str, &str) = ("visits", "customer_id");

/// What customers have to do with cars, and their visits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cars;

#[async_trait]
impl Belonging for Cars {
    fn name(&self) -> &'static str {
        "vehicle"
    }

    async fn pass(&self, tx: &mut Tx<'_>, passage: &Passage, only: Option<&[Id]>) -> Result<Vec<Id>, DbError> {
        let (from, to) = (passage.from, passage.to);
        let mut cars: BTreeSet<Id> =
            custody::vehicles_of(tx.conn(), tx.tenant(), &[from, to]).await?.into_iter().collect();
        let anchors: Vec<Id> = passage.before.iter().map(|(anchor, _)| *anchor).collect();
        for terms in search::of_customers(tx.conn(), tx.tenant(), &[from, to]).await?.values() {
            records::search::withdraw(tx, &CUSTOMER, &anchors, terms).await?;
        }
        let gone = match only {
            Some(rows) => {
                pass_named(tx, PARTIES, (from, to), rows).await?;
                pass_named(tx, VISITS, (from, to), rows).await?;
                rows.to_vec()
            }
            None => {
                // Who is owner, driver or payer of a car already is not so twice.
                let twice = |q: &mut kernel::sql::Query| {
                    q.push(" AND NOT EXISTS (SELECT 1 FROM vehicle_parties o WHERE o.tenant_id = t.tenant_id AND o.customer_id = ");
                    q.bind(to).push(" AND o.vehicle_id = t.vehicle_id AND o.role = t.role AND o.valid_to IS NULL AND t.valid_to IS NULL)");
                };
                let mut gone = pass(tx, PARTIES, (from, to), twice).await?;
                gone.extend(pass(tx, VISITS, (from, to), |_| {}).await?);
                gone
            }
        };
        cars.extend(custody::vehicles_of(tx.conn(), tx.tenant(), &[from, to]).await?);
        custodies::derive(tx, &cars.into_iter().collect::<Vec<_>>()).await?;
        let terms = search::of_customers(tx.conn(), tx.tenant(), &[from, to]).await?;
        for (customer, anchors) in [(from, &passage.from_after), (to, &passage.to_after)] {
            let Some(terms) = terms.get(&customer) else { continue };
            records::search::reindex(tx, &CUSTOMER, customer, anchors, &BTreeSet::new(), terms).await?;
        }
        Ok(gone)
    }

    fn words(&self) -> &'static str {
        "vehicle-merge-along"
    }

    async fn later(
        &self,
        look: &AnyLook<'_>,
        operation: Id,
        customers: &[(Id, Instant)],
    ) -> Result<HashMap<Id, Since>, DbError> {
        crate::undo::of_customers(look, operation, customers).await
    }

    async fn count(&self, page: &Page<'_>, customer: Id) -> Result<i64, DbError> {
        Ok(contributions::cars(page, customer).await?.0.len() as i64)
    }
}
