//! Files that are broken, odd or meant to do harm: each is refused with its own code, and nothing else happens (CUS-14).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use sheets::{Limits, SheetError, open};
use support::*;

fn limits() -> Limits {
    Limits::default()
}

/// CUS-14: an empty file, and files with nothing in them.
#[test]
fn empty_files() {
    for bytes in [&b""[..], b"\xef\xbb\xbf", b"\r\n \r\n", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"] {
        assert_eq!(refusal(bytes), SheetError::Empty, "{bytes:?}");
    }
}

/// CUS-14: a cut-off package is told from a damaged one.
#[test]
fn truncated_and_broken_packages() {
    let whole = xlsx(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#, &[]);
    assert_eq!(refusal(&whole[..whole.len() / 2]).code(), "sheet-truncated");
    let mut broken = whole.clone();
    let directory = whole.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    broken[directory..directory + 4].copy_from_slice(b"XXXX");
    assert_eq!(refusal(&broken).code(), "sheet-broken-archive");
    // Bytes of a part were changed: unpacking or its checksum fails, or what comes out is no XML.
    let long: String = (1..200).map(|n| format!(r#"<row r="{n}"><c r="A{n}"><v>{}</v></c></row>"#, n * 7919)).collect();
    let mut changed = xlsx(&long, &[]);
    let name = changed.windows(24).position(|w| w == b"xl/worksheets/sheet1.xml").unwrap();
    changed[name + 200..name + 230].fill(0x55);
    let code = refusal(&changed).code();
    assert!(["sheet-broken-archive", "sheet-malformed", "sheet-truncated"].contains(&code), "{code}");
    assert_eq!(refusal(b"PK\x03\x04").code(), "sheet-truncated");
    // A package without its workbook.
    let missing = zip_of(&[("_rels/.rels", RELS.as_bytes())]);
    assert_eq!(refusal(&missing).code(), "sheet-broken-archive");
    // A sheet that ends in the middle.
    let cut = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2">"#;
    assert_eq!(refusal(&xlsx("", &[("xl/worksheets/sheet1.xml", cut)])).code(), "sheet-truncated");
    assert_eq!(refusal(&xlsx("<row><c></row>", &[])).code(), "sheet-malformed");
    assert_eq!(refusal(&xlsx(r#"<row><c t="s"><v>7</v></c></row>"#, &[])).code(), "sheet-malformed");
    assert_eq!(refusal(&xlsx(r#"<row><c r="ZZZZ1"><v>7</v></c></row>"#, &[])).code(), "sheet-malformed");
}

/// CUS-14: password-protected XLSX (an OLE container) and XLS.
#[test]
fn passwords() {
    let encrypted = ole(&[("EncryptionInfo", b"x"), ("EncryptedPackage", b"secret")]);
    assert_eq!(refusal(&encrypted), SheetError::PasswordProtected);
    let xls = ole(&[("Workbook", &biff(&[record(0x002f, &[1, 0, 1, 0])], &[]))]);
    assert_eq!(refusal(&xls), SheetError::PasswordProtected);
}

/// CUS-14: a package that declares little and unpacks to much, one that declares much, and one that lies.
#[test]
fn zip_bombs() {
    let zeros = " ".repeat(40 << 20);
    let bomb = xlsx("", &[("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 100_000);
    assert_eq!(refusal(&bomb).code(), "sheet-unpacked-too-large");

    let small = Limits { max_unpacked_bytes: 1_000, ..limits() };
    let rows_of = |bytes: &[u8], limits: &Limits| rows(bytes, limits).unwrap_err().code();
    assert_eq!(rows_of(&xlsx(&" ".repeat(2_000), &[]), &small), "sheet-unpacked-too-large");
    assert_eq!(rows_of(&xlsx("", &[]), &Limits { max_parts: 3, ..limits() }), "sheet-unpacked-too-large");

    // A directory that would fill the memory if it were believed.
    let mut boast = xlsx("", &[]);
    let end = boast.len() - 22;
    boast[end + 8..end + 12].copy_from_slice(&[0xff, 0xfe, 0xff, 0xfe]);
    assert_eq!(refusal(&boast).code(), "sheet-unpacked-too-large");

    // The directory and the local header declare one byte; the stream holds far more.
    let mut liar = xlsx(&r#"<row><c><v>1</v></c></row>"#.repeat(5_000), &[]);
    let name = b"xl/worksheets/sheet1.xml";
    let places: Vec<usize> = (0..liar.len() - name.len()).filter(|at| liar[*at..].starts_with(name)).collect();
    assert_eq!(places.len(), 2);
    for (place, back) in places.into_iter().zip([8, 22]) {
        liar[place - back..place - back + 4].copy_from_slice(&1u32.to_le_bytes());
    }
    assert_eq!(refusal(&liar).code(), "sheet-unpacked-too-large");

    // A shared string table that is larger than the memory granted.
    let strings = format!("<sst>{}</sst>", "<si><t>汽车</t></si>".repeat(1_000));
    let tight = Limits { max_shared_text_bytes: 1_000, ..limits() };
    assert_eq!(rows_of(&xlsx("", &[("xl/sharedStrings.xml", &strings)]), &tight), "sheet-unpacked-too-large");
    // A count that would reserve all memory if believed.
    let boast = r#"<sst uniqueCount="18446744073709551615"><si><t>张伟</t></si></sst>"#;
    let read =
        rows(&xlsx(r#"<row><c t="s"><v>0</v></c></row>"#, &[("xl/sharedStrings.xml", boast)]), &limits()).unwrap();
    assert_eq!(texts(&read[0]), ["张伟"]);
}

/// CUS-14: no entity is ever expanded, declared inside or fetched from outside.
#[test]
fn xml_entities() {
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>"#;
    let outside =
        r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&f;</t></si></sst>"#;
    for part in [("xl/worksheets/sheet1.xml", laughs), ("xl/sharedStrings.xml", outside), ("xl/workbook.xml", outside)]
    {
        assert_eq!(refusal(&xlsx("", &[part])).code(), "sheet-xml-entities", "{}", part.0);
    }
    assert_eq!(refusal(&xlsx(r#"<row><c t="str"><v>&unknown;</v></c></row>"#, &[])).code(), "sheet-xml-entities");
}

/// CUS-14: 5,000 columns are refused with their number; empty cells on the right do not count.
#[test]
fn too_many_columns() {
    let wide = format!("a{}\r\n", ",x".repeat(4_999));
    let expected = SheetError::TooManyColumns { line: 1, columns: 5_000, limit: 512 };
    assert_eq!(refusal(wide.as_bytes()), expected);
    let cells = "<c><v>1</v></c>".repeat(5_000);
    assert_eq!(refusal(&xlsx(&format!("<row>{cells}</row>"), &[])), expected);
    let blank = format!("a,b{}\r\n", ",".repeat(5_000));
    assert_eq!(texts(&rows(blank.as_bytes(), &limits()).unwrap()[0]), ["a", "b"]);
    let blank = format!("<row><c><v>1</v></c>{}</row>", "<c s=\"0\"/>".repeat(5_000));
    assert_eq!(rows(&xlsx(&blank, &[]), &limits()).unwrap()[0].cells.len(), 1);
}

/// CUS-14: huge cells and rows are refused with their place, before they are in memory.
#[test]
fn huge_cells_and_rows() {
    let long = "汽".repeat(32_768);
    let csv = format!("a,b\nx,{long}\n");
    assert_eq!(refusal(csv.as_bytes()), SheetError::CellTooLong { line: 2, column: 2, limit: 32_767 });
    let inline = format!(r#"<row r="7"><c r="C7" t="inlineStr"><is><t>{long}</t></is></c></row>"#);
    assert_eq!(refusal(&xlsx(&inline, &[])), SheetError::CellTooLong { line: 7, column: 3, limit: 32_767 });
    let ten_megabytes = "x".repeat(10 << 20);
    let inline = format!(r#"<row r="7"><c r="C7" t="str"><v>{ten_megabytes}</v></c></row>"#);
    assert_eq!(refusal(&xlsx(&inline, &[])).code(), "sheet-cell-too-long");
    assert_eq!(refusal(ten_megabytes.as_bytes()).code(), "sheet-cell-too-long");
    // Many cells, each allowed: 400 of 30,000 characters make 12 MB.
    let cell = "x".repeat(30_000);
    let row = vec![cell.as_str(); 400].join(",");
    assert_eq!(refusal(format!("a\n{row}\n").as_bytes()).code(), "sheet-row-too-long");
    let shared = format!("<sst><si><t>{cell}</t></si></sst>");
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(400));
    assert_eq!(refusal(&xlsx(&row, &[("xl/sharedStrings.xml", &shared)])).code(), "sheet-row-too-long");
    // Exactly as long as allowed.
    let just = "汽".repeat(32_767);
    assert_eq!(rows(format!("a\n{just}\n").as_bytes(), &limits()).unwrap()[1].text(0), just);
}

/// CUS-14: too many rows end the reading, after those that are allowed.
#[test]
fn too_many_rows() {
    let few = Limits { max_rows: 2, ..limits() };
    let mut book = open(&b"a\n\n1\n2\n"[..], "a.csv", &few).unwrap();
    let mut sheet = book.sheet(0).unwrap();
    let read: Vec<_> = sheet.rows().collect();
    assert_eq!(read.len(), 3);
    assert_eq!(read[2], Err(SheetError::TooManyRows { limit: 2 }));
}

/// CUS-14: what is not a spreadsheet is named; web pages and other table formats get their advice.
#[test]
fn not_a_spreadsheet() {
    let found = |bytes: &[u8]| match refusal(bytes) {
        SheetError::NotASpreadsheet { found } | SheetError::UnsupportedFormat { found } => found,
        other => panic!("{other}"),
    };
    assert_eq!(found(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "PNG");
    assert_eq!(found(b"%PDF-1.7\n1 0 obj"), "PDF");
    assert_eq!(found(b"\xff\xd8\xff\xe0\0\x10JFIF"), "JPEG");
    assert_eq!(found(&zip_of(&[("_rels/.rels", b"<a/>"), ("word/document.xml", b"<a/>")])), "DOCX");
    assert_eq!(found(&zip_of(&[("photo.jpg", b"x")])), "ZIP");
    assert_eq!(found(&zip_of(&[("content.xml", b""), ("META-INF/manifest.xml", b"")])), "ODS");
    assert_eq!(found(&zip_of(&[("_rels/.rels", b""), ("xl/workbook.bin", b"")])), "XLSB");
    assert_eq!(found(&ole(&[("WordDocument", b"x")])), "DOC");
    assert_eq!(
        found(b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook>"),
        "XML Spreadsheet 2003"
    );
    assert_eq!(found(b"[{\"name\": 1}]"), "JSON");
    let noise: Vec<u8> = (0..4_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert_eq!(found(&noise), "binary data");
    for page in [
        "<html><table>",
        "\n <TABLE border=1><tr><td>姓名",
        "<!DOCTYPE html>",
        "<meta charset=gb2312><table>",
        "MIME-Version: 1.0\n",
    ] {
        assert_eq!(refusal(page.as_bytes()), SheetError::HtmlTable, "{page}");
    }
}

/// CUS-14: bytes in another encoding are replaced, the row says so, and the reading goes on.
#[test]
fn mixed_encodings() {
    let mut mixed = "姓名,城市\r\n张伟,上海\r\n".repeat(3).into_bytes();
    mixed.extend(b"\xc0\xee\xc4\xc8,\xb1\xb1\xbe\xa9\r\n");
    mixed.extend("王芳,广州\r\n".as_bytes());
    let read = rows(&mixed, &limits()).unwrap();
    assert_eq!(read.len(), 8);
    assert_eq!(read.iter().filter(|row| row.damaged).map(|row| row.line).collect::<Vec<_>>(), [7]);
    assert_eq!(read[6].encoding_error().unwrap().code(), "sheet-invalid-encoding");
    assert!(read[6].text(0).contains('\u{fffd}'));
    assert_eq!(texts(&read[7]), ["王芳", "广州"]);
}

/// CUS-14: quotation marks that do not match are reported where the row begins.
#[test]
fn unbalanced_quotes() {
    assert_eq!(refusal(b"a,b\n1,\"2\n3,4\n"), SheetError::UnbalancedQuotes { line: 2 });
    assert_eq!(refusal(b"a,b\n1,\"2\n3,\"4\"\n5,6\n"), SheetError::UnbalancedQuotes { line: 2 });
    let runaway = format!("a,b\n1,\"2\n{}", "3,4\n".repeat(100_000));
    assert_eq!(refusal(runaway.as_bytes()), SheetError::UnbalancedQuotes { line: 2 });
    // Marks inside text are only characters.
    let read = rows("a,b\n17\" 轮毂,\"他说\"\"好\"\"\"\n\"x\"y,z\n".as_bytes(), &limits()).unwrap();
    assert_eq!(texts(&read[1]), ["17\" 轮毂", "他说\"好\""]);
    assert_eq!(texts(&read[2]), ["x\"y", "z"]);
}

/// CUS-14: NUL bytes, at the beginning of a file and far inside.
#[test]
fn nul_bytes() {
    assert_eq!(refusal(b"a,b\n1,\0\n3,4\n5,6\n7,8\n"), SheetError::NulBytes { line: 2 });
    let late = format!("{}x\0,1\n", "1,2\n".repeat(10_000));
    assert_eq!(refusal(late.as_bytes()), SheetError::NulBytes { line: 10_001 });
}

/// CUS-14: XLS files whose chains, offsets or dimensions would never end.
#[test]
fn hostile_xls() {
    let whole = include_bytes!("fixtures/customers.xls");
    assert_eq!(refusal(&whole[..2_000]).code(), "sheet-truncated");
    // The directory chain points to itself.
    let mut circle = ole(&[("Workbook", &biff(&[], &[]))]);
    circle[512 + 4..512 + 8].copy_from_slice(&1u32.to_le_bytes());
    assert_eq!(refusal(&circle).code(), "sheet-broken-archive");
    // A sheet that declares, or spans, four thousand million cells.
    let far = biff(&[], &[number(0, 0, 1.0), number(65_535, 255, 1.0)]);
    assert_eq!(refusal(&ole(&[("Workbook", &far)])).code(), "sheet-too-many-cells");
    let dimensions = [&0u32.to_le_bytes()[..], &u32::MAX.to_le_bytes(), &[0, 0], &[0xff, 0], &[0, 0]].concat();
    let declared = biff(&[], &[record(0x0200, &dimensions)]);
    assert_eq!(refusal(&ole(&[("Workbook", &declared)])).code(), "sheet-too-many-cells");
    let wide = biff(&[], &[number(4, 60_000, 1.0)]);
    let expected = SheetError::TooManyColumns { line: 5, columns: 60_001, limit: 512 };
    assert_eq!(refusal(&ole(&[("Workbook", &wide)])), expected);
    // A sheet outside the stream.
    let mut outside = biff(&[], &[]);
    let sheet = outside.windows(2).position(|w| w == [0x85, 0]).unwrap();
    outside[sheet + 4..sheet + 8].copy_from_slice(&0x7fff_ffffu32.to_le_bytes());
    assert_eq!(refusal(&ole(&[("Workbook", &outside)])).code(), "sheet-malformed");
    // The container used here is a good one.
    let good = ole(&[("Workbook", &biff(&[], &[number(2, 1, 13_812_345_678.0)]))]);
    assert_eq!(rows(&good, &limits()).unwrap()[0].text(1), "13812345678");
    assert_eq!(rows(&good, &Limits { max_xls_bytes: 1_000, ..limits() }).unwrap_err().code(), "sheet-file-too-large");
}

/// CUS-14: a file over the limit, a sheet that is not there, storage that fails.
#[test]
fn other_refusals() {
    assert_eq!(rows(b"a,b\n", &Limits { max_file_bytes: 3, ..limits() }).unwrap_err().code(), "sheet-file-too-large");
    let mut book = open(&b"a,b\n"[..], "a.csv", &limits()).unwrap();
    assert_eq!(book.sheet(1).map(drop).unwrap_err(), SheetError::NoSuchSheet { index: 2 });
    let missing = std::path::Path::new("tests/fixtures/none.xlsx");
    assert_eq!(open(missing, "none.xlsx", &limits()).map(drop).unwrap_err().code(), "sheet-unreadable");
}
