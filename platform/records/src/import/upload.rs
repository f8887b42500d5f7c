//! Keeping an uploaded file: piece by piece to the disk, never whole in memory.

use std::path::{Path, PathBuf};

use kernel::Id;
use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

/// The largest file taken, in bytes (256 MiB): a million rows as stores keep them have about half of that.
pub const MAX_BYTES: u64 = 256 << 20;

/// Why a file was not kept.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// More than [`MAX_BYTES`].
    #[error("larger than {MAX_BYTES} bytes")]
    TooLarge,
    /// The disk.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// A file that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its name in the folder.
    pub stored: String,
    /// SHA-256 in hexadecimal digits.
    pub digest: String,
    /// Its size.
    pub bytes: i64,
}

/// A file on its way to the disk. What is not finished is taken away again.
pub struct Upload {
    file: File,
    part: PathBuf,
    whole: PathBuf,
    stored: String,
    digest: Sha256,
    bytes: u64,
}

impl Upload {
    /// Begins a file in the folder of imports, under the import's id.
    pub async fn begin(folder: &Path, id: Id) -> Result<Upload, UploadError> {
        tokio::fs::create_dir_all(folder).await?;
        // The name someone gave it never becomes a path.
        let stored = format!("{id}.sheet");
        let (part, whole) = (folder.join(format!("{id}.part")), folder.join(&stored));
        let file = File::create(&part).await?;
        Ok(Upload { file, part, whole, stored, digest: Sha256::new(), bytes: 0 })
    }

    /// Adds a piece.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), UploadError> {
        self.bytes += piece.len() as u64;
        if self.bytes > MAX_BYTES {
            return Err(UploadError::TooLarge);
        }
        self.digest.update(piece);
        Ok(self.file.write_all(piece).await?)
    }

    /// Completes it: from here on it survives a crash.
    pub async fn finish(mut self) -> Result<Kept, UploadError> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        tokio::fs::rename(&self.part, &self.whole).await?;
        let digest = std::mem::take(&mut self.digest).finalize().iter().map(|b| format!("{b:02x}")).collect();
        Ok(Kept { stored: self.stored.clone(), digest, bytes: self.bytes as i64 })
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        // Nothing is there any more when it was finished.
        let _ = std::fs::remove_file(&self.part);
    }
}
