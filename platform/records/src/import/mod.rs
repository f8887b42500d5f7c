//! Import: a store's spreadsheet becomes records, with an account of every row (CUS-14).
//!
//! The way of a file: [`Upload`] keeps it, [`Layout`] looks into it, [`guess`] proposes what its columns mean, a
//! [`Mapping`] says so, the check reads every row and tells what would happen, corrections are typed over bad cells,
//! and the run writes in short steps that survive a crash. What a row comes to is decided by the [`Importer`] of the
//! noun; this module knows files, columns, batches and accounts, and no noun.
//!
//! The counts of an [`Import`] are of rows, each counted once: `created + updated + unchanged + duplicates + rejected
//! = rows`.

pub mod begin;
pub mod fix;
pub mod guess;
pub mod inline;
pub mod queries;
pub mod report;
pub mod steer;
pub mod vocabulary;

mod batch;
mod cell;
mod desk;
mod draft;
mod importer;
mod job;
mod layout;
mod mapping;
mod model;
mod outcome;
mod pipeline;
mod reader;
mod schema;
mod seen;
mod settling;
mod statistics;
mod target;
mod tidy;
mod upload;

pub use desk::{Desk, Importers, ScopeOf};
pub use draft::{Draft, Message, Severity, Standing, Value};
pub use importer::{AnyLook, Earlier, Entry, Importer, Intake, Mode, Options, Place};
pub use inline::{FileOrder, Halt, Progress, import_file};
pub use job::{ImportJob, JOB};
pub use layout::{ColumnView, FileProblem, Layout, SheetView};
pub use mapping::{Mapping, MappingFile};
pub use model::{Import, RowRecord, State, Step};
pub use outcome::{Counts, Fate, Outcome};
pub use schema::migrations;
pub use target::{Key, Target};
pub use tidy::{TIDY, TidyJob};
pub use upload::{Kept, MAX_BYTES, Upload, UploadError};
