//! Naming somebody: a telephone number on a visit looks the person up in the store. A customer of the store has the visit
//! on their file; whoever has an open lead joins it; anybody else becomes a lead of channel walk-in (domain.md §2.1).

use customers::NewPhone;
use customers::engagements::pace;
use customers::timeline::{self, NewEntry};
use kernel::{Access, Action, DbError, Id, Scope, Tx};
use records::{Input, Refusal};

use super::model::Visit;
use super::{VISIT, queries, rota};
use crate::LEAD;
use crate::contacts::{self, NewContact};
use crate::lead::machine::{Act, after};
use crate::lead::{self, queries as leads};
use crate::seams::Seams;

/// The channel of those who come by themselves.
const CHANNEL: &str = "walk-in";

/// Looks the person of a number up and hangs the visit on them. A privacy number names nobody; whoever may make no leads
/// leaves the visit with its number.
pub(super) async fn look_up(tx: &mut Tx<'_>, seams: &Seams, visit: &Visit, phone: &NewPhone) -> Result<(), Refusal> {
    if phone.is_virtual {
        return Ok(());
    }
    if let Some(customer) = queries::customer_of(tx, visit.store_id, &phone.phone).await? {
        hang(tx, visit, None, Some(customer)).await?;
        return Ok(tell(tx, std::slice::from_ref(visit), customer).await?);
    }
    if !may_make(tx.scope()) {
        return Ok(());
    }
    let mut input: Input = [("phone", phone.phone.as_str()), ("source", CHANNEL)].into_iter().collect();
    input.set("name", visit.name.clone().unwrap_or_else(|| addressed(visit.sex.as_deref()).to_owned()));
    input.set("store", visit.store_id.to_string());
    input.set("owner", visit.owner_id.map(|id| id.to_string()).unwrap_or_default());
    let shown = |field: &str| tx.scope().field_at_best(LEAD.name, field) != Access::Hidden;
    if let Some(model) = visit.model.as_ref().filter(|_| shown("model")) {
        input.set("model", model.as_str());
    }
    let made = lead::create(tx, seams, &input).await?;
    hang(tx, visit, Some(made.lead), None).await?;
    met(tx, made.lead).await
}

/// Who knows somebody by their number at a store and is there today: the customer's consultant, else the owner of the open
/// lead. Whoever comes back asks for them.
pub(super) async fn consultant(tx: &Tx<'_>, store: Id, phone: &NewPhone) -> Result<Option<Id>, DbError> {
    if phone.is_virtual {
        return Ok(None);
    }
    let owner = match queries::customer_of(tx, store, &phone.phone).await? {
        Some(customer) => {
            pace::standing(tx.conn(), tx.tenant(), customer, store).await?.and_then(|known| known.owner_id)
        }
        None => {
            let open = leads::open_of(tx.conn(), tx.tenant(), Some(&phone.phone), None).await?;
            open.into_iter().find(|lead| lead.store_id == Some(store)).and_then(|lead| lead.owner_id)
        }
    };
    let Some(owner) = owner else { return Ok(None) };
    let day = tx.now().date_in(organisation::HOUSE_ZONE);
    let here = rota::of(tx.conn(), tx.tenant(), store, day).await?;
    Ok(here.into_iter().find(|slot| slot.person == owner && !slot.absent).map(|slot| slot.person))
}

/// Whether someone can bring a person in as a lead.
fn may_make(scope: &Scope) -> bool {
    let open = |field: &str| scope.field_at_best(LEAD.name, field) != Access::Hidden;
    scope.can(LEAD.name, Action::Create) && ["name", "phone", "store", "owner", "source"].into_iter().all(open)
}

/// How somebody is addressed who gave a number and no name.
fn addressed(sex: Option<&str>) -> &'static str {
    match sex {
        Some("male") => "先生",
        Some("female") => "女士",
        _ => "到店客户",
    }
}

/// Hangs the visit on its person. That they were here on another day makes it a visit again, unless reception said.
async fn hang(tx: &mut Tx<'_>, visit: &Visit, lead: Option<Id>, customer: Option<Id>) -> Result<(), Refusal> {
    let mut columns = vec![("lead_id", lead.into()), ("customer_id", customer.into())];
    if visit.turn.is_none() {
        let earlier = match (lead, customer) {
            (Some(lead), _) => queries::of_lead(tx.conn(), tx.tenant(), lead).await?,
            (_, Some(customer)) => queries::of_customers(tx.conn(), tx.tenant(), &[customer]).await?,
            _ => Vec::new(),
        };
        let day = |visit: &Visit| visit.arrived_at.date_in(organisation::HOUSE_ZONE);
        let again = earlier.iter().any(|e| e.id != visit.id && e.store_id == visit.store_id && day(e) < day(visit));
        columns.push(("turn", Some(if again { "again" } else { "first" }.to_owned()).into()));
    }
    match queries::change(tx, visit, columns).await? {
        true => {
            let told = serde_json::json!({ "store": visit.store_id, "lead": lead, "customer": customer });
            tx.emit("visit.named.v1", VISIT.name, visit.id, told);
            Ok(())
        }
        false => Err(Refusal::Conflict(visit.version + 1)),
    }
}

/// Whoever stands in the showroom has been reached: the clock of the first contact stops.
async fn met(tx: &mut Tx<'_>, id: Id) -> Result<(), Refusal> {
    let lead = leads::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if after(lead.state(), Act::Contact).is_none() {
        return Ok(());
    }
    let contact = NewContact { channel: "visit".into(), result: "reached".into(), content: None, next_at: None };
    contacts::note(tx, lead, contact).await.map(drop)
}

/// A lead was filed: its visits are the customer's.
pub(crate) async fn filed(tx: &mut Tx<'_>, lead: Id, customer: Id) -> Result<(), Refusal> {
    let visits = queries::of_lead(tx.conn(), tx.tenant(), lead).await?;
    queries::file(tx, lead, customer).await?;
    Ok(tell(tx, &visits, customer).await?)
}

/// The visits on the customer's timeline.
async fn tell(tx: &Tx<'_>, visits: &[Visit], customer: Id) -> Result<(), kernel::DbError> {
    let entry = |visit: &Visit| {
        let entry = NewEntry::at_store(visit.store_id, visit.path.clone(), "visit").about(VISIT.name, visit.id);
        (customer, NewEntry { at: Some(visit.arrived_at), ..entry })
    };
    if visits.is_empty() {
        return Ok(());
    }
    timeline::write(tx, visits.iter().map(entry).collect()).await
}

#[cfg(test)]
mod tests {
    use super::addressed;

    /// LEAD-04: whoever gives no name is addressed as they seem.
    #[test]
    fn salutations() {
        assert_eq!([Some("male"), Some("female"), None].map(addressed), ["先生", "女士", "到店客户"]);
    }
}
