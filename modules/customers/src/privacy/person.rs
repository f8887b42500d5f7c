//! A person as erasing sees them: all files that are theirs, and everything that tells who they are.

use std::collections::BTreeSet;

use kernel::erasure::Traces;
use kernel::journal::Change;
use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx};

use super::queries::{self, Standing};
use crate::seams::Seams;

/// The fewest characters of a text that is looked for everywhere: shorter ones stand in many places by chance.
const LEAST: usize = 5;

/// All files of a person: their own, and those that became part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The file that answers for them.
    pub customer: Id,
    /// That file and those that became part of it.
    pub files: Vec<Id>,
    /// Their engagements, those put away among them.
    pub engagements: Vec<Id>,
}

impl Person {
    /// The person of a file.
    pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, customer: Id) -> Result<Person, DbError> {
        let mut files = vec![customer];
        files.extend(queries::absorbed(conn, tenant, customer).await?);
        let engagements = queries::values(conn, tenant, ("engagements", "id"), ("customer_id", &files)).await?;
        Ok(Person { customer, files, engagements })
    }

    /// Everything by which the person can be told, as it stands now and as the journal still tells it. Texts that another
    /// customer bears too (the telephone of a family) are not theirs alone and stay with the other.
    pub async fn traces(&self, tx: &Tx<'_>, seams: &Seams) -> Result<Traces, DbError> {
        let (conn, tenant) = (tx.conn(), tx.tenant());
        let mut records: Vec<Id> = self.files.iter().chain(&self.engagements).copied().collect();
        for table in ["customer_contacts", "customer_relations", "attachments"] {
            let by = if table == "attachments" { "record_id" } else { "customer_id" };
            records.extend(queries::values::<Id>(conn, tenant, (table, "id"), (by, &self.files)).await?);
        }
        let mut found = Found::default();
        self.numbers(tx, &mut found).await?;
        self.told(tx, &mut found).await?;
        let mut related = BTreeSet::new();
        for (table, column, by) in [
            ("customer_relations", "other_id", "customer_id"),
            ("customer_relations", "customer_id", "other_id"),
            ("customer_contacts", "customer_id", "linked_id"),
            ("customer_contacts", "linked_id", "customer_id"),
            ("customer_merges", "survivor_id", "absorbed_id"),
            ("customer_merges", "absorbed_id", "survivor_id"),
            ("customer_pairs", "a_id", "b_id"),
            ("customer_pairs", "b_id", "a_id"),
        ] {
            related.extend(queries::values::<Id>(conn, tenant, (table, column), (by, &self.files)).await?);
        }
        // Who was filed while the person was known, and who was known when the person was filed: each side's file tells of
        // the asking and answering.
        let later = ("first_engagement_id", self.engagements.as_slice());
        related.extend(queries::values::<Id>(conn, tenant, ("collisions", "customer_id"), later).await?);
        let earlier = ("customer_id", self.files.as_slice());
        let first = queries::values::<Id>(conn, tenant, ("collisions", "first_engagement_id"), earlier).await?;
        related.extend(queries::values::<Id>(conn, tenant, ("engagements", "customer_id"), ("id", &first)).await?);
        for part in &seams.personal {
            let (ids, texts) = part.traces(tx, &self.files).await?;
            related.extend(ids);
            found.texts.extend(texts);
        }
        related.retain(|id| !records.contains(id));
        // Another file under the same name keeps it until its own turn comes: it is that file's own, and a store that saw
        // it vanish would learn that somebody asked elsewhere.
        let own_names: Vec<String> = found.names.iter().cloned().collect();
        let known: Vec<Id> = related.iter().copied().collect();
        for twin in queries::bearing(conn, tenant, &known, &own_names).await? {
            related.remove(&twin);
        }
        let texts = self.own(tx, found.texts).await?;
        let names = longest_first(found.names.into_iter().filter(|n| n.chars().count() > 1));
        Ok(Traces { records, related: related.into_iter().collect(), texts, names })
    }

    /// What stands in the files.
    async fn numbers(&self, tx: &Tx<'_>, found: &mut Found) -> Result<(), DbError> {
        let (conn, tenant) = (tx.conn(), tx.tenant());
        found.names.extend(queries::values(conn, tenant, ("customers", "name"), ("id", &self.files)).await?);
        found
            .names
            .extend(queries::values(conn, tenant, ("customer_contacts", "name"), ("customer_id", &self.files)).await?);
        for column in ["phone", "email", "wechat", "wecom", "uscc", "address"] {
            found.texts.extend(queries::values(conn, tenant, ("customers", column), ("id", &self.files)).await?);
        }
        for (table, column) in [
            ("customer_phones", "phone"),
            ("customer_phones", "raw"),
            ("customer_contacts", "phone"),
            ("customer_contacts", "email"),
        ] {
            found.texts.extend(queries::values(conn, tenant, (table, column), ("customer_id", &self.files)).await?);
        }
        for raw in queries::values::<String>(conn, tenant, ("customers", "raw"), ("id", &self.files)).await? {
            found.texts.extend(crate::customer::notes(Some(&raw)).into_values());
        }
        for (file, sealed) in queries::sealed(conn, tenant, &self.files).await? {
            // What cannot be opened cannot have been written anywhere else in the open.
            found.texts.extend(tx.keys().open(file, &sealed));
        }
        Ok(())
    }

    /// What the journal still tells of earlier values.
    async fn told(&self, tx: &Tx<'_>, found: &mut Found) -> Result<(), DbError> {
        for text in queries::told(tx.conn(), tx.tenant(), &self.files).await? {
            let changes: Vec<Change> = serde_json::from_str(&text).unwrap_or_default();
            for change in changes {
                let values = [change.before, change.after].into_iter().flatten();
                match change.field.as_str() {
                    "name" => found.names.extend(values),
                    "phone" | "phones" | "email" | "wechat" | "wecom" | "uscc" | "address" => {
                        found.texts.extend(values)
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Those of some texts that nobody else bears, in all their forms, the longest first.
    async fn own(&self, tx: &Tx<'_>, texts: BTreeSet<String>) -> Result<Vec<String>, DbError> {
        let (conn, tenant) = (tx.conn(), tx.tenant());
        let mut texts: Vec<String> = texts.into_iter().filter(|t| t.chars().count() >= LEAST).collect();
        for (table, column, by) in [
            ("customer_phones", "phone", "customer_id"),
            ("customer_contacts", "phone", "customer_id"),
            ("customer_contacts", "email", "customer_id"),
            ("customers", "email", "id"),
            ("customers", "wechat", "id"),
            ("customers", "wecom", "id"),
            ("customers", "uscc", "id"),
            ("customers", "address", "id"),
        ] {
            let others = queries::borne_by_others(conn, tenant, (table, column), (by, &self.files), &texts).await?;
            texts.retain(|text| !others.contains(text));
        }
        let short: Vec<String> = texts.iter().filter_map(|t| t.strip_prefix("+86").map(str::to_owned)).collect();
        texts.extend(short);
        Ok(longest_first(texts))
    }
}

#[derive(Default)]
struct Found {
    texts: BTreeSet<String>,
    names: BTreeSet<String>,
}

fn longest_first(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut list: Vec<String> = texts.into_iter().collect();
    list.sort_by_key(|text| std::cmp::Reverse(text.len()));
    list.dedup();
    list
}

/// How a file stands, also one that is restricted or erased.
pub async fn standing(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Standing>, DbError> {
    queries::standing(conn, tenant, id).await
}

/// The name of a file, for those who look after privacy.
pub async fn name_of(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<String>, DbError> {
    Ok(standing(conn, tenant, id).await?.map(|s| s.name))
}

/// Files of people who bought nothing and whom nobody has touched since a moment: id, number, name, last contact; the
/// longest first.
pub async fn untouched(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    since: Instant,
    limit: i64,
) -> Result<Vec<(Id, String, String, Instant)>, DbError> {
    queries::untouched(conn, tenant, since, limit).await
}

#[cfg(test)]
mod tests {
    use super::longest_first;

    /// A number with its country goes before the number alone, else its beginning would stay.
    #[test]
    fn the_longer_text_goes_first() {
        let list = ["13800138000".to_owned(), "+8613800138000".to_owned(), "13800138000".to_owned()];
        assert_eq!(longest_first(list), ["+8613800138000", "13800138000"]);
    }
}
