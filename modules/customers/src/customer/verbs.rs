//! What can be done with many customers at once besides changing their fields: giving them to someone, tagging them.

use kernel::{Action, Id, Tx};
use records::policy::Look;
use records::{Field, FieldKind, Input, Refusal, Uses, Verb, find};

use crate::assignment::{self, Target};
use crate::engagements::{Engagement, queries};
use crate::kind::CUSTOMER;
use crate::seams::Seams;
use crate::tags;

const USER: FieldKind = FieldKind::Reference { kind: "user", table: "users", label: "name" };
const REQUIRED: Uses = Uses::FORM.and(Uses::REQUIRED);

/// What an owner takes: nobody is the pool of the store.
const ASSIGN: [Field; 2] =
    [Field::new("owner", USER).only(Uses::FORM), Field::new("reason", FieldKind::Text).only(REQUIRED)];
const TAG: [Field; 1] = [Field::new("tag", FieldKind::Choice("customer-tag")).only(REQUIRED)];

/// See the module.
pub(super) const VERBS: [Verb; 3] = [
    Verb { name: "assign", action: Action::Assign, fields: &ASSIGN },
    Verb { name: "tag", action: Action::Edit, fields: &TAG },
    Verb { name: "untag", action: Action::Edit, fields: &TAG },
];

/// Does one of them with a customer at the actor's own store, else at the only one within reach. Refuses
/// `customer-store-unclear`.
pub(super) async fn perform(tx: &mut Tx<'_>, seams: &Seams, id: Id, verb: &str, input: &Input) -> Result<(), Refusal> {
    let Some(known) = VERBS.iter().find(|v| v.name == verb) else { return Err(Refusal::NotFound) };
    let anchors = find::require(&Look::within(tx), &CUSTOMER, id, known.action).await?;
    let mine = queries::by_ids(tx.conn(), tx.tenant(), &anchors).await?;
    let store = store(tx, &mine, input)?;
    let tag = input.get("tag").unwrap_or_default();
    match verb {
        "assign" => {
            let owner = input.filled("owner").map(str::parse::<Id>).transpose();
            let owner = owner.map_err(|_| Refusal::field("owner", "field-unknown-record"))?;
            let target = owner.map_or(Target::Pool(None), Target::Owner);
            let reason = input.filled("reason").map(str::to_owned);
            assignment::assign(tx, seams, id, store, target, reason).await
        }
        "tag" => {
            // A tag that is there already is no change.
            let there = tags::queries::of(tx.conn(), tx.tenant(), id, &[store]).await?;
            if there.iter().any(|t| t.tag == tag) {
                return Ok(());
            }
            tags::add(tx, id, store, tag).await
        }
        _ => tags::remove(tx, id, store, tag).await,
    }
}

fn store(tx: &Tx<'_>, mine: &[Engagement], input: &Input) -> Result<Id, Refusal> {
    let home = input.filled("store").and_then(|id| id.parse().ok()).or(tx.scope().powers.home_store);
    match (mine.iter().find(|e| Some(e.store_id) == home), mine) {
        (Some(own), _) => Ok(own.store_id),
        (None, [only]) => Ok(only.store_id),
        _ => Err(Refusal::field("store", "customer-store-unclear")),
    }
}
