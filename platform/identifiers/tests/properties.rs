//! Properties of the identifier rules over generated input (CUS-08): nothing panics, normal forms are fixed points,
//! right numbers pass and every single wrong digit is noticed.
#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;
use fourfold_identifiers::*;
use proptest::prelude::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 15).unwrap()
}

/// Any text, and text from the characters that matter, which plain chance would seldom put together.
fn text() -> impl Strategy<Value = String> {
    let telling = "[0-9A-Za-z沪京使领WJ临应急挂学警港澳王欧阳先生女士总小𠮷㛃䶮\u{E001}·•．.\\-+*#转分机/，　 \u{200B}\u{301}０Ａｅ省市区一二十百号楼]{0,24}";
    prop_oneof![any::<String>(), telling]
}

/// `text` with the digit at `at` (counted among its digits) changed by `by`.
fn with_wrong_digit(text: &str, at: usize, by: u8) -> String {
    let places: Vec<usize> = text.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(at, _)| at).collect();
    let place = places[at % places.len()];
    let mut bytes = text.as_bytes().to_vec();
    bytes[place] = b'0' + (bytes[place] - b'0' + by) % 10;
    String::from_utf8(bytes).unwrap()
}

type Normalise = fn(&str) -> String;

/// Every normalising function, by name.
const NORMALISERS: &[(&str, Normalise)] = &[
    ("vin", vin::normalise),
    ("vin::fold", vin::fold),
    ("plate", plate::normalise),
    ("plate::fold", plate::fold),
    ("phone", phone::normalise),
    ("resident_id", resident_id::normalise),
    ("uscc", uscc::normalise),
    ("engine", engine::normalise),
    ("engine::fold", engine::fold),
    ("name", name::normalise),
    ("address", address::normalise),
    ("wechat", wechat::normalise),
    ("email", email::normalise),
    ("bank_card", bank_card::normalise),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// CUS-08
    #[test]
    fn normalising_is_idempotent(text in text()) {
        for (what, normalise) in NORMALISERS {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once, "{}", what);
        }
    }

    /// CUS-08: a check of the normal form says what the check of the input said, or better.
    #[test]
    fn checks_agree_on_the_normal_form(text in text()) {
        for check in [plate::check, phone::check, uscc::check, engine::check, name::check, email::check, bank_card::check] {
            let first = check(&text);
            let second = check(&first.value);
            prop_assert_eq!(&first.value, &second.value);
            prop_assert_eq!(first.verdict.is_storable(), second.verdict.is_storable());
        }
    }

    /// CUS-08
    #[test]
    fn nothing_panics(text in text()) {
        let _ = vin::check(&text, None, today());
        let _ = vin::check(&text, Some(today()), today());
        let _ = (vin::suggestion(&text), vin::mask(&text), vin::tail(&text, 6), vin::maker(&text), vin::model_year(&text, None, today()));
        let _ = (plate::check_temporary(&text), plate::suggestion(&text), plate::with_province(&text, '沪'));
        let _ = (plate::display(&text), plate::mask(&text), plate::parse(&text));
        let _ = (phone::parse(&text), phone::display(&text), phone::mask(&text), phone::tail(&text), phone::national(&text));
        let _ = (resident_id::read(&text, today()), resident_id::mask(&text), resident_id::area(&text));
        let _ = (uscc::organisation_code(&text), uscc::check_character(&text), uscc::organisation_check_character(&text));
        let _ = (name::split(&text), name::salutation(&text), name::looks_like_organisation(&text), name::mask(&text));
        let _ = (pinyin::full(&text), pinyin::initials(&text), pinyin::passport(&text), pinyin::surname_alternate(&text));
        let _ = (address::fold(&text), address::region(&text), address::mask(&text), address::check_postcode(&text));
        let _ = (wechat::check(&text), email::mask(&text), bank_card::mask(&text));
        let _ = (search_terms::number_terms(&text), search_terms::query_groups(&text));
    }

    /// CUS-08: whatever is masked, less is shown.
    #[test]
    fn masks_hide(text in "[0-9A-Z沪王]{1,24}") {
        let masks: [fn(&str) -> String; 6] =
            [vin::mask, plate::mask, phone::mask, resident_id::mask, name::mask, bank_card::mask];
        for mask in masks {
            let masked = mask(&text);
            let shown = masked.chars().filter(|c| !matches!(c, '*' | ' ')).count();
            prop_assert!(shown < text.chars().count(), "{} shows all of {}", masked, text);
        }
    }

    /// CUS-08
    #[test]
    fn a_wrong_digit_in_a_vin_is_noticed(n in 0..1_000_000_000_u64, at in 0..17_usize, by in 1..10_u8) {
        let right = sample::vin(n, "LSV", 'S');
        prop_assert_eq!(vin::check(&right, None, today()).verdict, Verdict::Valid);
        let wrong = with_wrong_digit(&right, at, by);
        prop_assert_eq!(vin::check(&wrong, None, today()).verdict, Verdict::Rejected(Reason::VinCheckDigit));
    }

    /// CUS-08
    #[test]
    fn a_wrong_digit_in_an_identity_number_is_noticed(n in 0..5_000_u64, days in 0..25_000_i64, at in 0..18_usize, by in 1..10_u8) {
        let birth = today() - chrono::Duration::days(days);
        let right = sample::resident_id(n, birth, Sex::Female);
        prop_assert_eq!(resident_id::check(&right, today()).verdict, Verdict::Valid);
        let read = resident_id::read(&right, today()).unwrap();
        prop_assert_eq!((read.birth, read.sex), (Some(birth), Some(Sex::Female)));
        let wrong = with_wrong_digit(&right, at, by);
        prop_assert_ne!(resident_id::check(&wrong, today()).verdict, Verdict::Valid);
    }

    /// CUS-08
    #[test]
    fn a_wrong_digit_in_a_credit_code_is_noticed(n in 0..1_000_000_000_u64, at in 0..18_usize, by in 1..10_u8) {
        let right = sample::uscc(n);
        prop_assert_eq!(uscc::check(&right).verdict, Verdict::Valid);
        let wrong = with_wrong_digit(&right, at, by);
        prop_assert_eq!(uscc::check(&wrong).verdict, Verdict::Rejected(Reason::UsccCheckDigit));
    }

    /// CUS-01: keys order as (reading, name) order, whatever the names.
    #[test]
    fn sort_keys_order_by_reading(a in text(), b in text()) {
        let (key_a, key_b) = (pinyin::sort_key(&a), pinyin::sort_key(&b));
        let (units_a, units_b) = (pinyin::units(&a), pinyin::units(&b));
        if units_a != units_b {
            prop_assert_eq!(key_a.cmp(&key_b), units_a.cmp(&units_b));
        } else {
            prop_assert_eq!(key_a.cmp(&key_b), name::normalise(&a).cmp(&name::normalise(&b)));
        }
    }

    /// CUS-01: a person is found by any part of the name in hanzi, and by reading and initials from any syllable on.
    #[test]
    fn a_person_is_found_by_any_part(name in "[王李张刘陈曾单][伟芳娜秀英敏静丽强]{1,2}", from in 0..3_usize, length in 1..4_usize) {
        let terms = search_terms::person_terms(&name);
        let finds = |typed: &str| {
            search_terms::query_terms(typed).iter().any(|query| terms.iter().any(|term| query.finds(term)))
        };
        let part: String = name.chars().skip(from % name.chars().count()).take(length).collect();
        prop_assert!(finds(&part), "{}", part);
        let units = pinyin::person(&name);
        let reading = units[from % units.len()..].concat();
        prop_assert!(finds(&reading), "{}", reading);
        prop_assert!(finds(&pinyin::initials(&name)));
    }

    /// CUS-03, SVC-02: a car and a phone are found by any tail of four characters or more.
    #[test]
    fn codes_are_found_by_their_tail(n in 0..1_000_000_u64, length in 4..7_usize) {
        let found = |typed: &str, terms: Vec<String>| {
            search_terms::query_terms(typed).iter().any(|query| terms.iter().any(|term| query.finds(term)))
        };
        let tail = |text: &str| text.chars().skip(text.chars().count() - length).collect::<String>();
        let (plate, vin, phone) = (sample::plate(n), sample::vin(n, "LFV", 'R'), sample::mobile(n));
        prop_assert!(found(&tail(&plate), search_terms::plate_terms(&plate)));
        prop_assert!(found(&tail(&vin), search_terms::vin_terms(&vin)));
        prop_assert!(found(&tail(&phone), search_terms::phone_terms(&phone)));
    }

    /// CUS-01: terms of anything are lower-case, short, of a known class and not empty; queries too.
    #[test]
    fn terms_are_well_formed(text in text()) {
        let mut terms = search_terms::name_terms(&text);
        terms.extend(search_terms::phone_terms(&text));
        terms.extend(search_terms::plate_terms(&text));
        terms.extend(search_terms::vin_terms(&text));
        terms.extend(search_terms::number_terms(&text));
        terms.extend(search_terms::query_terms(&text).into_iter().map(|query| query.prefix));
        for term in terms {
            let (class, rest) = term.split_at(2);
            prop_assert!(matches!(class, "n:" | "p:" | "i:" | "d:" | "f:" | "v:" | "w:" | "t:" | "l:" | "k:" | "#:"), "{}", term);
            prop_assert!(!rest.is_empty());
            prop_assert!(!rest.bytes().any(|b| b.is_ascii_uppercase()), "{}", term);
            prop_assert!(term.chars().count() <= search_terms::LONGEST_TERM);
        }
    }
}
