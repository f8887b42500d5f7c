//! Work: the hours of a place and the clocks that run by them, tasks, the work list and the calendar feed (SALE-02).
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod clock;
pub mod duties;
