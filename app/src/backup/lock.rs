//! Whoever works in a data directory holds it, so that nothing is put in its place meanwhile.

use std::fs::{File, TryLockError};
use std::path::Path;

use anyhow::{Context, bail};

/// A hold on a data directory; ends with the process at the latest.
#[derive(Debug)]
pub struct Held {
    _file: File,
}

impl Held {
    /// Holds it together with others that work there: servers and commands.
    pub fn shared(data: &Path) -> anyhow::Result<Held> {
        let file = open(data)?;
        match file.try_lock_shared() {
            Ok(()) => Ok(Held { _file: file }),
            Err(TryLockError::WouldBlock) => {
                bail!("a backup is being restored to {}; start again when that has ended", data.display())
            }
            Err(TryLockError::Error(error)) => Err(error).context("the data directory cannot be held"),
        }
    }

    /// Holds it alone.
    pub fn alone(data: &Path) -> anyhow::Result<Held> {
        let file = open(data)?;
        match file.try_lock() {
            Ok(()) => Ok(Held { _file: file }),
            Err(TryLockError::WouldBlock) => {
                bail!("Fourfold is running on {}; stop it first, then restore", data.display())
            }
            Err(TryLockError::Error(error)) => Err(error).context("the data directory cannot be held"),
        }
    }
}

fn open(data: &Path) -> anyhow::Result<File> {
    let path = data.join(".lock");
    std::fs::create_dir_all(data)
        .and_then(|()| File::options().create(true).truncate(false).write(true).open(&path))
        .with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_work_there_or_one_restores() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (Held::shared(folder.path()).unwrap(), Held::shared(folder.path()).unwrap());
        assert!(Held::alone(folder.path()).unwrap_err().to_string().contains("stop it first"));
        drop((one, other));
        let alone = Held::alone(folder.path()).unwrap();
        assert!(Held::shared(folder.path()).unwrap_err().to_string().contains("being restored"));
        drop(alone);
        Held::shared(folder.path()).unwrap();
    }
}
