//! How often someone may take data out: the house's settings behind the frame's limits.

use async_trait::async_trait;
use kernel::{Db, DbError, Scope};
use web::limits::{Allowance, Guard};

use super::{keys, number};

/// The seam's filling: a setting for each guard, as it holds where the person works first.
pub struct Limits;

#[async_trait]
impl Allowance for Limits {
    async fn an_hour(&self, db: &Db, scope: &Scope, guard: Guard) -> Result<i64, DbError> {
        number(db.read(), scope.tenant, &scope.powers.home_path, key(guard)).await
    }
}

fn key(guard: Guard) -> &'static str {
    match guard {
        Guard::Export => keys::EXPORTS,
        Guard::Masked => keys::MASKED_MATCHES,
        Guard::Reveal => keys::REVEALS,
        Guard::Filing => keys::FILINGS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SETTINGS;

    #[test]
    fn defaults_are_those_of_the_frame() {
        for guard in Guard::ALL {
            let setting = SETTINGS.iter().find(|s| s.key == key(guard));
            assert_eq!(setting.map(|s| s.default.to_owned()), Some(guard.default_an_hour().to_string()), "{guard:?}");
        }
    }
}
