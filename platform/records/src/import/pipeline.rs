//! The way of all rows through an importer, step by step: read, judge or write, account, commit.
//!
//! A step's records, the accounts of its rows and the line it reached are committed together, under the condition that
//! the import still stands where this worker found it. So each row is taken in exactly once, however often a process
//! dies and whoever goes on.

use async_trait::async_trait;
use kernel::{Db, JobStep, Scope, Tx};
use sea_orm::{DatabaseExecutor, DbErr};

use super::batch::Batch;
use super::reader::{self, Plan};
use super::settling::Settling;
use super::statistics;
use super::{AnyLook, Counts, Desk, FileProblem, Import, Importer, Options, State, Step, queries};
use crate::Refusal;
use crate::input::Context;
use crate::operations::{self, NewOperation};
use crate::search;

/// Commits steps: a job's worker renews its lease with them, a command line shows how far it is.
#[async_trait]
pub(super) trait Steps: Send {
    /// The database.
    fn db(&self) -> Db;
    /// Makes a step lasting.
    async fn commit(&mut self, tx: Tx<'_>, done: i64, total: i64) -> Result<JobStep, DbErr>;
}

/// How a pass ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// All rows have their account.
    Finished(Counts),
    /// Paused, cancelled, or the process goes down.
    Stopped,
    /// It cannot go on; the import says why.
    Failed(FileProblem),
}

/// Rows after which the search terms of what they brought are brought to their places.
const SETTLED_AFTER: i64 = 10_000;

/// Does a pass of an import from where it stands. However it ends, what it brought can be found.
pub(super) async fn run(desk: &Desk, import: Import, scope: &Scope, steps: &mut dyn Steps) -> Result<End, DbErr> {
    let end = pass(desk, import, scope, steps).await?;
    if end == End::Stopped {
        search::settle(&steps.db(), scope).await?;
    }
    Ok(end)
}

async fn pass(desk: &Desk, mut import: Import, scope: &Scope, steps: &mut dyn Steps) -> Result<End, DbErr> {
    let Some(importer) = desk.importers.find(&import.importer).cloned() else {
        return fail(steps, scope, &import, problem("import-no-importer")).await;
    };
    let db = steps.db();
    let conn = DatabaseExecutor::from(db.read());
    let look = look(&db, scope, &conn);
    let options = match options(&look, &*importer, &import).await? {
        Ok(options) => options,
        Err(problem) => return fail(steps, scope, &import, problem).await,
    };
    let intake = match importer.open(&look, &options).await {
        Ok(intake) => intake,
        Err(Refusal::Database(error)) => return Err(error),
        Err(refusal) => return fail(steps, scope, &import, refused(&refusal)).await,
    };
    if import.step == Step::Check {
        forget_earlier(steps, scope, &import).await?;
    }
    let plan = plan(desk, &db, &look, &*importer, &import, &options).await?;
    if import.total == 0 {
        match reader::count(plan.path.clone(), plan.name.clone(), plan.mapping.clone()).await {
            Ok(total) => import.total = total,
            Err(problem) => return fail(steps, scope, &import, problem).await,
        }
        let tx = db.write(scope).await?;
        queries::change(&tx, import.id, &[import.step.state()], vec![("total", import.total.into())]).await?;
        if steps.commit(tx, import.tally().rows, import.total).await? == JobStep::Stop {
            return Ok(End::Stopped);
        }
    }
    if import.step == Step::Run && import.line == 0 {
        begin_operation(&db, scope, &*importer, &import).await?;
    }
    // What came at a stroke just before (a demo group, another import) may not be known to the planner yet.
    statistics::refresh(&db, scope, importer.kind()).await?;
    let mut batch = Batch::begin(&db, &import, &options, intake).await?;
    let mut settling = Settling::beside(&db, scope);
    let mut coming = reader::drafts(plan);
    while let Some(read) = coming.recv().await {
        let drafts = match read {
            Ok(drafts) => batch.skip(drafts, &import),
            Err(problem) => return fail(steps, scope, &import, problem).await,
        };
        let before = import.counts.rows;
        if !drafts.is_empty() && batch.step(steps, &look, &mut import, &drafts).await? == JobStep::Stop {
            return Ok(End::Stopped);
        }
        if before / SETTLED_AFTER < import.counts.rows / SETTLED_AFTER {
            settling.go_on().await?;
        }
        if statistics::are_due(&import, before) {
            statistics::refresh(&db, scope, importer.kind()).await?;
        }
    }
    settling.end().await?;
    finish(steps, scope, &import).await
}

/// From its first row on, a run is an operation that can be taken back as a whole.
async fn begin_operation(db: &Db, scope: &Scope, importer: &dyn Importer, import: &Import) -> Result<(), DbErr> {
    let tx = db.write(scope).await?;
    let new = NewOperation {
        id: import.id,
        kind: "import".to_owned(),
        noun: importer.kind().name,
        title: import.file_name.clone(),
        asked: "{}".to_owned(),
        place: Some((import.store, import.path.clone())),
        total: import.total,
        job: None,
    };
    operations::queries::begin(&tx, &new).await?;
    tx.commit().await
}

/// The operation of a run that has ended, with what its rows came to.
pub(super) async fn end_operation(tx: &Tx<'_>, import: &Import) -> Result<(), DbErr> {
    let counts = import.counts;
    let counts = operations::Counts {
        created: counts.created,
        changed: counts.updated,
        unchanged: counts.unchanged + counts.duplicates,
        refused: counts.rejected,
        partly: 0,
    };
    operations::queries::finish(tx, import.id, import.counts.rows, counts).await.map(drop)
}

/// Someone's look outside a transaction.
pub(super) fn look<'a>(db: &'a Db, scope: &'a Scope, conn: &'a DatabaseExecutor<'a>) -> AnyLook<'a> {
    AnyLook { scope, conn, keys: &db.keys, now: db.clock.now() }
}

/// What was decided, as the importer takes it; a store that this person may no longer bring records into is a problem.
pub(super) async fn options(
    look: &AnyLook<'_>,
    importer: &dyn Importer,
    import: &Import,
) -> Result<Result<Options, FileProblem>, DbErr> {
    let Some(place) = importer.place(look, import.store).await? else { return Ok(Err(problem("import-no-store"))) };
    let today = look.now.date_in(place.zone);
    Ok(Ok(Options { import: import.id, place, mode: import.mode, keys: import.keys.clone(), today }))
}

/// How the file is to be read.
pub(super) async fn plan(
    desk: &Desk,
    db: &Db,
    look: &AnyLook<'_>,
    importer: &dyn Importer,
    import: &Import,
    options: &Options,
) -> Result<Plan, DbErr> {
    Ok(Plan {
        path: import.file(&desk.folder),
        name: import.file_name.clone(),
        mapping: import.mapping.clone(),
        targets: importer.targets(look).await?,
        fixes: queries::fixes(db.read(), import).await?,
        context: Context { today: options.today, zone: options.place.zone },
    })
}

/// A problem without values.
pub(super) fn problem(code: &str) -> FileProblem {
    FileProblem { code: code.to_owned(), args: Vec::new() }
}

/// Why an importer would not open.
pub(super) fn refused(refusal: &Refusal) -> FileProblem {
    match refusal {
        Refusal::Rule(code) => problem(code),
        Refusal::Invalid(fields) => problem(fields.first().map_or("import-not-allowed", |f| f.code.as_str())),
        _ => problem("import-not-allowed"),
    }
}

/// The accounts of earlier checks go first, in steps of their own.
async fn forget_earlier(steps: &mut dyn Steps, scope: &Scope, import: &Import) -> Result<(), DbErr> {
    loop {
        let tx = steps.db().write(scope).await?;
        let gone = queries::forget_checks(&tx, import).await?;
        steps.commit(tx, 0, import.total).await?;
        if gone == 0 {
            return Ok(());
        }
    }
}

async fn finish(steps: &mut dyn Steps, scope: &Scope, import: &Import) -> Result<End, DbErr> {
    if import.step == Step::Run {
        search::settle(&steps.db(), scope).await?;
    }
    let mut tx = steps.db().write(scope).await?;
    let counts = import.tally();
    let state = if import.step == Step::Check { State::Ready } else { State::Done };
    let mut changes = vec![("state", state.name().into()), ("total", counts.rows.into())];
    if import.step == Step::Run {
        changes.push(("finished_at", tx.now().into()));
    }
    if !queries::change(&tx, import.id, &[import.step.state()], changes).await? {
        tx.rollback().await?;
        return Ok(End::Stopped);
    }
    if import.step == Step::Run {
        end_operation(&tx, import).await?;
        tx.record("import", import.id, "done", Vec::new());
        let payload = serde_json::json!({
            "importer": import.importer, "store": import.store, "owner": import.owner, "counts": counts
        });
        tx.emit("import.done.v1", "import", import.id, payload);
    }
    steps.commit(tx, counts.rows, counts.rows).await?;
    Ok(End::Finished(counts))
}

async fn fail(steps: &mut dyn Steps, scope: &Scope, import: &Import, problem: FileProblem) -> Result<End, DbErr> {
    search::settle(&steps.db(), scope).await?;
    let mut tx = steps.db().write(scope).await?;
    let changes = queries::failed(&problem, tx.now());
    if queries::change(&tx, import.id, &[import.step.state()], changes).await? {
        tell_failed(&mut tx, import, &problem);
    }
    steps.commit(tx, import.tally().rows, import.total).await?;
    Ok(End::Failed(problem))
}

/// Tells the other modules that an import cannot go on.
fn tell_failed(tx: &mut Tx<'_>, import: &Import, problem: &FileProblem) {
    let payload = serde_json::json!({
        "importer": import.importer, "store": import.store, "owner": import.owner, "problem": problem.code
    });
    tx.emit("import.failed.v1", "import", import.id, payload);
}
