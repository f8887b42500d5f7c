//! Codes that are written must stand in their dictionary (SYS-06): a code that nobody can choose would stand in records
//! as a word without a meaning.

use std::collections::BTreeMap;

use kernel::{DbError, Id, Tx};
use records::commands::FieldError;
use records::input::BETWEEN_CODES;
use records::policy::Look;
use records::{Field, FieldKind, Input, Kind, Refusal, Uses, find};

use super::rules::may_be_chosen;
use super::{Entry, queries};

/// Checks the codes in an input against base data as it holds where the actor works. What a record has already may
/// stay, also when it can no longer be chosen. Refuses `field-not-a-choice` at each field. Fields in `except` have a
/// check of their own. Costs a query where codes are written, and one more for a record that is there.
pub async fn check(
    tx: &Tx<'_>,
    kind: &'static Kind,
    record: Option<Id>,
    input: &Input,
    except: &[&str],
) -> Result<(), Refusal> {
    let mut wanted: Vec<(&'static Field, &'static str, &str)> = Vec::new();
    for field in kind.fields_for(Uses::FORM).filter(|f| !except.contains(&f.name)) {
        match (field.kind, input.filled(field.name)) {
            (FieldKind::Choice(dictionary), Some(code)) => wanted.push((field, dictionary, code)),
            (FieldKind::Choices(dictionary), Some(codes)) => {
                let each = codes.split(BETWEEN_CODES).map(str::trim).filter(|code| !code.is_empty());
                wanted.extend(each.map(|code| (field, dictionary, code)));
            }
            _ => {}
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let entries = entries(tx, &wanted).await?;
    wanted.retain(|(_, dictionary, code)| {
        let known = entries.get(*dictionary);
        // A dictionary without any entry has not been laid down: there is nothing to hold a code against.
        known.is_some_and(|all| !may_be_chosen(&tx.scope().powers.home_path, code, all))
    });
    if let (Some(id), false) = (record, wanted.is_empty()) {
        let fields: Vec<&'static Field> = wanted.iter().map(|(field, _, _)| *field).collect();
        let stored = find(&Look::within(tx), kind, id, &fields).await?;
        let held = |field: &Field| stored.as_ref()?.get(field.name).value()?.plain(field.kind);
        wanted.retain(|(field, _, code)| match field.kind {
            FieldKind::Choices(_) => !held(field).is_some_and(|codes| codes.split(',').any(|held| held == *code)),
            _ => held(field).as_deref() != Some(*code),
        });
    }
    wanted.dedup_by_key(|(field, ..)| field.name);
    let errors: Vec<FieldError> = wanted
        .into_iter()
        .map(|(field, _, _)| FieldError { field: field.name.into(), code: "field-not-a-choice".into() })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
}

async fn entries(
    tx: &Tx<'_>,
    wanted: &[(&Field, &'static str, &str)],
) -> Result<BTreeMap<String, Vec<Entry>>, DbError> {
    let mut names: Vec<&str> = wanted.iter().map(|(_, dictionary, _)| *dictionary).collect();
    names.sort_unstable();
    names.dedup();
    let mut entries: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for entry in queries::of(tx.conn(), tx.tenant(), &names).await? {
        entries.entry(entry.dictionary.clone()).or_default().push(entry);
    }
    Ok(entries)
}
