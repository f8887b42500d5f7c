//! All SQL of single sign-on.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, sql};
use sea_orm::FromQueryResult;

use super::Provider;
use crate::users::{User, queries as users};

const SELECT: &str = "SELECT tenant_id, id, label, issuer, client_id, secret, claim, unknown, passwords, trusts_mfa, strong_acr, active, version FROM sign_on_providers";

/// The provider of a tenant, also one that is not in use.
pub async fn of_tenant(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Option<Provider>, DbError> {
    sql::one(conn, &format!("{SELECT} WHERE tenant_id = $1"), [tenant.into()]).await
}

/// All providers in use, before anyone is known: those of every house of the installation.
pub(crate) async fn in_use(conn: &impl ConnectionTrait) -> Result<Vec<Provider>, DbError> {
    sql::all(conn, &format!("{SELECT} WHERE active ORDER BY tenant_id LIMIT 20"), []).await
}

pub(super) async fn insert(tx: &Tx<'_>, p: Provider) -> Result<(), DbError> {
    let columns = [
        "tenant_id",
        "id",
        "label",
        "issuer",
        "client_id",
        "secret",
        "claim",
        "unknown",
        "passwords",
        "trusts_mfa",
        "strong_acr",
        "active",
        "version",
    ];
    let row = vec![
        tx.tenant().into(),
        p.id.into(),
        p.label.into(),
        p.issuer.into(),
        p.client_id.into(),
        p.secret.into(),
        p.claim.into(),
        p.unknown.into(),
        p.passwords.into(),
        p.trusts_mfa.into(),
        p.strong_acr.into(),
        p.active.into(),
        p.version.into(),
    ];
    sql::insert(tx.conn(), "sign_on_providers", &columns, vec![row]).await
}

pub(super) async fn update(tx: &Tx<'_>, p: Provider) -> Result<(), DbError> {
    let set = vec![
        ("label", p.label.into()),
        ("issuer", p.issuer.into()),
        ("client_id", p.client_id.into()),
        ("secret", p.secret.into()),
        ("claim", p.claim.into()),
        ("unknown", p.unknown.into()),
        ("passwords", p.passwords.into()),
        ("trusts_mfa", p.trusts_mfa.into()),
        ("strong_acr", p.strong_acr.into()),
        ("active", p.active.into()),
        ("version", p.version.into()),
    ];
    sql::update(tx.conn(), "sign_on_providers", tx.tenant(), p.id, set).await.map(drop)
}

/// A person's account at the provider.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Link {
    /// Whose.
    pub user_id: Id,
    /// At which provider.
    pub issuer: String,
    /// Their name there, which never changes and is never given to another.
    pub subject: String,
    /// Since when.
    pub created_at: Instant,
}

/// Who an account at a provider is.
pub(super) async fn by_subject(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    issuer: &str,
    subject: &str,
) -> Result<Option<Link>, DbError> {
    let text = "SELECT user_id, issuer, subject, created_at FROM sign_on_links WHERE tenant_id = $1 AND issuer = $2 AND subject = $3";
    sql::one(conn, text, [tenant.into(), issuer.into(), subject.into()]).await
}

/// The account of someone at the provider.
pub async fn of_user(conn: &impl ConnectionTrait, tenant: Tenant, user: Id) -> Result<Option<Link>, DbError> {
    let text = "SELECT user_id, issuer, subject, created_at FROM sign_on_links WHERE tenant_id = $1 AND user_id = $2";
    sql::one(conn, text, [tenant.into(), user.into()]).await
}

pub(super) async fn link(tx: &Tx<'_>, user: Id, issuer: &str, subject: &str) -> Result<(), DbError> {
    let columns = ["tenant_id", "user_id", "issuer", "subject", "created_at"];
    let row = vec![tx.tenant().into(), user.into(), issuer.into(), subject.into(), tx.now().into()];
    sql::insert(tx.conn(), "sign_on_links", &columns, vec![row]).await
}

/// Takes a link away; false when there is none.
pub(super) async fn unlink(tx: &Tx<'_>, user: Id) -> Result<bool, DbError> {
    let text = "DELETE FROM sign_on_links WHERE tenant_id = $1 AND user_id = $2";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), user.into()]).await? == 1)
}

/// Notes that a way was gone to its end; false when it was gone before. What is too old to be gone again is forgotten.
pub(super) async fn spend(tx: &Tx<'_>, digest: &str, forget_before: Instant) -> Result<bool, DbError> {
    sql::run(tx.conn(), "DELETE FROM sign_on_spent WHERE spent_at < $1", [forget_before.into()]).await?;
    let text = "INSERT INTO sign_on_spent (digest, spent_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    Ok(sql::run(tx.conn(), text, [digest.into(), tx.now().into()]).await? == 1)
}

/// People of a tenant with an e-mail address, at most two: more than one is nobody.
pub(super) async fn by_email(conn: &impl ConnectionTrait, tenant: Tenant, email: &str) -> Result<Vec<User>, DbError> {
    let text = "SELECT id FROM users WHERE tenant_id = $1 AND lower(email) = $2 AND deleted_at IS NULL LIMIT 2";
    let mut found = Vec::new();
    for row in sql::rows(conn, text, [tenant.into(), email.to_lowercase().into()]).await? {
        found.extend(users::find(conn, tenant, row.try_get("", "id")?).await?);
    }
    Ok(found)
}
