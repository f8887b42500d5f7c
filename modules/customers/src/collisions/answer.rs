//! Deciding about a request, and taking over a customer whose protection has ended.

use kernel::{Action, Id, Instant, Tx};
use records::Refusal;
use records::policy::Look;

use super::ask::{mine, reason_of, settle, told};
use super::cases::{self, Case};
use super::model::{Between, State, Told};
use super::policy::Policy;
use super::protected_until;
use super::rules::{self, Standing, Verdict};
use crate::assignment::{self, By};
use crate::customer::{queries as customers, rules as names};
use crate::engagements::{Engagement, NewEngagement, engage, queries as engagements};
use crate::merge::{self, Choices, Side};
use crate::seams::Seams;
use crate::sharing::{self, NewShare, ShareAccess};

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The store that asked works the customer too; inside a store, whoever asked takes over.
    Allow,
    /// Whoever asked may read what the first store knows until a moment.
    Share(Instant),
    /// No, with a reason.
    Decline(String),
}

/// Answers a request. Whoever owns the first filing, or may give it away, decides; where the customer themselves asked
/// for another consultant of the store, only who may give it away; after an appeal, only who decides above both sides and
/// did not decline. Both sides are told. Refuses `collision-not-asked`, `collision-manager-decides` and
/// `collision-group-judges`.
pub async fn answer(tx: &mut Tx<'_>, seams: &Seams, id: Id, answer: Answer) -> Result<(), Refusal> {
    let case = cases::one(&Look::within(tx), id).await?.filter(Case::is_theirs).ok_or(Refusal::NotFound)?;
    match case.collision.state() {
        State::Asked => {}
        State::Appealed if case.may_judge(tx.scope().user()) => {}
        State::Appealed => return Err(Refusal::Rule("collision-group-judges")),
        _ => return Err(Refusal::Rule("collision-not-asked")),
    }
    let (own, first) = sides(tx, &case).await?;
    let wishes = case.collision.between() == Between::Store && case.collision.wish;
    if wishes && !tx.scope().reach("customer", Action::Assign).covers(&first.place()) {
        return Err(Refusal::Rule("collision-manager-decides"));
    }
    let (state, until, reason) = match &answer {
        Answer::Allow => (State::Allowed, None, None),
        Answer::Share(until) => (State::Shared, Some(*until), None),
        Answer::Decline(reason) => (State::Declined, None, Some(reason_of(reason)?)),
    };
    let changes = vec![
        ("state", state.name().into()),
        ("decided_at", tx.now().into()),
        ("decided_by_id", tx.scope().user().into()),
        ("decided_by_name", tx.scope().actor_name().into()),
        ("decide_reason", reason.clone().into()),
        ("until", until.map(|until| until.0).into()),
    ];
    settle(tx, &case, changes, state.name()).await?;
    told(tx, &case, state.name(), reason).await?;
    match answer {
        Answer::Allow => admit(tx, seams, &own, &first).await?,
        Answer::Share(until) => {
            let grantee = case.collision.asked_by_id.ok_or(Refusal::NotFound)?;
            let (customer, store) = (first.customer_id, first.store_id);
            sharing::share(tx, NewShare { customer, store, grantee, access: ShareAccess::Read, until }).await?;
        }
        Answer::Decline(_) => {}
    }
    tx.emit("collision.decided.v1", "collision", id, serde_json::json!({ "by": tx.scope().user() }));
    Ok(())
}

/// Takes over a colleague's customer whose protection has ended, or who is nobody's (rule 2). The owner before is told.
/// Refuses `collision-still-protected`.
pub async fn take(tx: &mut Tx<'_>, seams: &Seams, id: Id) -> Result<(), Refusal> {
    let case = mine(tx, id).await?;
    let open = matches!(case.collision.state(), State::Open | State::Left | State::Asked | State::Declined);
    if !open || case.collision.told() == Told::Silent {
        return Err(Refusal::Rule("collision-not-open"));
    }
    let (own, first) = sides(tx, &case).await?;
    let policy = Policy::load(tx.conn(), tx.tenant()).await?;
    let until = protected_until(tx.conn(), tx.tenant(), &policy, &first).await?;
    let standing = Standing { owned: first.owner_id.is_some(), until, wish: false };
    if rules::verdict(case.collision.between(), standing, tx.now()) != Verdict::Passes {
        return Err(Refusal::Rule("collision-still-protected"));
    }
    let changes = vec![
        ("state", State::Taken.name().into()),
        ("decided_at", tx.now().into()),
        ("decided_by_name", tx.scope().actor_name().into()),
    ];
    settle(tx, &case, changes, "take").await?;
    told(tx, &case, "taken", None).await?;
    admit(tx, seams, &own, &first).await?;
    tx.emit("collision.taken.v1", "collision", id, serde_json::json!({ "from": first.owner_id }));
    Ok(())
}

/// Both engagements as they stand. A first filing that was put away leaves nothing to decide.
async fn sides(tx: &Tx<'_>, case: &Case) -> Result<(Engagement, Engagement), Refusal> {
    let ids = [case.collision.engagement_id, case.collision.first_engagement_id];
    let found = engagements::by_ids(tx.conn(), tx.tenant(), &ids).await?;
    let side = |id: Id| found.iter().find(|e| e.id == id).cloned().ok_or(Refusal::Rule("collision-side-gone"));
    Ok((side(ids[0])?, side(ids[1])?))
}

/// The newcomer works the customer. Where the names fit, the later file becomes a part of the first one, with everything
/// that was typed; inside a store the newcomer becomes the owner. Where they do not (a phone is shared in families), both
/// files stand, and the first one gets the newcomer's store or owner besides.
async fn admit(tx: &mut Tx<'_>, seams: &Seams, own: &Engagement, first: &Engagement) -> Result<(), Refusal> {
    if own.customer_id == first.customer_id {
        return Ok(());
    }
    let find = async |id: Id| customers::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound);
    let (newer, older) = (find(own.customer_id).await?, find(first.customer_id).await?);
    if names::compatible(&newer.name, &older.name) {
        let mut choices = Choices::default();
        if own.store_id == first.store_id {
            choices.owners.insert(own.store_id, Side::Absorbed);
        }
        return merge::by_verdict(tx, seams, first.customer_id, own.customer_id, &choices).await.map(drop);
    }
    if own.store_id == first.store_id {
        let by = By { rule: None, reason: None };
        return assignment::move_to(tx, seams, first, own.owner_id, own.path.clone(), by).await;
    }
    if engagements::at_store(tx.conn(), tx.tenant(), first.customer_id, own.store_id).await?.is_some() {
        return Ok(());
    }
    let new = NewEngagement {
        owner: own.owner_id,
        class: own.class.clone(),
        grade: own.grade.clone(),
        source: own.source.clone(),
        ..NewEngagement::new(own.store_id, own.path.clone())
    };
    engage::add(tx, seams, first.customer_id, &new).await.map(drop)
}
