//! The job that makes a copy.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use customers::privacy::{self, Person};
use customers::{CUSTOMER, Seams, attachments};
use kernel::{Db, DbError, Id, JobContext, JobHandler, Tenant};
use organisation::{nodes, settings};
use serde::Deserialize;

use super::{path, write};
use crate::requests;

/// The kind of the job.
pub const COPY: &str = "privacy.copy";

/// Does jobs of kind [`COPY`].
pub struct CopyJob {
    /// What other modules keep.
    pub seams: Arc<Seams>,
    /// The data folder.
    pub data: PathBuf,
}

#[derive(Deserialize)]
struct Payload {
    request: Id,
    customer: Id,
}

#[async_trait]
impl JobHandler for CopyJob {
    fn kind(&self) -> &'static str {
        COPY
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let Payload { request, customer } = context.payload()?;
        let (db, tenant) = (context.db, context.scope().tenant);
        let Some(asked) = requests::queries::find(db.read(), tenant, request).await? else { return Ok(()) };
        let person = Person::of(db.read(), tenant, customer).await?;
        let sections = privacy::copy(db, tenant, &self.seams, &person).await?;
        let papers = self.papers(db, tenant, &person).await?;
        let about = serde_json::json!({
            "request": asked.number, "customer": asked.customer_number, "made_at": db.clock.now().rfc3339(),
            "form": "fourfold-personal-data-1",
            "note": "times are UTC (RFC 3339); days are ISO 8601; amounts are in fen; distances in km; telephone numbers are E.164",
        });
        let place = path(&self.data, request);
        tokio::task::spawn_blocking(move || write(&place, about, &sections, &papers))
            .await
            .map_err(|e| DbError::Custom(e.to_string()))?
            .map_err(|e| DbError::Custom(format!("copy: {e}")))?;
        let mut tx = context.begin().await?;
        let root = nodes::queries::root(tx.conn(), tenant).await?.map(|root| root.path).unwrap_or_default();
        let days = settings::number(tx.conn(), tenant, &root, settings::keys::COPY_DAYS).await?;
        let until = tx.now().plus_days(days);
        requests::close_when_made(&mut tx, request, vec![("copy_until", until.into())]).await?;
        context.commit(tx, &(), 1, 1).await.map(drop)
    }
}

impl CopyJob {
    /// Names and places of the person's papers.
    async fn papers(&self, db: &Db, tenant: Tenant, person: &Person) -> Result<Vec<(String, PathBuf)>, DbError> {
        let mut papers = Vec::new();
        for file in &person.files {
            for paper in attachments::queries::of(db.read(), tenant, CUSTOMER.name, *file).await? {
                papers.push((paper.name, attachments::path(&self.data, &paper.digest)));
            }
        }
        Ok(papers)
    }
}
