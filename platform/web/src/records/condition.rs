//! Conditions in plain words: `级别 是 H、A`, `下次跟进 早于 今天`.

use std::collections::{BTreeSet, HashMap};

use kernel::{Fen, Id, Lang, Tenant};
use records::{Datum, Field, FieldKind, Filter, Kind, Op, Registry};
use ui::{Arg, Chip, Words};

use super::address::Address;
use super::call::Call;
use super::references;
use super::show::Renderer;
use crate::{Page, Result};

/// The field a filter speaks of, and the kind it belongs to.
pub fn target(
    registry: &Registry,
    tenant: Tenant,
    kind: &'static Kind,
    filter: &Filter,
) -> Option<(&'static Kind, &'static Field)> {
    let kind = match &filter.relation {
        Some(name) => {
            registry.relations_from(kind.name).find(|r| r.name == name).and_then(|r| registry.kind_of(tenant, r.to))?
        }
        None => kind,
    };
    kind.field(&filter.field).map(|field| (kind, field))
}

/// The label of a filter's field: of another kind with that kind's word in front.
pub fn label(page: &Page<'_>, kind: &Kind, target: &Kind, field: &Field) -> String {
    let label = page.t(&target.label(field.name));
    if std::ptr::eq(kind, target) {
        label.into_owned()
    } else {
        format!("{} · {label}", page.t(&format!("kind-{}", target.name)))
    }
}

/// The chips of an address; asks for the names of records that filters refer to, one query a kind of record.
pub async fn chips(call: &Call, page: &Page<'_>, kind: &'static Kind, address: &Address) -> Result<Vec<Chip>> {
    let path = format!("/{}", kind.collection);
    let names = referred(call, kind, address).await?;
    let renderer = Renderer::new(page);
    let mut chips = Vec::new();
    for (at, filter) in address.filters.iter().enumerate() {
        let (field, condition) = match target(&page.app.registry, page.visitor.scope.tenant, kind, filter) {
            Some((owner, field)) => (label(page, kind, owner, field), words(&renderer, page, field, filter, &names)),
            None => (filter.field.clone(), filter.values.join(", ")),
        };
        let edit = Some(address.href(&format!("{path}/filter?edit={at}")));
        chips.push(Chip { field, condition, remove: address.without_filter(at).href(&path), edit });
    }
    Ok(chips)
}

async fn referred(call: &Call, kind: &'static Kind, address: &Address) -> Result<HashMap<Id, String>> {
    let mut wanted: HashMap<&str, BTreeSet<Id>> = HashMap::new();
    for filter in &address.filters {
        let target = target(call.registry(), call.visitor.scope.tenant, kind, filter);
        if let Some((_, Field { kind: FieldKind::Reference { kind, .. }, .. })) = target {
            wanted.entry(kind).or_default().extend(filter.values.iter().filter_map(|v| v.parse::<Id>().ok()));
        }
    }
    let mut names = HashMap::new();
    for (kind, ids) in wanted {
        names.extend(
            references::names(&call.look(), call.registry(), kind, ids.into_iter().collect(), call.today()).await?,
        );
    }
    Ok(names)
}

/// The comparison and its values in words.
pub fn words(
    renderer: &Renderer<'_>,
    page: &Page<'_>,
    field: &Field,
    filter: &Filter,
    names: &HashMap<Id, String>,
) -> String {
    let w = page.words();
    let dated = matches!(field.kind, FieldKind::Date | FieldKind::Instant);
    // "Until yesterday" is how a filter says what people call "before today".
    let (key, values) = match (filter.op, filter.values.as_slice()) {
        (Op::Lte, [day]) if dated && day == "-1d" => ("filter-before", vec!["today".to_owned()]),
        (Op::Gte, [day]) if dated && day == "+1d" => ("filter-after", vec!["today".to_owned()]),
        (op, values) => (sentence(op, dated), values.to_vec()),
    };
    let between = if page.visitor.scope.lang == Lang::ZhCn { "、" } else { ", " };
    let values: Vec<String> = values.iter().map(|v| value(renderer, page, field, v, names)).collect();
    w.ta(key, &[("values", Arg::from(values.join(between)))])
}

fn sentence(op: Op, dated: bool) -> &'static str {
    match op {
        Op::Eq => "filter-eq",
        Op::Ne => "filter-ne",
        Op::Contains => "filter-contains",
        Op::Tail => "filter-tail",
        Op::Gte if dated => "filter-gte-date",
        Op::Gte => "filter-gte",
        Op::Lte if dated => "filter-lte-date",
        Op::Lte => "filter-lte",
        Op::Empty => "filter-empty",
        Op::Filled => "filter-filled",
    }
}

fn value(renderer: &Renderer<'_>, page: &Page<'_>, field: &Field, text: &str, names: &HashMap<Id, String>) -> String {
    let datum = match field.kind {
        FieldKind::Reference { .. } if text == "me" => return page.t("filter-me").into_owned(),
        FieldKind::Reference { .. } => {
            let name = text.parse::<Id>().ok().and_then(|id| names.get(&id)).filter(|name| !name.is_empty());
            return name.cloned().unwrap_or_else(|| page.t("filter-some-record").into_owned());
        }
        FieldKind::Date | FieldKind::Instant => return day(page, text),
        FieldKind::Money => Fen::parse(text).map(|fen| Datum::Integer(fen.0)),
        FieldKind::Bool => Some(Datum::Bool(matches!(text, "true" | "1" | "yes"))),
        FieldKind::Integer | FieldKind::Kilometres | FieldKind::Score => text.parse().ok().map(Datum::Integer),
        FieldKind::Choice(_) | FieldKind::Choices(_) => Some(Datum::Text(text.to_owned())),
        _ => None,
    };
    datum.map_or_else(|| text.to_owned(), |datum| renderer.text(field, &datum))
}

/// `today` → 今天, `-7d` → 7 天前, `+1m` → 1 个月后, `month` → 本月初; dates stay dates.
pub fn day(page: &Page<'_>, text: &str) -> String {
    let w = page.words();
    let (key, n) = match text {
        "today" => return page.t("filter-today").into_owned(),
        "month" => return page.t("filter-month").into_owned(),
        _ => {
            let key = match (text.as_bytes().first(), text.as_bytes().last()) {
                (Some(b'-'), Some(b'd')) => "filter-days-ago",
                (Some(b'-'), Some(b'm')) => "filter-months-ago",
                (Some(b'+'), Some(b'd')) => "filter-days-ahead",
                (Some(b'+'), Some(b'm')) => "filter-months-ahead",
                _ => return text.to_owned(),
            };
            match text[1..text.len() - 1].parse::<i64>() {
                Ok(n) => (key, n),
                Err(_) => return text.to_owned(),
            }
        }
    };
    w.ta(key, &[("n", Arg::Int(n))])
}
