//! Journeys in a real browser: a house of its own on a loopback port, Chromium through its driver, and the few steps
//! that stories are told in.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test harness fails by panicking")]

mod browser;
mod house;

pub use browser::Browser;
pub use house::House;
