//! `fourfold backup` and `fourfold restore`: everything a house keeps in one file, and back again to a checked point
//! (SYS-13).
//!
//! A backup is an ordinary `.tar.gz`: the database as it was at one moment (a SQLite file, or what `pg_dump` makes), the
//! papers and sheets beside it, and last of all the manifest, which knows every file's digest, every table's rows and the
//! ends of the audit chains. A file without it was cut off. The keys of sensitive columns are never in it: whoever finds a
//! backup does not read them.

mod archive;
mod engine;
mod lock;
mod manifest;
mod restore;
mod take;

pub use lock::Held;
pub use manifest::{Engine, Entry, Manifest};
pub use restore::restore;
pub use take::backup;

/// The database inside a backup, and in the folder where it is unpacked.
fn database_name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "fourfold.db",
        Engine::Postgres => "fourfold.pgdump",
    }
}

/// The folders of the data directory that belong to the database.
const FOLDERS: [&str; 2] = ["attachments", "imports"];
