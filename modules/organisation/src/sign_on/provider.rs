//! What the provider says of itself (discovery) and its keys, kept for some minutes.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use kernel::{Instant, Keys};
use openidconnect::core::CoreClient;
use openidconnect::{
    ClientId, ClientSecret, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl,
    ProviderMetadataWithLogout as Metadata, RedirectUrl,
};

use super::Provider;
use super::fetch::{self, fetch};

/// Seconds for which it is kept. Keys that a provider takes back are gone after that.
const KEPT: i64 = 600;
/// Seconds after which it is asked again at the earliest, where a token is signed with an unknown key.
const AGAIN: i64 = 30;

/// The house as a client of a provider.
pub(super) type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// What asking comes to.
type Answer = Pin<Box<dyn Future<Output = Result<HttpResponse, fetch::FetchError>> + Send>>;

/// The way to providers. Cheap to clone; clones share what they keep.
#[derive(Clone, Default)]
pub struct SignOn {
    http: Arc<OnceLock<Option<reqwest::Client>>>,
    kept: Arc<Mutex<HashMap<String, (Instant, Metadata)>>>,
}

impl SignOn {
    /// How the provider is asked.
    pub(super) fn http(&self) -> impl Fn(HttpRequest) -> Answer + Send + Sync + use<> {
        let client = self.http.get_or_init(fetch::client).clone();
        move |request| -> Answer { Box::pin(fetch(client.clone(), request)) }
    }

    /// What a provider says of itself; `fresh` asks again although something is kept.
    pub(super) async fn metadata(&self, issuer: &str, now: Instant, fresh: bool) -> Result<Metadata, String> {
        let least = if fresh { AGAIN } else { KEPT };
        {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((at, metadata)) = kept.get(issuer).filter(|(at, _)| now < at.plus_seconds(least) && now >= *at)
            {
                tracing::debug!(%issuer, since = at.0, "what the provider says is known");
                return Ok(metadata.clone());
            }
        }
        let url = IssuerUrl::new(issuer.to_owned()).map_err(|e| e.to_string())?;
        let http = self.http();
        let metadata = Metadata::discover_async(url, &http).await.map_err(|e| told(&e))?;
        if !fetch::is_allowed(metadata.authorization_endpoint().url()) {
            let page = metadata.authorization_endpoint().url();
            return Err(format!("neither https nor this machine: {page}"));
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(issuer.to_owned(), (now, metadata.clone()));
        Ok(metadata)
    }

    /// Whether the provider answers, as the form that names it asks.
    pub(crate) async fn answers(&self, issuer: &str, now: Instant) -> Result<(), String> {
        self.metadata(issuer, now, true).await.map(drop)
    }
}

/// The house as a client, with where the provider sends browsers back to.
pub(super) fn client(provider: &Provider, keys: &Keys, metadata: Metadata, back: String) -> Result<Client, String> {
    let secret = match &provider.secret {
        Some(sealed) => Some(ClientSecret::new(keys.open(provider.id, sealed).map_err(|e| e.to_string())?)),
        None => None,
    };
    let client = CoreClient::from_provider_metadata(metadata, ClientId::new(provider.client_id.clone()), secret);
    Ok(client.set_redirect_uri(RedirectUrl::new(back).map_err(|e| e.to_string())?))
}

/// An error with its causes.
pub(super) fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}
