//! Reading figures: one statement for each source, however many stores and people there are.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use kernel::sql::Query;
use kernel::{Action, ConnectionTrait, DbError, Id, Instant};
use records::policy::{self, Look};

use super::catalogue::{FIGURES, Figure, Value};
use super::days::Span;
use super::source::Source;

/// Microseconds of a day, and of a minute.
const DAY: i64 = 86_400_000_000;
const MINUTE: i64 = 60_000_000;

/// By what figures are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// By store.
    Store,
    /// By whose it was.
    Person,
}

impl Key {
    pub(super) fn column(self) -> &'static str {
        match self {
            Key::Store => "a.store_id",
            Key::Person => "a.owner_id",
        }
    }
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of this time.
    pub span: Span,
    /// And of an earlier one, to compare with.
    pub before: Option<Span>,
    /// Only of this store at that time, or of none: the head office.
    pub store: Option<Option<Id>>,
    /// Only of this person at that time, or of nobody.
    pub owner: Option<Option<Id>>,
    /// Only what is open in this stage.
    pub stage: Option<String>,
    /// The day that it is at the store.
    pub today: NaiveDate,
}

/// Counts by the codes of their figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub HashMap<&'static str, i64>);

impl Counts {
    /// The count of a code; what was not counted is 0.
    pub fn get(&self, code: &str) -> i64 {
        self.0.get(code).copied().unwrap_or(0)
    }

    /// Counts so many more.
    pub fn add(&mut self, code: &'static str, n: i64) {
        *self.0.entry(code).or_default() += n;
    }

    /// Counts all that others counted.
    pub fn add_all(&mut self, others: &Counts) {
        others.0.iter().for_each(|(code, n)| self.add(code, *n));
    }

    /// A figure: a count, or tenths of a percent; none where there is nothing to divide by. Minutes stand among the counts.
    pub fn value(&self, figure: &Figure) -> Option<i64> {
        match figure.value {
            Value::Count { .. } => Some(self.get(figure.code)),
            Value::Share { part, whole } => crate::funnel::rules::rate(self.get(part), self.get(whole)),
            Value::Minutes { .. } => self.0.get(figure.code).copied(),
        }
    }
}

/// Figures by store or person, of a time and of the one before. Nobody's and no store's stand under none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Of the time.
    pub now: BTreeMap<Option<Id>, Counts>,
    /// Of the one before.
    pub before: BTreeMap<Option<Id>, Counts>,
}

impl Tally {
    /// All of the time together, and of the one before.
    pub fn total(&self) -> (Counts, Counts) {
        let all = |of: &BTreeMap<Option<Id>, Counts>| {
            let mut sum = Counts::default();
            of.values().for_each(|counts| sum.add_all(counts));
            sum
        };
        (all(&self.now), all(&self.before))
    }
}

/// Writes a figure's condition, with the moment and the day that it asks for.
pub(super) fn only<C: ConnectionTrait>(q: &mut Query, look: &Look<'_, C>, asked: &Asked, text: &str) {
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else { break };
        q.push(before);
        match name {
            "today" => q.bind(asked.today),
            _ => q.bind(look.now),
        };
        rest = behind;
    }
    q.push(rest);
}

/// Writes which facts `a` are meant, within the reader's reach; ` FROM` and all.
pub(super) fn meant<C: ConnectionTrait>(q: &mut Query, look: &Look<'_, C>, source: Source, asked: &Asked) {
    q.push(" FROM (").push(source.facts()).push(") a WHERE a.tenant_id = ").bind(look.scope.tenant);
    if !source.is_now() {
        let from = asked.before.map_or(asked.span.from, |before| before.from);
        q.push(" AND a.at >= ").bind(from).push(" AND a.at < ").bind(asked.span.to);
        if let Some(before) = asked.before.filter(|before| before.to < asked.span.from) {
            q.push(" AND (a.at < ").bind(before.to).push(" OR a.at >= ").bind(asked.span.from).push(")");
        }
    }
    within(q, look, source, asked);
}

/// Writes whose and where facts `a` may be.
pub(super) fn within<C: ConnectionTrait>(q: &mut Query, look: &Look<'_, C>, source: Source, asked: &Asked) {
    q.push(" AND ");
    policy::condition(q, &source.reach(look.scope), "a", source.kind(), Action::See, look.now);
    match asked.store {
        Some(Some(store)) => drop(q.push(" AND a.store_id = ").bind(store)),
        Some(None) => drop(q.push(" AND a.store_id IS NULL")),
        None => {}
    }
    match asked.owner {
        Some(Some(owner)) => drop(q.push(" AND a.owner_id = ").bind(owner)),
        Some(None) => drop(q.push(" AND a.owner_id IS NULL")),
        None => {}
    }
    if let Some(stage) = asked.stage.as_deref().filter(|_| source == Source::Open) {
        q.push(" AND a.stage = ").bind(stage);
    }
}

/// The counts of sources by store or person. A source that is closed to the reader is not asked.
pub async fn read<C: ConnectionTrait>(
    look: &Look<'_, C>,
    asked: &Asked,
    key: Key,
    sources: &[Source],
) -> Result<Tally, DbError> {
    let mut tally = Tally::default();
    for source in sources.iter().copied().filter(|source| source.is_shown(look.scope)) {
        let counts = |f: &&Figure| matches!(f.value, Value::Count { of, .. } if of == source);
        let counted: Vec<&Figure> = FIGURES.iter().filter(counts).collect();
        let mut q = Query::new();
        q.push("SELECT CAST(CASE WHEN a.at >= ").bind(asked.span.from).push(" THEN 1 ELSE 0 END AS bigint) AS this, ");
        q.push(key.column()).push(" AS who");
        for (n, figure) in counted.iter().enumerate() {
            match figure.only() {
                "" => drop(q.push(", count(*)")),
                text => {
                    q.push(", CAST(sum(CASE WHEN ");
                    only(&mut q, look, asked, text);
                    q.push(" THEN 1 ELSE 0 END) AS bigint)");
                }
            }
            q.push(&format!(" AS c{n}"));
        }
        meant(&mut q, look, source, asked);
        q.push(" GROUP BY 1, 2");
        for row in q.rows(look.conn).await? {
            let this = row.try_get::<i64>("", "this")? == 1;
            let time = if this { &mut tally.now } else { &mut tally.before };
            let counts = time.entry(row.try_get("", "who")?).or_default();
            for (n, figure) in counted.iter().enumerate() {
                counts.add(figure.code, row.try_get("", &format!("c{n}"))?);
            }
        }
    }
    Ok(tally)
}

/// Groups for the showroom by day of a time, counted from its first.
pub async fn by_day<C: ConnectionTrait>(look: &Look<'_, C>, asked: &Asked) -> Result<BTreeMap<i64, i64>, DbError> {
    let figure = Figure::of("visits").filter(|f| f.source().is_shown(look.scope));
    let Some(figure) = figure else { return Ok(BTreeMap::new()) };
    let asked = Asked { before: None, ..asked.clone() };
    let mut q = Query::new();
    q.push("SELECT (a.at - ").bind(asked.span.from).push(&format!(") / {DAY} AS day, count(*) AS n"));
    meant(&mut q, look, figure.source(), &asked);
    q.push(" AND ");
    only(&mut q, look, &asked, figure.only());
    q.push(" GROUP BY 1");
    q.rows(look.conn).await?.iter().map(|row| Ok((row.try_get("", "day")?, row.try_get("", "n")?))).collect()
}

/// The minutes to the first contact by store or person: the median of each, and of all together.
pub async fn minutes<C: ConnectionTrait>(
    look: &Look<'_, C>,
    asked: &Asked,
    key: Key,
) -> Result<(BTreeMap<Option<Id>, i64>, Option<i64>), DbError> {
    let figure = Figure::of("answer-minutes").filter(|f| f.source().is_shown(look.scope));
    let Some(figure) = figure else { return Ok((BTreeMap::new(), None)) };
    let asked = Asked { before: None, ..asked.clone() };
    let mut q = Query::new();
    q.push("SELECT ").push(key.column()).push(" AS who, a.at, a.contacted_at");
    meant(&mut q, look, figure.source(), &asked);
    q.push(" AND ");
    only(&mut q, look, &asked, figure.only());
    let (mut taken, mut all): (BTreeMap<Option<Id>, Vec<i64>>, Vec<i64>) = (BTreeMap::new(), Vec::new());
    for row in q.rows(look.conn).await? {
        let came: Instant = Instant(row.try_get("", "at")?);
        let reached = row.try_get::<Option<i64>>("", "contacted_at")?.unwrap_or(look.now.0);
        let minutes = ((reached - came.0) / MINUTE).max(0);
        taken.entry(row.try_get("", "who")?).or_default().push(minutes);
        all.push(minutes);
    }
    let medians = taken.into_iter().filter_map(|(who, list)| Some((who, median(list)?))).collect();
    Ok((medians, median(all)))
}

/// The lower median; none of nothing.
fn median(mut list: Vec<i64>) -> Option<i64> {
    list.sort_unstable();
    list.get(list.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// domain.md §3.1: the median is a value that occurred; of nothing there is none.
    #[test]
    fn the_lower_median() {
        let of = |list: &[i64]| median(list.to_vec());
        assert_eq!([of(&[]), of(&[7]), of(&[9, 1]), of(&[5, 1, 3])], [None, Some(7), Some(1), Some(3)]);
    }

    /// domain.md §3: a share of nothing is a dash; counts add up, shares are taken of the sums.
    #[test]
    fn shares_are_taken_of_sums() {
        let rate = Figure::of("kept-rate").unwrap();
        let of = |kept, natural| Counts(HashMap::from([("visits-kept", kept), ("visits-natural", natural)]));
        assert_eq!((Counts::default().value(rate), of(1, 4).value(rate)), (None, Some(250)));
        let tally = Tally { now: BTreeMap::from([(None, of(1, 4)), (Some(Id::nil()), of(2, 2))]), ..Tally::default() };
        assert_eq!(tally.total().0.value(rate), Some(500));
        assert_eq!(tally.total().1, Counts::default());
    }
}
