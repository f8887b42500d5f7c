//! Tasks about customers.

use async_trait::async_trait;
use chrono::NaiveDate;
use customers::CUSTOMER;
use customers::merge::{pass, pass_named};
use customers::privacy::{Column, Duties, Outlook, Section, Source, What, read};
use customers::seams::{Belonging, Panel, Passage, PersonalData, Shown};
use kernel::erasure::{Traces, redact_all};
use kernel::{Action, Db, DbError, Id, Tenant, Tx};
use web::Page;
use work::tasks::{About, queries};

/// Tasks whose subject is a customer.
pub(super) struct Tasks;

const ABOUT: (&str, &str) = ("tasks", "about_id");

/// Words in which a person may stand.
const WORDS: [(&str, &str, Option<&str>); 3] =
    [("tasks", "title", Some("id")), ("tasks", "note", Some("id")), ("tasks", "result", Some("id"))];

const COPY: Source = Source {
    name: "tasks",
    table: "tasks t",
    by: "t.about_id",
    alias: "t",
    order: "t.id",
    columns: &[
        Column::new("title", "task-title"),
        Column::new("kind", "task-kind"),
        Column::new("state", "task-state"),
        Column::new("note", "task-note"),
        Column::new("result", "task-result"),
        Column::new("due_at", "task-due-at").is(What::Instant),
        Column::new("created_at", "task-created-at").is(What::Instant),
    ],
};

fn about(customer: Id) -> About {
    About { kind: CUSTOMER.name.to_owned(), id: customer }
}

#[async_trait]
impl Panel for Tasks {
    fn title(&self) -> &'static str {
        "work-panel"
    }

    async fn show(&self, page: &Page<'_>, customer: Id) -> Result<Shown, DbError> {
        let panel = work::panel(page, &about(customer), &format!("/customers/{customer}")).await?;
        Ok(Shown { panel: panel.map(|(content, _)| content), open: Vec::new() })
    }
}

#[async_trait]
impl Belonging for Tasks {
    fn name(&self) -> &'static str {
        "task"
    }

    async fn pass(&self, tx: &mut Tx<'_>, passage: &Passage, only: Option<&[Id]>) -> Result<Vec<Id>, DbError> {
        match only {
            Some(rows) => {
                pass_named(tx, ABOUT, (passage.from, passage.to), rows).await?;
                Ok(rows.to_vec())
            }
            None => pass(tx, ABOUT, (passage.from, passage.to), |_| {}).await,
        }
    }

    fn words(&self) -> &'static str {
        "work-merge-along"
    }

    async fn count(&self, page: &Page<'_>, customer: Id) -> Result<i64, DbError> {
        if !page.visitor.scope.can(work::TASK.name, Action::See) {
            return Ok(0);
        }
        let look = records::policy::Look::at(&page.app.db, &page.visitor.scope);
        Ok(queries::about(&look, &about(customer), 1_000).await?.len() as i64)
    }
}

#[async_trait]
impl PersonalData for Tasks {
    async fn copy(&self, db: &Db, tenant: Tenant, files: &[Id]) -> Result<Vec<Section>, DbError> {
        Ok(vec![read(db, tenant, &COPY, files).await?])
    }

    async fn outlook(
        &self,
        db: &Db,
        tenant: Tenant,
        files: &[Id],
        _duties: &Duties,
        _today: NaiveDate,
    ) -> Result<Vec<Outlook>, DbError> {
        let rows = queries::of_records(db.read(), tenant, files).await?.len() as i64;
        Ok(vec![Outlook { part: "tasks", rows, kept_until: None }])
    }

    async fn traces(&self, tx: &Tx<'_>, files: &[Id]) -> Result<(Vec<Id>, Vec<String>), DbError> {
        Ok((queries::of_records(tx.conn(), tx.tenant(), files).await?, Vec::new()))
    }

    async fn sweep(&self, tx: &Tx<'_>, traces: &Traces) -> Result<(), DbError> {
        redact_all(tx, &WORDS, traces).await
    }

    async fn erase(
        &self,
        tx: &mut Tx<'_>,
        files: &[Id],
        _duties: &Duties,
        _today: NaiveDate,
    ) -> Result<Option<NaiveDate>, DbError> {
        queries::forget(tx, files).await.map(|()| None)
    }
}
