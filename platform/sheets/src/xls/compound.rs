//! The OLE compound file (MS-CFB) around a workbook, walked with bounds.

use crate::SheetError;

const END: u32 = 0xffff_fffe;
/// Numbers from here on are marks, not sectors.
const MARKS: u32 = 0xffff_fffa;
/// Streams smaller than this live in the mini stream (MS-CFB 2.2).
const MINI_CUTOFF: usize = 4096;

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

/// Directory and allocation tables of a compound file whose chains all end.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

fn broken() -> SheetError {
    SheetError::BrokenArchive { part: "OLE".into() }
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, SheetError> {
    let found = bytes.get(at..at + 2).ok_or(SheetError::Truncated)?;
    Ok(u16::from_le_bytes([found[0], found[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, SheetError> {
    let found = bytes.get(at..at + 4).ok_or(SheetError::Truncated)?;
    Ok(u32::from_le_bytes([found[0], found[1], found[2], found[3]]))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|w| u32::from_le_bytes([w[0], w[1], w[2], w[3]]))
}

impl<'a> Compound<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return Err(broken()),
        };
        if bytes.len() < sector * 2 {
            return Err(SheetError::Truncated);
        }
        let mut file =
            Self { bytes, sector, fat: Vec::new(), mini_fat: Vec::new(), mini: Vec::new(), entries: Vec::new() };
        file.read_fat()?;
        let directory = file.chain(u32_at(bytes, 48)?, usize::MAX)?;
        for entry in directory.chunks_exact(128) {
            let units: Vec<u16> =
                entry[..64].chunks_exact(2).map(|u| u16::from_le_bytes([u[0], u[1]])).take_while(|u| *u != 0).collect();
            let mut size = u64::from(u32_at(entry, 120)?);
            if sector == 4096 {
                size |= u64::from(u32_at(entry, 124)?) << 32;
            }
            let size = usize::try_from(size).map_err(|_| broken())?;
            file.entries.push(Entry { name: String::from_utf16_lossy(&units), start: u32_at(entry, 116)?, size });
        }
        let root = file.entries.first().ok_or_else(broken)?;
        if u32_at(bytes, 64)? > 0 {
            let (start, size) = (root.start, root.size);
            file.mini = file.chain(start, size)?;
            let mini_fat = file.chain(u32_at(bytes, 60)?, usize::MAX)?;
            file.mini_fat = words(&mini_fat).collect();
        }
        Ok(file)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The content of a stream.
    pub(super) fn stream(&self, name: &str) -> Result<Vec<u8>, SheetError> {
        let entry = self.entry(name).ok_or_else(broken)?;
        let content = if entry.size < MINI_CUTOFF {
            walk(entry.start, entry.size, &self.mini_fat, |id| self.mini.get(id * 64..(id + 1) * 64))?
        } else {
            self.chain(entry.start, entry.size)?
        };
        if content.len() < entry.size { Err(SheetError::Truncated) } else { Ok(content) }
    }

    fn sector(&self, id: usize) -> Option<&'a [u8]> {
        let start = id.checked_add(1)?.checked_mul(self.sector)?;
        // The last sector may be cut short by sloppy writers.
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes.get(start..end).filter(|found| !found.is_empty())
    }

    fn chain(&self, start: u32, size: usize) -> Result<Vec<u8>, SheetError> {
        walk(start, size, &self.fat, |id| self.sector(id))
    }

    /// Sectors of the allocation table: 109 in the header, the rest in a chain of their own.
    fn read_fat(&mut self) -> Result<(), SheetError> {
        let most = self.bytes.len() / self.sector + 1;
        let mut ids: Vec<u32> = words(&self.bytes[76..512]).collect();
        let mut next = u32_at(self.bytes, 68)?;
        let mut steps = 0;
        while next < MARKS {
            steps += 1;
            if steps > most {
                return Err(broken());
            }
            let sector = self.sector(next as usize).ok_or(SheetError::Truncated)?;
            ids.extend(words(sector));
            next = ids.pop().ok_or_else(broken)?;
        }
        for id in ids.into_iter().filter(|id| *id < MARKS) {
            let sector = self.sector(id as usize).ok_or(SheetError::Truncated)?;
            self.fat.extend(words(sector));
        }
        Ok(())
    }
}

/// Follows a chain until its end or until enough is read. A chain longer than its table runs in a circle.
fn walk<'b>(
    start: u32,
    size: usize,
    table: &[u32],
    sector: impl Fn(usize) -> Option<&'b [u8]>,
) -> Result<Vec<u8>, SheetError> {
    let mut content = Vec::new();
    let mut id = start;
    let mut steps = 0;
    while id != END && content.len() < size {
        steps += 1;
        if steps > table.len() {
            return Err(broken());
        }
        let found = sector(id as usize).ok_or(SheetError::Truncated)?;
        content.extend_from_slice(&found[..found.len().min(size - content.len())]);
        id = *table.get(id as usize).ok_or_else(broken)?;
    }
    Ok(content)
}
