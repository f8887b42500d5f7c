//! The made data keeps its promises: valid, plausible, the same every time.

use std::collections::{HashMap, HashSet};

use identifiers::{Verdict, phone, plate, resident_id, uscc, vin};
use kernel::Instant;
use proptest::prelude::*;

use super::*;

/// Sunday 2026-11-22 10:00 in Shanghai.
const NOW: Instant = Instant(1_795_312_800_000_000);

fn share(files: &[File], of: impl Fn(&File) -> bool) -> usize {
    files.iter().filter(|f| of(f)).count() * 1_000 / files.len()
}

/// SYS-13: the demo is the same for everyone.
#[test]
fn the_same_every_time() {
    let world = demo(NOW);
    assert_eq!(demo_files(&world), demo_files(&world));
    assert_eq!(demo_files(&world).len() as u64, DEMO_CUSTOMERS);
    assert_ne!(file(&world, 7), file(&World { seed: 405, ..world.clone() }, 7));
}

/// SYS-13, CUS-08: identifiers are valid but for those that are wrong on purpose, and none stands twice.
#[test]
fn identifiers_are_valid() {
    let world = demo(NOW);
    let files = demo_files(&world);
    let (mut vins, mut plates, mut ids, mut odd) = (HashSet::new(), HashMap::new(), HashSet::new(), 0);
    for file in &files {
        for (number, _) in &file.phones {
            odd += usize::from(phone::parse(number).verdict != Verdict::Valid);
        }
        if let Some(number) = &file.id_number {
            assert_eq!(resident_id::check(number, world.today).verdict, Verdict::Valid, "{number}");
            assert!(ids.insert(number.clone()), "{number} twice");
            assert_eq!(resident_id::read(number, world.today).and_then(|id| id.birth), file.birthday);
        }
        if let Some(code) = &file.uscc {
            assert_eq!(uscc::check(code).verdict, Verdict::Valid, "{code}");
        }
        for car in &file.cars {
            let checked = vin::check(&car.vin, Some(car.delivered_on), world.today);
            assert_eq!(checked.verdict, Verdict::Valid, "{}", car.vin);
            assert_eq!(vin::model_year(&car.vin, Some(car.delivered_on), world.today), Some(car.model_year));
            assert!(vin::maker(&car.vin).is_some(), "{} has no maker", car.vin);
            assert!(vins.insert(car.vin.clone()), "{} twice", car.vin);
            for (number, _) in &car.plates {
                assert_eq!(plate::check(number).verdict, Verdict::Valid, "{number}");
                *plates.entry(number.clone()).or_insert(0) += 1;
            }
        }
    }
    assert_eq!(plates.values().filter(|n| **n > 1).count(), 1, "only one plate changed its car");
    assert!((40..=200).contains(&odd), "{odd} doubtful numbers");
}

/// SYS-13: proportions in which stores have their customers.
#[test]
fn proportions_are_plausible() {
    let world = demo(NOW);
    let files = demo_files(&world);
    let class = |name: &'static str| share(&files, move |f| f.engagements[0].class == name);
    assert!((30..=80).contains(&share(&files, |f| f.organisation)));
    assert!((380..=560).contains(&class("customer")), "{}", class("customer"));
    assert!((15..=60).contains(&class("vip")), "{}", class("vip"));
    assert!((180..=330).contains(&class("prospect")), "{}", class("prospect"));
    assert!((90..=170).contains(&class("suspect")), "{}", class("suspect"));
    assert!((80..=240).contains(&class("lapsed")), "{}", class("lapsed"));
    let owners: Vec<File> = files
        .iter()
        .filter(|f| {
            f.cars.iter().any(|c| !c.visits.is_empty() || c.readings.len() == 1)
                && ["customer", "vip"].contains(&f.engagements[0].class)
        })
        .cloned()
        .collect();
    let cars = owners.iter().map(|f| f.cars.len()).sum::<usize>() * 100 / owners.len();
    assert!((110..=150).contains(&cars), "{cars} cars per hundred owners");
    assert!((15..=60).contains(&share(&files, |f| f.engagements.len() > 1)), "known in two stores");
    let unreachable = |f: &File| f.phones.iter().all(|(n, _)| !phone::parse(n).verdict.is_storable());
    assert!((5..=40).contains(&share(&files, unreachable)), "{}", share(&files, unreachable));
    let entries: usize =
        files.iter().map(|f| f.entries.len() + f.cars.iter().map(|c| c.visits.len()).sum::<usize>()).sum();
    assert!((20_000..=60_000).contains(&entries), "{entries} entries");
    for store in 0..3 {
        assert!(share(&files, |f| f.engagements[0].store == store) > 200);
    }
}

/// SYS-13, CUS-03: nothing happens before it can, and odometers only rise.
#[test]
fn histories_hang_together() {
    let world = demo(NOW);
    for file in demo_files(&world) {
        assert!(file.began <= world.now && !file.name.is_empty() && !file.engagements.is_empty());
        assert!(file.entries.is_sorted_by_key(|e| e.at), "{}", file.name);
        for entry in &file.entries {
            assert!(entry.at <= world.now && entry.at >= file.began, "{} {:?}", file.name, entry);
            assert!(!entry.body.contains(['{', '}']), "{}", entry.body);
            assert!(file.engagements.iter().any(|s| s.store == entry.store));
        }
        for stay in &file.engagements {
            assert!(
                stay.began >= file.began && stay.touched >= stay.began && stay.touched <= world.now,
                "{}",
                file.name
            );
            if let Some(owner) = stay.owner {
                assert!(
                    matches!(world.person(owner).post, Post::Store(s) | Post::Department(s, _) | Post::Team(s, ..) if s == stay.store)
                );
            }
        }
        for car in &file.cars {
            assert!(car.visits.is_sorted_by_key(|v| (v.at, v.km)), "{} {:?}", file.name, car.visits);
            assert!(car.visits.iter().all(|v| v.at <= world.now));
            assert!(car.plates.is_sorted_by_key(|(_, from)| *from));
        }
        assert!(file.relations.iter().all(|(other, ..)| *other < file.serial));
    }
}

/// SYS-13: every pick-list code that the data uses is one of the house's.
#[test]
fn codes_are_known() {
    let known = |name: &str, code: &str| {
        customers::DICTIONARIES.iter().any(|d| d.name == name && d.entries.iter().any(|(c, ..)| *c == code))
    };
    let world = demo(NOW);
    for file in demo_files(&world) {
        assert!(known("source", file.source), "{}", file.source);
        for stay in &file.engagements {
            assert!(known("customer-class", stay.class) && known("source", stay.source));
            assert!(stay.grade.is_none_or(|g| known("customer-grade", g)));
        }
        let optional = [
            ("income-band", file.income_band),
            ("occupation", file.occupation),
            ("industry", file.industry),
            ("channel", file.preferred_channel),
        ];
        for (name, code) in optional {
            assert!(code.is_none_or(|c| known(name, c)), "{name} {code:?}");
        }
        assert!(file.contacts.iter().all(|(_, role, _)| known("contact-role", role)));
        assert!(file.relations.iter().all(|(_, kind, _)| known("relation-kind", kind)));
        assert!(file.tags.iter().all(|(_, tag)| known("customer-tag", tag)));
        assert!(file.phones.iter().all(|(_, label)| known("phone-label", label)));
    }
}

/// The large groups of the measurements have the proportions that design.md names.
#[test]
fn a_large_group_has_its_proportions() {
    let world = scaled(1, 1_000_000, 200, 25, NOW);
    assert_eq!((world.stores.len(), world.people.len()), (200, 5_013));
    let logins: HashSet<&str> = world.people.iter().map(|p| p.login.as_str()).collect();
    assert_eq!(logins.len(), world.people.len());
    let files: Vec<File> = (0..4_000).map(|n| file(&world, n * 250)).collect();
    let cars = files.iter().map(|f| f.cars.len()).sum::<usize>() * 100 / files.len();
    let entries =
        files.iter().map(|f| f.entries.len() + f.cars.iter().map(|c| c.visits.len()).sum::<usize>()).sum::<usize>()
            * 10
            / files.len();
    assert!((112..=130).contains(&cars), "{cars} cars per hundred customers");
    assert!((75..=90).contains(&entries), "{entries} entries per ten customers");
}

proptest! {
    /// A file depends on its number alone, and later numbers never begin earlier.
    #[test]
    fn files_are_independent(n in 0u64..4_990) {
        let world = demo(NOW);
        prop_assert_eq!(file(&world, n), file(&world, n));
        prop_assert!(file(&world, n).began <= file(&world, n + 1).began);
    }

    /// Numbers do not repeat.
    #[test]
    fn numbers_do_not_repeat(a in 0u64..1_200_000, b in 0u64..1_200_000) {
        prop_assume!(a != b);
        prop_assert_ne!(super::identity::mobile(a), super::identity::mobile(b));
        for power in [Power::Fuel, Power::Hybrid, Power::Electric] {
            let city = &CITIES[1];
            prop_assert_ne!(super::identity::plate(a, city, power), super::identity::plate(b, city, power));
        }
    }
}
