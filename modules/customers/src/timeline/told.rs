//! Tells people that a note mentions them (CUS-11, SYS-17).

use std::collections::BTreeMap;

use async_trait::async_trait;
use kernel::{Action, Consumer, DbError, Event, Id, Tx};
use organisation::notices::{NewNotice, tell};
use organisation::users;
use records::policy::Look;
use records::{Refusal, find};
use serde::Deserialize;

use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;

/// Leaves a notice for everyone mentioned who may see the customer at the store of the note. Others learn nothing: that
/// somebody is a customer of a store is the store's knowledge.
pub struct Mentions;

/// What the event says.
#[derive(Deserialize)]
struct Noted {
    store: Id,
    #[serde(default)]
    by: Option<Id>,
    #[serde(default)]
    mentions: Vec<Id>,
}

#[async_trait]
impl Consumer for Mentions {
    fn name(&self) -> &'static str {
        "customers.mentions"
    }

    fn wants(&self, event: &str) -> bool {
        event == "customer.noted.v1"
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        // A payload of another make tells nobody anything.
        let Ok(noted) = serde_json::from_value::<Noted>(event.payload.clone()) else { return Ok(()) };
        let author = match noted.by {
            Some(by) => users::queries::find(tx.conn(), tx.tenant(), by).await?,
            None => None,
        };
        let author = author.map(|u| u.name).unwrap_or_default();
        let mut list = Vec::new();
        for user in noted.mentions.iter().filter(|user| Some(**user) != noted.by) {
            if sees(tx, *user, event.subject, noted.store).await? {
                list.push(NewNotice {
                    user: *user,
                    kind: "customer-mentioned",
                    args: BTreeMap::from([("by", author.as_str().into())]),
                    subject: Some((CUSTOMER.name, event.subject)),
                    link: format!("/customers/{}", event.subject),
                });
            }
        }
        tell(tx, event, list).await
    }
}

/// Whether someone may see a customer at a store.
async fn sees(tx: &Tx<'_>, user: Id, customer: Id, store: Id) -> Result<bool, DbError> {
    let scope = match organisation::scope_within(tx, user).await {
        Ok(scope) => scope,
        Err(Refusal::Database(error)) => return Err(error),
        // They left the house meanwhile.
        Err(_) => return Ok(false),
    };
    let look = Look { scope: &scope, conn: tx.conn(), keys: tx.keys(), now: tx.now() };
    let anchors = find::anchors(&look, &CUSTOMER, customer, Action::See).await?;
    let seen = engagements::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    Ok(seen.iter().any(|e| e.store_id == store))
}
