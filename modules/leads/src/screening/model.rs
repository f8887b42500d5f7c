//! Rows of screening as stored.

use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

use super::answers::Answers;
use super::classify::{Classification, classify};
use super::questionnaire::{Grade, Questionnaire};

/// A questionnaire (甄别问卷): the name under which its versions stand.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Guide {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Whether leads are screened with it.
    pub standard: bool,
    /// For optimistic locking.
    pub version: i64,
    /// The number of the last version that was published.
    pub published: Option<i64>,
    /// The number of the draft.
    pub draft: Option<i64>,
}

/// A version of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: Id,
    /// The questionnaire.
    pub guide: Id,
    /// The name of the questionnaire.
    pub name: String,
    /// From 1 on.
    pub number: i64,
    /// What is asked.
    pub content: Questionnaire,
    /// When it was published; a draft was not.
    pub published_at: Option<Instant>,
}

/// A screening of a lead, with the version it was made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screening {
    /// Its id.
    pub id: Id,
    /// The lead.
    pub lead: Id,
    /// What was asked.
    pub version: Version,
    /// What was answered.
    pub answers: Answers,
    /// The grade that stands.
    pub grade: Option<Grade>,
    /// The points.
    pub points: i64,
    /// When the last answer was given.
    pub at: Instant,
    /// Who screened.
    pub by_name: String,
}

impl Screening {
    /// What the answers come to, with its reasons.
    pub fn classification(&self) -> Classification {
        classify(&self.version.content, &self.answers)
    }
}
