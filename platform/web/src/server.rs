//! The router with everything around the modules' routes: the gate, problems as pages, security headers, static files,
//! health.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::visitor::Visitor;
use crate::{Problem, Shared, gate, problem};

/// No answer takes longer; long work is a job.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Whether the house is ready for visitors, and what it has answered so far.
#[derive(Debug, Default)]
pub struct Health {
    /// Migrations and demo data are in.
    pub ready: AtomicBool,
    /// Data is still being laid down: whoever comes is told to wait.
    pub starting: AtomicBool,
    answers: [AtomicU64; 5],
    micros: AtomicU64,
}

/// Puts the frame around the modules' routes.
pub fn router(modules: Router<Shared>, app: Shared, health: Arc<Health>) -> Router {
    let open = Router::new()
        .route("/assets/{*path}", get(asset))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(health.clone());
    modules
        .route_layer(from_fn_with_state(app.clone(), gate::gate))
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::new(StatusCode::METHOD_NOT_ALLOWED, "problem-method"))
        .with_state(app.clone())
        .layer(from_fn_with_state(health.clone(), wait))
        .merge(open)
        .layer(from_fn_with_state(app.clone(), as_page))
        .layer(from_fn_with_state(app, gate::security_headers))
        .layer(CompressionLayer::new().gzip(true).quality(CompressionLevel::Fastest))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, TIMEOUT))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(health, measure))
}

/// Half a house shows nobody anything.
async fn wait(State(health): State<Arc<Health>>, request: Request, next: Next) -> Response {
    if !health.starting.load(Ordering::Relaxed) {
        return next.run(request).await;
    }
    Problem::starting().into_response()
}

/// Problems that arise outside the gate: no such page, a body that is too large.
async fn as_page(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let (headers, path) = (request.headers().clone(), request.uri().path().to_owned());
    let visitor = request.extensions().get::<Visitor>().cloned();
    let mut response = next.run(request).await;
    match problem::take(&mut response) {
        Some(problem) => problem.answer(&app, &headers, &path, visitor.as_ref()).await,
        None => response,
    }
}

async fn asset(Path(path): Path<String>) -> Response {
    let Some(asset) = assets::get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let mut response = asset.bytes.into_owned().into_response();
    let headers = response.headers_mut();
    if let Ok(mime) = HeaderValue::from_str(&asset.mime) {
        headers.insert(header::CONTENT_TYPE, mime);
    }
    let keep = if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

async fn ready(State(health): State<Arc<Health>>) -> Response {
    match health.ready.load(Ordering::Relaxed) {
        true => "ready\n".into_response(),
        false => (StatusCode::SERVICE_UNAVAILABLE, "starting\n").into_response(),
    }
}

/// Figures in the Prometheus text format; counts only, nothing about people.
async fn metrics(State(health): State<Arc<Health>>) -> String {
    let mut text = String::from(
        "# HELP fourfold_http_answers_total Answers by class of status.\n# TYPE fourfold_http_answers_total counter\n",
    );
    for (n, count) in health.answers.iter().enumerate() {
        text.push_str(&format!(
            "fourfold_http_answers_total{{class=\"{}xx\"}} {}\n",
            n + 1,
            count.load(Ordering::Relaxed)
        ));
    }
    let seconds = health.micros.load(Ordering::Relaxed) as f64 / 1e6;
    text.push_str(&format!("# HELP fourfold_http_seconds_total Time spent answering.\n# TYPE fourfold_http_seconds_total counter\nfourfold_http_seconds_total {seconds:.6}\n"));
    text
}

async fn measure(State(health): State<Arc<Health>>, request: Request, next: Next) -> Response {
    let begin = std::time::Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    let (status, micros) = (response.status().as_u16(), begin.elapsed().as_micros() as u64);
    if let Some(count) = health.answers.get(usize::from(status / 100).wrapping_sub(1)) {
        count.fetch_add(1, Ordering::Relaxed);
    }
    health.micros.fetch_add(micros, Ordering::Relaxed);
    // The path may hold ids but no personal data; queries may, and stay out of the log.
    tracing::debug!(%method, path, status, micros, "answered");
    response
}
