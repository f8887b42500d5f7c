//! What is asked, and how answers count: the content of a version, kept as JSON.

use kernel::Lang;
use serde::{Deserialize, Serialize};

/// A text in both languages; English falls back to Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English; empty where nobody wrote any.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Words {
    /// In both languages.
    pub fn new(zh: &str, en: &str) -> Words {
        Words { zh: zh.trim().to_owned(), en: en.trim().to_owned() }
    }

    /// In one language.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.zh,
        }
    }
}

/// In which form a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// One of the answers.
    One,
    /// Any of the answers; the points of all that were chosen add up.
    Several,
    /// A whole number; the first answer whose range holds it counts.
    Number,
    /// Words; the first answer counts as soon as there are any.
    Text,
}

impl Form {
    /// All forms.
    pub const ALL: [Form; 4] = [Form::One, Form::Several, Form::Number, Form::Text];

    /// The stable name; the label key is `screening-form-` and this.
    pub fn name(self) -> &'static str {
        match self {
            Form::One => "one",
            Form::Several => "several",
            Form::Number => "number",
            Form::Text => "text",
        }
    }

    /// The form of a stable name.
    pub fn from_name(name: &str) -> Option<Form> {
        Form::ALL.into_iter().find(|form| form.name() == name)
    }

    /// Whether its answers are there to be chosen.
    pub fn is_choice(self) -> bool {
        matches!(self, Form::One | Form::Several)
    }
}

/// What a screening comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// An intention level (dictionary `customer-grade`).
    Level(String),
    /// Not qualified: nobody who wants a car now.
    Unqualified,
}

impl Grade {
    /// The name of [`Grade::Unqualified`] where levels stand by their codes; no code of base data looks like it.
    pub const NONE: &'static str = "-";

    /// The code: that of the level, or [`Grade::NONE`].
    pub fn code(&self) -> &str {
        match self {
            Grade::Level(code) => code,
            Grade::Unqualified => Grade::NONE,
        }
    }

    /// The grade of a code; an empty one is none.
    pub fn from_code(code: &str) -> Option<Grade> {
        match code.trim() {
            "" => None,
            Grade::NONE => Some(Grade::Unqualified),
            code => Some(Grade::Level(code.to_owned())),
        }
    }

    /// The level, if it is one.
    pub fn level(&self) -> Option<&str> {
        match self {
            Grade::Level(code) => Some(code),
            Grade::Unqualified => None,
        }
    }
}

/// Where an answer leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Then {
    /// To a question further down, by its key.
    Question(String),
    /// Nothing more is asked.
    End,
}

/// An answer that is offered, or a range that a number falls into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// Its key, for ever the same within the question.
    pub key: String,
    /// What it says.
    pub text: Words,
    /// What it counts.
    pub points: i64,
    /// From which number on it holds ([`Form::Number`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    /// Up to which number it holds, itself included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<i64>,
    /// Where it leads instead of to the next question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<Then>,
    /// What it decides by itself, whatever the points are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decides: Option<Grade>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its key, for ever the same within the questionnaire.
    pub key: String,
    /// What is asked.
    pub text: Words,
    /// In which form it is answered.
    pub form: Form,
    /// Whether a screening without it is not complete.
    pub required: bool,
    /// The answers.
    #[serde(default)]
    pub answers: Vec<Answer>,
}

impl Question {
    /// The answer of a key.
    pub fn answer(&self, key: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.key == key)
    }
}

/// From so many points on it is this grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// The fewest points.
    pub at_least: i64,
    /// The grade.
    pub grade: Grade,
}

/// The content of a version. Below the lowest band a lead is not qualified.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Questionnaire {
    /// In the order in which they are asked.
    pub questions: Vec<Question>,
    /// In any order.
    pub bands: Vec<Band>,
}

impl Questionnaire {
    /// The question of a key.
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.key == key)
    }

    /// Where a question stands.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.questions.iter().position(|question| question.key == key)
    }

    /// The bands, the highest first.
    pub fn bands(&self) -> Vec<&Band> {
        let mut list: Vec<&Band> = self.bands.iter().collect();
        list.sort_by_key(|band| std::cmp::Reverse(band.at_least));
        list
    }

    /// What stands in the database. What cannot be read, because a later release wrote it, asks nothing.
    pub fn from_json(text: &str) -> Questionnaire {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// As it stands in the database.
    pub fn json(&self) -> String {
        serde_json::json!(self).to_string()
    }
}
