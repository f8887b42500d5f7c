//! What the columns of a sheet are: their names, their shape, and a fingerprint to know a layout again.

mod fingerprint;
mod guess;
mod header;
mod shape;

pub use fingerprint::layout_fingerprint;
pub use guess::{ColumnGuess, ColumnKind, guess_types};
pub use header::{Header, detect_header};
