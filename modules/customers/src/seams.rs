//! What other modules may hang on a customer: this module knows none of them.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use kernel::erasure::Traces;
use kernel::{Db, DbError, Id, Instant, Tenant, Tx};
use maud::Markup;
use records::import::Key;
use records::operations::{AnyLook, Since};

use crate::handover::Estate;
use crate::privacy::{Duties, Outlook, Section};

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
    /// Where a contact with them at a store is logged while this is open, so that both tell the same day.
    pub contact: Option<(Id, String)>,
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

/// What hangs on one customer's file goes over to another's: in a merge to the survivor, and back when that is undone.
/// Anchors are engagements with their stores, before and after.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Whose it is before.
    pub from: Id,
    /// Whose it is afterwards.
    pub to: Id,
    /// The engagements of both before.
    pub before: Vec<(Id, Option<Id>)>,
    /// The engagements of `from` afterwards; none when its file is absorbed.
    pub from_after: Vec<(Id, Option<Id>)>,
    /// The engagements of `to` afterwards.
    pub to_after: Vec<(Id, Option<Id>)>,
}

/// Someone whose rows hang on customers and go along when files are merged (CUS-07). Called inside the transaction,
/// after the engagements have gone over.
#[async_trait]
pub trait Belonging: Send + Sync {
    /// The stable name under which its rows are remembered.
    fn name(&self) -> &'static str;
    /// Lets its rows go over, only those named where some are, and brings what it derives from them up to date; the
    /// rows that went are returned. Rows that `to` could not have twice stay behind.
    async fn pass(&self, tx: &mut Tx<'_>, passage: &Passage, only: Option<&[Id]>) -> Result<Vec<Id>, DbError>;
    /// Key of the sentence that says how many go along (`n`).
    fn words(&self) -> &'static str;
    /// How many of its rows on a customer the page's visitor sees, for the page that asks before a merge.
    async fn count(&self, page: &web::Page<'_>, customer: Id) -> Result<i64, DbError>;
    /// Of customers that an operation made, those with whose rows here somebody did something since. Each stands with the
    /// moment at which the operation last touched it.
    async fn later(
        &self,
        _look: &AnyLook<'_>,
        _operation: Id,
        _customers: &[(Id, Instant)],
    ) -> Result<HashMap<Id, Since>, DbError> {
        Ok(HashMap::new())
    }
}

/// What other modules know of customers that tells who is who: plates and VINs of their cars (CUS-07).
#[async_trait]
pub trait Evidence: Send + Sync {
    /// Facts of these customers, for comparing them with others; one query however many they are.
    async fn of(&self, tx: &Tx<'_>, customers: &[Id]) -> Result<Vec<(Id, matching::Role, String)>, DbError>;
}

/// Whose cars bear a plate or a VIN, whoever asks: for recognising somebody who is filed (CUS-10).
#[async_trait]
pub trait CarHolders: Send + Sync {
    /// The owners of today by these plates and VINs; a fixed number of queries.
    async fn of(&self, tx: &Tx<'_>, keys: &[(Key, String)]) -> Result<Vec<(Key, String, Id)>, DbError>;
}

/// A way from a customer's menu to another module.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Key of its words.
    pub label: &'static str,
    /// Where it leads; the customer's id follows.
    pub href: &'static str,
    /// Its icon.
    pub icon: ui::Icon,
    /// The function without which nobody sees it.
    pub capability: &'static str,
}

/// What other modules keep of a person besides the file: copied out, previewed and erased with it (PIPL 45, 47).
#[async_trait]
pub trait PersonalData: Send + Sync {
    /// All that it knows of the person, for a copy.
    async fn copy(&self, db: &Db, tenant: Tenant, files: &[Id]) -> Result<Vec<Section>, DbError>;
    /// What erasing would come to, and what the law keeps.
    async fn outlook(
        &self,
        db: &Db,
        tenant: Tenant,
        files: &[Id],
        duties: &Duties,
        today: NaiveDate,
    ) -> Result<Vec<Outlook>, DbError>;
    /// Records of its own that have to do with the person, and texts there that are the person's alone.
    async fn traces(&self, tx: &Tx<'_>, files: &[Id]) -> Result<(Vec<Id>, Vec<String>), DbError>;
    /// Takes the person's texts out of words that stand in its rows.
    async fn sweep(&self, tx: &Tx<'_>, traces: &Traces) -> Result<(), DbError>;
    /// Erases its part, but for what a duty keeps; the last day of the longest of these. Done again later, it erases what
    /// no duty keeps any more.
    async fn erase(
        &self,
        tx: &mut Tx<'_>,
        files: &[Id],
        duties: &Duties,
        today: NaiveDate,
    ) -> Result<Option<NaiveDate>, DbError>;
}

/// All contributions, filled by the app.
#[derive(Clone, Default)]
pub struct Seams {
    /// Panels of the 360° page, in order.
    pub panels: Vec<Arc<dyn Panel>>,
    /// Followers of engagements.
    pub observers: Vec<Arc<dyn EngagementObserver>>,
    /// Whose rows go along in a merge.
    pub belongings: Vec<Arc<dyn Belonging>>,
    /// What tells customers apart.
    pub evidence: Vec<Arc<dyn Evidence>>,
    /// Who owns a car.
    pub car_holders: Vec<Arc<dyn CarHolders>>,
    /// What is personal in other modules.
    pub personal: Vec<Arc<dyn PersonalData>>,
    /// Ways from the menu.
    pub ways: Vec<Way>,
    /// What goes along when somebody leaves, in this order.
    pub estates: Vec<Arc<dyn Estate>>,
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
