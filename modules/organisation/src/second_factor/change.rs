//! Enrolling, confirming, using and taking away a second factor.

use kernel::journal::Change;
use kernel::{Id, Keys, Tx};
use records::Refusal;

use super::queries::{self, Stored};
use super::{recovery, totp};
use crate::notices::{Security, security};
use crate::users::authority;
use crate::{sessions, versions};

/// How long an enrolment waits for its first code: an hour-old picture on a screen opens nothing any more.
pub const ENROLMENT_SECONDS: i64 = 1800;

/// Begins enrolling: a fresh secret that opens nothing until [`confirm`]. Refuses `second-factor-on` when there is a
/// confirmed one.
pub async fn begin(tx: &mut Tx<'_>, user: Id) -> Result<(), Refusal> {
    let mut secret = [0; totp::SECRET_BYTES];
    rand::fill(&mut secret[..]);
    let sealed = tx.keys().seal(user, &totp::base32(&secret));
    if !queries::begin(tx, user, sealed, kernel::crypto::random_secret()).await? {
        return Err(Refusal::Rule("second-factor-on"));
    }
    Ok(())
}

/// The secret in the form that is typed into an app. An unreadable one (other keys) is told as what it is.
pub fn secret(keys: &Keys, user: Id, stored: &Stored) -> Result<String, Refusal> {
    keys.open(user, &stored.secret).map_err(|e| Refusal::Database(kernel::DbError::Custom(e.to_string())))
}

/// Fresh recovery codes and their hashes, made before a transaction: hashing takes a third of a second.
pub struct Codes {
    /// As shown this once.
    pub shown: Vec<String>,
    hashes: Vec<String>,
}

impl Codes {
    /// Makes them for someone's salt.
    pub async fn make(salt: &str) -> Result<Codes, Refusal> {
        let shown: Vec<String> =
            (0..recovery::HOW_MANY).map(|_| recovery::code(&kernel::crypto::random_secret())).collect();
        let normal = shown.iter().filter_map(|code| recovery::normal(code)).collect();
        Ok(Codes { hashes: recovery::hashes(normal, salt.to_owned()).await?, shown })
    }
}

/// Confirms an enrolment by a first code. From here on sign-in asks for one, and the person's other sessions end.
/// Refuses `second-factor-late` when it began too long ago and `second-factor-wrong`.
pub async fn confirm(
    tx: &mut Tx<'_>,
    user: Id,
    stored: &Stored,
    typed: &str,
    codes: &Codes,
    keep: Option<Id>,
) -> Result<(), Refusal> {
    if tx.now() >= stored.created_at.plus_seconds(ENROLMENT_SECONDS) {
        return Err(Refusal::Rule("second-factor-late"));
    }
    let secret = totp::from_base32(&secret(tx.keys(), user, stored)?).unwrap_or_default();
    let step = totp::matching(&secret, &digits(typed), tx.now()).ok_or(Refusal::Rule("second-factor-wrong"))?;
    if !queries::confirm(tx, user, step).await? {
        return Err(Refusal::Rule("second-factor-on"));
    }
    queries::set_codes(tx, user, codes.hashes.clone()).await?;
    sessions::queries::revoke_all(tx, user, keep).await?;
    versions::raise(tx).await?;
    tx.record("user", user, "second_factor_on", Vec::new());
    security(tx, user, Security::SecondFactorOn);
    Ok(())
}

/// What a code at sign-in was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Used {
    /// A code of the app.
    Code,
    /// A recovery code; so many are left.
    Recovery(i64),
}

/// Something typed as a second factor, as far as it can be looked at before a transaction.
pub enum Typed {
    /// A code of the app.
    Code(String),
    /// The hash of a recovery code.
    Recovery(String),
    /// Neither.
    Neither,
}

impl Typed {
    /// Reads and hashes what was typed.
    pub async fn read(text: &str, stored: &Stored) -> Result<Typed, Refusal> {
        let digits = digits(text);
        if digits.len() == totp::DIGITS && digits.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Typed::Code(digits));
        }
        match recovery::normal(text) {
            Some(code) => {
                let hash = recovery::hashes(vec![code], stored.salt.clone()).await?;
                Ok(hash.into_iter().next().map_or(Typed::Neither, Typed::Recovery))
            }
            None => Ok(Typed::Neither),
        }
    }
}

/// Uses what was typed up; `None` when it opens nothing: wrong, used before, or older than one used before. A failure is
/// noted (`second_factor_failed`), so commit in any case.
pub async fn spend(tx: &mut Tx<'_>, user: Id, stored: &Stored, typed: &Typed) -> Result<Option<Used>, Refusal> {
    let used = match typed {
        Typed::Code(digits) => {
            let secret = totp::from_base32(&secret(tx.keys(), user, stored)?).unwrap_or_default();
            match totp::matching(&secret, digits, tx.now()) {
                Some(step) if queries::use_step(tx, user, step).await? => Some(Used::Code),
                _ => None,
            }
        }
        Typed::Recovery(hash) if queries::use_code(tx, user, hash).await? => {
            let left = queries::codes_left(tx.conn(), tx.tenant(), user).await?;
            tx.record(
                "user",
                user,
                "recovery_code",
                Change::of("codes_left", None, Some(left.to_string())).into_iter().collect(),
            );
            security(tx, user, Security::RecoveryCodeUsed);
            Some(Used::Recovery(left))
        }
        _ => None,
    };
    if used.is_none() {
        tx.record("user", user, "second_factor_failed", Vec::new());
    }
    Ok(used)
}

/// Replaces the recovery codes: the old ones open nothing any more. Refuses `second-factor-off`.
pub async fn renew_codes(tx: &mut Tx<'_>, user: Id, codes: &Codes) -> Result<(), Refusal> {
    if !queries::has(tx.conn(), tx.tenant(), user).await? {
        return Err(Refusal::Rule("second-factor-off"));
    }
    queries::set_codes(tx, user, codes.hashes.clone()).await?;
    tx.record("user", user, "renew_recovery_codes", Vec::new());
    security(tx, user, Security::RecoveryCodesRenewed);
    Ok(())
}

/// Takes someone's second factor away: their own doing, or that of an administrator for someone who lost the phone; then
/// all their sessions end. Refuses `second-factor-off` and `user-beyond-own-powers`.
pub async fn remove(tx: &mut Tx<'_>, user: Id, keep: Option<Id>) -> Result<(), Refusal> {
    authority::require(tx, user).await?;
    let had = queries::has(tx.conn(), tx.tenant(), user).await?;
    queries::remove(tx, user).await?;
    if !had {
        return Err(Refusal::Rule("second-factor-off"));
    }
    sessions::queries::revoke_all(tx, user, keep).await?;
    versions::raise(tx).await?;
    let own = tx.scope().user() == Some(user);
    tx.record("user", user, if own { "second_factor_off" } else { "reset_second_factor" }, Vec::new());
    security(tx, user, if own { Security::SecondFactorOff } else { Security::SecondFactorReset });
    Ok(())
}

fn digits(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).take(40).collect()
}
