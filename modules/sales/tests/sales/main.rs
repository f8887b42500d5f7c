//! Stories of opportunities, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod board;
mod descriptor;
mod funnel;
mod life;
mod losing;
mod past;
mod world;
