//! What other modules may hang on a customer: this module knows none of them.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{DbError, Id, Tx};
use maud::Markup;

/// A part of the 360° page.
#[async_trait]
pub trait Panel: Send + Sync {
    /// Key of its title.
    fn title(&self) -> &'static str;
    /// Its content for the page's visitor; none leaves the panel out. The visitor sees the customer, and the panel
    /// itself shows only what they may see of its own records.
    async fn render(&self, page: &web::Page<'_>, customer: Id) -> Result<Option<Markup>, DbError>;
}

/// Something open with a customer: an order, a complaint, a car in the workshop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItem {
    /// Key of what it is.
    pub label: &'static str,
    /// Its number or title.
    pub text: String,
    /// Its page.
    pub href: String,
}

/// What is open, for the identity strip of the 360° page (CUS-02).
#[async_trait]
pub trait Open: Send + Sync {
    /// What is open with the customer and visible to the page's visitor; a fixed number of queries.
    async fn open(&self, page: &web::Page<'_>, customer: Id) -> Result<Vec<OpenItem>, DbError>;
}

/// What happened to an engagement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngagementEvent {
    /// It was made.
    Created,
    /// It has another owner or stands elsewhere in the organisation.
    Moved {
        /// The owner before.
        from_owner: Option<Id>,
    },
    /// It was put away.
    Removed,
}

/// A change of an engagement, as it stands after the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngagementChange {
    /// What happened.
    pub event: EngagementEvent,
    /// The engagement.
    pub engagement: Id,
    /// The customer.
    pub customer: Id,
    /// The store.
    pub store: Id,
    /// The owner now.
    pub owner: Option<Id>,
    /// The place now.
    pub path: String,
}

/// Someone whose own rows follow engagements: called inside the transaction of the change, in batches.
#[async_trait]
pub trait EngagementObserver: Send + Sync {
    /// Does its part of the change.
    async fn changed(&self, tx: &mut Tx<'_>, changes: &[EngagementChange]) -> Result<(), DbError>;
}

/// What other modules know of customers that tells who is who: plates and VINs of their cars (CUS-07).
#[async_trait]
pub trait Evidence: Send + Sync {
    /// Facts of these customers, for comparing them with others; one query however many they are.
    async fn of(&self, tx: &Tx<'_>, customers: &[Id]) -> Result<Vec<(Id, matching::Role, String)>, DbError>;
}

/// All contributions, filled by the app.
#[derive(Clone, Default)]
pub struct Seams {
    /// Panels of the 360° page, in order.
    pub panels: Vec<Arc<dyn Panel>>,
    /// What is open.
    pub open: Vec<Arc<dyn Open>>,
    /// Followers of engagements.
    pub observers: Vec<Arc<dyn EngagementObserver>>,
    /// What tells customers apart.
    pub evidence: Vec<Arc<dyn Evidence>>,
}

impl Seams {
    /// Tells all followers.
    pub async fn tell(&self, tx: &mut Tx<'_>, changes: &[EngagementChange]) -> Result<(), DbError> {
        if changes.is_empty() {
            return Ok(());
        }
        for observer in &self.observers {
            observer.changed(tx, changes).await?;
        }
        Ok(())
    }
}
