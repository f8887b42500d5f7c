//! Giving out by the house itself, right after an arrival.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, Tx, numbering};
use organisation::settings::{keys, queries as settings};
use records::Refusal;

use super::by_hand::{Given, give, send};
use super::queries;
use super::rules::{Facts, freest};
use crate::lead::{Act, Lead, State, places, queries as leads};
use crate::seams::Seams;
use crate::sources;

/// Gives out what arrives, what a store was sent, and what is open again.
pub struct Distributor(pub Arc<Seams>);

#[async_trait]
impl Consumer for Distributor {
    fn name(&self) -> &'static str {
        "leads.distribute"
    }

    fn wants(&self, event: &str) -> bool {
        matches!(event, "lead.arrived.v1" | "lead.sent.v1" | "lead.reopened.v1")
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        match distribute(tx, &self.0, event.subject).await {
            Ok(_) => Ok(()),
            Err(Refusal::Database(error)) => Err(error),
            // Somebody was faster, or the store has nobody: it stays where it is and is seen there.
            Err(_) => Ok(()),
        }
    }
}

/// Sends a new lead of the head office to the store that the first fitting rule names, and gives a store's to whoever of
/// its people is the freest. What nobody fits stays where it is. The person, if one got it.
pub async fn distribute(tx: &mut Tx<'_>, seams: &Seams, id: Id) -> Result<Option<Id>, Refusal> {
    let Some(mut lead) = leads::find(tx.conn(), tx.tenant(), id).await? else { return Ok(None) };
    if lead.state() != State::New || lead.owner_id.is_some() {
        return Ok(None);
    }
    let Some(store) = lead.store_id else {
        if let Some((rule, store)) = store_for(tx, &lead).await? {
            // Its event brings it back here.
            send(tx, id, store, Some(rule)).await?;
        }
        return Ok(None);
    };
    let found = customers::places::store(tx.conn(), tx.tenant(), &store.to_string()).await?;
    let path = found.map(|s| s.path).unwrap_or_else(|| lead.path.clone());
    if !settings::flag(tx.conn(), tx.tenant(), &path, keys::LEADS_AUTO).await? {
        return Ok(None);
    }
    // Two at the same time take turns, so that both do not choose the same person.
    numbering::take(tx, &format!("lead-turn-{store}"), 1).await?;
    let people = places::consultants(tx, store).await?;
    let ids: Vec<Id> = people.iter().map(|p| p.id).collect();
    let chosen = freest(&ids, &leads::loads(tx.conn(), tx.tenant(), &ids).await?);
    let Some(person) = people.into_iter().find(|p| Some(p.id) == chosen) else { return Ok(None) };
    let given = Given { act: Act::Assign, store, owner: person.id, path: person.path, rule: None, reason: None };
    give(tx, seams, &mut lead, given).await?;
    Ok(Some(person.id))
}

/// The first rule that fits, and its store.
async fn store_for(tx: &Tx<'_>, lead: &Lead) -> Result<Option<(Id, Id)>, Refusal> {
    let rules = queries::all(tx.conn(), tx.tenant()).await?;
    if rules.is_empty() {
        return Ok(None);
    }
    let mut codes = vec![lead.channel.clone()];
    let mut above = lead.source_id;
    while let Some(id) = above.filter(|_| codes.len() < 4) {
        let Some(source) = sources::queries::find(tx.conn(), tx.tenant(), id).await? else { break };
        codes.push(source.code);
        above = source.parent_id;
    }
    let facts = Facts {
        sources: &codes,
        city: lead.city.as_deref(),
        district: lead.district.as_deref(),
        model: lead.model.as_deref(),
    };
    Ok(rules.iter().find(|rule| rule.fits(facts)).map(|rule| (rule.id, rule.store)))
}
