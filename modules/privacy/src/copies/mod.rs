//! Copies: everything that is known of a person in one file (PIPL 45), machine-readable, with their papers; and the same on
//! pages to print.

mod job;
mod write;

use std::path::{Path, PathBuf};

use kernel::{DbError, Id};

pub use job::{COPY, CopyJob};
pub use write::write;

/// Where the copy of a request stands.
pub fn path(data: &Path, request: Id) -> PathBuf {
    data.join("copies").join(format!("{request}.zip"))
}

/// Removes the copy of a request; one that is not there is gone already.
pub fn remove(data: &Path, request: Id) -> Result<(), DbError> {
    match std::fs::remove_file(path(data, request)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(DbError::Custom(error.to_string())),
        _ => Ok(()),
    }
}
