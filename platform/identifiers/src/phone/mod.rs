//! Phone numbers 电话 (domain.md §4.3): what was typed, read as one number.

mod display;
mod range;
mod repair;

pub use display::{display, mask, national, tail};
pub use range::is_known_mobile;

use crate::width::{self, is_blank, is_hyphen};
use crate::{Checked, Reason, Verdict};
use range::{area_code_length, is_iot, is_local, is_mobile_shaped};

/// Kind of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 手机, stored as E.164.
    Mobile,
    /// 物联网卡: the SIM of a car, stored as E.164.
    Iot,
    /// 固定电话 with area code, stored as E.164.
    Landline,
    /// 固定电话 without area code, stored as typed.
    Local,
    /// 400 / 800, stored as ten digits.
    Hotline,
    /// 95xxx, 96xxx, 10086 …, stored as typed.
    Short,
    /// Another country or region, stored as E.164.
    Foreign,
    /// Not a number.
    Unknown,
}

/// One phone number, read from what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// Normalised number; for a rejected input the input without blanks.
    pub value: String,
    /// Kind of number.
    pub kind: Kind,
    /// Digits to dial after the connection, kept apart from the number.
    pub extension: Option<String>,
    /// What the rules say of it.
    pub verdict: Verdict,
}

impl Phone {
    /// Whether this looks like a privacy number (隐私号) of a portal: a mobile, hotline or short number with an
    /// extension. Such a number expires and is never used to find duplicates.
    pub fn looks_virtual(&self) -> bool {
        self.extension.is_some() && matches!(self.kind, Kind::Mobile | Kind::Hotline | Kind::Short)
    }

    fn rejected(value: String, reason: Reason) -> Self {
        Self { value, kind: Kind::Unknown, extension: None, verdict: Verdict::Rejected(reason) }
    }
}

/// The normalised number of [`parse`]: E.164 for mobiles and landlines, digits for service numbers.
pub fn normalise(input: &str) -> String {
    parse(input).value
}

/// Checks a typed phone number; the extension is told by [`parse`].
pub fn check(input: &str) -> Checked {
    let phone = parse(input);
    Checked::new(phone.value, phone.verdict)
}

/// Reads a typed phone number.
pub fn parse(input: &str) -> Phone {
    let mut text = String::with_capacity(input.len());
    width::fold(input, |c| {
        if !is_blank(c) {
            text.push(if is_hyphen(c) { '-' } else { c.to_ascii_lowercase() });
        }
    });
    if text.is_empty() {
        return Phone::rejected(text, Reason::Empty);
    }
    let read = match repair::scientific(&text) {
        repair::Scientific::Lost => return Phone::rejected(text, Reason::PhoneScientificNotation),
        repair::Scientific::Whole(digits) => Some(digits),
        repair::Scientific::No => repair::without_decimals(&text).map(str::to_owned),
    };
    if repair::is_masked(&text) {
        return Phone::rejected(text, Reason::PhoneMasked);
    }
    if repair::is_several(&text) {
        return Phone::rejected(text, Reason::PhoneSeveral);
    }
    match read_number(read.as_deref().unwrap_or(&text)) {
        Ok(phone) => phone,
        Err(reason) => Phone::rejected(text, reason),
    }
}

/// Reads number and extension: by a word (转, 分机, ext, x, #), else as one number, else with the last group after a
/// hyphen as extension.
fn read_number(text: &str) -> Result<Phone, Reason> {
    if let Some((number, extension)) = repair::extension(text) {
        return Ok(Phone { extension: Some(extension), ..classify(number)? });
    }
    classify(text).or_else(|reason| {
        let (number, last) = text.rsplit_once('-').ok_or(reason)?;
        let is_extension = (1..=6).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_digit());
        match classify(number) {
            Ok(phone) if is_extension && phone.kind != Kind::Local && phone.kind != Kind::Foreign => {
                Ok(Phone { extension: Some(last.to_owned()), ..phone })
            }
            _ => Err(reason),
        }
    })
}

fn classify(text: &str) -> Result<Phone, Reason> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let has_plus = text.find('+').is_some_and(|plus| text.find(|c: char| c.is_ascii_digit()).is_some_and(|d| plus < d));
    let international = if has_plus { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    match international {
        Some(number) => match number.strip_prefix("86") {
            Some(national) => classify_national(national, true),
            None => foreign(number),
        },
        None if digits.len() == 13 && digits.starts_with("86") => classify_national(&digits[2..], true),
        None => classify_national(&digits, false),
    }
}

/// `from_abroad`: a country code was dropped, so that the zero of the area code may rightly be missing.
fn classify_national(digits: &str, from_abroad: bool) -> Result<Phone, Reason> {
    let phone = |value: String, kind, verdict| Ok(Phone { value, kind, extension: None, verdict });
    let suspect = Verdict::Suspect;
    let bare = digits.strip_prefix('0').unwrap_or(digits);
    if is_mobile_shaped(bare) {
        let verdict = if is_known_mobile(bare) { Verdict::Valid } else { suspect(Reason::PhoneUnknownRange) };
        return phone(format!("+86{bare}"), Kind::Mobile, verdict);
    }
    if is_iot(digits) {
        return phone(format!("+86{digits}"), Kind::Iot, suspect(Reason::PhoneIot));
    }
    if bare.len() == 10 && (bare.starts_with("400") || bare.starts_with("800")) {
        return phone(bare.to_owned(), Kind::Hotline, Verdict::Valid);
    }
    if let Some(trunk) = digits.strip_prefix('0').filter(|_| area_code_length(digits).is_some()) {
        return phone(format!("+86{trunk}"), Kind::Landline, Verdict::Valid);
    }
    if matches!(digits.len(), 5 | 6)
        && (digits.starts_with('1') || digits.starts_with("95") || digits.starts_with("96"))
    {
        return phone(digits.to_owned(), Kind::Short, Verdict::Valid);
    }
    if !from_abroad && is_local(digits) {
        return phone(digits.to_owned(), Kind::Local, suspect(Reason::PhoneAreaCode));
    }
    if !digits.starts_with('0') && area_code_length(&format!("0{digits}")).is_some() {
        let verdict = if from_abroad { Verdict::Valid } else { suspect(Reason::PhoneLostZero) };
        return phone(format!("+86{digits}"), Kind::Landline, verdict);
    }
    let mobile_like = bare.starts_with('1') && (9..=13).contains(&bare.len());
    Err(if mobile_like { Reason::PhoneLength } else { Reason::PhoneFormat })
}

/// E.164 allows fifteen digits; nothing shorter than seven is a whole number.
fn foreign(number: &str) -> Result<Phone, Reason> {
    if !(7..=15).contains(&number.len()) || number.starts_with('0') {
        return Err(Reason::PhoneFormat);
    }
    Ok(Phone {
        value: format!("+{number}"),
        kind: Kind::Foreign,
        extension: None,
        verdict: Verdict::Suspect(Reason::PhoneForeign),
    })
}

#[cfg(test)]
mod tests;
