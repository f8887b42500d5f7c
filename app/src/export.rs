//! `fourfold export`: a list as a file, in someone's name and under their policy.

#![allow(clippy::print_stderr, reason = "a command speaks on standard error")]

use std::fs::File;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use axum::http::Uri;
use kernel::{Db, Id, Lang};
use web::page::encode;
use web::records::{Call, export};
use web::{Problem, Shared, Theme, Visitor};

use crate::cli::{ExportArgs, ExportFormat};
use crate::{compose, serve};

/// Writes the file and says how many records it holds.
pub async fn export(args: ExportArgs) -> anyhow::Result<()> {
    let format = format(&args)?;
    let db = serve::open(&args.place).await?;
    let config = web::Config { data: args.place.data.clone(), ..web::Config::default() };
    let app = compose::house(db.clone(), config).map_err(|e| anyhow!(e))?.app;
    let kind = app.registry.collection(&args.kind).with_context(|| unknown(&app, &args.kind))?;
    let visitor = visitor(&app, &db, &args).await?;
    let call = Call::of(app.clone(), visitor, address(&args)?);
    let kind = call.kind(kind);
    let (file, rows) = export::whole(&call, kind, format).await.map_err(|problem| told(&app, &problem))?;
    match &args.out {
        Some(path) => keep(file, path).with_context(|| format!("{} cannot be written", path.display()))?,
        None => copy(file, &mut std::io::stdout().lock())?,
    }
    eprintln!("{rows} records");
    db.close().await.context("closing the database")
}

/// By what was said, else by the name of the file. A workbook is not for a terminal.
fn format(args: &ExportArgs) -> anyhow::Result<&'static str> {
    let by_name = args.out.as_ref().and_then(|path| path.extension()).is_some_and(|e| e.eq_ignore_ascii_case("xlsx"));
    match args.format {
        Some(ExportFormat::Xlsx) if args.out.is_none() => bail!("a workbook needs a file: give --out"),
        Some(ExportFormat::Xlsx) => Ok("xlsx"),
        None if by_name => Ok("xlsx"),
        _ => Ok("csv"),
    }
}

fn unknown(app: &Shared, kind: &str) -> String {
    let known: Vec<&str> = app.registry.kinds().map(|k| k.collection).collect();
    format!("there are no {kind}; there are: {}", known.join(", "))
}

/// The person, looking at the store that was named.
async fn visitor(app: &Shared, db: &Db, args: &ExportArgs) -> anyhow::Result<Visitor> {
    let found = organisation::find_user_by_login(db.read(), &args.user).await?;
    let found = found.with_context(|| format!("nobody signs in as {}", args.user))?;
    let scope = organisation::scope_of_user(db, found.tenant_id, found.id, db.clock.new_id(), Lang::ZhCn).await?;
    if let Some(words) = app.seams.get::<organisation::Dictionaries>() {
        words.of(db.read(), found.tenant_id).await?;
    }
    app.registry.custom().refresh(db.read(), found.tenant_id, 0).await?;
    let store = match &args.store {
        Some(code) => Some(store(db, found.tenant_id, code).await?),
        None => None,
    };
    let name = scope.actor_name().to_owned();
    Ok(Visitor {
        scope,
        name,
        theme: Theme::default(),
        session: None,
        address: None,
        store,
        stores: Vec::new(),
        notices: 0,
    })
}

async fn store(db: &Db, tenant: kernel::Tenant, code: &str) -> anyhow::Result<Id> {
    let store = organisation::nodes::queries::find_by_code(db.read(), tenant, code).await?;
    Ok(store.with_context(|| format!("there is no store with the code {code}"))?.id)
}

/// The address of the list that is meant.
fn address(args: &ExportArgs) -> anyhow::Result<Uri> {
    let filters = args.filter.iter().map(|filter| format!("filter={}", encode(filter)));
    let columns = args.columns.iter().map(|columns| format!("columns={}", encode(columns)));
    let query = filters.chain(columns).collect::<Vec<_>>().join("&");
    Ok(format!("/{}?{query}", encode(&args.kind)).parse()?)
}

/// The problem's sentence, and its code for whoever looks it up.
fn told(app: &Shared, problem: &Problem) -> anyhow::Error {
    let sentence = app.words.text(Lang::ZhCn, problem.code).into_owned();
    match &problem.cause {
        Some(cause) => anyhow!("{sentence} ({}: {cause})", problem.code),
        None => anyhow!("{sentence} ({})", problem.code),
    }
}

/// Whole or not at all: a file that broke off is not taken for one.
fn keep(file: File, path: &Path) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut out = File::create(&part)?;
    let written = copy(file, &mut out).and_then(|()| out.sync_all()).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        // What is left of it is of no use.
        let _ = std::fs::remove_file(&part);
    }
    written
}

fn copy(mut file: File, out: &mut impl std::io::Write) -> std::io::Result<()> {
    std::io::copy(&mut file, out)?;
    out.flush()
}
