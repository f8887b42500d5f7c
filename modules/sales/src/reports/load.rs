//! Reading a report: a fixed number of statements, however many people and stores there are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{ConnectionTrait, DbError, Id};
use records::policy::Look;

use crate::figures::{self, Asked, Counts, Key, Source};
use crate::funnel::names;

/// A store or a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Who; none is nobody, or no store.
    pub who: Option<Id>,
    /// Their name; empty for nobody.
    pub name: String,
    /// Of the time, with what stands now.
    pub now: Counts,
    /// Of the time before.
    pub before: Counts,
}

/// What a report says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// All of it together.
    pub total: Line,
    /// By store or person, by name.
    pub lines: Vec<Line>,
    /// Groups for the showroom by day, counted from the first.
    pub days: BTreeMap<i64, i64>,
}

/// The report of a time. What stands now belongs to a time that goes on.
pub async fn load<C: ConnectionTrait>(
    look: &Look<'_, C>,
    asked: &Asked,
    key: Key,
    goes_on: bool,
) -> Result<Report, DbError> {
    let tally = figures::read(look, asked, key, &Source::PAST).await?;
    let standing = match goes_on {
        true => figures::now(look, asked, key).await?,
        false => BTreeMap::new(),
    };
    let days = figures::by_day(look, asked).await?;
    let whose: BTreeSet<Option<Id>> =
        tally.now.keys().chain(tally.before.keys()).chain(standing.keys()).copied().collect();
    let ids: Vec<Id> = whose.iter().flatten().copied().collect();
    let table = match key {
        Key::Store => "nodes",
        Key::Person => "users",
    };
    let names: HashMap<Id, String> = names(look, table, &ids).await?;
    let line = |who: Option<Id>| {
        let mut now = tally.now.get(&who).cloned().unwrap_or_default();
        if let Some(held) = standing.get(&who) {
            now.add_all(&held.counts);
        }
        let name = who.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        Line { who, name, now, before: tally.before.get(&who).cloned().unwrap_or_default() }
    };
    let mut lines: Vec<Line> = whose.into_iter().map(line).collect();
    // Nobody stands last.
    lines.sort_by_key(|line| (line.who.is_none(), identifiers::pinyin::sort_key(&line.name)));
    let mut total = Line::default();
    for line in &lines {
        total.now.add_all(&line.now);
        total.before.add_all(&line.before);
    }
    Ok(Report { total, lines, days })
}
