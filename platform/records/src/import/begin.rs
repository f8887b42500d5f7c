//! The beginning of an import: a file, a store, and what its columns mean.

use kernel::{Db, Id, Scope};
use sea_orm::{DatabaseExecutor, DbErr};

use super::{
    Counts, Desk, FileProblem, Import, Importer, Kept, Key, Layout, Mapping, Mode, State, Step, Target, pipeline,
    queries,
};
use crate::Refusal;

/// A file that came for a store.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The import's id, under which the file is kept.
    pub id: Id,
    /// The importer's name.
    pub importer: String,
    /// The store.
    pub store: Id,
    /// The file's name as it was given.
    pub file_name: String,
    /// The file as kept.
    pub kept: Kept,
}

/// Why an import does not begin.
#[derive(Debug, thiserror::Error)]
pub enum NotBegun {
    /// The file, or what is to be done with it.
    #[error(transparent)]
    File(#[from] FileProblem),
    /// The person, or the database.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<DbErr> for NotBegun {
    fn from(error: DbErr) -> NotBegun {
        NotBegun::Refused(error.into())
    }
}

/// Looks into a kept file away from the threads that answer requests.
pub async fn look_into(
    desk: &Desk,
    stored: &str,
    file_name: &str,
    sheet: Option<usize>,
    header: Option<u64>,
    targets: Vec<Target>,
) -> Result<Layout, FileProblem> {
    let (path, name) = (desk.folder.join(stored), file_name.to_owned());
    let looked = tokio::task::spawn_blocking(move || Layout::look(&path, &name, sheet, header, &targets));
    looked.await.unwrap_or_else(|_| Err(pipeline::problem("sheet-unreadable")))
}

/// Makes an import of a file that arrived, with the mapping remembered for its layout or else the guessed one. A file
/// that cannot be read makes none.
pub async fn begin(desk: &Desk, db: &Db, scope: &Scope, arrival: Arrival) -> Result<Import, NotBegun> {
    let importer = desk.importers.find(&arrival.importer).ok_or(Refusal::NotFound)?;
    let import = draft(desk, db, scope, &**importer, arrival, None).await?;
    let mut tx = db.write(scope).await?;
    queries::insert(&tx, &import).await?;
    tx.record("import", import.id, "create", Vec::new());
    tx.commit().await?;
    Ok(import)
}

/// An import that is not stored yet.
pub(super) async fn draft(
    desk: &Desk,
    db: &Db,
    scope: &Scope,
    importer: &dyn Importer,
    arrival: Arrival,
    layout: Option<Layout>,
) -> Result<Import, NotBegun> {
    let owner = scope.user().ok_or(Refusal::Forbidden)?;
    let conn = DatabaseExecutor::from(db.read());
    let look = pipeline::look(db, scope, &conn);
    let place = importer.place(&look, arrival.store).await?.ok_or_else(|| pipeline::problem("import-no-store"))?;
    let targets = importer.targets(&look).await?;
    let layout = match layout {
        Some(layout) => layout,
        None => look_into(desk, &arrival.kept.stored, &arrival.file_name, None, None, targets.clone()).await?,
    };
    let mapping = proposed(db, scope, importer.name(), &layout, &targets).await?;
    let can_create = scope.can(importer.kind().name, kernel::Action::Create);
    Ok(Import {
        tenant: scope.tenant,
        id: arrival.id,
        importer: importer.name().to_owned(),
        store: place.store,
        path: place.path,
        owner,
        owner_name: scope.actor_name().to_owned(),
        file_name: arrival.file_name,
        stored: arrival.kept.stored,
        digest: arrival.kept.digest,
        bytes: arrival.kept.bytes,
        mapping,
        fingerprint: layout.fingerprint,
        mode: if can_create { Mode::Both } else { Mode::Update },
        keys: Key::ALL.to_vec(),
        state: State::Draft,
        step: Step::Check,
        pass: 0,
        line: 0,
        total: 0,
        counts: Counts::default(),
        checked: Counts::default(),
        problems: Default::default(),
        problem: None,
        job: None,
        created_at: db.clock.now(),
        started_at: None,
        finished_at: None,
    })
}

/// The mapping remembered for a layout, or the guessed one.
pub async fn proposed(
    db: &Db,
    scope: &Scope,
    importer: &str,
    layout: &Layout,
    targets: &[Target],
) -> Result<Mapping, DbErr> {
    let remembered = queries::remembered(db.read(), scope.tenant, importer, &layout.fingerprint).await?;
    Ok(remembered.and_then(|columns| layout.remembered(&columns, targets)).unwrap_or_else(|| layout.mapping()))
}
