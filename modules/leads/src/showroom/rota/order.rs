//! The order of the rota, without a database.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// Where somebody stands in the rota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Turn {
    /// Who.
    pub user_id: Id,
    /// When they last went to the end.
    pub turn_at: Instant,
    /// The day on which they are absent.
    pub absent_on: Option<NaiveDate>,
}

/// A place in the rota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Who.
    pub person: Id,
    /// Their name.
    pub name: String,
    /// Whether they are absent today.
    pub absent: bool,
}

/// People in the order of their turns: whoever went to the end longest ago is next, whoever never did before all others;
/// those who are absent on the day stand last.
pub fn order(people: Vec<(Id, String)>, turns: &HashMap<Id, Turn>, day: NaiveDate) -> Vec<Slot> {
    let mut slots: Vec<(Option<i64>, Slot)> = people
        .into_iter()
        .map(|(person, name)| {
            let turn = turns.get(&person);
            let absent = turn.and_then(|t| t.absent_on) == Some(day);
            (turn.map(|t| t.turn_at.0), Slot { person, name, absent })
        })
        .collect();
    slots.sort_by_key(|(turn, slot)| (slot.absent, *turn, slot.person));
    slots.into_iter().map(|(_, slot)| slot).collect()
}

/// Whose turn it is.
pub fn next(slots: &[Slot]) -> Option<Id> {
    slots.iter().find(|slot| !slot.absent).map(|slot| slot.person)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LEAD-04: people take turns; whoever is absent today is passed over, and is there again tomorrow in their old place.
    #[test]
    fn turns() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let people: Vec<(Id, String)> = (1..=3).map(|n| (Id::from_u128(n), format!("p{n}"))).collect();
        let mut turns = HashMap::new();
        let mut received = Vec::new();
        for at in 1..=6 {
            let who = next(&order(people.clone(), &turns, day)).unwrap();
            turns.insert(who, Turn { user_id: who, turn_at: Instant(at), absent_on: None });
            received.push(who.as_u128());
        }
        assert_eq!(received, [1, 2, 3, 1, 2, 3]);
        let first = Id::from_u128(1);
        turns.get_mut(&first).unwrap().absent_on = Some(day);
        let today = order(people.clone(), &turns, day);
        assert_eq!(next(&today), Some(Id::from_u128(2)));
        assert!(today[2].absent && today[2].person == first);
        let tomorrow = order(people, &turns, day.succ_opt().unwrap());
        assert_eq!(next(&tomorrow), Some(first));
        assert_eq!(next(&[]), None);
    }
}
