//! `/customers/{customer}/merge`: two files become one, field by field, and one becomes two again (CUS-07).

mod ask;
mod done;
mod pick;

pub(super) use ask::{join, page};
pub(super) use done::{show, undo};

use kernel::{Action, Id};
use records::require;
use ui::Crumb;
use web::Problem;

use super::desk::{Desk, address};
use super::record::Record;
use crate::kind::CUSTOMER;

/// A file that the visitor may merge.
async fn load(desk: &Desk<'_>, customer: Id) -> Result<Record, Problem> {
    require(&desk.look(), &CUSTOMER, customer, Action::Merge).await?;
    Record::load(desk, customer, &[], Vec::new()).await
}

fn crumbs(desk: &Desk<'_>, customer: Id, name: String) -> Vec<Crumb> {
    vec![Crumb::new(desk.t("kind-customer-plural"), "/customers"), Crumb::new(name, address(customer, ""))]
}

/// Where an address of a file leads that has become part of another one, as far as the visitor sees that.
pub(super) async fn kept_by(desk: &Desk<'_>, absorbed: Id) -> Result<Option<Id>, Problem> {
    let look = desk.look();
    let Some(keeper) = crate::merge::keeper(look.conn, look.scope.tenant, absorbed).await? else { return Ok(None) };
    Ok(require(&look, &CUSTOMER, keeper, Action::See).await.is_ok().then_some(keeper))
}
