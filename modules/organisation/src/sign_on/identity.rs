//! What the provider says of someone, once it is shown that the provider says it, now, to this house, for this way.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJwsSigningAlgorithm, CoreUserInfoClaims};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, Nonce, OAuth2TokenResponse, PkceCodeVerifier, SubjectIdentifier, TokenResponse,
};
use serde_json::Value;

use super::provider::{Client, SignOn, told};
use super::ticket::Way;
use super::{Provider, provider};

/// Seconds by which the provider's clock may differ from ours.
const SKEW: i64 = 60;
/// Seconds after which a token that was just made is too old.
const OLD: i64 = 600;

/// Algorithms that are taken: all with a key pair. `none` and those with a shared secret are not.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Someone as the provider knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// Their name there that never changes.
    pub subject: String,
    /// What the chosen claim says.
    pub value: Option<String>,
    /// The provider has made sure of their e-mail address.
    pub email_verified: bool,
    /// Their name.
    pub name: Option<String>,
    /// They showed a second factor there.
    pub strong: bool,
    /// When they signed in there.
    pub signed_in_at: Option<DateTime<Utc>>,
    /// The token that says so, for telling the provider who signs out.
    pub token: String,
}

/// Changes the code for a token and reads it. Errors are for the log.
pub(super) async fn identity(
    sign_on: &SignOn,
    p: &Provider,
    keys: &kernel::Keys,
    way: &Way,
    code: String,
    now: kernel::Instant,
) -> Result<Identity, String> {
    let metadata = sign_on.metadata(&way.issuer, now, false).await?;
    let client = provider::client(p, keys, metadata, way.back.clone())?;
    let http = sign_on.http();
    let answer = client
        .exchange_code(AuthorizationCode::new(code))
        .map_err(|e| told(&e))?
        .set_pkce_verifier(PkceCodeVerifier::new(way.verifier.clone()))
        .request_async(&http)
        .await
        .map_err(|e| told(&e))?;
    let token = answer.id_token().ok_or("no id token")?;
    let nonce = Nonce::new(way.nonce.clone());
    let access = answer.access_token();
    let identity = match verified(&client, token, access, &nonce, p, now.utc()) {
        Ok(identity) => identity,
        Err(cause) if cause.is_key => {
            // The provider has new keys since it was asked.
            let metadata = sign_on.metadata(&way.issuer, now, true).await?;
            let client = provider::client(p, keys, metadata, way.back.clone())?;
            verified(&client, token, access, &nonce, p, now.utc()).map_err(|e| e.cause)?
        }
        Err(cause) => return Err(cause.cause),
    };
    if identity.value.is_some() {
        return Ok(identity);
    }
    // Many providers say who someone is only when they are asked for it.
    let subject = SubjectIdentifier::new(identity.subject.clone());
    let Ok(request) = client.user_info(access.clone(), Some(subject)) else { return Ok(identity) };
    let more: CoreUserInfoClaims = request.request_async(&http).await.map_err(|e| told(&e))?;
    let value = match p.claim.as_str() {
        "email" => more.email().map(|e| e.as_str().to_owned()),
        "preferred_username" => more.preferred_username().map(|n| n.as_str().to_owned()),
        _ => None,
    };
    let name = more.name().and_then(|n| n.get(None)).map(|n| n.as_str().to_owned());
    let email_verified = more.email_verified() == Some(true);
    Ok(Identity { value, email_verified, name: identity.name.or(name), ..identity })
}

struct Unverified {
    cause: String,
    /// The key may be one that is not known yet.
    is_key: bool,
}

impl Unverified {
    fn of(error: &dyn std::error::Error) -> Unverified {
        Unverified { cause: told(error), is_key: false }
    }
}

fn verified(
    client: &Client,
    token: &CoreIdToken,
    access: &openidconnect::AccessToken,
    nonce: &Nonce,
    p: &Provider,
    now: DateTime<Utc>,
) -> Result<Identity, Unverified> {
    use openidconnect::ClaimsVerificationError::SignatureVerification;
    let skew = TimeDelta::seconds(SKEW);
    let verifier: CoreIdTokenVerifier<'_> = client
        .id_token_verifier()
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || now - skew)
        .set_issue_time_verifier_fn(move |at| {
            let fits = at <= now + skew && at >= now - TimeDelta::seconds(OLD);
            if fits { Ok(()) } else { Err(format!("issued at {at}")) }
        });
    let claims = token
        .claims(&verifier, nonce)
        .map_err(|error| Unverified { is_key: matches!(error, SignatureVerification(_)), cause: told(&error) })?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|e| Unverified::of(&e))?;
        let key = token.signing_key(&verifier).map_err(|e| Unverified::of(&e))?;
        let actual = AccessTokenHash::from_token(access, algorithm, key).map_err(|e| Unverified::of(&e))?;
        if actual != *expected {
            return Err(Unverified { cause: "the access token is another one".into(), is_key: false });
        }
    }
    let amr = claims.auth_method_refs().is_some_and(|list| list.iter().any(|m| m.as_str() == "mfa"));
    let acr = claims.auth_context_ref().map(|acr| acr.as_str().to_owned());
    Ok(Identity {
        subject: claims.subject().as_str().to_owned(),
        value: said(token, &p.claim),
        email_verified: claims.email_verified() == Some(true),
        name: said(token, "name"),
        strong: p.trusts_mfa && (amr || acr.is_some() && acr == p.strong_acr),
        signed_in_at: claims.auth_time(),
        token: token.to_string(),
    })
}

/// A claim of a token that was verified, by any name.
fn said(token: &CoreIdToken, claim: &str) -> Option<String> {
    let text = token.to_string();
    let bytes = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&bytes).ok()?;
    claims.get(claim)?.as_str().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}
