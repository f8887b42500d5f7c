//! An import without a browser: the same file, pipeline and account, done at once by the process that asks.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use kernel::{Db, Id, JobStep, Scope, Tx};
use sea_orm::DbErr;
use tokio::io::AsyncReadExt;

use super::begin::{self, Arrival, NotBegun};
use super::pipeline::{self, End, Steps};
use super::{Desk, Import, Key, MappingFile, Mode, Step, Target, Upload, UploadError, queries};
use crate::Refusal;

/// What a command line asks for.
#[derive(Clone, Debug)]
pub struct FileOrder {
    /// The importer's name.
    pub importer: String,
    /// The file.
    pub file: PathBuf,
    /// The store.
    pub store: Id,
    /// What may be done with records; what the person may when nothing is said.
    pub mode: Option<Mode>,
    /// The key that decides first.
    pub key: Option<Key>,
    /// What columns mean; guessed when nothing is said.
    pub mapping: Option<MappingFile>,
    /// Only judges.
    pub dry_run: bool,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// An earlier attempt that was cut off is being gone on with; so many rows have their account already.
    GoesOn {
        /// Rows that are done.
        done: i64,
        /// Rows in all.
        total: i64,
    },
    /// After a committed step.
    Step {
        /// Rows that are done.
        done: i64,
        /// Rows in all.
        total: i64,
    },
}

/// Who is told.
pub type Told<'t> = dyn FnMut(Progress) + Send + 't;

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum Halt {
    /// The file, the mapping, or what was asked: a code with values, to be shown as its sentence.
    #[error("{0}")]
    Problem(super::FileProblem),
    /// The mapping names a column that the sheet does not have.
    #[error("no such column: {0}")]
    NoSuchColumn(String),
    /// Someone paused or cancelled it; the same command goes on with it.
    #[error("stopped")]
    Stopped,
    /// The person may not.
    #[error(transparent)]
    Refused(Refusal),
    /// The file cannot be read from the disk, or not be kept.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl From<DbErr> for Halt {
    fn from(error: DbErr) -> Halt {
        Halt::Refused(error.into())
    }
}

impl From<NotBegun> for Halt {
    fn from(error: NotBegun) -> Halt {
        match error {
            NotBegun::File(problem) => Halt::Problem(problem),
            NotBegun::Refused(refusal) => Halt::Refused(refusal),
        }
    }
}

impl From<UploadError> for Halt {
    fn from(error: UploadError) -> Halt {
        match error {
            UploadError::TooLarge => Halt::Problem(super::FileProblem {
                code: "sheet-file-too-large".into(),
                args: vec![("limit".into(), (super::MAX_BYTES >> 20).to_string())],
            }),
            UploadError::Io(error) => Halt::Io(error),
        }
    }
}

/// Brings a file in, from where an earlier attempt with the same file, store, person and choices was cut off, if there
/// was one. `progress` is told so, and how far it is after each step. The import is returned with its counts
/// ([`Import::tally`]) and its account of every row ([`super::report`]).
pub async fn import_file(
    desk: &Desk,
    db: &Db,
    scope: &Scope,
    order: FileOrder,
    progress: &mut Told<'_>,
) -> Result<Import, Halt> {
    let importer = desk.importers.find(&order.importer).ok_or(Halt::Refused(Refusal::NotFound))?.clone();
    let id = db.clock.new_id();
    let kept = keep(&desk.folder, id, &order.file).await?;
    let file_name = order.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let ordered = prepare(
        desk,
        db,
        scope,
        &*importer,
        &order,
        Arrival { id, importer: order.importer.clone(), store: order.store, file_name, kept },
    )
    .await;
    let import = match ordered {
        Ok(import) => import,
        Err(halt) => {
            forget(desk, id).await;
            return Err(halt);
        }
    };
    if import.id != id {
        // Going on with an earlier attempt, whose file is there.
        forget(desk, id).await;
        progress(Progress::GoesOn { done: import.tally().rows, total: import.total });
    }
    let id = import.id;
    let mut steps = InlineSteps { db: db.clone(), progress };
    match pipeline::run(desk, import, scope, &mut steps).await? {
        End::Finished(_) => {}
        End::Stopped => return Err(Halt::Stopped),
        End::Failed(problem) => return Err(Halt::Problem(problem)),
    }
    queries::load(db.read(), scope.tenant, id).await?.ok_or(Halt::Refused(Refusal::NotFound))
}

async fn keep(folder: &Path, id: Id, file: &Path) -> Result<super::Kept, Halt> {
    let mut from = tokio::fs::File::open(file).await?;
    let mut upload = Upload::begin(folder, id).await?;
    let mut piece = vec![0; 1 << 16];
    loop {
        let read = from.read(&mut piece).await?;
        if read == 0 {
            return Ok(upload.finish().await?);
        }
        upload.write(&piece[..read]).await?;
    }
}

async fn forget(desk: &Desk, id: Id) {
    // A file that is gone already is as good as forgotten.
    let _ = tokio::fs::remove_file(desk.folder.join(format!("{id}.sheet"))).await;
}

/// The import to do: a new one, or the one that was cut off.
async fn prepare(
    desk: &Desk,
    db: &Db,
    scope: &Scope,
    importer: &dyn super::Importer,
    order: &FileOrder,
    arrival: Arrival,
) -> Result<Import, Halt> {
    let conn = sea_orm::DatabaseExecutor::from(db.read());
    let targets = importer.targets(&pipeline::look(db, scope, &conn)).await?;
    let (sheet, header) = order.mapping.as_ref().map_or((None, None), |m| (m.sheet(), m.header()));
    let layout = begin::look_into(desk, &arrival.kept.stored, &arrival.file_name, sheet, header, targets.clone())
        .await
        .map_err(Halt::Problem)?;
    let mapping =
        order.mapping.as_ref().map(|m| m.onto(layout.sheet, layout.header, &layout.names(), importer.kind().name));
    let mut import = begin::draft(desk, db, scope, importer, arrival, Some(layout)).await?;
    if let Some(mapping) = mapping {
        import.mapping = mapping.map_err(Halt::NoSuchColumn)?;
    }
    judge(&import, &targets)?;
    import.mode = order.mode.unwrap_or(import.mode);
    import.keys = order.key.map_or_else(|| import.keys.clone(), Key::first);
    import.step = if order.dry_run { Step::Check } else { Step::Run };
    import.state = import.step.state();
    import.pass = 1;
    import.started_at = Some(db.clock.now());
    let mut tx = db.write(scope).await?;
    if !order.dry_run
        && let Some(earlier) = queries::unfinished(tx.conn(), &import).await?
    {
        return Ok(earlier);
    }
    queries::insert(&tx, &import).await?;
    tx.record("import", import.id, "create", Vec::new());
    tx.commit().await?;
    Ok(import)
}

fn judge(import: &Import, targets: &[Target]) -> Result<(), Halt> {
    match import.mapping.problem(targets) {
        Some(code) => Err(Halt::Problem(pipeline::problem(code))),
        None => Ok(()),
    }
}

struct InlineSteps<'p> {
    db: Db,
    progress: &'p mut Told<'p>,
}

#[async_trait]
impl Steps for InlineSteps<'_> {
    fn db(&self) -> Db {
        self.db.clone()
    }

    async fn commit(&mut self, tx: Tx<'_>, done: i64, total: i64) -> Result<JobStep, DbErr> {
        tx.commit().await?;
        (self.progress)(Progress::Step { done, total });
        Ok(JobStep::Continue)
    }
}
