//! Reading a board: four statements, however many opportunities there are.

use std::collections::HashMap;

use kernel::{Access, Action, ConnectionTrait, Id};
use records::filter::Today;
use records::policy::Look;
use records::{ListError, ListQuery, Registry, Row};

pub use super::queries::Narrowed as Asked;
use super::queries::{self, Total};
use crate::kind::OPPORTUNITY;
use crate::stages;

/// Cards of a column.
pub const CARDS: usize = 20;

/// What a card shows.
pub(super) const FIELDS: [&str; 9] =
    ["number", "customer", "level", "models", "amount", "next_on", "consultant", "stage", "stage_at"];

/// A stage with its opportunities.
#[derive(Clone, Debug)]
pub struct Column {
    /// The stage.
    pub stage: String,
    /// How many are open there.
    pub count: i64,
    /// What they come to, in fen; none where amounts are not the reader's to see on all of them.
    pub amount: Option<i64>,
    /// The first of them, in the order of the day that they are due.
    pub cards: Vec<Row>,
}

/// The columns in the order of the way.
#[derive(Clone, Debug)]
pub struct Board(pub Vec<Column>);

/// The board of a reader, narrowed as asked. Someone to whom stages are hidden has none ([`ListError::FieldHidden`]): the
/// columns would tell them.
pub async fn load<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    today: Today,
    asked: Asked,
) -> Result<Board, ListError> {
    let reach = look.scope.reach(OPPORTUNITY.name, Action::See);
    if reach.is_empty() {
        return Err(ListError::NotAllowed);
    }
    let least = |field| look.scope.field_at_least(OPPORTUNITY.name, field);
    // Whose they are and when they are due decide what stands on the board, and in which order.
    for field in ["stage", "state", "next_on"] {
        if least(field) != Access::Shown {
            return Err(ListError::FieldHidden);
        }
    }
    if asked.owner.is_some() && least("consultant") != Access::Shown {
        return Err(ListError::FieldHidden);
    }
    let stages = stages::all(look.conn, look.scope.tenant).await?;
    let codes: Vec<&str> = stages.open().map(|s| s.code.as_str()).collect();
    let totals: HashMap<String, Total> =
        queries::totals(look, &reach, asked).await?.into_iter().map(|t| (t.stage.clone(), t)).collect();
    let places = queries::cards(look, &reach, &codes, asked, CARDS as i64).await?;
    let mut kept: Vec<(String, Id)> = Vec::new();
    for (stage, id) in places {
        if kept.iter().filter(|(s, _)| *s == stage).count() < CARDS {
            kept.push((stage, id));
        }
    }
    let mut rows = rows(look, registry, today, kept.iter().map(|(_, id)| *id).collect()).await?;
    let columns = codes.into_iter().map(|code| {
        let total = totals.get(code).cloned().unwrap_or_default();
        let ids = kept.iter().filter(|(stage, _)| stage == code);
        Column {
            stage: code.to_owned(),
            count: total.open,
            amount: (least("amount") == Access::Shown).then_some(total.amount),
            cards: ids.filter_map(|(_, id)| rows.remove(id)).collect(),
        }
    });
    Ok(Board(columns.collect()))
}

/// The rows of cards, as their reader may see them. A page of a list holds as many as ten columns have.
async fn rows<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    today: Today,
    ids: Vec<Id>,
) -> Result<HashMap<Id, Row>, ListError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = ListQuery::new(&OPPORTUNITY, today);
    query.fields = FIELDS.iter().filter_map(|name| OPPORTUNITY.field(name)).collect();
    query.ids = Some(ids);
    query.limit = records::list::PAGE_CAP;
    let page = records::list(look, registry, &query).await?;
    Ok(page.rows.into_iter().map(|row| (row.id, row)).collect())
}

impl Board {
    /// How many are open in all columns.
    pub fn count(&self) -> i64 {
        self.0.iter().map(|c| c.count).sum()
    }

    /// What they come to; none where amounts are not the reader's to see.
    pub fn amount(&self) -> Option<i64> {
        self.0.iter().map(|c| c.amount).sum()
    }
}
