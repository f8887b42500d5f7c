//! Passwords: argon2id, at most two at a time, because each takes 19 MiB and some tens of milliseconds of one core.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use records::Refusal;
use sea_orm::DbErr;
use tokio::sync::Semaphore;

/// The least number of characters unless the house asks for more.
pub const MIN_LENGTH: usize = 8;
/// Longer texts are refused before any work is done on them.
pub const MAX_LENGTH: usize = 200;

static TURNS: Semaphore = Semaphore::const_new(2);

/// Checks a password that someone chooses: long enough, and not their own login.
pub fn check(password: &str, login: &str, min_length: usize) -> Result<(), &'static str> {
    let length = password.chars().count();
    if length < min_length || length > MAX_LENGTH {
        Err("password-length")
    } else if password.eq_ignore_ascii_case(login) {
        Err("password-is-login")
    } else {
        Ok(())
    }
}

/// The hash of a password as a PHC text with its own salt.
pub async fn hash(password: &str) -> Result<String, Refusal> {
    let password = password.to_owned();
    in_turn(move || Argon2::default().hash_password(password.as_bytes()).map(|h| h.to_string()))
        .await?
        .map_err(|e| failed(&e.to_string()))
}

/// Whether a password fits a hash. Without a hash the same work is done on another one, so that the time taken does
/// not tell whether there is such a person.
pub async fn verify(password: &str, hash: Option<&str>) -> Result<bool, Refusal> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    if password.chars().count() > MAX_LENGTH {
        return Ok(false);
    }
    let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
    in_turn(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| {
            NOBODY
                .get_or_init(|| Argon2::default().hash_password(b"nobody").map(|h| h.to_string()).unwrap_or_default())
                .clone()
        });
        let fits = PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        known && fits
    })
    .await
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    let _turn = TURNS.acquire().await.map_err(|e| failed(&e.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|e| failed(&e.to_string()))
}

fn failed(cause: &str) -> Refusal {
    Refusal::Database(DbErr::Custom(format!("password hashing failed: {cause}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_fits_its_password_only() {
        let kept = hash("fourfold-demo").await.unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(verify("fourfold-demo", Some(&kept)).await.unwrap());
        assert!(!verify("fourfold-Demo", Some(&kept)).await.unwrap());
        assert!(!verify("nobody", None).await.unwrap(), "the stand-in's password opens nothing");
        assert_ne!(kept, hash("fourfold-demo").await.unwrap(), "each has a salt of its own");
    }

    #[test]
    fn short_passwords_and_logins_are_refused() {
        assert_eq!(check("1234567", "sales1", MIN_LENGTH), Err("password-length"));
        assert_eq!(check("王王王王王王王王", "sales1", MIN_LENGTH), Ok(()));
        assert_eq!(check("Reception1", "reception1", MIN_LENGTH), Err("password-is-login"));
    }
}
