//! Settling a level anew.

use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;

use super::model::{COLOURS, Level};
use super::queries;

/// What a level's record is called in the journal, which knows records by id.
const JOURNAL: &str = "opportunity_level";

/// Writes a level. Refuses `level-unknown`, `level-days-impossible` and `level-colour-unknown`. Permission is the
/// caller's matter.
pub async fn save(tx: &mut Tx<'_>, level: &Level) -> Result<(), Refusal> {
    let held = queries::all(tx.conn(), tx.tenant()).await?;
    let before = held.get(&level.code).cloned().ok_or_else(|| Refusal::field("code", "level-unknown"))?;
    for (field, days) in [("purchase_days", level.purchase_days), ("interval_days", level.interval_days)] {
        if days.is_some_and(|days| !(0..=366).contains(&days)) {
            return Err(Refusal::field(field, "level-days-impossible"));
        }
    }
    if !COLOURS.contains(&level.colour.as_str()) {
        return Err(Refusal::field("colour", "level-colour-unknown"));
    }
    queries::set(tx, level).await?;
    let days = |days: Option<i64>| days.map(|n| n.to_string());
    let changes = [
        Change::of("purchase_days", days(before.purchase_days), days(level.purchase_days)),
        Change::of("interval_days", days(before.interval_days), days(level.interval_days)),
        Change::of("colour", Some(before.colour), Some(level.colour.clone())),
        Change::of("is_open", Some(before.is_open.to_string()), Some(level.is_open.to_string())),
    ];
    tx.record_because(JOURNAL, Id::nil(), "update", changes.into_iter().flatten().collect(), Some(level.code.clone()));
    Ok(())
}
