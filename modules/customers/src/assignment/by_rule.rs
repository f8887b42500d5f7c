//! Giving customers out by the store's rules.

use kernel::{Action, DbError, Id, Tx};
use records::policy::Look;
use records::{Refusal, find};

use super::by_hand::{By, move_to};
use super::queries;
use super::rules::{Arrival, choose};
use crate::customer::{context, queries as customers};
use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;
use crate::places;
use crate::seams::Seams;

/// Whom a rule chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The rule.
    pub rule: Id,
    /// The person.
    pub owner: Id,
    /// Path of their post in the store.
    pub path: String,
}

/// The owner that a store's rules choose for an arrival; none when no rule fits or nobody it names is at work. The
/// rule's turn is taken.
pub async fn choose_owner(tx: &Tx<'_>, store: Id, arrival: Arrival<'_>) -> Result<Option<Choice>, DbError> {
    for rule in queries::rules(tx.conn(), tx.tenant(), store).await? {
        if !rule.active || !rule.conditions.fit(arrival) {
            continue;
        }
        let mut people = places::owners(tx.conn(), tx.tenant(), store, &rule.owners, context(tx.now()).today).await?;
        if people.is_empty() {
            continue;
        }
        // In the order of the rule, whatever the database answers.
        people.sort_by_key(|p| rule.owners.iter().position(|o| *o == p.id));
        let ids: Vec<Id> = people.iter().map(|p| p.id).collect();
        let turn = queries::take_turn(tx, rule.id).await?;
        let loads = queries::loads(tx.conn(), tx.tenant(), store, &ids).await?;
        let chosen = choose(rule.method, &ids, turn, &loads);
        return Ok(people.into_iter().find(|p| Some(p.id) == chosen).map(|p| Choice {
            rule: rule.id,
            owner: p.id,
            path: p.path,
        }));
    }
    Ok(None)
}

/// Assigns a customer of a store by its rules; refuses `customer-no-rule-fits`.
pub async fn assign_by_rule(tx: &mut Tx<'_>, seams: &Seams, customer: Id, store: Id) -> Result<Choice, Refusal> {
    let anchors = find::require(&Look::within(tx), &CUSTOMER, customer, Action::Assign).await?;
    let mine = engagements::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    let engagement = mine.into_iter().find(|e| e.store_id == store).ok_or(Refusal::NotFound)?;
    let (facts, _) = customers::facts(&Look::within(tx), customer).await?.ok_or(Refusal::NotFound)?;
    let source = engagement.source.as_deref().or(facts.get_text("source"));
    let arrival = Arrival { source, district: facts.get_text("district"), grade: engagement.grade.as_deref() };
    let choice = choose_owner(tx, store, arrival).await?.ok_or(Refusal::Rule("customer-no-rule-fits"))?;
    let by = By { rule: Some(choice.rule), reason: None };
    move_to(tx, seams, &engagement, Some(choice.owner), choice.path.clone(), by).await?;
    Ok(choice)
}
