//! What of a customer is compared.

use std::collections::BTreeMap;

use kernel::{DbError, Id, Tx};
use matching::Role;

use super::queries;
use crate::seams::Seams;

/// What is known of one customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Evidence {
    pub facts: Vec<(Role, String)>,
}

impl Evidence {
    pub fn facts(&self) -> impl Iterator<Item = (Role, &str)> {
        self.facts.iter().map(|(role, text)| (*role, text.as_str()))
    }
}

/// The evidence of those of the customers that are on file; two queries and one for each module that knows more.
pub(super) async fn of(tx: &Tx<'_>, seams: &Seams, customers: &[Id]) -> Result<BTreeMap<Id, Evidence>, DbError> {
    let mut all = BTreeMap::new();
    for part in customers.chunks(queries::STEP) {
        let rows = queries::facts(tx, part).await?;
        for row in rows {
            let mut facts = vec![(Role::FullName, row.name)];
            let more = [
                (Role::Sex, row.sex),
                (Role::BirthDate, row.birthday.map(|day| day.to_string())),
                (Role::State, row.province),
                (Role::Suburb, row.district),
                (Role::Address, row.address),
                (Role::Postcode, row.postcode),
                (Role::Email, row.email),
                // Only equality can be told of the keyed hash, and of a company's code nothing else matters.
                (Role::IdNumber, row.id_hash.or(row.uscc)),
            ];
            facts.extend(more.into_iter().filter_map(|(role, text)| Some((role, text?))));
            all.insert(row.id, Evidence { facts });
        }
        for (customer, phone) in queries::phones(tx, part).await? {
            if let Some(evidence) = all.get_mut(&customer) {
                evidence.facts.push((Role::Phone, phone));
            }
        }
        for source in &seams.evidence {
            for (customer, role, text) in source.of(tx, part).await? {
                if let Some(evidence) = all.get_mut(&customer) {
                    evidence.facts.push((role, text));
                }
            }
        }
    }
    for evidence in all.values_mut() {
        evidence.facts.sort();
    }
    Ok(all)
}
