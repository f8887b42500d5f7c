//! The server as a process: starting it, its memory, its CPU.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::settings::Settings;

/// A running server; it ends when it is dropped.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub base: String,
    postgres: Option<u32>,
}

impl Server {
    /// Starts it on a free port.
    pub fn start(settings: &Settings) -> anyhow::Result<Server> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(&settings.server);
        command.arg("serve").arg("--listen").arg(format!("127.0.0.1:{port}")).arg("--data").arg(&settings.data);
        if let Some(url) = &settings.database_url {
            command.arg("--database-url").arg(url);
        }
        let log = fs::File::create(settings.data.join("server.log"))?;
        let child = command
            .env("FOURFOLD_LOG", "warn")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .with_context(|| format!("{} does not start", settings.server.display()))?;
        Ok(Server { child, base: format!("http://127.0.0.1:{port}"), postgres: settings.postgres_pid })
    }

    /// Waits until it answers that it is ready.
    pub async fn ready(&mut self, client: &reqwest::Client) -> anyhow::Result<()> {
        let begin = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status}; see server.log in the data directory");
            }
            if let Ok(answer) = client.get(format!("{}/readyz", self.base)).send().await
                && answer.status().is_success()
            {
                return Ok(());
            }
            if begin.elapsed() > Duration::from_secs(120) {
                bail!("the server is not ready after two minutes");
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Memory now and at its highest, in MB.
    pub fn memory(&self) -> anyhow::Result<(f64, f64)> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()
        };
        let (now, peak) = (field("VmRSS:").context("no VmRSS")?, field("VmHWM:").context("no VmHWM")?);
        Ok((now / 1024.0, peak / 1024.0))
    }

    /// CPU used so far by the server, and by PostgreSQL with all its processes, in milliseconds.
    pub fn cpu(&self) -> f64 {
        let mut pids = vec![self.child.id()];
        if let Some(postmaster) = self.postgres {
            pids.push(postmaster);
            pids.extend(children(postmaster));
        }
        pids.into_iter().map(cpu_of).sum()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked to end in good order first: SQLite folds its log back into the file.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        for _ in 0..500 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn children(parent: u32) -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|e| e.file_name().to_str()?.parse::<u32>().ok());
    pids.filter(|pid| parent_of(*pid) == Some(parent)).collect()
}

fn parent_of(pid: u32) -> Option<u32> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name stands in brackets and may hold blanks.
    text.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// The first number of schedstat is time on the CPU in nanoseconds, user and system together. Kernels without it count
/// in ticks of 10 ms.
fn cpu_of(pid: u32) -> f64 {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let nanos: u64 = tasks
        .filter_map(|t| {
            fs::read_to_string(t.path().join("schedstat")).ok()?.split_whitespace().next()?.parse::<u64>().ok()
        })
        .sum();
    if nanos > 0 {
        return nanos as f64 / 1e6;
    }
    let Ok(text) = fs::read_to_string(format!("/proc/{pid}/stat")) else { return 0.0 };
    let Some((_, rest)) = text.rsplit_once(')') else { return 0.0 };
    rest.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() * 10.0
}
