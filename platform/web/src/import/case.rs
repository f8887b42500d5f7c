//! The import that a request is about.

use std::sync::Arc;

use kernel::jobs::{self, Job};
use records::import::{AnyLook, Desk, Import, Importer, Target, queries};
use sea_orm::DatabaseExecutor;

use crate::records::Call;
use crate::{Problem, Result};

/// The importer of this wizard.
pub(super) const IMPORTER: &str = "customers";

/// The desk of the house; without one there is nothing to import.
pub(super) fn desk(call: &Call) -> Result<Desk> {
    call.app.seams.get::<Desk>().cloned().ok_or_else(Problem::not_found)
}

/// The importer.
pub(super) fn importer(desk: &Desk) -> Result<Arc<dyn Importer>> {
    desk.importers.find(IMPORTER).cloned().ok_or_else(Problem::not_found)
}

/// An import with what is needed to go on with it.
pub(super) struct Case {
    pub desk: Desk,
    pub importer: Arc<dyn Importer>,
    pub import: Import,
    /// What its columns may mean to the visitor.
    pub targets: Vec<Target>,
}

impl Case {
    /// The import in the path, if the visitor may see it.
    pub async fn of(call: &Call) -> Result<Case> {
        let desk = desk(call)?;
        let importer = importer(&desk)?;
        let import =
            queries::find(&call.look(), importer.kind(), call.id("import")?).await?.ok_or_else(Problem::not_found)?;
        let conn = DatabaseExecutor::from(call.app.db.read());
        let look =
            AnyLook { scope: &call.visitor.scope, conn: &conn, keys: &call.app.db.keys, now: call.app.db.clock.now() };
        let targets = importer.targets(&look).await?;
        Ok(Case { desk, importer, import, targets })
    }

    /// Its page, with a tail.
    pub fn href(&self, tail: &str) -> String {
        format!("/imports/{}{tail}", self.import.id)
    }

    /// The job that gave up on it, after the house itself failed several times.
    pub async fn given_up(&self, call: &Call) -> Result<Option<Job>> {
        let Some(id) = self.import.job.filter(|_| self.import.state.is_at_work()) else { return Ok(None) };
        Ok(jobs::find(call.app.db.read(), self.import.tenant, id).await?.filter(|job| job.state == "failed"))
    }
}
