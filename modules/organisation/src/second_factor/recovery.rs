//! Recovery codes: a way in without the phone. Each opens once; they are shown once and kept as argon2id hashes under one
//! salt a person, so that a code that is typed is hashed once and met by equality (ASVS 5.0 §6.5.2).

use argon2::Argon2;
use records::Refusal;

use crate::users::password::in_turn;

/// How many codes someone gets.
pub const HOW_MANY: usize = 10;
/// Letters of a code: some 59 bits.
const LETTERS: usize = 12;
/// Letters and digits that are not taken for one another when read aloud or copied by hand.
const CLEAR: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A fresh code in groups of four: `k7mp-3xqd-9wta`. `secret` is a random text ([`kernel::crypto::random_secret`]).
pub fn code(secret: &str) -> String {
    let digits = kernel::crypto::digest(secret);
    let mut code = String::with_capacity(LETTERS + 2);
    for n in 0..LETTERS {
        if n > 0 && n % 4 == 0 {
            code.push('-');
        }
        // Five hexadecimal digits a letter: none is noticeably likelier than another.
        let number = usize::from_str_radix(&digits[n * 5..n * 5 + 5], 16).unwrap_or(0);
        code.push(char::from(CLEAR[number % CLEAR.len()]));
    }
    code
}

/// A code as it is compared: without dashes and blanks, in small letters. `None` for what cannot be one.
pub fn normal(typed: &str) -> Option<String> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).collect();
    (text.len() == LETTERS && text.bytes().all(|b| CLEAR.contains(&b))).then_some(text)
}

/// The hashes of codes in their normal form, under someone's salt.
pub async fn hashes(codes: Vec<String>, salt: String) -> Result<Vec<String>, Refusal> {
    in_turn(move || {
        let argon = Argon2::default();
        codes
            .iter()
            .map(|code| {
                let mut out = [0; 32];
                argon.hash_password_into(code.as_bytes(), salt.as_bytes(), &mut out).map_err(|e| e.to_string())?;
                Ok(out.iter().map(|b| format!("{b:02x}")).collect())
            })
            .collect::<Result<Vec<String>, String>>()
    })
    .await?
    .map_err(|cause| Refusal::Database(kernel::DbError::Custom(format!("hashing recovery codes failed: {cause}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-04: a code is met however it is typed, and by its own salt only.
    #[tokio::test]
    async fn a_code_is_met_however_it_is_typed() {
        let fresh = code("one");
        assert_eq!(fresh.len(), 14);
        assert_ne!(fresh, code("two"));
        let typed = format!(" {} ", fresh.to_uppercase().replace('-', " "));
        assert_eq!(normal(&typed), normal(&fresh));
        assert!(normal("123456").is_none() && normal("0000-0000-0000").is_none());
        let normal = normal(&fresh).unwrap();
        let of = async |salt: &str| hashes(vec![normal.clone()], salt.into()).await.unwrap();
        assert_eq!(of("a salt of someone").await, of("a salt of someone").await);
        assert_ne!(of("a salt of someone").await, of("that of another").await);
    }
}
