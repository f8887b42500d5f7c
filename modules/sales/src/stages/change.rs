//! Settling a stage anew, or adding one.

use kernel::journal::Change;
use kernel::{Id, Tx};
use organisation::dictionaries::{Entry, set_entry};
use records::Refusal;

use super::model::{FILED, Stage, WON};
use super::queries;

/// What a stage's record is called in the journal, which knows records by id.
const JOURNAL: &str = "opportunity_stage";

/// Most stages in use: a board has room for no more, and one page of rows holds its cards.
const MOST: usize = 10;

/// How the journal says a part of a stage.
type Told = fn(&Stage) -> Option<String>;

/// Writes a stage, new where its code is. `name` is its Chinese and its English word; none leaves the words. The first
/// and the last stage stay where they are (`stage-ends-stay`), one where opportunities stand stays in use
/// (`stage-in-use`). Permission is the caller's matter.
pub async fn save(tx: &mut Tx<'_>, stage: &Stage, name: Option<(&str, &str)>) -> Result<(), Refusal> {
    let held = queries::all(tx.conn(), tx.tenant()).await?;
    let before = held.get(&stage.code).cloned();
    let is_end = stage.code == FILED || stage.code == WON;
    if is_end && before.as_ref().is_some_and(|b| b.position != stage.position || !stage.active) {
        return Err(Refusal::field("position", "stage-ends-stay"));
    }
    if !is_end && !(held.rank(FILED) + 1..held.rank(WON)).contains(&stage.position) {
        return Err(Refusal::field("position", "stage-between-ends"));
    }
    if held.active().any(|s| s.code != stage.code && s.position == stage.position) {
        return Err(Refusal::field("position", "stage-place-taken"));
    }
    let was_active = before.as_ref().is_some_and(|b| b.active);
    if was_active && !stage.active && queries::in_use(tx, &stage.code).await? {
        return Err(Refusal::field("active", "stage-in-use"));
    }
    if stage.active && !was_active && held.active().count() >= MOST {
        return Err(Refusal::field("active", "stage-too-many"));
    }
    match (name, &before) {
        (Some((zh, en)), _) => {
            let root = organisation::nodes::queries::root(tx.conn(), tx.tenant()).await?.ok_or(Refusal::NotFound)?;
            let entry = Entry {
                node: root.id,
                path: String::new(),
                dictionary: "opportunity-stage".into(),
                code: stage.code.clone(),
                name_zh: zh.to_owned(),
                name_en: en.to_owned(),
                position: stage.position,
                active: true,
                colour: None,
            };
            set_entry(tx, entry).await?;
        }
        (None, None) => return Err(Refusal::field("name_zh", "field-required")),
        (None, Some(_)) => {}
    }
    queries::set(tx, stage).await?;
    let text = |of: Told| (before.as_ref().and_then(of), of(stage));
    let fields: [(&str, Told); 4] = [
        ("position", |s| Some(s.position.to_string())),
        ("goal", |s| s.goal.clone()),
        ("tasks", |s| s.tasks.clone()),
        ("active", |s| Some(s.active.to_string())),
    ];
    let changes = fields.into_iter().filter_map(|(name, of)| {
        let (before, after) = text(of);
        Change::of(name, before, after)
    });
    tx.record_because(JOURNAL, Id::nil(), "update", changes.collect(), Some(stage.code.clone()));
    Ok(())
}
