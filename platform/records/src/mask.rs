//! Masks (domain.md §7): the part of a value that someone may see who may not see all of it.

use identifiers::{bank_card, name, phone, resident_id};

use crate::{Datum, FieldKind};

/// The masked form of a value; empty stays empty, so that "has none" can be told from "not shown".
pub fn mask(kind: FieldKind, datum: &Datum) -> String {
    let text = match datum {
        Datum::Empty => return String::new(),
        Datum::Text(text) => text.as_str(),
        _ => return "***".to_owned(),
    };
    match kind {
        FieldKind::Phone => phone::mask(text),
        FieldKind::ResidentId => resident_id::mask(text),
        FieldKind::Name => name::mask(text),
        FieldKind::Plate => plate(text),
        FieldKind::Vin => tail(text, 6),
        FieldKind::Uscc => tail(text, 4),
        FieldKind::Email => email(text),
        FieldKind::Integer => bank_card::mask(text),
        _ => "***".to_owned(),
    }
}

fn tail(text: &str, keep: usize) -> String {
    let length = text.chars().count();
    if length <= keep {
        return "*".repeat(length);
    }
    text.chars().enumerate().map(|(n, c)| if n + keep < length { '*' } else { c }).collect()
}

/// 沪A***45
fn plate(text: &str) -> String {
    let length = text.chars().count();
    text.chars().enumerate().map(|(n, c)| if n < 2 || n + 2 >= length { c } else { '*' }).collect()
}

fn email(text: &str) -> String {
    match text.split_once('@') {
        Some((user, host)) => format!("{}***@{host}", user.chars().next().unwrap_or('*')),
        None => "***".to_owned(),
    }
}
