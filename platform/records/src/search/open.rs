//! Which terms someone may be answered by. Search looks at values that its reader may not see, so field policy stands in
//! front of it: a hidden field answers to nothing; a masked one to its whole value, and to the tail that its mask leaves
//! (docs/security.md). A part of a value would let the mask be guessed away digit by digit.

use identifiers::search_terms::{Class, Query as Prefix, query_groups};
use kernel::{Access, Scope};

use crate::{FieldKind, Kind};

/// Bounds of a walk over terms, the upper one exclusive.
pub(super) type Range = (String, String);

/// The noun and field that terms speak of where the noun looked for has no such field: customers are found by their cars.
const VEHICLE: &str = "vehicle";

/// The ranges of one thing typed that its reader may be answered by.
pub(super) fn ranges(scope: &Scope, kind: &Kind, prefixes: &[Prefix]) -> Vec<Range> {
    prefixes
        .iter()
        .filter_map(|prefix| match access(scope, kind, prefix.class) {
            Access::Shown => Some(prefix.range()),
            Access::Masked => masked(prefix),
            Access::Hidden => None,
        })
        .collect()
}

/// Whether what was typed is matched against the whole of a value that its reader sees masked: such searches are counted
/// as such filters are.
pub fn asks_masked(scope: &Scope, kind: &Kind, typed: &str) -> bool {
    let whole = |p: &Prefix| access(scope, kind, p.class) == Access::Masked && is_number(p) && masked(p).is_some();
    query_groups(typed).iter().flatten().any(whole)
}

/// How open the field that a class of terms speaks of is on every row that its reader reaches.
fn access(scope: &Scope, kind: &Kind, class: Class) -> Access {
    let (sort, name): (fn(FieldKind) -> bool, &str) = match class {
        Class::Name | Class::Pinyin | Class::Initials => (|k| k == FieldKind::Name, "name"),
        Class::Phone | Class::PhoneTail => (|k| k == FieldKind::Phone, "phone"),
        Class::Vin | Class::VinTail => (|k| k == FieldKind::Vin, "vin"),
        Class::Plate | Class::PlateLocal | Class::PlateTail => (|k| k == FieldKind::Plate, "plate"),
        Class::Number => (|_| false, "number"),
    };
    let own = kind.field(kind.title).filter(|f| sort(f.kind)).or_else(|| kind.fields.iter().find(|f| sort(f.kind)));
    match (own.or_else(|| kind.field(name)), class) {
        (Some(field), _) => scope.field_at_least(kind.name, field.name),
        // A noun without names or numbers has no such terms.
        (None, Class::Number | Class::Name | Class::Pinyin | Class::Initials) => Access::Shown,
        (None, _) => scope.field_at_least(VEHICLE, name),
    }
}

/// What of a masked value may be looked for: the value itself, or as much of its end as the mask leaves.
fn masked(prefix: &Prefix) -> Option<Range> {
    let typed = prefix.prefix.chars().count() - 2;
    let exact = || Some((prefix.prefix.clone(), format!("{}\u{1}", prefix.prefix)));
    match prefix.class {
        Class::PhoneTail => (typed == 4).then(|| prefix.range()),
        Class::VinTail => (4..=6).contains(&typed).then(|| prefix.range()),
        Class::Phone | Class::Vin | Class::Plate | Class::PlateLocal => exact(),
        // Names are found from each of their characters on: no term of theirs is only the whole.
        Class::Name | Class::Pinyin | Class::Initials | Class::PlateTail | Class::Number => None,
    }
}

/// Whether a prefix may be a whole number: of what is typed letter by letter only that is counted.
fn is_number(prefix: &Prefix) -> bool {
    let typed = prefix.prefix.chars().count() - 2;
    match prefix.class {
        Class::Phone => typed >= 10,
        Class::Vin => typed == 17,
        Class::Plate | Class::PlateLocal => typed >= 6,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;

    use kernel::scope::Powers;
    use kernel::{Action, Actions, Actor, FieldRules, Grant, GrantReach, Id, Lang};

    use super::*;
    use crate::{Anchor, Class as Sensitivity, Field};

    static PERSON: Kind = Kind {
        name: "person",
        collection: "people",
        table: "people",
        anchor: Anchor { table: "people", record: "id" },
        only: None,
        fields: &[
            Field::new("name", FieldKind::Name).class(Sensitivity::Personal),
            Field::new("phone", FieldKind::Phone).class(Sensitivity::Personal),
        ],
        title: "name",
        default_sort: "name",
        pages: false,
    };

    fn scope(phone: Access) -> Scope {
        let fields = HashMap::from([("name".to_owned(), Access::Shown), ("phone".to_owned(), phone)]);
        let grant = Grant {
            kind: "person".into(),
            actions: Actions::of(&[Action::See]),
            reach: GrantReach::Group,
            fields: Arc::new(FieldRules::Listed(fields)),
        };
        Scope {
            tenant: 1,
            actor: Actor::User { id: Id::from_u128(1), name: "赵前台".into(), by_token: false },
            lang: Lang::ZhCn,
            request: Id::nil(),
            powers: Arc::new(Powers { grants: vec![grant], ..Powers::default() }),
            limited_to: None,
        }
    }

    fn found(phone: Access, typed: &str, term: &str) -> bool {
        let scope = scope(phone);
        query_groups(typed)
            .iter()
            .flat_map(|group| ranges(&scope, &PERSON, group))
            .any(|(from, to)| term >= from.as_str() && term < to.as_str())
    }

    /// SYS-05: a masked number answers to itself and to the four digits that the mask leaves, to nothing between.
    #[test]
    fn a_mask_is_not_guessed_away() {
        let (forward, tail) = ("f:13855667788", "d:88776655831");
        for (typed, term, masked) in [
            ("13855667788", forward, true),
            ("7788", tail, true),
            ("138556677", forward, false),
            ("1385", forward, false),
            ("67788", tail, false),
            ("5667788", tail, false),
        ] {
            assert!(found(Access::Shown, typed, term), "{typed}");
            assert_eq!(found(Access::Masked, typed, term), masked, "{typed}");
            assert!(!found(Access::Hidden, typed, term), "{typed}");
        }
        assert!(!found(Access::Shown, "沪A12345", "k:沪a12345"), "by a car that nobody lets them see");
    }

    /// SYS-05: looking for a whole number behind a mask is counted; names and tails are not.
    #[test]
    fn whole_numbers_are_counted() {
        assert!(asks_masked(&scope(Access::Masked), &PERSON, "138 5566 7788"));
        assert!(!asks_masked(&scope(Access::Shown), &PERSON, "13855667788"));
        assert!(!found(Access::Masked, "13855667788", "d:88776655831"), "the tail is not the number");
        for typed in ["7788", "王伟", "wangwei", "13855"] {
            assert!(!asks_masked(&scope(Access::Masked), &PERSON, typed), "{typed}");
        }
    }
}
