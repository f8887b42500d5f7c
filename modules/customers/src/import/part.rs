//! What another module brings into the import of customers: columns, keys, and what hangs on the customer of a row.

use async_trait::async_trait;
use kernel::{DbError, Id, Tx};
use records::import::{AnyLook, Draft, Key, Message, Options, Target};
use records::{Kind, Refusal};

/// A module's part in the import. The app gives all parts to [`super::CustomerImporter`].
#[async_trait]
pub trait Part: Send + Sync {
    /// The columns it understands, in a noun of its own (`vehicle.vin`).
    fn targets(&self) -> Vec<Target>;
    /// The noun whose custom fields columns may mean besides, if it takes any.
    fn custom(&self) -> Option<&'static Kind> {
        None
    }
    /// Gets ready for a file: loads what all rows need.
    async fn open(&self, look: &AnyLook<'_>, options: &Options) -> Result<Box<dyn PartIntake>, Refusal>;
}

/// A part at work on one file.
#[async_trait]
pub trait PartIntake: Send + Sync {
    /// Customers by keys that this part knows, within the reach of whoever imports. Customers are checked once more by
    /// the importer, so a part need only know its own records' policy.
    async fn find(&self, look: &AnyLook<'_>, keys: &[(Key, String)]) -> Result<Vec<(Key, String, Id)>, DbError>;
    /// Whether the row tells that its person has bought (a car with a plate or a day of delivery): such a customer
    /// begins as one, not as a suspect.
    fn tells_owner(&self, draft: &Draft) -> bool;
    /// What would become of what hangs on these rows' customers.
    async fn judge(&mut self, look: &AnyLook<'_>, rows: &[PartRow<'_>]) -> Result<Vec<PartOutcome>, DbError>;
    /// Takes in what hangs on these rows' customers, whose records are written already.
    async fn apply(&mut self, tx: &mut Tx<'_>, rows: &[PartRow<'_>]) -> Result<Vec<PartOutcome>, DbError>;
}

/// A row for a part.
#[derive(Clone, Copy, Debug)]
pub struct PartRow<'a> {
    /// The row.
    pub draft: &'a Draft,
    /// Its customer; none while a check looks at a customer who is not there yet.
    pub customer: Option<Id>,
    /// Whether the customer is made by this very row: nothing can hang on them yet.
    pub fresh: bool,
}

/// What a part made of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartOutcome {
    /// Something was added or changed.
    pub changed: bool,
    /// The row's visit was taken in; else it becomes a line of the customer's timeline.
    pub visit: bool,
    /// What is to be said.
    pub messages: Vec<Message>,
}
