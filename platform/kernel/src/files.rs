//! Files in the data directory, for those who tidy it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use sea_orm::DbErr;

use crate::{Db, Instant, JobContext, JobStep};

/// Files of one step of a [`sweep`].
const STEP: usize = 200;

/// Knows which files are needed.
#[async_trait]
pub trait Keeper: Send + Sync {
    /// For each of some files, whether it is needed.
    async fn keeps(&self, db: &Db, files: &[PathBuf]) -> Result<Vec<bool>, DbErr>;
}

/// Does a job's sweep: removes the files below a folder that were written before a moment and that the keeper, asked
/// for some at a time, does not need. Cut off, it begins anew and finds the rest.
pub async fn sweep(
    context: &mut JobContext<'_>,
    folder: PathBuf,
    before: Instant,
    keeper: &dyn Keeper,
) -> Result<(), DbErr> {
    let old = blocking(move || written_before(&folder, before)).await?;
    for (n, part) in old.chunks(STEP).enumerate() {
        let kept = keeper.keeps(context.db, part).await?;
        let gone: Vec<PathBuf> =
            part.iter().zip(kept).filter(|(_, kept)| !kept).map(|(path, _)| path.clone()).collect();
        blocking(move || gone.iter().try_for_each(|path| remove_if_before(path, before).map(drop))).await?;
        let tx = context.begin().await?;
        let done = (n * STEP + part.len()) as i64;
        if context.commit(tx, &(), done, old.len() as i64).await? == JobStep::Stop {
            break;
        }
    }
    Ok(())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, DbErr> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|e| DbErr::Custom(e.to_string()))?;
    done.map_err(|e| DbErr::Custom(format!("tidying: {e}")))
}

/// The moment as files know it.
pub fn system_time(at: Instant) -> SystemTime {
    UNIX_EPOCH + Duration::from_micros(at.0.max(0) as u64)
}

/// All files below a folder that were written before a moment. A folder that is not there holds none; a file that goes
/// away meanwhile is left out.
pub fn written_before(folder: &Path, before: Instant) -> io::Result<Vec<PathBuf>> {
    let (limit, mut folders, mut found) = (system_time(before), vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let Ok(meta) = entry.metadata() else { continue };
            if meta.is_dir() {
                folders.push(entry.path());
            } else if is_before(&meta, limit) {
                found.push(entry.path());
            }
        }
    }
    Ok(found)
}

/// Removes a file that was written before a moment; false when it is younger or not there. Whoever writes it anew at the
/// same time (beside it, then by renaming) keeps what they wrote.
pub fn remove_if_before(path: &Path, before: Instant) -> io::Result<bool> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".gone");
    let aside = path.with_file_name(name);
    match std::fs::rename(path, &aside) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        moved => moved?,
    }
    if !is_before(&std::fs::metadata(&aside)?, system_time(before)) {
        std::fs::rename(&aside, path)?;
        return Ok(false);
    }
    std::fs::remove_file(&aside).map(|()| true)
}

fn is_before(meta: &std::fs::Metadata, limit: SystemTime) -> bool {
    meta.modified().is_ok_and(|at| at < limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_old_goes() {
        let folder = tempfile::tempdir().unwrap();
        let (old, young) = (folder.path().join("a/old"), folder.path().join("young"));
        std::fs::create_dir(folder.path().join("a")).unwrap();
        for (path, at) in [(&old, 1_000_000), (&young, 9_000_000)] {
            let file = std::fs::File::create(path).unwrap();
            file.set_modified(system_time(Instant(at))).unwrap();
        }
        let limit = Instant(5_000_000);
        assert_eq!(written_before(folder.path(), limit).unwrap(), std::slice::from_ref(&old));
        assert!(written_before(&folder.path().join("none"), limit).unwrap().is_empty());
        assert!(!remove_if_before(&young, limit).unwrap() && young.exists());
        assert!(remove_if_before(&old, limit).unwrap() && !old.exists());
        assert!(!remove_if_before(&old, limit).unwrap());
    }
}
