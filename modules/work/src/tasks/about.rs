//! The record that a task is about.

use kernel::{Action, ConnectionTrait, Id};
use records::policy::Look;
use records::{Kind, Refusal, find};

/// A record of any kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: Id,
}

/// The nouns that tasks may be about: a seam that the app fills with all of the house's.
#[derive(Clone, Copy)]
pub struct Abouts(pub fn() -> Vec<&'static Kind>);

impl Abouts {
    /// The noun of a name; nothing for tasks themselves.
    pub fn kind(self, name: &str) -> Option<&'static Kind> {
        (self.0)().into_iter().find(|kind| kind.name == name && name != super::TASK.name)
    }

    /// A record that the writer sees; `field-unknown-record` for any other, so that a task never tells of one.
    pub async fn require<C: ConnectionTrait>(self, look: &Look<'_, C>, about: &About) -> Result<(), Refusal> {
        let unknown = || Refusal::field("about_id", "field-unknown-record");
        let kind = self.kind(&about.kind).ok_or_else(unknown)?;
        match find::require(look, kind, about.id, Action::See).await {
            Ok(_) => Ok(()),
            Err(Refusal::Database(error)) => Err(error.into()),
            Err(_) => Err(unknown()),
        }
    }
}
