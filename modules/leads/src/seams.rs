//! What other modules may hang on leads: this module knows none of them.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use kernel::{DbError, Id, Tx};
use records::Refusal;

use crate::clock::{Natural, Working};
use crate::showroom::Milestone;

/// What is known when a lead is filed: enough to open an opportunity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The customer, found or made.
    pub customer: Id,
    /// The store.
    pub store: Id,
    /// Whose it is.
    pub owner: Option<Id>,
    /// The platform or campaign.
    pub source: Option<Id>,
    /// The channel (dictionary `source`).
    pub channel: String,
    /// Intention level (dictionary `customer-grade`).
    pub level: Option<String>,
    /// Models of interest: the words, and the model of the catalogue where it is known.
    pub models: Vec<(String, Option<Id>)>,
    /// When they expect to buy.
    pub expected_on: Option<NaiveDate>,
    /// How far their visits have brought them already.
    pub milestone: Option<Milestone>,
    /// The lead.
    pub lead: Id,
}

/// Who opens what follows a filing: an opportunity.
#[async_trait]
pub trait Opens: Send + Sync {
    /// Opens it in the transaction of the filing. None where the customer has one open at the store already. A refusal
    /// refuses the filing.
    async fn open(&self, tx: &mut Tx<'_>, opening: &Opening) -> Result<Option<Id>, Refusal>;
    /// The last one of a customer that the page's visitor sees; one statement.
    async fn last(&self, page: &web::Page<'_>, customer: Id) -> Result<Option<Follows>, DbError>;
}

/// What followed a filing, as a link to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follows {
    /// Key of the word of what it is.
    pub kind: &'static str,
    /// Its number.
    pub number: String,
    /// Its page.
    pub href: String,
}

/// All contributions, filled by the app.
#[derive(Clone)]
pub struct Seams {
    /// What hangs on customers: filing makes some.
    pub customers: Arc<customers::Seams>,
    /// Who opens opportunities.
    pub opens: Vec<Arc<dyn Opens>>,
    /// Who knows working hours.
    pub working: Arc<dyn Working>,
}

impl Default for Seams {
    fn default() -> Seams {
        Seams { customers: Arc::default(), opens: Vec::new(), working: Arc::new(Natural) }
    }
}
