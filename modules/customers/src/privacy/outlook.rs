//! What erasing would come to.

use chrono::NaiveDate;
use kernel::{Db, DbError, Tenant};

use super::model::{Duties, Outlook};
use super::person::Person;
use super::queries;
use crate::seams::Seams;

/// Parts that go, with the table and the column that names the file.
const PARTS: [(&str, &str, &str); 8] = [
    ("customer", "customers", "id"),
    ("phones", "customer_phones", "customer_id"),
    ("contacts", "customer_contacts", "customer_id"),
    ("timeline", "timeline", "customer_id"),
    ("papers", "attachments", "record_id"),
    ("tags", "customer_tags", "customer_id"),
    ("custom", "custom_values", "record_id"),
    ("merges", "customer_merges", "keeper_id"),
];

/// What erasing would come to, part by part: what goes, what is kept without a name and until when. Parts of nothing are
/// left out.
pub async fn outlook(
    db: &Db,
    tenant: Tenant,
    seams: &Seams,
    person: &Person,
    duties: &Duties,
    today: NaiveDate,
) -> Result<Vec<Outlook>, DbError> {
    let conn = db.read();
    let mut list = Vec::new();
    for (part, table, by) in PARTS {
        let rows = queries::count(conn, tenant, table, by, &person.files).await?;
        list.push(Outlook { part, rows, kept_until: None });
    }
    let relations = queries::count(conn, tenant, "customer_relations", "customer_id", &person.files).await?
        + queries::count(conn, tenant, "customer_relations", "other_id", &person.files).await?;
    list.push(Outlook { part: "relations", rows: relations, kept_until: None });
    for part in &seams.personal {
        list.extend(part.outlook(db, tenant, &person.files, duties, today).await?);
    }
    let consents = queries::count(conn, tenant, "customer_consents", "customer_id", &person.files).await?;
    list.push(Outlook { part: "consents", rows: consents, kept_until: None });
    list.retain(|part| part.rows > 0);
    Ok(list)
}
