//! A web form as stored.

use kernel::{Id, Instant, Lang, Tenant};
use sea_orm::FromQueryResult;

/// A form on the web.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct LeadForm {
    /// Its tenant.
    pub tenant_id: Tenant,
    /// Its id.
    pub id: Id,
    /// What stands in its address. Whoever has it may leave their number; it opens nothing else.
    pub key: String,
    /// Its title.
    pub name: String,
    /// In English; may be empty.
    pub name_en: String,
    /// What is asked: the last published version of this questionnaire.
    pub questionnaire_id: Id,
    /// The code of the channel or source that is credited.
    pub source: String,
    /// The store that its leads go to; none is the head office, whose rules send them.
    pub store_id: Option<Id>,
    /// What is agreed to (PIPL 14, 17).
    pub consent: String,
    /// In English; may be empty.
    pub consent_en: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was retired: nobody comes in by it any more.
    pub retired_at: Option<Instant>,
}

impl LeadForm {
    /// The title in a language.
    pub fn title(&self, lang: Lang) -> &str {
        in_language(lang, &self.name, &self.name_en)
    }

    /// What is agreed to, in a language.
    pub fn consent(&self, lang: Lang) -> &str {
        in_language(lang, &self.consent, &self.consent_en)
    }
}

fn in_language<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    if lang == Lang::En && !en.is_empty() { en } else { zh }
}

/// A form as somebody wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its title.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// The questionnaire.
    pub questionnaire: Option<Id>,
    /// The code of a channel or source.
    pub source: String,
    /// The store, or the head office.
    pub store: Option<Id>,
    /// What is agreed to.
    pub consent: String,
    /// In English.
    pub consent_en: String,
}
