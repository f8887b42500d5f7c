//! From a JSON body to [`Input`]: names must be fields that may be written, values are taken as their plain text.

use axum::http::{HeaderMap, header};
use kernel::{Access, Scope};
use records::commands::FieldError;
use records::{FieldKind, Input, Kind, Uses};
use serde_json::Value;

use crate::Result;
use crate::problem::Problem;

/// A body: the input, and the version where it names one.
#[derive(Debug, Default)]
pub struct Body {
    /// Fields to write.
    pub input: Input,
    /// `version`.
    pub version: Option<i64>,
}

/// Reads a body. A name that is no writable field, nor one of `also` that the noun's commands take besides, is an error at that name (422); `id` and `masked`, as they stand in
/// answers, are left aside.
pub fn read(scope: &Scope, kind: &'static Kind, also: &[&str], bytes: &[u8]) -> Result<Body> {
    let Ok(Value::Object(object)) = serde_json::from_slice(bytes) else {
        return Err(Problem::bad_request("api-bad-json"));
    };
    let (mut body, mut errors) = (Body::default(), Vec::new());
    let mut wrong =
        |field: &str, code: &str| errors.push(FieldError { field: field.to_owned(), code: code.to_owned() });
    for (name, value) in &object {
        if matches!(name.as_str(), "id" | "masked") {
            continue;
        }
        if name == "version" && kind.field(name).is_none() {
            match value.as_i64() {
                Some(version) => body.version = Some(version),
                None => wrong(name, "field-not-a-number"),
            }
            continue;
        }
        // A field hidden from the writer is unknown to them; one that is no form field is not written this way.
        if also.contains(&name.as_str()) {
            match text(value) {
                Some(text) => body.input.set(name, text),
                None => wrong(name, "field-not-a-value"),
            }
            continue;
        }
        match kind
            .field(name)
            .filter(|f| f.uses.has(Uses::FORM) && scope.field_at_best(kind.name, f.name) > Access::Hidden)
        {
            None => wrong(name, "field-unknown"),
            Some(field) => match codes(field.kind, value).or_else(|| text(value)) {
                Some(text) => body.input.set(field.name, text),
                None => wrong(name, "field-not-a-value"),
            },
        }
    }
    if errors.is_empty() { Ok(body) } else { Err(records::Refusal::Invalid(errors).into()) }
}

/// Null clears; a reference may be given as it stands in answers, `{"id": …}`.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Object(object) => object.get("id").and_then(Value::as_str).map(str::to_owned),
        Value::Array(_) => None,
    }
}

/// Several codes, as they stand in answers: a list of texts.
fn codes(kind: FieldKind, value: &Value) -> Option<String> {
    let (FieldKind::Choices(_), Value::Array(list)) = (kind, value) else { return None };
    list.iter().map(Value::as_str).collect::<Option<Vec<_>>>().map(|codes| codes.join(","))
}

/// The version of `If-Match: "3"`.
pub fn if_match(headers: &HeaderMap) -> Option<i64> {
    let text = headers.get(header::IF_MATCH)?.to_str().ok()?.trim();
    text.strip_prefix("W/").unwrap_or(text).trim_matches('"').parse().ok()
}

#[cfg(test)]
mod tests {
    use kernel::Id;
    use records::{Anchor, Field};

    use super::*;

    static KIND: Kind = Kind {
        name: "thing",
        collection: "things",
        table: "things",
        anchor: Anchor { table: "things", record: "id" },
        only: None,
        fields: &[
            Field::new("name", FieldKind::Text).also(Uses::FORM),
            Field::new("price", FieldKind::Money).also(Uses::FORM),
            Field::new("owner", FieldKind::Reference { kind: "user", table: "users", label: "name" }).also(Uses::FORM),
            Field::new("done", FieldKind::Bool).also(Uses::FORM),
            Field::new("score", FieldKind::Score),
        ],
        title: "name",
        default_sort: "name",
        pages: true,
    };

    #[test]
    fn values_become_text_and_unknown_names_are_told() {
        let scope = Scope::system(1, Id::nil(), "test");
        let body = read(
            &scope,
            &KIND,
            &[],
            br#"{"id":"x","version":3,"name":null,"price":1234.5,"done":true,"owner":{"id":"7","label":"x"}}"#,
        )
        .unwrap();
        assert_eq!(body.version, Some(3));
        for (field, text) in [("name", ""), ("price", "1234.5"), ("done", "true"), ("owner", "7")] {
            assert_eq!(body.input.get(field), Some(text), "{field}");
        }
        let problem = read(&scope, &KIND, &[], br#"{"score":1,"colour":"red","name":[1]}"#).unwrap_err();
        let told: Vec<_> = problem.fields.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
        assert_eq!(told, [("colour", "field-unknown"), ("name", "field-not-a-value"), ("score", "field-unknown")]);
        assert_eq!(problem.status, 422);
        for text in ["", "[]", "{", "\"x\""] {
            assert_eq!(read(&scope, &KIND, &[], text.as_bytes()).unwrap_err().code, "api-bad-json", "{text}");
        }
    }

    #[test]
    fn a_version_stands_in_a_header_with_or_without_quotes() {
        for (text, version) in [("\"3\"", Some(3)), ("W/\"4\"", Some(4)), ("5", Some(5)), ("*", None)] {
            let headers = HeaderMap::from_iter([(header::IF_MATCH, text.parse().unwrap())]);
            assert_eq!(if_match(&headers), version, "{text}");
        }
    }
}
