//! Changing records: one set of commands a noun, used by forms, API, import and bulk edit alike.

use std::collections::BTreeMap;

use async_trait::async_trait;
use kernel::{Action, Db, Id, Scope, Tx};
use sea_orm::DbErr;

use crate::Field;
pub use crate::operations::AnyLook;

/// What someone wants written: raw text by field name. A field that is absent stays as it is; an empty text clears it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input(pub BTreeMap<String, String>);

impl Input {
    /// The text for a field, trimmed; `None` when the field is not part of the input.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(|text| text.trim())
    }

    /// The text for a field if there is any.
    pub fn filled(&self, field: &str) -> Option<&str> {
        self.get(field).filter(|text| !text.is_empty())
    }

    /// Sets a field.
    pub fn set(&mut self, field: &str, text: impl Into<String>) {
        self.0.insert(field.to_owned(), text.into());
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Input {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Input(pairs.into_iter().map(|(k, v)| (k.into(), v.into())).collect())
    }
}

/// Something wrong with one field, while the value is still there to be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field.
    pub field: String,
    /// The code, which is also the key of its sentence.
    pub code: String,
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// These fields need mending.
    #[error("invalid fields: {0:?}")]
    Invalid(Vec<FieldError>),
    /// There is no such record for this person, or they may not do this with it.
    #[error("not found")]
    NotFound,
    /// They see it but may not do this with it.
    #[error("not allowed")]
    Forbidden,
    /// Someone else was faster; the version that stands now.
    #[error("changed meanwhile, now at version {0}")]
    Conflict(i64),
    /// A rule of the business speaks against it; the code is also the key of its sentence.
    #[error("refused: {0}")]
    Rule(&'static str),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl Refusal {
    /// One wrong field.
    pub fn field(field: &str, code: &str) -> Refusal {
        Refusal::Invalid(vec![FieldError { field: field.into(), code: code.into() }])
    }
}

/// What can be done with records besides changing their fields: giving them to someone, tagging them.
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    /// Its name; the label key is `NOUN-bulk-` with it.
    pub name: &'static str,
    /// What someone must be allowed.
    pub action: Action,
    /// What it takes.
    pub fields: &'static [Field],
}

/// What can be done with records of a noun. Implementations check row and field permission themselves, because only
/// they know what a change touches.
#[async_trait]
pub trait Commands: Send + Sync {
    /// What an input may hold besides the descriptor's fields: links to other records that are laid down with this one.
    fn also_takes(&self) -> &'static [&'static str] {
        &[]
    }
    /// Whether they write custom fields ([`crate::custom`]); only such a noun can be given any.
    fn takes_custom(&self) -> bool {
        false
    }
    /// Slow work on what is to be made, before the write transaction is begun: everyone else's changes wait for that one.
    /// Whoever calls [`Commands::create`] hands it what this gives back.
    async fn prepare(&self, _db: &Db, _scope: &Scope, input: Input) -> Result<Input, Refusal> {
        Ok(input)
    }
    /// Yes-or-no facts beside its fields that the answer to the making of a record tells ([`Commands::told`]).
    fn tells(&self) -> &'static [&'static str] {
        &[]
    }
    /// The facts that [`Commands::tells`] names, of a record that was just made.
    async fn told(&self, _look: &AnyLook<'_>, _id: Id) -> Result<Vec<(&'static str, bool)>, DbErr> {
        Ok(Vec::new())
    }
    /// Makes a record.
    async fn create(&self, tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal>;
    /// Changes a record that stands at `version`; the new version is returned.
    async fn update(&self, tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal>;
    /// Puts a record away.
    async fn delete(&self, tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal>;
    /// What can be done with many at once besides changing fields.
    fn verbs(&self) -> &'static [Verb] {
        &[]
    }
    /// Does one of [`Commands::verbs`] with a record.
    async fn perform(&self, _tx: &mut Tx<'_>, _id: Id, _verb: &str, _input: &Input) -> Result<(), Refusal> {
        Err(Refusal::NotFound)
    }
}
