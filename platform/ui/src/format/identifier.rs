//! Phones, plates and VINs as marks on a page. The input is already normalised and already masked where it must be.

use maud::{Markup, html};

/// `13812345678` → `138 1234 5678`; masked numbers keep their stars; other numbers stay as they are.
pub fn phone_text(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    let mobile = digits.len() == 11
        && digits.first() == Some(&'1')
        && digits.iter().all(|sign| sign.is_ascii_digit() || *sign == '*');
    let part = |from: usize, to: usize| digits[from..to].iter().collect::<String>();
    if !mobile {
        // Landlines: 010 and 02x have area codes of three digits, all others of four; seven or eight digits follow.
        let area = if matches!(digits.get(..2), Some(['0', '1' | '2'])) { 3 } else { 4 };
        let landline = digits.first() == Some(&'0')
            && matches!(digits.len().saturating_sub(area), 7 | 8)
            && digits.iter().all(|sign| sign.is_ascii_digit() || *sign == '*');
        let middle = digits.len().saturating_sub(4);
        return match landline {
            true => format!("{} {} {}", part(0, area), part(area, middle), part(middle, digits.len())),
            false => phone.to_owned(),
        };
    }
    format!("{} {} {}", part(0, 3), part(3, 7), part(7, 11))
}

/// A phone that can be called when it is not masked.
pub fn phone(phone: &str) -> Markup {
    let text = phone_text(phone);
    html! {
        @if phone.contains('*') { span.phone { (text) } }
        @else { a.phone href={ "tel:" (phone) } { (text) } }
    }
}

/// What the plate looks like on the car (domain.md §4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlateKind {
    /// Blue: small car with a combustion engine.
    #[default]
    Blue,
    /// Green: new-energy vehicle.
    Green,
    /// Yellow: large vehicle, trailer or training car.
    Yellow,
    /// White: police and military; also everything without a colour of its own.
    White,
}

impl PlateKind {
    /// The kind by the number alone, for when the plate type is not known: eight characters are new-energy,
    /// 学 and 挂 are yellow, 警 and 军 are white.
    pub fn guess(number: &str) -> PlateKind {
        let length = number.chars().count();
        match number.chars().last() {
            Some('学' | '挂') => PlateKind::Yellow,
            Some('警' | '军' | '领' | '使') => PlateKind::White,
            _ if length == 8 => PlateKind::Green,
            _ => PlateKind::Blue,
        }
    }

    fn class(self) -> &'static str {
        match self {
            PlateKind::Blue => "plate-blue",
            PlateKind::Green => "plate-green",
            PlateKind::Yellow => "plate-yellow",
            PlateKind::White => "plate-white",
        }
    }
}

/// A plate drawn as a plate: `沪A·12345`.
pub fn plate(number: &str, kind: PlateKind) -> Markup {
    let head: String = number.chars().take(2).collect();
    let tail: String = number.chars().skip(2).collect();
    html! {
        span.plate.(kind.class()) { span { (head) @if !tail.is_empty() { i {} (tail) } } }
    }
}

/// A VIN in groups (WMI, descriptor, year and plant, number) with the last six bold, copied as one word.
pub fn vin(vin: &str) -> Markup {
    let signs: Vec<char> = vin.chars().collect();
    if signs.len() != 17 {
        return html! { span.vin { (vin) } };
    }
    let part = |from: usize, to: usize| signs[from..to].iter().collect::<String>();
    html! {
        span.vin { span { (part(0, 3)) } span { (part(3, 9)) } span { (part(9, 11)) } b { (part(11, 17)) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_grouped_three_four_four() {
        assert_eq!(phone_text("13812345678"), "138 1234 5678");
        assert_eq!(phone_text("138****5678"), "138 **** 5678");
        assert_eq!(phone_text("02162345678"), "021 6234 5678");
        assert_eq!(phone_text("05126234567"), "0512 623 4567");
        assert_eq!(phone_text("021****5678"), "021 **** 5678");
        assert_eq!(phone_text("021-62345678"), "021-62345678");
        assert_eq!(phone_text("95598"), "95598");
    }

    #[test]
    fn plates_show_their_colour_and_dot() {
        assert_eq!(PlateKind::guess("沪A12345"), PlateKind::Blue);
        assert_eq!(PlateKind::guess("沪AD12345"), PlateKind::Green);
        assert_eq!(PlateKind::guess("沪A1234学"), PlateKind::Yellow);
        assert!(plate("沪AD12345", PlateKind::Green).into_string().contains("plate-green"));
    }

    #[test]
    fn vin_keeps_every_sign_and_marks_the_last_six() {
        let text = vin("LSVAA4182E2184847").into_string();
        assert!(text.contains("<b>184847</b>"), "{text}");
        let plain: String = text.replace("<b>", "").replace("</b>", "").replace("<span>", "").replace("</span>", "");
        assert!(plain.contains("LSVAA4182E2184847"), "{plain}");
        assert!(vin("SHORT").into_string().contains("SHORT"));
    }
}
