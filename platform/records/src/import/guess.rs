//! What columns probably mean: by their names, held against what their cells look like.

use sheets::{ColumnGuess, ColumnKind};

use super::Target;
use crate::FieldKind;

/// Proposes a target for each column. Names decide; a name is overruled only by cells that plainly are something else.
/// A column without a telling name is proposed by its cells when nothing else claims their target.
pub fn targets(columns: &[ColumnGuess], targets: &[Target]) -> Vec<Option<&'static str>> {
    let mut claims: Vec<(u32, usize, usize)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        for (which, target) in targets.iter().enumerate() {
            let score = match by_name(&column.name, target.spellings()) {
                // What the house itself called a field goes before what the trade calls another.
                score if target.own.is_some() && score > LAST_PART => score + OWN,
                score => score,
            };
            if score > 0 && fits(target.kind, column) {
                claims.push((score, at, which));
            } else if score == 0 && by_cells(target, column) {
                claims.push((BY_CELLS, at, which));
            }
        }
    }
    // The surest first; of equals the column further left, then the target declared first.
    claims.sort_by_key(|(score, at, which)| (std::cmp::Reverse(*score), *at, *which));
    let mut proposed: Vec<Option<&'static str>> = vec![None; columns.len()];
    for (score, at, which) in claims {
        let target = &targets[which];
        let taken = proposed.contains(&Some(target.name));
        if proposed[at].is_none() && (!taken || (target.several && score > BY_CELLS)) {
            proposed[at] = Some(target.name);
        }
    }
    proposed
}

const OWN: u32 = 100;
const EXACT: u32 = 1_000;
const LAST_PART: u32 = 900;
const WITHOUT_REMARKS: u32 = 800;
const WITHIN: u32 = 300;
const BY_CELLS: u32 = 10;

/// How well a column's name fits: exactly, in the last part of `group/name`, without remarks in brackets, or with a
/// spelling of at least two characters at its end or inside, the longer the better.
fn by_name(name: &str, spellings: &[&str]) -> u32 {
    let whole = normal(name);
    if whole.is_empty() {
        return 0;
    }
    let last = normal(name.rsplit(['/', '-', '_', ':', '：']).next().unwrap_or_default());
    let bare = normal(&without_brackets(name));
    let mut best = 0;
    for (rank, spelling) in spellings.iter().enumerate() {
        let spelling = normal(spelling);
        // Earlier spellings are plainer: they win among columns that fit equally.
        let rank = (rank as u32).min(90);
        let length = spelling.chars().count() as u32;
        let score = if whole == spelling {
            EXACT - rank
        } else if last == spelling {
            LAST_PART - rank
        } else if bare == spelling {
            WITHOUT_REMARKS - rank
        } else if length >= 2 && (bare.ends_with(&spelling) || is_word_in(&bare, &spelling)) {
            WITHIN + length * 10
        } else {
            0
        };
        best = best.max(score);
    }
    best
}

/// Chinese has no blanks between words, so a spelling of three characters anywhere inside counts; Latin ones need their own word.
fn is_word_in(name: &str, spelling: &str) -> bool {
    !spelling.is_ascii() && spelling.chars().count() >= 3 && name.contains(spelling)
}

/// Lower case, half width, without blanks and signs; the number that tells equal names apart is dropped.
fn normal(text: &str) -> String {
    let text = text.trim();
    let text = match text.rsplit_once(" (") {
        Some((name, number)) if number.strip_suffix(')').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())) => name,
        _ => text,
    };
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn without_brackets(name: &str) -> String {
    let mut depth = 0_u32;
    name.chars()
        .filter(|c| match c {
            '(' | '（' | '[' | '【' => {
                depth += 1;
                false
            }
            ')' | '）' | ']' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// Whether the cells do not speak against a kind. A few odd cells are dirt, and an empty column says nothing.
fn fits(kind: FieldKind, column: &ColumnGuess) -> bool {
    use ColumnKind as C;
    if column.filled < 3 {
        return true;
    }
    match kind {
        FieldKind::Phone => !matches!(column.kind, C::Vin | C::Plate | C::IdNumber | C::Date | C::Name | C::Money),
        FieldKind::Vin => !matches!(column.kind, C::Phone | C::Plate | C::IdNumber | C::Date | C::Name | C::Money),
        FieldKind::Plate => !matches!(column.kind, C::Phone | C::Vin | C::IdNumber | C::Date | C::Name | C::Money),
        FieldKind::ResidentId => !matches!(column.kind, C::Vin | C::Plate | C::Date | C::Name | C::Money),
        FieldKind::Date | FieldKind::Instant => {
            !matches!(column.kind, C::Phone | C::Vin | C::Plate | C::IdNumber | C::Name | C::Money)
        }
        FieldKind::Name => {
            !matches!(column.kind, C::Phone | C::Vin | C::Plate | C::IdNumber | C::Date | C::Money | C::Integer)
        }
        FieldKind::Money | FieldKind::Kilometres | FieldKind::Integer => {
            !matches!(column.kind, C::Phone | C::Vin | C::Plate | C::IdNumber | C::Date | C::Name)
        }
        _ => true,
    }
}

/// Whether the cells alone say what a column is: shapes that nothing else has.
fn by_cells(target: &Target, column: &ColumnGuess) -> bool {
    let shape = match column.kind {
        ColumnKind::Phone => FieldKind::Phone,
        ColumnKind::Vin => FieldKind::Vin,
        ColumnKind::Plate => FieldKind::Plate,
        ColumnKind::IdNumber => FieldKind::ResidentId,
        ColumnKind::Name if column.name.is_empty() => FieldKind::Name,
        _ => return false,
    };
    target.kind == shape && column.filled >= 3
}

#[cfg(test)]
#[path = "guess_tests.rs"]
mod tests;
