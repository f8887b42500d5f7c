//! What visits tell of a person (PIPL 45, 47). No law asks to keep it; that a group came stays as a row that names nobody.

use async_trait::async_trait;
use chrono::NaiveDate;
use customers::privacy::{Column, Duties, Outlook, Section, Source, What, read};
use customers::seams::PersonalData;
use kernel::erasure::{Traces, redact_all};
use kernel::{Db, DbError, Id, Tenant, Tx};

use super::queries;
use crate::privacy::clear;

/// Words in which a person may stand, and the column that names the visit.
const WORDS: [(&str, &str, Option<&str>); 4] = [
    ("test_drives", "driver", Some("visit_id")),
    ("showroom_visits", "name", Some("id")),
    ("showroom_visits", "model", Some("id")),
    ("showroom_visits", "remark", Some("id")),
];

const VISITS: Source = Source {
    name: "showroom-visits",
    table: "showroom_visits t",
    by: "t.customer_id",
    alias: "t",
    order: "t.arrived_at, t.id",
    columns: &[
        Column::new("arrived_at", "privacy-column-when").is(What::Instant),
        Column::new("store", "visit-store")
            .by("(SELECT n.name FROM nodes n WHERE n.tenant_id = t.tenant_id AND n.id = t.store_id)"),
        Column::new("heads", "visit-heads"),
        Column::new("name", "visit-name"),
        Column::new("phone", "visit-phone"),
        Column::new("sex", "visit-sex"),
        Column::new("age", "visit-age"),
        Column::new("model", "visit-model"),
        Column::new("remark", "visit-remark"),
    ],
};

const DRIVES: Source = Source {
    name: "test-drives",
    table: "test_drives t JOIN showroom_visits v ON v.tenant_id = t.tenant_id AND v.id = t.visit_id",
    by: "v.customer_id",
    alias: "t",
    order: "t.starts_at, t.id",
    columns: &[
        Column::new("starts_at", "privacy-column-when").by("t.starts_at").is(What::Instant),
        Column::new("driver", "drive-driver").by("t.driver"),
        Column::new("licence_class", "drive-class").by("t.licence_class"),
        Column::new("licence_until", "drive-until").by("t.licence_until"),
        Column::new("checked_by", "drive-checked-by").by("t.checked_name"),
    ],
};

/// The visits of a person to showrooms.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Visits;

#[async_trait]
impl PersonalData for Visits {
    async fn copy(&self, db: &Db, tenant: Tenant, files: &[Id]) -> Result<Vec<Section>, DbError> {
        Ok(vec![read(db, tenant, &VISITS, files).await?, read(db, tenant, &DRIVES, files).await?])
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
        Ok(vec![Outlook { part: "showroom-visits", rows, kept_until: None }])
    }

    async fn traces(&self, tx: &Tx<'_>, files: &[Id]) -> Result<(Vec<Id>, Vec<String>), DbError> {
        let visits = queries::of_customers(tx.conn(), tx.tenant(), files).await?;
        let texts = visits.iter().filter_map(|visit| visit.phone.clone()).collect();
        Ok((visits.iter().map(|visit| visit.id).collect(), texts))
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
        let visits = queries::of_customers(tx.conn(), tx.tenant(), files).await?;
        let ids: Vec<Id> = visits.iter().map(|visit| visit.id).collect();
        if ids.is_empty() {
            return Ok(None);
        }
        let set = "UPDATE showroom_visits SET name = NULL, phone = NULL, sex = NULL, age = NULL, model = NULL, remark = NULL WHERE ";
        clear(tx, set, "id", &ids).await?;
        super::drives::unname(tx, &ids).await?;
        Ok(None)
    }
}
