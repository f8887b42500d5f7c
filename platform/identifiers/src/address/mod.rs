//! Addresses 地址 (domain.md §4.8): a form for comparison, and the parts of the usual way of writing.

mod numeral;
mod region;

pub use region::{Region, region};

use crate::width::{self, is_blank, is_hyphen};
use crate::{Checked, Reason, Verdict};

/// Half width and without superfluous blanks; what a person reads.
pub fn normalise(input: &str) -> String {
    width::single_blanks(input, |c| c)
}

/// The form for comparing two addresses: half width, lower-case, Chinese numerals as digits, one word for each kind of
/// number (幢 as 栋, # as 号, 房 as 室), no blanks or signs. Not for display.
pub fn fold(input: &str) -> String {
    let mut text = String::with_capacity(input.len());
    width::fold(input, |c| {
        if is_blank(c) {
            return;
        }
        match c {
            '幢' => text.push('栋'),
            '#' => text.push('号'),
            '房' => text.push('室'),
            c if is_hyphen(c) => text.push('-'),
            c if c.is_alphanumeric() || width::is_han(c) => text.extend(c.to_lowercase()),
            _ => {}
        }
    });
    let text = numeral::fold(&text);
    // 3号楼 and 3栋 are the same house; a hyphen between numbers (3-502) stays, any other goes.
    let text = text.replace("号楼", "栋");
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let between = out.ends_with(|c: char| c.is_ascii_digit()) && chars.peek().is_some_and(char::is_ascii_digit);
        if c != '-' || between {
            out.push(c);
        }
    }
    out
}

/// Checks a postcode 邮政编码: six digits.
pub fn check_postcode(input: &str) -> Checked {
    let value = width::code(input, |_| false);
    let verdict = if value.is_empty() {
        Verdict::Rejected(Reason::Empty)
    } else if value.len() == 6 && value.bytes().all(|b| b.is_ascii_digit()) {
        Verdict::Valid
    } else {
        Verdict::Rejected(Reason::PostcodeFormat)
    };
    Checked::new(value, verdict)
}

/// The address down to the county, for masked display (domain.md §7); empty when no part is recognised.
pub fn mask(input: &str) -> String {
    let Region { province, city, county, .. } = region(input);
    let shown = [province, city, county].into_iter().flatten().collect::<String>();
    if shown.is_empty() && !input.is_empty() {
        "***".to_owned()
    } else {
        shown + if input.is_empty() { "" } else { "***" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-07: two ways to write one address compare equal.
    #[test]
    fn folds() {
        for (one, other) in [
            ("曹杨路１２３弄４５号６０１室", "曹杨路123弄45号601房"),
            ("曹杨路一百二十三弄四十五号六〇一室", "曹杨路 123 弄 45 # 601 室"),
            ("3幢2单元", "三栋二单元"),
            ("3号楼 502", "3栋，502"),
            ("A座3—502", "a座3-502"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} / {other}");
        }
        assert_ne!(fold("3-502"), fold("3502"));
        assert_ne!(fold("曹杨路123弄"), fold("曹杨路132弄"));
        assert_eq!(check_postcode("２０００６３").value, "200063");
        assert_eq!(check_postcode("20006").verdict, Verdict::Rejected(Reason::PostcodeFormat));
    }

    /// SYS-05: masked to the county.
    #[test]
    fn masks() {
        assert_eq!(mask("上海市普陀区曹杨路123号"), "上海市普陀区***");
        assert_eq!(mask("江苏省苏州市吴中区东吴北路1号"), "江苏省苏州市吴中区***");
        assert_eq!(mask("曹杨路123号"), "***");
        assert_eq!(mask(""), "");
    }
}
