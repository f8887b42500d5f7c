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
    /// What it shows to the page's visitor, in a fixed number of queries. The visitor sees the customer, and the panel
    /// itself shows only what they may see of its own records.
    async fn show(&self, page: &web::Page<'_>, customer: Id) -> Result<Shown, DbError>;
}

/// What a module shows of a customer; asked for together, because both come from the same records.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// The panel's content; none leaves the panel out.
    pub panel: Option<Markup>,
    /// What is open with the customer, for the identity strip (CUS-02).
    pub open: Vec<OpenItem>,
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

/// All contributions, filled by the app.
#[derive(Clone, Default)]
pub struct Seams {
    /// Panels of the 360° page, in order.
    pub panels: Vec<Arc<dyn Panel>>,
    /// Followers of engagements.
    pub observers: Vec<Arc<dyn EngagementObserver>>,
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
