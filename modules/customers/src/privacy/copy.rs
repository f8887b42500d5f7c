//! A copy of everything that is known of a person.

use kernel::erasure::among;
use kernel::sql::Query;
use kernel::{Db, DbError, Id, Instant, Tenant};
use records::{Datum, custom};

use super::model::{Column, Section, What};
use super::person::Person;
use crate::kind::CUSTOMER;
use crate::seams::Seams;

/// A table from which a copy is read: the rows that name some records.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The section.
    pub name: &'static str,
    /// The table, with what is joined to it.
    pub table: &'static str,
    /// The column that names the record.
    pub by: &'static str,
    /// The table's name or alias, for the tenant.
    pub alias: &'static str,
    /// The order of the rows.
    pub order: &'static str,
    /// The columns.
    pub columns: &'static [Column],
}

const fn col(name: &'static str, word: &'static str) -> Column {
    Column::new(name, word)
}

const STORE: &str = "(SELECT n.name FROM nodes n WHERE n.tenant_id = t.tenant_id AND n.id = t.store_id)";
const OWNER: &str = "(SELECT u.name FROM users u WHERE u.tenant_id = t.tenant_id AND u.id = t.owner_id)";

const FILE: &[Column] = &[
    col("number", "customer-number"),
    col("kind", "customer-kind"),
    col("name", "customer-name"),
    col("salutation", "customer-salutation"),
    col("sex", "customer-sex"),
    col("birthday", "customer-birthday"),
    col("phone", "customer-phone"),
    col("email", "customer-email"),
    col("wechat", "customer-wechat"),
    col("wecom", "customer-wecom"),
    col("id_number", "customer-id_number").is(What::Sealed),
    col("uscc", "customer-uscc"),
    col("province", "customer-province"),
    col("city", "customer-city"),
    col("district", "customer-district"),
    col("address", "customer-address"),
    col("postcode", "customer-postcode"),
    col("income_band", "customer-income_band"),
    col("occupation", "customer-occupation"),
    col("industry", "customer-industry"),
    col("hobbies", "customer-hobbies"),
    col("family", "customer-family"),
    col("buying_habits", "customer-buying_habits"),
    col("preferred_channel", "customer-preferred_channel"),
    col("preferred_time", "customer-preferred_time"),
    col("source", "customer-source"),
    col("created_at", "customer-created_at").is(What::Instant),
    col("updated_at", "customer-updated_at").is(What::Instant),
];

const SOURCES: [Source; 9] = [
    Source {
        name: "phones",
        table: "customer_phones t",
        by: "t.customer_id",
        alias: "t",
        order: "t.id",
        columns: &[
            col("phone", "customer-phone"),
            col("label", "privacy-column-label"),
            col("is_primary", "privacy-column-primary").is(What::Bool),
            col("created_at", "privacy-column-since").is(What::Instant),
        ],
    },
    Source {
        name: "engagements",
        table: "engagements t",
        by: "t.customer_id",
        alias: "t",
        order: "t.id",
        columns: &[
            col("store", "customer-store").by(STORE),
            col("owner", "customer-owner").by(OWNER),
            col("class", "customer-class"),
            col("grade", "customer-grade"),
            col("source", "customer-source"),
            col("remark", "customer-remark"),
            col("touched_at", "customer-touched_at").is(What::Instant),
            col("next_contact_on", "customer-next_contact_on"),
            col("created_at", "privacy-column-since").is(What::Instant),
        ],
    },
    Source {
        name: "contacts",
        table: "customer_contacts t",
        by: "t.customer_id",
        alias: "t",
        order: "t.id",
        columns: &[
            col("name", "customer-name"),
            col("role", "privacy-column-role"),
            col("phone", "customer-phone"),
            col("email", "customer-email"),
        ],
    },
    // Of the other side only what they are to the person: who it is, is theirs.
    Source {
        name: "relations",
        table: "customer_relations t",
        by: "t.customer_id",
        alias: "t",
        order: "t.id",
        columns: &[
            col("kind", "privacy-column-kind"),
            col("remark", "customer-remark"),
            col("valid_from", "privacy-column-from"),
            col("valid_to", "privacy-column-to"),
        ],
    },
    Source {
        name: "consents",
        table: "customer_consents t",
        by: "t.customer_id",
        alias: "t",
        order: "t.id",
        columns: &[
            col("purpose", "privacy-column-purpose"),
            col("channel", "privacy-column-channel"),
            col("given", "privacy-column-given").is(What::Bool),
            col("at", "privacy-column-when").is(What::Instant),
            col("text_version", "privacy-column-text"),
            col("evidence", "privacy-column-evidence"),
            col("collector", "privacy-column-who").by("collector_name"),
        ],
    },
    Source {
        name: "tags",
        table: "customer_tags t",
        by: "t.customer_id",
        alias: "t",
        order: "t.added_at, t.tag",
        columns: &[
            col("store", "customer-store").by(STORE),
            col("tag", "privacy-column-label"),
            col("added_at", "privacy-column-when").is(What::Instant),
        ],
    },
    Source {
        name: "timeline",
        table: "timeline t",
        by: "t.customer_id",
        alias: "t",
        order: "t.at, t.id",
        columns: &[
            col("at", "privacy-column-when").is(What::Instant),
            col("kind", "privacy-column-kind"),
            col("store", "customer-store").by(STORE),
            col("by", "privacy-column-who").by("actor_name"),
            col("text", "privacy-column-text").by("body"),
        ],
    },
    Source {
        name: "papers",
        table: "attachments t",
        by: "t.record_id",
        alias: "t",
        order: "t.id",
        columns: &[
            col("name", "privacy-column-name"),
            col("purpose", "privacy-column-purpose"),
            col("size", "privacy-column-size"),
            col("digest", "privacy-column-digest"),
            col("at", "privacy-column-when").is(What::Instant),
        ],
    },
    Source {
        name: "merges",
        table: "customer_merges t",
        by: "t.keeper_id",
        alias: "t",
        order: "t.id",
        columns: &[
            col("absorbed_number", "customer-number"),
            col("at", "privacy-column-when").is(What::Instant),
            col("by", "privacy-column-who").by("by_name"),
        ],
    },
];

/// Everything that is known of a person, here and in other modules; sealed numbers are opened. Whoever asks for it has
/// shown that they may.
pub async fn copy(db: &Db, tenant: Tenant, seams: &Seams, person: &Person) -> Result<Vec<Section>, DbError> {
    let file = Source { name: "customer", table: "customers t", by: "t.id", alias: "t", order: "t.id", columns: FILE };
    let mut sections = vec![read(db, tenant, &file, &person.files).await?];
    sections.push(custom_values(db, tenant, person).await?);
    for source in &SOURCES {
        sections.push(read(db, tenant, source, &person.files).await?);
    }
    for part in &seams.personal {
        sections.extend(part.copy(db, tenant, &person.files).await?);
    }
    sections.retain(|section| !section.rows.is_empty());
    Ok(sections)
}

/// The rows of a source as text.
pub async fn read(db: &Db, tenant: Tenant, source: &Source, ids: &[Id]) -> Result<Section, DbError> {
    let mut q = Query::new();
    q.push("SELECT ");
    for column in source.columns {
        let text = match column.what {
            What::Sealed => format!("{}, ", column.from),
            What::Bool => format!("CASE WHEN {} THEN 'true' ELSE 'false' END, ", column.from),
            What::Plain | What::Instant => format!("CAST({} AS text), ", column.from),
        };
        q.push(&text);
    }
    q.push(source.alias).push(".").push(if source.name == "tags" { "customer_id" } else { "id" });
    q.push(" FROM ").push(source.table).push(" WHERE ").push(source.alias).push(".tenant_id = ").bind(tenant);
    q.push(" AND ");
    among(&mut q, source.by, ids);
    q.push(" ORDER BY ").push(source.order);
    let mut rows = Vec::new();
    for row in q.rows(db.read()).await? {
        let id: Id = row.try_get_by_index(source.columns.len())?;
        let mut cells = Vec::with_capacity(source.columns.len());
        for (at, column) in source.columns.iter().enumerate() {
            cells.push(match column.what {
                What::Sealed => {
                    let sealed: Option<Vec<u8>> = row.try_get_by_index(at)?;
                    sealed.and_then(|bytes| db.keys.open(id, &bytes).ok())
                }
                What::Instant => row.try_get_by_index::<Option<String>>(at)?.and_then(|text| moment(&text)),
                What::Plain | What::Bool => row.try_get_by_index(at)?,
            });
        }
        rows.push(cells);
    }
    let columns = source.columns.iter().map(|c| (c.name.to_owned(), c.word.to_owned())).collect();
    Ok(Section { name: source.name, columns, rows })
}

fn moment(text: &str) -> Option<String> {
    let at = Instant(text.parse().ok()?);
    Some(at.utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
}

/// What the house added to the file itself: one row a field.
async fn custom_values(db: &Db, tenant: Tenant, person: &Person) -> Result<Section, DbError> {
    let kind = custom::whole_kind_of(db.read(), tenant, &CUSTOMER).await?;
    let mut values = custom::of_records(db.read(), &db.keys, tenant, kind, &person.files).await?;
    let mut rows = Vec::new();
    for file in &person.files {
        for (field, datum) in values.remove(file).unwrap_or_default() {
            if datum != Datum::Empty {
                rows.push(vec![Some(field.to_owned()), custom::plain(kind, field, Some(&datum))]);
            }
        }
    }
    let columns = [("field", "privacy-column-name"), ("value", "privacy-column-text")];
    let columns = columns.iter().map(|(name, word)| ((*name).to_owned(), (*word).to_owned())).collect();
    Ok(Section { name: "custom", columns, rows })
}
