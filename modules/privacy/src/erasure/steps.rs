//! The steps of erasing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use customers::Seams;
use customers::privacy::{self, Duties, Person};
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, erasure};
use organisation::{nodes, notices, settings};
use records::Refusal;

use super::ledger::{self, What};
use super::queries;
use crate::copies;
use crate::requests::queries as requests;

/// How many steps there are.
pub const STEPS: i64 = 4;

/// Erases people.
#[derive(Clone)]
pub struct Eraser {
    /// What other modules keep.
    pub seams: Arc<Seams>,
    /// The data folder; none where nothing is kept in files and no restore is to know of it: an invented person's.
    pub data: Option<PathBuf>,
}

/// For how long the law keeps things, as the group has settled it.
pub async fn duties(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Duties, DbError> {
    let path = nodes::queries::root(conn, tenant).await?.map(|root| root.path).unwrap_or_default();
    Ok(Duties {
        sales_years: settings::number(conn, tenant, &path, settings::keys::KEEP_SALES).await?,
        repair_years: settings::number(conn, tenant, &path, settings::keys::KEEP_REPAIRS).await?,
    })
}

impl Eraser {
    /// Does one step, counted from 0. Each finds what the steps before have left, so that one that was cut off, or is
    /// done once more, does no harm. After the last the last day on which the law keeps something is returned.
    pub async fn step(&self, tx: &mut Tx<'_>, customer: Id, step: i64) -> Result<Option<NaiveDate>, DbError> {
        let person = Person::of(tx.conn(), tx.tenant(), customer).await?;
        match step {
            // From here on nobody works with the file.
            0 => privacy::restrict(tx, &self.seams, customer).await.map(|_| None).or_else(database),
            1 => self.elsewhere(tx, &person).await.map(|()| None),
            2 => self.told(tx, &person).await.map(|()| None),
            _ => self.last(tx, &person).await,
        }
    }

    /// What serves all nouns, and words in other people's files.
    async fn elsewhere(&self, tx: &mut Tx<'_>, person: &Person) -> Result<(), DbError> {
        let traces = person.traces(tx, &self.seams).await?;
        if let Some(data) = &self.data {
            records::erasure::remove_sheets(tx, &traces, &data.join("imports")).await?;
        }
        records::erasure::erase(tx, &traces, &person.engagements).await?;
        privacy::sweep(tx, &self.seams, &traces).await?;
        notices::erase(tx, &traces).await
    }

    /// What the house told itself. The journal goes after all else that is found by what it tells.
    async fn told(&self, tx: &mut Tx<'_>, person: &Person) -> Result<(), DbError> {
        let traces = person.traces(tx, &self.seams).await?;
        erasure::events_and_jobs(tx, &traces).await?;
        erasure::journal(tx, &traces).await
    }

    /// Papers, copies, and the ledger, which is written before the file goes: a restore erases at most once too often.
    async fn files(&self, tx: &Tx<'_>, person: &Person, data: &Path) -> Result<(), DbError> {
        privacy::remove_papers(tx, person, data).await?;
        for file in &person.files {
            for request in requests::of(tx.conn(), tx.tenant(), *file).await? {
                copies::remove(data, request.id)?;
            }
            ledger::note(data, tx.tenant(), *file, What::Erased, tx.now())?;
        }
        Ok(())
    }

    /// The files themselves.
    async fn last(&self, tx: &mut Tx<'_>, person: &Person) -> Result<Option<NaiveDate>, DbError> {
        if let Some(data) = &self.data {
            self.files(tx, person, data).await?;
        }
        requests::blank(tx, &person.files).await?;
        let duties = duties(tx.conn(), tx.tenant()).await?;
        let today = tx.now().date_in(organisation::HOUSE_ZONE);
        let until = privacy::erase(tx, &self.seams, person, &duties, today).await?;
        for file in &person.files {
            queries::note(tx, *file, until).await?;
        }
        Ok(until)
    }
}

/// A file that is gone altogether has nothing to erase.
fn database(refusal: Refusal) -> Result<Option<NaiveDate>, DbError> {
    match refusal {
        Refusal::Database(error) => Err(error),
        Refusal::NotFound => Ok(None),
        other => Err(DbError::Custom(other.to_string())),
    }
}
