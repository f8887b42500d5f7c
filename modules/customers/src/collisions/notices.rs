//! Tells people of requests, answers and unusual numbers (SYS-17).

use std::collections::BTreeMap;

use async_trait::async_trait;
use kernel::scope::Place;
use kernel::{Action, Consumer, DbError, Event, Id, Tx};
use organisation::notices::{NewNotice, tell};
use records::Refusal;
use serde_json::Value;

use super::model::State;
use super::queries::{self, Whole};
use crate::kind::CUSTOMER;

/// Leaves the notices of collisions.
pub struct Tellings;

#[async_trait]
impl Consumer for Tellings {
    fn name(&self) -> &'static str {
        "customers.collisions"
    }

    fn wants(&self, event: &str) -> bool {
        matches!(
            event,
            "collision.asked.v1"
                | "collision.decided.v1"
                | "collision.taken.v1"
                | "collision.escalated.v1"
                | "collision.appealed.v1"
                | "collision.unusual.v1"
        )
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        let list = match event.name.as_str() {
            "collision.unusual.v1" => unusual(tx, event).await?,
            name => match queries::whole(tx.conn(), tx.tenant(), event.subject).await? {
                Some(whole) => of_case(tx, name, &whole, event).await?,
                None => Vec::new(),
            },
        };
        tell(tx, event, list).await
    }
}

async fn of_case(tx: &Tx<'_>, name: &str, whole: &Whole, event: &Event) -> Result<Vec<NewNotice>, DbError> {
    let case = &whole.case;
    let first = Place { owner: whole.first_owner, store: Some(case.first_store_id), path: whole.first_path.clone() };
    let own = Place { owner: whole.own_owner, store: Some(case.store_id), path: whole.own_path.clone() };
    let page = format!("/collisions/{}", case.id);
    let asked = |user: Id, kind: &'static str| NewNotice {
        user,
        kind,
        args: BTreeMap::from([
            ("by", case.asked_by_name.clone().unwrap_or_default().into()),
            ("store", whole.store_name.as_str().into()),
        ]),
        subject: Some((CUSTOMER.name, whole.first_customer)),
        link: page.clone(),
    };
    Ok(match name {
        "collision.asked.v1" => {
            let mut people = leaders(tx, Some(case.first_store_id), &[&first]).await?;
            people.extend(whole.first_owner);
            once(people, case.asked_by_id).into_iter().map(|user| asked(user, "collision-asked")).collect()
        }
        "collision.escalated.v1" => {
            let people = leaders(tx, None, &[&first, &own]).await?;
            once(people, None).into_iter().map(|user| asked(user, "collision-escalated")).collect()
        }
        "collision.appealed.v1" => {
            let people = leaders(tx, None, &[&first, &own]).await?;
            once(people, case.refused_by_id).into_iter().map(|user| asked(user, "collision-appealed")).collect()
        }
        "collision.taken.v1" => {
            let from = event.payload.get("from").and_then(Value::as_str).and_then(|id| id.parse::<Id>().ok());
            let by = case.decided_by_name.clone().unwrap_or_default();
            let notice = |user| NewNotice {
                user,
                kind: "collision-taken",
                args: BTreeMap::from([("by", Value::from(by.as_str()))]),
                subject: None,
                link: "/notices?show=all".into(),
            };
            from.into_iter().map(notice).collect()
        }
        _ => decided(whole, event, &page),
    })
}

/// Both sides hear of an answer: who asked, who filed, and the owner of the first filing; not who answered.
fn decided(whole: &Whole, event: &Event, page: &str) -> Vec<NewNotice> {
    let case = &whole.case;
    let by = event.payload.get("by").and_then(Value::as_str).and_then(|id| id.parse::<Id>().ok());
    let (kind, link) = match case.state() {
        State::Allowed => ("collision-allowed", format!("/customers/{}", whole.first_customer)),
        State::Shared => ("collision-shared", format!("/customers/{}", whole.first_customer)),
        _ => ("collision-declined", page.to_owned()),
    };
    let askers = once(case.asked_by_id.into_iter().chain(case.by_id).collect(), by);
    let notice = |user, kind, args, link: &str| NewNotice { user, kind, args, subject: None, link: link.to_owned() };
    let mut list: Vec<NewNotice> = askers.iter().map(|user| notice(*user, kind, BTreeMap::new(), &link)).collect();
    let owner = whole.first_owner.filter(|owner| Some(*owner) != by && !askers.contains(owner));
    let answered = BTreeMap::from([("by", Value::from(case.decided_by_name.clone().unwrap_or_default()))]);
    list.extend(owner.map(|owner| notice(owner, "collision-answered", answered, page)));
    list
}

/// The group hears that a store was told of more than it may be in a day, or a person filed more than in an hour.
async fn unusual(tx: &Tx<'_>, event: &Event) -> Result<Vec<NewNotice>, DbError> {
    let Some((name, path)) = store(tx, event.subject).await? else { return Ok(Vec::new()) };
    let place = Place { owner: None, store: Some(event.subject), path };
    let by = event.payload.get("by").and_then(Value::as_str).unwrap_or_default();
    let people = leaders(tx, None, &[&place]).await?;
    let notice = |user| NewNotice {
        user,
        kind: "collision-unusual",
        args: BTreeMap::from([("by", Value::from(by)), ("store", Value::from(name.as_str()))]),
        subject: None,
        link: "/collisions?tab=whole".into(),
    };
    Ok(once(people, None).into_iter().map(notice).collect())
}

async fn store(tx: &Tx<'_>, id: Id) -> Result<Option<(String, String)>, DbError> {
    Ok(crate::places::store(tx.conn(), tx.tenant(), &id.to_string()).await?.map(|store| (store.name, store.path)))
}

/// Those who may give customers away at all of the places: of a store, or, where none is named, above all stores.
async fn leaders(tx: &Tx<'_>, store: Option<Id>, places: &[&Place]) -> Result<Vec<Id>, DbError> {
    let above = places.split_first().map(|(first, rest)| {
        rest.iter().fold(first.path.clone(), |path, place| super::rules::common(&path, &place.path).to_owned())
    });
    let paths = above.map(|path| above_of(&path)).unwrap_or_default();
    let day = crate::customer::context(tx.now()).today;
    let mut found = Vec::new();
    for user in queries::leaders(tx, store, &paths, day).await? {
        let scope = match organisation::scope_within(tx, user).await {
            Ok(scope) => scope,
            Err(Refusal::Database(error)) => return Err(error),
            Err(_) => continue,
        };
        let reach = scope.reach(CUSTOMER.name, Action::Assign);
        if places.iter().all(|place| reach.covers(place)) {
            found.push(user);
        }
    }
    Ok(found)
}

/// A path and all above it.
fn above_of(path: &str) -> Vec<String> {
    path.char_indices().filter(|(at, c)| *c == '/' && *at > 0).map(|(at, _)| path[..=at].to_owned()).collect()
}

/// Each once, without one.
fn once(mut people: Vec<Id>, but: Option<Id>) -> Vec<Id> {
    people.sort_unstable();
    people.dedup();
    people.retain(|user| Some(*user) != but);
    people
}
