//! WeChat id 微信号 as people tell it (domain.md §4.9). Keys of the platform (openid, unionid, external_userid) are
//! no concern of this check.

use crate::width;
use crate::{Checked, Reason, Verdict, phone};

/// Half width and without blanks; the case stays as typed.
pub fn normalise(input: &str) -> String {
    let mut out = String::with_capacity(input.len());
    width::fold(input, |c| {
        if !width::is_blank(c) {
            out.push(if width::is_hyphen(c) { '-' } else { c });
        }
    });
    out
}

/// Checks a typed id: 6 to 20 letters, digits, `_` or `-`, beginning with a letter; or a mobile or QQ number, by which
/// many people are found. Anything else is suspect.
pub fn check(input: &str) -> Checked {
    let value = normalise(input);
    let verdict = if value.is_empty() {
        Verdict::Rejected(Reason::Empty)
    } else if is_id(&value) || is_qq(&value) || phone::is_known_mobile(&value) {
        Verdict::Valid
    } else {
        Verdict::Suspect(Reason::WechatFormat)
    };
    Checked::new(value, verdict)
}

fn is_id(value: &str) -> bool {
    (6..=20).contains(&value.len())
        && value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

fn is_qq(value: &str) -> bool {
    (5..=10).contains(&value.len()) && !value.starts_with('0') && value.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-08
    #[test]
    fn checks() {
        for id in ["wang_wei-88", "wxid_a1b2c3", "13812345678", "10001"] {
            assert_eq!(check(id).verdict, Verdict::Valid, "{id}");
        }
        for id in ["abc", "王伟", "1abcdef", "a.bcdef"] {
            assert_eq!(check(id).verdict, Verdict::Suspect(Reason::WechatFormat), "{id}");
        }
        assert_eq!(check("　").verdict, Verdict::Rejected(Reason::Empty));
        assert_eq!(check("ＷangWei ").value, "WangWei");
    }
}
