//! What a row wants written of its customer, without a database.

use identifiers::name;
use records::commands::FieldError;
use records::import::{Draft, Message, Severity, Standing, Value};
use records::input::BETWEEN_CODES;
use records::{Datum, FieldKind, Input};

use super::setting::Setting;
use crate::customer::reading::{self, Sheet, Strictness};
use crate::places::Owner;

/// See the module.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish {
    /// The name, where it is usable.
    pub name: Option<String>,
    /// Texts by field.
    pub input: Input,
    /// The same as values, with raw texts and doubts of what was not understood.
    pub sheet: Sheet,
    /// The consultant named, where they are one of the store's.
    pub owner: Option<Owner>,
    /// Tags.
    pub tags: Vec<String>,
    /// What is to be said.
    pub messages: Vec<Message>,
}

impl Wish {
    /// Reads a row.
    pub fn of(draft: &Draft, setting: &Setting) -> Wish {
        let mut wish = Wish::default();
        let mut unknown: Vec<(&'static str, String)> = Vec::new();
        let mut phones: Vec<&Value> = Vec::new();
        for value in &draft.values {
            let Some(field) = value.target.strip_prefix("customer.") else { continue };
            match field {
                "phone" => phones.push(value),
                "owner" => wish.owner(value, setting),
                "tags" => wish.tags = words(&value.raw),
                "remark" => wish.add("remark", "\n", &text(value)),
                "address" => wish.add("address", " ", &text(value)),
                _ => match setting.kind.field(field).map(|f| f.kind) {
                    Some(FieldKind::Choice(dictionary)) => wish.choose(field, dictionary, value, setting, &mut unknown),
                    Some(FieldKind::Choices(dictionary)) => {
                        wish.choose_several(field, dictionary, value, setting, &mut unknown)
                    }
                    _ => wish.input.set(field, text(value)),
                },
            }
        }
        wish.phones(&phones);
        wish.name = usable_name(&mut wish.input);
        match reading::read(setting.kind, &wish.input, setting.context(), Strictness::Lenient) {
            Ok(sheet) => wish.sheet = sheet,
            Err(errors) => wish.unusable(&errors, setting),
        }
        for (field, raw) in unknown {
            wish.sheet.raw.insert(field.to_owned(), raw);
            wish.sheet.doubts.insert(field.to_owned(), "import-choice-unknown".to_owned());
        }
        wish
    }

    /// The first number that can be read is the primary one; the others follow it, what cannot be read last.
    fn phones(&mut self, values: &[&Value]) {
        let mut sorted = values.to_vec();
        sorted.sort_by_key(|v| v.standing == Standing::Unread);
        let mut texts = sorted.into_iter().map(|v| v.raw.as_str());
        if let Some(first) = texts.next() {
            self.input.set("phone", first);
        }
        let rest: Vec<&str> = texts.collect();
        if !rest.is_empty() {
            self.input.set("phones", rest.join("\n"));
        }
    }

    fn add(&mut self, field: &str, between: &str, more: &str) {
        let text = match self.input.filled(field) {
            Some(before) if before.contains(more) => before.to_owned(),
            Some(before) => format!("{before}{between}{more}"),
            None => more.to_owned(),
        };
        self.input.set(field, text);
    }

    fn owner(&mut self, value: &Value, setting: &Setting) {
        match setting.people.get(&value.raw.trim().to_lowercase()) {
            Some(Some(owner)) => self.owner = Some(owner.clone()),
            Some(None) => self
                .messages
                .push(Message::cell(value.column, Severity::Warning, "import-owner-ambiguous").with(value.raw.clone())),
            None => self
                .messages
                .push(Message::cell(value.column, Severity::Warning, "import-owner-unknown").with(value.raw.clone())),
        }
    }

    fn choose(
        &mut self,
        field: &'static str,
        dictionary: &str,
        value: &Value,
        setting: &Setting,
        unknown: &mut Vec<(&'static str, String)>,
    ) {
        if let Some(code) = setting.choices.code(dictionary, &value.raw) {
            self.input.set(field, code);
        } else if let Some(class) = setting.choices.code("customer-class", &value.raw).filter(|_| field == "grade") {
            // Lists write 客户级别 for both: an intention level, or what kind of customer it is.
            self.input.set("class", class);
        } else {
            self.messages
                .push(Message::cell(value.column, Severity::Warning, "import-choice-unknown").with(value.raw.clone()));
            unknown.push((field, value.raw.clone()));
        }
    }

    /// Several words in one cell; those that nobody knows are told, the others taken.
    fn choose_several(
        &mut self,
        field: &'static str,
        dictionary: &str,
        value: &Value,
        setting: &Setting,
        unknown: &mut Vec<(&'static str, String)>,
    ) {
        let mut codes = Vec::new();
        for word in value.raw.split(BETWEEN_CODES).map(str::trim).filter(|word| !word.is_empty()) {
            match setting.choices.code(dictionary, word) {
                Some(code) => codes.push(code),
                None => {
                    let message = Message::cell(value.column, Severity::Warning, "import-choice-unknown");
                    self.messages.push(message.with(word));
                    unknown.push((field, value.raw.clone()));
                }
            }
        }
        if !codes.is_empty() {
            let codes = codes.join(",");
            self.input.set(field, codes);
        }
    }

    /// A value that even a lenient reading refuses (an endless name) is left out, and the rest read without it.
    fn unusable(&mut self, errors: &[FieldError], setting: &Setting) {
        for error in errors {
            self.input.0.remove(&error.field);
            if error.field == "name" {
                self.name = None;
            }
            self.messages.push(Message::row(Severity::Warning, error.code.clone()));
        }
        self.sheet =
            reading::read(setting.kind, &self.input, setting.context(), Strictness::Lenient).unwrap_or_default();
    }
}

/// A name that says something: with a letter or character in it.
fn usable_name(input: &mut Input) -> Option<String> {
    let name = input.filled("name").map(name::normalise).filter(|n| n.chars().any(char::is_alphabetic));
    if name.is_none() {
        input.0.remove("name");
    }
    name
}

/// The text of a value as commands read it: days in ISO form, all else as it stands.
fn text(value: &Value) -> String {
    match (&value.datum, value.standing) {
        (Datum::Date(day), _) => day.to_string(),
        _ => value.raw.clone(),
    }
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(['、', ',', '，', ';', '；', '/', '|', ' ', '\n']).map(str::trim).filter(|w| !w.is_empty());
    let mut words: Vec<String> = Vec::new();
    for word in parts.map(|w| w.chars().take(40).collect::<String>()) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}
