//! One-time codes by time (RFC 6238, over HMAC-SHA-1 as RFC 4226 has it): six digits, a new one each 30 seconds. These
//! are the values that every authenticator app understands without being told.

use hmac::{Hmac, Mac};
use kernel::Instant;
use sha1::Sha1;

/// Seconds that a code holds.
pub const PERIOD: i64 = 30;
/// Digits of a code.
pub const DIGITS: usize = 6;
/// Bytes of a secret: as long as the hash, as RFC 4226 §4 recommends.
pub const SECRET_BYTES: usize = 20;
/// How many steps a phone's clock may be ahead or behind.
const DRIFT: i64 = 1;

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step that a moment falls into.
pub fn step(at: Instant) -> i64 {
    at.0.div_euclid(1_000_000 * PERIOD)
}

/// The code of a step.
pub fn code(secret: &[u8], step: i64) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = <Hmac<Sha1> as Mac>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    // Dynamic truncation: the last four bits say where the 31 bits are taken from (RFC 4226 §5.3).
    let at = usize::from(hash[19] & 15);
    let bits = u32::from_be_bytes([hash[at] & 127, hash[at + 1], hash[at + 2], hash[at + 3]]);
    format!("{:06}", bits % 1_000_000)
}

/// The step whose code was typed, at `now` or one step of drift around it. Every candidate is compared in the same time.
pub fn matching(secret: &[u8], typed: &str, now: Instant) -> Option<i64> {
    let here = step(now);
    (here - DRIFT..=here + DRIFT)
        .fold(None, |found, step| if kernel::crypto::same(&code(secret, step), typed) { Some(step) } else { found })
}

/// A secret as it is typed into an app: base32 (RFC 4648) without padding.
pub fn base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[((held >> bits) & 31) as usize]));
        }
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[((held << (5 - bits)) & 31) as usize]));
    }
    out
}

/// Reads what [`base32`] wrote; blanks and small letters are as good. `None` for anything else.
pub fn from_base32(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for letter in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        let value = ALPHABET.iter().position(|a| *a == letter.to_ascii_uppercase())?;
        held = (held << 5) | value as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(out)
}

/// The address behind the QR code: what an app needs to know, and whose it is.
pub fn address(issuer: &str, login: &str, secret: &str) -> String {
    let (issuer, login) = (web::page::encode(issuer), web::page::encode(login));
    format!(
        "otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={PERIOD}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Instant {
        Instant(seconds * 1_000_000)
    }

    /// The test values of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        for (seconds, wanted) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, step(at(seconds))), wanted, "at {seconds}");
        }
    }

    /// The test values of RFC 4226, appendix D.
    #[test]
    fn counted_codes_are_those_of_the_rfc() {
        let wanted =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (count, wanted) in wanted.iter().enumerate() {
            assert_eq!(code(SECRET, count as i64), *wanted);
        }
    }

    /// SYS-04: a phone may be one step off, not two.
    #[test]
    fn one_step_of_drift() {
        let (now, here) = (at(1_111_111_111), step(at(1_111_111_111)));
        for step in here - 1..=here + 1 {
            assert_eq!(matching(SECRET, &code(SECRET, step), now), Some(step));
        }
        assert_eq!(matching(SECRET, &code(SECRET, here - 2), now), None);
        assert_eq!(matching(SECRET, &code(SECRET, here + 2), now), None);
        assert_eq!(matching(SECRET, "", now), None);
    }

    /// The test values of RFC 4648 §10.
    #[test]
    fn base32_is_that_of_the_rfc() {
        for (plain, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(plain.as_bytes()), text);
            assert_eq!(from_base32(&text.to_lowercase()).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(from_base32("0189"), None);
    }

    #[test]
    fn the_address_says_whose_it_is() {
        assert_eq!(
            address("四合 CRM", "sales1", "MZXW6"),
            "otpauth://totp/%E5%9B%9B%E5%90%88%20CRM:sales1?secret=MZXW6&issuer=%E5%9B%9B%E5%90%88%20CRM&algorithm=SHA1&digits=6&period=30"
        );
    }
}
