//! Rules of the vehicle file, without a database.

use chrono::NaiveDate;
use identifiers::{pinyin, vin};

/// What lists of vehicles are sorted by: the plate, by province in pinyin order; cars without one stand behind, by VIN
/// or chassis number.
pub fn sort_key(plate: Option<&str>, vin: Option<&str>, chassis: Option<&str>) -> String {
    match (plate, vin.or(chassis)) {
        (Some(plate), _) => plate_key(plate),
        (None, Some(number)) => format!("~{number}"),
        (None, None) => "~~".to_owned(),
    }
}

fn plate_key(plate: &str) -> String {
    let mut signs = plate.chars();
    match signs.next() {
        Some(first) if !first.is_ascii() => format!("{} {plate}", pinyin::reading(first).unwrap_or_default()),
        _ => plate.to_lowercase(),
    }
}

/// The model year that a VIN tells (domain.md §4.1), with the 30-year cycle resolved by the known day nearest to it.
pub fn model_year(
    number: Option<&str>,
    delivered: Option<NaiveDate>,
    registered: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<i64> {
    vin::model_year(number?, delivered.or(registered), today).map(i64::from)
}

/// What a car is called where it has no plate: the VIN's last six, or the chassis number.
pub fn title(plate: Option<&str>, vin_: Option<&str>, chassis: Option<&str>) -> String {
    match (plate, vin_, chassis) {
        (Some(plate), ..) => identifiers::plate::display(plate),
        (None, Some(number), _) => vin::tail(number, 6).to_owned(),
        (None, None, Some(number)) => number.to_owned(),
        (None, None, None) => "—".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// CUS-03: cars are listed by province, office and number; those without a plate come behind.
    #[test]
    fn the_order_of_plates() {
        let mut keys = [
            sort_key(None, Some("LSVAC41800A000001"), None),
            sort_key(Some("沪B00001"), None, None),
            sort_key(None, None, None),
            sort_key(Some("京A12345"), Some("LSVAC41800A000002"), None),
            sort_key(Some("沪A99999"), None, None),
        ];
        keys.sort();
        let plates: Vec<&str> = keys.iter().map(|k| k.rsplit(' ').next().unwrap_or(k)).collect();
        assert_eq!(plates, ["沪A99999", "沪B00001", "京A12345", "~LSVAC41800A000001", "~~"]);
    }

    #[test]
    fn a_car_without_a_plate_is_called_by_its_vin() {
        assert_eq!(title(Some("沪A12345"), Some("LSVAC41800A000001"), None), "沪A·12345");
        assert_eq!(title(None, Some("LSVAC41800A000001"), None), "000001");
        assert_eq!(title(None, None, Some("JZX100-0012345")), "JZX100-0012345");
    }

    proptest! {
        /// CUS-03: the sort key of a car with a plate stands before that of every car without one, and a plate's key is its own.
        #[test]
        fn plates_come_first(a in 0u64..4_000_000, b in 0u64..4_000_000) {
            let (one, two) = (identifiers::sample::plate(a), identifiers::sample::plate(b));
            let key = sort_key(Some(&one), None, None);
            prop_assert!(key < sort_key(None, Some(&identifiers::sample::vin(b, "LSV", 'R')), None));
            prop_assert_eq!(key == sort_key(Some(&two), None, None), one == two);
        }
    }
}
