//! Looking what an order would come to, and beginning it.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use kernel::{Action, ConnectionTrait, Id, NewJob, Tx};
use organisation::users::departure::{self, Departure};
use records::Refusal;
use records::commands::FieldError;
use records::operations::{NewOperation, queries as operations};
use records::policy::Look;

use super::job::{HANDOVER, Payload};
use super::late;
use super::model::{Asked, StorePart, StoreWish, To};
use super::queries::{self, Held};
use super::rules::{Share, is_hot};
use super::survey::{self, AtStore, Survey};
use super::views;
use crate::customer::context;
use crate::kind::CUSTOMER;

/// What someone asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The last day; today where none is given.
    pub last_day: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
    /// By store; a store without a wish shares evenly among the leaver's team.
    pub stores: BTreeMap<Id, StoreWish>,
    /// Engagements given by hand.
    pub exceptions: BTreeMap<Id, Id>,
    /// Who gets the views that the leaver shares; whoever lets them go where nobody is named.
    pub views_to: Option<Id>,
}

/// What an order comes to, before anything happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// The order.
    pub asked: Asked,
    /// What hangs on the person.
    pub survey: Survey,
    /// What each receiver gets, by store; none is the pool.
    pub shares: Vec<(Id, BTreeMap<Option<Id>, Share>)>,
}

/// Looks what an order comes to. Refuses as [`departure::leaver`], and at the field (`rest-STORE`, `among-STORE`,
/// `hot-STORE`, `one-ENGAGEMENT`) what cannot be done: `handover-nobody`, `handover-not-here`.
pub async fn preview<C: ConnectionTrait>(look: &Look<'_, C>, user: Id, wish: Wish) -> Result<Preview, Refusal> {
    if !look.scope.can(CUSTOMER.name, Action::Assign) {
        return Err(Refusal::Forbidden);
    }
    let person = departure::leaver(look, user).await?;
    let today = context(look.now).today;
    let survey = survey::survey(look, &person, today).await?;
    let last_day = wish.last_day.unwrap_or_else(|| organisation::powers::today(look.now));
    let mut errors = Vec::new();
    let by_hand = by_hand(look, user, &wish, &survey, &mut errors).await?;
    let (mut stores, mut shares) = (BTreeMap::new(), Vec::new());
    for at in &survey.stores {
        let wanted = wish.stores.get(&at.store.id).cloned();
        let wanted = wanted.unwrap_or_else(|| StoreWish { hot: To::Even, rest: To::Even, among: at.team() });
        check(at, &wanted, &mut errors);
        let mine = by_hand.iter().filter(|(held, _)| held.store_id == at.store.id);
        let (mut hand, mut hot) = (BTreeMap::<Id, i64>::new(), at.count.hot);
        for (held, to) in mine {
            *hand.entry(*to).or_default() += 1;
            hot -= i64::from(is_hot(&held.class, held.grade.as_deref()));
        }
        let rest = at.count.total - at.count.hot - (hand.values().sum::<i64>() - (at.count.hot - hot));
        let standing = at.colleagues.iter().map(|(c, load)| (c.id, *load)).collect();
        let part = StorePart::new(wanted, &standing, &hand, hot, rest);
        let mut of_store: BTreeMap<Option<Id>, Share> = BTreeMap::new();
        for (to, n) in hand {
            of_store.entry(Some(to)).or_default().by_hand += n;
        }
        for (to, n) in part.shares(hot, rest) {
            of_store.entry(to).or_default().by_rule += n;
        }
        shares.push((at.store.id, of_store));
        stores.insert(at.store.id, part);
    }
    let reason = wish.reason.filter(|text| !text.trim().is_empty());
    let views_to = wish.views_to.or(look.scope.user());
    if views_to.is_some_and(|to| !may_have_views(look, &survey, to)) {
        errors.push(wrong("views_to", "handover-not-here"));
    }
    if last_day < organisation::powers::today(look.now) {
        errors.push(wrong("last_day", "leave-day-past"));
    }
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    let exceptions = by_hand.into_iter().map(|(held, to)| (held.id, to)).collect();
    let asked = Asked { user, name: person.name, last_day, reason, stores, exceptions, views_to, views: Vec::new() };
    Ok(Preview { asked, survey, shares })
}

fn wrong(field: &str, code: &str) -> FieldError {
    FieldError { field: field.to_owned(), code: code.to_owned() }
}

fn may_have_views<C: ConnectionTrait>(look: &Look<'_, C>, survey: &Survey, to: Id) -> bool {
    look.scope.user() == Some(to) || survey.stores.iter().any(|at| at.colleagues.iter().any(|(c, _)| c.id == to))
}

/// The customers that are given by hand, each to somebody who may have it.
async fn by_hand<C: ConnectionTrait>(
    look: &Look<'_, C>,
    user: Id,
    wish: &Wish,
    survey: &Survey,
    errors: &mut Vec<FieldError>,
) -> Result<Vec<(Held, Id)>, Refusal> {
    let ids: Vec<Id> = wish.exceptions.keys().copied().collect();
    let mut list = Vec::new();
    for held in queries::held_by_id(look, user, &ids).await? {
        let Some(to) = wish.exceptions.get(&held.id).copied() else { continue };
        let there = survey.stores.iter().find(|at| at.store.id == held.store_id);
        if there.is_some_and(|at| at.colleagues.iter().any(|(c, _)| c.id == to)) {
            list.push((held, to));
        } else {
            errors.push(wrong(&format!("one-{}", held.id), "handover-not-here"));
        }
    }
    Ok(list)
}

fn check(at: &AtStore, wish: &StoreWish, errors: &mut Vec<FieldError>) {
    let here: HashSet<Id> = at.colleagues.iter().map(|(c, _)| c.id).collect();
    for (name, to) in [("hot", wish.hot), ("rest", wish.rest)] {
        if matches!(to, To::One(id) if !here.contains(&id)) {
            errors.push(wrong(&format!("{name}-{}", at.store.id), "handover-not-here"));
        }
    }
    let field = format!("among-{}", at.store.id);
    if wish.among.iter().any(|id| !here.contains(id)) {
        errors.push(wrong(&field, "handover-not-here"));
    }
    if wish.among.is_empty() && (wish.hot == To::Even || wish.rest == To::Even) {
        errors.push(wrong(&field, "handover-nobody"));
    }
}

/// Lets someone go and begins to hand over what they own; false when the same order was begun before, as by a second
/// click. Login, sessions and tokens end with this transaction where the last day is today; customers follow by a job.
pub async fn begin(tx: &mut Tx<'_>, operation: Id, user: Id, wish: Wish) -> Result<bool, Refusal> {
    if let Some(known) = operations::load(tx.conn(), tx.tenant(), operation).await? {
        // An id that names something else is nobody's order.
        let own = known.kind == "leave" && known.owner == tx.scope().user();
        return if own { Ok(false) } else { Err(Refusal::NotFound) };
    }
    let Preview { mut asked, survey, .. } = preview(&Look::within(tx), user, wish).await?;
    tx.in_batch(operation);
    if let Some(to) = asked.views_to {
        asked.views = views::pass(tx, user, to, None).await?;
    }
    let job = tx.new_id();
    let place = match survey.stores.as_slice() {
        [only] => Some((only.store.id, only.store.path.clone())),
        _ => None,
    };
    let new = NewOperation {
        id: operation,
        kind: "leave".to_owned(),
        noun: CUSTOMER.name,
        title: asked.name.clone(),
        asked: serde_json::json!(asked).to_string(),
        place,
        total: 0,
        job: Some(job),
    };
    if !operations::begin(tx, &new).await? {
        return Ok(false);
    }
    departure::depart(tx, Departure { operation, user, last_day: asked.last_day }).await?;
    tx.record("operation", operation, "leave", Vec::new());
    if asked.last_day > organisation::powers::today(tx.now()) {
        late::enqueue(tx, operation, asked.last_day);
    }
    tx.enqueue(NewJob {
        id: Some(job),
        kind: HANDOVER,
        payload: serde_json::json!(Payload { operation, late: false }),
        unique_key: Some(operation.to_string()),
        ..NewJob::default()
    });
    Ok(true)
}
