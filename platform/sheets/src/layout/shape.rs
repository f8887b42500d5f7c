//! Shapes of values, tested on their face: for guesses about columns, not for validation.

use chrono::NaiveDate;

use crate::{Cell, parse_date};

/// Text without the decoration people add to numbers.
fn compact(text: &str) -> String {
    text.trim().chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '（' | '）' | '\u{a0}')).collect()
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A mobile number (11 digits from 13 to 19, also with 86), a number with area code, or a 400/800 number.
pub(super) fn is_phone(text: &str) -> bool {
    let text = compact(text);
    let local = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086")).unwrap_or(&text);
    let local = if local.len() == 13 { local.strip_prefix("86").unwrap_or(local) } else { local };
    if !all_digits(local) {
        return false;
    }
    let bytes = local.as_bytes();
    match local.len() {
        11 if bytes[0] == b'1' => bytes[1] >= b'3',
        10..=12 if bytes[0] == b'0' => bytes[1] != b'0',
        10 => local.starts_with("400") || local.starts_with("800"),
        _ => false,
    }
}

/// 17 letters and digits without I, O and Q, with at least one of each.
pub(super) fn is_vin(text: &str) -> bool {
    let text = text.trim().to_ascii_uppercase();
    text.len() == 17
        && text.bytes().all(|b| b.is_ascii_digit() || (b.is_ascii_uppercase() && !b"IOQ".contains(&b)))
        && text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().any(|b| b.is_ascii_uppercase())
}

/// A number plate: province, letter, and five or six more (six for new energy), with 学警挂港澳领使 at the end.
pub(super) fn is_plate(text: &str) -> bool {
    const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领";
    let text: String = text.trim().chars().filter(|c| !matches!(c, ' ' | '·' | '-' | '.' | '•')).collect();
    let mut chars = text.chars();
    let (Some(province), Some(city)) = (chars.next(), chars.next()) else { return false };
    let rest: Vec<char> = chars.collect();
    let Some((last, middle)) = rest.split_last() else { return false };
    PROVINCES.contains(province)
        && city.is_ascii_alphabetic()
        && (5..=6).contains(&rest.len())
        && middle.iter().all(char::is_ascii_alphanumeric)
        && (last.is_ascii_alphanumeric() || "学警挂港澳领使".contains(*last))
}

/// A resident ID number: 17 digits with a birthday and a check digit or X, or the old form of 15 digits.
pub(super) fn is_id_number(text: &str) -> bool {
    let text = text.trim();
    let bytes = text.as_bytes();
    let birthday = match bytes.len() {
        18 if text.is_ascii()
            && all_digits(&text[..17])
            && (bytes[17].is_ascii_digit() || matches!(bytes[17], b'X' | b'x')) =>
        {
            text[6..14].to_owned()
        }
        15 if all_digits(text) => format!("19{}", &text[6..12]),
        _ => return false,
    };
    bytes[0] != b'0' && NaiveDate::parse_from_str(&birthday, "%Y%m%d").is_ok()
}

pub(super) fn is_date(cell: &Cell) -> bool {
    match cell {
        Cell::Date(_) | Cell::DateTime(_) => true,
        Cell::Text(text) => parse_date(text).is_some(),
        // 20240305 typed as a number.
        Cell::Number(number) => {
            (19_000_101.0..22_000_000.0).contains(number) && parse_date(&number.to_string()).is_some()
        }
        _ => false,
    }
}

/// Whole numbers of ordinary size, with or without thousands separators.
pub(super) fn is_integer(cell: &Cell) -> bool {
    match cell {
        Cell::Number(number) => number.fract() == 0.0,
        Cell::Text(text) => {
            let text = text.trim();
            let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
            digits.starts_with(|c: char| c.is_ascii_digit())
                && digits.len() <= 20
                && digits.bytes().all(|b| b.is_ascii_digit() || b == b',')
        }
        _ => false,
    }
}

/// An amount that shows it is one: a currency sign, 元 or 万, or two decimals.
pub(super) fn is_money(cell: &Cell) -> bool {
    let text = match cell {
        Cell::Number(number) => {
            return number.fract() != 0.0 && ((number * 100.0).round() - number * 100.0).abs() < 1e-6;
        }
        Cell::Text(text) => text.trim(),
        _ => return false,
    };
    let bare = text.trim_start_matches(['¥', '￥', '$', ' ']).trim_start_matches("RMB").trim_start_matches("CNY");
    let bare = bare.trim_end_matches('元').trim_end_matches('万').trim();
    let (whole, fraction) = match bare.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (bare, None),
    };
    let whole = whole.strip_prefix(['+', '-']).unwrap_or(whole);
    let shaped = whole.starts_with(|c: char| c.is_ascii_digit())
        && whole.bytes().all(|b| b.is_ascii_digit() || b == b',')
        && fraction.is_none_or(|f| all_digits(f) && f.len() <= 4);
    shaped && (bare.len() < text.len() || fraction.is_some_and(|f| f.len() <= 2))
}

/// A Chinese personal name: two to four characters beginning with a frequent family name, or with the middle dot of a
/// transcribed name.
pub(super) fn is_name(text: &str) -> bool {
    const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺欧阳上官司马诸葛";
    let text = text.trim();
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || ('\u{3400}'..='\u{4dbf}').contains(&c);
    let count = text.chars().count();
    if text.contains('·') {
        return (3..=20).contains(&count) && text.chars().all(|c| han(c) || c == '·');
    }
    (2..=4).contains(&count) && text.chars().all(han) && text.chars().next().is_some_and(|c| SURNAMES.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-14: the shapes by which columns are recognised.
    #[test]
    fn shapes() {
        for phone in
            ["13812345678", "+86 138-1234-5678", "8613812345678", "021-62345678", "0755 8888 7777", "400-820-8820"]
        {
            assert!(is_phone(phone), "{phone}");
        }
        for other in ["12812345678", "20240305", "110101199003071234", "1381234567", "abc", "00138"] {
            assert!(!is_phone(other), "{other}");
        }
        assert!(is_vin("LSVAM4187C2184847") && !is_vin("LSVAM4187C218484O") && !is_vin("12345678901234567"));
        for plate in ["沪A12345", "沪AD12345", "京A·12345", "粤Z1234港", "苏E1234学"] {
            assert!(is_plate(plate), "{plate}");
        }
        assert!(!is_plate("沪东12345") && !is_plate("A12345") && !is_plate("沪A123"));
        assert!(
            is_id_number("11010119900307123X")
                && is_id_number("110101900307123")
                && !is_id_number("110101199013071234")
        );
        assert!(is_money(&Cell::Text("¥12,800".into())) && is_money(&Cell::Text("12.8万元".into())));
        assert!(
            is_money(&Cell::Number(199.9)) && !is_money(&Cell::Number(199.0)) && !is_money(&Cell::Text("12800".into()))
        );
        assert!(
            is_name("张伟")
                && is_name("欧阳娜娜")
                && is_name("阿依·古丽")
                && !is_name("凯美瑞双擎版")
                && !is_name("上海市浦东")
        );
    }
}

#[cfg(test)]
mod bytes {
    /// CUS-14: six Chinese characters are eighteen bytes, and no identity number.
    #[test]
    fn eighteen_bytes_are_not_eighteen_digits() {
        assert!(!super::is_id_number("更换机油机滤"));
        assert!(super::is_id_number("11010519491231002X"));
    }
}
