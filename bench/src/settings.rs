//! What is measured, and where things are.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use fourfold::cli::Place;

use crate::scale::Scale;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Database {
    /// One file.
    Sqlite,
    /// A server, whose URL is given.
    Postgres,
}

impl Database {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Database::Sqlite => "SQLite",
            Database::Postgres => "PostgreSQL",
        }
    }
}

/// Measures the budgets of design.md.
#[derive(Clone, Debug, Parser)]
#[command(name = "fourfold-bench", version, about)]
pub struct Settings {
    /// How large the group is.
    #[arg(value_enum)]
    pub scale: Scale,
    /// Which database it lives in.
    #[arg(value_enum)]
    pub database: Database,
    /// The server's binary.
    #[arg(long)]
    pub server: PathBuf,
    /// The directory of this scale and database.
    #[arg(long)]
    pub data: PathBuf,
    /// The database's URL, for PostgreSQL.
    #[arg(long)]
    pub database_url: Option<String>,
    /// Process of the PostgreSQL server, whose CPU is counted in.
    #[arg(long)]
    pub postgres_pid: Option<u32>,
    /// The document whose section is written.
    #[arg(long, default_value = "docs/benchmarks.md")]
    pub document: PathBuf,
    /// Requests measured per action.
    #[arg(long, default_value_t = 300)]
    pub requests: usize,
    /// Make the data and end.
    #[arg(long)]
    pub only_data: bool,
}

impl Settings {
    /// Where the data is.
    pub fn place(&self) -> Place {
        Place { data: self.data.clone(), database_url: self.database_url.clone(), key_file: None }
    }
}
