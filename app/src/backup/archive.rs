//! Writing and unpacking `.tar.gz` files whose entries are known by their digests.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail, ensure};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use kernel::crypto::Digester;
use tar::{Archive, Builder, EntryType, Header};

use super::{Entry, Manifest};

/// An archive being written beside its name, where it comes when it is whole.
pub struct Writing {
    part: PathBuf,
    path: PathBuf,
    tar: Builder<GzEncoder<BufWriter<File>>>,
    /// What it holds so far.
    pub files: BTreeMap<String, Entry>,
}

impl Writing {
    /// Begins; nobody else may read what is written.
    pub fn begin(path: &Path) -> anyhow::Result<Writing> {
        ensure!(!path.exists(), "{} is there already; give another name", path.display());
        let part = beside(path, "part");
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&part).with_context(|| format!("{} cannot be written", part.display()))?;
        let tar = Builder::new(GzEncoder::new(BufWriter::new(file), Compression::fast()));
        Ok(Writing { part, path: path.to_owned(), tar, files: BTreeMap::new() })
    }

    /// Takes a file in. One that went away meanwhile is left out; of one that still grows, what is there now.
    pub fn add(&mut self, name: &str, path: &Path) -> anyhow::Result<()> {
        let file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            file => file.with_context(|| format!("{} cannot be read", path.display()))?,
        };
        let bytes = file.metadata()?.len();
        let mut from = Digesting { inner: BufReader::new(file).take(bytes), digester: Digester::default() };
        self.append(name, bytes, &mut from).with_context(|| format!("{} cannot be kept", path.display()))?;
        self.files.insert(name.to_owned(), Entry { bytes, sha256: from.digester.end() });
        Ok(())
    }

    fn append(&mut self, name: &str, bytes: u64, from: impl Read) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o600);
        header.set_size(bytes);
        self.tar.append_data(&mut header, name, from)
    }

    /// Writes the manifest, and makes the file durable under its own name. Gives its size in bytes.
    pub fn end(mut self, manifest: &Manifest) -> anyhow::Result<u64> {
        let text = serde_json::to_vec_pretty(manifest)?;
        self.append(Manifest::NAME, text.len() as u64, text.as_slice())?;
        let mut inner = self.tar.into_inner()?.finish()?;
        inner.flush()?;
        let file = inner.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let bytes = file.metadata()?.len();
        std::fs::rename(&self.part, &self.path)?;
        if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        Ok(bytes)
    }
}

/// A name beside a file's.
pub fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(what);
    path.with_file_name(name)
}

/// Unpacks an archive into an empty folder and holds every file against the manifest.
pub fn unpack(path: &Path, folder: &Path) -> anyhow::Result<Manifest> {
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut archive = Archive::new(GzDecoder::new(BufReader::new(file)));
    let (mut found, mut manifest) = (BTreeMap::new(), None);
    let cut = || format!("{} is no backup of Fourfold, or was cut off or damaged", path.display());
    for entry in archive.entries().with_context(cut)? {
        let mut entry = entry.with_context(cut)?;
        let name = entry.path().with_context(cut)?.into_owned();
        ensure!(is_plain(&name) && entry.header().entry_type() == EntryType::Regular, "{}", cut());
        let name = name.to_string_lossy().into_owned();
        if name == Manifest::NAME {
            let mut text = Vec::new();
            entry.read_to_end(&mut text).with_context(cut)?;
            manifest = Some(Manifest::read(&text)?);
            continue;
        }
        let target = folder.join(&name);
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut from = Digesting { inner: &mut entry, digester: Digester::default() };
        let mut to = File::create(&target).with_context(|| format!("{} cannot be written", target.display()))?;
        let bytes = io::copy(&mut from, &mut to).with_context(cut)?;
        to.sync_all()?;
        found.insert(name, Entry { bytes, sha256: from.digester.end() });
    }
    // To the very end, where the checksum of the whole stands.
    io::copy(&mut archive.into_inner(), &mut io::sink()).with_context(cut)?;
    let Some(manifest) = manifest else { bail!("{}", cut()) };
    for (name, entry) in &manifest.files {
        match found.get(name) {
            None => bail!("{name} is missing from the backup"),
            Some(there) if there != entry => bail!("{name} is not what was backed up"),
            Some(_) => {}
        }
    }
    ensure!(found.len() == manifest.files.len(), "the backup holds files that its manifest does not know");
    Ok(manifest)
}

/// A path that stays where it is unpacked.
fn is_plain(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_))) && path.components().next().is_some()
}

/// Hands bytes on and digests them.
struct Digesting<R> {
    inner: R,
    digester: Digester,
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.digester.add(&buffer[..n]);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use kernel::Keys;

    use super::*;
    use crate::backup::Engine;

    fn archive(folder: &Path, papers: &[(&str, &[u8])]) -> PathBuf {
        let path = folder.join("b.tar.gz");
        let mut writing = Writing::begin(&path).unwrap();
        for (name, bytes) in papers {
            let file = folder.join("paper");
            std::fs::write(&file, bytes).unwrap();
            writing.add(name, &file).unwrap();
        }
        let mut manifest = Manifest::new(Engine::Sqlite, String::new(), &Keys::from_secret(&[1; 32]));
        manifest.files = writing.files.clone();
        writing.end(&manifest).unwrap();
        path
    }

    /// SYS-13: what went in comes out; what was changed or cut off is told.
    #[test]
    fn files_come_back_or_it_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let big = vec![7; 300_000];
        let path = archive(folder.path(), &[("fourfold.db", &big), ("attachments/ab/abc", b"paper")]);
        assert!(Writing::begin(&path).is_err(), "nothing is overwritten");
        let out = folder.path().join("out");
        let manifest = unpack(&path, &out).unwrap();
        assert_eq!(manifest.files.len(), 2);
        assert_eq!(std::fs::read(out.join("fourfold.db")).unwrap(), big);
        assert_eq!(std::fs::read(out.join("attachments/ab/abc")).unwrap(), b"paper");

        let whole = std::fs::read(&path).unwrap();
        for length in [0, 1, whole.len() / 2, whole.len() - 1] {
            let cut = folder.path().join("cut.tar.gz");
            std::fs::write(&cut, &whole[..length]).unwrap();
            assert!(unpack(&cut, &folder.path().join("cut")).is_err(), "cut at {length} of {}", whole.len());
        }
        let other = folder.path().join("no.tar.gz");
        std::fs::write(&other, "姓名,手机\n").unwrap();
        assert!(unpack(&other, &folder.path().join("no")).unwrap_err().to_string().contains("no backup"));
    }

    #[test]
    fn paths_do_not_leave_the_folder() {
        for bad in ["../fourfold.db", "/etc/passwd", "attachments/../../x", ""] {
            assert!(!is_plain(Path::new(bad)), "{bad}");
        }
        assert!(is_plain(Path::new("attachments/ab/abc")));
    }
}
