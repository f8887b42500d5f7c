//! The calendar of a place as it stands in the database.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx};
use organisation::HOUSE_ZONE;
use organisation::nodes::{self, Node};
use organisation::settings::{self, Setting, SettingKind};

use super::{Calendar, Week};
use crate::days_off;

/// The hours of a week, in the form of [`Week::text`]. They inherit down the tree, and a node above may fix them.
pub const HOURS: Setting = Setting {
    key: "work.hours",
    default: "09:00-18:00|09:00-18:00|09:00-18:00|09:00-18:00|09:00-18:00|09:00-18:00|09:00-18:00",
    kind: SettingKind::Text,
};

/// The calendar of a store or any other node, as it holds now: hours and days off inherit down the tree, and the nearest
/// node wins. Three statements however large the tree is; whoever needs it for many stores keeps it ([`Calendars`]). A node
/// that is gone keeps the usual hours in the zone of the house.
pub async fn calendar_of(conn: &impl ConnectionTrait, tenant: Tenant, node: Id) -> Result<Calendar, DbError> {
    match nodes::queries::find(conn, tenant, node).await? {
        Some(node) => of_node(conn, tenant, &node).await,
        None => Ok(Calendar::new(HOUSE_ZONE, Week::usual(), BTreeMap::new())),
    }
}

/// As [`calendar_of`], inside a transaction.
pub async fn calendar_within(tx: &Tx<'_>, node: Id) -> Result<Calendar, DbError> {
    calendar_of(tx.conn(), tx.tenant(), node).await
}

async fn of_node(conn: &impl ConnectionTrait, tenant: Tenant, node: &Node) -> Result<Calendar, DbError> {
    let hours = settings::setting(conn, tenant, &node.path, HOURS.key, HOURS.default).await?.value;
    // What an earlier release may have kept otherwise is no reason to stop a clock.
    let week = Week::parse(&hours).unwrap_or_else(|_| Week::usual());
    let days = days_off::queries::holding(conn, tenant, &node.path).await?;
    Ok(Calendar::new(node.time_zone.parse().unwrap_or(HOUSE_ZONE), week, days))
}

/// Calendars of one tenant, each read once: for a job that goes through leads of many stores.
#[derive(Debug, Default)]
pub struct Calendars {
    known: HashMap<Option<Id>, Calendar>,
}

impl Calendars {
    /// The calendar of a node; that of the head of the house for `None`.
    pub async fn of(
        &mut self,
        conn: &impl ConnectionTrait,
        tenant: Tenant,
        node: Option<Id>,
    ) -> Result<&Calendar, DbError> {
        if let Entry::Vacant(place) = self.known.entry(node) {
            let at = match node {
                Some(node) => nodes::queries::find(conn, tenant, node).await?,
                None => nodes::queries::root(conn, tenant).await?,
            };
            let calendar = match at {
                Some(at) => of_node(conn, tenant, &at).await?,
                None => Calendar::new(HOUSE_ZONE, Week::usual(), BTreeMap::new()),
            };
            place.insert(calendar);
        }
        self.known.get(&node).ok_or_else(|| DbError::Custom("a calendar that was just kept".into()))
    }
}
