//! Making many customers at once: one way for a form, an import and the demo data, with statements of many rows.

use identifiers::pinyin::sort_key;
use kernel::journal::Change;
use kernel::{DbError, Id, Instant, Tx, Value, clock, numbering, sql};
use records::custom::Values;
use records::search::TermRow;
use records::{Datum, FieldKind, Kind, custom};

use super::model::{Created, NewCustomer, column_value, notes_json};
use super::{completeness, rules, search};
use crate::engagements::{self, NewEngagement};
use crate::kind::{self, CUSTOMER};
use crate::seams::{EngagementChange, EngagementEvent, Seams};
use crate::timeline::{self, NewEntry};

/// Rows of the tables that a batch fills.
#[derive(Default)]
struct Rows {
    customers: Vec<Vec<Value>>,
    custom: Vec<(Id, Values)>,
    phones: Vec<Vec<Value>>,
    terms: Vec<TermRow>,
    engagements: engagements::Rows,
    entries: Vec<(Id, NewEntry)>,
    changes: Vec<EngagementChange>,
}

/// Makes customers with their engagements, numbers, search terms, histories, journal and timeline. Permission,
/// duplicates and the validity of values are the caller's matter. Several thousand a second; callers commit in steps.
pub async fn insert(tx: &mut Tx<'_>, seams: &Seams, batch: Vec<NewCustomer>) -> Result<Vec<Created>, DbError> {
    if batch.is_empty() {
        return Ok(Vec::new());
    }
    let first = numbering::take(tx, "customer", batch.len() as i64).await?;
    let (mut rows, mut created) = (Rows::default(), Vec::with_capacity(batch.len()));
    let kind = match batch.iter().any(|new| !new.custom.is_empty()) {
        true => custom::kind_of(tx.conn(), tx.tenant(), &CUSTOMER).await?,
        false => &CUSTOMER,
    };
    for (n, new) in batch.into_iter().enumerate() {
        created.push(one(tx, kind, &mut rows, new, rules::number(first + n as i64)));
    }
    let values: Vec<(Id, &Values)> = rows.custom.iter().map(|(id, values)| (*id, values)).collect();
    custom::write_new(tx, kind, &values).await?;
    write(tx, rows, seams).await?;
    Ok(created)
}

fn one(tx: &mut Tx<'_>, kind: &'static Kind, rows: &mut Rows, new: NewCustomer, number: String) -> Created {
    let at = new.at.unwrap_or(tx.now());
    let id = if new.at.is_some() { clock::id_at(at) } else { tx.new_id() };
    let name = new.facts.get_text("name").unwrap_or_default().to_owned();
    let key = sort_key(&name);
    rows.customers.push(customer_row(tx, id, &new, &number, key.clone(), at));
    for (n, phone) in new.phones.iter().enumerate() {
        rows.phones.push(crate::phones::queries::row(tx, id, phone, n == 0, at));
    }
    let terms = search::terms(&name, &number, new.phones.iter().map(|p| p.phone.as_str()));
    let mut engagements = Vec::with_capacity(new.engagements.len());
    for engagement in &new.engagements {
        let anchor = rows.engagements.add(tx, id, engagement, key.clone(), at);
        rows.terms
            .extend(terms.iter().map(|term| records::search::row(&CUSTOMER, id, anchor, Some(engagement.store), term)));
        rows.changes.push(born(id, anchor, engagement));
        engagements.push(anchor);
    }
    let stores: Vec<Id> = new.engagements.iter().map(|e| e.store).collect();
    tx.record("customer", id, "create", journal(kind, &new, &number));
    tx.emit("customer.created.v1", "customer", id, serde_json::json!({ "number": number, "stores": stores }));
    rows.custom.push((id, new.custom));
    rows.entries.extend(new.entries.into_iter().map(|entry| (id, entry)));
    Created { id, number, engagements }
}

/// An engagement that came to be.
pub(crate) fn born(customer: Id, engagement: Id, new: &NewEngagement) -> EngagementChange {
    EngagementChange {
        event: EngagementEvent::Created,
        engagement,
        customer,
        store: new.store,
        owner: new.owner,
        path: new.path.clone(),
    }
}

fn columns() -> Vec<&'static str> {
    let mut columns = vec![
        "tenant_id",
        "id",
        "number",
        "sort_key",
        "phone",
        "id_number",
        "id_hash",
        "id_tail",
        "raw",
        "doubts",
        "completeness",
    ];
    columns.extend(["version", "created_at", "created_by", "updated_at"]);
    columns.extend(kind::facts().map(|(_, column)| column));
    columns
}

fn customer_row(tx: &Tx<'_>, id: Id, new: &NewCustomer, number: &str, sort_key: String, at: Instant) -> Vec<Value> {
    let sealed = new.id_number.as_deref().map(|text| Sealed::of(tx, id, text));
    let score = completeness::of(&new.facts, !new.phones.is_empty(), new.id_number.is_some(), &new.doubts).score;
    let mut row: Vec<Value> = vec![
        tx.tenant().into(),
        id.into(),
        number.into(),
        sort_key.into(),
        new.phones.first().map(|p| p.phone.clone()).into(),
        sealed.as_ref().map(|s| s.bytes.clone()).into(),
        sealed.as_ref().map(|s| s.hash.clone()).into(),
        sealed.map(|s| s.tail).into(),
        notes_json(&new.raw).into(),
        notes_json(&new.doubts).into(),
        score.into(),
        1_i64.into(),
        at.into(),
        tx.scope().user().into(),
        at.into(),
    ];
    row.extend(kind::facts().map(|(field, _)| match (field.name, new.facts.get(field.name)) {
        ("kind", None | Some(Datum::Empty)) => "person".into(),
        (_, datum) => column_value(field.kind, datum),
    }));
    row
}

/// A sealed identity number in its three columns.
pub(crate) struct Sealed {
    pub bytes: Vec<u8>,
    pub hash: String,
    pub tail: String,
}

impl Sealed {
    pub fn of(tx: &Tx<'_>, customer: Id, text: &str) -> Sealed {
        let mut tail: Vec<char> = text.chars().rev().take(4).collect();
        tail.reverse();
        Sealed {
            bytes: tx.keys().seal(customer, text),
            hash: tx.keys().hash("id_number", text),
            tail: tail.into_iter().collect(),
        }
    }
}

/// What the journal keeps of a new file: all values, the identity number masked. What a store knows stands in the
/// engagement's own histories, because the journal of a customer is read by all its stores.
fn journal(kind: &'static Kind, new: &NewCustomer, number: &str) -> Vec<Change> {
    let mut changes: Vec<Change> = Change::of("number", None, Some(number.to_owned())).into_iter().collect();
    for (field, datum) in new.facts.iter() {
        let kind = CUSTOMER.field(field).map_or(FieldKind::Text, |f| f.kind);
        changes.extend(Change::of(field, None, datum.plain(kind).filter(|t| !t.is_empty())));
    }
    for (field, datum) in &new.custom {
        changes.extend(custom::told(kind, field, None, Some(datum)));
    }
    changes.extend(Change::of("phone", None, new.phones.first().map(|p| p.phone.clone())));
    changes.extend(Change::of("id_number", None, new.id_number.as_deref().map(identifiers::resident_id::mask)));
    changes
}

async fn write(tx: &mut Tx<'_>, mut rows: Rows, seams: &Seams) -> Result<(), DbError> {
    sql::insert(tx.conn(), "customers", &columns(), rows.customers).await?;
    sql::insert(tx.conn(), "customer_phones", &crate::phones::queries::COLUMNS, rows.phones).await?;
    rows.engagements.write(tx).await?;
    records::search::write(tx, rows.terms).await?;
    timeline::write(tx, rows.entries).await?;
    let changes = std::mem::take(&mut rows.changes);
    seams.tell(tx, &changes).await
}
