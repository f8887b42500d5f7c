//! Files built in code: raw XLSX packages, OLE containers, BIFF records.
#![allow(dead_code, reason = "each test file uses its part of this")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{Cursor, Write};

use sheets::{Cell, Limits, RawRow, SheetError, open};
use zip::write::SimpleFileOptions;

pub const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="r"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
pub const WORKBOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="r"><Relationship Id="rId1" Type="http://x/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/relationships/styles" Target="/xl/styles.xml"/><Relationship Id="rId3" Type="http://x/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
pub const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns:r="x"><workbookPr/><sheets><sheet name="客户" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

/// A zip of these parts.
pub fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet with this `sheetData` content, and further or replaced parts.
pub fn xlsx(rows: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let sheet = format!(r#"<?xml version="1.0"?><worksheet><sheetData>{rows}</sheetData></worksheet>"#);
    let mut all = vec![
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ];
    for (name, content) in parts {
        all.retain(|(known, _)| known != name);
        all.push((name, content));
    }
    let all: Vec<(&str, &[u8])> = all.into_iter().map(|(name, content)| (name, content.as_bytes())).collect();
    zip_of(&all)
}

/// All rows of the first sheet.
pub fn rows(bytes: &[u8], limits: &Limits) -> Result<Vec<RawRow>, SheetError> {
    open(bytes, "file.xlsx", limits)?.sheet(0)?.rows().collect()
}

/// The refusal of a file under default limits.
pub fn refusal(bytes: &[u8]) -> SheetError {
    rows(bytes, &Limits::default()).expect_err("the file should be refused")
}

pub fn texts(row: &RawRow) -> Vec<String> {
    row.cells.iter().map(Cell::as_text).collect()
}

/// An OLE container (version 3) of streams of at least 4096 bytes each, padded with zeros.
pub fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let padded: Vec<Vec<u8>> = streams
        .iter()
        .map(|(_, content)| {
            let mut content = content.to_vec();
            content.resize(content.len().max(4096).next_multiple_of(512), 0);
            content
        })
        .collect();
    let sectors: usize = padded.iter().map(|content| content.len() / 512).sum();
    // Sector 0 is the table, 1 the directory, then the streams.
    assert!(sectors + 2 <= 128 && streams.len() <= 3);
    let mut fat = vec![0xffff_fffd_u32, 0xffff_fffe];
    let mut directory = entry("Root Entry", 5, 0xffff_fffe, 0);
    for ((name, _), content) in streams.iter().zip(&padded) {
        let start = fat.len() as u32;
        let count = (content.len() / 512) as u32;
        fat.extend((1..count).map(|step| start + step));
        fat.push(0xffff_fffe);
        directory.extend(entry(name, 2, start, content.len() as u32));
    }
    fat.resize(128, 0xffff_ffff);
    directory.resize(512, 0);
    let mut header = vec![0u8; 512];
    header[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    header[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    header[44..48].copy_from_slice(&1u32.to_le_bytes());
    header[48..52].copy_from_slice(&1u32.to_le_bytes());
    header[56..60].copy_from_slice(&4096u32.to_le_bytes());
    header[60..64].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    header[68..72].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    header[76..].fill(0xff);
    header[76..80].copy_from_slice(&0u32.to_le_bytes());
    let mut file = header;
    file.extend(fat.iter().flat_map(|word| word.to_le_bytes()));
    file.extend(directory);
    padded.iter().for_each(|content| file.extend(content));
    file
}

fn entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut entry = vec![0u8; 128];
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry[..units.len()].copy_from_slice(&units);
    entry[64..66].copy_from_slice(&(units.len() as u16 + 2).to_le_bytes());
    entry[66] = kind;
    entry[67] = 1;
    entry[68..80].fill(0xff);
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&size.to_le_bytes());
    entry
}

/// A BIFF record.
pub fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let mut record = kind.to_le_bytes().to_vec();
    record.extend((content.len() as u16).to_le_bytes());
    record.extend(content);
    record
}

/// A BIFF8 workbook stream with globals and one sheet of these records.
pub fn biff(globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
    let bof = |kind: u16| record(0x0809, &[&[0, 6], &kind.to_le_bytes()[..], &[0; 12]].concat());
    let mut stream = bof(5);
    globals.iter().for_each(|record| stream.extend(record));
    let name = [1, 0, b'A'];
    let length = stream.len() + 4 + 6 + name.len() + 4;
    stream.extend(record(0x0085, &[&(length as u32).to_le_bytes()[..], &[0, 0], &name].concat()));
    stream.extend(record(0x000a, &[]));
    assert_eq!(stream.len(), length);
    stream.extend(bof(0x10));
    sheet.iter().for_each(|record| stream.extend(record));
    stream.extend(record(0x000a, &[]));
    stream
}

/// A BIFF number cell.
pub fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
    record(0x0203, &[&place[..], &value.to_le_bytes()].concat())
}
