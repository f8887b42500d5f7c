//! What opportunities tell of a person (PIPL 45, 47). The words of talks go; what was sold stays for as long as the law says,
//! without telling to whom; figures of stages stay, they tell nothing of anybody.

use async_trait::async_trait;
use chrono::NaiveDate;
use customers::privacy::{Column, Duties, Outlook, Section, Source, What, read};
use customers::seams::PersonalData;
use kernel::erasure::{Traces, redact_all};
use kernel::{Db, DbError, Id, Tenant, Tx};

use crate::opportunity::{Opportunity, State, day, queries};

/// Words in which a person may stand, and the column that names the opportunity.
const WORDS: [(&str, &str, Option<&str>); 5] = [
    ("opportunities", "remark", Some("id")),
    ("opportunities", "evidence", Some("id")),
    ("opportunities", "competitor", Some("id")),
    ("opportunity_moves", "note", Some("opportunity_id")),
    ("follow_ups", "content", Some("opportunity_id")),
];

const OPPORTUNITIES: Source = Source {
    name: "opportunities",
    table: "opportunities t",
    by: "t.customer_id",
    alias: "t",
    order: "t.id",
    columns: &[
        Column::new("number", "opportunity-number"),
        Column::new("at", "opportunity-created-at").by("t.created_at").is(What::Instant),
        Column::new("store", "opportunity-store")
            .by("(SELECT n.name FROM nodes n WHERE n.tenant_id = t.tenant_id AND n.id = t.store_id)"),
        Column::new("state", "opportunity-state"),
        Column::new("stage", "opportunity-stage"),
        Column::new("level", "opportunity-level"),
        Column::new("models", "opportunity-models"),
        Column::new("amount_fen", "opportunity-amount").by("t.amount"),
        Column::new("expected_on", "opportunity-expected-on").by("t.expected_on"),
        Column::new("reason", "opportunity-reason"),
        Column::new("competitor", "opportunity-competitor"),
        Column::new("remark", "opportunity-remark"),
    ],
};

const CONTACTS: Source = Source {
    name: "follow-ups",
    table: "follow_ups t JOIN opportunities o ON o.tenant_id = t.tenant_id AND o.id = t.opportunity_id",
    by: "o.customer_id",
    alias: "t",
    order: "t.at, t.id",
    columns: &[
        Column::new("at", "follow-up-at").by("t.at").is(What::Instant),
        Column::new("channel", "follow-up-channel").by("t.channel"),
        Column::new("result", "follow-up-result").by("t.result"),
        Column::new("content", "follow-up-content").by("t.content"),
        Column::new("by", "follow-up-by").by("t.by_name"),
    ],
};

/// The opportunities of a person.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opportunities;

/// Until when one is kept: a sale, for the file of the car.
fn kept_until(held: &Opportunity, duties: &Duties) -> Option<NaiveDate> {
    let sold = held.closed_at.filter(|_| held.state() == State::Won)?;
    Some(Duties::until(day(sold), duties.sales_years))
}

#[async_trait]
impl PersonalData for Opportunities {
    async fn copy(&self, db: &Db, tenant: Tenant, files: &[Id]) -> Result<Vec<Section>, DbError> {
        Ok(vec![read(db, tenant, &OPPORTUNITIES, files).await?, read(db, tenant, &CONTACTS, files).await?])
    }

    async fn outlook(
        &self,
        db: &Db,
        tenant: Tenant,
        files: &[Id],
        duties: &Duties,
        today: NaiveDate,
    ) -> Result<Vec<Outlook>, DbError> {
        let all = queries::of_customers(db.read(), tenant, files).await?;
        let held: Vec<NaiveDate> = all.iter().filter_map(|o| kept_until(o, duties)).filter(|d| *d >= today).collect();
        let (rows, part) = (held.len() as i64, "opportunities");
        Ok(vec![
            Outlook { part, rows, kept_until: held.iter().max().copied() },
            Outlook { part, rows: all.len() as i64 - rows, kept_until: None },
        ])
    }

    async fn traces(&self, tx: &Tx<'_>, files: &[Id]) -> Result<(Vec<Id>, Vec<String>), DbError> {
        let all = queries::of_customers(tx.conn(), tx.tenant(), files).await?;
        Ok((all.iter().map(|o| o.id).collect(), Vec::new()))
    }

    async fn sweep(&self, tx: &Tx<'_>, traces: &Traces) -> Result<(), DbError> {
        redact_all(tx, &WORDS, traces).await
    }

    async fn erase(
        &self,
        tx: &mut Tx<'_>,
        files: &[Id],
        duties: &Duties,
        today: NaiveDate,
    ) -> Result<Option<NaiveDate>, DbError> {
        let all = queries::of_customers(tx.conn(), tx.tenant(), files).await?;
        let ids: Vec<Id> = all.iter().map(|o| o.id).collect();
        queries::unword(tx, &ids).await?;
        let mut until = None;
        let mut gone = Vec::new();
        for held in &all {
            match kept_until(held, duties).filter(|day| *day >= today) {
                Some(day) => until = until.max(Some(day)),
                None => gone.push(held.id),
            }
        }
        queries::put_away(tx, &gone).await?;
        Ok(until)
    }
}
