//! `fourfold-bench`: makes a group of a size once, starts the real server on it, and measures the budgets of design.md.

use clap::Parser;
use fourfold_bench::{actions, calm, data, plans, report, samples, settings::Settings};

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let statements = plans::listen();
    let settings = Settings::parse();
    let made = data::ensure(&settings).await?;
    if settings.only_data {
        return Ok(());
    }
    calm::down(&settings).await?;
    let targets = samples::targets(&settings, &made).await?;
    let plans = plans::look(&settings, &targets, &statements).await?;
    let results = actions::measure(&settings, &targets).await?;
    report::write(&settings, &made, &plans, &results)
}
