//! Changing people: password, look, leaving and coming back.

use kernel::journal::Change;
use kernel::{Id, Lang, Tx};
use records::Refusal;

use super::{authority, history, queries};
use crate::notices::{Security, security};
use crate::powers::today;
use crate::{sessions, tokens, versions};

/// Sets a password by its hash ([`super::password::hash`]). All sessions of the person but `keep` end.
/// `must_change` is for passwords that someone else chose. Refuses `user-beyond-own-powers`.
pub async fn set_password(
    tx: &mut Tx<'_>,
    user: Id,
    hash: String,
    must_change: bool,
    keep: Option<Id>,
) -> Result<(), Refusal> {
    authority::require(tx, user).await?;
    history::keep(tx, user).await?;
    if !queries::set(tx, user, vec![("password_hash", hash.into()), ("must_change_password", must_change.into())])
        .await?
    {
        return Err(Refusal::NotFound);
    }
    sessions::queries::revoke_all(tx, user, keep).await?;
    versions::raise(tx).await?;
    tx.record("user", user, "set_password", Vec::new());
    security(tx, user, Security::PasswordChanged);
    Ok(())
}

/// Lets someone go on only after they have chosen a new password (a leak, an old password that is too short). Refuses
/// `user-beyond-own-powers`.
pub async fn demand_password_change(tx: &mut Tx<'_>, user: Id) -> Result<(), Refusal> {
    authority::require(tx, user).await?;
    if !queries::set(tx, user, vec![("must_change_password", true.into())]).await? {
        return Err(Refusal::NotFound);
    }
    versions::raise(tx).await?;
    tx.record("user", user, "demand_password", Vec::new());
    Ok(())
}

/// Shuts someone out: they cannot sign in, and their sessions and tokens end now. Refuses `user-not-oneself`,
/// `user-last-administrator` and `user-beyond-own-powers`. What they own stays theirs until it is handed over.
pub async fn disable_user(tx: &mut Tx<'_>, id: Id) -> Result<(), Refusal> {
    let user = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    if tx.scope().user() == Some(id) {
        return Err(Refusal::Rule("user-not-oneself"));
    }
    authority::require(tx, id).await?;
    if queries::other_administrators(tx.conn(), tx.tenant(), id, today(tx.now())).await? == 0 {
        return Err(Refusal::Rule("user-last-administrator"));
    }
    status(tx, id, user.version, user.status, "disabled").await?;
    sessions::queries::revoke_all(tx, id, None).await?;
    tokens::queries::revoke_all(tx, id).await?;
    tx.emit("user.disabled.v1", "user", id, serde_json::Value::Null);
    Ok(())
}

/// Lets someone in again; their old sessions and tokens stay ended. Refuses `user-beyond-own-powers`.
pub async fn enable_user(tx: &mut Tx<'_>, id: Id) -> Result<(), Refusal> {
    let user = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    authority::require(tx, id).await?;
    status(tx, id, user.version, user.status, "active").await
}

async fn status(tx: &mut Tx<'_>, id: Id, version: i64, before: String, after: &'static str) -> Result<(), Refusal> {
    if !queries::change(tx, id, version, vec![("status", after.into())]).await? {
        return Err(Refusal::Conflict(version + 1));
    }
    versions::raise(tx).await?;
    tx.record("user", id, "update", Change::of("status", Some(before), Some(after.into())).into_iter().collect());
    Ok(())
}

/// Keeps someone's choice of language or theme.
pub async fn set_look(
    tx: &mut Tx<'_>,
    user: Id,
    lang: Option<Lang>,
    theme: Option<web::visitor::Theme>,
) -> Result<(), Refusal> {
    let lang = lang.map(|l| ("lang", l.tag().into()));
    let theme = theme.map(|t| ("theme", t.key().into()));
    queries::set(tx, user, lang.into_iter().chain(theme).collect()).await?;
    Ok(())
}
