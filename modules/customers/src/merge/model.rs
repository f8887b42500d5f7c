//! What a merge is, and what it remembers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::crypto::{Keys, hex};
use kernel::{DbError, Id, Instant};
use records::{Field, Kind};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};

use crate::engagements::Engagement;

/// Whose value holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// That of the file which stays.
    Survivor,
    /// That of the file which becomes part of it.
    Absorbed,
}

impl Side {
    /// The stable name, as forms say it.
    pub fn name(self) -> &'static str {
        match self {
            Side::Survivor => "survivor",
            Side::Absorbed => "absorbed",
        }
    }

    /// The side of a stable name.
    pub fn from_name(name: &str) -> Option<Side> {
        [Side::Survivor, Side::Absorbed].into_iter().find(|side| side.name() == name)
    }
}

/// What a person decided. What is not named is settled by the rules: a value beats none, and the survivor's beats the
/// other.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// By field of the descriptor; `phone` chooses the primary number.
    pub fields: BTreeMap<String, Side>,
    /// Whose owner stays where both files are known to the same store.
    pub owners: BTreeMap<Id, Side>,
    /// Why.
    pub reason: Option<String>,
}

/// A merge as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Merge {
    /// Its id.
    pub id: Id,
    /// The file that stayed.
    pub survivor_id: Id,
    /// The file that became part of it.
    pub absorbed_id: Id,
    /// Whose file answers for the absorbed one now.
    pub keeper_id: Id,
    /// The number of the absorbed file.
    pub absorbed_number: String,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by_name: String,
    /// Why.
    pub reason: Option<String>,
    /// What stood on the survivor before, as JSON of [`Kept`].
    pub(crate) kept: String,
    /// When it was undone.
    pub undone_at: Option<Instant>,
    /// By whom.
    pub undone_by_name: Option<String>,
}

impl Merge {
    /// What it remembers, opened where it was sealed.
    pub(crate) fn kept(&self, keys: &Keys) -> Result<Kept, DbError> {
        let mut kept: Kept = serde_json::from_str(&self.kept).map_err(|e| DbError::Custom(e.to_string()))?;
        for field in &mut kept.fields {
            field.take_out(keys, self.survivor_id)?;
        }
        Ok(kept)
    }
}

/// What a merge changed on the survivor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Facts of the survivor that changed.
    pub fields: Vec<FieldKept>,
    /// The identity number, when that of the absorbed file was taken.
    pub id_number: Option<SealedKept>,
    /// The primary numbers of both before.
    pub survivor_phone: Option<Id>,
    /// See [`Kept::survivor_phone`].
    pub absorbed_phone: Option<Id>,
    /// The survivor's primary number after.
    pub phone_after: Option<Id>,
    /// Tags that went over: store and tag.
    pub tags: Vec<(Id, String)>,
    /// Engagements with stores that knew both.
    pub folds: Vec<FoldKept>,
}

/// What stands in the place of what a merge remembered of someone who was erased.
pub(crate) fn blank_kept() -> Result<String, DbError> {
    serde_json::to_string(&Kept::default()).map_err(|e| DbError::Custom(e.to_string()))
}

/// A fact before and after, in the plain form of the API, with what was noted about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct FieldKept {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub raw: Option<String>,
    pub doubt: Option<String>,
    /// The values of a sensitive field are sealed for the survivor, in hexadecimal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sealed: bool,
}

impl FieldKept {
    /// As it is stored: values of sensitive fields sealed, what was typed for them not kept at all.
    pub fn put_away(mut self, keys: &Keys, kind: &Kind, survivor: Id) -> FieldKept {
        if !self.sealed && kind.field(&self.field).is_some_and(Field::is_sealed) {
            let seal = |text: String| hex(&keys.seal(survivor, &text));
            self = FieldKept {
                before: self.before.map(seal),
                after: self.after.map(seal),
                raw: None,
                sealed: true,
                ..self
            };
        }
        self
    }

    fn take_out(&mut self, keys: &Keys, survivor: Id) -> Result<(), DbError> {
        if !std::mem::take(&mut self.sealed) {
            return Ok(());
        }
        for value in [&mut self.before, &mut self.after].into_iter().flatten() {
            let bytes = unhexed(value).ok_or_else(|| DbError::Custom("a merge's sealed value".into()))?;
            *value = keys.open(survivor, &bytes).map_err(|e| DbError::Custom(e.to_string()))?;
        }
        Ok(())
    }
}

/// A sealed identity number before, and the hash of the one after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SealedKept {
    pub sealed: Option<Vec<u8>>,
    pub hash: Option<String>,
    pub tail: Option<String>,
    pub hash_after: Option<String>,
}

/// An engagement that was folded into the survivor's with the same store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct FoldKept {
    /// The absorbed file's engagement.
    pub absorbed: Id,
    /// The survivor's.
    pub survivor: Id,
    /// How the survivor's stood.
    pub before: Standing,
    /// How it stood after.
    pub after: Standing,
}

/// How a customer stands with a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The owner; none is the pool.
    pub owner: Option<Id>,
    /// See [`Engagement::path`].
    pub path: String,
    /// Since when they are the owner's.
    pub assigned_at: Option<Instant>,
    /// Class.
    pub class: String,
    /// Grade.
    pub grade: Option<String>,
    /// How they came.
    pub source: Option<String>,
    /// The store's remark.
    pub remark: Option<String>,
    /// Next contact.
    pub next_contact_on: Option<NaiveDate>,
    /// Until when nobody else may take them over.
    pub protected_until: Option<Instant>,
    /// The last contact.
    pub touched_at: Instant,
    /// Since when the store knows them.
    pub created_at: Instant,
}

impl Standing {
    /// As an engagement stands.
    pub fn of(e: &Engagement) -> Standing {
        Standing {
            owner: e.owner_id,
            path: e.path.clone(),
            assigned_at: e.assigned_at,
            class: e.class.clone(),
            grade: e.grade.clone(),
            source: e.source.clone(),
            remark: e.remark.clone(),
            next_contact_on: e.next_contact_on,
            protected_until: e.protected_until,
            touched_at: e.touched_at,
            created_at: e.created_at,
        }
    }
}

fn unhexed(text: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| text.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    (0..text.len()).step_by(2).map(pair).collect()
}
