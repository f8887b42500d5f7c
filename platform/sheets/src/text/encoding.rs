//! Which encoding a text file is in, and its bytes as UTF-8.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::{SheetError, Source};

/// The encodings that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, low byte first ("Unicode text" of Excel).
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB18030, which holds GBK and GB2312: CSV as Excel and WPS save it in China.
    Gb18030,
}

impl TextEncoding {
    /// The name people know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }

    pub(crate) fn table(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
        }
    }
}

/// Encoding and length of a byte order mark.
pub(crate) fn byte_order_mark(head: &[u8]) -> Option<(TextEncoding, u64)> {
    match head {
        [0xef, 0xbb, 0xbf, ..] => Some((TextEncoding::Utf8, 3)),
        [0xff, 0xfe, ..] => Some((TextEncoding::Utf16Le, 2)),
        [0xfe, 0xff, ..] => Some((TextEncoding::Utf16Be, 2)),
        _ => None,
    }
}

/// UTF-16 without a mark: line ends and separators have their zero byte always on the same side.
pub(crate) fn unmarked_utf16(head: &[u8]) -> Option<TextEncoding> {
    let pairs = head.chunks_exact(2);
    let ascii = |high: usize| {
        pairs
            .clone()
            .filter(|pair| pair[high] == 0 && matches!(pair[1 - high], b'\t' | b'\n' | b'\r' | 0x20..0x7f))
            .count()
    };
    let both_zero = pairs.clone().any(|pair| pair == [0, 0]);
    let (little, big, total) = (ascii(1), ascii(0), head.len() / 2);
    match () {
        () if both_zero || total < 4 => None,
        () if little * 5 > total && big == 0 => Some(TextEncoding::Utf16Le),
        () if big * 5 > total && little == 0 => Some(TextEncoding::Utf16Be),
        () => None,
    }
}

/// Bytes judged at once; a list of 5,000 lines.
const WINDOW: u64 = 1 << 20;

/// The encoding and the offset of the first row.
pub(super) fn detect(source: &Source) -> Result<(TextEncoding, u64), SheetError> {
    let mut sample = source.window(0, WINDOW)?;
    if let Some(found) = byte_order_mark(&sample) {
        return Ok(found);
    }
    if let Some(encoding) = unmarked_utf16(&sample[..sample.len().min(8 << 10)]) {
        return Ok((encoding, 0));
    }
    // Only ASCII so far tells nothing: go on to where the first other character stands.
    let mut offset = 0;
    while sample.is_ascii() && sample.len() as u64 == WINDOW {
        offset += WINDOW;
        sample = source.window(offset, WINDOW)?;
    }
    Ok((judge(&sample), 0))
}

/// Non-ASCII characters up to which a file is too short for its bytes to prove UTF-8.
const FEW: usize = 64;

/// UTF-8 unless GB18030 explains the bytes better. Chinese in UTF-8 is sequences of three bytes, which GB18030 text
/// forms by chance only rarely; damaged UTF-8 has more of them than of faults.
fn judge(sample: &[u8]) -> TextEncoding {
    let (mut long, mut short, mut faults) = (0usize, 0usize, 0usize);
    for chunk in sample.utf8_chunks() {
        for c in chunk.valid().chars().filter(|c| !c.is_ascii()) {
            if c.len_utf8() > 2 { long += 1 } else { short += 1 }
        }
        // A sequence cut by the end of the window is no fault.
        faults += usize::from(!chunk.invalid().is_empty());
    }
    if long > 0 && (faults <= 1 || long > faults) {
        return TextEncoding::Utf8;
    }
    if faults > 0 || (short > 0 && short <= FEW && !letters_beside(sample)) {
        return TextEncoding::Gb18030;
    }
    TextEncoding::Utf8
}

/// A few sequences of two bytes are an accent in a Latin word, or Chinese in GB18030 that happens to be valid UTF-8
/// (联通). The accent has a letter beside it.
fn letters_beside(sample: &[u8]) -> bool {
    let beside = |pair: &[u8]| pair[0].is_ascii_alphabetic() != pair[1].is_ascii_alphabetic();
    sample.windows(2).any(|pair| beside(pair) && (pair[0] >= 0x80 || pair[1] >= 0x80))
}

pub(super) fn decode_sample(encoding: TextEncoding, bytes: &[u8]) -> String {
    encoding.table().decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-16 as a stream of UTF-8, so that one record reader serves all encodings. GB18030 needs none of this: no byte of
/// its characters equals a separator, quotation mark or line end.
pub(super) struct Transcoder<R> {
    inner: R,
    decoder: Decoder,
    out: Vec<u8>,
    read: usize,
    ended: bool,
}

impl<R: BufRead> Transcoder<R> {
    pub(super) fn new(inner: R, encoding: TextEncoding) -> Self {
        let decoder = encoding.table().new_decoder_without_bom_handling();
        Self { inner, decoder, out: Vec::new(), read: 0, ended: false }
    }
}

impl<R: BufRead> Read for Transcoder<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buf.len());
        buf[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Transcoder<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.read == self.out.len() && !self.ended {
            let input = self.inner.fill_buf()?;
            let last = input.is_empty();
            // Three UTF-8 bytes at most per UTF-16 unit, and one pending character.
            self.out.resize(input.len() * 3 + 16, 0);
            let (_, taken, written, _) = self.decoder.decode_to_utf8(input, &mut self.out, last);
            self.inner.consume(taken);
            self.out.truncate(written);
            self.read = 0;
            self.ended = last;
        }
        Ok(&self.out[self.read..])
    }

    fn consume(&mut self, amount: usize) {
        self.read = (self.read + amount).min(self.out.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-14: Excel's CSV is GBK, everybody else's is UTF-8; a few broken bytes do not change the verdict.
    #[test]
    fn encodings_are_told_apart() {
        let text = "姓名,手机,车型\n张伟,13812345678,凯美瑞\n";
        assert_eq!(judge(text.as_bytes()), TextEncoding::Utf8);
        assert_eq!(judge(&GB18030.encode(text).0), TextEncoding::Gb18030);
        assert_eq!(judge(b"name,phone\n"), TextEncoding::Utf8);
        let mut damaged = text.repeat(20).into_bytes();
        damaged.extend(GB18030.encode("李娜").0.iter());
        assert_eq!(judge(&damaged), TextEncoding::Utf8);
        // Valid in both; only one of them makes sense.
        assert_eq!(judge(&GB18030.encode("单位\n联通\n").0), TextEncoding::Gb18030);
        assert_eq!(judge(&GB18030.encode("1,联通\n").0), TextEncoding::Gb18030);
        assert_eq!(judge("name\nMüller\n".as_bytes()), TextEncoding::Utf8);
        let wide: Vec<u8> = "姓名,手机\r\nLi,1\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(unmarked_utf16(&wide), Some(TextEncoding::Utf16Le));
        assert_eq!(unmarked_utf16(text.as_bytes()), None);
    }
}
