//! Measuring: every action by one client on one connection, then memory under eight at once.

use std::collections::HashMap;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use crate::client::{self, Ask};
use crate::process::Server;
use crate::samples::{Action, Target};
use crate::settings::Settings;

/// Requests before measuring begins.
const WARM_UP: usize = 40;

/// What an action came to.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Its name.
    pub name: String,
    /// Milliseconds, from the fastest to the slowest.
    pub times: Vec<f64>,
    /// CPU per request in milliseconds, server and database together.
    pub cpu: f64,
    /// Bytes of a typical answer.
    pub bytes: usize,
    /// Budget for 95 of 100.
    pub wall_budget: Option<f64>,
    /// Budget of CPU.
    pub cpu_budget: Option<f64>,
    /// Why there is nothing.
    pub failed: Option<String>,
}

impl Measured {
    /// The time within which so many of a hundred requests were answered.
    pub fn percentile(&self, of_hundred: usize) -> f64 {
        let at = (self.times.len() * of_hundred).div_ceil(100).saturating_sub(1);
        self.times.get(at).copied().unwrap_or_default()
    }
}

/// All results.
#[derive(Clone, Debug)]
pub struct Results {
    /// By action.
    pub actions: Vec<Measured>,
    /// Milliseconds from starting the server to the first page of customers.
    pub start: f64,
    /// MB after the start, after all actions, and at most under load.
    pub memory: [f64; 3],
    /// Pages of customers a second by eight clients at once.
    pub throughput: f64,
}

/// Starts the server and measures everything.
pub async fn measure(settings: &Settings, actions: &[Action]) -> anyhow::Result<Results> {
    let client = client::client()?;
    // A session of an earlier run of the server, so that the first page can be asked for at once.
    let cookie = {
        let mut server = Server::start(settings)?;
        server.ready(&client).await?;
        client::sign_in(&client, &server.base, "manager1").await?
    };
    let mut starts = Vec::new();
    for _ in 0..3 {
        starts.push(start(settings, &client, &cookie).await?);
    }
    starts.sort_by(f64::total_cmp);
    let mut server = Server::start(settings)?;
    server.ready(&client).await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let idle = server.memory()?.0;
    let mut keys = Keys { settings, cookies: HashMap::new(), tokens: HashMap::new() };
    let mut measured = Vec::new();
    for action in actions {
        let result = one(settings, &client, &server, &mut keys, action).await?;
        println!(
            "{:<38} p50 {:>7.2}  p95 {:>7.2}  max {:>7.2}  cpu {:>6.2}  {}",
            result.name,
            result.percentile(50),
            result.percentile(95),
            result.percentile(100),
            result.cpu,
            result.failed.as_deref().unwrap_or_default()
        );
        measured.push(result);
    }
    let after = server.memory()?.0;
    let throughput = load(&server, &mut keys, &client, actions).await?;
    let peak = server.memory()?.1;
    Ok(Results { actions: measured, start: starts[starts.len() / 2], memory: [idle, after, peak], throughput })
}

/// From nothing to the first page of customers.
async fn start(settings: &Settings, client: &reqwest::Client, cookie: &str) -> anyhow::Result<f64> {
    let begin = Instant::now();
    let mut server = Server::start(settings)?;
    server.ready(client).await?;
    client::ask(client, &server.base, &Ask::page("/customers", cookie)).await?;
    Ok(begin.elapsed().as_secs_f64() * 1_000.0)
}

/// Sessions and tokens of those who ask.
struct Keys<'a> {
    settings: &'a Settings,
    cookies: HashMap<String, String>,
    tokens: HashMap<String, String>,
}

impl Keys<'_> {
    async fn ask(&mut self, client: &reqwest::Client, base: &str, target: &Target) -> anyhow::Result<Ask> {
        if let Some(body) = &target.body {
            let token = self.token(&target.login)?;
            return Ok(Ask {
                path: target.path.clone(),
                who: ("authorization", format!("Bearer {token}")),
                headers: Vec::new(),
                body: Some(body.clone()),
            });
        }
        if !self.cookies.contains_key(&target.login) {
            self.cookies.insert(target.login.clone(), client::sign_in(client, base, &target.login).await?);
        }
        let mut ask = Ask::page(target.path.clone(), &self.cookies[&target.login]);
        if target.part {
            ask.headers.push(("hx-request", "true".into()));
        }
        Ok(ask)
    }

    /// As an administrator makes one: by the command line, beside the running server.
    fn token(&mut self, login: &str) -> anyhow::Result<String> {
        if let Some(known) = self.tokens.get(login) {
            return Ok(known.clone());
        }
        let mut command = Command::new(&self.settings.server);
        command
            .args(["token", "create", "--user", login, "--name", "bench", "--data"])
            .arg(&self.settings.data)
            .env("FOURFOLD_LOG", "warn");
        if let Some(url) = &self.settings.database_url {
            command.arg("--database-url").arg(url);
        }
        let output = command.output()?;
        if !output.status.success() {
            bail!("no token for {login}: {}", String::from_utf8_lossy(&output.stderr));
        }
        let token = String::from_utf8(output.stdout)?.trim().to_owned();
        self.tokens.insert(login.to_owned(), token.clone());
        Ok(token)
    }
}

async fn one(
    settings: &Settings,
    client: &reqwest::Client,
    server: &Server,
    keys: &mut Keys<'_>,
    action: &Action,
) -> anyhow::Result<Measured> {
    let mut result = Measured {
        name: action.name.clone(),
        times: Vec::new(),
        cpu: 0.0,
        bytes: 0,
        wall_budget: action.wall,
        cpu_budget: action.cpu,
        failed: None,
    };
    let mut asks = Vec::with_capacity(action.targets.len());
    // The first was asked when its statements were counted; asked again it would create a duplicate.
    for target in action.targets.iter().skip(1) {
        asks.push(keys.ask(client, &server.base, target).await?);
    }
    let (warm, measured) = asks.split_at(WARM_UP.min(asks.len() / 2));
    for ask in warm {
        if let Err(error) = client::ask(client, &server.base, ask).await {
            result.failed = Some(error.to_string());
            return Ok(result);
        }
    }
    let before = server.cpu();
    for ask in measured.iter().take(settings.requests) {
        let (took, bytes) = client::ask(client, &server.base, ask).await?;
        result.times.push(took);
        result.bytes = result.bytes.max(bytes);
    }
    result.cpu = (server.cpu() - before) / result.times.len().max(1) as f64;
    result.times.sort_by(f64::total_cmp);
    Ok(result)
}

/// Eight clients ask for pages and customers for ten seconds; how many answers a second.
async fn load(
    server: &Server,
    keys: &mut Keys<'_>,
    client: &reqwest::Client,
    actions: &[Action],
) -> anyhow::Result<f64> {
    let mut asks = Vec::new();
    for action in actions.iter().filter(|a| a.name.contains("page") && a.name.starts_with("customer")) {
        for target in action.targets.iter().take(40) {
            asks.push(keys.ask(client, &server.base, target).await?);
        }
    }
    let until = Instant::now() + Duration::from_secs(10);
    let mut tasks = Vec::new();
    for worker in 0..8 {
        let (asks, base, client) = (asks.clone(), server.base.clone(), client::client()?);
        tasks.push(tokio::spawn(async move {
            let mut done = 0_usize;
            while Instant::now() < until {
                client::ask(&client, &base, &asks[(done * 8 + worker) % asks.len()]).await?;
                done += 1;
            }
            anyhow::Ok(done)
        }));
    }
    let mut total = 0;
    for task in tasks {
        total += task.await.context("a client broke off")??;
    }
    Ok(total as f64 / 10.0)
}
