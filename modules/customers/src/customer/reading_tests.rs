use super::*;
use crate::customer::create::context;
use crate::kind::CUSTOMER;
use kernel::Instant;

/// 2026-11-22 in Shanghai.
fn now() -> Context {
    context(Instant(1_795_320_000_000_000))
}

fn exact(pairs: &[(&str, &str)]) -> Result<Sheet, Vec<FieldError>> {
    read(&CUSTOMER, &pairs.iter().copied().collect(), now(), Strictness::Exact)
}

/// CUS-01, CUS-08: values are normalised; a doubtful one is kept with its doubt and what was typed.
#[test]
fn reads_and_doubts() {
    let sheet = exact(&[
        ("name", "王先生"),
        ("phone", " 138-1234-5678 "),
        ("birthday", "1985/3/7"),
        ("wechat", "WeiXin_88"),
        ("class", "prospect"),
        ("grade", "H"),
    ])
    .unwrap();
    assert_eq!(sheet.facts.get_text("name"), Some("王先生"));
    assert_eq!(sheet.doubts.get("name").map(String::as_str), Some("identifier-name-salutation"));
    assert_eq!(sheet.raw.get("name").map(String::as_str), Some("王先生"));
    assert_eq!(sheet.phone.unwrap().unwrap().phone, "+8613812345678");
    assert_eq!(sheet.facts.get("birthday"), Some(&Datum::Date("1985-03-07".parse().unwrap())));
    assert_eq!((sheet.class.as_deref(), sheet.grade), (Some("prospect"), Some(Some("H".into()))));
    assert!(sheet.facts.get("city").is_none(), "what is not spoken of stays as it is");
}

/// CUS-08: a form refuses what cannot be read, at the field; a spreadsheet keeps it beside the file.
#[test]
fn unreadable_values() {
    let pairs = [("name", "王敏"), ("phone", "1.38E+10"), ("birthday", "昨天"), ("number", "K1")];
    let fields: Vec<String> = exact(&pairs).unwrap_err().into_iter().map(|e| e.field).collect();
    assert_eq!(fields, ["birthday", "number", "phone"]);
    let sheet = read(&CUSTOMER, &pairs[..3].iter().copied().collect(), now(), Strictness::Lenient).unwrap();
    assert_eq!(sheet.phone, None);
    assert_eq!(sheet.raw.get("phone").map(String::as_str), Some("1.38E+10"));
    assert_eq!(sheet.doubts.get("phone").map(String::as_str), Some("identifier-phone-scientific-notation"));
    assert_eq!(sheet.doubts.get("birthday").map(String::as_str), Some("field-not-a-date"));
}

/// CUS-01: further numbers, one a line, with labels.
#[test]
fn several_numbers() {
    let sheet = exact(&[("phones", "13812345678|work\n\n021-61234567")]).unwrap();
    let read: Vec<_> = sheet.phones.iter().map(|p| (p.phone.as_str(), p.label.as_deref())).collect();
    assert_eq!(read, [("+8613812345678", Some("work")), ("+862161234567", None)]);
    assert_eq!(exact(&[("phones", "138")]).unwrap_err()[0].field, "phones");
}

/// A portal's privacy number keeps its extension, which is what makes it one person's.
#[test]
fn privacy_numbers() {
    let phone = NewPhone::read("13812345678转1234").unwrap();
    assert!(phone.is_virtual);
    assert_eq!(phone.phone, "+8613812345678-1234");
}

/// CUS-01: what other values tell is supplied, and what was written stays.
#[test]
fn deduces() {
    let id = identifiers::sample::resident_id(1, "1990-05-06".parse().unwrap(), identifiers::Sex::Female);
    let mut sheet = exact(&[
        ("name", "李娜"),
        ("id_number", &id),
        ("address", "上海市浦东新区张江路1号"),
        ("birthday", "1991-01-01"),
    ])
    .unwrap();
    deduce(&mut sheet, now());
    assert_eq!(sheet.facts.get_text("sex"), Some("female"));
    assert_eq!(sheet.facts.get("birthday"), Some(&Datum::Date("1991-01-01".parse().unwrap())));
    assert_eq!(sheet.facts.get_text("district"), Some("浦东新区"));
    assert_eq!(sheet.facts.get_text("kind"), Some("person"));
    let mut company = exact(&[("name", "上海申通物流有限公司")]).unwrap();
    deduce(&mut company, now());
    assert_eq!(company.facts.get_text("kind"), Some("organisation"));
    assert!(company.doubts.is_empty());
}
