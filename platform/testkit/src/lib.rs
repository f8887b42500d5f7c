//! For tests: fresh databases of both kinds from a migrated template, and a client that talks to the real router.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test kit fails by panicking")]

mod client;
mod database;
mod watched;

pub use client::{Answer, Client};
pub use database::{Backend, Fresh, fresh};
pub use watched::{Statements, overheard, watched};

/// The moment at which test clocks stand: Sunday 2026-11-22 10:00 in Shanghai.
pub const NOW: kernel::Instant = kernel::Instant(1_795_312_800_000_000);
