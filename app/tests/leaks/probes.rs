//! Everything of every kind, asked for outright: lists, counts, records, filters, orders, searches, pickers, exports. Each
//! answer must be what the oracle says, no row and no field more, and none less.

use std::collections::BTreeSet;

use kernel::{Access, Action, Id};
use records::explain::explain;
use records::policy::Look;
use records::{Field, FieldKind, Kind, Op, Source, Uses};
use serde_json::Value;
use testkit::Client;

use super::house::{House, Person};
use super::oracle::Stand;
use super::report::Findings;

/// Asks everything in someone's name.
pub async fn ask(house: &House, person: &Person, found: &mut Findings) {
    let mut script = house.script(person).header("accept", "application/json");
    for kind in house.kinds() {
        list(house, person, kind, &mut script, found).await;
        one_by_one(house, person, kind, &mut script, found).await;
        filters(house, person, kind, &mut script, found).await;
        orders(house, person, kind, &mut script, found).await;
        searches(house, person, kind, &mut script, found).await;
        export(house, person, kind, &mut script, found).await;
    }
}

fn ids(answer: &Value) -> BTreeSet<Id> {
    answer["items"].as_array().into_iter().flatten().filter_map(|i| i["id"].as_str()?.parse().ok()).collect()
}

/// Compares rows; `way` says how they were asked for.
fn same(person: &Person, way: &str, kind: &Kind, got: &BTreeSet<Id>, right: &BTreeSet<Id>, found: &mut Findings) {
    for id in got.difference(right) {
        found.hole(person, way, format!("gets {} {id}", kind.name));
    }
    for id in right.difference(got) {
        found.hole(person, way, format!("misses {} {id}", kind.name));
    }
}

async fn list(house: &House, person: &Person, kind: &'static Kind, script: &mut Client, found: &mut Findings) {
    let way = format!("list {}", kind.collection);
    let answer = script.get(&format!("/api/v1/{}?limit=200", kind.collection)).await;
    found.answers += 1;
    if !house.oracle.can(person.id, kind.name, Action::See) {
        if answer.status != 403 {
            found.hole(person, way, format!("is answered {} without a right to see any", answer.status));
        }
        return;
    }
    let right = house.oracle.within(person.id, kind.name, Action::See);
    let body = answer.json();
    same(person, &way, kind, &ids(&body), &right, found);
    for item in body["items"].as_array().into_iter().flatten() {
        fields(house, person, kind, &way, item, true, found);
    }
    if body["total"]["value"] != right.len() {
        found.hole(
            person,
            format!("total {}", kind.collection),
            format!("{} of {}", body["total"]["value"], right.len()),
        );
    }
    let answer = script.get(&format!("/{}/count", kind.collection)).await;
    found.answers += 1;
    if answer.json()["value"] != right.len() {
        found.hole(person, format!("count {}", kind.collection), format!("{} of {}", answer.text(), right.len()));
    }
}

/// Holds every field of a row against the oracle.
fn fields(
    house: &House,
    person: &Person,
    kind: &'static Kind,
    way: &str,
    item: &Value,
    in_list: bool,
    found: &mut Findings,
) {
    let id: Id = item["id"].as_str().unwrap().parse().unwrap();
    let reached = house.oracle.reached(person.id, kind.name, id, Action::See);
    let masked: Vec<&str> = item["masked"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for field in kind.fields {
        let got = match item.get(field.name) {
            None => Access::Hidden,
            Some(_) if masked.contains(&field.name) => Access::Masked,
            Some(_) => Access::Shown,
        };
        let truth = house.truth.get(&(kind.name, id)).and_then(|t| t.get(field.name)).unwrap_or(&Value::Null);
        let each = |stand: &Stand| house.oracle.access(person.id, kind.name, field.name, std::slice::from_ref(stand));
        let through_one = in_list || matches!(field.source, Source::Anchor(_));
        let right: BTreeSet<Access> = match through_one {
            true => reached.iter().map(each).collect(),
            false => BTreeSet::from([house.oracle.access(person.id, kind.name, field.name, &reached)]),
        };
        // There is nothing to mask in an empty field.
        let empty = got == Access::Shown && item[field.name].is_null() && right.contains(&Access::Masked);
        if !right.contains(&got) && !empty {
            found.hole(person, way, format!("{}.{} is {got:?}, not {right:?}", kind.name, field.name));
        }
        let one_anchor = reached.len() == 1 && house.oracle.anchors(kind.name, id) == 1;
        if got == Access::Shown
            && !empty
            && (one_anchor || !matches!(field.source, Source::Anchor(_)))
            && &item[field.name] != truth
        {
            found.hole(person, way, format!("{}.{} is {}, not {truth}", kind.name, field.name, item[field.name]));
        }
        if got == Access::Masked && !truth.is_null() && &item[field.name] == truth {
            found.hole(person, way, format!("the mask of {}.{} hides nothing", kind.name, field.name));
        }
        if !truth.is_null() {
            let seen = found.seen.entry(format!("{}.{}", kind.name, field.name)).or_default();
            seen[match got {
                Access::Shown => 0,
                Access::Masked => 1,
                Access::Hidden => 2,
            }] += 1;
        }
    }
}

/// Every record there is by its address, those put away and one that never was among them.
async fn one_by_one(house: &House, person: &Person, kind: &'static Kind, script: &mut Client, found: &mut Findings) {
    let way = format!("record {}", kind.collection);
    let gone = house.deleted.iter().filter(|(k, _)| *k == kind.name).map(|(_, id)| *id);
    let never = Id::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
    for id in house.oracle.records(kind.name).into_iter().chain(gone).chain([never]) {
        let answer = script.get(&format!("/api/v1/{}/{id}", kind.collection)).await;
        found.answers += 1;
        let right = !house.oracle.reached(person.id, kind.name, id, Action::See).is_empty();
        match (answer.status.as_u16(), right) {
            (200, true) => fields(house, person, kind, &way, &answer.json(), false, found),
            (404 | 403, false) => {}
            (status, _) => found.hole(person, way.clone(), format!("{} {id} answers {status}", kind.name)),
        }
    }
}

/// What the explanation says of every record: neither more nor less than what is so.
pub async fn explained(house: &House, person: &Person, found: &mut Findings) {
    let scope = house.world.scope(&person.login).await;
    let look = Look::at(&house.world.db, &scope);
    for kind in house.kinds() {
        let way = format!("explanation {}", kind.collection);
        for id in house.oracle.records(kind.name) {
            let reached = house.oracle.reached(person.id, kind.name, id, Action::See);
            let Some(told) = explain(&look, kind, id).await.unwrap() else {
                if !reached.is_empty() {
                    found.hole(person, way.clone(), format!("has nothing to say of {id}"));
                }
                continue;
            };
            for (action, causes) in &told.actions {
                let right = !house.oracle.reached(person.id, kind.name, id, *action).is_empty();
                if right == causes.is_empty() {
                    found.hole(person, way.clone(), format!("{action:?} of {id} is given by {causes:?}"));
                }
            }
            for field in kind.fields {
                let said = told.closed.iter().find(|c| c.field.name == field.name).map_or(Access::Shown, |c| c.access);
                let each =
                    |stand: &Stand| house.oracle.access(person.id, kind.name, field.name, std::slice::from_ref(stand));
                let right = match field.source {
                    Source::Anchor(_) => reached.iter().map(each).max().unwrap_or(Access::Hidden),
                    _ => house.oracle.access(person.id, kind.name, field.name, &reached),
                };
                if said != right {
                    found.hole(
                        person,
                        way.clone(),
                        format!("{}.{} is said to be {said:?}, not {right:?}", kind.name, field.name),
                    );
                }
            }
        }
    }
}

/// Every filter of every field: what is hidden is not asked for, what is masked only by its whole value.
async fn filters(house: &House, person: &Person, kind: &'static Kind, script: &mut Client, found: &mut Findings) {
    if !house.oracle.can(person.id, kind.name, Action::See) {
        return;
    }
    let right = house.oracle.within(person.id, kind.name, Action::See);
    for field in kind.fields.iter().filter(|f| f.uses.has(Uses::FILTER)) {
        let least = house.oracle.at_least(person.id, kind.name, field.name);
        for op in [Op::Filled, Op::Contains, Op::Eq] {
            let takes = Op::for_field(field).contains(&op);
            // A masked field by its whole value is allowed, and limited: enough is asked elsewhere.
            if !takes || (op == Op::Eq && least == Access::Masked) {
                continue;
            }
            let Some((value, owners)) = asked(house, kind, field, op) else { continue };
            let filter = format!("{}:{}:{}", field.name, op.name(), escape(&value));
            let answer = script.get(&format!("/api/v1/{}?limit=200&filter={}", kind.collection, encode(&filter))).await;
            found.answers += 1;
            let way = format!("filter {}.{} {}", kind.name, field.name, op.name());
            match (least, answer.status.as_u16()) {
                (Access::Shown, 200) => {
                    let got = ids(&answer.json());
                    for id in got.difference(&right) {
                        found.hole(person, way.clone(), format!("gets {} {id}", kind.name));
                    }
                    if let Some(owners) = owners {
                        let right = right.intersection(&owners).copied().collect();
                        same(person, &way, kind, &got, &right, found);
                    }
                }
                (Access::Hidden | Access::Masked, 400) => {}
                (least, status) => found.hole(person, way, format!("a {least:?} field answers {status}")),
            }
        }
    }
}

/// A value that is asked for, and the records that have it where that is certain.
fn asked(house: &House, kind: &Kind, field: &Field, op: Op) -> Option<(String, Option<BTreeSet<Id>>)> {
    if op == Op::Filled {
        return Some((String::new(), None));
    }
    let of_kind = || house.truth.iter().filter(|((k, _), _)| *k == kind.name);
    let (_, item) = of_kind().find(|(_, item)| item.get(field.name).is_some_and(|v| v.is_string()))?;
    let value = item[field.name].as_str()?.to_owned();
    if matches!(field.kind, FieldKind::Instant | FieldKind::Money | FieldKind::Choice(_))
        || matches!(field.source, Source::Anchor(_))
    {
        return Some((value, None));
    }
    let owners = of_kind().filter(|(_, item)| item[field.name] == value.as_str()).map(|((_, id), _)| *id).collect();
    Some((value, Some(owners)))
}

fn escape(value: &str) -> String {
    value.replace(',', "\\,").replace(';', "\\;")
}

/// Every order: the order of what one does not see in full is not told.
async fn orders(house: &House, person: &Person, kind: &'static Kind, script: &mut Client, found: &mut Findings) {
    if !house.oracle.can(person.id, kind.name, Action::See) {
        return;
    }
    for field in kind.fields.iter().filter(|f| f.sort.is_some() && !f.sort_filled) {
        let answer = script.get(&format!("/api/v1/{}?limit=2&sort={}", kind.collection, field.name)).await;
        found.answers += 1;
        // The order of making is that of the ids, which everyone sees.
        let open = house.oracle.at_least(person.id, kind.name, field.name) == Access::Shown
            || field.sort == Some(kind.anchor.record);
        if open != (answer.status == 200) {
            found.hole(person, format!("order {}.{}", kind.name, field.name), format!("answers {}", answer.status));
        }
    }
}

/// What is typed into search and pickers: a part of a value finds only those who may read it.
async fn searches(house: &House, person: &Person, kind: &'static Kind, script: &mut Client, found: &mut Findings) {
    if !house.oracle.can(person.id, kind.name, Action::See) {
        return;
    }
    let right = house.oracle.within(person.id, kind.name, Action::See);
    let sample: Vec<_> = house.truth.iter().filter(|((k, _), _)| *k == kind.name).step_by(3).collect();
    for ((_, record), item) in sample {
        for field in kind.fields {
            let Some(value) = item.get(field.name).and_then(Value::as_str) else { continue };
            let Some((part, exact)) = typed(field.kind, value) else { continue };
            for path in ["/api/v1/C?limit=50&q=", "/C/picker?q="] {
                let path = format!("{}{}", path.replace('C', kind.collection), encode(&part));
                let answer = script.get(&path).await;
                found.answers += 1;
                let got = if answer.status == 200 { ids(&answer.json()) } else { BTreeSet::new() };
                let way =
                    format!("search {}.{} ({})", kind.name, field.name, path.split('?').next().unwrap_or_default());
                for id in got.difference(&right) {
                    found.hole(person, way.clone(), format!("gets {} {id}", kind.name));
                }
                let least = house.oracle.at_least(person.id, kind.name, field.name);
                if got.contains(record) && exact && least != Access::Shown {
                    found.hole(person, way, format!("a {least:?} value is found by a part of it"));
                }
            }
        }
    }
}

/// A part of a value, as it would be guessed, and whether nothing else has it.
fn typed(kind: FieldKind, value: &str) -> Option<(String, bool)> {
    let national = identifiers::phone::national(value);
    Some(match kind {
        // What a mask leaves are its first three and last four.
        FieldKind::Phone if national.len() == 11 => (national[..9].to_owned(), true),
        FieldKind::Vin => (value[..14].to_owned(), true),
        FieldKind::Name if value.starts_with("欧阳") => (value.chars().skip(2).collect(), true),
        FieldKind::Plate => (value.chars().take(6).collect(), true),
        _ => return None,
    })
}

/// The list as a file.
async fn export(house: &House, person: &Person, kind: &'static Kind, script: &mut Client, found: &mut Findings) {
    let way = format!("export {}", kind.collection);
    let columns: Vec<&str> = kind.fields.iter().map(|f| f.name).collect();
    for format in ["csv", "xlsx"] {
        let path = format!("/{}/export?format={format}&columns={}", kind.collection, columns.join(","));
        let answer = script.get(&path).await;
        found.answers += 1;
        let may = house.oracle.can(person.id, kind.name, Action::Export);
        if may != (answer.status == 200)
            && !(may && answer.status == 403 && !house.oracle.can(person.id, kind.name, Action::See))
        {
            found.hole(
                person,
                way.clone(),
                format!("answers {} to someone who {} export", answer.status, if may { "may" } else { "may not" }),
            );
        }
        if answer.status != 200 {
            continue;
        }
        let text = super::crawl::readable(&answer);
        super::crawl::look(house, person, &way, &text, found);
        if format == "csv" {
            let rows = answer.text().lines().filter(|l| !l.trim().is_empty()).count().saturating_sub(1);
            let right = house.oracle.within(person.id, kind.name, Action::Export).len();
            if rows != right {
                found.hole(person, way.clone(), format!("{rows} rows of {right}"));
            }
        }
    }
}

/// Percent-encodes.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
