//! https without a proxy: tablets in a showroom drop Secure cookies on plain http, and a store has nobody who sets a
//! proxy up. Handshakes are done beside each other, so that one that is slow or hostile holds nobody up.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use anyhow::{Context, ensure};
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{FromRequestParts, Request};
use axum::middleware::Next;
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::server::TlsStream;

/// How long a client may take to shake hands.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How many may be shaking hands at the same time.
const AT_ONCE: usize = 256;

/// How often the files are looked at for a renewed certificate.
const LOOK: Duration = Duration::from_secs(60);

/// A certificate with its key, as files hold them: whoever renews the files renews what is served.
#[derive(Debug)]
pub struct Certificate {
    chain: PathBuf,
    key: PathBuf,
    held: RwLock<Arc<CertifiedKey>>,
}

impl Certificate {
    /// Reads certificate chain and private key, both PEM.
    pub fn read(chain: &Path, key: &Path) -> anyhow::Result<Arc<Certificate>> {
        let held = RwLock::new(Arc::new(read(chain, key)?));
        Ok(Arc::new(Certificate { chain: chain.to_owned(), key: key.to_owned(), held }))
    }

    /// Serves with it.
    pub fn acceptor(self: &Arc<Certificate>) -> anyhow::Result<TlsAcceptor> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(self.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Reads the files anew on SIGHUP, and by itself when they changed. Files that are none leave what is served as it is.
    pub async fn follow(self: Arc<Certificate>) {
        let mut written = self.written();
        let mut hangup = Hangup::listen();
        loop {
            let asked = tokio::select! { () = hangup.came() => true, () = tokio::time::sleep(LOOK) => false };
            let now = self.written();
            if !asked && now == written {
                continue;
            }
            written = now;
            match read(&self.chain, &self.key) {
                Ok(fresh) => {
                    *self.held.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
                    tracing::info!("the certificate was read anew");
                }
                Err(error) => tracing::warn!("the certificate stays as it was: {error:#}"),
            }
        }
    }

    /// When the files were written; nothing while one of them is missing.
    fn written(&self) -> [Option<SystemTime>; 2] {
        [&self.chain, &self.key].map(|path| std::fs::metadata(path).and_then(|file| file.modified()).ok())
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.held.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

fn read(certificates: &Path, key: &Path) -> anyhow::Result<CertifiedKey> {
    let chain = CertificateDer::pem_file_iter(certificates)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(|| format!("{} does not hold a certificate chain in PEM form", certificates.display()))?;
    ensure!(!chain.is_empty(), "{} holds no certificate", certificates.display());
    let secret = PrivateKeyDer::from_pem_file(key)
        .with_context(|| format!("{} does not hold a private key in PEM form", key.display()))?;
    CertifiedKey::from_der(chain, secret, &ring::default_provider())
        .context("certificate and key do not belong together")
}

/// The signal by which a service is told to read its files anew; other systems than Unix have none.
struct Hangup(#[cfg(unix)] Option<tokio::signal::unix::Signal>);

impl Hangup {
    fn listen() -> Hangup {
        Hangup(
            #[cfg(unix)]
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        )
    }

    async fn came(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.0 {
            signal.recv().await;
            return;
        }
        std::future::pending().await
    }
}

/// A listener whose connections have shaken hands.
pub struct TlsListener {
    address: SocketAddr,
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl TlsListener {
    /// Takes a listener over.
    pub fn new(listener: TcpListener, acceptor: TlsAcceptor) -> io::Result<TlsListener> {
        let address = listener.local_addr()?;
        let (sender, ready) = mpsc::channel(AT_ONCE);
        tokio::spawn(welcome(listener, acceptor, sender));
        Ok(TlsListener { address, ready })
    }
}

/// Shakes hands with whoever comes, until nobody listens any more.
async fn welcome(
    mut listener: TcpListener,
    acceptor: TlsAcceptor,
    sender: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let (stream, peer) = tokio::select! {
            // The trait's accept waits a little where the system is out of descriptors, and tries again.
            came = Listener::accept(&mut listener) => came,
            () = sender.closed() => return,
        };
        let (acceptor, sender) = (acceptor.clone(), sender.clone());
        tokio::spawn(async move {
            let shaken = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await;
            drop(place);
            match shaken {
                // Nobody receives when the server goes down.
                Ok(Ok(stream)) => drop(sender.send((stream, peer)).await),
                Ok(Err(error)) => tracing::debug!(%peer, %error, "no handshake"),
                Err(_) => tracing::debug!(%peer, "a handshake took too long"),
            }
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(came) => came,
            // Those who welcome are gone only when the runtime ends.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}

/// Where a connection comes from; the frame's own name for it, because axum's is tied to plain listeners.
#[derive(Clone, Copy, Debug)]
pub struct Peer(SocketAddr);

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Peer {
        Peer(*stream.remote_addr())
    }
}

/// Tells the router the peer's address in the form in which a plain listener does.
pub async fn tell_peer(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if let Ok(ConnectInfo(Peer(address))) = ConnectInfo::<Peer>::from_request_parts(&mut parts, &()).await {
        parts.extensions.insert(ConnectInfo(address));
    }
    next.run(Request::from_parts(parts, body)).await
}
