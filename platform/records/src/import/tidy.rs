//! Tidying of files that came in and lead nowhere: uploads that were cut off, files of imports that nobody went on with.
//!
//! Files of imports that ran stay: they are the account of what came in, row by row.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use kernel::files::{self, Keeper};
use kernel::{Db, Id, JobContext, JobHandler};
use sea_orm::DbErr;

use super::{Desk, queries};
use crate::search;

/// The kind of the job, and the name of its schedule.
pub const TIDY: &str = "imports.tidy";
/// Days after which a file that belongs to no import goes.
const ORPHAN_DAYS: i64 = 1;
/// Days after which an import that was uploaded or checked and never run is given up, and its file goes.
const ABANDONED_DAYS: i64 = 30;

/// Does jobs of kind [`TIDY`], one a day.
pub struct TidyJob(pub Desk);

#[async_trait]
impl JobHandler for TidyJob {
    fn kind(&self) -> &'static str {
        TIDY
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbErr> {
        let tx = context.begin().await?;
        let now = tx.now();
        queries::abandon(&tx, now.plus_days(-ABANDONED_DAYS)).await?;
        context.commit(tx, &(), 0, 0).await?;
        // Whoever gave up an import that was killed left its terms waiting.
        search::settle(context.db, context.scope()).await?;
        files::sweep(context, self.0.folder.clone(), now.plus_days(-ORPHAN_DAYS), &Imports).await
    }
}

struct Imports;

#[async_trait]
impl Keeper for Imports {
    async fn keeps(&self, db: &Db, files: &[PathBuf]) -> Result<Vec<bool>, DbErr> {
        let ids: Vec<Id> = files.iter().filter_map(|path| import_of(path)).collect();
        let kept = queries::files_kept(db.read(), &ids).await?;
        Ok(files.iter().map(|path| import_of(path).is_some_and(|id| kept.contains(&id))).collect())
    }
}

/// The import whose whole file this is; a part of an upload that was cut off is nobody's.
fn import_of(path: &Path) -> Option<Id> {
    path.file_name()?.to_str()?.strip_suffix(".sheet")?.parse().ok()
}
