//! Journeys in a real browser: a house of its own on a loopback port, Chromium through its driver, and the few steps
//! that stories are told in.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test harness fails by panicking")]

mod book;
mod browser;
mod checks;
mod house;
mod keyboard;
mod look;
pub mod provider;
mod steps;
mod wire;

pub use book::{Book, Leaf};
pub use browser::Browser;
pub use house::{House, PASSWORD};
