//! Passwords as they are kept: argon2id, at most two at a time, because each takes 19 MiB and some tens of milliseconds of one core.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use records::Refusal;
use sea_orm::DbErr;
use tokio::sync::Semaphore;

use crate::settings::{SETTINGS, keys};

/// The least number of characters that a house may ask for.
pub const MIN_LENGTH: usize = 8;
/// Longer texts are refused before any work is done on them.
pub const MAX_LENGTH: usize = 200;

/// The least number of characters where no house has said anything yet.
pub fn least_by_default() -> usize {
    let setting = SETTINGS.iter().find(|s| s.key == keys::PASSWORD_LENGTH);
    setting.and_then(|s| s.default.parse().ok()).unwrap_or(MIN_LENGTH)
}

static TURNS: Semaphore = Semaphore::const_new(2);

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

/// Does work of this weight when it is its turn.
pub(crate) async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
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
}
