//! A provider on loopback that says whatever a test wants it to say.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::PrivateSigningKey;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const CLIENT: &str = "fourfold";
pub const SECRET: &str = "the-secret-of-the-house";

/// What it does next.
#[derive(Default)]
pub struct Says {
    /// The token it gives for any code.
    pub token: String,
    /// What whoever changes a code has to prove, from the way there.
    pub challenge: String,
    /// Instead of a token: a redirect elsewhere, or an answer without end.
    pub misbehaves: Option<Misbehaviour>,
    /// How often a code was changed.
    pub changed: usize,
    /// What it says of someone when asked.
    pub userinfo: Value,
    /// Another way out than the usual one, or none.
    pub end: Option<Option<String>>,
}

#[derive(Clone, Copy)]
pub enum Misbehaviour {
    Redirects,
    Floods,
}

pub struct Provider {
    pub issuer: String,
    pub says: Arc<Mutex<Says>>,
    key: CoreEdDsaPrivateSigningKey,
}

fn fresh_key(name: &str) -> CoreEdDsaPrivateSigningKey {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let id = openidconnect::JsonWebKeyId::new(name.into());
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pair.serialize_pem(), Some(id)).unwrap()
}

impl Provider {
    pub async fn start() -> Provider {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let key = fresh_key("first");
        let says: Arc<Mutex<Says>> = Arc::default();
        let keys = json!({ "keys": [key.as_verification_key()] });
        let itself = json!({
            "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys"),
            "userinfo_endpoint": format!("{issuer}/userinfo"), "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["EdDSA"],
        });
        let (out, of) = (says.clone(), format!("{issuer}/logout"));
        let discovery = async move || {
            let mut itself = itself.clone();
            let end = out.lock().unwrap().end.clone().unwrap_or_else(|| Some(of.clone()));
            itself["end_session_endpoint"] = json!(end);
            Json(itself)
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(async move || Json(keys.clone())))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .route("/elsewhere", post(async || StatusCode::OK))
            .with_state(says.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Provider { issuer, says, key }
    }

    /// A token as it should be made.
    pub fn signed(&self, claims: &Value) -> String {
        sign(&self.key, &json!({ "alg": "EdDSA", "kid": "first" }), claims)
    }

    /// A token that someone else made.
    pub fn forged(claims: &Value) -> String {
        sign(&fresh_key("first"), &json!({ "alg": "EdDSA", "kid": "first" }), claims)
    }

    /// A token that nobody signed.
    pub fn bare(claims: &Value) -> String {
        format!("{}.{}.", part(&json!({ "alg": "none" })), part(claims))
    }

    /// A token signed with what both sides know.
    pub fn shared(claims: &Value) -> String {
        use hmac::Mac;
        let body = format!("{}.{}", part(&json!({ "alg": "HS256" })), part(claims));
        let mut mac = <hmac::Hmac<Sha256> as Mac>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        format!("{body}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn sign(key: &CoreEdDsaPrivateSigningKey, header: &Value, claims: &Value) -> String {
    let body = format!("{}.{}", part(header), part(claims));
    let signature = key.sign(&CoreJwsSigningAlgorithm::EdDsa, body.as_bytes()).unwrap();
    format!("{body}.{}", URL_SAFE_NO_PAD.encode(signature))
}

async fn token(
    State(says): State<Arc<Mutex<Says>>>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let mut says = says.lock().unwrap();
    says.changed += 1;
    match says.misbehaves {
        Some(Misbehaviour::Redirects) => {
            return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/elsewhere")]).into_response();
        }
        Some(Misbehaviour::Floods) => return " ".repeat(1024 * 1024).into_response(),
        None => {}
    }
    let sent = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).unwrap_or_default();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(sent("code_verifier")));
    let basic = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{CLIENT}:{SECRET}")));
    let knows = headers.get("authorization").is_some_and(|v| v.to_str().unwrap() == basic);
    if challenge != says.challenge || !knows || sent("grant_type") != "authorization_code" {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    }
    Json(json!({ "access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": says.token }))
        .into_response()
}

async fn userinfo(State(says): State<Arc<Mutex<Says>>>) -> Response {
    Json(says.lock().unwrap().userinfo.clone()).into_response()
}
