//! Working time: the hours of a place, its days off and make-up working days, and clocks that run by them (domain.md §2).
//!
//! [`Calendar`] is pure; [`calendar_of`] reads that of a store in three statements.

mod calendar;
mod read;
mod week;

#[cfg(test)]
mod tests;

pub use calendar::{Calendar, Special};
pub use read::{Calendars, HOURS, calendar_of, calendar_within};
pub use week::{DAY, Span, Week, WrongHours, spans, text_of};
