//! Chance that can be repeated: SplitMix64, started per subject, so that the same seed and number always give the same
//! file, whichever files were made before.

/// A stream of chances.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The stream of subject `n` in a realm (`"customer"`, `"staff"`), for a seed.
    pub fn of(seed: u64, realm: &str, n: u64) -> Chance {
        let realm = realm
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, b| (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        let mut chance = Chance(seed ^ mix(realm) ^ mix(n.wrapping_add(0x9e37_79b9_7f4a_7c15)));
        chance.bits();
        chance
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number from 0 to `bound` − 1; 0 for a bound of 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as u64) as i64
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, of_hundred: u64) -> bool {
        self.below(100) < of_hundred
    }

    /// True in so many of a thousand cases.
    pub fn permille(&mut self, of_thousand: u64) -> bool {
        self.below(1000) < of_thousand
    }

    /// One of several, all equally likely. The slice is never empty.
    pub fn pick<'a, T: ?Sized + 'a>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len() as u64) as usize]
    }

    /// The place of one of `count` things.
    pub fn place(&mut self, count: usize) -> usize {
        self.below(count as u64) as usize
    }

    /// One of several by weight. The weights never add up to nothing.
    pub fn weighted<T: Copy>(&mut self, choices: &[(T, u32)]) -> T {
        let total: u32 = choices.iter().map(|(_, weight)| weight).sum();
        let mut at = self.below(u64::from(total)) as u32;
        for (choice, weight) in choices {
            if at < *weight {
                return *choice;
            }
            at -= weight;
        }
        choices[0].0
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_repeats_and_differs_from_its_neighbours() {
        let take = |seed, realm, n| {
            let mut c = Chance::of(seed, realm, n);
            [c.bits(), c.bits(), c.bits()]
        };
        assert_eq!(take(4, "customer", 7), take(4, "customer", 7));
        assert_ne!(take(4, "customer", 7), take(4, "customer", 8));
        assert_ne!(take(4, "customer", 7), take(4, "staff", 7));
        assert_ne!(take(4, "customer", 7), take(5, "customer", 7));
    }

    #[test]
    fn bounds_and_weights_hold() {
        let mut c = Chance::of(1, "test", 1);
        let mut heavy = 0;
        for _ in 0..10_000 {
            assert!((-3..=5).contains(&c.between(-3, 5)));
            assert!(c.below(7) < 7);
            heavy += u32::from(c.weighted(&[("a", 1), ("b", 9)]) == "b");
        }
        assert!((8_700..=9_300).contains(&heavy), "{heavy}");
        assert_eq!(c.below(0), 0);
    }
}
