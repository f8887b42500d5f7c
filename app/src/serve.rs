//! Serving: open the data, bring the schema up to date, listen, work, and go down in good order.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::{Context, anyhow};
use axum::Router;
use kernel::db::Location;
use kernel::{Clock, Db, Keys};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use web::server::Health;

use crate::backup::Held;
use crate::cli::{Place, ServeArgs};
use crate::tls::{self, Certificate, Peer, TlsListener};
use crate::workers::Workers;
use crate::{compose, demo};

/// Opens the database of a place and brings its schema, built-in roles and base data up to date.
pub async fn open(place: &Place) -> anyhow::Result<Db> {
    let db = connect(place).await?;
    let applied = db.migrate(&compose::migrations()).await.context("the schema could not be brought up to date")?;
    if !applied.is_empty() {
        tracing::info!(steps = applied.len(), "schema brought up to date");
    }
    upgrade(&db).await?;
    Ok(db)
}

/// Brings built-in roles and base data up to date.
pub async fn upgrade(db: &Db) -> anyhow::Result<()> {
    let changed = compose::upgrade(db)
        .await
        .map_err(|e| anyhow!("built-in roles and base data could not be brought up to date: {e}"))?;
    if changed > 0 {
        tracing::info!(groups = changed, "built-in roles and base data brought up to date");
    }
    Ok(())
}

/// Opens the database of a place as it is.
pub async fn connect(place: &Place) -> anyhow::Result<Db> {
    std::fs::create_dir_all(&place.data)
        .with_context(|| format!("the data directory {} cannot be made", place.data.display()))?;
    let key_file = place.keys();
    let keys = Keys::load_or_create(&key_file)
        .with_context(|| format!("the key file {} cannot be used", key_file.display()))?;
    Db::open(&place.location(), Clock::System, keys).await.with_context(|| match place.location() {
        Location::Sqlite(path) => format!("the database file {} cannot be opened", path.display()),
        Location::Postgres(_) => "the PostgreSQL server cannot be reached; check --database-url".to_owned(),
    })
}

/// Runs the server until it is told to stop.
pub async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    // What cannot be served is told before anything is opened.
    let secure = match (&args.tls_cert, &args.tls_key) {
        (Some(chain), Some(key)) => {
            let certificate = Certificate::read(chain, key)?;
            tokio::spawn(certificate.clone().follow());
            Some(certificate.acceptor()?)
        }
        _ => None,
    };
    let _held = Held::shared(&args.place.data)?;
    let db = open(&args.place).await?;
    let due = demo::is_due(&db, args.demo).await?;
    let config = web::Config {
        data: args.place.data.clone(),
        demo: due || demo::is_loaded(&db).await?,
        https: secure.is_some() || is_https(&args),
        public_url: args.public_url.clone(),
        trusted_proxies: args.trusted_proxies.clone(),
    };
    let assembly = compose::house(db.clone(), config).map_err(|e| anyhow!(e))?;
    let health = Arc::new(Health::default());
    let router = web::server::router(assembly.router, assembly.app, health.clone());
    let listener = TcpListener::bind(args.listen).await.with_context(|| {
        format!("{} cannot be listened on; is another Fourfold running there? (--listen)", args.listen)
    })?;
    let address = listener.local_addr()?;
    if secure.is_none() {
        warn_about_cookies(&args, address);
    }
    health.starting.store(due, Ordering::Relaxed);
    let mut serving = answers(listener, router, secure)?;
    if due {
        // Whoever comes meanwhile is told to wait. Told to stop, the loading ends where it is, and is gone on with later.
        tokio::select! {
            ended = &mut serving => return ended.context("serving"),
            loaded = demo::load_when_empty(&db) => loaded?,
        }
    }
    health.starting.store(false, Ordering::Relaxed);
    health.ready.store(true, Ordering::Relaxed);
    let workers = Workers::start(&db, assembly.jobs, assembly.schedules, assembly.consumers);
    serving.await?;
    workers.stop().await;
    db.close().await.context("closing the database")
}

/// Answers, over TLS or not, until it is told to stop.
type Serving = Pin<Box<dyn Future<Output = std::io::Result<()>> + Send>>;

fn answers(listener: TcpListener, router: Router, secure: Option<TlsAcceptor>) -> std::io::Result<Serving> {
    let address = listener.local_addr()?;
    Ok(match secure {
        Some(acceptor) => {
            let listener = TlsListener::new(listener, acceptor)?;
            tracing::info!("Fourfold is at https://{address}");
            let router = router.layer(axum::middleware::from_fn(tls::tell_peer));
            let service = router.into_make_service_with_connect_info::<Peer>();
            Box::pin(axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).into_future())
        }
        None => {
            tracing::info!("Fourfold is at http://{address}");
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            Box::pin(axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).into_future())
        }
    })
}

/// People come over https, by a proxy that stands before it.
fn is_https(args: &ServeArgs) -> bool {
    args.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
}

/// Browsers drop Secure cookies on plain-http names other than localhost, and we do not send sessions in the clear
/// without saying so.
fn warn_about_cookies(args: &ServeArgs, address: SocketAddr) {
    if !address.ip().is_loopback() && !is_https(args) {
        tracing::warn!(
            "listening beyond this machine over plain http: sign-ins can be read on the network. Give --tls-cert and --tls-key, or put a TLS proxy before it and give --public-url https://…"
        );
    }
}

async fn told_to_stop() {
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    let terminate = async {
        if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            signal.recv().await;
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
