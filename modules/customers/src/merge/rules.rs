//! Which value holds, without a database (CUS-07).

use records::Datum;

use super::model::{Side, Standing};
use crate::engagements::{Class, UNRATED, grade_for};

/// Whose value of a field holds: as chosen, else a value beats none and the survivor's the other.
pub fn settled(survivor: &Datum, absorbed: &Datum, chosen: Option<Side>) -> Side {
    match chosen {
        Some(side) => side,
        None if survivor.is_empty() && !absorbed.is_empty() => Side::Absorbed,
        None => Side::Survivor,
    }
}

/// How far a class is along the way. Someone lapsed who also stands as a prospect is one.
fn rank(class: &str) -> usize {
    const WAY: [Class; 5] = [Class::Suspect, Class::Lapsed, Class::Prospect, Class::Customer, Class::Vip];
    WAY.iter().position(|c| c.name() == class).unwrap_or(0)
}

/// How the survivor stands with a store that knew both: the class further along, the rated grade, the earlier contact,
/// the longer protection, and both remarks. Whose customer they are is `owner`'s side.
pub fn standing(survivor: &Standing, absorbed: &Standing, owner: Side) -> Standing {
    let whose = match owner {
        Side::Survivor => survivor,
        Side::Absorbed => absorbed,
    };
    let class = if rank(&absorbed.class) > rank(&survivor.class) { &absorbed.class } else { &survivor.class };
    let rated = |s: &Standing| s.grade.clone().filter(|grade| grade != UNRATED);
    let grade = rated(survivor).or_else(|| rated(absorbed));
    Standing {
        owner: whose.owner,
        path: whose.path.clone(),
        assigned_at: whose.assigned_at,
        class: class.clone(),
        grade: Class::from_name(class).map_or(grade.clone(), |class| grade_for(class, grade.as_deref())),
        source: survivor.source.clone().or_else(|| absorbed.source.clone()),
        remark: both(survivor.remark.as_deref(), absorbed.remark.as_deref()),
        next_contact_on: [survivor.next_contact_on, absorbed.next_contact_on].into_iter().flatten().min(),
        protected_until: survivor.protected_until.max(absorbed.protected_until),
        touched_at: survivor.touched_at.max(absorbed.touched_at),
        created_at: survivor.created_at.min(absorbed.created_at),
    }
}

/// Both remarks, each once.
fn both(survivor: Option<&str>, absorbed: Option<&str>) -> Option<String> {
    match (survivor, absorbed) {
        (Some(a), Some(b)) if !a.contains(b) => Some(format!("{a}\n{b}")),
        (a, b) => a.or(b).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Id, Instant};

    use super::*;

    fn standing_of(owner: u128, class: &str, grade: Option<&str>) -> Standing {
        Standing {
            owner: Some(Id::from_u128(owner)),
            path: format!("/{owner}/"),
            assigned_at: Some(Instant(owner as i64)),
            class: class.into(),
            grade: grade.map(str::to_owned),
            source: None,
            remark: Some(format!("remark {owner}")),
            next_contact_on: None,
            protected_until: None,
            touched_at: Instant(owner as i64),
            created_at: Instant(owner as i64),
        }
    }

    /// CUS-07: nothing that is known is lost to an empty field, and what was chosen holds.
    #[test]
    fn a_value_beats_none() {
        let (text, none) = (Datum::Text("上海".into()), Datum::Empty);
        assert_eq!(settled(&none, &text, None), Side::Absorbed);
        assert_eq!(settled(&text, &none, None), Side::Survivor);
        assert_eq!(settled(&text, &text, None), Side::Survivor);
        assert_eq!(settled(&text, &none, Some(Side::Absorbed)), Side::Absorbed, "also emptiness can be chosen");
    }

    /// CUS-07: two standings with one store become one that forgets nothing.
    #[test]
    fn standings_fold() {
        let (a, b) = (standing_of(1, "prospect", Some("N")), standing_of(2, "customer", Some("H")));
        let folded = standing(&a, &b, Side::Survivor);
        assert_eq!((folded.owner, folded.path.as_str()), (a.owner, "/1/"));
        assert_eq!((folded.class.as_str(), folded.grade.as_deref()), ("customer", Some("H")));
        assert_eq!(folded.remark.as_deref(), Some("remark 1\nremark 2"));
        assert_eq!((folded.touched_at, folded.created_at), (Instant(2), Instant(1)));
        assert_eq!(standing(&a, &b, Side::Absorbed).owner, b.owner);
        let lapsed = standing(&standing_of(1, "lapsed", None), &standing_of(2, "prospect", None), Side::Survivor);
        assert_eq!((lapsed.class.as_str(), lapsed.grade.as_deref()), ("prospect", Some("N")));
    }
}
