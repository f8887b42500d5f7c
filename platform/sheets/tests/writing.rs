//! What is written can be opened, is safe, and reads back as it was (CUS-14).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::io::{Cursor, Read};

use chrono::NaiveDate;
use proptest::prelude::*;
use sheets::{Cell, CsvWriter, Limits, OutCell, RawRow, SheetError, TableWriter, XlsxWriter};
use support::*;

type Write = fn(&[&str], &[Vec<OutCell<'_>>]) -> Vec<u8>;

fn fill(mut writer: Box<dyn TableWriter + '_>, names: &[&str], cells: &[Vec<OutCell<'_>>]) {
    writer.header(names).unwrap();
    for row in cells {
        writer.row(row).unwrap();
    }
    assert_eq!(writer.finish().unwrap(), cells.len() as u64);
}

fn csv(names: &[&str], cells: &[Vec<OutCell<'_>>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    fill(Box::new(CsvWriter::new(&mut bytes).unwrap()), names, cells);
    bytes
}

fn xlsx_file(names: &[&str], cells: &[Vec<OutCell<'_>>]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    fill(Box::new(XlsxWriter::new(&mut bytes, "客户/名单").unwrap()), names, cells);
    bytes.into_inner()
}

fn text(value: &str) -> OutCell<'_> {
    OutCell::Text(value.into())
}

fn read(bytes: &[u8]) -> Vec<RawRow> {
    rows(bytes, &Limits::default()).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut content = String::new();
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap().read_to_string(&mut content).unwrap();
    content
}

fn sample() -> Vec<Vec<OutCell<'static>>> {
    let day = NaiveDate::from_ymd_opt(2024, 3, 5).unwrap();
    vec![
        vec![
            text("张伟"),
            OutCell::Identifier("13812345678".into()),
            OutCell::Date(day),
            OutCell::DateTime(day.and_hms_opt(14, 30, 5).unwrap()),
            OutCell::Money(12_800_050),
            OutCell::Integer(3),
            OutCell::Number(0.25),
            OutCell::Bool(true),
            OutCell::Empty,
            text("末"),
        ],
        vec![OutCell::Empty, OutCell::Identifier("+8613912345678".into()), OutCell::Money(-5)],
    ]
}

const NAMES: [&str; 10] = ["姓名", "手机", "日期", "到店", "金额", "次数", "比例", "会员", "空", "备注"];

/// CUS-14: every kind of value reads back as a person saw it, from both formats.
#[test]
fn values_come_back() {
    for write in [csv as Write, xlsx_file as Write] {
        let back = read(&write(&NAMES, &sample()));
        assert_eq!(texts(&back[0]), NAMES);
        let first = texts(&back[1]);
        assert_eq!(first[..4], ["张伟", "13812345678", "2024-03-05", "2024-03-05 14:30:05"]);
        assert!(["128000.50", "128000.5"].contains(&first[4].as_str()));
        assert_eq!(first[5..], ["3", "0.25", "TRUE", "", "末"]);
        assert_eq!(texts(&back[2]), ["", "+8613912345678", "-0.05"]);
    }
}

/// CUS-14: in XLSX dates and money are values, identifiers are text; the header stays in sight and has a filter.
#[test]
fn xlsx_has_real_types() {
    let bytes = xlsx_file(&NAMES, &sample());
    let back = read(&bytes);
    assert_eq!(back[1].cells[1], Cell::Text("13812345678".into()));
    assert_eq!(back[1].cells[2], Cell::Date(NaiveDate::from_ymd_opt(2024, 3, 5).unwrap()));
    assert_eq!(back[1].cells[4], Cell::Number(128_000.5));
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"state="frozen""#) && sheet.contains(r#"<autoFilter ref="A1:J3"/>"#), "{sheet}");
    assert!(sheet.contains("<cols>") && !sheet.contains("<f>"));
    assert!(part(&bytes, "xl/workbook.xml").contains(r#"name="客户名单""#));
    assert!(part(&bytes, "xl/styles.xml").contains("#,##0.00"));
}

/// CUS-14: CSV opens in Excel in China without asking, and runs nothing.
#[test]
fn csv_is_safe_and_plain() {
    let cells = vec![vec![text("=cmd|' /C calc'!A0"), text("a\"b")], vec![text("+8613812345678"), text("-12.5")]];
    let bytes = csv(&["姓名", "备注"], &cells);
    assert!(bytes.starts_with(b"\xef\xbb\xbf"));
    let file = String::from_utf8(bytes[3..].to_vec()).unwrap();
    assert_eq!(file, "\"姓名\",\"备注\"\r\n\"'=cmd|' /C calc'!A0\",\"a\"\"b\"\r\n\"+8613812345678\",\"-12.5\"\r\n");
    let back = read(&bytes);
    assert_eq!(texts(&back[1])[0], "=cmd|' /C calc'!A0");
    // In XLSX the same text is a string and no formula.
    let sheet = xlsx_file(&["姓名", "备注"], &cells);
    assert_eq!(read(&sheet)[1].cells[0], Cell::Text("=cmd|' /C calc'!A0".into()));
    assert!(!part(&sheet, "xl/worksheets/sheet1.xml").contains("<f>"));
}

/// CUS-14: what a file cannot hold is refused, not cut.
#[test]
fn what_does_not_fit_is_refused() {
    let mut bytes = Cursor::new(Vec::new());
    let mut xlsx = XlsxWriter::new(&mut bytes, "").unwrap();
    xlsx.header(&["a"]).unwrap();
    let long = "汽".repeat(32_768);
    assert_eq!(xlsx.row(&[text(&long)]), Err(SheetError::CellTooLong { line: 2, column: 1, limit: 32_767 }));
    let expected = SheetError::RowWidth { row: 2, cells: 2, columns: 1 };
    assert_eq!(xlsx.row(&[text("a"), text("b")]), Err(expected));
    let mut bytes = Vec::new();
    let mut csv = CsvWriter::new(&mut bytes).unwrap();
    csv.header(&["a"]).unwrap();
    assert_eq!(csv.row(&[text("a"), text("b")]), Err(SheetError::RowWidth { row: 1, cells: 2, columns: 1 }));
}

/// CUS-14: files are written to and read from disk.
#[test]
fn files_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (table, list) = (folder.path().join("a.xlsx"), folder.path().join("a.csv"));
    fill(Box::new(XlsxWriter::create(&table, "名单").unwrap()), &NAMES, &sample());
    fill(Box::new(CsvWriter::create(&list).unwrap()), &NAMES, &sample());
    for path in [table, list] {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut book = sheets::open(path, &name, &Limits::default()).unwrap();
        assert!(book.notes().is_empty());
        assert_eq!(book.sheet(0).unwrap().rows().map(Result::unwrap).count(), 3);
    }
}

/// Any text a database can hold: everything but NUL.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        prop::collection::vec(any::<char>(), 0..12)
            .prop_map(|chars| chars.into_iter().filter(|c| *c != '\0').collect()),
        "['=+@\t\r\n\",;_x0-9A-F-]{0,12}",
        "[一-龥🚗·]{0,6}",
    ]
}

proptest! {
    /// CUS-14: whatever people wrote survives export and import, in both formats.
    #[test]
    fn any_text_round_trips(table in prop::collection::vec(prop::collection::vec(any_text(), 3), 1..6)) {
        for write in [csv as Write, xlsx_file as Write] {
            let cells: Vec<Vec<OutCell<'_>>> = table.iter().map(|row| row.iter().map(|value| text(value)).collect()).collect();
            let back = read(&write(&["甲", "乙", "丙"], &cells));
            for (index, row) in table.iter().enumerate() {
                // Rows in which nothing is to be seen are not delivered.
                let found = back.iter().find(|found| found.line == index as u64 + 2);
                match found {
                    Some(found) => for (column, value) in row.iter().enumerate() {
                        prop_assert_eq!(&found.text(column), value);
                    },
                    None => prop_assert!(row.iter().all(|value| Cell::Text(value.clone()).is_blank())),
                }
            }
        }
    }

    /// CUS-14: no bytes, however odd, do more than be read or be refused.
    #[test]
    fn any_bytes_are_survived(mut bytes in prop::collection::vec(any::<u8>(), 0..600), magic in 0usize..4) {
        let magics: [&[u8]; 4] = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xef\xbb\xbf"];
        bytes.splice(0..0, magics[magic].iter().copied());
        if let Err(error) = rows(&bytes, &Limits::default()) {
            prop_assert!(error.code().starts_with("sheet-"));
        }
    }

    /// CUS-14: a good XLS with any byte changed is read or refused, and never more.
    #[test]
    fn damaged_xls_is_survived(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = include_bytes!("fixtures/customers.xls").to_vec();
        for (place, value) in changes {
            let at = place.index(bytes.len());
            bytes[at] = value;
        }
        if let Err(error) = rows(&bytes, &Limits::default()) {
            prop_assert!(error.code().starts_with("sheet-"));
        }
    }

    /// CUS-14: a good XLSX with any byte changed is read or refused, and never more.
    #[test]
    fn damaged_xlsx_is_survived(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = xlsx_file(&NAMES, &sample());
        for (place, value) in changes {
            let at = place.index(bytes.len());
            bytes[at] = value;
        }
        if let Err(error) = rows(&bytes, &Limits::default()) {
            prop_assert!(error.code().starts_with("sheet-"));
        }
    }
}
