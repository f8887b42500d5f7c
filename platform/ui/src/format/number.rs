//! Counts and money.

use crate::words::Lang;

/// How many there are, counted exactly or only up to a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Counted to the end.
    Exact(u64),
    /// Counting stopped here; there are this many or more.
    AtLeast(u64),
}

impl Count {
    /// `1,234` or `10,000+`.
    pub fn text(self) -> String {
        match self {
            Count::Exact(number) => grouped(number as i64),
            Count::AtLeast(number) => format!("{}+", grouped(number as i64)),
        }
    }

    /// True when nothing was counted.
    pub fn is_zero(self) -> bool {
        self == Count::Exact(0)
    }
}

/// `1234567` → `1,234,567`.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Money in fen, exact to the fen: `12880050` → `¥128,800.50`; whole yuan lose the zeros.
pub fn money(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let (yuan, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    let yuan = grouped(yuan as i64);
    if rest == 0 { format!("{sign}¥{yuan}") } else { format!("{sign}¥{yuan}.{rest:02}") }
}

/// Money in fen, short for figures and lists: `12.8 万`, `1.35 亿`; English `128 k`, `1.35 M`.
/// Below ten thousand yuan the exact yuan. Rounded half up on the last digit shown; one decimal from ten units on.
pub fn money_short(fen: i64, lang: Lang) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = u128::from(fen.unsigned_abs());
    let units: &[(u128, &str)] = match lang {
        Lang::ZhCn => &[(10_000_000_000, "亿"), (1_000_000, "万")],
        Lang::En => &[(100_000_000_000, "B"), (100_000_000, "M"), (100_000, "k")],
    };
    let unit = units.iter().find(|(unit, _)| fen >= *unit && fen >= 1_000_000);
    let Some((unit, word)) = unit else {
        return format!("{sign}{}", grouped(((fen + 50) / 100) as i64));
    };
    let decimals = if fen >= unit * 10 { 1 } else { 2 };
    let scale = 10_u128.pow(decimals);
    let scaled = (fen * scale + unit / 2) / unit;
    let part = format!("{:0width$}", scaled % scale, width = decimals as usize);
    let part = part.trim_end_matches('0');
    let dot = if part.is_empty() { "" } else { "." };
    format!("{sign}{}{dot}{part} {word}", grouped((scaled / scale) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_and_capped() {
        assert_eq!(Count::Exact(0).text(), "0");
        assert_eq!(Count::Exact(1_234_567).text(), "1,234,567");
        assert_eq!(Count::AtLeast(10_000).text(), "10,000+");
        assert_eq!(grouped(-1_000), "-1,000");
    }

    #[test]
    fn money_is_exact_to_the_fen() {
        assert_eq!(money(12_880_050), "¥128,800.50");
        assert_eq!(money(-5), "-¥0.05");
        assert_eq!(money(9_999_999_999_999_900), "¥99,999,999,999,999");
    }

    #[test]
    fn short_money_reads_as_people_speak() {
        assert_eq!(money_short(12_800_000, Lang::ZhCn), "12.8 万");
        assert_eq!(money_short(13_500_000_000, Lang::ZhCn), "1.35 亿");
        assert_eq!(money_short(999_900, Lang::ZhCn), "9,999");
        assert_eq!(money_short(1_000_000, Lang::ZhCn), "1 万");
        assert_eq!(money_short(-250_000_000, Lang::ZhCn), "-250 万");
        assert_eq!(money_short(12_800_000, Lang::En), "128 k");
        assert_eq!(money_short(135_000_000, Lang::En), "1.35 M");
    }
}
