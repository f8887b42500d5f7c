//! Facts about the customer in groups, each changed in place, with doubts and what the file lacks (CUS-01, CUS-08).

use kernel::Access;
use maud::{Markup, html};
use records::{Field, FieldKind, Shown, Source, Uses};
use ui::{Fact, Icon, Panel, State, dot, icon};

use super::parts::Record;
use crate::customer::file::PhoneView;
use crate::kind::CUSTOMER;
use crate::pages::answer::{opener, remover};
use crate::pages::desk::{Desk, address};
use crate::pages::reveal;

/// Facts of the customer itself, in the order of reading; what a store knows stands with the store.
pub(in crate::pages) const GROUPS: [(&str, &[&str]); 4] = [
    (
        "group-who",
        &[
            "name",
            "kind",
            "salutation",
            "sex",
            "birthday",
            "id_number",
            "uscc",
            "occupation",
            "industry",
            "income_band",
            "source",
        ],
    ),
    ("group-reach", &["phone", "email", "wechat", "wecom", "preferred_channel", "preferred_time"]),
    ("group-place", &["province", "city", "district", "address", "postcode"]),
    ("group-habits", &["family", "hobbies", "buying_habits"]),
];

/// The title of the facts that the house added itself.
pub(in crate::pages) const GROUP_CUSTOM: &str = "group-custom";

/// Facts that only people have, and facts that only organisations have.
const OF_PEOPLE: [&str; 8] =
    ["salutation", "sex", "birthday", "id_number", "income_band", "occupation", "family", "hobbies"];
const OF_ORGANISATIONS: [&str; 1] = ["uscc"];

/// Whether a fact is asked of this sort of customer.
pub(in crate::pages) fn is_asked(field: &str, organisation: bool) -> bool {
    let others = if organisation { OF_PEOPLE.as_slice() } else { OF_ORGANISATIONS.as_slice() };
    !others.contains(&field)
}

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    let w = &desk.words;
    let fields = GROUPS
        .iter()
        .flat_map(|(_, names)| names.iter())
        .filter_map(|name| CUSTOMER.field(name))
        .filter(|f| f.name != "phone")
        .chain(desk.kind().custom_fields());
    let fields: Vec<&'static Field> = fields
        .filter(|f| is_asked(f.name, record.is_organisation()) && *record.file.row.get(f.name) != Shown::Hidden)
        .collect();
    let (known, missing): (Vec<&Field>, Vec<&Field>) =
        fields.into_iter().partition(|f| is_known(record.file.row.get(f.name)));
    let facts = |list: &[&'static Field]| list.iter().map(|f| fact(desk, record, f)).collect::<Vec<_>>();
    let body = html! {
        (completeness(desk, record))
        (phones(desk, record))
        (ui::facts(&facts(&known), w))
        @if !missing.is_empty() {
            details {
                summary.quiet-link { (desk.pa("missing-facts", &[("n", (missing.len() as i64).into())])) }
                (ui::facts(&facts(&missing), w))
            }
        }
    };
    Panel::new(desk.p("facts"), body).render()
}

fn is_known(shown: &Shown) -> bool {
    match shown {
        Shown::Value(datum) => !datum.is_empty(),
        Shown::Masked(text) => !text.is_empty(),
        Shown::Hidden => false,
    }
}

/// One fact, as the page shows it and as the answer after a change.
pub(in crate::pages) fn fact(desk: &Desk<'_>, record: &Record, field: &'static Field) -> Fact {
    let shown = record.file.row.get(field.name);
    let reveal = reveal::address_of(desk, record.id, field.name);
    let value = desk.value(field, shown, reveal.as_deref());
    let label = desk.label(field.name);
    let mut fact = match value {
        Some(value) => Fact::new(label, html! { (value) (doubt(desk, record, field.name)) }),
        None => match record.file.doubts.contains_key(field.name) {
            true => Fact::new(label, doubt(desk, record, field.name)),
            false => Fact::none(label),
        },
    };
    if matches!(field.kind, FieldKind::LongText)
        || matches!(field.name, "address" | "family" | "hobbies" | "buying_habits")
    {
        fact = fact.wide();
    }
    if field.uses.has(Uses::FORM)
        && matches!(shown, Shown::Value(_))
        && matches!(field.source, Source::Base(_) | Source::Sealed { .. } | Source::Custom(_))
        && is_edited_in_place(field)
        && record.file.editable()
    {
        fact = fact.edit(address(record.id, &format!("facts/{}/form", field.name)));
    }
    fact.history(format!("{}?field={}", address(record.id, "history"), field.name))
}

/// Whether one small input is enough to change it; what takes boxes or a search is changed in the form.
pub(in crate::pages) fn is_edited_in_place(field: &Field) -> bool {
    !matches!(field.kind, FieldKind::Choices(_) | FieldKind::Reference { .. })
}

/// Why a value is doubted, and what was typed.
fn doubt(desk: &Desk<'_>, record: &Record, field: &str) -> Markup {
    html! {
        @if let Some(code) = record.file.doubts.get(field) {
            div { (doubtful(desk, code)) }
            @if let Some(raw) = record.file.raw.get(field) { div.hint { (desk.pa("typed", &[("text", raw.as_str().into())])) } }
        }
    }
}

/// The mark of a doubt with its reason, which may take several lines.
fn doubtful(desk: &Desk<'_>, code: &str) -> Markup {
    html! { (dot(State::Due, &desk.p("doubtful"))) " " span.hint { (desk.t(code)) } }
}

/// The score with the weightiest things that are missing, each leading to its form.
fn completeness(desk: &Desk<'_>, record: &Record) -> Markup {
    let told = &record.file.completeness;
    if record.file.row.get("completeness") == &Shown::Hidden {
        return html! {};
    }
    let state = match told.score {
        80.. => State::Done,
        50.. => State::Due,
        _ => State::Overdue,
    };
    html! {
        div.row {
            (dot(state, &desk.pa("score", &[("n", told.score.into())])))
            @if !told.lacking.is_empty() {
                span.hint {
                    (desk.p("lacking")) " "
                    @for (n, field) in told.lacking.iter().take(4).enumerate() { @if n > 0 { (desk.p("comma")) } (desk.label(field)) }
                }
            }
        }
    }
}

/// All numbers, the primary one first.
fn phones(desk: &Desk<'_>, record: &Record) -> Markup {
    let Some(field) = CUSTOMER.field("phone").filter(|_| !desk.hidden("phone")) else { return html! {} };
    let open = record.file.editable() && may_write_phones(desk, record);
    html! {
        div.fact.fact-wide role="group" aria-label=(desk.label("phone")) {
            div { span.hint { (desk.label("phone")) } }
            div {
                @for phone in &record.file.phones { (phone_line(desk, record, field, phone, open)) }
                @if record.file.phones.is_empty() { p.nothing { (desk.t("ui-empty-value")) } }
                @if open { (opener(&desk.t("ui-phone-add"), &address(record.id, "phones/new"), Icon::Plus)) }
            }
        }
    }
}

fn may_write_phones(desk: &Desk<'_>, record: &Record) -> bool {
    let places: Vec<_> = record.file.engagements.iter().filter(|e| e.editable).map(|e| e.engagement.place()).collect();
    desk.visitor().scope.field_on(CUSTOMER.name, "phone", &places) == Access::Shown
}

fn phone_line(desk: &Desk<'_>, record: &Record, field: &Field, phone: &PhoneView, open: bool) -> Markup {
    let reveal = if phone.is_primary { reveal::address_of(desk, record.id, "phone") } else { None };
    let below = format!("phones/{}", phone.id);
    html! {
        div.row {
            @if let Some(value) = desk.value(field, &phone.phone, reveal.as_deref()) { (value) }
            @if let Some(label) = &phone.label { span.hint { (desk.code("phone-label", label)) } }
            @if phone.is_primary { (ui::tag(&desk.p("phone-primary"))) }
            @if phone.is_virtual { (ui::tag(&desk.p("phone-virtual"))) }
            @if open && !phone.is_primary {
                form method="post" action=(address(record.id, &format!("{below}/primary"))) hx-post=(address(record.id, &format!("{below}/primary"))) hx-swap="none" data-once {
                    button.button.button-quiet.button-small type="submit" { (icon(Icon::Up)) span { (desk.p("phone-make-primary")) } }
                }
            }
            @if open { (remover(&desk.t("ui-phone-remove"), &address(record.id, &below), &[])) }
            @if let Some(doubt) = &phone.doubt { (doubtful(desk, doubt)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-01: every fact of the customer's own row that people write stands in a group, so that none is out of reach.
    #[test]
    fn every_fact_stands_in_a_group() {
        for field in CUSTOMER.fields_for(Uses::FORM) {
            let own = !matches!(field.source, Source::Anchor(_));
            let grouped = GROUPS.iter().any(|(_, names)| names.contains(&field.name));
            assert_eq!(own, grouped, "{}", field.name);
        }
        for (_, names) in GROUPS {
            assert!(names.iter().all(|name| CUSTOMER.field(name).is_some()));
        }
    }

    /// CUS-01: an organisation has no birthday, a person no credit code.
    #[test]
    fn facts_are_asked_of_those_who_have_them() {
        assert!(is_asked("birthday", false) && !is_asked("birthday", true));
        assert!(is_asked("uscc", true) && !is_asked("uscc", false));
        assert!(is_asked("name", true) && is_asked("address", false));
    }
}
