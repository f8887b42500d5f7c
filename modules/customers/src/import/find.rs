//! Known customers of many rows at once, each by its row's deciding key.

use std::collections::{HashMap, HashSet};

use identifiers::uscc;
use kernel::{Action, DbError, Id};
use records::import::{AnyLook, Draft, Key};

use super::part::PartIntake;
use super::setting::Setting;
use crate::customer::lookup::{self, Match};
use crate::customer::rules;

/// A customer that a row means.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// The customer.
    pub found: Match,
    /// Whether the person who imports may change them.
    pub editable: bool,
}

/// The known customers of drafts, by place among them.
pub(super) async fn known(
    look: &AnyLook<'_>,
    setting: &Setting,
    parts: &[Box<dyn PartIntake>],
    drafts: &[(usize, &Draft, Option<&str>)],
) -> Result<HashMap<usize, Known>, DbError> {
    let mut asked: HashMap<(Key, String), Vec<usize>> = HashMap::new();
    for (at, draft, _) in drafts {
        if let Some((key, text)) =
            draft.keys(&setting.options.keys).first().filter(|(key, _)| setting.finding.contains(key))
        {
            asked.entry((*key, (*text).to_owned())).or_default().push(*at);
        }
    }
    let seen = ask(look, parts, &asked, Action::See).await?;
    let editable: HashSet<Id> = match setting.options.mode.updates() {
        true => {
            let ids: Vec<Id> = seen.values().flatten().map(|m| m.customer).collect();
            lookup::by_ids(look, Action::Edit, &ids).await?.into_iter().map(|m| m.customer).collect()
        }
        false => HashSet::new(),
    };
    let names: HashMap<usize, Option<&str>> = drafts.iter().map(|(at, _, name)| (*at, *name)).collect();
    let mut known = HashMap::new();
    for (key, places) in &asked {
        let Some(matches) = seen.get(key) else { continue };
        for at in places {
            let name = names.get(at).copied().flatten();
            // Of several people with one number: the one of that name, then one of this store.
            let best = matches.iter().min_by_key(|m| {
                (
                    !name.is_some_and(|n| rules::compatible(&m.name, n)),
                    m.store != setting.options.place.store,
                    m.customer,
                )
            });
            if let Some(found) = best {
                known.insert(*at, Known { found: found.clone(), editable: editable.contains(&found.customer) });
            }
        }
    }
    Ok(known)
}

async fn ask(
    look: &AnyLook<'_>,
    parts: &[Box<dyn PartIntake>],
    asked: &HashMap<(Key, String), Vec<usize>>,
    action: Action,
) -> Result<HashMap<(Key, String), Vec<Match>>, DbError> {
    let mut found: HashMap<(Key, String), Vec<Match>> = HashMap::new();
    let of = |wanted: &[Key]| -> Vec<(Key, String)> {
        asked.keys().filter(|(key, _)| wanted.contains(key)).cloned().collect()
    };
    let phones: Vec<String> = of(&[Key::Phone]).into_iter().map(|(_, text)| text).collect();
    for m in if phones.is_empty() { Vec::new() } else { lookup::by_phones(look, action, &phones).await? } {
        found.entry((Key::Phone, m.key.clone())).or_default().push(m);
    }
    let (codes, numbers): (Vec<String>, Vec<String>) = of(&[Key::IdNumber])
        .into_iter()
        .map(|(_, text)| text)
        .partition(|text| uscc::check(text).verdict == identifiers::Verdict::Valid);
    for m in if codes.is_empty() { Vec::new() } else { lookup::by_usccs(look, action, &codes).await? } {
        found.entry((Key::IdNumber, m.key.clone())).or_default().push(m);
    }
    if !numbers.is_empty() {
        let by_hash: HashMap<String, &String> = numbers.iter().map(|n| (look.keys.hash("id_number", n), n)).collect();
        for m in lookup::by_id_numbers(look, action, &numbers).await? {
            if let Some(number) = by_hash.get(&m.key) {
                found.entry((Key::IdNumber, (*number).clone())).or_default().push(m);
            }
        }
    }
    let cars = of(&[Key::Vin, Key::Plate]);
    if !cars.is_empty() {
        for part in parts {
            by_part(look, part.as_ref(), &cars, action, &mut found).await?;
        }
    }
    Ok(found)
}

/// Customers that a part knows by its keys, as far as they are within reach themselves.
async fn by_part(
    look: &AnyLook<'_>,
    part: &dyn PartIntake,
    keys: &[(Key, String)],
    action: Action,
    found: &mut HashMap<(Key, String), Vec<Match>>,
) -> Result<(), DbError> {
    let owners = part.find(look, keys).await?;
    let mut ids: Vec<Id> = owners.iter().map(|(.., id)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut matches: HashMap<Id, Vec<Match>> = HashMap::new();
    for m in lookup::by_ids(look, action, &ids).await? {
        matches.entry(m.customer).or_default().push(m);
    }
    for (key, text, id) in owners {
        if let Some(list) = matches.get(&id) {
            found.entry((key, text)).or_default().extend(list.iter().cloned());
        }
    }
    Ok(())
}
