//! Who may take the wheel, without a database: a valid driving licence whose class covers the car (准驾车型), seen by us,
//! and an agreement signed (domain.md §1.4, §2.1).

use chrono::NaiveDate;
use records::Refusal;

/// Classes that cover a small car with any gearbox: C1, and all for larger vehicles, which include it.
const ANY: [&str; 6] = ["A1", "A2", "A3", "B1", "B2", "C1"];
/// The class that covers a small car without a clutch.
const AUTOMATIC: &str = "C2";

/// What was seen of a driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// Its class (dictionary `licence-class`).
    pub class: String,
    /// The last day on which it is valid; none is for good (长期).
    pub until: Option<NaiveDate>,
    /// Whether it was looked at.
    pub checked: bool,
    /// Whether the agreement is signed.
    pub agreed: bool,
}

/// Whether a class covers a small car, with or without a clutch. C3 to C6 and those of motorcycles do not: they are for
/// goods, three wheels, adapted cars and trailers.
pub fn covers(class: &str, automatic: bool) -> bool {
    ANY.contains(&class) || automatic && class == AUTOMATIC
}

/// Refuses a drive on a day: nobody looked at the licence, it has run out, it does not cover the car, or no agreement is
/// signed.
pub fn judge(licence: &Licence, automatic: bool, day: NaiveDate) -> Result<(), Refusal> {
    if !licence.checked {
        return Err(Refusal::field("checked", "drive-licence-unchecked"));
    }
    if licence.until.is_some_and(|until| until < day) {
        return Err(Refusal::field("until", "drive-licence-expired"));
    }
    if !covers(&licence.class, automatic) {
        let code = if licence.class == AUTOMATIC { "drive-licence-automatic-only" } else { "drive-licence-class" };
        return Err(Refusal::field("class", code));
    }
    if !licence.agreed {
        return Err(Refusal::field("agreed", "drive-agreement-missing"));
    }
    Ok(())
}

/// Whether two spans of time overlap: one may begin when the other ends.
pub fn overlap(one: (i64, i64), other: (i64, i64)) -> bool {
    one.0 < other.1 && other.0 < one.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn said(licence: &Licence, automatic: bool) -> Option<String> {
        match judge(licence, automatic, day("2026-11-23")) {
            Ok(()) => None,
            Err(Refusal::Invalid(errors)) => Some(format!("{}:{}", errors[0].field, errors[0].code)),
            Err(other) => Some(other.to_string()),
        }
    }

    /// LEAD-04: each fault of a licence is refused by its own sentence; the last valid day is valid.
    #[test]
    fn licences_are_judged() {
        let good = Licence { class: "C1".into(), until: Some(day("2026-11-23")), checked: true, agreed: true };
        assert_eq!(said(&good, false), None);
        assert_eq!(said(&Licence { until: None, ..good.clone() }, false), None);
        let refused = |licence: Licence, automatic| said(&licence, automatic).unwrap();
        assert_eq!(refused(Licence { checked: false, ..good.clone() }, true), "checked:drive-licence-unchecked");
        assert_eq!(
            refused(Licence { until: Some(day("2026-11-22")), ..good.clone() }, true),
            "until:drive-licence-expired"
        );
        assert_eq!(
            refused(Licence { class: "C2".into(), ..good.clone() }, false),
            "class:drive-licence-automatic-only"
        );
        assert_eq!(said(&Licence { class: "C2".into(), ..good.clone() }, true), None);
        assert_eq!(refused(Licence { class: "D".into(), ..good.clone() }, true), "class:drive-licence-class");
        assert_eq!(refused(Licence { agreed: false, ..good }, true), "agreed:drive-agreement-missing");
    }

    /// LEAD-04: larger classes include small cars; those for goods, three wheels and adapted cars do not.
    #[test]
    fn classes_cover_cars() {
        for class in ["A1", "A2", "A3", "B1", "B2", "C1"] {
            assert!(covers(class, true) && covers(class, false), "{class}");
        }
        for class in ["C3", "C4", "C5", "C6", "D", "E", "F", "M", "N", "P", "other", ""] {
            assert!(!covers(class, true) && !covers(class, false), "{class}");
        }
    }

    /// LEAD-04: a car may be handed over the moment it is back.
    #[test]
    fn spans_overlap() {
        assert!(overlap((0, 10), (9, 12)) && overlap((9, 12), (0, 10)) && overlap((0, 10), (2, 3)));
        assert!(!overlap((0, 10), (10, 12)) && !overlap((10, 12), (0, 10)));
    }
}
