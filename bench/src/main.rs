//! `fourfold-bench`: makes a group of a size once, starts the real server on it, and measures the budgets of design.md.
//!
//! `bin/bench` starts it with everything in place; see docs/benchmarks.md.

#![allow(clippy::print_stdout, reason = "a measuring tool speaks on standard output")]

mod actions;
mod bulk;
mod client;
mod data;
mod plans;
mod process;
mod report;
mod samples;
mod scale;
mod settings;

use clap::Parser;
use settings::Settings;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let statements = plans::listen();
    let settings = Settings::parse();
    let made = data::ensure(&settings).await?;
    if settings.only_data {
        return Ok(());
    }
    let targets = samples::targets(&settings, &made).await?;
    let plans = plans::look(&settings, &targets, &statements).await?;
    let results = actions::measure(&settings, &targets).await?;
    report::write(&settings, &made, &plans, &results)
}
