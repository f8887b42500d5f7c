//! What a provider is.

use kernel::{Id, Tenant};
use sea_orm::FromQueryResult;

/// What becomes of someone whom the provider knows and the house does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// They are turned away.
    Refuse,
    /// They get an account without a post, which sees nothing until someone gives it one.
    Create,
}

impl Unknown {
    /// All of them.
    pub const ALL: [Unknown; 2] = [Unknown::Refuse, Unknown::Create];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Unknown::Refuse => "refuse",
            Unknown::Create => "create",
        }
    }
}

/// The provider of a group, as stored.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Provider {
    /// Whose.
    pub tenant_id: Tenant,
    /// Its id; the secret is sealed for it.
    pub id: Id,
    /// What stands on the button of the sign-in page.
    pub label: String,
    /// Its issuer: where discovery begins, and what tokens must say.
    pub issuer: String,
    /// The house's name there.
    pub client_id: String,
    /// The house's secret there, sealed; none for a public client.
    pub secret: Option<Vec<u8>>,
    /// The claim that names the login (`preferred_username`), or `email`.
    pub claim: String,
    /// [`Unknown::name`].
    pub unknown: String,
    /// Passwords stay a way in for everyone.
    pub passwords: bool,
    /// A second factor shown to the provider counts here.
    pub trusts_mfa: bool,
    /// The `acr` that means a second factor, beside `mfa` among `amr`.
    pub strong_acr: Option<String>,
    /// It is in use.
    pub active: bool,
    /// For optimistic locking.
    pub version: i64,
}

impl Provider {
    /// What becomes of people who are unknown; what cannot be read turns them away.
    pub fn unknown(&self) -> Unknown {
        if self.unknown == Unknown::Create.name() { Unknown::Create } else { Unknown::Refuse }
    }

    /// Whether the claim is an e-mail address rather than a login.
    pub fn by_email(&self) -> bool {
        self.claim == "email"
    }
}
