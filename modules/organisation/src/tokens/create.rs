//! Making and ending tokens.

use kernel::crypto::{digest, random_secret};
use kernel::journal::Change;
use kernel::{Id, Instant, Tx};
use records::Refusal;

use super::Token;
use super::queries;

/// A token to be made.
#[derive(Clone, Debug, Default)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: String,
    /// What it leaves of its owner's powers (`customer:read`, `*:read`, a function); none is all of them.
    pub scopes: Option<Vec<String>>,
    /// When it ends; none is never.
    pub expires_at: Option<Instant>,
}

/// Makes a token for a person and returns its text, which is shown once and not kept. Refuses `token-name-missing`.
pub async fn create_token(tx: &mut Tx<'_>, user: Id, new: NewToken) -> Result<(Id, String), Refusal> {
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Refusal::field("name", "token-name-missing"));
    }
    let text = format!("ff_{}", random_secret());
    let token = Token {
        id: tx.new_id(),
        name: name.clone(),
        scopes: new.scopes.map(|s| s.join(" ")),
        created_at: tx.now(),
        last_used_at: None,
        expires_at: new.expires_at,
    };
    queries::insert(tx, &token, user, digest(&text)).await?;
    tx.record("user", user, "create_token", Change::of("token", None, Some(name)).into_iter().collect());
    Ok((token.id, text))
}

/// Ends a token of a person. `NotFound` when they have no such token.
pub async fn revoke_token(tx: &mut Tx<'_>, user: Id, token: Id) -> Result<(), Refusal> {
    let name =
        queries::of_user(tx.conn(), tx.tenant(), user).await?.into_iter().find(|t| t.id == token).map(|t| t.name);
    if !queries::revoke(tx, user, token).await? {
        return Err(Refusal::NotFound);
    }
    tx.record("user", user, "revoke_token", Change::of("token", name, None).into_iter().collect());
    Ok(())
}
