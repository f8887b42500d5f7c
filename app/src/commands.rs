//! The commands that do one thing and end.

#![allow(clippy::print_stdout, reason = "commands speak on standard output")]

use anyhow::{Context, anyhow, bail};
use kernel::{Db, Lang, Scope};

use crate::cli::{ImportCommand, Place, TokenCommand, UserCommand};
use crate::{demo, serve};

/// Brings the schema up to date.
pub async fn migrate(place: &Place) -> anyhow::Result<()> {
    let db = serve::connect(place).await?;
    let applied = db.migrate(&crate::compose::migrations()).await?;
    println!("{} steps applied", applied.len());
    db.close().await.context("closing the database")
}

/// Loads the demo group.
pub async fn demo(place: &Place) -> anyhow::Result<()> {
    let db = serve::open(place).await?;
    demo::load_when_empty(&db, place).await?;
    db.close().await.context("closing the database")
}

/// People who sign in.
pub async fn user(command: UserCommand) -> anyhow::Result<()> {
    let UserCommand::Password { place, user } = command;
    let db = serve::open(&place).await?;
    let found = person(&db, &user).await?;
    let password = std::io::read_to_string(std::io::stdin())?;
    let password = password.trim_end_matches(['\r', '\n']);
    let scope = Scope::system(found.tenant_id, db.clock.new_id(), "fourfold user password");
    let mut tx = db.write(&scope).await?;
    let hash = organisation::users::password::hash(password).await.map_err(|e| anyhow!("the password was not set: {e}"))?;
    organisation::set_password(&mut tx, found.id, hash, false, None).await.map_err(|e| anyhow!("the password was not set: {e}"))?;
    tx.commit().await?;
    db.close().await.context("closing the database")
}

async fn person(db: &Db, login: &str) -> anyhow::Result<organisation::users::User> {
    organisation::find_user_by_login(db.read(), login).await?.with_context(|| format!("nobody signs in as {login}"))
}

/// API tokens.
pub async fn token(command: TokenCommand) -> anyhow::Result<()> {
    let TokenCommand::Create { place, user, name } = command;
    let db = serve::open(&place).await?;
    let found = person(&db, &user).await?;
    let scope = organisation::scope_of_user(&db, found.tenant_id, found.id, db.clock.new_id(), Lang::ZhCn).await?;
    let mut tx = db.write(&scope).await?;
    let (_, token) = organisation::create_token(&mut tx, found.id, organisation::NewToken { name, ..Default::default() }).await.map_err(|e| anyhow!("{e}"))?;
    tx.commit().await?;
    println!("{token}");
    db.close().await.context("closing the database")
}

/// Spreadsheets.
pub async fn import(command: ImportCommand) -> anyhow::Result<()> {
    let ImportCommand::Customers(args) = command;
    bail!("{}", args.file.display())
}
