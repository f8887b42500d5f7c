//! A real OpenID provider beside a house: node-oidc-provider with its own login form.

use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::OnceCell;

/// A provider on loopback. It ends with its story.
pub struct Provider {
    /// Its issuer.
    pub issuer: String,
    // It goes on talking, and would die of a closed pipe.
    _said: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

/// What the house is called there.
pub const CLIENT: &str = "fourfold";
/// The secret of the house there.
pub const SECRET: &str = "a-secret-for-the-journey";

impl Provider {
    /// Starts one that sends browsers back to an address when they have signed in, and to another when they have signed out.
    pub async fn start(back: &str, out: &str) -> Provider {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("oidc");
        static INSTALLED: OnceCell<()> = OnceCell::const_new();
        INSTALLED.get_or_init(|| install(&folder)).await;
        let mut child = Command::new("node")
            .args(["provider.mjs", back, out])
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // It warns of what is for tests alone before it says where it listens.
        let issuer = loop {
            let line = lines.next_line().await.unwrap().expect("the provider says where it listens");
            if line.starts_with("http://localhost:") {
                break line;
            }
        };
        Provider { issuer, _said: lines, _child: child }
    }
}

/// Its packages, as the lock file names them.
async fn install(folder: &Path) {
    if folder.join("node_modules/oidc-provider").exists() {
        return;
    }
    let done = Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder).output().await.unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
