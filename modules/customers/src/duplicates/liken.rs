//! How likely someone who is being typed is someone on file.

use std::collections::BTreeMap;

use kernel::{ConnectionTrait, DbError, Id, Tenant};
use matching::{Pool, Role, agreement};

use super::model::Reason;
use super::weights::Weights;

/// How much two records have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// The probability that they are one person, 0 to 1.
    pub same: f64,
    /// The sum of what speaks for and against it, in bits.
    pub weight: f64,
    /// Why, the strongest first.
    pub reasons: Vec<Reason>,
}

/// Compares facts with those of known customers. Only what is given is compared: the caller gives what the reader sees.
pub async fn liken(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    typed: &[(Role, String)],
    known: &BTreeMap<Id, Vec<(Role, String)>>,
) -> Result<BTreeMap<Id, Likeness>, DbError> {
    let weights = Weights::of(conn, tenant).await?;
    let mut pool = Pool::new();
    let mut read = |own: &[(Role, String)]| pool.read(own.iter().map(|(role, text)| (*role, text.as_str())));
    let own = read(typed);
    let others: Vec<_> = known.iter().map(|(id, facts)| (*id, read(facts))).collect();
    weights.teach(&mut pool);
    let likeness = |(id, other): (Id, matching::Profile)| {
        let agreement = agreement(&pool, &own, &other);
        let score = weights.model.score(&pool, &agreement);
        let reasons = weights.model.reasons(&pool, &agreement).iter().map(Reason::of).collect();
        (id, Likeness { same: score.same, weight: score.weight, reasons })
    };
    Ok(others.into_iter().map(likeness).collect())
}
