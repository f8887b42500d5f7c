//! Classes and grades of an engagement (CUS-06, domain.md §1.3), without a database.

use chrono::{Days, NaiveDate};

/// The class of a customer at a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// 疑似客户: a name, nothing verified.
    Suspect,
    /// 潜在客户: a verified person with an intention; graded.
    Prospect,
    /// 成交客户: has bought.
    Customer,
    /// VIP客户.
    Vip,
    /// 流失客户.
    Lapsed,
}

impl Class {
    /// All classes in the order of the way a customer goes.
    pub const ALL: [Class; 5] = [Class::Suspect, Class::Prospect, Class::Customer, Class::Vip, Class::Lapsed];

    /// The stable name: the code in the dictionary `customer-class`.
    pub fn name(self) -> &'static str {
        match self {
            Class::Suspect => "suspect",
            Class::Prospect => "prospect",
            Class::Customer => "customer",
            Class::Vip => "vip",
            Class::Lapsed => "lapsed",
        }
    }

    /// The class of a stable name.
    pub fn from_name(name: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|c| c.name() == name)
    }
}

/// What a conversion asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// It is the usual way; a reason may be given.
    Free,
    /// It goes back or skips a step: a reason must be given.
    WithReason,
}

use Class::{Customer, Lapsed, Prospect, Suspect, Vip};

/// Every conversion there is; what is not listed is refused. The buttons of the page read the same table.
pub const CONVERSIONS: &[(Class, Class, Conversion)] = &[
    (Suspect, Prospect, Conversion::Free),
    (Suspect, Customer, Conversion::Free),
    (Suspect, Lapsed, Conversion::WithReason),
    (Prospect, Suspect, Conversion::WithReason),
    (Prospect, Customer, Conversion::Free),
    (Prospect, Lapsed, Conversion::WithReason),
    (Customer, Prospect, Conversion::WithReason),
    (Customer, Vip, Conversion::Free),
    (Customer, Lapsed, Conversion::WithReason),
    (Vip, Customer, Conversion::WithReason),
    (Vip, Lapsed, Conversion::WithReason),
    (Lapsed, Suspect, Conversion::WithReason),
    (Lapsed, Prospect, Conversion::Free),
    (Lapsed, Customer, Conversion::Free),
    (Lapsed, Vip, Conversion::WithReason),
];

/// What converting from one class to another asks for; none when it is not done.
pub fn conversion(from: Class, to: Class) -> Option<Conversion> {
    CONVERSIONS.iter().find(|(f, t, _)| (*f, *t) == (from, to)).map(|(.., how)| *how)
}

/// Intention levels with the days within which the next contact is due (domain.md §1.3): what the store's base data
/// begins with. `None` is no planned contact.
pub const GRADES: &[(&str, Option<u64>)] = &[
    ("O", Some(7)),
    ("H", Some(1)),
    ("A", Some(3)),
    ("B", Some(7)),
    ("C", Some(15)),
    ("N", Some(1)),
    ("F", None),
    ("S", None),
    ("D", None),
];

/// The grade of someone not rated yet.
pub const UNRATED: &str = "N";

/// When the next contact is due for a grade given on a day (CUS-11).
pub fn next_contact(grade: &str, day: NaiveDate) -> Option<NaiveDate> {
    let (_, days) = GRADES.iter().find(|(code, _)| *code == grade)?;
    day.checked_add_days(Days::new((*days)?))
}

/// The grade that goes with a class: a prospect is always graded.
pub fn grade_for(class: Class, grade: Option<&str>) -> Option<String> {
    match (class, grade) {
        (Prospect, None) => Some(UNRATED.to_owned()),
        (_, grade) => grade.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-06: from every class there is a way to every other, and none to itself.
    #[test]
    fn every_class_is_left_and_reached() {
        for from in Class::ALL {
            assert_eq!(conversion(from, from), None);
            let (mut seen, mut next) = (vec![from], vec![from]);
            while let Some(at) = next.pop() {
                for (_, to, _) in
                    CONVERSIONS.iter().filter(|(f, to, _)| *f == at && !seen.contains(to)).collect::<Vec<_>>()
                {
                    seen.push(*to);
                    next.push(*to);
                }
            }
            assert_eq!(seen.len(), Class::ALL.len(), "{from:?}");
        }
        assert_eq!(conversion(Suspect, Vip), None, "nobody becomes a VIP unseen");
    }

    /// CUS-06: nobody is given up without a reason.
    #[test]
    fn lapsing_needs_a_reason() {
        for (from, to, how) in CONVERSIONS {
            assert!(*to != Lapsed || *how == Conversion::WithReason, "{from:?}");
        }
    }

    /// CUS-11: the hotter, the sooner.
    #[test]
    fn the_next_contact_follows_the_grade() {
        let day: NaiveDate = "2026-11-22".parse().unwrap();
        let due = |grade| next_contact(grade, day).map(|d| d.to_string());
        assert_eq!(due("H").as_deref(), Some("2026-11-23"));
        assert_eq!(due("B").as_deref(), Some("2026-11-29"));
        assert_eq!(due("F"), None);
        assert_eq!(due("?"), None);
        assert_eq!(grade_for(Prospect, None).as_deref(), Some("N"));
        assert_eq!(grade_for(Suspect, None), None);
        assert_eq!(grade_for(Prospect, Some("A")).as_deref(), Some("A"));
    }
}
