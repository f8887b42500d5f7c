//! Lists as stores have them, read as a person sees them (CUS-14).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use chrono::NaiveDate;
use encoding_rs::GB18030;
use sheets::{
    Cell, ColumnKind, Delimiter, Epoch, Format, Limits, Note, SheetError, TextEncoding, detect_header, guess_types,
    layout_fingerprint, open, serial_to_cell,
};
use support::*;

fn limits() -> Limits {
    Limits::default()
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// CUS-14: CSV in every encoding and with every separator gives the same rows.
#[test]
fn text_in_all_encodings_and_separators() {
    let list = "姓名,手机,地址\r\n张伟,13812345678,\"上海市, 浦东\"\r\n欧阳娜娜,+86 13900000000,\"一行\n两行\"\r\n";
    let wide: Vec<u16> = list.encode_utf16().collect();
    let little: Vec<u8> = wide.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = wide.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let files = [
        (list.as_bytes().to_vec(), TextEncoding::Utf8),
        ([b"\xef\xbb\xbf", list.as_bytes()].concat(), TextEncoding::Utf8),
        (GB18030.encode(list).0.into_owned(), TextEncoding::Gb18030),
        ([&b"\xff\xfe"[..], &little].concat(), TextEncoding::Utf16Le),
        ([&b"\xfe\xff"[..], &big].concat(), TextEncoding::Utf16Be),
    ];
    let expected = rows(list.as_bytes(), &limits()).unwrap();
    assert_eq!(texts(&expected[1]), ["张伟", "13812345678", "上海市, 浦东"]);
    assert_eq!(texts(&expected[2])[2], "一行\n两行");
    assert_eq!(expected[2].line, 3, "a record is a row, whatever its line breaks");
    for (bytes, encoding) in files {
        let book = open(bytes.as_slice(), "名单.csv", &limits()).unwrap();
        assert_eq!(book.text_layout().unwrap().encoding, encoding);
        assert_eq!(rows(&bytes, &limits()).unwrap(), expected, "{encoding:?}");
    }
    for (separator, delimiter) in [(";", Delimiter::Semicolon), ("\t", Delimiter::Tab)] {
        let other = "姓名|手机\n张伟|13812345678\n".replace('|', separator);
        let book = open(other.as_bytes(), "名单.txt", &limits()).unwrap();
        assert_eq!(book.text_layout().unwrap().delimiter, delimiter);
        assert_eq!(texts(&rows(other.as_bytes(), &limits()).unwrap()[1]), ["张伟", "13812345678"]);
    }
    let named = rows(b"sep=;\na,x;b\n1;2\n", &limits()).unwrap();
    assert_eq!((named[0].line, texts(&named[0])), (2, vec!["a,x".to_owned(), "b".to_owned()]));
}

/// CUS-14: a GBK list whose first Chinese character comes late is still GBK.
#[test]
fn late_chinese_text() {
    let mut late = "name,phone\n".to_owned() + &"Li,13812345678\n".repeat(100_000);
    late.push_str("张伟,13812345678\n");
    let bytes = GB18030.encode(&late).0.into_owned();
    let last = rows(&bytes, &limits()).unwrap().pop().unwrap();
    assert_eq!((last.text(0).as_str(), last.damaged, last.line), ("张伟", false, 100_002));
}

/// CUS-14: the content decides; a wrong extension is read and noted.
#[test]
fn wrong_extension() {
    let book = open(&b"a,b\n1,2\n"[..], "名单.XLS", &limits()).unwrap();
    assert_eq!(book.format(), Format::Text);
    assert_eq!(book.notes(), [Note::WrongExtension { named: Format::Xls, actual: Format::Text }]);
    assert_eq!(book.notes()[0].code(), "sheet-note-wrong-extension");
    assert!(open(&b"a,b\n1,2\n"[..], "名单.csv", &limits()).unwrap().notes().is_empty());
    let package = xlsx("<row><c><v>1</v></c></row>", &[]);
    assert_eq!(open(package.as_slice(), "a.csv", &limits()).unwrap().format(), Format::Xlsx);
}

const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="177" formatCode="000000"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="31"/><xf numFmtId="177"/></cellXfs></styleSheet>"#;

/// CUS-14: cells of every kind in XLSX, and what a person saw of them.
#[test]
fn xlsx_cells() {
    let strings = r#"<sst><si><t>张伟</t></si><si><r><t>富</t></r><r><t xml:space="preserve">文本 </t></r><rPh sb="0" eb="1"><t>fu</t></rPh></si><si><t>a&amp;b&#20320;_x000D_</t></si></sst>"#;
    let row = r#"<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3"><v>13812345678</v></c><c r="D3" s="1"><v>45356</v></c><c r="E3" s="2"><v>45356.604166666664</v></c><c r="F3" s="3"><v>0.5</v></c><c r="G3" t="b"><v>1</v></c><c r="H3" t="e"><v>#SPILL!</v></c><c r="I3" t="str"><f>A1&amp;"x"</f><v>公式</v></c><c r="J3" t="inlineStr"><is><t>内联</t></is></c><c r="K3" t="s"><v>1</v></c><c r="L3" s="4"><v>138</v></c><c r="M3"><v>1.3812345678E10</v></c><c r="N3"><v>0.30000000000000004</v></c><c r="O3" t="d"><v>2024-03-05T14:30:00</v></c><c r="P3" t="s"><v>2</v></c><c r="Q3"/></row>"#;
    let bytes = xlsx(row, &[("xl/styles.xml", STYLES), ("xl/sharedStrings.xml", strings)]);
    let row = rows(&bytes, &limits()).unwrap().remove(0);
    assert_eq!(row.line, 3);
    assert_eq!(
        texts(&row),
        [
            "张伟",
            "13812345678",
            "",
            "2024-03-05",
            "2024-03-05 14:30:00",
            "12:00:00",
            "TRUE",
            "#SPILL!",
            "公式",
            "内联",
            "富文本 ",
            "000138",
            "13812345678",
            "0.3",
            "2024-03-05 14:30:00",
            "a&b你\r"
        ]
    );
    assert_eq!(row.cells[3], Cell::Date(date(2024, 3, 5)));
    assert_eq!(row.cells[4], Cell::DateTime(date(2024, 3, 5).and_hms_opt(14, 30, 0).unwrap()));
    assert_eq!(row.cells[7], Cell::Error("#SPILL!".into()));
}

/// CUS-14: both epochs of Excel, with the 29 February 1900 that never was.
#[test]
fn excel_epochs() {
    let at = |serial, epoch| serial_to_cell(serial, epoch).as_text();
    for (serial, text) in [
        (1.0, "1900-01-01"),
        (59.0, "1900-02-28"),
        (60.0, "1900-02-29"),
        (61.0, "1900-03-01"),
        (2_958_465.0, "9999-12-31"),
        (0.75, "18:00:00"),
        (45_356.999_999_9, "2024-03-06"),
    ] {
        assert_eq!(at(serial, Epoch::Y1900), text);
    }
    for (serial, text) in [(0.0, "1904-01-01"), (43_894.0, "2024-03-05"), (2_957_003.0, "9999-12-31")] {
        assert_eq!(at(serial, Epoch::Y1904), text);
    }
    for serial in [-1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(serial_to_cell(serial, Epoch::Y1900), Cell::Number(_)));
    }
    let mac = WORKBOOK.replace("<workbookPr/>", r#"<workbookPr date1904="1"/>"#);
    let bytes =
        xlsx(r#"<row><c s="1"><v>43894</v></c></row>"#, &[("xl/workbook.xml", &mac), ("xl/styles.xml", STYLES)]);
    assert_eq!(rows(&bytes, &limits()).unwrap()[0].cells[0], Cell::Date(date(2024, 3, 5)));
}

/// CUS-14: XLS of both epochs, with numbers, dates, truth values, errors, gaps and hidden sheets.
#[test]
fn xls_files() {
    for bytes in [&include_bytes!("fixtures/customers.xls")[..], include_bytes!("fixtures/customers-1904.xls")] {
        let mut book = open(bytes, "客户.xls", &limits()).unwrap();
        assert_eq!(book.format(), Format::Xls);
        let listed: Vec<_> = book.sheets().iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect();
        assert_eq!(listed, [("客户".to_owned(), false), ("隐藏".to_owned(), true)]);
        let read: Vec<_> = book.sheet(0).unwrap().rows().map(Result::unwrap).collect();
        assert_eq!(read.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 3, 5]);
        assert_eq!(texts(&read[2]), ["张伟", "13812345678", "2024-03-05", "2024-03-05 14:30:00", "199800.5", "TRUE"]);
        assert_eq!(texts(&read[3])[..2], ["李娜", "021-62345678"]);
        let header = detect_header(&read).unwrap();
        assert_eq!((header.line, header.titles, header.names[1].as_str()), (2, 1, "手机"));
        let mut sheet = book.sheet(0).unwrap();
        let mut rows = sheet.rows();
        assert_eq!(rows.skip_to(4).next().unwrap().unwrap().line, 5);
    }
}

/// CUS-14: an interrupted import goes on at any line, in every format, with the rows it would have had.
#[test]
fn resuming() {
    let csv: String =
        (1..=500).map(|n| if n % 7 == 0 { "\n".into() } else { format!("\"客户\n{n}\",{n}\n") }).collect();
    let sheet: String = (1..=500)
        .filter(|n| n % 7 != 0)
        .map(|n| format!(r#"<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>客户{n}</t></is></c></row>"#))
        .collect();
    for bytes in [csv.into_bytes(), xlsx(&sheet, &[])] {
        let whole = rows(&bytes, &limits()).unwrap();
        assert_eq!(whole.len(), 429);
        let mut book = open(bytes, "a", &limits()).unwrap();
        for line in [1, 2, 7, 8, 250, 499, 500, 501] {
            let mut sheet = book.sheet(0).unwrap();
            let mut rest = sheet.rows();
            rest.skip_to(line);
            let expected: Vec<_> = whole.iter().filter(|row| row.line >= line).cloned().collect();
            assert_eq!(rest.map(Result::unwrap).collect::<Vec<_>>(), expected, "from {line}");
        }
    }
}

/// CUS-14: digits that Excel dropped before us are pointed out, not invented.
#[test]
fn lost_digits() {
    assert!(Cell::Number(110_101_199_003_071_230.0).lost_digits());
    assert!(Cell::Text("1.38E+10".into()).lost_digits());
    assert!(!Cell::Number(13_812_345_678.0).lost_digits());
    assert!(!Cell::Text("E+10".into()).lost_digits());
    assert_eq!(Cell::Number(9_007_199_254_740_992.0).as_text(), "9007199254740992");
    assert_eq!(Cell::Number(-0.0).as_text(), "0");
    assert_eq!(Cell::Number(1e300).as_text(), "1e300");
}

fn header_of(csv: &str) -> Result<sheets::Header, SheetError> {
    detect_header(&rows(csv.as_bytes(), &limits()).unwrap())
}

/// CUS-14: titles above, headers of two rows with merged groups, names on two lines, names that repeat.
#[test]
fn headers() {
    let plain = header_of("姓名,手机\n张伟,13812345678\n").unwrap();
    assert_eq!((plain.line, plain.rows, plain.titles), (1, 1, 0));

    let titled = header_of(
        "四合汽车客户资料表,,,\n\n制表日期:2024-03-05,,,制表人:李娜\n客户\n姓名,\"联系\n电话\",\"车 型\",Plate No\n张伟,13812345678,凯美瑞,沪A12345\n",
    );
    let titled = titled.unwrap();
    assert_eq!((titled.line, titled.titles, titled.data_line()), (5, 3, 6));
    assert_eq!(titled.names, ["姓名", "联系电话", "车型", "Plate No"]);

    let grouped = header_of("客户表,,,,,\n姓名,车辆信息,,联系方式,,备注\n,车牌号,VIN,手机,微信,\n张伟,沪A12345,LSVAM4187C2184847,13812345678,zw,好\n").unwrap();
    assert_eq!((grouped.line, grouped.rows, grouped.titles), (3, 2, 1));
    assert_eq!(grouped.names, ["姓名", "车辆信息/车牌号", "车辆信息/VIN", "联系方式/手机", "联系方式/微信", "备注"]);

    let again = header_of("姓名,电话,电话,,电话\n张伟,1,2,3,4\n").unwrap();
    assert_eq!(again.names, ["姓名", "电话", "电话 (2)", "", "电话 (3)"]);
    // A header with a nameless column above text is not taken for two rows.
    let gap = header_of("姓名,城市,,车型\n张伟,上海,浦东,凯美瑞\n").unwrap();
    assert_eq!((gap.rows, gap.line), (1, 1));
    let single = header_of("手机\n13812345678\n").unwrap();
    assert_eq!(single.names, ["手机"]);
}

/// CUS-14: a list without column names is told, not imported with its first customer as names.
#[test]
fn no_header() {
    for list in [
        "张伟,13812345678\n李娜,13912345678\n",
        "客户表,\n张伟,沪A12345\n",
        "13812345678\n13912345678\n",
        "1,2,3\n4,5,6\n",
    ] {
        assert_eq!(header_of(list), Err(SheetError::NoHeader), "{list}");
    }
    assert_eq!(detect_header(&[]), Err(SheetError::NoHeader));
}

/// CUS-14: columns are recognised by the shape of their values, whatever their names.
#[test]
fn guesses() {
    let csv = "a,b,c,d,e,f,g,h,i,j\n\
        张伟,13812345678,LSVAM4187C2184847,沪A12345,11010119900307123X,2024年3月5日,128000.50,3,喜欢红色,\n\
        欧阳娜娜,021-62345678,LFV2A21K8A3123456,沪AD12345,110101199003071234,2024/3/6,129000,5,SUV,\n\
        李娜,+86 13912345678,LSVAM4187C2184848,粤Z1234港,110101900307123,20240307,99000.00,12,下周再来,\n";
    let read = rows(csv.as_bytes(), &limits()).unwrap();
    let header = detect_header(&read).unwrap();
    let found = guess_types(&header.names, &read[1..]);
    let kinds: Vec<ColumnKind> = found.iter().map(|guess| guess.kind).collect();
    use ColumnKind::*;
    assert_eq!(kinds, [Name, Phone, Vin, Plate, IdNumber, Date, Money, Integer, Text, Text]);
    assert_eq!((found[0].filled, found[0].matching, found[9].filled), (3, 3, 0));
    assert_eq!(layout_fingerprint(&header.names).len(), 32);
}

/// CUS-14: imports run in the background: an open workbook may go to another thread.
#[test]
fn workbooks_are_send() {
    fn send<T: Send>(_: &T) {}
    send(&open(&b"a,b\n1,2\n"[..], "a.csv", &limits()).unwrap());
}
