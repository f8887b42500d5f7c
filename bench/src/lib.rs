//! Measuring tools. `fourfold-bench` measures pages on a group of a size, `fourfold-bench-import` measures bringing data
//! in. `bin/bench` starts both with everything in place; see docs/benchmarks.md.

#![allow(clippy::print_stdout, reason = "a measuring tool speaks on standard output")]

pub mod actions;
pub mod bulk;
pub mod calm;
pub mod client;
pub mod data;
pub mod document;
pub mod funnel;
pub mod plans;
pub mod process;
pub mod report;
pub mod samples;
pub mod scale;
pub mod settings;
