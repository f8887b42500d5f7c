//! Signing out at the provider as well (OpenID Connect RP-Initiated Logout 1.0): whoever came by the provider and signs out
//! here would else be let in again by the next click, at a screen that they believe they have left.

use axum::http::HeaderMap;
use kernel::{Id, Keys, Tenant};
use openidconnect::core::CoreIdToken;
use openidconnect::{ClientId, LogoutRequest, PostLogoutRedirectUrl};
use serde::{Deserialize, Serialize};
use web::{App, Problem};

use super::provider::SignOn;
use super::{base, fetch, queries};
use crate::sessions;

/// Where the provider sends the browser back to; to be registered there.
pub(crate) const OUT: &str = "/sign-in";
/// A longer token makes an address that servers on the way may refuse; the provider asks who it is then.
const LONGEST: usize = 6_000;

/// What a session keeps of the provider's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub issuer: String,
    pub token: String,
}

impl Held {
    /// Sealed for a session; nothing where it is too long to be sent.
    pub fn sealed(&self, keys: &Keys, session: Id) -> Option<Vec<u8>> {
        let text = serde_json::to_string(self).ok().filter(|_| self.token.len() <= LONGEST)?;
        Some(keys.seal(session, &text))
    }

    fn opened(keys: &Keys, session: Id, sealed: &[u8]) -> Option<Held> {
        serde_json::from_str(&keys.open(session, sealed).ok()?).ok()
    }
}

/// The way out at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WayOut {
    /// What people call the provider.
    pub label: String,
    /// Where the browser goes.
    pub url: String,
}

/// What a session keeps for signing out there; to be asked before the session ends.
pub(crate) async fn held(app: &App, tenant: Tenant, session: Id) -> Result<Option<Held>, Problem> {
    let sealed = sessions::queries::signed_on_token(app.db.read(), tenant, session).await?;
    Ok(sealed.and_then(|sealed| Held::opened(&app.db.keys, session, &sealed)))
}

/// The way out, where the provider is still the house's and offers one. A provider that does not answer holds nobody: the
/// session here has ended already.
pub(crate) async fn way_out(
    app: &App,
    headers: &HeaderMap,
    tenant: Tenant,
    held: Held,
) -> Result<Option<WayOut>, Problem> {
    let provider = queries::of_tenant(app.db.read(), tenant).await?;
    let Some(provider) = provider.filter(|p| p.active && p.issuer == held.issuer) else { return Ok(None) };
    let metadata = app.seam::<SignOn>().metadata(&provider.issuer, app.db.clock.now(), false).await;
    let metadata = match metadata {
        Ok(metadata) => metadata,
        Err(cause) => {
            tracing::warn!(%cause, issuer = %provider.issuer, "nobody is signed out at the provider: it does not answer");
            return Ok(None);
        }
    };
    let end = metadata.additional_metadata().end_session_endpoint.clone();
    let Some(end) = end.filter(|end| fetch::is_allowed(end.url())) else { return Ok(None) };
    let mut request = LogoutRequest::from(end).set_client_id(ClientId::new(provider.client_id));
    if let Ok(back) = PostLogoutRedirectUrl::new(format!("{}{OUT}", base(app, headers))) {
        request = request.set_post_logout_redirect_uri(back);
    }
    if let Ok(token) = held.token.parse::<CoreIdToken>() {
        request = request.set_id_token_hint(&token);
    }
    Ok(Some(WayOut { label: provider.label, url: request.http_get_url().to_string() }))
}
