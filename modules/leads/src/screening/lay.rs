//! Screenings of long ago, as they were: from an earlier system, or for the demo.

use kernel::{DbError, Id, Instant, Tx};

use super::answers::Answers;
use super::apply::said;
use super::classify::classify;
use super::model::Version;
use super::queries::{self, Row};

/// A screening of long ago. The lead has its level already.
#[derive(Clone, Debug)]
pub struct Laid {
    /// The lead.
    pub lead: Id,
    /// What was answered.
    pub answers: Answers,
    /// When.
    pub at: Instant,
    /// Who asked.
    pub by: Option<Id>,
    /// Their name.
    pub by_name: String,
}

/// Lays screenings of long ago down, in statements of many rows.
pub async fn lay(tx: &mut Tx<'_>, version: &Version, list: Vec<Laid>) -> Result<(), DbError> {
    let row = |laid: Laid| {
        let found = classify(&version.content, &laid.answers);
        Row {
            id: tx.new_id(),
            lead: laid.lead,
            version: version.id,
            form: None,
            answers: laid.answers.json(),
            said: said(&version.content, &laid.answers),
            consent: None,
            points: found.points,
            grade: found.stands().then(|| found.grade.code().to_owned()),
            complete: found.complete,
            aside: false,
            at: laid.at,
            by: laid.by,
            by_name: laid.by_name,
        }
    };
    let rows = list.into_iter().map(row).collect();
    queries::lay(tx, rows).await
}
