//! Every refusal has its sentence in both languages, with the values it gives and no others (CUS-14).

use sheets::SheetError;

const CHINESE: &str = include_str!("../locales/zh-CN.ftl");
const ENGLISH: &str = include_str!("../locales/en.ftl");

fn keys(file: &str) -> Vec<&str> {
    file.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, _)| key)
        .collect()
}

fn sentence<'a>(file: &'a str, key: &str) -> &'a str {
    file.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = ")).unwrap_or_default()
}

/// One of each variant.
fn all() -> Vec<SheetError> {
    let part = String::from("x");
    vec![
        SheetError::Empty,
        SheetError::FileTooLarge { limit: 1 << 20 },
        SheetError::Unreadable { cause: part.clone() },
        SheetError::NotASpreadsheet { found: "PNG" },
        SheetError::HtmlTable,
        SheetError::UnsupportedFormat { found: "ODS" },
        SheetError::PasswordProtected,
        SheetError::BrokenArchive { part: part.clone() },
        SheetError::Truncated,
        SheetError::UnpackedTooLarge { part: part.clone(), limit: 1 },
        SheetError::XmlEntities { part: part.clone() },
        SheetError::Malformed { part: part.clone() },
        SheetError::NoSuchSheet { index: 1 },
        SheetError::TooManyColumns { line: 1, columns: 2, limit: 1 },
        SheetError::TooManyRows { limit: 1 },
        SheetError::TooManyCells { limit: 1 },
        SheetError::CellTooLong { line: 1, column: 1, limit: 1 },
        SheetError::RowTooLong { line: 1, limit: 1 },
        SheetError::UnbalancedQuotes { line: 1 },
        SheetError::NulBytes { line: 1 },
        SheetError::InvalidEncoding { line: 1 },
        SheetError::NoHeader,
        SheetError::RowWidth { row: 1, cells: 2, columns: 1 },
        SheetError::WriteFailed { cause: part },
    ]
}

/// CUS-14: the list of codes is complete, and each has a sentence that uses exactly its values.
#[test]
fn every_code_is_translated() {
    let codes: Vec<&str> = all().iter().map(SheetError::code).collect();
    let listed: Vec<&str> = SheetError::CODES.into_iter().chain(SheetError::WRITE_CODES).collect();
    assert_eq!(codes, listed);
    assert_eq!(keys(CHINESE), keys(ENGLISH));
    assert_eq!(keys(CHINESE).len(), listed.len() + 1, "one key per code, and the note");
    for error in all() {
        for file in [CHINESE, ENGLISH] {
            let text = sentence(file, error.code());
            assert!(!text.is_empty(), "{}", error.code());
            let names: Vec<String> = error.args().iter().map(|(name, _)| format!("{{ ${name} }}")).collect();
            assert_eq!(text.matches("{ $").count(), names.len(), "{text}");
            names.iter().for_each(|name| assert!(text.contains(name), "{name} in {text}"));
        }
        assert!(error.to_string().is_ascii(), "{error}");
    }
}
