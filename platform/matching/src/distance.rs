//! Distances between short texts, on characters and never on bytes.

/// Characters beyond which texts are compared by their beginnings: a bound of cost, far beyond names and addresses.
const LONGEST: usize = 64;

/// Which characters occur, one bit for each of 64 classes: what two texts cannot have in common is told at once.
pub fn signature(text: &[char]) -> u64 {
    text.iter().take(LONGEST).fold(0, |bits, c| bits | 1 << (u32::from(*c) % 64))
}

/// Whether more than `limit` edits are certain: each takes away one kind of character at most, and adds one.
pub fn is_beyond(a: u64, b: u64, limit: usize) -> bool {
    ((a & !b).count_ones().max((b & !a).count_ones()) as usize) > limit
}

/// Optimal string alignment: the insertions, deletions, replacements and exchanges of neighbours that make one text of
/// the other, no part being edited twice. Counting stops at `limit`; what is beyond is `limit + 1`.
pub fn alignment(a: &[char], b: &[char], limit: usize) -> usize {
    let (mut a, mut b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    // What is equal at both ends costs nothing.
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    let far = (limit + 1).min(LONGEST + 1) as u8;
    let mut rows = [[far; LONGEST + 2]; 3];
    for (n, cell) in rows[1].iter_mut().enumerate().take(b.len() + 1) {
        *cell = far.min(n as u8);
    }
    for (i, x) in a.iter().enumerate() {
        let [before, last, now] = &mut rows;
        // Outside this band the distance is beyond the limit anyway.
        let (from, to) = (i.saturating_sub(limit), (i + limit + 1).min(b.len()));
        now[from] = if from == 0 { far.min((i + 1) as u8) } else { far };
        let mut least = now[from];
        for j in from..to {
            let y = b[j];
            let mut cost = (last[j] + u8::from(*x != y)).min(last[j + 1] + 1).min(now[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == y {
                cost = cost.min(before[j - 1] + 1);
            }
            now[j + 1] = cost.min(far);
            least = least.min(cost);
        }
        now[to + 1] = far;
        if least >= far {
            return limit + 1;
        }
        rows.rotate_left(1);
    }
    usize::from(rows[1][b.len()]).min(limit + 1)
}

/// The similarity of Jaro and Winkler, 0 to 1: made for names, it forgives slips and honours equal beginnings.
pub fn jaro_winkler(a: &[char], b: &[char]) -> f64 {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    let jaro = jaro(a, b);
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    jaro + 0.1 * prefix as f64 * (1.0 - jaro)
}

fn jaro(a: &[char], b: &[char]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return if a.len() == b.len() { 1.0 } else { 0.0 };
    }
    let window = (a.len().max(b.len()) / 2).saturating_sub(1);
    let mut taken = [false; LONGEST];
    let mut common = [' '; LONGEST];
    let mut matches = 0;
    for (i, x) in a.iter().enumerate() {
        let (from, to) = (i.saturating_sub(window), (i + window + 1).min(b.len()));
        if let Some(j) = (from..to).find(|j| !taken[*j] && b[*j] == *x) {
            taken[j] = true;
            common[matches] = *x;
            matches += 1;
        }
    }
    if matches == 0 {
        return 0.0;
    }
    let theirs = (0..b.len()).filter(|j| taken[*j]).map(|j| b[j]);
    let exchanged = common[..matches].iter().zip(theirs).filter(|(x, y)| **x != *y).count() / 2;
    let m = matches as f64;
    (m / a.len() as f64 + m / b.len() as f64 + (m - exchanged as f64) / m) / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn apart(a: &str, b: &str) -> usize {
        alignment(&chars(a), &chars(b), 9)
    }

    /// CUS-07: the slips of a typist count one each.
    #[test]
    fn slips_count_one() {
        for (a, b, expected) in [
            ("smith", "smith", 0),
            ("smith", "smiht", 1),
            ("smith", "smth", 1),
            ("smith", "smitth", 1),
            ("smith", "smyth", 1),
            ("ca", "abc", 3),
            ("", "abc", 3),
            ("张三丰", "张三峰", 1),
        ] {
            assert_eq!(apart(a, b), expected, "{a} {b}");
            assert_eq!(apart(b, a), expected, "{b} {a}");
        }
        assert_eq!(alignment(&chars("abcdef"), &chars("uvwxyz"), 2), 3);
    }

    /// CUS-07: the values of the published examples.
    #[test]
    fn jaro_winkler_as_published() {
        for (a, b, expected) in
            [("martha", "marhta", 0.9611), ("dixon", "dicksonx", 0.8133), ("dwayne", "duane", 0.84), ("ab", "xy", 0.0)]
        {
            let found = jaro_winkler(&chars(a), &chars(b));
            assert!((found - expected).abs() < 0.0001, "{a} {b} {found}");
        }
    }

    proptest! {
        /// CUS-07: order does not matter, equal texts are at no distance, and long texts are no danger.
        #[test]
        fn symmetric(a in "\\PC{0,80}", b in "\\PC{0,80}") {
            let (a, b) = (chars(&a), chars(&b));
            prop_assert_eq!(alignment(&a, &b, 5), alignment(&b, &a, 5));
            prop_assert_eq!(alignment(&a, &a, 5), 0);
            prop_assert_eq!(alignment(&a, &b, 3), alignment(&a, &b, 60).min(4));
            prop_assert!(!is_beyond(signature(&a), signature(&b), alignment(&a, &b, 80)));
            let likeness = jaro_winkler(&a, &b);
            prop_assert!((0.0..=1.0 + 1e-9).contains(&likeness));
            prop_assert!((jaro_winkler(&a, &a) - 1.0).abs() < 1e-9);
        }
    }
}
