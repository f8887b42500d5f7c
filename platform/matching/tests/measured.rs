//! CUS-07: the figures promised in docs/duplicates.md, on invented files that anyone can make again.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::convert::Infallible;

use matching::sample::{Customs, Plan as Invented, sheet};
use matching::table::{Plan, Report, evaluate};

fn measured(customs: Customs, people: usize, again: usize, seed: u64) -> Report {
    let (names, rows) = sheet(Invented { customs, people, again, seed });
    let names = names.into_iter().map(str::to_owned).collect();
    let plan = Plan::of(names, &rows[..100], "person", &[]).unwrap();
    assert_eq!(plan.roles[0], None, "the number of the record is no evidence");
    evaluate(&plan, &rows[..100], rows.iter().cloned().map(Ok::<_, Infallible>)).unwrap()
}

fn promised(report: &Report) {
    assert!(report.f1 >= 0.99, "{report:?}");
    assert!(report.auto_precision >= 0.999, "{report:?}");
    assert!(report.auto_recall >= 0.90, "{report:?}");
}

/// CUS-07: street addresses, slips, exchanged columns.
#[test]
fn latin() {
    promised(&measured(Customs::Latin, 1500, 500, 7));
}

/// CUS-07: homophones, changed phones, families with one phone.
#[test]
fn chinese() {
    promised(&measured(Customs::Chinese, 1500, 500, 7));
}

/// CUS-07: a file too large for comparing every pair loses next to nothing in blocking.
#[test]
fn blocked() {
    let report = measured(Customs::Latin, 4000, 1000, 3);
    assert!(report.compared < 5000 * 4999 / 2 / 10, "{report:?}");
    promised(&report);
}

/// CUS-07: where nobody is there twice, nobody is taken for another.
#[test]
fn nobody_twice() {
    let report = measured(Customs::Chinese, 1500, 0, 5);
    assert_eq!(report.truth, 0);
    assert!(report.found <= 3, "{report:?}");
}

/// CUS-07: a few names again and again do not teach that a name makes a person.
#[test]
fn few_names() {
    use matching::{Level, Pool, REVIEW, Role, Slot, agreement, link};
    let mut pool = Pool::new();
    let names = ["王伟", "李静", "张敏", "刘洋", "陈杰", "杨霞", "赵磊", "周涛"];
    let profiles: Vec<_> = (0..200_usize)
        .map(|n| {
            let phone = format!("138{:08}", n * 7_919_317 % 100_000_000);
            let birth = format!("19{:02}-{:02}-{:02}", 50 + n * 7 % 50, 1 + n * 5 % 12, 1 + n * 11 % 28);
            pool.add([(Role::FullName, names[n % 8]), (Role::Phone, &*phone), (Role::BirthDate, &*birth)])
        })
        .collect();
    let linked = link(&pool, &profiles);
    // Nothing but the name in common.
    let wrong = linked.pairs.iter().filter(|pair| {
        let found = agreement(&pool, &profiles[pair.a as usize], &profiles[pair.b as usize]).pattern;
        let differs = |slot| found.level(slot) == Some(Level::Differs);
        pair.same >= REVIEW && !pair.through && differs(Slot::Birth) && differs(Slot::Phone)
    });
    assert_eq!(wrong.count(), 0, "{:?}", linked.pairs);
}

/// CUS-07: couples with one phone and one address, and nobody twice: they are households, and a district is none.
#[test]
fn couples_in_few_districts() {
    use matching::{Pool, REVIEW, Role, link};
    let (mut pool, mut profiles) = (Pool::new(), Vec::new());
    let letter = |all: &str, n: usize| all.chars().nth(n % 13).unwrap();
    for n in 0..600_usize {
        let home = n / 2;
        let name = format!(
            "{}{}{}",
            letter("王李张刘陈杨赵黄周吴徐孙马", n * 5 + n / 13),
            letter("伟静敏洋杰霞磊涛芳娜强艳军", n / 3),
            letter("华平超丽鹏宇辉红玲婷浩燕斌", n * 7 + n / 29)
        );
        let district = ["浦东新区", "闵行区", "徐汇区", "宝山区"][home % 4];
        let address = format!("{district}人民路{}号{}室", home * 37 % 900 + 1, home * 13 % 30 + 101);
        let phone = format!("138{:08}", if home % 2 == 0 { home * 7_919_317 } else { n * 5_915_587 } % 100_000_000);
        let birth = format!("19{:02}-{:02}-{:02}", 50 + n * 7 % 50, 1 + n * 5 % 12, 1 + n * 11 % 28);
        let postcode = ["200120", "201100", "200030", "201900"][home % 4];
        profiles.push(pool.add([
            (Role::FullName, &*name),
            (Role::BirthDate, &*birth),
            (Role::Phone, &*phone),
            (Role::Suburb, district),
            (Role::State, "上海市"),
            (Role::Postcode, postcode),
            (Role::Address, &*address),
        ]));
    }
    let linked = link(&pool, &profiles);
    let taken: Vec<_> = linked.pairs.iter().filter(|pair| pair.same >= REVIEW).collect();
    assert!(taken.is_empty(), "{taken:?}");
}
