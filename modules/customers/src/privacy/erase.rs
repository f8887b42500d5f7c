//! Erasing a person's files for good. What stands elsewhere goes first, while the files still tell what to look for; the
//! files themselves go last, in one transaction.

use std::path::Path;

use chrono::NaiveDate;
use kernel::erasure::{Traces, redact_all};
use kernel::{DbError, Tx};

use super::model::Duties;
use super::person::Person;
use super::queries;
use crate::attachments;
use crate::merge::blank_kept;
use crate::seams::Seams;

/// Columns of other people's files in which words about the person may stand.
const WORDS: [(&str, &str, Option<&str>); 21] = [
    ("timeline", "body", Some("customer_id")),
    ("timeline", "data", Some("customer_id")),
    ("engagements", "remark", Some("customer_id")),
    ("engagement_owners", "reason", Some("customer_id")),
    ("engagement_classes", "reason", Some("customer_id")),
    ("customer_relations", "remark", Some("customer_id")),
    ("customer_relations", "remark", Some("other_id")),
    ("customer_consents", "evidence", Some("customer_id")),
    ("customer_merges", "reason", Some("survivor_id")),
    ("customer_merges", "kept", Some("survivor_id")),
    ("attachments", "name", Some("record_id")),
    ("collisions", "ask_reason", Some("customer_id")),
    ("collisions", "decide_reason", Some("customer_id")),
    ("collisions", "appeal_reason", Some("customer_id")),
    ("collisions", "refuse_reason", Some("customer_id")),
    ("customers", "family", Some("id")),
    ("customers", "hobbies", Some("id")),
    ("customers", "buying_habits", Some("id")),
    ("customers", "raw", Some("id")),
    ("customers", "preferred_time", Some("id")),
    ("customers", "occupation", Some("id")),
];

/// Tables of which the files' rows go, and the column that names the file.
const ROWS: [(&str, &str); 13] = [
    ("customer_phones", "customer_id"),
    ("customer_contacts", "customer_id"),
    // Where the person stands as somebody of an organisation.
    ("customer_contacts", "linked_id"),
    ("customer_relations", "customer_id"),
    ("customer_relations", "other_id"),
    ("customer_tags", "customer_id"),
    ("customer_keys", "customer_id"),
    ("customer_pairs", "a_id"),
    ("customer_pairs", "b_id"),
    ("timeline", "customer_id"),
    ("timeline", "subject_id"),
    ("attachments", "record_id"),
    ("collisions", "customer_id"),
];

/// What holds nothing of anyone.
const BLANK_FILE: &str = "name = '***', sort_key = '***', salutation = NULL, sex = NULL, birthday = NULL, phone = NULL, email = NULL, \
     wechat = NULL, wecom = NULL, id_number = NULL, id_hash = NULL, id_tail = NULL, uscc = NULL, province = NULL, city = NULL, \
     district = NULL, address = NULL, postcode = NULL, income_band = NULL, occupation = NULL, industry = NULL, hobbies = NULL, \
     family = NULL, buying_habits = NULL, preferred_channel = NULL, preferred_time = NULL, source = NULL, raw = NULL, \
     doubts = NULL, completeness = 0, version = version + 1";

/// See [`BLANK_FILE`].
const BLANK_ENGAGEMENT: &str =
    "remark = NULL, next_contact_on = NULL, sort_key = '***', source = NULL, version = version + 1";

/// Removes the bytes of papers that only these files name. Done before their rows go: cut off between the two, it is done
/// again.
pub async fn remove_papers(tx: &Tx<'_>, person: &Person, data: &Path) -> Result<(), DbError> {
    for digest in queries::own_papers(tx, &person.files).await? {
        let place = attachments::path(data, &digest);
        for file in [place.with_extension("small"), place] {
            match std::fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(DbError::Custom(format!("{}: {error}", file.display())));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Takes the person's texts out of other people's files.
pub async fn sweep(tx: &Tx<'_>, seams: &Seams, traces: &Traces) -> Result<(), DbError> {
    redact_all(tx, &WORDS, traces).await?;
    for part in &seams.personal {
        part.sweep(tx, traces).await?;
    }
    Ok(())
}

/// Erases the files with everything that hangs on them, here and in other modules. What a duty keeps stays without
/// anything that tells who it was; the last day of the longest duty is returned. The files must be out of use.
pub async fn erase(
    tx: &mut Tx<'_>,
    seams: &Seams,
    person: &Person,
    duties: &Duties,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, DbError> {
    let mut until = None;
    for part in &seams.personal {
        until = until.max(part.erase(tx, &person.files, duties, today).await?);
    }
    for (consent, evidence) in queries::proofs(tx, &person.files).await? {
        let hash = tx.keys().hash("consent", &evidence);
        queries::keep_proof(tx, consent, &hash).await?;
    }
    for (table, by) in ROWS {
        queries::delete(tx, table, by, &person.files).await?;
    }
    // Where they were known first and somebody else was filed.
    queries::delete(tx, "collisions", "first_engagement_id", &person.engagements).await?;
    queries::blank_merges(tx, &person.files, &blank_kept()?).await?;
    for table in ["engagement_owners", "engagement_classes"] {
        queries::blank(tx, table, "reason = NULL", "customer_id", &person.files).await?;
    }
    queries::blank(tx, "engagements", BLANK_ENGAGEMENT, "customer_id", &person.files).await?;
    let now = tx.now().0;
    let gone = format!(
        "{BLANK_FILE}, deleted_at = coalesce(deleted_at, {now}), restricted_at = coalesce(restricted_at, {now}), erased_at = coalesce(erased_at, {now})"
    );
    queries::blank(tx, "customers", &gone, "id", &person.files).await?;
    for file in &person.files {
        tx.record("customer", *file, "erase", vec![]);
    }
    Ok(until)
}
