//! The commands that do one thing and end.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "commands speak on standard output")]

use anyhow::{Context, anyhow, bail};
use kernel::{Db, Lang, Scope};

use records::Refusal;
use records::import::{FileOrder, Halt, Mode, Progress, report};
use records::operations;
use records::policy::Look;

use crate::backup::Held;
use crate::cli::{ImportCommand, ImportMode, Place, TokenCommand, UndoArgs, UserCommand};
use crate::{compose, demo, serve};

/// Brings the schema up to date.
pub async fn migrate(place: &Place) -> anyhow::Result<()> {
    let db = serve::connect(place).await?;
    let applied = db.migrate(&compose::migrations()).await?;
    serve::upgrade(&db).await?;
    println!("{} steps applied", applied.len());
    db.close().await.context("closing the database")
}

/// Loads the demo group.
pub async fn demo(place: &Place) -> anyhow::Result<()> {
    let db = serve::open(place).await?;
    demo::load_when_empty(&db).await?;
    db.close().await.context("closing the database")
}

/// People who sign in.
pub async fn user(command: UserCommand) -> anyhow::Result<()> {
    let UserCommand::Password { place, user } = command;
    let db = serve::open(&place).await?;
    let found = person(&db, &user).await?;
    let password = std::io::read_to_string(std::io::stdin())?;
    let password = password.trim_end_matches(['\r', '\n']);
    let choice =
        organisation::users::Choice::of(db.read(), found.tenant_id, &found.path, &found.login, &found.name).await?;
    if let Err(code) = choice.check(password) {
        let words = compose::words().map_err(|e| anyhow!(e))?;
        bail!("the password was not set: {}", words.text(Lang::ZhCn, code));
    }
    let scope = Scope::system(found.tenant_id, db.clock.new_id(), "fourfold user password");
    let mut tx = db.write(&scope).await?;
    let hash =
        organisation::users::password::hash(password).await.map_err(|e| anyhow!("the password was not set: {e}"))?;
    organisation::set_password(&mut tx, found.id, hash, false, None)
        .await
        .map_err(|e| anyhow!("the password was not set: {e}"))?;
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
    let (_, token) =
        organisation::create_token(&mut tx, found.id, organisation::NewToken { name, ..Default::default() })
            .await
            .map_err(|e| anyhow!("{e}"))?;
    tx.commit().await?;
    println!("{token}");
    db.close().await.context("closing the database")
}

/// Leaves the undoing of an import to the house, under the policy of the person in whose name it is done.
async fn undo(args: UndoArgs) -> anyhow::Result<()> {
    let _held = Held::shared(&args.place.data)?;
    let db = serve::open(&args.place).await?;
    let found = person(&db, &args.user).await?;
    let scope = organisation::scope_of_user(&db, found.tenant_id, found.id, db.clock.new_id(), Lang::ZhCn).await?;
    let nouns = compose::nouns();
    let operation = operations::queries::find(&Look::at(&db, &scope), &nouns, args.id).await?;
    let operation = operation.with_context(|| format!("there is no import {} that {} may see", args.id, args.user))?;
    let mut tx = db.write(&scope).await?;
    let begun = match operations::undo::start(&mut tx, &operation).await {
        Ok(begun) => begun,
        Err(Refusal::Rule(code)) => {
            let words = compose::words().map_err(|e| anyhow!(e))?;
            bail!("{}", words.text(Lang::ZhCn, code));
        }
        Err(refusal) => return Err(refusal.into()),
    };
    tx.commit().await?;
    println!("{}", if begun { "left to the server to undo" } else { "being undone already, or undone" });
    db.close().await.context("closing the database")
}

/// Spreadsheets: the same pipeline as the wizard's, in this process. Standard error shows progress, standard output the
/// result; with `--json` it ends in one object.
pub async fn import(command: ImportCommand) -> anyhow::Result<()> {
    let args = match command {
        ImportCommand::Customers(args) => args,
        ImportCommand::Undo(args) => return undo(args).await,
    };
    let _held = Held::shared(&args.place.data)?;
    let db = serve::open(&args.place).await?;
    let found = person(&db, &args.user).await?;
    let scope = organisation::scope_of_user(&db, found.tenant_id, found.id, db.clock.new_id(), Lang::ZhCn).await?;
    let store = organisation::nodes::queries::find_by_code(db.read(), found.tenant_id, &args.store).await?;
    let store = store.with_context(|| format!("there is no store with the code {}", args.store))?.id;
    let mapping = match &args.mapping {
        Some(path) => Some(serde_json::from_slice(
            &std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?,
        )?),
        None => None,
    };
    let mode = match args.mode {
        ImportMode::Create => Mode::Create,
        ImportMode::Update => Mode::Update,
        ImportMode::Both => Mode::Both,
    };
    let order = FileOrder {
        importer: "customers".into(),
        file: args.file.clone(),
        store,
        mode: Some(mode),
        key: None,
        mapping,
        dry_run: args.dry_run,
    };
    let desk = compose::import_desk(&compose::Wiring::new(), &args.place.data);
    let words = compose::words().map_err(|e| anyhow!(e))?;
    let say = |key: &str, values: &[(&str, &str)]| {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, (*value).into())).collect();
        words.format(Lang::ZhCn, key, &values)
    };
    let mut progress = |progress: Progress| match progress {
        Progress::GoesOn { done, total } => {
            eprintln!("an earlier attempt was cut off; going on after {done} of {total} rows");
        }
        Progress::Step { done, total } => eprint!("\r{done}/{total}"),
    };
    let result = records::import::import_file(&desk, &db, &scope, order, &mut progress).await;
    eprintln!();
    let import = match result {
        Ok(import) => import,
        Err(Halt::Problem(problem)) => {
            let values: Vec<(&str, &str)> = problem.args.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            bail!("{}: {}", args.file.display(), say(&problem.code, &values));
        }
        Err(other) => return Err(other).with_context(|| args.file.display().to_string()),
    };
    if let Some(path) = &args.report {
        let form = report::Form::of_name(&path.to_string_lossy());
        report::write(&desk, &db, &import, form, path.clone(), &say)
            .await
            .map_err(|p| anyhow!("the report was not written: {}", say(&p.code, &[])))?;
    }
    let counts = import.tally();
    if args.json {
        let object = serde_json::json!({
            "rows": counts.rows, "created": counts.created, "updated": counts.updated, "unchanged": counts.unchanged,
            "duplicates": counts.duplicates, "rejected": counts.rejected,
        });
        println!("{object}");
    } else {
        println!(
            "{} rows: {} created, {} updated, {} unchanged, {} duplicates, {} rejected",
            counts.rows, counts.created, counts.updated, counts.unchanged, counts.duplicates, counts.rejected
        );
    }
    db.close().await.context("closing the database")
}
