//! 大写金额: money in Chinese capitals, as cheques, receipts and contracts demand
//! (正确填写票据和结算凭证的基本规定, the rules of the People's Bank for filling in bills).

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// Money in fen as capitals: `12880050` → `人民币壹拾贰万捌仟捌佰元伍角整`.
/// A negative amount begins with 负; an amount that ends in yuan or jiao ends with 整.
pub fn amount_in_words(fen: i64) -> String {
    let total = fen.unsigned_abs();
    let (yuan, jiao, cents) = (total / 100, total / 10 % 10, total % 10);
    let mut text = String::from(if fen < 0 { "人民币负" } else { "人民币" });
    if yuan > 0 || total == 0 {
        text.push_str(&integer(yuan));
        text.push('元');
    }
    if jiao > 0 {
        // 零 between a zero yuan place and jiao is optional by the rules; it is left out.
        text.push(DIGITS[jiao as usize]);
        text.push('角');
    } else if cents > 0 && yuan > 0 {
        text.push('零');
    }
    if cents > 0 {
        text.push(DIGITS[cents as usize]);
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

fn integer(number: u64) -> String {
    if number == 0 {
        return DIGITS[0].to_string();
    }
    let mut text = String::new();
    let mut zero_pending = false;
    for group in (0..GROUPS.len()).rev() {
        let value = number / 10_000_u64.pow(group as u32) % 10_000;
        if value == 0 {
            zero_pending = !text.is_empty();
            continue;
        }
        for place in (0..4).rev() {
            let digit = (value / 10_u64.pow(place as u32) % 10) as usize;
            if digit == 0 {
                zero_pending = zero_pending || !text.is_empty();
                continue;
            }
            if zero_pending {
                text.push(DIGITS[0]);
                zero_pending = false;
            }
            text.push(DIGITS[digit]);
            text.push_str(PLACES[place]);
        }
        // Zeros that end a group wait: 壹拾万, and 零 only before the next spoken digit.
        text.push_str(GROUPS[group]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_follow_the_rules_for_bills() {
        for (fen, words) in [
            (0, "人民币零元整"),
            (1, "人民币壹分"),
            (50, "人民币伍角整"),
            (100, "人民币壹元整"),
            (105, "人民币壹元零伍分"),
            (1_000, "人民币壹拾元整"),
            (140_950, "人民币壹仟肆佰零玖元伍角整"),
            (600_714, "人民币陆仟零柒元壹角肆分"),
            (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
            (12_880_050, "人民币壹拾贰万捌仟捌佰元伍角整"),
            (10_000_000, "人民币壹拾万元整"),
            (10_000_500, "人民币壹拾万零伍元整"),
            (1_005_000_000, "人民币壹仟零伍万元整"),
            (10_000_000_000, "人民币壹亿元整"),
            (10_000_000_100, "人民币壹亿零壹元整"),
            (100_010_000_000, "人民币壹拾亿零壹拾万元整"),
            (-250, "人民币负贰元伍角整"),
        ] {
            assert_eq!(amount_in_words(fen), words, "{fen}");
        }
    }
}
