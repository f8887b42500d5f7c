//! The definitions. What a figure counts is said here for the database and, under `figure-{code}-means`, for its readers.

use super::source::Source;

/// Levels of those who are ready to buy (domain.md §1.3).
pub const READY: [&str; 2] = ["H", "A"];

/// How a figure comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// So many facts of a source.
    Count {
        /// Of what.
        of: Source,
        /// Which of them, as a condition on a fact `a`; all where it is empty.
        only: &'static str,
    },
    /// One count of another, in percent; a dash where there is nothing to divide by (domain.md §3).
    Share {
        /// The code of the numerator. It counts among what the denominator counts.
        part: &'static str,
        /// The code of the denominator.
        whole: &'static str,
    },
    /// The lower median of the minutes from the arrival to the first real contact, as they pass; whoever was not reached
    /// yet counts with the minutes so far (domain.md §3.1).
    Minutes {
        /// The code of the count whose facts are timed.
        whole: &'static str,
    },
}

/// A figure: its words are `figure-{code}` and `figure-{code}-means`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its stable code, in addresses and label keys.
    pub code: &'static str,
    /// How it comes about.
    pub value: Value,
}

const fn count(code: &'static str, of: Source, only: &'static str) -> Figure {
    Figure { code, value: Value::Count { of, only } }
}

const fn share(code: &'static str, part: &'static str, whole: &'static str) -> Figure {
    Figure { code, value: Value::Share { part, whole } }
}

const fn minutes(code: &'static str, whole: &'static str) -> Figure {
    Figure { code, value: Value::Minutes { whole } }
}

/// Groups for the showroom: not those who came for the workshop or for another matter.
const GUESTS: &str = "coalesce(a.came, '') <> 'service' AND coalesce(a.result, '') <> 'other-matter'";
const FIRST: &str = "coalesce(a.came, '') <> 'service' AND coalesce(a.result, '') <> 'other-matter' AND coalesce(a.turn, 'first') <> 'again'";
const AGAIN: &str =
    "coalesce(a.came, '') <> 'service' AND coalesce(a.result, '') <> 'other-matter' AND a.turn = 'again'";
/// Whoever was invited had left a number before.
const NATURAL: &str = "coalesce(a.came, '') NOT IN ('service', 'invited') AND coalesce(a.result, '') <> 'other-matter' \
     AND coalesce(a.turn, 'first') <> 'again'";
const KEPT: &str = "coalesce(a.came, '') NOT IN ('service', 'invited') AND coalesce(a.result, '') <> 'other-matter' \
     AND coalesce(a.turn, 'first') <> 'again' AND (a.lead_id IS NOT NULL OR a.customer_id IS NOT NULL)";
const DRIVEN: &str = "coalesce(a.came, '') <> 'service' AND coalesce(a.result, '') <> 'other-matter' AND EXISTS (SELECT 1 FROM showroom_moves m \
     WHERE m.tenant_id = a.tenant_id AND m.visit_id = a.id AND m.to_state = 'test_drive')";
/// Whoever stands in the showroom needs no call, and nobody has to call what nobody was given.
const TIMED: &str = "a.channel <> 'walk-in' AND a.limit_at IS NOT NULL";
/// Those whose first contact can be judged: reached, or late already.
const JUDGED: &str =
    "a.channel <> 'walk-in' AND a.limit_at IS NOT NULL AND (a.contacted_at IS NOT NULL OR a.limit_at < {now})";
const ANSWERED: &str = "a.channel <> 'walk-in' AND a.contacted_at <= a.limit_at";

/// All figures, in the order in which they are shown.
pub const FIGURES: &[Figure] = &[
    count("visits", Source::Visits, GUESTS),
    count("visits-first", Source::Visits, FIRST),
    count("visits-again", Source::Visits, AGAIN),
    count("visits-natural", Source::Visits, NATURAL),
    count("visits-kept", Source::Visits, KEPT),
    share("kept-rate", "visits-kept", "visits-natural"),
    count("visits-driven", Source::Visits, DRIVEN),
    share("drive-rate", "visits-driven", "visits"),
    count("leads", Source::Leads, ""),
    count("leads-judged", Source::Leads, JUDGED),
    count("leads-answered", Source::Leads, ANSWERED),
    share("answer-rate", "leads-answered", "leads-judged"),
    count("leads-timed", Source::Leads, TIMED),
    minutes("answer-minutes", "leads-timed"),
    count("opened", Source::Opened, ""),
    count("opened-ready", Source::Opened, "a.level IN ('H', 'A')"),
    count("followed", Source::FollowUps, ""),
    count("followed-due", Source::FollowUps, "a.due_on IS NOT NULL"),
    count("followed-in-time", Source::FollowUps, "a.due_on IS NOT NULL AND NOT a.late"),
    share("in-time-rate", "followed-in-time", "followed-due"),
    count("lost", Source::Lost, ""),
    count("inside", Source::Inside, ""),
    count("open", Source::Open, ""),
    count("ready", Source::Open, "a.level IN ('H', 'A')"),
    count("overdue", Source::Open, "a.next_on < {today}"),
];

impl Figure {
    /// The figure of a code.
    pub fn of(code: &str) -> Option<&'static Figure> {
        FIGURES.iter().find(|figure| figure.code == code)
    }

    /// What its facts are.
    pub fn source(&self) -> Source {
        match self.value {
            Value::Count { of, .. } => of,
            Value::Share { whole, .. } | Value::Minutes { whole } => {
                Figure::of(whole).map_or(Source::Visits, Figure::source)
            }
        }
    }

    /// The condition of a count; that of what it is taken of for others.
    pub fn only(&self) -> &'static str {
        match self.value {
            Value::Count { only, .. } => only,
            Value::Share { whole, .. } | Value::Minutes { whole } => Figure::of(whole).map_or("", Figure::only),
        }
    }

    /// The condition of what counts in the numerator of a share.
    pub fn part(&self) -> Option<&'static str> {
        match self.value {
            Value::Count { .. } | Value::Minutes { .. } => None,
            Value::Share { part, .. } => Figure::of(part).map(Figure::only),
        }
    }

    /// The label key.
    pub fn label(&self) -> String {
        format!("figure-{}", self.code)
    }

    /// The key of its name at the head of a column.
    pub fn short(&self) -> String {
        format!("figure-{}-short", self.code)
    }

    /// The key of what it means.
    pub fn means(&self) -> String {
        format!("figure-{}-means", self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LEAD-06: codes are unique, a share's parts are counts of one source, and a numerator counts among what its
    /// denominator counts; each figure says in both languages what it means.
    #[test]
    fn definitions_hold_together() {
        for (n, figure) in FIGURES.iter().enumerate() {
            assert_eq!(FIGURES.iter().position(|f| f.code == figure.code), Some(n), "{} twice", figure.code);
            let taken_of: &[&str] = match figure.value {
                Value::Count { .. } => &[],
                Value::Share { part, whole } => &[part, whole],
                Value::Minutes { whole } => &[whole],
            };
            for code in taken_of {
                let of = Figure::of(code).unwrap();
                assert!(matches!(of.value, Value::Count { .. }), "{}", figure.code);
                assert_eq!(of.source(), figure.source(), "{}", figure.code);
            }
            for words in [crate::LOCALE.zh_cn, crate::LOCALE.en] {
                for key in [figure.label(), figure.means()] {
                    assert!(words.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key} has no words");
                }
            }
        }
        for code in crate::reports::COLUMNS.iter().chain(crate::reports::STANDING).chain(crate::headquarters::COLUMNS) {
            let key = Figure::of(code).unwrap().short();
            for words in [crate::LOCALE.zh_cn, crate::LOCALE.en] {
                assert!(words.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key} has no words");
            }
        }
        assert!(READY.iter().all(|level| Figure::of("ready").unwrap().only().contains(&format!("'{level}'"))));
    }
}
