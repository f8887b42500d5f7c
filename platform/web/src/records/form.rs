//! The parts of a form, made from the descriptor.

use kernel::{Access, Instant, Scope};
use maud::{Markup, html};
use records::commands::FieldError;
use records::custom::is_custom;
use records::{Datum, Field, FieldKind, Input, Kind, Row, Shown, Uses};
use ui::{Choice, Words};

use super::labels;
use super::pairs::Pairs;
use crate::Page;

/// Under this name beside a reference stands the name of the record referred to.
const LABEL: &str = "-label";

/// Fields that someone may write into a new record: what they see on no row is not theirs to write.
pub fn fields_to_create(scope: &Scope, kind: &'static Kind) -> Vec<&'static Field> {
    kind.fields_for(Uses::FORM).filter(|f| scope.field_at_best(kind.name, f.name) > Access::Hidden).collect()
}

/// Fields of a record that someone may change: those they see in full, so that no mask is ever saved.
pub fn fields_to_edit(row: &Row) -> Vec<&'static Field> {
    row.cells
        .iter()
        .filter(|(f, shown)| f.uses.has(Uses::FORM) && matches!(shown, Shown::Value(_)))
        .map(|(f, _)| *f)
        .collect()
}

/// A record's values as a form shows them.
pub fn input_of(row: &Row, zone: chrono_tz::Tz) -> Input {
    let mut input = Input::default();
    for (field, shown) in &row.cells {
        let Some(datum) = shown.value() else { continue };
        let text = match (datum, field.kind) {
            (Datum::Integer(at), FieldKind::Instant) => {
                Instant(*at).utc().with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string()
            }
            (Datum::Text(phone), FieldKind::Phone) => identifiers::phone::national(phone),
            _ => datum.plain(field.kind).unwrap_or_default(),
        };
        input.set(field.name, text);
        if let Datum::Reference(_, label) = datum {
            input.set(&format!("{}{LABEL}", field.name), label.clone());
        }
    }
    input
}

/// What a form posted for these fields. A box that is not ticked posts nothing, and moments are on the page's clock.
pub fn read(fields: &[&'static Field], form: &Pairs, zone: chrono_tz::Tz) -> Input {
    let mut input = Input::default();
    for field in fields {
        let text = form.first(field.name);
        match (field.kind, text) {
            // Neither yes nor no, until someone says so.
            (FieldKind::Bool, Some(text)) if is_custom(field.name) => input.set(field.name, text),
            (FieldKind::Bool, None) if is_custom(field.name) => {}
            // Beside the boxes stands an empty value, so that none ticked is told from no boxes at all.
            (FieldKind::Choices(_), Some(_)) => {
                let codes: Vec<&str> = form.all(field.name).filter(|code| !code.trim().is_empty()).collect();
                input.set(field.name, codes.join(","));
            }
            (FieldKind::Bool, text) => input.set(field.name, if text == Some("true") { "true" } else { "false" }),
            (FieldKind::Instant, Some(text)) => input.set(field.name, moment(text, zone)),
            (_, Some(text)) => input.set(field.name, text),
            (_, None) => {}
        }
    }
    input
}

/// `2026-11-22T14:05` on the page's clock as an exact moment; anything else stays for the field's own reading.
pub(crate) fn moment(text: &str, zone: chrono_tz::Tz) -> String {
    use chrono::TimeZone;
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|f| chrono::NaiveDateTime::parse_from_str(text.trim(), f).ok());
    local
        .and_then(|at| zone.from_local_datetime(&at).earliest())
        .map_or_else(|| text.to_owned(), |at| Instant(at.timestamp_micros()).rfc3339())
}

/// Leaves the name of a reference for [`form`].
pub fn name_reference(input: &mut Input, field: &Field, name: String) {
    input.set(&format!("{}{LABEL}", field.name), name);
}

/// The rows of a form, one a field, with what was typed and what is wrong with it.
pub fn form(
    page: &Page<'_>,
    kind: &'static Kind,
    fields: &[&'static Field],
    input: &Input,
    errors: &[FieldError],
) -> Markup {
    html! { @for (at, field) in fields.iter().enumerate() { (row(page, kind, field, input, errors, at == 0)) } }
}

/// As [`form`], behind other rows: the focus is theirs.
pub fn form_behind(
    page: &Page<'_>,
    kind: &'static Kind,
    fields: &[&'static Field],
    input: &Input,
    errors: &[FieldError],
) -> Markup {
    html! { @for field in fields { (row(page, kind, field, input, errors, false)) } }
}

fn row(
    page: &Page<'_>,
    kind: &'static Kind,
    field: &Field,
    input: &Input,
    errors: &[FieldError],
    first: bool,
) -> Markup {
    let w = page.words();
    let text = input.get(field.name).unwrap_or_default();
    let error = errors.iter().find(|e| e.field == field.name).map(|e| page.t(&e.code).into_owned());
    let label = kind.label(field.name);
    let mut widget = ui::Field::new(field.name, page.t(&label)).error(error).complete("off");
    let hint = kind.hint(field.name);
    if page.app.words.has(page.visitor.scope.lang, &hint) {
        widget = widget.hint(page.t(&hint));
    }
    if field.uses.has(Uses::REQUIRED) {
        widget = widget.required();
    }
    // The first field has the focus, unless errors have it.
    if first && errors.is_empty() {
        widget = widget.focus();
    }
    match field.kind {
        FieldKind::Text | FieldKind::Name => widget.text(text, &w),
        FieldKind::LongText => widget.wide().textarea(text, 4, &w),
        FieldKind::Integer | FieldKind::Score => widget.number(text, &w),
        FieldKind::Kilometres => widget.measure(text, "km", &w),
        FieldKind::Money => widget.money(text, &w),
        // A date that does not read must come back as it was typed.
        FieldKind::Date if !text.is_empty() && text.parse::<chrono::NaiveDate>().is_err() => widget.text(text, &w),
        FieldKind::Date => widget.date(text.parse().ok(), &w),
        FieldKind::Instant => widget.moment(text, &w),
        FieldKind::Bool if is_custom(field.name) => {
            let choices = [Choice::new("true", page.t("list-yes")), Choice::new("false", page.t("list-no"))];
            widget.select(&choices, text, &w)
        }
        FieldKind::Bool => widget.checkbox(text == "true", &w),
        FieldKind::Phone => widget.phone(text, &w),
        FieldKind::Plate | FieldKind::Vin | FieldKind::ResidentId | FieldKind::Uscc => widget.code(text, &w),
        FieldKind::Email => widget.email(text, &w),
        FieldKind::Choice(dictionary) => {
            let scope = &page.visitor.scope;
            let mut choices: Vec<Choice> = labels::choices(page.app, scope, dictionary)
                .into_iter()
                .map(|(code, word)| Choice::new(code, word))
                .collect();
            // A code out of use stays what it is until someone chooses another.
            if !text.is_empty() && !choices.iter().any(|c| c.value == text) {
                choices.push(Choice::new(text, labels::choice(page.app, scope, dictionary, text)));
            }
            widget.select(&choices, text, &w)
        }
        FieldKind::Choices(dictionary) => {
            let scope = &page.visitor.scope;
            let chosen: Vec<&str> = text.split(',').filter(|code| !code.is_empty()).collect();
            let mut choices: Vec<Choice> = labels::choices(page.app, scope, dictionary)
                .into_iter()
                .map(|(code, word)| Choice::new(code, word))
                .collect();
            for code in &chosen {
                if !choices.iter().any(|c| c.value == *code) {
                    choices.push(Choice::new(*code, labels::choice(page.app, scope, dictionary, code)));
                }
            }
            html! {
                input type="hidden" name=(field.name) value="";
                (widget.wide().several(&choices, &chosen, &w))
            }
        }
        FieldKind::Reference { kind, .. } => match page.app.registry.kind(kind) {
            Some(kind) => {
                let label = input.get(&format!("{}{LABEL}", field.name)).unwrap_or_default().to_owned();
                widget.reference(
                    &ui::Reference { value: text.to_owned(), label, search: format!("/{}/picker", kind.collection) },
                    &w,
                )
            }
            None => widget.text(text, &w),
        },
    }
}

/// Errors as the summary on top of a form: the field's name and the sentence with the field's word.
pub fn summary(page: &Page<'_>, kind: &'static Kind, errors: &[FieldError]) -> Vec<(String, String)> {
    let w = page.words();
    let line = |e: &FieldError| match kind.field(&e.field) {
        Some(field) => {
            (e.field.clone(), format!("{}{}{}", page.t(&kind.label(field.name)), w.t("list-colon"), page.t(&e.code)))
        }
        None => (String::new(), page.t(&e.code).into_owned()),
    };
    errors.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [Field; 3] = [
        Field::new("done", FieldKind::Bool),
        Field::new("at", FieldKind::Instant),
        Field::new("name", FieldKind::Text),
    ];

    #[test]
    fn what_a_form_does_not_post_stays_but_a_box_is_off() {
        static KEPT: [Field; 3] = FIELDS;
        let fields: Vec<&'static Field> = KEPT.iter().collect();
        let input = read(&fields, &Pairs::read("at=2026-11-22T14:05"), chrono_tz::Asia::Shanghai);
        assert_eq!(input.get("done"), Some("false"));
        assert_eq!(input.get("at"), Some("2026-11-22T06:05:00Z"));
        assert_eq!(input.get("name"), None);
        let odd = read(&fields, &Pairs::read("at=later&done=true&name="), chrono_tz::Asia::Shanghai);
        assert_eq!((odd.get("at"), odd.get("done"), odd.get("name")), (Some("later"), Some("true"), Some("")));
    }
}
