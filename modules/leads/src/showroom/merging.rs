//! Visits go along when customers' files are merged, and back when that is undone (CUS-07).

use async_trait::async_trait;
use customers::merge::{pass, pass_named};
use customers::seams::{Belonging, Passage};
use kernel::{Action, DbError, Id, Tx};
use records::policy::Look;
use web::Page;

use super::{VISIT, queries};

const ROWS: (&str, &str) = ("showroom_visits", "customer_id");

/// The visits of customers to showrooms.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Visits;

#[async_trait]
impl Belonging for Visits {
    fn name(&self) -> &'static str {
        "visit"
    }

    async fn pass(&self, tx: &mut Tx<'_>, passage: &Passage, only: Option<&[Id]>) -> Result<Vec<Id>, DbError> {
        let way = (passage.from, passage.to);
        match only {
            Some(rows) => {
                pass_named(tx, ROWS, way, rows).await?;
                Ok(rows.to_vec())
            }
            None => pass(tx, ROWS, way, |_| {}).await,
        }
    }

    fn words(&self) -> &'static str {
        "visit-merge-along"
    }

    async fn count(&self, page: &Page<'_>, customer: Id) -> Result<i64, DbError> {
        let look = Look::at(&page.app.db, &page.visitor.scope);
        let visits = queries::of_customers(look.conn, look.scope.tenant, &[customer]).await?;
        let reach = look.scope.reach(VISIT.name, Action::See);
        Ok(visits.iter().filter(|visit| reach.covers(&visit.place())).count() as i64)
    }
}
