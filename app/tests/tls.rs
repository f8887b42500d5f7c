//! https by the real binary: the handshake, cookies bound to it, and what is told when it is missing (SYS-06).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;

use support::process::{PASSWORD, Site};
use testkit::Backend;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// A certificate for `localhost` in the data directory; the arguments that name it, and itself.
fn certificate(site: &Site) -> (Vec<String>, CertificateDer<'static>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let chain = site.file("cert.pem", made.cert.pem().as_bytes());
    let key = site.file("key.pem", made.key_pair.serialize_pem().as_bytes());
    let arguments = ["--tls-cert", chain.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    (arguments.map(str::to_owned).to_vec(), made.cert.der().clone())
}

/// Sends a request over TLS and gives the whole answer.
async fn ask(base: &str, trusted: &CertificateDer<'static>, request: String) -> String {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let tcp = TcpStream::connect(base.trim_start_matches("https://")).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, tcp).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A peer may close without saying so when the answer is out.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn head(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
}

/// SYS-06: the page comes over TLS, the session's cookie is Secure and bound to the host, a plain request gets no answer
/// and holds nobody up, and the journal knows where the sign-in came from.
#[tokio::test]
async fn https_without_a_proxy() {
    let site = Site::found(Backend::Sqlite).await;
    let (arguments, trusted) = certificate(&site);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let server = site.serve(&arguments).await;
    assert!(server.base.starts_with("https://127.0.0.1:"), "{}", server.base);
    // One who says nothing, and one who does not speak TLS.
    let _silent = TcpStream::connect(server.base.trim_start_matches("https://")).await.unwrap();
    let mut plain = TcpStream::connect(server.base.trim_start_matches("https://")).await.unwrap();
    plain.write_all(head("/healthz").as_bytes()).await.unwrap();
    let answer = ask(&server.base, &trusted, head("/healthz")).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
    let mut told = Vec::new();
    let _ = plain.read_to_end(&mut told).await;
    assert!(!String::from_utf8_lossy(&told).contains("200"), "nothing in the clear");

    let body = format!("login=admin&password={PASSWORD}");
    let form = format!(
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: https://localhost\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = ask(&server.base, &trusted, form).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let cookie = answer.lines().find(|line| line.to_ascii_lowercase().starts_with("set-cookie:")).unwrap();
    assert!(cookie.contains("__Host-ff_session=") && cookie.contains("; Secure") && cookie.contains("HttpOnly"));
    let from = "SELECT count(*) FROM sessions WHERE address = '127.0.0.1'";
    assert_eq!(site.number(from).await, 1, "the peer is known behind TLS too");
    server.kill().await;
}

/// SYS-06: a browser that came by https comes by https again; in the clear nothing of that is said.
#[tokio::test]
async fn https_stays_https() {
    let site = Site::found(Backend::Sqlite).await;
    let (arguments, trusted) = certificate(&site);
    let server = site.serve(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let answer = ask(&server.base, &trusted, head("/sign-in")).await.to_ascii_lowercase();
    assert!(answer.contains("strict-transport-security: max-age=31536000"), "{answer}");
    server.kill().await;
    let plain = site.serve(&[]).await;
    let mut tcp = TcpStream::connect(plain.base.trim_start_matches("http://")).await.unwrap();
    tcp.write_all(head("/sign-in").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tcp.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).to_ascii_lowercase();
    assert!(answer.starts_with("http/1.1 200") && !answer.contains("strict-transport-security"), "{answer}");
    plain.kill().await;
}

/// SYS-06: a renewed certificate is served without a restart; files that are none change nothing.
#[tokio::test]
async fn a_certificate_is_renewed_while_serving() {
    let site = Site::found(Backend::Sqlite).await;
    let (arguments, old) = certificate(&site);
    let mut server = site.serve(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).await;
    assert!(ask(&server.base, &old, head("/healthz")).await.ends_with("ok\n"));
    site.file("cert.pem", b"half a file");
    server.hang_up("the certificate stays as it was").await;
    assert!(ask(&server.base, &old, head("/healthz")).await.ends_with("ok\n"));
    let (_, new) = certificate(&site);
    server.hang_up("the certificate was read anew").await;
    assert!(ask(&server.base, &new, head("/healthz")).await.ends_with("ok\n"));
    server.kill().await;
}

/// SYS-06: who listens beyond this machine without TLS is warned; with a proxy before it cookies are Secure all the
/// same; half a pair of files, and files that are none, are told at the start.
#[tokio::test]
async fn what_is_told_at_the_start() {
    let site = Site::found(Backend::Sqlite).await;
    let server = site.serve(&[]).await;
    assert!(!server.log.contains("plain http"), "{}", server.log);
    server.kill().await;
    let open = site.serve(&["--listen", "0.0.0.0:0"]).await;
    assert!(open.log.contains("plain http") && open.log.contains("--tls-cert"), "{}", open.log);
    open.kill().await;
    let behind = site.serve(&["--listen", "0.0.0.0:0", "--public-url", "https://crm.example"]).await;
    assert!(!behind.log.contains("plain http"), "{}", behind.log);
    behind.kill().await;
    let refused = async |arguments: &[&str]| {
        let output = site.command(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat()).output().await.unwrap();
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let (_, _) = certificate(&site);
    let (chain, key) = (site.folder().join("cert.pem"), site.folder().join("key.pem"));
    let (chain, key) = (chain.to_str().unwrap(), key.to_str().unwrap());
    assert!(refused(&["--tls-cert", chain]).await.contains("--tls-key"));
    assert!(refused(&["--tls-cert", chain, "--tls-key", chain]).await.contains("private key"));
    assert!(refused(&["--tls-cert", key, "--tls-key", key]).await.contains("certificate"));
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let strange = site.file("other.pem", other.key_pair.serialize_pem().as_bytes());
    let said = refused(&["--tls-cert", chain, "--tls-key", strange.to_str().unwrap()]).await;
    assert!(said.contains("do not belong together"), "{said}");
}
