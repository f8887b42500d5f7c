//! Working time: the hours of a place, its days off and make-up working days, and clocks that run by them (domain.md §2).
//!
//! [`Calendar`] is pure; [`calendar_of`] reads that of a store in three statements.

mod calendar;
mod week;

pub use calendar::{Calendar, Special};
pub use week::{DAY, Span, Week, WrongHours, spans, text_of};

use kernel::{ConnectionTrait, DbError, Id, Tenant};

/// The calendar of a store or any other node, as it holds now: hours and days off inherit down the tree. Three statements
/// however large the tree is; who needs it for many stores keeps it meanwhile ([`Calendars`]).
pub async fn calendar_of(conn: &impl ConnectionTrait, tenant: Tenant, node: Id) -> Result<Calendar, DbError>;

/// Calendars of one tenant, each read once: for a job that goes through leads of many stores.
#[derive(Debug, Default)]
pub struct Calendars;

impl Calendars {
    /// The calendar of a node; that of the house for `None`.
    pub async fn of(&mut self, conn: &impl ConnectionTrait, tenant: Tenant, node: Option<Id>) -> Result<&Calendar, DbError>;
}
