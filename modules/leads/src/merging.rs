//! Leads go along when customers' files are merged, and back when that is undone (CUS-07).

use async_trait::async_trait;
use customers::merge::{pass, pass_named};
use customers::seams::{Belonging, Passage};
use kernel::{Action, DbError, Id, Tx};
use records::policy::Look;
use web::Page;

use crate::LEAD;
use crate::lead::queries;

const LEADS: (&str, &str) = ("leads", "customer_id");

/// The leads from which files came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arrivals;

#[async_trait]
impl Belonging for Arrivals {
    fn name(&self) -> &'static str {
        "lead"
    }

    async fn pass(&self, tx: &mut Tx<'_>, passage: &Passage, only: Option<&[Id]>) -> Result<Vec<Id>, DbError> {
        let way = (passage.from, passage.to);
        match only {
            Some(rows) => {
                pass_named(tx, LEADS, way, rows).await?;
                Ok(rows.to_vec())
            }
            None => pass(tx, LEADS, way, |_| {}).await,
        }
    }

    fn words(&self) -> &'static str {
        "lead-merge-along"
    }

    async fn count(&self, page: &Page<'_>, customer: Id) -> Result<i64, DbError> {
        let look = Look::at(&page.app.db, &page.visitor.scope);
        let leads = queries::of_customers(look.conn, look.scope.tenant, &[customer]).await?;
        let reach = look.scope.reach(LEAD.name, Action::See);
        Ok(leads.iter().filter(|lead| reach.covers(&lead.place())).count() as i64)
    }
}
