//! Where leads come from (LEAD-01): the channel is a code of base data (dictionary `source`), platforms stand below a
//! channel and campaigns below a platform (domain.md §1.2). What each cost in a month stands beside them.

mod change;
mod model;
pub mod queries;

pub use change::{MANAGE, add, change, set_cost};
pub use model::{Draft, LeadSource, Level};

use kernel::{Id, Tx};
use records::{Anchor, Field, FieldKind, Kind, Refusal, Uses};

/// Whence an arrival came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The channel.
    pub channel: String,
    /// The platform or campaign.
    pub source: Option<Id>,
    /// Whether it was paid for.
    pub paid: bool,
}

/// Finds what a text names: a source by its id or its code, else a channel, whose code is the caller's to check.
pub async fn origin(tx: &Tx<'_>, text: Option<&str>) -> Result<Origin, Refusal> {
    let Some(text) = text else { return Err(Refusal::field("source", "field-required")) };
    let found = match text.parse::<Id>() {
        Ok(id) => {
            let found = queries::find(tx.conn(), tx.tenant(), id).await?;
            Some(found.ok_or_else(|| Refusal::field("source", "field-unknown-record"))?)
        }
        Err(_) => queries::by_code(tx.conn(), tx.tenant(), text).await?,
    };
    Ok(match found {
        Some(source) if !source.active => return Err(Refusal::field("source", "lead-source-closed")),
        Some(source) => Origin { channel: source.channel, source: Some(source.id), paid: source.paid },
        None => Origin { channel: text.to_owned(), source: None, paid: false },
    })
}

/// The codes of an arrival that stand in base data.
pub(crate) static CODES: Kind = coded(&[
    Field::new("source", FieldKind::Choice("source")).also(Uses::FORM),
    Field::new("level", FieldKind::Choice("customer-grade")).also(Uses::FORM),
]);

/// Why a lead is none.
pub(crate) static REASONS: Kind = coded(&[Field::new("reason", FieldKind::Choice("lead-invalid")).also(Uses::FORM)]);

/// How a contact came about and out.
pub(crate) static CONTACTS: Kind = coded(&[
    Field::new("channel", FieldKind::Choice("channel")).also(Uses::FORM),
    Field::new("result", FieldKind::Choice("lead-result")).also(Uses::FORM),
]);

/// A form of the lead whose codes are checked against base data; no noun of its own.
const fn coded(fields: &'static [Field]) -> Kind {
    Kind {
        name: "lead",
        collection: "leads",
        table: "leads",
        anchor: Anchor { table: "leads", record: "id" },
        only: None,
        fields,
        title: "name",
        default_sort: "name",
        pages: false,
    }
}
