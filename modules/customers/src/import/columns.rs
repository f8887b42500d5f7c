//! What columns of a customer sheet may mean.

use records::import::{Key, Target};
use records::{FieldKind, Uses};

use crate::kind::CUSTOMER;

/// The targets of the customer and of past visits. They follow the descriptor: a field that may be imported is a
/// target of its name.
pub(super) fn targets() -> Vec<Target> {
    let mut list: Vec<Target> = NAMES
        .iter()
        .filter_map(|(target, field)| {
            Some(of(target, CUSTOMER.field(field).filter(|f| f.uses.has(Uses::IMPORT))?.kind))
        })
        .collect();
    list.extend([
        Target::new("customer.tags", FieldKind::Text),
        Target::new("visit.at", FieldKind::Instant),
        Target::new("visit.odometer", FieldKind::Kilometres),
        Target::new("visit.work", FieldKind::Text).several(),
        Target::new("visit.amount", FieldKind::Money),
        Target::new("visit.number", FieldKind::Text),
        Target::new("visit.adviser", FieldKind::Text),
    ]);
    list
}

fn of(name: &'static str, kind: FieldKind) -> Target {
    // People stand in sheets by name, not by id.
    let kind = if matches!(kind, FieldKind::Reference { .. }) { FieldKind::Text } else { kind };
    let target = Target::new(name, kind);
    match name {
        "customer.phone" => target.key(Key::Phone).several(),
        "customer.id_number" | "customer.uscc" => target.key(Key::IdNumber),
        "customer.remark" | "customer.address" => target.several(),
        _ => target,
    }
}

/// Targets and their fields, in the order in which they are offered.
const NAMES: [(&str, &str); 26] = [
    ("customer.name", "name"),
    ("customer.phone", "phone"),
    ("customer.kind", "kind"),
    ("customer.class", "class"),
    ("customer.grade", "grade"),
    ("customer.owner", "owner"),
    ("customer.source", "source"),
    ("customer.salutation", "salutation"),
    ("customer.sex", "sex"),
    ("customer.birthday", "birthday"),
    ("customer.id_number", "id_number"),
    ("customer.uscc", "uscc"),
    ("customer.email", "email"),
    ("customer.wechat", "wechat"),
    ("customer.province", "province"),
    ("customer.city", "city"),
    ("customer.district", "district"),
    ("customer.address", "address"),
    ("customer.postcode", "postcode"),
    ("customer.occupation", "occupation"),
    ("customer.industry", "industry"),
    ("customer.income_band", "income_band"),
    ("customer.hobbies", "hobbies"),
    ("customer.family", "family"),
    ("customer.next_contact_on", "next_contact_on"),
    ("customer.remark", "remark"),
];
