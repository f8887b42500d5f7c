//! What waits for people, whichever module knows of it: the seam behind the work list.
//!
//! A module that keeps something with a moment by which somebody is to act implements [`Duties`]; the app hangs it into
//! [`Sources`]. The work list asks every source in a fixed number of statements, under the policy of its reader.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{DbError, Id, Instant};
use records::operations::AnyLook;

/// Whose duties are asked for. A source answers under the reader's policy in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One person's: the reader's own, or one of their people's.
    Of(Id),
    /// Those of everyone whom the reader reaches; of one store where it is named.
    Team(Option<Id>),
}

/// Words: a key with what fills it, or a text that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody's own words.
    Text(String),
    /// A sentence of the module's locale, with its arguments.
    Words(&'static str, Vec<(&'static str, String)>),
}

/// The moments between which duties are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Due at this moment or later; none asks for all that is overdue as well.
    pub from: Option<Instant>,
    /// Due before this moment.
    pub until: Instant,
}

impl Span {
    /// All that is due before a moment.
    pub fn before(until: Instant) -> Span {
        Span { from: None, until }
    }

    /// Whether a moment lies in it.
    pub fn holds(self, at: Instant) -> bool {
        at < self.until && self.from.is_none_or(|from| at >= from)
    }
}

/// Something that somebody is to do by a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The record's id in its source: two duties of a source differ by it.
    pub id: Id,
    /// Kind and id of the record that it is about. The work list shows its title as the reader may see it (masked where
    /// masked, none where it is out of reach).
    pub about: Option<(String, Id)>,
    /// What is to be done.
    pub what: What,
    /// By when.
    pub due_at: Instant,
    /// The page on which it is done.
    pub href: String,
    /// The icon of the way in which it is done.
    pub icon: ui::Icon,
    /// A short mark beside it, such as the level of intention (`H`).
    pub level: Option<String>,
    /// Whose it is; the name is shown where the reader looks at more people than themselves.
    pub owner: Option<Id>,
    /// Where a form is posted that ends it with one tap, with the version that the form sends along.
    pub done: Option<(String, i64)>,
}

/// The moments that part the work list: overdue ends at `now`, today at `tomorrow`, what comes next at `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Now.
    pub now: Instant,
    /// The first moment of tomorrow at the reader's place.
    pub tomorrow: Instant,
    /// The first moment that is no longer asked for.
    pub until: Instant,
}

/// How much waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Due before now.
    pub overdue: i64,
    /// Due from now until tomorrow.
    pub today: i64,
    /// Due from tomorrow on, until the end asked for.
    pub soon: i64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.overdue += other.overdue;
        self.today += other.today;
        self.soon += other.soon;
    }
}

/// A module's duties.
#[async_trait]
pub trait Duties: Send + Sync {
    /// The source's stable name; the key of its word is `duties-` and this.
    fn source(&self) -> &'static str;
    /// What is due in a span, the earliest first, at most `limit`; a fixed number of statements.
    async fn due(&self, look: &AnyLook<'_>, whose: Whose, span: Span, limit: usize) -> Result<Vec<Duty>, DbError>;
    /// How many there are in each part, each counted no further than one beyond the cap of lists; a fixed number of
    /// statements.
    async fn counts(&self, look: &AnyLook<'_>, whose: Whose, parts: Parts) -> Result<Tally, DbError>;
}

/// All sources, in the order in which the app hung them up.
#[derive(Clone, Default)]
pub struct Sources(pub Vec<Arc<dyn Duties>>);
