//! Custom fields end to end: defined by an administrator, closed until opened, and from then on in every place that
//! fields of the program are in (SYS-07).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

mod house;
mod life;
mod merging;
mod openness;
mod plans;
mod round_trip;
mod sealing;
mod undoing;
