//! Opportunities go along when customers' files are merged, and back when that is undone (CUS-07).

use async_trait::async_trait;
use customers::engagements::pace;
use customers::merge::{pass, pass_named};
use customers::seams::{Belonging, Passage};
use kernel::{DbError, Id, Tx};
use web::Page;

use crate::contributions;
use crate::opportunity::queries;

const ROWS: (&str, &str) = ("opportunities", "customer_id");

/// The opportunities of customers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opportunities;

#[async_trait]
impl Belonging for Opportunities {
    fn name(&self) -> &'static str {
        "opportunity"
    }

    async fn pass(&self, tx: &mut Tx<'_>, passage: &Passage, only: Option<&[Id]>) -> Result<Vec<Id>, DbError> {
        let way = (passage.from, passage.to);
        let gone = match only {
            Some(rows) => {
                pass_named(tx, ROWS, way, rows).await?;
                queries::unpark(tx, rows).await?;
                rows.to_vec()
            }
            None => {
                // Of two that are open at one store the survivor's goes on.
                queries::park(tx, passage.from, passage.to).await?;
                pass(tx, ROWS, way, |_| {}).await?
            }
        };
        for (customer, anchors) in [(passage.from, &passage.from_after), (passage.to, &passage.to_after)] {
            for store in anchors.iter().filter_map(|(_, store)| *store) {
                if let Some(at) = pace::standing(tx.conn(), tx.tenant(), customer, store).await? {
                    queries::stand(tx, customer, store, at.owner_id, &at.path).await?;
                }
            }
        }
        Ok(gone)
    }

    fn words(&self) -> &'static str {
        "opportunity-merge-along"
    }

    async fn count(&self, page: &Page<'_>, customer: Id) -> Result<i64, DbError> {
        Ok(contributions::of_customer(page, customer).await?.len() as i64)
    }
}
