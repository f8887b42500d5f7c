//! Identifiers of the trade: what a VIN, a plate, a phone number, a name … may look like, how each is
//! normalised, checked, masked, sorted and found again. The rules are those of domain.md §4.
//!
//! Everything here is a pure function: no file, no network, no clock. Where a rule needs the current day, `today` is
//! an argument. A check never changes what a person typed: the caller keeps the raw input beside the normalised form.
//!
//! | Module | Noun |
//! |---|---|
//! | [`vin`] | vehicle identification number 车架号 |
//! | [`plate`] | number plate 车牌 |
//! | [`phone`] | phone number 电话 |
//! | [`resident_id`] | resident identity number 身份证 |
//! | [`uscc`] | unified social credit code 统一社会信用代码 |
//! | [`engine`] | engine or motor number 发动机号 |
//! | [`name`] | name of a person or organisation 姓名 |
//! | [`pinyin`] | readings, sort key |
//! | [`address`] | address 地址 |
//! | [`odometer`] | odometer reading 里程 |
//! | [`wechat`], [`email`], [`bank_card`] | other contact and payment identifiers |
//! | [`search_terms`] | index terms and what a person typed into the search box |
//! | [`sample`] | valid invented identifiers for demonstrations and measurements |
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod address;
pub mod bank_card;
pub mod email;
pub mod engine;
pub mod name;
pub mod odometer;
pub mod phone;
pub mod pinyin;
pub mod plate;
mod reason;
pub mod resident_id;
pub mod sample;
pub mod search_terms;
pub mod uscc;
pub mod vin;
pub mod wechat;
mod width;

pub use reason::{ALL_REASON_CODES, Reason};

/// What a check says of a typed identifier (domain.md §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Obeys every rule that can be checked without asking anyone.
    Valid,
    /// Can be stored; is flagged and shown with the reason.
    Suspect(Reason),
    /// Cannot be stored in the typed field.
    Rejected(Reason),
}

impl Verdict {
    /// Whether the value may be stored, flagged or not.
    pub fn is_storable(self) -> bool {
        !matches!(self, Verdict::Rejected(_))
    }

    /// Why the value is suspect or rejected; `None` when it is valid.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Verdict::Valid => None,
            Verdict::Suspect(reason) | Verdict::Rejected(reason) => Some(reason),
        }
    }
}

/// The outcome of a check: the normalised form and the verdict on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The normalised form. For a rejected input it is the input with only blanks and width folded.
    pub value: String,
    /// What the rules say of it.
    pub verdict: Verdict,
}

impl Checked {
    pub(crate) fn new(value: String, verdict: Verdict) -> Self {
        Self { value, verdict }
    }
}

/// Sex as written in identity numbers and implied by salutations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}
