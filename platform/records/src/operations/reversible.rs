//! The seam to the noun: which rows are a record's, what follows from them, and what it means that somebody worked on one.

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{Id, Instant, Tx};
use sea_orm::DbErr;

use super::examine::Plan;
use super::later::Since;
use super::place::AnyLook;
use super::table::Table;
use crate::Kind;

/// A noun whose records can be changed by operations and brought back.
#[async_trait]
pub trait Reversible: Send + Sync {
    /// The noun.
    fn kind(&self) -> &'static Kind;
    /// The rows of a record, the noun's own table first.
    fn tables(&self) -> &[Table];
    /// When it is this noun's turn, lower first: what hangs on another noun goes before that.
    fn turn(&self) -> i32 {
        0
    }
    /// Of records that an operation made, those that somebody worked on since in ways that the journal of the record
    /// does not tell. Each stands with the moment at which the operation last touched it. None where no operation makes
    /// records of the noun.
    async fn later(
        &self,
        _look: &AnyLook<'_>,
        _operation: Id,
        _records: &[(Id, Instant)],
    ) -> Result<HashMap<Id, Since>, DbErr> {
        Ok(HashMap::new())
    }
    /// Whether lists offer to change many of its records at once; otherwise only what other nouns' operations did to its
    /// records is brought back.
    fn in_bulk(&self) -> bool {
        true
    }
    /// Looks over what is about to go back and takes out what cannot. `with` is what goes back before, of nouns whose turn
    /// is earlier and which do not stand so yet: the page that asks looks at all of it at once.
    async fn mend(&self, _look: &AnyLook<'_>, _with: &[Plan], _plans: &mut [Plan]) -> Result<(), DbErr> {
        Ok(())
    }
    /// Notes what stands before rows go back, for what follows from them; nothing, unless a noun says otherwise.
    async fn prepare(&self, _tx: &Tx<'_>, _plans: &[Plan]) -> Result<Box<dyn Following>, DbErr> {
        Ok(Box::new(Nothing))
    }
    /// Puts records away that an operation made, with what follows. The journal is the caller's matter. There are none
    /// where no operation makes records of the noun.
    async fn put_away(&self, _tx: &mut Tx<'_>, _records: &[Id]) -> Result<(), DbErr> {
        Ok(())
    }
}

/// What follows from rows that went back: search terms, mirrored values, histories, other modules.
#[async_trait]
pub trait Following: Send {
    /// Brings it up to date.
    async fn settle(self: Box<Self>, tx: &mut Tx<'_>, plans: &[Plan]) -> Result<(), DbErr>;
}

struct Nothing;

#[async_trait]
impl Following for Nothing {
    async fn settle(self: Box<Self>, _tx: &mut Tx<'_>, _plans: &[Plan]) -> Result<(), DbErr> {
        Ok(())
    }
}
