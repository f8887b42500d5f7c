//! Naming the provider, and taking a link away.

use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;
use url::Url;

use super::{Provider, Unknown, fetch, queries};
use crate::notices::{Security, security};
use crate::{sessions, users, versions};

/// A provider as a form names it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What stands on the button.
    pub label: String,
    /// Its issuer.
    pub issuer: String,
    /// The house's name there.
    pub client_id: String,
    /// The house's secret there; empty keeps what is stored.
    pub secret: String,
    /// The claim that names the login, or `email`.
    pub claim: String,
    /// People who are unknown get an account.
    pub creates: bool,
    /// Passwords stay a way in for everyone.
    pub passwords: bool,
    /// A second factor shown there counts.
    pub trusts_mfa: bool,
    /// The `acr` that means one.
    pub strong_acr: String,
    /// In use.
    pub active: bool,
}

/// Stores the provider. Whoever names it can make themselves anyone, so only holders of every function may. Refuses
/// `sign-on-label-missing`, `sign-on-issuer-invalid`, `sign-on-client-missing`, `sign-on-claim-invalid`, and a version that
/// no longer stands.
pub async fn save(tx: &mut Tx<'_>, draft: Draft, version: i64) -> Result<(), Refusal> {
    if !tx.scope().may("*") {
        return Err(Refusal::Forbidden);
    }
    let stored = queries::of_tenant(tx.conn(), tx.tenant()).await?;
    let standing = stored.as_ref().map_or(0, |p| p.version);
    if standing != version {
        return Err(Refusal::Conflict(standing));
    }
    let line = |text: &str, most: usize| text.trim().chars().take(most).collect::<String>();
    let (label, client_id, claim) = (line(&draft.label, 40), line(&draft.client_id, 200), line(&draft.claim, 64));
    let issuer = line(&draft.issuer, 300);
    if label.is_empty() {
        return Err(Refusal::field("label", "sign-on-label-missing"));
    }
    let is_issuer =
        Url::parse(&issuer).is_ok_and(|u| fetch::is_allowed(&u) && u.query().is_none() && u.fragment().is_none());
    if !is_issuer {
        return Err(Refusal::field("issuer", "sign-on-issuer-invalid"));
    }
    if client_id.is_empty() {
        return Err(Refusal::field("client_id", "sign-on-client-missing"));
    }
    if claim.is_empty() || !claim.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '/'))
    {
        return Err(Refusal::field("claim", "sign-on-claim-invalid"));
    }
    let id = stored.as_ref().map_or_else(|| tx.new_id(), |p| p.id);
    let secret = match draft.secret.trim() {
        // A secret is for the provider that it was made by.
        "" => stored.as_ref().filter(|p| p.issuer == issuer && p.client_id == client_id).and_then(|p| p.secret.clone()),
        typed => Some(tx.keys().seal(id, typed)),
    };
    let new = Provider {
        tenant_id: tx.tenant(),
        id,
        label,
        issuer,
        client_id,
        secret,
        claim,
        unknown: if draft.creates { Unknown::Create } else { Unknown::Refuse }.name().to_owned(),
        passwords: draft.passwords,
        trusts_mfa: draft.trusts_mfa,
        strong_acr: Some(line(&draft.strong_acr, 200)).filter(|t| !t.is_empty()),
        active: draft.active,
        version: standing + 1,
    };
    let changes = changes(stored.as_ref(), &new);
    match stored {
        Some(_) => queries::update(tx, new).await?,
        None => queries::insert(tx, new).await?,
    }
    versions::raise(tx).await?;
    tx.record("sign_on", id, "set", changes);
    Ok(())
}

fn changes(before: Option<&Provider>, after: &Provider) -> Vec<Change> {
    let yes = |flag: bool| Some(if flag { "yes" } else { "no" }.to_owned());
    let of = |p: &Provider| {
        [
            ("sign_on.label", Some(p.label.clone())),
            ("sign_on.issuer", Some(p.issuer.clone())),
            ("sign_on.client", Some(p.client_id.clone())),
            ("sign_on.claim", Some(p.claim.clone())),
            ("sign_on.unknown", Some(p.unknown.clone())),
            ("sign_on.passwords", yes(p.passwords)),
            ("sign_on.mfa", yes(p.trusts_mfa)),
            ("sign_on.acr", p.strong_acr.clone()),
            ("sign_on.active", yes(p.active)),
        ]
    };
    let earlier = before.map(of);
    let mut list: Vec<Change> = of(after)
        .into_iter()
        .enumerate()
        .filter_map(|(n, (field, now))| Change::of(field, earlier.as_ref().and_then(|e| e[n].1.clone()), now))
        .collect();
    if before.is_none_or(|b| b.secret != after.secret) && after.secret.is_some() {
        // That it is another one, never which.
        list.push(Change { field: "sign_on.secret".into(), before: None, after: Some("••••".into()) });
    }
    list
}

/// Takes someone's link to the provider away; the next sign-in there looks by the claim again. Refuses
/// `sign-on-only-way` to people without a password, and `NotFound` where there is no link.
pub async fn unlink(tx: &mut Tx<'_>, user: Id) -> Result<(), Refusal> {
    if users::queries::password_hash(tx.conn(), tx.tenant(), user).await?.is_none() {
        return Err(Refusal::Rule("sign-on-only-way"));
    }
    take_away(tx, user).await
}

/// The same by whoever looks after the person, who may be linked to somebody else's account: also where it is their only
/// way in, because the next sign-in there looks by the claim again; sessions that began there end. The permission is the
/// caller's matter. Refuses `NotFound` where there is no link.
pub async fn unlink_other(tx: &mut Tx<'_>, user: Id) -> Result<(), Refusal> {
    take_away(tx, user).await?;
    sessions::queries::revoke_signed_on(tx, user).await?;
    Ok(())
}

async fn take_away(tx: &mut Tx<'_>, user: Id) -> Result<(), Refusal> {
    let link = queries::of_user(tx.conn(), tx.tenant(), user).await?.ok_or(Refusal::NotFound)?;
    if !queries::unlink(tx, user).await? {
        return Err(Refusal::NotFound);
    }
    let changes = Change::of("sign_on", Some(format!("{} · {}", link.issuer, link.subject)), None);
    tx.record("user", user, "unlink_sign_on", changes.into_iter().collect());
    security(tx, user, Security::SignOnUnlinked);
    Ok(())
}
