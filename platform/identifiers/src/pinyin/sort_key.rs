//! The key by which lists of names are sorted with plain binary comparison on every database.

use super::units;
use crate::name;

/// Between two syllables or words. Below all digits and letters, so that `li'an` stands before `lian`.
const BETWEEN: char = '\'';

/// Ends the syllables. Below [`BETWEEN`], so that a name stands before its continuation: 王 before 王伟.
const END: char = ' ';

/// A key whose binary order is pinyin order: lower-case ASCII syllables with separators, then the name itself, so that
/// the order of names read alike is stable. Latin names stand among the Chinese ones; hanzi without known reading and
/// other scripts stand behind. Two names have the same key only when they are the same after normalising.
///
/// It is stored beside the name and compared byte by byte (`COLLATE "C"`, `BINARY`).
pub fn sort_key(text: &str) -> String {
    let name = name::normalise(text);
    let mut key = String::with_capacity(name.len() * 3);
    for (at, unit) in units(&name).iter().enumerate() {
        if at > 0 {
            key.push(BETWEEN);
        }
        key.push_str(unit);
    }
    key.push(END);
    key.push_str(&name);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-01: binary order of keys is pinyin order, Latin names among the others.
    #[test]
    fn order() {
        let sorted = [
            "阿卜杜热合曼",
            "Adam Smith",
            "曹操",
            "李",
            "李安",
            "Li Ang",
            "李白",
            "连安",
            "Lopez",
            "吕布",
            "王",
            "王安石",
            "王伟",
            "王伟明",
            "曾国藩",
            "\u{E001}",
        ];
        let keys: Vec<String> = sorted.iter().map(|name| sort_key(name)).collect();
        for pair in keys.windows(2) {
            assert!(pair[0] < pair[1], "{} should stand before {}", pair[0], pair[1]);
        }
        assert_eq!(sort_key("王 小明"), "wang'xiao'ming 王小明");
        assert_ne!(sort_key("王伟"), sort_key("王炜"));
        assert_eq!(sort_key(""), " ");
    }
}
