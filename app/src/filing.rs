//! What leads ask of the modules beside and above them: the hours of stores of work, opportunities of sales. Wiring only:
//! each side keeps its own rules.

use ::work::clock;
use async_trait::async_trait;
use kernel::{DbError, Id, Instant, Tx};
use leads::{Opening, Opens, Working};
use records::Refusal;
use sales::opportunity::{self, NewOpportunity};

/// An opportunity follows the filing of a lead.
pub struct Opportunities;

#[async_trait]
impl Opens for Opportunities {
    async fn open(&self, tx: &mut Tx<'_>, opening: &Opening) -> Result<Option<Id>, Refusal> {
        let models: Vec<&str> =
            opening.models.iter().map(|(name, _)| name.as_str()).filter(|n| !n.is_empty()).collect();
        let new = NewOpportunity {
            level: opening.level.clone(),
            models: (!models.is_empty()).then(|| models.join("、")),
            expected_on: opening.expected_on,
            source: Some(opening.channel.clone()),
            source_id: opening.source,
            lead: Some(opening.lead),
            ..NewOpportunity::new(opening.customer, opening.store)
        };
        match opportunity::open(tx, new).await {
            Ok(id) => Ok(Some(id)),
            // They are being worked with already: the lead is credited to its source and ends there.
            Err(Refusal::Invalid(errors)) if errors.iter().any(|e| e.code == "opportunity-open-already") => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }
}

/// The clock of the first contact runs in the working hours of its store, in the usual ones for the head office.
pub struct Hours;

#[async_trait]
impl Working for Hours {
    async fn after(&self, tx: &Tx<'_>, store: Option<Id>, from: Instant, minutes: i64) -> Result<Instant, DbError> {
        let calendar = clock::calendar_within(tx, store.unwrap_or_default()).await?;
        Ok(calendar.after(from, minutes))
    }
}
