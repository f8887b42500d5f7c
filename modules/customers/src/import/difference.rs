//! What a row would change of a known customer.

use identifiers::name;
use records::import::{Message, Severity};
use records::{Datum, FieldKind, Input, custom};

use super::queries::Stored;
use super::setting::Setting;
use super::wish::Wish;
use crate::customer::rules;
use crate::engagements::{Class, Conversion, conversion};
use crate::kind;
use crate::phones::NewPhone;
use crate::places::Owner;

/// Changes to make; nothing in it means that all stands so already.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Difference {
    /// Fields to write.
    pub input: Input,
    /// Numbers to add, as typed.
    pub phones: Vec<String>,
    /// The consultant to give the customer to.
    pub owner: Option<Owner>,
    /// The store does not know the customer yet.
    pub engage: bool,
    /// What is to be said: a name that is replaced, a class that stays.
    pub messages: Vec<Message>,
}

impl Difference {
    /// Compares a row with what stands. Blank cells change nothing; a value that was not understood changes nothing
    /// either. How the customer first came stays as it is, and a salutation (王先生) does not replace a name.
    pub fn of(wish: &Wish, stored: &Stored, id_hash: Option<String>, setting: &Setting) -> Difference {
        let mut difference = Difference { engage: stored.engagement.is_none(), ..Difference::default() };
        difference.facts(wish, stored);
        difference.custom(wish, stored, setting);
        if id_hash.is_some() && id_hash != stored.id_hash {
            difference.take("id_number", wish);
        }
        for phone in wish.sheet.phone.iter().flatten().chain(&wish.sheet.phones) {
            if !stored.phones.contains(&phone.phone) && !difference.phones.iter().any(|p| is(p, phone)) {
                difference.phones.push(phone.raw.clone().unwrap_or_else(|| phone.phone.clone()));
            }
        }
        if let Some(engagement) = &stored.engagement {
            difference.engagement(wish, engagement);
            difference.owner = wish.owner.clone().filter(|o| Some(o.id) != engagement.owner_id && setting.may_assign);
        }
        difference
    }

    fn facts(&mut self, wish: &Wish, stored: &Stored) {
        for (field, _) in kind::facts() {
            let Some(new) = wish.sheet.facts.get(field.name).filter(|d| !d.is_empty()) else { continue };
            let old = stored.facts.get(field.name).unwrap_or(&Datum::Empty);
            if field.name == "source" || plain(new, field.kind) == plain(old, field.kind) {
                continue;
            }
            if let ("name", Datum::Text(old), Datum::Text(new)) = (field.name, old, new) {
                if name::salutation(new).is_some() && name::salutation(old).is_none() {
                    continue;
                }
                if !rules::compatible(old, new) {
                    self.messages.push(Message::row(Severity::Info, "import-renamed").with(old.clone()));
                }
            }
            self.take(field.name, wish);
        }
    }

    fn custom(&mut self, wish: &Wish, stored: &Stored, setting: &Setting) {
        for (field, new) in wish.sheet.custom.iter().filter(|(_, new)| !new.is_empty()) {
            let text = |datum| custom::plain(setting.kind, field, datum);
            if text(Some(new)) != text(stored.custom.get(field)) {
                self.take(field, wish);
            }
        }
    }

    fn engagement(&mut self, wish: &Wish, engagement: &crate::Engagement) {
        for (field, column) in kind::engagement_facts() {
            let given = if field.name == "engagement_source" { "source" } else { field.name };
            let new = match given {
                "source" => wish.sheet.facts.get_text("source").map(str::to_owned),
                _ => wish.sheet.engagement.get(field.name).and_then(|d| plain(d, field.kind)),
            };
            let old = match column {
                "source" => engagement.source.clone(),
                "remark" => engagement.remark.clone(),
                _ => engagement.next_contact_on.map(|d| d.to_string()),
            };
            if new.is_some() && new != old {
                let text = wish.input.get(given).unwrap_or_default().to_owned();
                self.input.set(field.name, text);
            }
        }
        if let Some(class) = wish.sheet.class.as_ref().filter(|c| **c != engagement.class) {
            match Class::from_name(&engagement.class)
                .zip(Class::from_name(class))
                .and_then(|(from, to)| conversion(from, to))
            {
                Some(Conversion::Free) => self.take("class", wish),
                // A sheet gives no reason, and a class that cannot follow the present one is not taken.
                _ => self.messages.push(Message::row(Severity::Warning, "import-class-kept").with(class.clone())),
            }
        }
        if wish.sheet.grade.as_ref().is_some_and(|g| g.is_some() && *g != engagement.grade) {
            self.take("grade", wish);
        }
    }

    fn take(&mut self, field: &str, wish: &Wish) {
        if let Some(text) = wish.input.filled(field) {
            self.input.set(field, text);
        }
    }

    /// Whether all stands so already.
    pub fn is_empty(&self) -> bool {
        self.input.0.is_empty() && self.phones.is_empty() && self.owner.is_none() && !self.engage
    }
}

fn plain(datum: &Datum, kind: FieldKind) -> Option<String> {
    datum.plain(kind).filter(|t| !t.is_empty())
}

fn is(text: &str, phone: &NewPhone) -> bool {
    NewPhone::read(text).is_ok_and(|read| read.phone == phone.phone)
}
