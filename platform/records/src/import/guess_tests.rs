use std::collections::HashSet;

use super::*;
use crate::import::vocabulary;

fn all() -> Vec<Target> {
    use crate::import::Key;
    use FieldKind as F;
    vec![
        Target::new("customer.name", F::Name),
        Target::new("customer.phone", F::Phone).key(Key::Phone).several(),
        Target::new("customer.kind", F::Choice("customer-kind")),
        Target::new("customer.grade", F::Choice("customer-grade")),
        Target::new("customer.owner", F::Text),
        Target::new("customer.source", F::Choice("source")),
        Target::new("customer.sex", F::Choice("sex")),
        Target::new("customer.birthday", F::Date),
        Target::new("customer.id_number", F::ResidentId).key(Key::IdNumber),
        Target::new("customer.address", F::Text).several(),
        Target::new("customer.remark", F::LongText).several(),
        Target::new("vehicle.vin", F::Vin).key(Key::Vin),
        Target::new("vehicle.plate", F::Plate).key(Key::Plate),
        Target::new("vehicle.model", F::Text),
        Target::new("vehicle.delivered_on", F::Date),
        Target::new("visit.at", F::Instant),
        Target::new("visit.odometer", F::Kilometres),
        Target::new("visit.work", F::Text),
        Target::new("visit.amount", F::Money),
    ]
}

fn guessed(names: &[&str]) -> Vec<&'static str> {
    let columns: Vec<ColumnGuess> = names
        .iter()
        .map(|name| ColumnGuess {
            name: (*name).to_owned(),
            kind: ColumnKind::Text,
            filled: 0,
            matching: 0,
            lost_digits: 0,
        })
        .collect();
    targets(&columns, &all()).into_iter().map(|t| t.unwrap_or("-")).collect()
}

/// CUS-14: headers as dealer systems and hand-made lists have them.
#[test]
fn real_headers() {
    let lists: &[(&[&str], &[&str])] = &[
        (
            &["序号", "客户姓名", "手机号码", "车牌号", "车架号", "车型", "购车日期", "销售顾问", "备注"],
            &[
                "-",
                "customer.name",
                "customer.phone",
                "vehicle.plate",
                "vehicle.vin",
                "vehicle.model",
                "vehicle.delivered_on",
                "customer.owner",
                "customer.remark",
            ],
        ),
        (
            &["车主", "联系电话", "牌照", "底盘号", "进厂日期", "里程", "维修项目", "金额"],
            &[
                "customer.name",
                "customer.phone",
                "vehicle.plate",
                "vehicle.vin",
                "visit.at",
                "visit.odometer",
                "visit.work",
                "visit.amount",
            ],
        ),
        (
            &["姓名", "性别", "电话1", "电话2", "客户级别", "客户来源", "出生日期", "身份证号", "家庭住址"],
            &[
                "customer.name",
                "customer.sex",
                "customer.phone",
                "customer.phone",
                "customer.grade",
                "customer.source",
                "customer.birthday",
                "customer.id_number",
                "customer.address",
            ],
        ),
        (
            &["客户信息/姓名", "客户信息/手机", "车辆信息/车牌号", "车辆信息/VIN码", "来店/来店日期"],
            &["customer.name", "customer.phone", "vehicle.plate", "vehicle.vin", "visit.at"],
        ),
        (
            &["*客户名称（必填）", "手 机 号*", "ＶＩＮ", "购车日期(yyyy-mm-dd)"],
            &["customer.name", "customer.phone", "vehicle.vin", "vehicle.delivered_on"],
        ),
        (
            &["Name", "Mobile", "VIN", "Plate", "Model", "Visit date", "Mileage"],
            &[
                "customer.name",
                "customer.phone",
                "vehicle.vin",
                "vehicle.plate",
                "vehicle.model",
                "visit.at",
                "visit.odometer",
            ],
        ),
    ];
    for (header, expected) in lists {
        assert_eq!(guessed(header), *expected, "{header:?}");
    }
}

/// CUS-14: a target that stands once is proposed once, for the column that fits best.
#[test]
fn the_best_column_wins() {
    assert_eq!(guessed(&["联系人", "客户姓名", "手机"]), ["-", "customer.name", "customer.phone"]);
    assert_eq!(guessed(&["车架号", "车架号 (2)"]), ["vehicle.vin", "-"]);
}

/// CUS-14, SYS-07: a column that bears the very name of a custom field means that, whatever else is spelled so.
#[test]
fn the_houses_own_words_go_first() {
    let own = Target { own: Some(("own", &["爱好"])), ..Target::new("customer.x_hobbies", FieldKind::Text) };
    let targets_of = |list: &[Target]| {
        let column = |name: &str| ColumnGuess {
            name: name.to_owned(),
            kind: ColumnKind::Text,
            filled: 9,
            matching: 9,
            lost_digits: 0,
        };
        targets(&[column("爱好"), column("兴趣爱好")], list)
    };
    let built_in = Target::new("customer.hobbies", FieldKind::Text);
    assert_eq!(targets_of(&[built_in, own]), [Some("customer.x_hobbies"), Some("customer.hobbies")]);
    assert_eq!(targets_of(&[built_in])[0], Some("customer.hobbies"));
}

/// CUS-14: cells overrule a misleading name, and tell what a nameless column is.
#[test]
fn cells_have_a_say() {
    let column = |name: &str, kind: ColumnKind| ColumnGuess {
        name: name.to_owned(),
        kind,
        filled: 20,
        matching: 20,
        lost_digits: 0,
    };
    let columns = [
        column("客户", ColumnKind::Phone),
        column("", ColumnKind::Name),
        column("编码", ColumnKind::Vin),
        column("电话", ColumnKind::Date),
    ];
    assert_eq!(targets(&columns, &all()), [Some("customer.phone"), Some("customer.name"), Some("vehicle.vin"), None]);
}

/// CUS-14: no spelling means two things.
#[test]
fn spellings_are_distinct() {
    let mut seen = HashSet::new();
    for target in vocabulary::targets() {
        let own: HashSet<String> = vocabulary::spellings(target).iter().map(|s| normal(s)).collect();
        for spelling in own {
            assert!(seen.insert(spelling.clone()), "{spelling} stands twice");
        }
    }
}
