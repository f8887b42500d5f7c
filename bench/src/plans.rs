//! How many statements an action takes, which they are, and how the database means to run them. Asked of the same
//! house inside this process, where statements can be overheard.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{anyhow, bail};
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use fourfold::demo::generate::PASSWORD;
use fourfold::{compose, serve};
use kernel::{Lang, Value, sql};
use tower::ServiceExt;
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use crate::samples::{Action, Target};
use crate::settings::{Database, Settings};

/// Counts statements on all connections while it listens.
#[derive(Clone, Default)]
pub struct Statements {
    listening: Arc<AtomicBool>,
    count: Arc<AtomicUsize>,
}

impl<S: Subscriber> Layer<S> for Statements {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target() == "sqlx::query" && self.listening.load(Ordering::Relaxed)
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            self.count.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Begins to overhear; nothing is counted until an action is looked at.
pub fn listen() -> Statements {
    let statements = Statements::default();
    tracing_subscriber::registry().with(statements.clone()).init();
    statements
}

/// Statements of an action, by its name.
pub type Counts = Vec<(String, usize)>;

/// A statement read with its values.
type Heard = Arc<Mutex<Vec<(String, Vec<Value>)>>>;

/// Counts the statements of each action and writes their plans to `plans.txt` in the data directory.
pub async fn look(settings: &Settings, actions: &[Action], statements: &Statements) -> anyhow::Result<Counts> {
    let mut db = serve::open(&settings.place()).await?;
    let plain = db.clone();
    let heard = Heard::default();
    let notes = heard.clone();
    db.on_statement(move |info| {
        let values = info.statement.values.clone().map(|v| v.0).unwrap_or_default();
        notes.lock().unwrap_or_else(PoisonError::into_inner).push((info.statement.sql.clone(), values));
    });
    let config = web::Config { data: settings.data.clone(), ..web::Config::default() };
    let assembly = compose::house(db.clone(), config).map_err(|e| anyhow!(e))?;
    let router = web::server::router(assembly.router, assembly.app, Arc::default());
    let (mut counts, mut text, mut known) = (Counts::new(), String::new(), BTreeSet::new());
    for action in actions {
        let Some(target) = action.targets.first() else { continue };
        let request = |target: &Target, key: &str| -> anyhow::Result<Request<Body>> {
            let mut request = Request::builder().uri(&target.path).header(header::HOST, "localhost");
            if target.part {
                request = request.header("hx-request", "true");
            }
            Ok(match &target.body {
                Some(body) => request
                    .method("POST")
                    .header(header::AUTHORIZATION, format!("Bearer {key}"))
                    .header(header::CONTENT_TYPE, "application/json")
                    .body(Body::from(body.clone()))?,
                None => request.header(header::COOKIE, key).body(Body::empty())?,
            })
        };
        let key = match target.body {
            Some(_) => token(&plain, &target.login).await?,
            None => cookie(&router, &target.login).await?,
        };
        // The first request fills caches of the house; a body that creates is sent once only.
        if target.body.is_none() {
            router.clone().oneshot(request(target, &key)?).await?;
        }
        heard.lock().unwrap_or_else(PoisonError::into_inner).clear();
        statements.count.store(0, Ordering::Relaxed);
        statements.listening.store(true, Ordering::Relaxed);
        let answer = router.clone().oneshot(request(target, &key)?).await?;
        let status = answer.status();
        to_bytes(answer.into_body(), usize::MAX).await?;
        statements.listening.store(false, Ordering::Relaxed);
        let read = std::mem::take(&mut *heard.lock().unwrap_or_else(PoisonError::into_inner));
        let all = statements.count.load(Ordering::Relaxed).max(read.len());
        writeln!(text, "\n=== {} ({status}, {all} statements) {}", action.name, target.path)?;
        if status.is_success() {
            counts.push((action.name.clone(), all));
        }
        for (statement, values) in read {
            if known.insert(statement.clone()) {
                writeln!(text, "\n{statement}")?;
                text.push_str(&explain(settings, &plain, &statement, values).await);
            }
        }
    }
    std::fs::write(settings.data.join("plans.txt"), text)?;
    plain.close().await?;
    db.close().await?;
    Ok(counts)
}

async fn cookie(router: &axum::Router, login: &str) -> anyhow::Result<String> {
    let request = Request::builder()
        .method("POST")
        .uri("/sign-in")
        .header(header::HOST, "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer =
        router.clone().oneshot(request.body(Body::from(format!("login={login}&password={PASSWORD}")))?).await?;
    if !answer.status().is_redirection() {
        bail!("{login} cannot sign in: {}", answer.status());
    }
    let cookies =
        answer.headers().get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok()?.split(';').next());
    Ok(cookies.collect::<Vec<_>>().join("; "))
}

async fn token(db: &kernel::Db, login: &str) -> anyhow::Result<String> {
    let user = organisation::find_user_by_login(db.read(), login)
        .await?
        .ok_or_else(|| anyhow!("nobody signs in as {login}"))?;
    let scope = organisation::scope_of_user(db, user.tenant_id, user.id, db.clock.new_id(), Lang::ZhCn).await?;
    let mut tx = db.write(&scope).await?;
    let new = organisation::NewToken { name: "bench".into(), ..Default::default() };
    let (_, token) = organisation::create_token(&mut tx, user.id, new).await.map_err(|e| anyhow!("{e}"))?;
    tx.commit().await?;
    Ok(token)
}

/// The plan as the database tells it; on PostgreSQL with what it took.
async fn explain(settings: &Settings, db: &kernel::Db, statement: &str, values: Vec<Value>) -> String {
    let (prefix, column) = match settings.database {
        Database::Sqlite => ("EXPLAIN QUERY PLAN ", "detail"),
        Database::Postgres => ("EXPLAIN (ANALYZE, BUFFERS, SUMMARY OFF) ", "QUERY PLAN"),
    };
    match sql::rows(db.read(), &format!("{prefix}{statement}"), values).await {
        Ok(rows) => {
            rows.iter().map(|row| format!("    {}\n", row.try_get::<String>("", column).unwrap_or_default())).collect()
        }
        Err(error) => format!("    no plan: {error}\n"),
    }
}
