//! The job that brings values to rest as the class of their field asks: seals what is plain in sensitive fields, and
//! opens what is sealed in fields that are no longer sensitive. After an upgrade it finds all that was written before;
//! else there is nothing, which costs two looks at an index a field.
//!
//! It needs no memory of where it stands: what it has done no longer stands in the index by which it looks. Readers take
//! a value of such a field as it stands, sealed or not, so that nobody notices while it works.

use async_trait::async_trait;
use kernel::{ConnectionTrait, DbError, Id, JobContext, JobHandler, JobStep, NewJob, Tenant, Tx};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::model::Definition;
use super::rest::{self, Rest};
use super::{queries, resting_queries as rows};
use crate::Datum;
use crate::operations;

/// The kind of the job, and the name of its daily schedule.
pub const RESTING: &str = "records.custom-resting";

/// Values of one step.
const STEP: i64 = 500;

/// Leaves the job; a second one beside one that waits is dropped.
pub(super) fn enqueue(tx: &mut Tx<'_>) {
    tx.enqueue(NewJob { kind: RESTING, unique_key: Some(RESTING.into()), ..NewJob::default() });
}

/// Does jobs of kind [`RESTING`].
pub struct RestingJob;

/// Where it stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Progress {
    /// The numbers of fields whose photographs are to be gone through.
    photographs: Vec<i64>,
    /// The last of these that was looked at.
    last: Option<operations::RowKey>,
    /// Values brought to rest.
    done: i64,
}

#[async_trait]
impl JobHandler for RestingJob {
    fn kind(&self) -> &'static str {
        RESTING
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let tenant = context.job.tenant_id;
        let mut progress: Progress = context.progress().unwrap_or_default();
        for definition in definitions(context.db.read(), tenant).await? {
            while !rows::unrested(context.db.read(), tenant, &definition, 1).await?.is_empty() {
                let tx = context.begin().await?;
                let done = values(&tx, &definition).await?;
                progress.done += done;
                // Photographs are gone through once the values are done: from then on no plain one comes.
                if definition.rest() == Rest::Sealed && !progress.photographs.contains(&definition.number) {
                    progress.photographs.push(definition.number);
                }
                if context.commit(tx, &progress, progress.done, 0).await? == JobStep::Stop {
                    return Ok(());
                }
                // Its class is another one by now: the job that was left with that sees to it.
                if done == 0 {
                    break;
                }
            }
        }
        while !progress.photographs.is_empty() {
            let tx = context.begin().await?;
            match photographs(&tx, &progress).await? {
                Some(last) => progress.last = Some(last),
                None => progress = Progress { done: progress.done, ..Progress::default() },
            }
            if context.commit(tx, &progress, progress.done, 0).await? == JobStep::Stop {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The fields whose values may have to be sealed or opened, those out of use among them.
async fn definitions(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<Definition>, DbError> {
    let mut all = queries::all(conn, tenant).await?;
    all.retain(|d| d.rest() != Rest::Plain);
    Ok(all)
}

/// Some values of a field, read in the transaction that writes them; how many there were.
async fn values(tx: &Tx<'_>, asked: &Definition) -> Result<i64, DbError> {
    // The class may have changed again since the step before.
    let Some(definition) = queries::find(tx.conn(), tx.tenant(), asked.id).await? else { return Ok(0) };
    if definition.rest() != asked.rest() {
        return Ok(0);
    }
    let found = rows::unrested(tx.conn(), tx.tenant(), &definition, STEP).await?;
    for row in &found {
        match definition.rest() {
            Rest::Sealed => {
                let Some(plain) = row.plain(&definition) else { continue };
                rows::seal(tx, row, rest::seal(tx.keys(), row.record_id, definition.number, &plain)).await?;
            }
            Rest::Opened => {
                let sealed = row.sealed_value.as_deref().unwrap_or_default();
                let plain = rest::open(tx.keys(), row.record_id, definition.number, sealed);
                let Some(plain) = plain else {
                    // Keys that were lost: waiting for it would be waiting for ever.
                    return Err(DbError::Custom(format!(
                        "a sealed value of field {} does not open",
                        definition.number
                    )));
                };
                let datum = Datum::of_plain(definition.what.kind(""), &plain);
                rows::open(tx, row, &datum).await?;
            }
            Rest::Plain => {}
        }
    }
    Ok(found.len() as i64)
}

/// Seals what photographs of operations keep of fields that became sensitive, so that an undo finds the values as they
/// stand now. Returns the last row looked at; none where there is none left.
async fn photographs(tx: &Tx<'_>, progress: &Progress) -> Result<Option<operations::RowKey>, DbError> {
    let found = operations::queries::custom_rows(tx.conn(), tx.tenant(), progress.last.as_ref(), STEP).await?;
    let definitions = definitions(tx.conn(), tx.tenant()).await?;
    for row in &found {
        let mut parts = row.key.row_key.split('|').skip(1);
        let number = parts.next().and_then(|n| n.parse::<i64>().ok());
        let Some(number) = number.filter(|n| progress.photographs.contains(n)) else { continue };
        let Some(definition) = definitions.iter().find(|d| d.number == number) else { continue };
        let kept =
            |text: &Option<String>| text.as_deref().map(|text| sealed_image(tx, row.key.record_id, definition, text));
        operations::queries::rewrite_row(tx, &row.key, kept(&row.was), kept(&row.became)).await?;
    }
    Ok(found.into_iter().next_back().map(|row| row.key))
}

/// A photograph of a value with the value sealed; what is none stays.
fn sealed_image(tx: &Tx<'_>, record: Id, definition: &Definition, text: &str) -> String {
    let Ok(Json::Object(mut image)) = serde_json::from_str::<Json>(text) else { return text.to_owned() };
    let column = definition.what.column();
    let plain = match image.get(column) {
        Some(Json::String(text)) => Some(text.clone()),
        Some(Json::Number(n)) => n.as_i64().and_then(|n| Datum::Integer(n).plain(definition.what.kind(""))),
        _ => None,
    };
    let Some(plain) = plain else { return text.to_owned() };
    let value = rest::seal(tx.keys(), record, definition.number, &plain);
    image.insert(column.to_owned(), Json::Null);
    image.insert("sealed_value".to_owned(), value.bytes.into());
    image.insert("sealed_hash".to_owned(), value.hash.into());
    Json::Object(image).to_string()
}

/// Takes texts of someone who is erased out of sealed values of others, which no database can look into.
pub(crate) async fn redact(tx: &Tx<'_>, texts: &[String]) -> Result<(), DbError> {
    if texts.is_empty() {
        return Ok(());
    }
    for definition in queries::all(tx.conn(), tx.tenant()).await?.into_iter().filter(|d| d.was_sealed) {
        let mut last: Option<(String, Id)> = None;
        loop {
            let found = rows::sealed_behind(tx.conn(), tx.tenant(), &definition, last.as_ref(), STEP).await?;
            let Some(end) = found.last() else { break };
            last = Some((end.sealed_hash.clone().unwrap_or_default(), end.record_id));
            for row in &found {
                let bytes = row.sealed_value.as_deref().unwrap_or_default();
                let Some(plain) = rest::open(tx.keys(), row.record_id, definition.number, bytes) else { continue };
                if !texts.iter().any(|text| plain.contains(text.as_str())) {
                    continue;
                }
                if definition.what.column() != "text_value" {
                    rows::remove(tx, row).await?;
                    continue;
                }
                let left = texts.iter().fold(plain, |left, text| left.replace(text.as_str(), kernel::erasure::ERASED));
                rows::seal(tx, row, rest::seal(tx.keys(), row.record_id, definition.number, &left)).await?;
            }
        }
    }
    Ok(())
}
