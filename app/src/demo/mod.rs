//! The demo group (being written).
use crate::cli::Place;
/// Loads it.
pub async fn load_when_empty(_db: &kernel::Db, _place: &Place) -> anyhow::Result<()> { Ok(()) }
/// Whether it is there.
pub async fn is_loaded(_db: &kernel::Db) -> anyhow::Result<bool> { Ok(false) }
