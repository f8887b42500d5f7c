//! Filing (建档): the lead ends, the customer's file goes on. The customer is found or made by the commands of customers,
//! collision guard included; who opens opportunities is told in the same transaction.

mod queries;

use chrono::NaiveDate;
use customers::timeline::{self, NewEntry};
use customers::{CUSTOMER, CreateError};
use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Input, Refusal, find};

use crate::LEAD;
use crate::lead::invalid::editable;
use crate::lead::moves::{self, Step};
use crate::lead::{Act, Lead};
use crate::seams::{Opening, Seams};

/// What a filing says besides what the lead says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filing {
    /// The name as it is to stand in the file.
    pub name: String,
    /// The number.
    pub phone: String,
    /// Intention level (dictionary `customer-grade`).
    pub level: String,
    /// The model wanted, in words.
    pub model: String,
    /// When they expect to buy.
    pub expected_on: Option<NaiveDate>,
}

/// What a filing came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The customer.
    pub customer: Id,
    /// Whether the file was there before.
    pub known: bool,
    /// The opportunity that was opened.
    pub opportunity: Option<Id>,
}

/// Files a lead that was really reached. Asks for a name, a number, a level and a model (domain.md §2.1).
pub async fn file(tx: &mut Tx<'_>, seams: &Seams, id: Id, version: i64, filing: Filing) -> Result<Filed, Refusal> {
    let mut lead = editable(tx, id, Action::Edit).await?;
    if lead.version != version {
        return Err(Refusal::Conflict(lead.version));
    }
    crate::lead::machine::step(lead.state(), Act::File)?;
    let store = lead.store_id.ok_or_else(|| Refusal::field("store", "field-required"))?;
    for (field, text) in
        [("name", &filing.name), ("phone", &filing.phone), ("level", &filing.level), ("model", &filing.model)]
    {
        if text.trim().is_empty() {
            return Err(Refusal::field(field, "field-required"));
        }
    }
    if filing.model.chars().count() > 400 {
        return Err(Refusal::field("model", "field-too-long"));
    }
    let (customer, known) = customer(tx, seams, &lead, store, &filing).await?;
    let model = filing.model.trim().to_owned();
    let columns = vec![
        ("customer_id", Some(customer).into()),
        ("level", Some(filing.level.clone()).into()),
        ("model", Some(model.clone()).into()),
    ];
    moves::take(tx, &mut lead, Act::File, Step { columns, ..Step::default() }).await?;
    let entry = NewEntry::at_store(store, lead.path.clone(), "lead").about(LEAD.name, id).saying(model.clone());
    timeline::write(tx, vec![(customer, NewEntry { at: Some(lead.received_at), ..entry })]).await?;
    crate::showroom::naming::filed(tx, id, customer).await?;
    let milestone = crate::showroom::milestone::of_lead(tx, id).await?;
    let opening = Opening {
        customer,
        store,
        owner: lead.owner_id,
        source: lead.source_id,
        channel: lead.channel.clone(),
        level: Some(filing.level),
        models: vec![(model, lead.model_id)],
        expected_on: filing.expected_on,
        milestone,
        lead: id,
    };
    let mut opportunity = None;
    for opens in &seams.opens {
        opportunity = opportunity.or(opens.open(tx, &opening).await?);
    }
    let told = serde_json::json!({ "customer": customer, "known": known, "opportunity": opportunity, "store": store });
    tx.emit("lead.filed.v1", LEAD.name, id, told);
    Ok(Filed { customer, known, opportunity })
}

/// The customer: one within the actor's reach who has this number and a name that fits, else a new file.
async fn customer(
    tx: &mut Tx<'_>,
    seams: &Seams,
    lead: &Lead,
    store: Id,
    filing: &Filing,
) -> Result<(Id, bool), Refusal> {
    let mut input = Input::default();
    input.set("store", store.to_string());
    input.set("engagement_source", lead.channel.as_str());
    input.set("grade", filing.level.as_str());
    if let Some(owner) = lead.owner_id {
        input.set("owner", owner.to_string());
    }
    let engagement = input.clone();
    for (field, text) in [
        ("name", Some(&filing.name)),
        ("phone", Some(&filing.phone)),
        ("wechat", lead.wechat.as_ref()),
        ("city", lead.city.as_ref()),
        ("district", lead.district.as_ref()),
        ("remark", lead.remark.as_ref()),
        ("source", Some(&lead.channel)),
    ] {
        if let Some(text) = text {
            input.set(field, text.as_str());
        }
    }
    match customers::create(tx, &seams.customers, &input).await {
        Ok(made) => Ok((made.id, false)),
        Err(CreateError::Duplicate { customer, at_this_store }) => {
            if !at_this_store {
                customers::engage(tx, &seams.customers, customer, &engagement).await?;
            } else if let Some(owner) = lead.owner_id {
                take_over(tx, seams, customer, store, owner).await?;
            }
            Ok((customer, true))
        }
        Err(CreateError::Refused(Refusal::Invalid(errors))) => Err(Refusal::Invalid(
            errors
                .into_iter()
                .map(|mut e| {
                    e.field = if e.field == "grade" { "level".into() } else { e.field };
                    e
                })
                .collect(),
        )),
        Err(CreateError::Refused(refusal)) => Err(refusal),
    }
}

/// A customer whom nobody of the store has becomes the lead's owner's, where the actor may give customers away.
async fn take_over(tx: &mut Tx<'_>, seams: &Seams, customer: Id, store: Id, owner: Id) -> Result<(), Refusal> {
    match find::require(&Look::within(tx), &CUSTOMER, customer, Action::Assign).await {
        Ok(_) => {}
        Err(Refusal::NotFound | Refusal::Forbidden) => return Ok(()),
        Err(other) => return Err(other),
    }
    if queries::is_free(tx.conn(), tx.tenant(), customer, store).await? {
        let target = customers::assignment::Target::Owner(owner);
        customers::assignment::assign(tx, &seams.customers, customer, store, target, None).await?;
    }
    Ok(())
}
