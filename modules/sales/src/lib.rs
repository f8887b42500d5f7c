//! Sales: the opportunities of customers with stores, from the file to the delivery or the loss (LEAD-05 to LEAD-07,
//! SALE-01). Levels and stages are data. It hangs on customers from above: a panel and lines of the timeline, and
//! opportunities stand where the customer's engagement with the store stands.
//!
//! Whoever opens opportunities calls [`opportunity::open`]; whoever reads goes through lists of [`OPPORTUNITY`].
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod dictionaries;
pub mod follow_ups;
mod kind;
pub mod levels;
pub mod opportunity;
mod schema;
pub mod stages;

use kernel::words::Locale;

pub use dictionaries::DICTIONARIES;
pub use kind::{OPPORTUNITY, RELATIONS};
pub use schema::migrations;

/// The module's words.
pub const LOCALE: Locale = kernel::locale!("sales");
