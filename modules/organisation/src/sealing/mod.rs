//! Looking after the seal of the journal (SYS-09): the chain is checked every day, and what is older than the house keeps
//! is cut off by whole segments. The chain itself is the kernel's ([`kernel::chain`]).

use async_trait::async_trait;
use kernel::schedules::Schedule;
use kernel::{DbError, JobContext, JobHandler, chain};

use crate::nodes;
use crate::settings::{self, keys};

/// The job that checks the chain.
pub const CHECK: &str = "journal.check";
/// The job that cuts off what is too old.
pub const CUT: &str = "journal.cut";

/// Days of a year, the short day of leap years let go: what is kept longer by a day harms nobody.
const YEAR: i64 = 366;

/// When they fall due.
pub fn schedules() -> Vec<Schedule> {
    [CHECK, CUT].map(|name| Schedule { name, every: 86_400 }).to_vec()
}

/// Checks a tenant's chain and keeps what was found.
pub struct CheckJob;

#[async_trait]
impl JobHandler for CheckJob {
    fn kind(&self) -> &'static str {
        CHECK
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let tenant = context.scope().tenant;
        let report = chain::check(context.db.read(), &context.db.keys, tenant).await?;
        if let Some((position, fault)) = report.fault {
            tracing::error!(tenant, position, fault = fault.name(), "the journal is not what was sealed");
        }
        let tx = context.begin().await?;
        chain::note_check(&tx, &report).await?;
        context.commit(tx, &(), report.entries, report.entries).await.map(drop)
    }
}

/// Cuts off entries that are older than the group keeps them.
pub struct CutJob;

#[async_trait]
impl JobHandler for CutJob {
    fn kind(&self) -> &'static str {
        CUT
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let (db, scope) = (context.db, context.scope());
        let root = nodes::queries::root(db.read(), scope.tenant).await?;
        let Some(root) = root else { return Ok(()) };
        let years = settings::number(db.read(), scope.tenant, &root.path, keys::AUDIT_YEARS).await?;
        let before = db.clock.now().plus_days(-years * YEAR);
        let cut = chain::cut(db, scope, before, chain::SEGMENT).await?;
        if cut > 0 {
            tracing::info!(tenant = scope.tenant, entries = cut, "cut off old entries of the journal");
        }
        Ok(())
    }
}
