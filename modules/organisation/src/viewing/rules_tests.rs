//! SYS-09: what is unusual, as a table and as properties.

use proptest::prelude::*;

use super::*;

const HOUSE: Thresholds =
    Thresholds { hour: 120, day: 400, times: 4, reveals: 30, matches: 40, rows: 20_000, work: (7, 22) };

fn counted(hour: i64, viewed: Viewed, many: i64) -> Counted {
    Counted { hour, viewed, many }
}

/// Hours of day 100 in a house whose clock is that of 1970.
fn at(clock: i64) -> i64 {
    2_400 + clock
}

fn found(day: &[Counted], usual: Usual, new_place: bool) -> Vec<(Unusual, i64, Option<i64>)> {
    judge(day, &usual, &HOUSE, |hour| hour.rem_euclid(24), new_place)
        .into_iter()
        .map(|f| (f.what, f.counted, f.usual))
        .collect()
}

/// Five days of ten customers an hour for four hours.
fn quiet() -> Usual {
    let earlier: Vec<Counted> =
        (0..5).flat_map(|day| (9..13).map(move |hour| counted(day * 24 + hour, Viewed::Opened, 10))).collect();
    Usual::of(&earlier, |hour| hour.div_euclid(24))
}

/// SYS-09
#[test]
fn a_table_of_days() {
    use Viewed::*;
    let known = quiet();
    assert_eq!(known, Usual { hour: Some(10), day: Some(40), rows: None });
    let nothing = Usual::default();
    for (day, usual, new_place, wanted) in [
        (vec![], known, true, vec![]),
        (vec![counted(at(10), Opened, 39)], known, false, vec![]),
        (vec![counted(at(10), Opened, 40)], known, false, vec![(Unusual::Hour, 40, Some(10))]),
        // Unknown people are measured by what is unusual for anyone.
        (vec![counted(at(10), Opened, 119)], nothing, false, vec![]),
        (vec![counted(at(10), Opened, 120)], nothing, false, vec![(Unusual::Hour, 120, None)]),
        ((8..18).map(|h| counted(at(h), Opened, 39)).collect(), nothing, false, vec![]),
        ((8..18).map(|h| counted(at(h), Opened, 40)).collect(), nothing, false, vec![(Unusual::Day, 400, None)]),
        ((8..18).map(|h| counted(at(h), Opened, 16)).collect(), known, false, vec![(Unusual::Day, 160, Some(40))]),
        (vec![counted(at(9), Revealed, 30)], known, false, vec![(Unusual::Reveals, 30, None)]),
        (vec![counted(at(9), Revealed, 20), counted(at(10), Revealed, 20)], known, false, vec![]),
        (vec![counted(at(9), Masked, 40)], known, false, vec![(Unusual::Matches, 40, None)]),
        (
            vec![counted(at(9), Exported, 12_000), counted(at(15), Exported, 8_000)],
            known,
            false,
            vec![(Unusual::Rows, 20_000, None)],
        ),
        // At night and from a new place few are enough; from a known place, or by day, they are not.
        (vec![counted(at(23), Opened, 5)], known, true, vec![(Unusual::Strange, 5, None)]),
        (vec![counted(at(23), Opened, 5)], known, false, vec![]),
        (vec![counted(at(21), Opened, 5)], known, true, vec![]),
        (vec![counted(at(6), Opened, 4)], known, true, vec![]),
    ] {
        assert_eq!(found(&day, usual, new_place), wanted, "{day:?}");
    }
}

/// SYS-09: four days are no habit, and one wild day among many quiet ones is none either.
#[test]
fn a_habit_needs_days() {
    let days = |n: i64, last: i64| {
        let list: Vec<Counted> =
            (0..n).map(|d| counted(d * 24 + 10, Viewed::Opened, if d + 1 == n { last } else { 10 })).collect();
        Usual::of(&list, |hour| hour.div_euclid(24))
    };
    assert_eq!(days(4, 10).day, None);
    assert_eq!(days(5, 10).day, Some(10));
    assert_eq!(days(20, 300).day, Some(10));
}

/// SYS-09: work may go through the night.
#[test]
fn working_hours() {
    let out = |work: (i64, i64)| (0..24).filter(|h| Thresholds { work, ..HOUSE }.is_out_of_hours(*h)).count();
    assert_eq!((out((7, 22)), out((22, 7)), out((0, 24)), out((9, 9))), (9, 15, 0, 0));
}

fn any_day() -> impl Strategy<Value = Vec<Counted>> {
    let one = (0..24_i64, 0..4_usize, 1..500_i64);
    prop::collection::vec(one, 0..20).prop_map(|list| {
        list.into_iter().map(|(hour, what, many)| counted(at(hour), Viewed::ALL[what], many)).collect()
    })
}

proptest! {
    /// SYS-09: whoever looks at more is told of for no less, and what is unusual for anyone is always told.
    #[test]
    fn more_is_never_less(day in any_day(), further in any_day(), earlier in any_day(), new_place: bool) {
        let usual = Usual::of(&earlier, |hour| hour.div_euclid(24));
        let few = found(&day, usual, new_place);
        let many = found(&[day.clone(), further].concat(), usual, new_place);
        for (what, counted, _) in &few {
            prop_assert!(many.iter().any(|(w, c, _)| w == what && c >= counted));
        }
        let most = day.iter().filter(|c| c.viewed == Viewed::Opened).map(|c| c.many).max().unwrap_or(0);
        prop_assert!(most < HOUSE.hour || few.iter().any(|(what, ..)| *what == Unusual::Hour));
        let whats: Vec<Unusual> = few.iter().map(|(what, ..)| *what).collect();
        let mut once = whats.clone();
        once.dedup();
        prop_assert_eq!(whats, once);
    }
}
