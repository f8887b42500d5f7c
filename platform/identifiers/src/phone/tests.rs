use super::*;

fn outcome(input: &str) -> (String, Kind, Verdict) {
    let phone = parse(input);
    (phone.value, phone.kind, phone.verdict)
}

/// CUS-01, CUS-08: every way to type a mobile number is stored the same.
#[test]
fn mobiles() {
    for typed in [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 138 1234 5678",
        "(+86)13812345678",
        "008613812345678",
        "8613812345678",
        "013812345678",
        "+86 013812345678",
        "１３８１２３４５６７８",
        "13812345678.0",
        "13812345678.",
        "1.3812345678E+10",
        "'13812345678",
        "手机：13812345678",
        "13,812,345,678",
        "\u{202A}13812345678\u{202C}",
    ] {
        assert_eq!(outcome(typed), ("+8613812345678".into(), Kind::Mobile, Verdict::Valid), "{typed}");
    }
}

/// CUS-08: the ranges of domain.md §4.3; a new range is stored and flagged.
#[test]
fn ranges() {
    let known = ["130", "145", "147", "150", "159", "162", "165", "170", "178", "189", "190", "199"];
    for prefix in known {
        assert_eq!(check(&format!("{prefix}12345678")).verdict, Verdict::Valid, "{prefix}");
    }
    for number in ["16101234567", "17400123456", "17405123456"] {
        assert_eq!(check(number).verdict, Verdict::Valid, "{number}");
    }
    for number in
        ["14012345678", "15412345678", "16012345678", "16112345678", "17406123456", "17912345678", "19412345678"]
    {
        assert_eq!(check(number).verdict, Verdict::Suspect(Reason::PhoneUnknownRange), "{number}");
    }
}

/// CUS-08, trap 17 of domain.md §8: lost digits are never guessed.
#[test]
fn scientific_notation() {
    for text in ["1.31E+10", "1.31e10", "1.38123E+10", "1.3E10"] {
        assert_eq!(check(text).verdict, Verdict::Rejected(Reason::PhoneScientificNotation), "{text}");
    }
}

/// CUS-01: landlines with and without area code, extension, lost zero.
#[test]
fn landlines() {
    let valid = |value: &str| (value.to_owned(), Kind::Landline, Verdict::Valid);
    assert_eq!(outcome("021-61234567"), valid("+862161234567"));
    assert_eq!(outcome("(010) 8888 6666"), valid("+861088886666"));
    assert_eq!(outcome("0512-6512345"), valid("+865126512345"));
    assert_eq!(outcome("0512 65123456"), valid("+8651265123456"));
    assert_eq!(outcome("+86 21 6123 4567"), valid("+862161234567"));
    assert_eq!(outcome("+86(0)21-61234567"), valid("+862161234567"));
    for typed in
        ["021-61234567-801", "02161234567转801", "021-61234567 分机801", "021-61234567 ext. 801", "021-61234567#801"]
    {
        let phone = parse(typed);
        assert_eq!((phone.value.as_str(), phone.extension.as_deref()), ("+862161234567", Some("801")), "{typed}");
        assert!(!phone.looks_virtual());
    }
    let local = (String::from("61234567"), Kind::Local, Verdict::Suspect(Reason::PhoneAreaCode));
    assert_eq!(outcome("6123 4567"), local);
    let lost = (String::from("+862161234567"), Kind::Landline, Verdict::Suspect(Reason::PhoneLostZero));
    assert_eq!(outcome("2161234567"), lost);
}

/// CUS-01: service numbers, car SIMs, other countries.
#[test]
fn other_kinds() {
    assert_eq!(outcome("400-812-3456"), ("4008123456".into(), Kind::Hotline, Verdict::Valid));
    assert_eq!(outcome("800 820 8820"), ("8008208820".into(), Kind::Hotline, Verdict::Valid));
    assert_eq!(outcome("95518"), ("95518".into(), Kind::Short, Verdict::Valid));
    assert_eq!(outcome("10086"), ("10086".into(), Kind::Short, Verdict::Valid));
    assert_eq!(outcome("1440012345678"), ("+861440012345678".into(), Kind::Iot, Verdict::Suspect(Reason::PhoneIot)));
    assert_eq!(outcome("1481234567890").1, Kind::Iot);
    let foreign = |value: &str| (value.to_owned(), Kind::Foreign, Verdict::Suspect(Reason::PhoneForeign));
    assert_eq!(outcome("+852 9123 4567"), foreign("+85291234567"));
    assert_eq!(outcome("0081 90 1234 5678"), foreign("+819012345678"));
}

/// CUS-07: privacy numbers of portals are told from real ones.
#[test]
fn privacy_numbers() {
    for typed in ["13812345678转1234", "13812345678-1234", "400-812-3456 转 12345"] {
        assert!(parse(typed).looks_virtual(), "{typed}");
    }
    assert!(!parse("13812345678").looks_virtual());
}

/// CUS-08: what is no number says why.
#[test]
fn refusals() {
    for (typed, reason) in [
        ("", Reason::Empty),
        ("无", Reason::PhoneFormat),
        ("1381234567", Reason::PhoneLength),
        ("138123456789", Reason::PhoneLength),
        ("12812345678", Reason::PhoneLength),
        ("138****5678", Reason::PhoneMasked),
        ("138xxxx5678", Reason::PhoneMasked),
        ("13812345678/13912345678", Reason::PhoneSeveral),
        ("13812345678，021-61234567", Reason::PhoneSeveral),
        ("13812345678 13912345678", Reason::PhoneSeveral),
        ("123", Reason::PhoneFormat),
        ("+12", Reason::PhoneFormat),
    ] {
        assert_eq!(check(typed).verdict, Verdict::Rejected(reason), "{typed}");
    }
}

/// CUS-01, SYS-05: shown, masked, named by the tail.
#[test]
fn shown() {
    assert_eq!(display("+8613812345678"), "138 1234 5678");
    assert_eq!(display("+862161234567"), "021 6123 4567");
    assert_eq!(display("+865126512345"), "0512 651 2345");
    assert_eq!(display("4008123456"), "400 812 3456");
    assert_eq!(display("95518"), "95518");
    assert_eq!(display("+85291234567"), "+85291234567");
    assert_eq!(mask("+8613812345678"), "138****5678");
    assert_eq!(mask("+862161234567"), "021****4567");
    assert_eq!(mask("61234567"), "****4567");
    assert_eq!(mask("95518"), "****18");
    assert_eq!(mask("1"), "*");
    assert_eq!(tail("+8613812345678"), "5678");
    assert_eq!(national("+8651265123456"), "051265123456");
}
