//! Money: whole fen, never a fraction.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

/// An amount in fen (1/100 yuan).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType,
)]
pub struct Fen(pub i64);

impl Fen {
    /// Reads "1,234.5", "¥12.80" or "12.8万". More than two decimals of a yuan, or anything else, is `None`.
    pub fn parse(text: &str) -> Option<Fen> {
        let text: String =
            text.trim().trim_start_matches(['¥', '￥']).chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
        let (text, scale) = match text.strip_suffix('万') {
            Some(rest) => (rest.to_owned(), 4),
            None => (text.trim_end_matches('元').to_owned(), 0),
        };
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest.to_owned()),
            None => (false, text),
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let places = 2 + scale;
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > places {
            return None;
        }
        let digits = format!("{whole}{fraction:0<places$}");
        let fen: i64 = digits.parse().ok()?;
        Some(Fen(if negative { -fen } else { fen }))
    }

    /// Yuan with two decimals and no separators, as the API and spreadsheets carry it: `1234.50`.
    pub fn plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::Fen;

    #[test]
    fn reads_what_people_type() {
        for (text, fen) in [
            ("12.8万", Some(12_800_000)),
            ("¥1,234.5", Some(123_450)),
            ("-3", Some(-300)),
            ("0.005", None),
            ("abc", None),
            ("1e3", None),
            ("", None),
        ] {
            assert_eq!(Fen::parse(text).map(|f| f.0), fen, "{text}");
        }
    }

    #[test]
    fn shows_two_decimals() {
        assert_eq!(Fen(-5).plain(), "-0.05");
        assert_eq!(Fen(123_450).plain(), "1234.50");
    }
}
