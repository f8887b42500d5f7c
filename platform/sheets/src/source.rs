//! Where the bytes come from: a file that was stored, or an upload in memory.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::SheetError;

/// A file to read: on disk or in memory. Large files belong on disk, so that only a window of them is in memory.
#[derive(Debug, Clone)]
pub enum Source {
    /// The whole content.
    Bytes(Arc<[u8]>),
    /// A path; the file is opened anew for each pass.
    Path(PathBuf),
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<&[u8]> for Source {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<&Path> for Source {
    fn from(path: &Path) -> Self {
        Self::Path(path.to_owned())
    }
}

impl From<PathBuf> for Source {
    fn from(path: PathBuf) -> Self {
        Self::Path(path)
    }
}

/// An open source.
#[derive(Debug)]
pub(crate) enum Handle {
    Bytes(Cursor<Arc<[u8]>>),
    File(File),
}

impl Source {
    pub(crate) fn open(&self) -> Result<Handle, SheetError> {
        match self {
            Self::Bytes(bytes) => Ok(Handle::Bytes(Cursor::new(bytes.clone()))),
            Self::Path(path) => File::open(path).map(Handle::File).map_err(SheetError::unreadable),
        }
    }

    pub(crate) fn len(&self) -> Result<u64, SheetError> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.len() as u64),
            Self::Path(path) => std::fs::metadata(path).map(|meta| meta.len()).map_err(SheetError::unreadable),
        }
    }

    /// Up to `limit` bytes from `offset`.
    pub(crate) fn window(&self, offset: u64, limit: u64) -> Result<Vec<u8>, SheetError> {
        let mut handle = self.open()?;
        handle.seek(SeekFrom::Start(offset)).map_err(SheetError::unreadable)?;
        let mut bytes = Vec::new();
        handle.take(limit).read_to_end(&mut bytes).map_err(SheetError::unreadable)?;
        Ok(bytes)
    }
}

impl Read for Handle {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Bytes(cursor) => cursor.read(buf),
            Self::File(file) => file.read(buf),
        }
    }
}

impl Seek for Handle {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Bytes(cursor) => cursor.seek(to),
            Self::File(file) => file.seek(to),
        }
    }
}
