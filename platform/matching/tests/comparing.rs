//! CUS-07: what agrees with what, and what follows from it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use matching::{Level, Model, Pool, Profile, Role, Score, Slot, agreement};

fn level(role: Role, slot: Slot, a: &str, b: &str) -> Option<Level> {
    let mut pool = Pool::new();
    let (a, b) = (pool.add([(role, a)]), pool.add([(role, b)]));
    let there = agreement(&pool, &a, &b).pattern.level(slot);
    assert_eq!(there, agreement(&pool, &b, &a).pattern.level(slot), "order does not matter");
    there
}

/// CUS-07: the levels of docs/duplicates.md.
#[test]
fn levels() {
    use Level::{Close, Differs, Near, Related, Same, Sounds};
    for (role, slot, a, b, expected) in [
        (Role::GivenName, Slot::Given, "Anne-Marie", "anne marie", Same),
        (Role::GivenName, Slot::Given, "joshua", "johsua", Close),
        (Role::GivenName, Slot::Given, "j", "joshua", Near),
        (Role::GivenName, Slot::Given, "joshua", "jacqueline", Related),
        (Role::GivenName, Slot::Given, "joshua", "emily", Differs),
        (Role::FullName, Slot::Given, "王晓明", "王小明", Sounds),
        (Role::FullName, Slot::Given, "王晓明", "王明晓", Close),
        (Role::FullName, Slot::Given, "王晓明", "王晓华", Near),
        (Role::FullName, Slot::Given, "王旭博", "王许斌", Related),
        (Role::FullName, Slot::Given, "王芳", "王强", Differs),
        (Role::FullName, Slot::Surname, "张伟", "章伟", Sounds),
        (Role::FullName, Slot::Surname, "张伟", "臧伟", Close),
        (Role::FullName, Slot::Surname, "张伟", "Wei Zhang", Sounds),
        (Role::BirthDate, Slot::Birth, "1990-03-05", "05.03.1990", Same),
        (Role::BirthDate, Slot::Birth, "1990-03-05", "1990-05-03", Close),
        (Role::BirthDate, Slot::Birth, "1990-03-05", "1991-03-05", Close),
        (Role::BirthDate, Slot::Birth, "1990-03-05", "1990-03-28", Near),
        (Role::BirthDate, Slot::Birth, "1990-03-05", "1990-11-28", Related),
        (Role::BirthDate, Slot::Birth, "1990-03-05", "1971-11-28", Differs),
        (Role::Phone, Slot::Phone, "+86 138-1234-5678", "13812345678", Same),
        (Role::Phone, Slot::Phone, "13812345678", "13812345687", Close),
        (Role::Phone, Slot::Phone, "61234567", "021-61234567", Close),
        (Role::Phone, Slot::Phone, "13812345678", "13999995678", Related),
        (Role::Plate, Slot::Plate, "沪A·01234", "沪AO1234", Same),
        (Role::Plate, Slot::Plate, "沪A12345", "沪A12354", Close),
        (Role::Vin, Slot::Vin, "LSVAA4182E2184847", "LFMBB5283F3184847", Near),
        (Role::StreetNumber, Slot::Number, "12", "14", Close),
        (Role::StreetNumber, Slot::Number, "9", "8", Near),
        (Role::Postcode, Slot::Postcode, "2600", "2060", Close),
        (Role::Address, Slot::Address, "人民路8号3号楼502室", "人民路8号3栋502", Close),
        (Role::Address, Slot::Address, "人民路8号502室", "人民路18号502室", Related),
        (Role::Address, Slot::Address, "pridham street", "pridhamstreet", Same),
        (Role::Address, Slot::Address, "pridham street", "pridhma street", Close),
    ] {
        assert_eq!(level(role, slot, a, b), Some(expected), "{a} {b}");
    }
}

/// CUS-07: names in the wrong columns are noticed, and count once.
#[test]
fn exchanged_columns() {
    let mut pool = Pool::new();
    let a = pool.add([(Role::GivenName, "kayla"), (Role::Surname, "harrington")]);
    let b = pool.add([(Role::GivenName, "harrington"), (Role::Surname, "kayla")]);
    let found = agreement(&pool, &a, &b).pattern;
    assert_eq!((found.level(Slot::Surname), found.level(Slot::Given)), (Some(Level::Swapped), None));
}

fn scored(a: &[(Role, &str)], b: &[(Role, &str)]) -> Score {
    let mut pool = Pool::new();
    let (a, b): (Profile, Profile) = (pool.read(a.iter().copied()), pool.read(b.iter().copied()));
    Model::usual(10_000).score(&pool, &agreement(&pool, &a, &b))
}

/// CUS-07: a family with one phone at one address is neither one person nor strangers.
#[test]
fn a_family_is_not_one_person() {
    use Role::{Address, BirthDate, FullName, Phone};
    let home = [(Phone, "13812345678"), (Address, "人民路8号3栋502室")];
    let with = |name: &'static str, birth: &'static str| [[(FullName, name), (BirthDate, birth)], home].concat();
    let son = scored(&with("沈明辉", "1962-03-05"), &with("沈佳欣", "1990-11-28"));
    assert!(son.same < 0.01 && son.household > 0.9, "{son:?}");
    let self_again = scored(&with("沈明辉", "1962-03-05"), &with("沈鸣辉", "1962-03-05"));
    assert!(self_again.same > 0.99, "{self_again:?}");
    let stranger = scored(&[(FullName, "沈明辉")], &[(FullName, "王伟")]);
    assert!(stranger.same < 0.001 && stranger.household < 0.001, "{stranger:?}");
}

/// CUS-07: silence says nothing for or against.
#[test]
fn silence_is_no_evidence() {
    let known = [(Role::FullName, "沈明辉"), (Role::Phone, "13812345678")];
    let more = [(Role::Email, "a@b.cn"), (Role::Plate, "沪A12345")];
    assert_eq!(scored(&known, &known), scored(&[known, more].concat(), &known));
    assert!(scored(&[], &known).weight == 0.0);
}
