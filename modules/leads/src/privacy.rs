//! What leads tell of a person (PIPL 45, 47): what they wrote when they arrived, and what was said with them. No law asks
//! to keep it; what a source brought stays as a row that names nobody.

use async_trait::async_trait;
use chrono::NaiveDate;
use customers::privacy::{Column, Duties, Outlook, Section, Source, What, read};
use customers::seams::PersonalData;
use kernel::erasure::{Traces, among, redact_all};
use kernel::sql::{self, Query};
use kernel::{Db, DbError, Id, Tenant, Tx};

use crate::LEAD;
use crate::lead::{queries, search};

/// Words in which a person may stand, and the column that names the lead.
const WORDS: [(&str, &str, Option<&str>); 7] = [
    ("leads", "remark", Some("id")),
    ("leads", "model", Some("id")),
    ("lead_contacts", "content", Some("lead_id")),
    ("lead_arrivals", "raw", Some("lead_id")),
    ("lead_moves", "reason", Some("lead_id")),
    ("lead_screenings", "answers", Some("lead_id")),
    ("lead_screenings", "said", Some("lead_id")),
];

const LEADS: Source = Source {
    name: "leads",
    table: "leads t",
    by: "t.customer_id",
    alias: "t",
    order: "t.received_at, t.id",
    columns: &[
        Column::new("received_at", "privacy-column-when").is(What::Instant),
        Column::new("name", "lead-name"),
        Column::new("phone", "lead-phone"),
        Column::new("wechat", "lead-wechat"),
        Column::new("channel", "lead-channel"),
        Column::new("model", "lead-model"),
        Column::new("city", "lead-city"),
        Column::new("district", "lead-district"),
        Column::new("remark", "lead-remark"),
    ],
};

const CONTACTS: Source = Source {
    name: "lead-contacts",
    table: "lead_contacts c JOIN leads t ON t.tenant_id = c.tenant_id AND t.id = c.lead_id",
    by: "t.customer_id",
    alias: "t",
    order: "c.at, c.id",
    columns: &[
        Column::new("at", "privacy-column-when").by("c.at").is(What::Instant),
        Column::new("channel", "privacy-column-kind").by("c.channel"),
        Column::new("content", "privacy-column-text").by("c.content"),
        Column::new("by", "privacy-column-who").by("c.by_name"),
    ],
};

const SCREENINGS: Source = Source {
    name: "lead-screenings",
    table: "lead_screenings s JOIN leads t ON t.tenant_id = s.tenant_id AND t.id = s.lead_id",
    by: "t.customer_id",
    alias: "t",
    order: "s.updated_at, s.id",
    columns: &[
        Column::new("at", "privacy-column-when").by("s.updated_at").is(What::Instant),
        Column::new("said", "privacy-column-text").by("s.said"),
        Column::new("consent", "screening-consent-text").by("s.consent"),
        Column::new("by", "privacy-column-who").by("s.by_name"),
    ],
};

/// The leads from which files came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arrivals;

#[async_trait]
impl PersonalData for Arrivals {
    async fn copy(&self, db: &Db, tenant: Tenant, files: &[Id]) -> Result<Vec<Section>, DbError> {
        let mut sections = Vec::new();
        for source in [&LEADS, &CONTACTS, &SCREENINGS] {
            sections.push(read(db, tenant, source, files).await?);
        }
        Ok(sections)
    }

    async fn outlook(
        &self,
        db: &Db,
        tenant: Tenant,
        files: &[Id],
        _duties: &Duties,
        _today: NaiveDate,
    ) -> Result<Vec<Outlook>, DbError> {
        let rows = queries::of_customers(db.read(), tenant, files).await?.len() as i64;
        Ok(vec![Outlook { part: "leads", rows, kept_until: None }])
    }

    async fn traces(&self, tx: &Tx<'_>, files: &[Id]) -> Result<(Vec<Id>, Vec<String>), DbError> {
        let leads = queries::of_customers(tx.conn(), tx.tenant(), files).await?;
        let texts = leads.iter().flat_map(|lead| [lead.phone.clone(), lead.wechat.clone()]).flatten().collect();
        Ok((leads.iter().map(|lead| lead.id).collect(), texts))
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
        let leads = queries::of_customers(tx.conn(), tx.tenant(), files).await?;
        let ids: Vec<Id> = leads.iter().map(|lead| lead.id).collect();
        if ids.is_empty() {
            return Ok(None);
        }
        for lead in &leads {
            records::search::withdraw(tx, &LEAD, &[lead.id], &search::of(lead)).await?;
        }
        for set in [
            "UPDATE lead_contacts SET content = NULL WHERE ",
            "UPDATE lead_arrivals SET raw = NULL WHERE ",
            "UPDATE lead_moves SET reason = NULL WHERE ",
            "UPDATE lead_screenings SET answers = '{}', said = NULL WHERE ",
        ] {
            clear(tx, set, "lead_id", &ids).await?;
        }
        let set = "UPDATE leads SET name = '***', sort_key = '', phone = NULL, wechat = NULL, city = NULL, district = NULL, remark = NULL, model = NULL WHERE ";
        clear(tx, set, "id", &ids).await?;
        Ok(None)
    }
}

/// Writes what is left of rows whose `column` names one of these.
pub(crate) async fn clear(tx: &Tx<'_>, set: &str, column: &str, ids: &[Id]) -> Result<(), DbError> {
    let mut q = Query::new();
    q.push(set).push("tenant_id = ").bind(tx.tenant()).push(" AND ");
    among(&mut q, column, ids);
    sql::run(tx.conn(), &q.text, q.values).await.map(drop)
}
