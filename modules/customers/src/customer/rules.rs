//! Rules of the customer file, without a database.

use identifiers::name;

/// Whether two names may belong to one person who has one phone (CUS-07): the same after normalising, or one of them
/// only a surname with a salutation (王先生) that the other name bears.
pub fn compatible(a: &str, b: &str) -> bool {
    let (a, b) = (name::normalise(a).to_lowercase(), name::normalise(b).to_lowercase());
    a == b || greets(&a, &b) || greets(&b, &a)
}

/// Whether `greeting` is a surname with a salutation, with or without a given name, that fits `full`.
fn greets(greeting: &str, full: &str) -> bool {
    let Some(greeted) = name::salutation(greeting) else { return false };
    let plain = match name::salutation(full) {
        Some(other) => format!("{}{}", other.surname, other.given),
        None => full.to_owned(),
    };
    if greeted.given.is_empty() || plain == greeted.surname {
        plain.starts_with(greeted.surname)
    } else {
        plain == format!("{}{}", greeted.surname, greeted.given)
    }
}

/// The number that people read out.
pub fn number(serial: i64) -> String {
    format!("K{serial:06}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// CUS-07: a phone alone does not make two people one.
    #[test]
    fn names_that_may_be_one_person() {
        for (a, b) in [
            ("王敏", "王 敏"),
            ("王先生", "王敏"),
            ("王敏", "王女士"),
            ("王先生", "王先生"),
            ("王敏先生", "王敏"),
            ("John Smith", "john smith"),
        ] {
            assert!(compatible(a, b), "{a} {b}");
        }
        for (a, b) in [("王敏", "李敏"), ("王先生", "李敏"), ("王敏先生", "王伟"), ("王敏", "王敏敏"), ("", "王敏")]
        {
            assert!(!compatible(a, b), "{a} {b}");
        }
    }

    proptest! {
        /// CUS-07: compatibility does not depend on the order, and every name is compatible with itself.
        #[test]
        fn compatible_is_symmetric(a in "[王李欧阳敏伟先生女士总]{1,4}", b in "[王李欧阳敏伟先生女士总]{1,4}") {
            prop_assert_eq!(compatible(&a, &b), compatible(&b, &a));
            prop_assert!(compatible(&a, &a));
        }
    }

    #[test]
    fn numbers_are_six_digits_and_more() {
        assert_eq!(number(123), "K000123");
        assert_eq!(number(1_234_567), "K1234567");
    }
}
