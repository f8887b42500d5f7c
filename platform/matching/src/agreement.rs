//! How two records agree, slot by slot.

use crate::compare;
use crate::level::Level;
use crate::pool::{Pool, Profile};
use crate::slot::Slot;
use crate::value::is_han;

/// The levels of all slots in one number: four bits each, [`ABSENT`] where one of the records says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pattern(u64);

const ABSENT: u64 = 15;

impl Pattern {
    /// Nothing is known of any slot.
    pub const EMPTY: Pattern = Pattern(u64::MAX);

    fn set(&mut self, slot: Slot, level: Option<Level>) {
        let shift = slot as u32 * 4;
        self.0 = self.0 & !(ABSENT << shift) | level.map_or(ABSENT, |l| l as u64) << shift;
    }

    /// The level of a slot; `None` where one of the records says nothing.
    pub fn level(self, slot: Slot) -> Option<Level> {
        Level::ALL.get((self.0 >> (slot as u32 * 4) & ABSENT) as usize).copied()
    }

    /// The slots on which both records say something, with their levels.
    pub fn levels(self) -> impl Iterator<Item = (Slot, Level)> {
        Slot::ALL.into_iter().filter_map(move |slot| Some((slot, self.level(slot)?)))
    }
}

/// How two records agree, and which values they have in common.
#[derive(Clone, Copy, Debug)]
pub struct Agreement {
    /// The levels.
    pub pattern: Pattern,
    /// The rarest common value of each slot at [`Level::Same`].
    pub(crate) common: [u32; Slot::COUNT],
}

/// Compares two records. The order does not matter.
pub fn agreement(pool: &Pool, a: &Profile, b: &Profile) -> Agreement {
    let mut out = Agreement { pattern: Pattern::EMPTY, common: [u32::MAX; Slot::COUNT] };
    let (mut x, mut y) = (a.values(), b.values());
    while let (Some((s, _)), Some((t, _))) = (x.first(), y.first()) {
        if s != t {
            if s < t {
                x = &x[1..]
            } else {
                y = &y[1..]
            }
            continue;
        }
        let slot = *s;
        let (mine, theirs) = (leading(x), leading(y));
        let level = best(pool, slot, mine, theirs, &mut out.common);
        out.pattern.set(slot, Some(level));
        (x, y) = (&x[mine.len()..], &y[theirs.len()..]);
    }
    exchanged(pool, a, b, (Slot::Surname, Slot::Given), &mut out.pattern);
    exchanged(pool, a, b, (Slot::Address, Slot::Address2), &mut out.pattern);
    implied(pool, a, &mut out.pattern);
    if is_whole(a) && is_cut(b) || is_cut(a) && is_whole(b) {
        out.pattern.set(Slot::Whole, Some(Level::Differs));
    }
    out
}

/// A firm, or a name of one word.
fn is_whole(profile: &Profile) -> bool {
    !profile.of(Slot::Whole).is_empty() && profile.of(Slot::Given).is_empty()
}

/// A person with surname and given name: never the firm whose car they drive.
fn is_cut(profile: &Profile) -> bool {
    !profile.of(Slot::Surname).is_empty() && !profile.of(Slot::Given).is_empty() && profile.of(Slot::Whole).is_empty()
}

/// Silences what an equal Chinese place implies: who lives at one address lives in one district, a district lies in one
/// province, and its postcodes are few. Said again and again, one thing would count as four.
fn implied(pool: &Pool, a: &Profile, pattern: &mut Pattern) {
    const WIDER: [Slot; 4] = [Slot::Address, Slot::Suburb, Slot::Postcode, Slot::State];
    for (at, slot) in WIDER.into_iter().enumerate() {
        let chinese = |slot| a.of(slot).iter().any(|(_, place)| pool.value(*place).chars.iter().any(|c| is_han(*c)));
        if pattern.level(slot) != Some(Level::Same) || !(chinese(slot) || chinese(Slot::State)) {
            continue;
        }
        for wider in &WIDER[at + 1..] {
            if pattern.level(*wider) == Some(Level::Same) {
                pattern.set(*wider, None);
            }
        }
        return;
    }
}

fn leading(values: &[(Slot, u32)]) -> &[(Slot, u32)] {
    let slot = values[0].0;
    &values[..values.iter().take_while(|(s, _)| *s == slot).count()]
}

/// The best agreement of any value of one with any of the other; of equal ones the rarest counts.
fn best(
    pool: &Pool,
    slot: Slot,
    mine: &[(Slot, u32)],
    theirs: &[(Slot, u32)],
    common: &mut [u32; Slot::COUNT],
) -> Level {
    let mut best = Level::Differs;
    for (_, x) in mine {
        for (_, y) in theirs {
            if x == y {
                let known = &mut common[slot as usize];
                if *known == u32::MAX || pool.count(*x) < pool.count(*known) {
                    *known = *x;
                }
                best = Level::Same;
            } else if best != Level::Same {
                best = best.max(compare::values(pool.value(*x), pool.value(*y)));
            }
        }
    }
    best
}

/// Notices two columns that changed places: nothing agrees in its own column, and everything that can be compared
/// crosswise does. The first slot says so, the second falls silent.
fn exchanged(pool: &Pool, a: &Profile, b: &Profile, (first, second): (Slot, Slot), pattern: &mut Pattern) {
    let agrees = |slot| pattern.level(slot).is_some_and(|level| level >= Level::Near);
    if agrees(first) || agrees(second) {
        return;
    }
    let one = |p: &Profile, slot| p.of(slot).first().map(|(_, v)| *v);
    let cross = |x: Option<u32>, y: Option<u32>| Some(compare::crossed(pool.value(x?), pool.value(y?)));
    let there = cross(one(a, first), one(b, second));
    let back = cross(one(a, second), one(b, first));
    let rearranged = || {
        let mut letters = [a, b].map(|p| -> Vec<char> {
            [first, second]
                .iter()
                .flat_map(|slot| p.of(*slot))
                .flat_map(|(_, v)| pool.value(*v).chars.iter().copied())
                .collect()
        });
        letters.iter_mut().for_each(|all| all.sort_unstable());
        letters[0].len() > 2 && letters[0] == letters[1]
    };
    let hanzi = first == Slot::Surname && one(a, first).is_some_and(|v| pool.value(v).is_han());
    if hanzi && rearranged() {
        pattern.set(first, Some(Level::Swapped));
        pattern.set(second, None);
        return;
    }
    if there.or(back).is_some() && there.unwrap_or(true) && back.unwrap_or(true) {
        pattern.set(first, Some(Level::Swapped));
        pattern.set(second, None);
    }
}
