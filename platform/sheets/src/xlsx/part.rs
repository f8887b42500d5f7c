//! The bytes of one part, counted while they are unpacked.

use std::io::{self, BufRead, BufReader, Read};

use crate::{Limits, SheetError};

/// Marks the fault "one element is larger than any cell may be"; the reader of the rows knows in which line.
#[derive(Debug)]
pub(super) struct ElementTooLong;

impl std::fmt::Display for ElementTooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an XML element is longer than a cell may be")
    }
}

impl std::error::Error for ElementTooLong {}

/// A reader that stops when the part grows over what it declared or what is allowed, or when a single XML event does.
pub(super) struct Part<R: Read> {
    inner: BufReader<R>,
    path: String,
    unpacked: u64,
    packed: u64,
    declared: u64,
    /// Bytes since the last XML event.
    event: usize,
    max_event: usize,
    limits: Limits,
}

impl<R: Read> Part<R> {
    pub(super) fn new(path: &str, inner: R, packed: u64, declared: u64, limits: &Limits) -> Self {
        // A character takes up to eight bytes in XML (`_x000D_`); the rest is room for an element's attributes.
        let max_event = limits.max_cell_chars.saturating_mul(8).saturating_add(64 << 10);
        let inner = BufReader::with_capacity(32 << 10, inner);
        Self { inner, path: path.into(), unpacked: 0, packed, declared, event: 0, max_event, limits: limits.clone() }
    }

    /// Called between XML events.
    pub(super) fn event_ended(&mut self) {
        self.event = 0;
    }

    fn check(&self) -> io::Result<()> {
        let limits = &self.limits;
        let ratio = self.unpacked / self.packed.max(1);
        if self.unpacked > self.declared
            || self.unpacked > limits.max_unpacked_bytes
            || (self.unpacked > limits.ratio_from_bytes && ratio > limits.max_ratio)
        {
            let limit = limits.max_unpacked_bytes;
            return Err(io::Error::other(SheetError::UnpackedTooLarge { part: self.path.clone(), limit }));
        }
        if self.event > self.max_event {
            return Err(io::Error::other(ElementTooLong));
        }
        Ok(())
    }
}

impl<R: Read> Read for Part<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buf.len());
        buf[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Part<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.unpacked += amount as u64;
        self.event += amount;
        self.inner.consume(amount);
    }
}
