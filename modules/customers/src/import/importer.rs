//! The importer of customers.

use std::sync::Arc;

use async_trait::async_trait;
use chrono_tz::Tz;
use kernel::scope::Place as Standing;
use kernel::{DbError, Id};
use organisation::dictionaries::Dictionaries;
use records::import::{AnyLook, Importer, Intake, Options, Place, Target};
use records::{Kind, Refusal, custom};

use super::columns;
use super::intake::CustomerIntake;
use super::part::Part;
use super::queries;
use super::setting::{self, Setting};
use crate::kind::CUSTOMER;
use crate::places;
use crate::seams::Seams;
use crate::undo::Customers;

/// Customers from sheets, with what other modules hang on them.
pub struct CustomerImporter {
    seams: Arc<Seams>,
    dictionaries: Dictionaries,
    parts: Vec<Arc<dyn Part>>,
}

impl CustomerImporter {
    /// With the followers of engagements, the house's base data, and the parts of other modules in order.
    pub fn new(seams: Arc<Seams>, dictionaries: Dictionaries, parts: Vec<Arc<dyn Part>>) -> CustomerImporter {
        CustomerImporter { seams, dictionaries, parts }
    }
}

#[async_trait]
impl Importer for CustomerImporter {
    fn name(&self) -> &'static str {
        "customers"
    }

    fn kind(&self) -> &'static Kind {
        &CUSTOMER
    }

    async fn targets(&self, look: &AnyLook<'_>) -> Result<Vec<Target>, DbError> {
        // A part that knows visits better (with a car) speaks of the same targets; each stands once.
        let mut list = columns::targets();
        for target in self.parts.iter().flat_map(|p| p.targets()) {
            if !list.iter().any(|t| t.name == target.name) {
                list.push(target);
            }
        }
        for noun in [&CUSTOMER].into_iter().chain(self.parts.iter().filter_map(|p| p.custom())) {
            let kind = custom::kind_of(look.conn, look.scope.tenant, noun).await?;
            list.extend(Target::custom(kind, look.scope));
        }
        Ok(list)
    }

    async fn place(&self, look: &AnyLook<'_>, store: Id) -> Result<Option<Place>, DbError> {
        let tenant = look.scope.tenant;
        let Some(found) = places::store(look.conn, tenant, &store.to_string()).await? else { return Ok(None) };
        let standing = Standing { owner: None, store: Some(found.id), path: found.path.clone() };
        if !setting::may_enter(look.scope, &standing) {
            return Ok(None);
        }
        let zone = queries::zone(look.conn, tenant, store).await?.and_then(|name| name.parse::<Tz>().ok());
        Ok(Some(Place {
            store: found.id,
            name: found.name,
            path: found.path,
            zone: zone.unwrap_or(organisation::HOUSE_ZONE),
        }))
    }

    async fn open(&self, look: &AnyLook<'_>, options: &Options) -> Result<Box<dyn Intake>, Refusal> {
        let setting = Setting::load(look, &self.dictionaries, options).await?;
        let mut parts = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            parts.push(part.open(look, options).await?);
        }
        let reversible = Customers::new(self.seams.clone());
        Ok(Box::new(CustomerIntake { seams: self.seams.clone(), reversible, setting, parts }))
    }
}
