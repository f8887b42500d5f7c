//! Large lists are read in little memory (CUS-14, design.md: import of 100,000 rows of XLSX and 1,000,000 of CSV).
//!
//! One test, alone in its process, because the peak of the process is what is measured.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufWriter, Write};

use sheets::{Limits, OutCell, TableWriter, XlsxWriter, open};

/// Peak resident memory of this process in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() >> 10
}

/// Shared strings as Excel writes them, each different: the costly case.
fn xlsx_with_shared_strings(path: &std::path::Path, rows: u32, columns: u32) {
    let mut zip = zip::ZipWriter::new(BufWriter::new(std::fs::File::create(path).unwrap()));
    let options = zip::write::SimpleFileOptions::default();
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships><Relationship Id="a" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        ("xl/workbook.xml", r#"<workbook><sheets><sheet name="a" sheetId="1" r:id="a"/></sheets></workbook>"#.into()),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships><Relationship Id="a" Type="{kind}/worksheet" Target="sheet.xml"/><Relationship Id="b" Type="{kind}/sharedStrings" Target="strings.xml"/></Relationships>"#
            ),
        ),
    ];
    for (name, content) in parts {
        zip.start_file(name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.start_file("xl/strings.xml", options).unwrap();
    zip.write_all(b"<sst>").unwrap();
    for index in 0..rows * columns {
        write!(zip, "<si><t>上海市浦东新区{index}号</t></si>").unwrap();
    }
    zip.write_all(b"</sst>").unwrap();
    zip.start_file("xl/sheet.xml", options).unwrap();
    zip.write_all(b"<worksheet><sheetData>").unwrap();
    for row in 0..rows {
        write!(zip, r#"<row r="{}">"#, row + 1).unwrap();
        for column in 0..columns {
            write!(zip, r#"<c t="s"><v>{}</v></c>"#, row * columns + column).unwrap();
        }
        zip.write_all(b"</row>").unwrap();
    }
    zip.write_all(b"</sheetData></worksheet>").unwrap();
    zip.finish().unwrap().into_inner().unwrap();
}

fn count(path: &std::path::Path) -> (u64, u64) {
    let mut book = open(path, "list", &Limits::default()).unwrap();
    let mut sheet = book.sheet(0).unwrap();
    let (mut rows, mut line) = (0, 0);
    for row in sheet.rows() {
        line = row.unwrap().line;
        rows += 1;
    }
    (rows, line)
}

/// CUS-14: 100,000 rows of XLSX, written and read, and 1,000,000 rows of CSV, within 60 MiB (the bound set is 150).
#[test]
fn large_lists_stay_small_in_memory() {
    let folder = tempfile::tempdir().unwrap();

    let csv = folder.path().join("list.csv");
    let mut file = BufWriter::new(std::fs::File::create(&csv).unwrap());
    for index in 0..1_000_000 {
        writeln!(file, "客户{index},138{index:08},\"上海市, 浦东新区\",LSVAM4187C2{index:06}").unwrap();
    }
    file.into_inner().unwrap();
    assert_eq!(count(&csv), (1_000_000, 1_000_000));
    assert!(peak() <= 30, "CSV: {} MiB", peak());

    let written = folder.path().join("written.xlsx");
    let mut writer = Box::new(XlsxWriter::create(&written, "名单").unwrap());
    writer.header(&["姓名", "手机", "金额"]).unwrap();
    for index in 0..100_000 {
        let name = OutCell::Text(format!("客户{index}").into());
        writer.row(&[name, OutCell::Identifier(format!("138{index:08}").into()), OutCell::Money(index)]).unwrap();
    }
    writer.finish().unwrap();
    assert_eq!(count(&written), (100_001, 100_001));
    assert!(peak() <= 60, "XLSX with inline text: {} MiB", peak());

    let shared = folder.path().join("shared.xlsx");
    xlsx_with_shared_strings(&shared, 100_000, 5);
    assert_eq!(count(&shared), (100_000, 100_000));
    assert!(peak() <= 60, "XLSX with shared text: {} MiB", peak());
}
