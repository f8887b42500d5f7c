//! Tidying of the paper file: bytes that no document names any more, and bytes that were kept for a document that never
//! came to be.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use kernel::files::{self, Keeper};
use kernel::{Db, DbError, Instant, JobContext, JobHandler};

use super::queries;

/// The kind of the job, and the name of its schedule.
pub const TIDY: &str = "attachments.tidy";
/// Days after which bytes without a document go, and those of which a process that was killed wrote only a part.
const ORPHAN_DAYS: i64 = 1;
/// Days for which the bytes of a document that was put away stay, in case it was a mistake.
const REMOVED_DAYS: i64 = 30;

/// Does jobs of kind [`TIDY`], one a day.
pub struct TidyJob {
    /// The data folder.
    pub data: PathBuf,
}

#[async_trait]
impl JobHandler for TidyJob {
    fn kind(&self) -> &'static str {
        TIDY
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let now = context.db.clock.now();
        let documents = Documents { put_away_before: now.plus_days(-REMOVED_DAYS) };
        files::sweep(context, self.data.join("attachments"), now.plus_days(-ORPHAN_DAYS), &documents).await
    }
}

struct Documents {
    put_away_before: Instant,
}

#[async_trait]
impl Keeper for Documents {
    async fn keeps(&self, db: &Db, files: &[PathBuf]) -> Result<Vec<bool>, DbError> {
        let digests: Vec<&str> = files.iter().filter_map(|path| digest_of(path)).collect();
        let named = queries::named(db.read(), &digests, self.put_away_before).await?;
        Ok(files.iter().map(|path| digest_of(path).is_some_and(|digest| named.contains(digest))).collect())
    }
}

fn digest_of(path: &Path) -> Option<&str> {
    path.file_name()?.to_str()
}
